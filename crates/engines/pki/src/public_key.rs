//! Public keys of certificates.

use der::asn1::{ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

/// `rsaEncryption`. (RFC 8017, appendix C; so the other RSA algorithms.)
pub(crate) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// `id-ecPublicKey`. (RFC 5480, section 2.1.1.)
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// The curves. (RFC 5480, section 2.1.1.1.)
const P256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
const P384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const P521: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.35");

/// Of which kind a public key is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA, with a modulus of so many bits.
    Rsa {
        /// The bits.
        bits: usize,
    },
    /// A point of P-256.
    P256,
    /// A point of P-384.
    P384,
    /// A point of P-521.
    P521,
}

impl KeyKind {
    /// The kind of a certificate's key, where it is one of these.
    pub(crate) fn of(key: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        let bytes = key.subject_public_key.as_bytes()?;
        match key.algorithm.oid {
            RSA => {
                let key = RsaPublicKey::from_der(bytes).ok()?;
                Some(Self::Rsa { bits: bits(key.modulus.as_bytes()) })
            }
            EC => match key.algorithm.parameters.as_ref()?.decode_as().ok()? {
                P256 => Some(Self::P256),
                P384 => Some(Self::P384),
                P521 => Some(Self::P521),
                _ => None,
            },
            _ => None,
        }
    }
}

/// `RSAPublicKey`. (RFC 8017, appendix A.1.1.)
#[derive(Sequence)]
pub(crate) struct RsaPublicKey<'a> {
    pub(crate) modulus: UintRef<'a>,
    pub(crate) exponent: UintRef<'a>,
}

/// How many bits a number has.
pub(crate) fn bits(number: &[u8]) -> usize {
    let first = number.first().copied().unwrap_or(0);
    let unused = usize::try_from(first.leading_zeros()).unwrap_or(8);
    (number.len() * 8).saturating_sub(unused)
}
