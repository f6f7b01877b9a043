//! What can be wrong with a token.

use std::path::PathBuf;

use cryptoki::error::{Error, RvError};

/// Why a token could not be used. Holds no secret.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The library of the token's maker.
    #[error("the token's library {path} cannot be used: {why}", path = path.display())]
    Library {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// No token of this name.
    #[error("there is no token `{0}`: see which there are with pkcs11-tool or softhsm2-util")]
    NoToken(String),
    /// No key of this name in the token.
    #[error("the token `{1}` has no AES key `{0}`")]
    NoKey(String, String),
    /// A key of this name is there already.
    #[error("the token has a key `{0}` already: name another one")]
    KeyExists(String),
    /// Several things of one name.
    #[error("several tokens or keys are called `{0}`: give them names of their own")]
    Ambiguous(String),
    /// Another PIN is the token's.
    #[error("the token refused the PIN; it may lock itself after some more")]
    WrongPin,
    /// The token lets nobody in by this PIN, for a reason of its own.
    #[error("the token refused the login: {0}")]
    Refused(String),
    /// The token takes no PIN any more.
    #[error("the token has locked its PIN: its security officer unlocks it")]
    LockedPin,
    /// The token has no user yet.
    #[error("the token has no user: its security officer gives it a PIN")]
    NoUser,
    /// The security officer is in.
    #[error("another user of the token is logged in")]
    OtherUser,
    /// A key that could be had, or could have been, where the token is not.
    #[error(
        "the key `{0}` is not kept by the token alone: it must be made in it, sensitive, and never \
         extractable; name another one, which is made where it is missing"
    )]
    NotKept(String),
    /// The session is over: the token was removed, or somebody logged out.
    #[error("the token's session ended: {0}")]
    Ended(String),
    /// The key is not where it was.
    #[error("the token has this key no longer, or not in this place")]
    KeyGone,
    /// What was encrypted is not as it was, or not by this key.
    #[error("the encrypted bytes were changed, or are another key's")]
    NotAuthentic,
    /// Either that, or the session is broken: another session tells.
    #[error("the encrypted bytes were changed, or are another key's, or the token failed")]
    Unclear,
    /// Anything else, in the library's words.
    #[error("the token failed: {0}")]
    Failed(String),
}

impl From<Error> for TokenError {
    fn from(error: Error) -> Self {
        match &error {
            Error::Pkcs11(
                RvError::SessionHandleInvalid
                | RvError::SessionClosed
                | RvError::UserNotLoggedIn
                | RvError::DeviceRemoved
                | RvError::TokenNotPresent,
                _,
            ) => Self::Ended(error.to_string()),
            Error::Pkcs11(RvError::KeyHandleInvalid | RvError::ObjectHandleInvalid, _) => {
                Self::KeyGone
            }
            _ => Self::Failed(error.to_string()),
        }
    }
}
