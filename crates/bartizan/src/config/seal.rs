//! Where the secret of the seal is found.

use super::ServeOptions;
use crate::seal::SealOptions;

impl ServeOptions {
    pub(super) fn seal(&self) -> SealOptions {
        SealOptions {
            seal_passphrase_file: self.seal_passphrase_file.clone(),
            seal_pin_file: self.seal_pin_file.clone(),
            seal_token_library: self.seal_token_library.clone(),
            credentials_directory: self.credentials_directory.clone(),
        }
    }
}
