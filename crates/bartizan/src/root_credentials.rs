//! The file with the root user's access key, in the form AWS tools read.
//!
//! **Architecture invariant:** a key that the store has issued is in a file. The file is durable
//! under another name before the transaction that issues the key commits, and takes its own name
//! behind it; a start after a kill in between looks which of both happened.

use std::fs;

use bartizan_service::{Directory, Secret};
use bartizan_types::AccessKeyId;

use crate::data_folder::{DataFolder, rename, write_private};
use crate::error::CliError;

const KEY_ID: &str = "aws_access_key_id = ";

/// Writes the credentials aside, as part of the transaction that issues them.
///
/// # Errors
/// The file cannot be written: the transaction must not commit.
pub(crate) fn write_aside(
    folder: &DataFolder,
    access_key_id: &AccessKeyId,
    secret: &Secret,
) -> std::io::Result<()> {
    write_private(&folder.next_credentials(), text(access_key_id, secret).as_bytes())
}

/// Credentials as a file holds them.
pub(crate) fn text(access_key_id: &AccessKeyId, secret: &Secret) -> String {
    format!(
        "[root]\n{KEY_ID}{access_key_id}\naws_secret_access_key = {}\nregion = us-east-1\n",
        secret.expose()
    )
}

/// Puts credentials that were written aside into their place if their transaction committed, and
/// drops them if it did not.
///
/// # Errors
/// The files cannot be used.
pub(crate) fn settle(folder: &DataFolder, directory: &Directory) -> Result<(), CliError> {
    let aside = folder.next_credentials();
    if !aside.exists() {
        return Ok(());
    }
    let text = fs::read_to_string(&aside).map_err(CliError::file(&aside))?;
    let issued = text
        .lines()
        .find_map(|line| line.strip_prefix(KEY_ID))
        .is_some_and(|id| directory.access_key(&AccessKeyId::from_client(id)).is_some());
    let settled =
        if issued { rename(&aside, &folder.credentials()) } else { fs::remove_file(&aside) };
    settled.map_err(CliError::file(&aside))
}

#[cfg(test)]
mod tests {
    use bartizan_service::directory::AccessKey;
    use bartizan_types::{AccountId, SeededRandom};

    use super::*;

    #[test]
    fn credentials_take_their_place_only_once_they_are_issued() {
        let parent = tempfile::tempdir().unwrap();
        let folder = DataFolder::open(&parent.path().join("data"), false).unwrap();
        let account = AccountId::from_number(123_456_789_012).unwrap();
        let random = SeededRandom::new(1);
        let [old, new] = [(); 2].map(|()| AccessKeyId::generate_long_term(account, &random));
        let mut directory = Directory::default();
        let credentials = || fs::read_to_string(folder.credentials()).unwrap_or_default();
        settle(&folder, &directory).unwrap();

        // Killed before the commit: the key does not exist.
        write_aside(&folder, &old, &Secret::from("never")).unwrap();
        settle(&folder, &directory).unwrap();
        assert_eq!(credentials(), "");
        assert!(!folder.next_credentials().exists());

        // Killed behind the commit: the key is not lost, and the next one replaces it.
        for key in [&old, &new] {
            let issued =
                AccessKey { account, user: None, secret: Secret::from("secret"), active: true };
            write_aside(&folder, key, &issued.secret).unwrap();
            directory.put_access_key((*key).clone(), issued);
            settle(&folder, &directory).unwrap();
            assert!(credentials().contains(key.as_str()));
        }
    }
}
