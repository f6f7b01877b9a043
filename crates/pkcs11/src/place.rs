//! Where a token is.

use std::path::Path;

use cryptoki::context::Pkcs11;
use cryptoki::error::{Error, RvError};
use cryptoki::session::UserType;
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;

use crate::{Token, TokenError, module};

/// A token that is there, which nobody opened yet.
#[derive(Debug, Clone)]
pub struct Place {
    module: Pkcs11,
    slot: Slot,
    label: String,
}

impl Place {
    /// The token with this label, through the library of its maker.
    ///
    /// # Errors
    /// The library cannot be used, or there is no such token, or several.
    pub fn find(library: &Path, label: &str) -> Result<Self, TokenError> {
        let module = module::of(library)?;
        let mut found = None;
        for slot in module.get_slots_with_initialized_token()? {
            if module.get_token_info(slot)?.label() == label && found.replace(slot).is_some() {
                return Err(TokenError::Ambiguous(label.to_owned()));
            }
        }
        let slot = found.ok_or_else(|| TokenError::NoToken(label.to_owned()))?;
        Ok(Self { module, slot, label: label.to_owned() })
    }

    /// Opens the token by its user's PIN, or joins who opened it in this process, whatever the PIN is.
    ///
    /// # Errors
    /// The token refuses the PIN.
    pub fn open(&self, pin: &str) -> Result<Token, TokenError> {
        let token = self.join()?;
        match token.log_in(pin) {
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(token),
            result => result.map(|()| token).map_err(refusal),
        }
    }

    /// Opens the token by its user's PIN, which the token checks: whoever opened it before in this
    /// process is out.
    ///
    /// # Errors
    /// The token refuses the PIN, or takes none.
    pub fn open_anew(&self, pin: &str) -> Result<Token, TokenError> {
        let info = self.module.get_token_info(self.slot)?;
        if !info.user_pin_initialized() {
            return Err(TokenError::NoUser);
        }
        if info.user_pin_locked() {
            return Err(TokenError::LockedPin);
        }
        let token = self.join()?;
        let again = match token.log_in(pin) {
            Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {
                token.session.logout()?;
                token.log_in(pin)
            }
            result => result,
        };
        again.map(|()| token).map_err(refusal)
    }

    /// One more session of whoever opened the token in this process.
    ///
    /// # Errors
    /// The token fails.
    pub fn join(&self) -> Result<Token, TokenError> {
        let session = self.module.open_rw_session(self.slot)?;
        Ok(Token { session, label: self.label.clone() })
    }
}

impl Token {
    fn log_in(&self, pin: &str) -> Result<(), Error> {
        self.session.login(UserType::User, Some(&AuthPin::from(pin.to_owned())))
    }
}

/// What an error of a login means. What a try of the PIN came to is told from what none came to.
fn refusal(error: Error) -> TokenError {
    match error {
        Error::Pkcs11(RvError::PinIncorrect | RvError::PinInvalid | RvError::PinLenRange, _) => {
            TokenError::WrongPin
        }
        Error::Pkcs11(RvError::PinLocked, _) => TokenError::LockedPin,
        Error::Pkcs11(RvError::UserPinNotInitialized, _) => TokenError::NoUser,
        Error::Pkcs11(RvError::UserAnotherAlreadyLoggedIn | RvError::UserTooManyTypes, _) => {
            TokenError::OtherUser
        }
        Error::Pkcs11(
            RvError::DeviceError
            | RvError::DeviceMemory
            | RvError::HostMemory
            | RvError::CryptokiNotInitialized,
            _,
        ) => error.into(),
        error => match error.into() {
            // It may have been counted as a try.
            TokenError::Failed(why) => TokenError::Refused(why),
            other => other,
        },
    }
}

#[cfg(test)]
mod tests {
    use cryptoki::context::Function;

    use super::*;

    #[test]
    fn what_may_have_been_a_try_of_the_pin_is_a_refusal() {
        let of = |error| refusal(Error::Pkcs11(error, Function::Login));
        assert!(matches!(of(RvError::PinInvalid), TokenError::WrongPin));
        for error in [RvError::PinExpired, RvError::GeneralError, RvError::FunctionFailed] {
            assert!(matches!(of(error), TokenError::Refused(_)));
        }
        assert!(matches!(of(RvError::DeviceError), TokenError::Failed(_)));
        assert!(matches!(of(RvError::SessionClosed), TokenError::Ended(_)));
    }
}
