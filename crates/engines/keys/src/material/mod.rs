//! Key material: what a key is made of, and all it does.

mod ec;
mod ed25519;
mod ml_dsa;
mod ml_kem;
mod public;
mod rsa;

use std::fmt;

use aws_lc_rs::hmac;
use bartizan_locked::Locked;
use bartizan_types::{AccountId, Random};
use zeroize::Zeroizing;

use crate::KeyError;
use crate::algorithm::{
    EncryptionAlgorithm, KeyUsage, MacAlgorithm, MessageType, SigningAlgorithm,
};
use crate::kdf::Derivation;
use crate::spec::KeySpec;
use ec::Ec;
use ed25519::Ed25519;
use ml_dsa::MlDsaKey;
use ml_kem::MlKem;
pub use public::{Encapsulated, PublicKey};
use rsa::Rsa;

/// A secret, or a key pair. It lies in locked memory, is wiped when dropped, and printed as its kind
/// alone. What the cryptographic library makes of it is in the library's own memory.
pub struct KeyMaterial {
    spec: KeySpec,
    /// The bytes of the secret, or the private key in PKCS #8.
    stored: Locked,
    public: Option<PublicKey>,
    key: Key,
}

enum Key {
    Symmetric(Derivation),
    Mac(hmac::Key),
    Rsa(Rsa),
    Ec(Box<Ec>),
    Ed25519(Ed25519),
    MlDsa(MlDsaKey),
    MlKem(MlKem),
}

impl KeyMaterial {
    /// A fresh key. RSA keys and those of NIST's curves are drawn by the cryptographic library from
    /// a generator of its own; RSA takes 50 to 600 ms.
    ///
    /// # Errors
    /// The library failed.
    pub fn generate(spec: KeySpec, random: &dyn Random) -> Result<Self, KeyError> {
        let stored = match spec {
            KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => rsa::generate(spec)?,
            KeySpec::EccNistP256
            | KeySpec::EccNistP384
            | KeySpec::EccNistP521
            | KeySpec::EccSecgP256k1 => ec::generate(spec)?,
            KeySpec::EccNistEdwards25519 => ed25519::generate(random)?,
            KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => {
                ml_dsa::generate(spec, random)?
            }
            KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => {
                ml_kem::generate(spec, random)
            }
            KeySpec::SymmetricDefault
            | KeySpec::Hmac224
            | KeySpec::Hmac256
            | KeySpec::Hmac384
            | KeySpec::Hmac512 => {
                let mut secret = Zeroizing::new(vec![0; spec.secret_bytes().unwrap_or_default()]);
                random.fill(&mut secret);
                secret
            }
        };
        Self::import(spec, &stored)
    }

    /// The key that these bytes are: as many bytes as the spec says for a secret, PKCS #8 in DER
    /// for a private key. (AWS KMS Developer Guide, Requirements for imported key material.)
    ///
    /// # Errors
    /// [`KeyError::NotKeyMaterial`]: it is none, or of another kind or size.
    pub fn import(spec: KeySpec, bytes: &[u8]) -> Result<Self, KeyError> {
        let (stored, public, key) = match spec.secret_bytes() {
            Some(length) if bytes.len() != length => return Err(KeyError::NotKeyMaterial),
            Some(_) => (Zeroizing::new(bytes.to_vec()), None, secret(spec, bytes)?),
            None => {
                let pair = private(spec, bytes)?;
                let public =
                    PublicKey::read(spec, &pair.public).map_err(|_| KeyError::NotKeyMaterial)?;
                (pair.stored, Some(public), pair.key)
            }
        };
        Ok(Self { spec, stored: Locked::copy_of(&stored), public, key })
    }

    /// The key that [`Self::to_bytes`] gave.
    ///
    /// # Errors
    /// As for [`Self::import`].
    pub fn from_bytes(spec: KeySpec, bytes: &[u8]) -> Result<Self, KeyError> {
        Self::import(spec, bytes)
    }

    /// The secret's bytes, or the private key in PKCS #8: to be sealed before they are stored.
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.stored.to_vec())
    }

    /// What kind of key it is.
    pub const fn spec(&self) -> KeySpec {
        self.spec
    }

    /// The public key as `SubjectPublicKeyInfo` in DER, where there is one.
    pub fn public_key(&self) -> Option<&[u8]> {
        self.public.as_ref().map(PublicKey::der)
    }

    /// The public half, which does by itself what needs no secret.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`]: a secret has none.
    pub fn public(&self) -> Result<&PublicKey, KeyError> {
        self.public.as_ref().ok_or(KeyError::WrongAlgorithm)
    }

    /// What names this material among those of the key: 64 hexadecimal digits, the same whenever
    /// the same bytes are given to the same key. (AWS KMS API Reference, `ImportKeyMaterial`,
    /// `KeyMaterialId`.)
    pub fn material_id(&self, account: AccountId, key_id: &str) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, &self.stored);
        let mut named = hmac::Context::with_key(&key);
        named.update(b"bartizan key material id\0");
        named.update(account.to_string().as_bytes());
        named.update(key_id.as_bytes());
        hex::encode(named.sign())
    }

    /// Encrypts `plaintext` to the holder of an RSA key.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`], or [`KeyError::PlaintextTooLong`].
    pub fn encrypt(
        &self,
        algorithm: EncryptionAlgorithm,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        self.public()?.encrypt(algorithm, plaintext)
    }

    /// Decrypts what was encrypted to this RSA key.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`]; or [`KeyError::NotAuthentic`], whatever is wrong with it.
    pub fn decrypt(
        &self,
        algorithm: EncryptionAlgorithm,
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match &self.key {
            Key::Rsa(key) => key.decrypt(algorithm, ciphertext, &self.stored),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// Signs a message, its digest or its representative µ.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`], [`KeyError::WrongMessageType`] or [`KeyError::WrongLength`].
    pub fn sign(
        &self,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
    ) -> Result<Vec<u8>, KeyError> {
        public::check_message(self.spec, algorithm, kind, message)?;
        match &self.key {
            Key::Rsa(key) => key.sign(algorithm, kind, message),
            Key::Ec(key) => key.sign(kind, message),
            Key::Ed25519(key) => key.sign(algorithm, message),
            Key::MlDsa(key) => key.sign(kind, message),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// Whether `signature` is this key's of a message, its digest or its representative µ.
    ///
    /// # Errors
    /// As for [`Self::sign`].
    pub fn verify(
        &self,
        algorithm: SigningAlgorithm,
        kind: MessageType,
        message: &[u8],
        signature: &[u8],
    ) -> Result<bool, KeyError> {
        self.public()?.verify(algorithm, kind, message, signature)
    }

    /// The code that authenticates `message`.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`].
    pub fn mac(&self, algorithm: MacAlgorithm, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        Ok(hmac::sign(self.mac_key(algorithm)?, message).as_ref().to_vec())
    }

    /// Whether `mac` authenticates `message`; in constant time.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`].
    pub fn verify_mac(
        &self,
        algorithm: MacAlgorithm,
        message: &[u8],
        mac: &[u8],
    ) -> Result<bool, KeyError> {
        Ok(hmac::verify(self.mac_key(algorithm)?, message, mac).is_ok())
    }

    fn mac_key(&self, algorithm: MacAlgorithm) -> Result<&hmac::Key, KeyError> {
        let offered = self.spec.mac_algorithms(KeyUsage::GenerateVerifyMac).contains(&algorithm);
        match &self.key {
            Key::Mac(key) if offered => Ok(key),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// The secret that this key and a peer's have in common: the x coordinate, not hashed. (NIST SP
    /// 800-56A, section 5.7.1.2.)
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`]; or [`KeyError::NotAPublicKey`]: `peer` is no
    /// `SubjectPublicKeyInfo` of a point on the same curve.
    pub fn agree(&self, peer: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match &self.key {
            Key::Ec(key) => key.agree(peer, &self.stored),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// A fresh secret for the holder of this key.
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`].
    pub fn encapsulate(&self) -> Result<Encapsulated, KeyError> {
        self.public()?.encapsulate()
    }

    /// The secret that `ciphertext` was made with; another one where it was made for another key
    /// or changed. (FIPS 203, algorithm 18: implicit rejection.)
    ///
    /// # Errors
    /// [`KeyError::WrongAlgorithm`]; or [`KeyError::WrongLength`].
    pub fn decapsulate(&self, ciphertext: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyError> {
        match &self.key {
            Key::MlKem(key) => key.decapsulate(ciphertext),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }

    /// What message keys are derived from, if this is a key of `SYMMETRIC_DEFAULT`.
    pub(crate) fn derivation(&self) -> Result<&Derivation, KeyError> {
        match &self.key {
            Key::Symmetric(derivation) => Ok(derivation),
            _ => Err(KeyError::WrongAlgorithm),
        }
    }
}

impl fmt::Debug for KeyMaterial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyMaterial({})", self.spec)
    }
}

fn secret(spec: KeySpec, bytes: &[u8]) -> Result<Key, KeyError> {
    let algorithm = match spec {
        KeySpec::Hmac224 => hmac::HMAC_SHA224,
        KeySpec::Hmac256 => hmac::HMAC_SHA256,
        KeySpec::Hmac384 => hmac::HMAC_SHA384,
        KeySpec::Hmac512 => hmac::HMAC_SHA512,
        KeySpec::SymmetricDefault => return Ok(Key::Symmetric(Derivation::new(bytes))),
        _ => return Err(KeyError::NotKeyMaterial),
    };
    Ok(Key::Mac(hmac::Key::new(algorithm, bytes)))
}

/// A private key that was read.
struct Pair {
    /// In PKCS #8, as this engine writes it.
    stored: Zeroizing<Vec<u8>>,
    public: Vec<u8>,
    key: Key,
}

fn private(spec: KeySpec, pkcs8: &[u8]) -> Result<Pair, KeyError> {
    if crate::der::in_one_sequence(pkcs8).is_none() {
        return Err(KeyError::NotKeyMaterial);
    }
    match spec {
        KeySpec::Rsa2048 | KeySpec::Rsa3072 | KeySpec::Rsa4096 => rsa::read(spec, pkcs8),
        KeySpec::EccNistP256
        | KeySpec::EccNistP384
        | KeySpec::EccNistP521
        | KeySpec::EccSecgP256k1 => ec::read(spec, pkcs8),
        KeySpec::EccNistEdwards25519 => ed25519::read(pkcs8),
        KeySpec::MlDsa44 | KeySpec::MlDsa65 | KeySpec::MlDsa87 => ml_dsa::read(spec, pkcs8),
        KeySpec::MlKem512 | KeySpec::MlKem768 | KeySpec::MlKem1024 => ml_kem::read(spec, pkcs8),
        _ => Err(KeyError::NotKeyMaterial),
    }
}
