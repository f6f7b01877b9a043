//! SSH public keys: RSA, in OpenSSH's form or as PEM. (IAM API Reference, "`UploadSSHPublicKey`".)

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use der::asn1::{AnyRef, BitStringRef, UintRef};
use der::{Decode, Encode};
use md5::{Digest, Md5};
use x509_cert::spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};

use crate::public_key::{RSA, RsaPublicKey, bits};
use crate::{PkiError, pem};

/// The name of the key type in OpenSSH's form. (RFC 4253, section 6.6.)
const SSH_RSA: &str = "ssh-rsa";
/// What PEM calls a key of RFC 5280's form.
const PUBLIC_KEY: &str = "PUBLIC KEY";
/// The shortest modulus that is taken. (IAM API Reference, "`UploadSSHPublicKey`".)
const BITS_MIN: usize = 2048;
/// The longest; a key that is larger is of no use to anyone.
const BITS_MAX: usize = 16_384;

/// An RSA public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SshPublicKey {
    /// Big-endian, without leading zeros.
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl SshPublicKey {
    /// Reads a key in either form.
    ///
    /// # Errors
    /// The text is in neither form, its content does not fit, or the key is no RSA key of 2,048
    /// bits or more.
    pub fn parse(text: &str) -> Result<Self, PkiError> {
        let text = text.trim();
        let key = if text.starts_with("-----BEGIN ") {
            Self::from_pem(text)
        } else if text.starts_with(SSH_RSA) {
            Self::from_openssh(text)
        } else {
            Err(PkiError::UnknownEncoding)
        }?;
        if !(BITS_MIN..=BITS_MAX).contains(&bits(&key.modulus)) {
            return Err(PkiError::Unsupported);
        }
        let is_odd = |number: &[u8]| number.last().is_some_and(|byte| byte & 1 == 1);
        let is_one = key.exponent == [1];
        if !is_odd(&key.modulus) || !is_odd(&key.exponent) || is_one || key.exponent.len() > 8 {
            return Err(PkiError::Malformed);
        }
        Ok(key)
    }

    /// Whether a text that can be read is in OpenSSH's form.
    pub fn is_openssh(text: &str) -> bool {
        text.trim_start().starts_with(SSH_RSA)
    }

    /// The key in OpenSSH's form, without a comment.
    pub fn to_openssh(&self) -> String {
        let mut blob = Vec::new();
        for part in [SSH_RSA.as_bytes(), &signed(&self.exponent), &signed(&self.modulus)] {
            blob.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            blob.extend(part);
        }
        format!("{SSH_RSA} {}", STANDARD.encode(blob))
    }

    /// The key as PEM.
    ///
    /// # Errors
    /// It cannot be encoded.
    pub fn to_pem(&self) -> Result<String, PkiError> {
        Ok(pem::text(PUBLIC_KEY, &self.to_der()?))
    }

    /// The MD5 digest of the key in DER, as pairs of hexadecimal digits with colons between them.
    ///
    /// # Errors
    /// It cannot be encoded.
    pub fn fingerprint(&self) -> Result<String, PkiError> {
        let pairs: Vec<_> =
            Md5::digest(self.to_der()?).iter().map(|byte| hex::encode([*byte])).collect();
        Ok(pairs.join(":"))
    }

    fn to_der(&self) -> Result<Vec<u8>, PkiError> {
        let malformed = |_| PkiError::Malformed;
        let key = RsaPublicKey {
            modulus: UintRef::new(&self.modulus).map_err(malformed)?,
            exponent: UintRef::new(&self.exponent).map_err(malformed)?,
        };
        let key = key.to_der().map_err(malformed)?;
        let info = SubjectPublicKeyInfoRef {
            algorithm: AlgorithmIdentifierRef { oid: RSA, parameters: Some(AnyRef::NULL) },
            subject_public_key: BitStringRef::from_bytes(&key).map_err(malformed)?,
        };
        info.to_der().map_err(malformed)
    }

    fn from_pem(text: &str) -> Result<Self, PkiError> {
        let blocks = pem::blocks(text)?;
        let [block] = blocks.as_slice() else { return Err(PkiError::Malformed) };
        if block.label != PUBLIC_KEY {
            return Err(PkiError::UnknownEncoding);
        }
        let malformed = |_| PkiError::Malformed;
        let info = SubjectPublicKeyInfoRef::from_der(&block.bytes).map_err(malformed)?;
        if info.algorithm.oid != RSA {
            return Err(PkiError::Unsupported);
        }
        let key = info.subject_public_key.as_bytes().ok_or(PkiError::Malformed)?;
        let key = RsaPublicKey::from_der(key).map_err(malformed)?;
        Ok(Self {
            modulus: key.modulus.as_bytes().to_vec(),
            exponent: key.exponent.as_bytes().to_vec(),
        })
    }

    fn from_openssh(text: &str) -> Result<Self, PkiError> {
        let mut words = text.split_ascii_whitespace();
        let (kind, blob) = (words.next(), words.next());
        if kind != Some(SSH_RSA) {
            return Err(PkiError::UnknownEncoding);
        }
        let blob = STANDARD.decode(blob.unwrap_or_default()).map_err(|_| PkiError::Malformed)?;
        let (name, rest) = string(&blob)?;
        let (exponent, rest) = string(rest)?;
        let (modulus, rest) = string(rest)?;
        if name != SSH_RSA.as_bytes() || !rest.is_empty() {
            return Err(PkiError::Malformed);
        }
        Ok(Self { modulus: unsigned(modulus)?, exponent: unsigned(exponent)? })
    }
}

/// A string with its length in front, and what follows. (RFC 4251, section 5.)
fn string(bytes: &[u8]) -> Result<(&[u8], &[u8]), PkiError> {
    let (length, rest) = bytes.split_first_chunk::<4>().ok_or(PkiError::Malformed)?;
    let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| PkiError::Malformed)?;
    rest.split_at_checked(length).ok_or(PkiError::Malformed)
}

/// A positive `mpint` without its leading zero. (RFC 4251, section 5.)
fn unsigned(mpint: &[u8]) -> Result<Vec<u8>, PkiError> {
    match mpint {
        [0, rest @ ..] if rest.first().is_some_and(|byte| byte & 0x80 != 0) => Ok(rest.to_vec()),
        [first, ..] if (1..0x80).contains(first) => Ok(mpint.to_vec()),
        _ => Err(PkiError::Malformed),
    }
}

/// The `mpint` of a positive number.
fn signed(number: &[u8]) -> Vec<u8> {
    let leads = number.first().is_some_and(|byte| byte & 0x80 != 0);
    let zero: &[u8] = if leads { &[0] } else { &[] };
    [zero, number].concat()
}
