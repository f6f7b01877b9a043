//! The clusters of hardware security modules, as the operator's file says.

use std::path::Path;

use bartizan_hsm::HsmOptions;

use crate::error::CliError;

/// What the operator's file says.
///
/// # Errors
/// The file cannot be read, or has unknown names.
pub(crate) fn read(path: &Path) -> Result<HsmOptions, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    toml::from_str(&text)
        .map_err(|error| CliError::Usage(format!("{}: {}", path.display(), error.message())))
}
