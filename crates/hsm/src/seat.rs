//! A session of a token, which does one task after the other.

use std::collections::HashMap;

use bartizan_pkcs11::{Token, TokenError, TokenKey};
use bartizan_service::{HsmError, HsmTask};
use zeroize::Zeroizing;

/// Keys whose places are remembered.
const KEYS_MAX: usize = 1024;

/// A session, and where it found keys: to look for one takes the longer the more keys there are.
pub(crate) struct Seat {
    pub(crate) token: Token,
    keys: HashMap<String, TokenKey>,
}

impl Seat {
    pub(crate) fn new(token: Token) -> Self {
        Self { token, keys: HashMap::new() }
    }

    /// Does a task.
    pub(crate) fn perform(&mut self, task: &HsmTask) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        match task {
            HsmTask::MakeKey(label) => {
                let key = self.token.generate_key(label)?;
                if let Err(error) = self.token.check_kept(key, label) {
                    self.token.destroy_key(label)?;
                    return Err(error);
                }
                Ok(Zeroizing::default())
            }
            HsmTask::DestroyKey(label) => {
                self.keys.remove(label);
                self.token.destroy_key(label).map(|()| Zeroizing::default())
            }
            HsmTask::Encrypt { key, nonce, associated, plaintext } => self
                .with_key(key, |token, key| token.encrypt(key, *nonce, associated, plaintext))
                .map(Zeroizing::new),
            HsmTask::Decrypt { key, associated, sealed } => {
                self.with_key(key, |token, key| token.decrypt(key, associated, sealed))
            }
            HsmTask::Random(length) => self.token.random(*length),
        }
    }

    /// Does something with a key, which is looked for again where it is not where it was.
    fn with_key<T>(
        &mut self,
        label: &str,
        act: impl Fn(&Token, TokenKey) -> Result<T, TokenError>,
    ) -> Result<T, TokenError> {
        if let Some(known) = self.keys.get(label) {
            match act(&self.token, *known) {
                Err(TokenError::KeyGone) => self.keys.remove(label),
                result => return result,
            };
        }
        let key = self.token.key(label)?;
        let result = act(&self.token, key);
        if result.is_ok() {
            if self.keys.len() >= KEYS_MAX {
                self.keys.clear();
            }
            self.keys.insert(label.to_owned(), key);
        }
        result
    }
}

/// What the port says of a token's error.
pub(crate) fn told(error: TokenError) -> HsmError {
    match error {
        TokenError::NoToken(_) => HsmError::NotActive,
        TokenError::NoUser => HsmError::NoUser,
        TokenError::WrongPin => HsmError::WrongPin,
        TokenError::LockedPin => HsmError::LockedPin,
        TokenError::OtherUser => HsmError::OtherUser,
        TokenError::Ended(_) => HsmError::LoggedOut,
        TokenError::NoKey(..) | TokenError::KeyGone => HsmError::NoKey,
        TokenError::NotAuthentic => HsmError::NotAuthentic,
        other => HsmError::Failed(other.to_string()),
    }
}
