//! `bartizan operator unseal`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::config;
use crate::data_folder::DataFolder;
use crate::error::CliError;
use crate::output;
use crate::seal::channel::{Operator, Outcome};
use crate::seal::{Wanted, ask, read_secret};

/// What `operator unseal` can be told.
#[derive(Debug, Args)]
pub(super) struct UnsealOptions {
    /// A file with the passphrase, the token's PIN or the share [default: asked for].
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The data folder of the server.
    #[arg(long, env = "BARTIZAN_DATA", default_value = config::DEFAULT_DATA)]
    data: PathBuf,
}

/// Hands in one secret.
///
/// # Errors
/// No sealed server waits, or it refused the secret.
pub(super) fn run(options: &UnsealOptions) -> Result<ExitCode, CliError> {
    let (folder, _) = DataFolder::existing(&options.data)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| CliError::Failed(format!("the runtime could not be started: {error}")))?;
    runtime.block_on(async {
        let operator = Operator::connect(&folder).await?;
        let secret = match &options.file {
            Some(path) => read_secret(path)?,
            None => ask::wanted(&operator.wanted)?,
        };
        match operator.offer(&secret).await? {
            Outcome::Unsealed => output::line("Unsealed"),
            Outcome::More(Wanted::Share { given, needed }) => {
                output::line(&format!("Taken: {given} of the {needed} shares that are needed"));
            }
            Outcome::More(_) => output::line("Taken: more is needed"),
            Outcome::Refused { why } => return Err(CliError::Failed(why)),
        }
        Ok(ExitCode::SUCCESS)
    })
}
