//! The data folder: who may read it, whether it is for development, and its files.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use bartizan_keys::KeyId;
use bartizan_types::AccountId;

use crate::error::CliError;

/// The mark of a folder made with `--dev`.
const DEV_MARK: &str = "DEVELOPMENT";
/// The mark of a folder made without.
const MARK: &str = "BARTIZAN";

/// A data folder, marked.
#[derive(Debug, Clone)]
pub(crate) struct DataFolder {
    path: PathBuf,
}

impl DataFolder {
    /// Opens the folder, or makes it; one made with `--dev` is never served without, nor the
    /// other way round.
    ///
    /// # Errors
    /// The folder cannot be made or read, or is of the other kind.
    pub(crate) fn open(path: &Path, dev: bool) -> Result<Self, CliError> {
        let (own, other) = if dev { (DEV_MARK, MARK) } else { (MARK, DEV_MARK) };
        if path.join(other).exists() {
            return Err(CliError::Usage(if dev {
                format!("{} was not made with --dev: use another --data", path.display())
            } else {
                format!(
                    "{} was made with --dev, where unissued keys are root, and is never served \
                     without: use another --data",
                    path.display()
                )
            }));
        }
        make_private(path).map_err(CliError::file(path))?;
        let mark = path.join(own);
        if !mark.exists() {
            write_private(&mark, b"").map_err(CliError::file(&mark))?;
        }
        Ok(Self { path: path.to_owned() })
    }

    /// A folder that is there already; of which kind is as found.
    ///
    /// # Errors
    /// It is no data folder.
    pub(crate) fn existing(path: &Path) -> Result<(Self, bool), CliError> {
        let dev = path.join(DEV_MARK).exists();
        if dev || path.join(MARK).exists() {
            return Ok((Self { path: path.to_owned() }, dev));
        }
        Err(CliError::Usage(format!("{} is no data folder: name one with --data", path.display())))
    }

    /// The folder itself.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The file with the key that seals the root key.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.path.join("seal.key")
    }

    /// The key file of a resealing that may not have been committed yet.
    pub(crate) fn next_key_file(&self) -> PathBuf {
        self.path.join("seal.key.next")
    }

    /// Where a key file goes that is not the seal's any more.
    pub(crate) fn old_key_file(&self, id: KeyId) -> PathBuf {
        self.path.join(format!("seal.key.{id}.old"))
    }

    /// The socket over which a sealed server is handed what unseals it.
    pub(crate) fn operator_socket(&self) -> PathBuf {
        self.path.join("operator.sock")
    }

    /// The root user's credentials, in the form AWS tools read.
    pub(crate) fn credentials(&self) -> PathBuf {
        self.path.join("credentials")
    }

    /// Credentials whose transaction may not have been committed yet.
    pub(crate) fn next_credentials(&self) -> PathBuf {
        self.path.join("credentials.next")
    }

    /// The credentials of an account's root user that the operator recovered.
    pub(crate) fn recovered_credentials(&self, account: AccountId) -> PathBuf {
        self.path.join(format!("root-{account}.credentials"))
    }

    /// The folder of objects' bytes.
    pub(crate) fn objects(&self) -> PathBuf {
        self.path.join("objects")
    }
}

/// Makes a folder durably, and those above it, that only its owner may enter.
///
/// # Errors
/// It cannot be made.
pub(crate) fn make_private(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        // Whoever made it may have been killed before it was synced.
        return match sync_folder_of(path) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(()),
            synced => synced,
        };
    }
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => make_private(parent)?,
        _ => {}
    }
    match fs::DirBuilder::new().mode(0o700).create(path) {
        // Somebody else made it meanwhile, or it is a `..` in what was made just now.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => {}
        made => made?,
    }
    sync_folder_of(path)
}

/// Writes a file that only its owner may read, durably, in place of one of this name.
///
/// # Errors
/// It cannot be written.
pub(crate) fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let partial = path.with_added_extension("partial");
    // What lies there is of a write that was cut off, or somebody else's, who may read it.
    match fs::remove_file(&partial) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    let mut file = options.write(true).create_new(true).mode(0o600).open(&partial)?;
    file.write_all(content)?;
    file.sync_all()?;
    rename(&partial, path)
}

/// Renames a file durably, in place of one of the new name.
///
/// # Errors
/// It cannot be renamed.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)?;
    sync_folder_of(to)
}

/// Makes durable which names the folder of this path has.
fn sync_folder_of(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(here) if here.as_os_str().is_empty() => fs::File::open(".")?.sync_all(),
        Some(parent) => fs::File::open(parent)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_folder_stays_of_its_kind() {
        for dev in [true, false] {
            let parent = tempfile::tempdir().unwrap();
            let path = parent.path().join("data");
            assert!(DataFolder::existing(&path).is_err());
            DataFolder::open(&path, dev).unwrap();
            DataFolder::open(&path, dev).unwrap();
            assert!(matches!(DataFolder::open(&path, !dev), Err(CliError::Usage(_))));
            assert_eq!(DataFolder::existing(&path).unwrap().1, dev);
        }
    }

    #[test]
    fn only_the_owner_reads_what_is_written() {
        let parent = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&parent.path().join("data"), false).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(folder.path()), 0o700);
        write_private(&folder.key_file(), b"one").unwrap();
        write_private(&folder.key_file(), b"two").unwrap();
        assert_eq!(mode(&folder.key_file()), 0o600);
        assert_eq!(fs::read(folder.key_file()).unwrap(), b"two");
    }

    #[test]
    fn folders_are_made_with_those_above_them() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("a/b/../c");
        make_private(&path).unwrap();
        make_private(&path).unwrap();
        for made in ["a", "a/b", "a/c"] {
            let mode = fs::metadata(parent.path().join(made)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o700, "{made}");
        }
        fs::write(parent.path().join("file"), b"").unwrap();
        assert!(make_private(&parent.path().join("file")).is_err());
        assert!(make_private(&parent.path().join("file/in")).is_err());
    }
}
