//! Where a store keeps its records.

use std::fmt;
use std::path::PathBuf;

/// Which database holds the store.
#[derive(Clone, PartialEq, Eq)]
pub enum StoreConfig {
    /// SQLite files in a folder of this machine, made if it is not there.
    Sqlite {
        /// The folder.
        dir: PathBuf,
    },
    /// A PostgreSQL server.
    Postgres {
        /// The server and database, as `postgres://user:password@host:port/database`.
        url: String,
    },
}

impl fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite { dir } => f.debug_struct("Sqlite").field("dir", dir).finish(),
            // The address may hold a password.
            Self::Postgres { .. } => f.debug_struct("Postgres").finish_non_exhaustive(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_printed() {
        let config = StoreConfig::Postgres { url: "postgres://u:hunter2@host/db".to_owned() };
        assert_eq!(format!("{config:?}"), "Postgres { .. }");
    }
}
