//! Who an agent is: its key, and the instance that it registered.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::data_folder::{make_private, write_private};
use crate::error::CliError;

/// The longest file that is read, in bytes.
pub(super) const FILE_BYTES_MAX: u64 = 64 * 1024;

/// An agent's key and registration, kept in its folder.
pub(super) struct Identity {
    folder: PathBuf,
    key: Ed25519KeyPair,
    registration: Option<Registration>,
}

/// What registering answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Registration {
    pub(super) instance_id: String,
    pub(super) region: String,
}

impl Identity {
    /// The one of a folder, which is made where there is none, with a new key.
    ///
    /// # Errors
    /// The folder cannot be used, or others may read the key.
    pub(super) fn open(folder: &Path) -> Result<Self, CliError> {
        make_private(folder).map_err(CliError::file(folder))?;
        let path = folder.join("registration.json");
        let registration = match read(&path, FILE_BYTES_MAX) {
            Ok(text) => Some(
                serde_json::from_slice(&text)
                    .map_err(|error| CliError::Failed(format!("{}: {error}", path.display())))?,
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(CliError::file(&path)(error)),
        };
        Ok(Self { folder: folder.to_owned(), key: key(&folder.join("agent.key"))?, registration })
    }

    /// The instance, once it is registered.
    pub(super) const fn registration(&self) -> Option<&Registration> {
        self.registration.as_ref()
    }

    /// Keeps what registering answered.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn keep(&mut self, registration: Registration) -> Result<(), CliError> {
        let path = self.folder.join("registration.json");
        let text = serde_json::to_vec(&registration).map_err(CliError::failed)?;
        write_private(&path, &text).map_err(CliError::file(&path))?;
        self.registration = Some(registration);
        Ok(())
    }

    /// The public half of the key.
    pub(super) fn public_key(&self) -> &[u8] {
        self.key.public_key().as_ref()
    }

    /// Signs a text.
    pub(super) fn sign(&self, text: &str) -> Vec<u8> {
        self.key.sign(text.as_bytes()).as_ref().to_vec()
    }
}

/// The key of a file; a new one where there is no file.
fn key(path: &Path) -> Result<Ed25519KeyPair, CliError> {
    let unusable = || {
        CliError::Failed(format!("{} holds no key: remove it and register anew", path.display()))
    };
    match read(path, FILE_BYTES_MAX) {
        Ok(bytes) => Ed25519KeyPair::from_pkcs8(&Zeroizing::new(bytes)).map_err(|_| unusable()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let failed = |_| CliError::Failed("no key could be made".to_owned());
            let key = Ed25519KeyPair::generate().map_err(failed)?;
            let bytes = key.to_pkcs8().map_err(failed)?;
            write_private(path, bytes.as_ref()).map_err(CliError::file(path))?;
            Ok(key)
        }
        Err(error) => Err(CliError::file(path)(error)),
    }
}

/// A file that only its owner may read.
pub(super) fn read(path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    let flags = OFlags::NOFOLLOW.bits().cast_signed();
    let file = fs::OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let about = file.metadata()?;
    if about.mode() & 0o077 != 0 {
        let message = "others may read it: chmod 600, and register anew if they may have";
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
    }
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(file, bytes_max), &mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use aws_lc_rs::signature::{ED25519, UnparsedPublicKey};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn an_identity_stays_and_is_its_owners_alone() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("state");
        let mut first = Identity::open(&folder).unwrap();
        assert_eq!(first.registration(), None);
        let registration =
            Registration { instance_id: "i-1".to_owned(), region: "eu-west-1".to_owned() };
        first.keep(registration.clone()).unwrap();
        let again = Identity::open(&folder).unwrap();
        assert_eq!(again.public_key(), first.public_key());
        assert_eq!(again.registration(), Some(&registration));
        let signed = again.sign("a text");
        UnparsedPublicKey::new(&ED25519, first.public_key()).verify(b"a text", &signed).unwrap();
        assert_eq!((mode(&folder), mode(&folder.join("agent.key"))), (0o700, 0o600));
    }

    #[test]
    fn a_key_that_others_may_read_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        Identity::open(parent.path()).unwrap();
        let path = parent.path().join("agent.key");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let refused = Identity::open(parent.path()).err().unwrap().to_string();
        assert!(refused.contains("others may read it"), "{refused}");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&path, "no key").unwrap();
        let refused = Identity::open(parent.path()).err().unwrap().to_string();
        assert!(refused.contains("holds no key"), "{refused}");
    }
}
