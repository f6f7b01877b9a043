//! Options of how functions are run.

use std::path::PathBuf;
use std::time::Duration;

use super::{ServeOptions, seconds};
use crate::error::CliError;

/// How long a function that failed is left alone. (AWS Lambda Developer Guide, "How Lambda handles errors and
/// retries with asynchronous invocation".)
const RETRY: Duration = Duration::from_mins(1);

/// How functions are run.
#[derive(Debug, Clone)]
pub(crate) struct LambdaOptions {
    /// The folder that their code is unpacked in.
    pub(crate) work: Option<PathBuf>,
    /// Libraries of every function of Python.
    pub(crate) python_libraries: Option<PathBuf>,
    /// Libraries of every function of Node.js.
    pub(crate) node_libraries: Option<PathBuf>,
    /// How long a function that failed is left alone before its event is tried again.
    pub(crate) retry: Duration,
    /// Whether they are run without a sandbox.
    pub(crate) unconfined: bool,
}

impl ServeOptions {
    /// How functions are run.
    pub(super) fn lambda(&self) -> Result<LambdaOptions, CliError> {
        let usage = |text: String| CliError::Usage(text);
        let unconfined = self.lambda_unconfined == Some(true);
        if unconfined && self.dev != Some(true) {
            return Err(usage("--lambda-unconfined goes with --dev".to_owned()));
        }
        let (mut python, mut node) = (None, None);
        for given in self.lambda_libraries.iter().flatten() {
            let place = match given.split_once('=') {
                Some(("python", folder)) => (&mut python, folder),
                Some(("nodejs", folder)) => (&mut node, folder),
                _ => {
                    return Err(usage(format!(
                        "--lambda-libraries {given}: give python=FOLDER or nodejs=FOLDER"
                    )));
                }
            };
            let folder = PathBuf::from(place.1);
            if !folder.is_dir() {
                return Err(usage(format!("--lambda-libraries {given}: there is no such folder")));
            }
            *place.0 = Some(folder.canonicalize().map_err(CliError::file(&folder))?);
        }
        Ok(LambdaOptions {
            work: self.lambda_work.clone(),
            python_libraries: python,
            node_libraries: node,
            retry: seconds(self.lambda_retry_seconds, RETRY),
            unconfined,
        })
    }
}
