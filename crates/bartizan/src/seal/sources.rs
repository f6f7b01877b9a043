//! Where a start finds the secret of a seal by itself: the data folder, files that the operator
//! names, and the credentials that systemd hands to a service.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use bartizan_keys::{KeyError, KeyId, SealKey};
use bartizan_types::Random;
use clap::Args;
use zeroize::Zeroizing;

use crate::data_folder::{DataFolder, rename, write_private};
use crate::error::CliError;

/// The credential with the text of a key file. (systemd.exec(5), "Credentials".)
const KEY_CREDENTIAL: &str = "bartizan.seal-key";
/// The credential with a passphrase.
const PASSPHRASE_CREDENTIAL: &str = "bartizan.seal-passphrase";
/// The credential with a token's PIN.
const PIN_CREDENTIAL: &str = "bartizan.seal-pin";
/// No secret of a seal is longer, in bytes.
const SECRET_BYTES_MAX: u64 = 4096;

/// What the operator's commands can be told of the seal; a server is told the same.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct SealOptions {
    /// A file with the passphrase that the root key is sealed by [default: asked for].
    #[arg(long, env = "BARTIZAN_SEAL_PASSPHRASE_FILE", value_name = "FILE")]
    pub(crate) seal_passphrase_file: Option<PathBuf>,
    /// A file with the PIN of the PKCS#11 token that the root key is sealed by [default: asked for].
    #[arg(long, env = "BARTIZAN_SEAL_PIN_FILE", value_name = "FILE")]
    pub(crate) seal_pin_file: Option<PathBuf>,
    /// The library of that token, if it is not where it was when the seal was made.
    #[arg(long, env = "BARTIZAN_SEAL_TOKEN_LIBRARY", value_name = "FILE")]
    pub(crate) seal_token_library: Option<PathBuf>,
    /// The folder with systemd's credentials: `bartizan.seal-key`, `.seal-passphrase`, `.seal-pin`.
    #[arg(long, env = "CREDENTIALS_DIRECTORY", value_name = "FOLDER")]
    pub(crate) credentials_directory: Option<PathBuf>,
}

/// What a start may read.
#[derive(Debug, Clone)]
pub(crate) struct Sources {
    folder: DataFolder,
    options: SealOptions,
}

impl Sources {
    /// The files of this folder, and what the operator named.
    pub(crate) const fn new(folder: DataFolder, options: SealOptions) -> Self {
        Self { folder, options }
    }

    /// The key with this id, from a credential or from the data folder, where it may have been moved away
    /// for another store's.
    ///
    /// # Errors
    /// There is no key file, one cannot be read, or none has that key.
    pub(crate) fn key(&self, id: KeyId) -> Result<SealKey, CliError> {
        let mut wrong = None;
        let old = Some(self.folder.old_key_file(id)).filter(|path| path.exists());
        for path in self.key_files().into_iter().chain(old) {
            let key = read_key(&path)?;
            if key.id() == id {
                return Ok(key);
            }
            wrong.get_or_insert((path, key.id()));
        }
        let (path, found) = wrong.ok_or_else(|| {
            let path = self.folder.key_file();
            CliError::Failed(format!(
                "{} is missing: without it nothing sealed can be read; put the copy back",
                path.display()
            ))
        })?;
        let error = KeyError::WrongKey { found: id, expected: found };
        Err(CliError::Failed(format!(
            "the root key cannot be unsealed with {}: {error}",
            path.display()
        )))
    }

    /// The key that a first start seals by: the one that is there, or a new one in the data folder.
    ///
    /// # Errors
    /// A key file cannot be read or written.
    pub(crate) fn first_key(&self, random: &dyn Random) -> Result<SealKey, CliError> {
        if let Some(path) = self.key_files().first() {
            return read_key(path);
        }
        let key = SealKey::generate(random).map_err(CliError::failed)?;
        let path = self.folder.key_file();
        write_private(&path, key.to_key_file().as_bytes()).map_err(CliError::file(&path))?;
        Ok(key)
    }

    /// Writes a key file aside, for a resealing that is not stored yet.
    ///
    /// # Errors
    /// The file cannot be written, or one is there that was not settled.
    pub(crate) fn write_key_aside(&self, key: &SealKey) -> Result<(), CliError> {
        let path = self.folder.next_key_file();
        if path.exists() && read_key(&path)?.id() != key.id() {
            return Err(CliError::Failed(format!(
                "{} holds another key, which may be the only one: start Bartizan once, or move it \
                 away",
                path.display()
            )));
        }
        write_private(&path, key.to_key_file().as_bytes()).map_err(CliError::file(&path))
    }

    /// Puts a key that was written aside into its place if it is the seal's. A key that is not may
    /// be of another store that this folder was used with: it is moved away and never removed.
    ///
    /// # Errors
    /// The files cannot be used.
    pub(crate) fn settle(&self, sealed_by: KeyId) -> Result<(), CliError> {
        let (own, aside) = (self.folder.key_file(), self.folder.next_key_file());
        if !aside.exists() {
            if own.exists() && !read_key(&own).is_ok_and(|key| key.id() == sealed_by) {
                tracing::warn!(file = %own.display(), "this is not the seal's key: move it away");
            }
            return Ok(());
        }
        let id = read_key(&aside)?.id();
        if id != sealed_by {
            return self.put_away(&aside, id);
        }
        self.retire_key_unless(sealed_by)?;
        rename(&aside, &own).map_err(CliError::file(&aside))
    }

    /// Moves the data folder's key file away, unless it is the seal's.
    ///
    /// # Errors
    /// The file cannot be used.
    pub(crate) fn retire_key_unless(&self, sealed_by: KeyId) -> Result<(), CliError> {
        let path = self.folder.key_file();
        if !path.exists() {
            return Ok(());
        }
        let id = read_key(&path)?.id();
        if id == sealed_by { Ok(()) } else { self.put_away(&path, id) }
    }

    fn put_away(&self, path: &Path, id: KeyId) -> Result<(), CliError> {
        rename(path, &self.folder.old_key_file(id)).map_err(CliError::file(path))
    }

    /// The passphrase, where a file or a credential has it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn passphrase(&self) -> Result<Option<Zeroizing<String>>, CliError> {
        self.secret(self.options.seal_passphrase_file.as_ref(), PASSPHRASE_CREDENTIAL)
    }

    /// The token's PIN, likewise.
    ///
    /// # Errors
    /// The file cannot be read.
    pub(crate) fn pin(&self) -> Result<Option<Zeroizing<String>>, CliError> {
        self.secret(self.options.seal_pin_file.as_ref(), PIN_CREDENTIAL)
    }

    /// The token's library, where the operator names it.
    pub(crate) fn library(&self) -> Option<&Path> {
        self.options.seal_token_library.as_deref()
    }

    fn secret(
        &self,
        named: Option<&PathBuf>,
        credential: &str,
    ) -> Result<Option<Zeroizing<String>>, CliError> {
        let path = named.cloned().or_else(|| self.credential(credential));
        path.map(|path| read_secret(&path)).transpose()
    }

    fn key_files(&self) -> Vec<PathBuf> {
        let own = [self.folder.key_file(), self.folder.next_key_file()];
        let own = own.into_iter().filter(|path| path.exists());
        self.credential(KEY_CREDENTIAL).into_iter().chain(own).collect()
    }

    fn credential(&self, name: &str) -> Option<PathBuf> {
        Some(self.options.credentials_directory.as_ref()?.join(name)).filter(|path| path.exists())
    }
}

/// The key of a key file.
pub(crate) fn read_key(path: &Path) -> Result<SealKey, CliError> {
    let text = read_text(path)?;
    SealKey::parse_key_file(&text)
        .map_err(|error| CliError::Failed(format!("{}: {error}", path.display())))
}

/// The secret in a file, without the end of its last line.
///
/// # Errors
/// The file cannot be read, or is longer than any secret.
pub(crate) fn read_secret(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let text = read_text(path)?;
    Ok(Zeroizing::new(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn read_text(path: &Path) -> Result<Zeroizing<String>, CliError> {
    let mut text = Zeroizing::new(String::with_capacity(8192));
    let read =
        File::open(path).and_then(|file| file.take(SECRET_BYTES_MAX + 1).read_to_string(&mut text));
    let length = read.map_err(CliError::file(path))?;
    if u64::try_from(length).is_ok_and(|length| length > SECRET_BYTES_MAX) {
        return Err(CliError::Failed(format!("{} is longer than any secret", path.display())));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use bartizan_types::SeededRandom;

    use super::*;

    #[test]
    fn a_key_that_was_written_aside_is_never_lost() {
        let parent = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&parent.path().join("data"), false).unwrap();
        let sources = Sources::new(folder.clone(), SealOptions::default());
        let random = SeededRandom::new(1);
        let made: Vec<SealKey> = (0..3).map(|_| SealKey::generate(&random).unwrap()).collect();
        let [first, second, third] = [made[0].id(), made[1].id(), made[2].id()];
        write_private(&folder.key_file(), made[0].to_key_file().as_bytes()).unwrap();

        // Stopped behind the commit of the second one, and before it was settled.
        sources.write_key_aside(&made[1]).unwrap();
        sources.write_key_aside(&made[1]).unwrap();
        let refused = sources.write_key_aside(&made[2]).unwrap_err().to_string();
        assert!(refused.contains("holds another key"), "{refused}");
        assert_eq!(read_key(&folder.next_key_file()).unwrap().id(), second);
        sources.settle(second).unwrap();
        assert_eq!(read_key(&folder.key_file()).unwrap().id(), second);
        assert_eq!(read_key(&folder.old_key_file(first)).unwrap().id(), first);

        // Stopped before the commit of the third one.
        sources.write_key_aside(&made[2]).unwrap();
        sources.settle(second).unwrap();
        assert!(!folder.next_key_file().exists());
        sources.retire_key_unless(second).unwrap();
        assert_eq!(read_key(&folder.key_file()).unwrap().id(), second);
        // Another store, which is sealed by what this one did not commit, or had before.
        for id in [first, second, third] {
            assert_eq!(sources.key(id).unwrap().id(), id);
        }
    }
}
