//! Keys that stay in a PKCS#11 token: a hardware security module, or `SoftHSM2` in tests. The token's
//! library is loaded when it is first used. (OASIS PKCS #11, version 2.40 and later.)

mod error;
mod module;

use std::fmt;
use std::path::Path;

use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::types::AuthPin;
use zeroize::Zeroizing;

pub use error::TokenError;

const KEY_BYTES: u64 = 32;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const TAG_BITS: u64 = 128;

/// A token that somebody's PIN opened, until this is dropped.
pub struct Token {
    session: Session,
    label: String,
}

/// A key of 256 bits inside of a token, which it never leaves.
#[derive(Debug, Clone, Copy)]
pub struct TokenKey(ObjectHandle);

impl Token {
    /// Opens the token with this label, through the library of its maker.
    ///
    /// # Errors
    /// The library cannot be used, there is no such token, or it refuses the PIN.
    pub fn open(library: &Path, label: &str, pin: &str) -> Result<Self, TokenError> {
        let module = module::of(library)?;
        let slots = module.get_slots_with_initialized_token()?;
        let mut found = None;
        for slot in slots {
            if module.get_token_info(slot)?.label() == label && found.replace(slot).is_some() {
                return Err(TokenError::Ambiguous(label.to_owned()));
            }
        }
        let slot = found.ok_or_else(|| TokenError::NoToken(label.to_owned()))?;
        let session = module.open_rw_session(slot)?;
        match session.login(UserType::User, Some(&AuthPin::from(pin.to_owned()))) {
            // Whoever is in this process is in for all of its sessions.
            Ok(()) | Err(Error::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => {}
            Err(Error::Pkcs11(RvError::PinIncorrect | RvError::PinLenRange, _)) => {
                return Err(TokenError::WrongPin);
            }
            Err(Error::Pkcs11(RvError::PinLocked, _)) => return Err(TokenError::LockedPin),
            Err(error) => return Err(error.into()),
        }
        Ok(Self { session, label: label.to_owned() })
    }

    /// The AES key with this label.
    ///
    /// # Errors
    /// There is none, or there are several.
    pub fn key(&self, label: &str) -> Result<TokenKey, TokenError> {
        match self.keys(label)?.as_slice() {
            [key] => Ok(TokenKey(*key)),
            [] => Err(TokenError::NoKey(label.to_owned(), self.label.clone())),
            _ => Err(TokenError::Ambiguous(label.to_owned())),
        }
    }

    /// Makes an AES key that never leaves the token.
    ///
    /// # Errors
    /// There is one with this label, or the token makes none.
    pub fn generate_key(&self, label: &str) -> Result<TokenKey, TokenError> {
        if !self.keys(label)?.is_empty() {
            return Err(TokenError::KeyExists(label.to_owned()));
        }
        let template = [
            Attribute::Token(true),
            Attribute::Private(true),
            Attribute::Sensitive(true),
            Attribute::Extractable(false),
            Attribute::Encrypt(true),
            Attribute::Decrypt(true),
            Attribute::ValueLen(KEY_BYTES.into()),
            Attribute::Label(label.as_bytes().to_vec()),
        ];
        Ok(TokenKey(self.session.generate_key(&Mechanism::AesKeyGen, &template)?))
    }

    /// Encrypts inside of the token, by AES-256-GCM: nonce, ciphertext, tag. `nonce` is fresh; a
    /// token that insists on its own takes that.
    ///
    /// # Errors
    /// The token fails.
    pub fn encrypt(
        &self,
        key: TokenKey,
        mut nonce: [u8; NONCE_BYTES],
        associated: &[u8],
        plaintext: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        let params = GcmParams::new(&mut nonce, associated, TAG_BITS.into())?;
        let mechanism = Mechanism::AesGcm(params);
        let body = self.session.encrypt(&mechanism, key.0, plaintext)?;
        let mut sealed = Vec::with_capacity(NONCE_BYTES + body.len());
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&body);
        Ok(sealed)
    }

    /// Decrypts inside of the token what [`Self::encrypt`] encrypted.
    ///
    /// # Errors
    /// [`TokenError::NotAuthentic`] where it was changed or is another key's.
    pub fn decrypt(
        &self,
        key: TokenKey,
        associated: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let (nonce, body) =
            sealed.split_first_chunk::<NONCE_BYTES>().ok_or(TokenError::NotAuthentic)?;
        if body.len() < TAG_BYTES {
            return Err(TokenError::NotAuthentic);
        }
        let mut nonce = *nonce;
        let params = GcmParams::new(&mut nonce, associated, TAG_BITS.into())?;
        match self.session.decrypt(&Mechanism::AesGcm(params), key.0, body) {
            Ok(plaintext) => Ok(Zeroizing::new(plaintext)),
            // `SoftHSM2` calls a wrong tag a general error.
            Err(Error::Pkcs11(
                RvError::EncryptedDataInvalid
                | RvError::EncryptedDataLenRange
                | RvError::GeneralError,
                _,
            )) => Err(TokenError::NotAuthentic),
            Err(error) => Err(error.into()),
        }
    }

    fn keys(&self, label: &str) -> Result<Vec<ObjectHandle>, TokenError> {
        let template = [
            Attribute::Class(ObjectClass::SECRET_KEY),
            Attribute::KeyType(KeyType::AES),
            Attribute::Label(label.as_bytes().to_vec()),
        ];
        Ok(self.session.find_objects(&template)?)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Token({})", self.label)
    }
}
