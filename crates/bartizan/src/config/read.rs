//! How options are read.

use std::num::NonZeroU32;
use std::path::Path;
use std::time::Duration;

use super::ServeOptions;
use crate::error::CliError;

/// So many seconds as were asked for, or the default.
pub(super) fn seconds(asked: Option<NonZeroU32>, default: Duration) -> Duration {
    asked.map_or(default, |seconds| Duration::from_secs(seconds.get().into()))
}

/// The options of a file.
///
/// # Errors
/// It cannot be read, or has unknown names.
pub(super) fn file(path: &Path) -> Result<ServeOptions, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    toml::from_str(&text)
        .map_err(|error| CliError::Usage(format!("{}: {}", path.display(), error.message())))
}
