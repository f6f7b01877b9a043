//! Keys that stay in a PKCS#11 token: a hardware security module, or `SoftHSM2` in tests. The token's
//! library is loaded when it is first used. (OASIS PKCS #11, version 2.40 and later.)

mod error;
mod module;
mod place;

use std::fmt;
use std::path::Path;

use cryptoki::error::{Error, RvError};
use cryptoki::mechanism::Mechanism;
use cryptoki::mechanism::aead::GcmParams;
use cryptoki::object::{Attribute, AttributeType, KeyType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, SessionState};
use zeroize::Zeroizing;

pub use error::TokenError;
pub use place::Place;

const KEY_BYTES: u64 = 32;
const NONCE_BYTES: usize = 12;
const TAG_BYTES: usize = 16;
const TAG_BITS: u64 = 128;
/// `CKR_AEAD_DECRYPT_FAILED`, which the library's bindings have no name for.
const AEAD_DECRYPT_FAILED: u64 = 0x42;

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
        Place::find(library, label)?.open(pin)
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

    /// Whether the token made a key, has kept it ever since, and gives it to nobody.
    ///
    /// # Errors
    /// [`TokenError::NotKept`], or the token fails.
    pub fn check_kept(&self, key: TokenKey, label: &str) -> Result<(), TokenError> {
        let kept = [
            (AttributeType::Sensitive, Attribute::Sensitive(true)),
            (AttributeType::AlwaysSensitive, Attribute::AlwaysSensitive(true)),
            (AttributeType::Extractable, Attribute::Extractable(false)),
            (AttributeType::NeverExtractable, Attribute::NeverExtractable(true)),
            (AttributeType::Local, Attribute::Local(true)),
        ];
        let types = kept.each_ref().map(|(name, _)| *name);
        let found = self.session.get_attributes(key.0, &types)?;
        if kept.iter().all(|(_, wanted)| found.contains(wanted)) {
            Ok(())
        } else {
            Err(TokenError::NotKept(label.to_owned()))
        }
    }

    /// Destroys the keys with this label, if there are any.
    ///
    /// # Errors
    /// The token fails.
    pub fn destroy_key(&self, label: &str) -> Result<(), TokenError> {
        for key in self.keys(label)? {
            self.session.destroy_object(key)?;
        }
        Ok(())
    }

    /// Random bytes of the token's.
    ///
    /// # Errors
    /// The token makes none.
    pub fn random(&self, length: usize) -> Result<Zeroizing<Vec<u8>>, TokenError> {
        let mut bytes = Zeroizing::new(vec![0; length]);
        self.session.generate_random_slice(&mut bytes)?;
        Ok(bytes)
    }

    /// Closes the token for all sessions of this process.
    ///
    /// # Errors
    /// The token fails.
    pub fn log_out(&self) -> Result<(), TokenError> {
        Ok(self.session.logout()?)
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
    /// [`TokenError::NotAuthentic`] where it was changed or is another key's; [`TokenError::Unclear`]
    /// where the token does not tell that from its own failure.
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
            Err(Error::Pkcs11(
                RvError::EncryptedDataInvalid
                | RvError::EncryptedDataLenRange
                | RvError::UnknownErrorCode(AEAD_DECRYPT_FAILED),
                _,
            )) => Err(TokenError::NotAuthentic),
            // `SoftHSM2` calls a wrong tag so; and other tokens much else.
            Err(Error::Pkcs11(RvError::GeneralError, _)) => Err(TokenError::Unclear),
            Err(error) => Err(error.into()),
        }
    }

    fn keys(&self, label: &str) -> Result<Vec<ObjectHandle>, TokenError> {
        // To whom is not in, the token shows no keys.
        if self.session.get_session_info()?.session_state() != SessionState::RwUser {
            return Err(TokenError::Ended("nobody is logged in".to_owned()));
        }
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
