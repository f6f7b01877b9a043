//! Where facts are stored.

use std::path::Path;

use bartizan_store::StoreConfig;

use crate::error::CliError;

/// Where facts are stored, by what `--store` says.
///
/// # Errors
/// It says neither `sqlite` nor a PostgreSQL database.
pub(crate) fn store(named: Option<&str>, data: &Path) -> Result<StoreConfig, CliError> {
    match named {
        None | Some("sqlite") => Ok(StoreConfig::Sqlite { dir: data.to_owned() }),
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Ok(StoreConfig::Postgres { url: url.to_owned() })
        }
        Some(_) => Err(CliError::Usage(
            "--store is `sqlite` or the URL of a database: postgres://…".to_owned(),
        )),
    }
}
