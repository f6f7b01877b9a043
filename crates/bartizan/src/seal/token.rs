//! The seal of a PKCS#11 token: a key that never leaves it wraps the seal's key.

use std::path::{Path, PathBuf};

use bartizan_keys::SealKey;
use bartizan_pkcs11::{Token, TokenError, TokenKey};
use bartizan_types::Random;
use serde::{Deserialize, Serialize};

/// What the token's key wraps is for this alone.
const BINDING: &[u8] = b"bartizan seal key";

/// Where the token is, and what it unwraps. Nothing in it is secret without the token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TokenSeal {
    /// The library of the token's maker.
    library: PathBuf,
    /// The token's label.
    token: String,
    /// The label of the key in it.
    key: String,
    /// The seal's key, wrapped.
    wrapped: String,
}

impl TokenSeal {
    /// A seal by the token's key of this label, which is made where it is missing.
    ///
    /// # Errors
    /// The token cannot be used, or refuses the PIN.
    pub(crate) fn new(
        library: &Path,
        token: &str,
        key: &str,
        pin: &str,
        random: &dyn Random,
    ) -> Result<(Self, SealKey), TokenError> {
        let opened = Token::open(library, token, pin)?;
        let wrapping = match opened.key(key) {
            Err(TokenError::NoKey(..)) => made(&opened, key)?,
            found => {
                let found = found?;
                opened.check_kept(found, key)?;
                found
            }
        };
        let failed = |error: bartizan_keys::KeyError| TokenError::Failed(error.to_string());
        let fresh = SealKey::generate(random).map_err(failed)?;
        let mut nonce = [0; 12];
        random.fill(&mut nonce);
        let wrapped = opened.encrypt(wrapping, nonce, BINDING, fresh.expose())?;
        let seal = Self {
            library: library.to_owned(),
            token: token.to_owned(),
            key: key.to_owned(),
            wrapped: hex::encode(wrapped),
        };
        // What the token cannot unwrap is not stored.
        let unwrapped = seal.key(None, pin)?;
        Ok((seal, unwrapped))
    }

    /// The seal's key, by the token. The library may have moved since.
    ///
    /// # Errors
    /// The token cannot be used, refuses the PIN, or has another key.
    pub(crate) fn key(&self, library: Option<&Path>, pin: &str) -> Result<SealKey, TokenError> {
        let opened = Token::open(library.unwrap_or(&self.library), &self.token, pin)?;
        let wrapped = hex::decode(&self.wrapped).map_err(|_| TokenError::NotAuthentic)?;
        let bytes = opened.decrypt(opened.key(&self.key)?, BINDING, &wrapped)?;
        SealKey::from_slice(&bytes).map_err(|error| TokenError::Failed(error.to_string()))
    }
}

/// A key that the token makes and keeps. One that it does not keep is not left in it.
fn made(token: &Token, label: &str) -> Result<TokenKey, TokenError> {
    let key = token.generate_key(label)?;
    let Err(error) = token.check_kept(key, label) else { return Ok(key) };
    token.destroy_key(label)?;
    Err(match error {
        TokenError::NotKept(_) => {
            let why = "it keeps not even the keys that it makes to itself: it is unfit for a seal";
            TokenError::Failed(why.to_owned())
        }
        other => other,
    })
}
