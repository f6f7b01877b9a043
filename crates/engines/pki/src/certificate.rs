//! X.509 certificates. (RFC 5280.)

use std::collections::HashSet;

use aws_lc_rs::digest;
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use bartizan_types::Timestamp;
use der::asn1::ObjectIdentifier;
use der::{Decode, Header, Reader, SliceReader};
use x509_cert::Certificate as Parsed;

use crate::{KeyKind, PkiError, pem};

/// `sha1WithRSAEncryption` and its kin. (RFC 8017, appendix C.)
const RSA_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.5");
const RSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const RSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.12");
const RSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.13");
/// `ecdsa-with-SHA256` and its kin. (RFC 5758, section 3.2.)
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const ECDSA_SHA512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.4");

/// The most certificates of a chain: each costs a signature's verification.
const CHAIN_MAX: usize = 20;

/// A certificate.
#[derive(Debug, Clone)]
pub struct Certificate {
    pub(crate) parsed: Parsed,
    der: Vec<u8>,
}

impl Certificate {
    /// Reads one certificate in PEM.
    ///
    /// # Errors
    /// The text is not one certificate in PEM.
    pub fn from_pem(text: &str) -> Result<Self, PkiError> {
        let mut chain = Self::chain_from_pem(text)?;
        match (chain.pop(), chain.is_empty()) {
            (Some(certificate), true) => Ok(certificate),
            _ => Err(PkiError::Malformed),
        }
    }

    /// Reads the certificates of a chain in PEM, 20 at most, in their order.
    ///
    /// # Errors
    /// The text is not certificates in PEM, or too many.
    pub fn chain_from_pem(text: &str) -> Result<Vec<Self>, PkiError> {
        let blocks = pem::blocks(text)?;
        if blocks.len() > CHAIN_MAX {
            return Err(PkiError::Malformed);
        }
        blocks
            .iter()
            .map(|block| {
                if block.label != "CERTIFICATE" {
                    return Err(PkiError::UnknownEncoding);
                }
                Self::from_der(&block.bytes)
            })
            .collect()
    }

    /// Reads one certificate in DER.
    ///
    /// # Errors
    /// It is none.
    pub fn from_der(der: &[u8]) -> Result<Self, PkiError> {
        let parsed = Parsed::from_der(der).map_err(|_| PkiError::Malformed)?;
        Ok(Self { parsed, der: der.to_vec() })
    }

    /// When it begins to be valid.
    pub fn not_before(&self) -> Timestamp {
        instant(self.parsed.tbs_certificate().validity().not_before)
    }

    /// When it ceases to be valid.
    pub fn not_after(&self) -> Timestamp {
        instant(self.parsed.tbs_certificate().validity().not_after)
    }

    /// The SHA-256 digest of the whole certificate, in hexadecimal: the same for the same one,
    /// however its PEM is laid out.
    pub fn digest(&self) -> String {
        hex::encode(digest::digest(&digest::SHA256, &self.der))
    }

    /// The bytes of the public key, as they stand in the certificate.
    pub fn public_key(&self) -> &[u8] {
        self.parsed.tbs_certificate().subject_public_key_info().subject_public_key.raw_bytes()
    }

    /// Of which kind the public key is, where that is known.
    pub fn key_kind(&self) -> Option<KeyKind> {
        KeyKind::of(self.parsed.tbs_certificate().subject_public_key_info())
    }

    /// Whether it has an extension twice, which RFC 5280, section 4.2, forbids.
    pub fn repeats_an_extension(&self) -> bool {
        let extensions = self.parsed.tbs_certificate().extensions();
        let mut seen = HashSet::new();
        !extensions.into_iter().flatten().all(|extension| seen.insert(extension.extn_id))
    }

    /// Whether `issuer` is named as its issuer and signed it.
    pub fn is_issued_by(&self, issuer: &Self) -> bool {
        let (own, above) = (self.parsed.tbs_certificate(), issuer.parsed.tbs_certificate());
        let Some(signed) = self.signed() else { return false };
        own.issuer() == above.subject()
            && self.algorithm(issuer).is_some_and(|algorithm| {
                let signature = self.parsed.signature().raw_bytes();
                let key = UnparsedPublicKey::new(algorithm, issuer.public_key());
                key.verify(signed, signature).is_ok()
            })
    }

    /// The bytes that the signature covers, as they came. (RFC 5280, section 4.1.1.1.)
    fn signed(&self) -> Option<&[u8]> {
        let mut reader = SliceReader::new(&self.der).ok()?;
        Header::decode(&mut reader).ok()?;
        reader.tlv_bytes().ok()
    }

    /// How its signature by this issuer's key is verified.
    fn algorithm(&self, issuer: &Self) -> Option<&'static dyn VerificationAlgorithm> {
        match self.parsed.signature_algorithm().oid {
            RSA_SHA1 => Some(&signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
            RSA_SHA256 => Some(&signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
            RSA_SHA384 => Some(&signature::RSA_PKCS1_2048_8192_SHA384),
            RSA_SHA512 => Some(&signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
            ECDSA_SHA256 => match issuer.key_kind()? {
                KeyKind::P256 => Some(&signature::ECDSA_P256_SHA256_ASN1),
                KeyKind::P384 => Some(&signature::ECDSA_P384_SHA256_ASN1),
                KeyKind::P521 => Some(&signature::ECDSA_P521_SHA256_ASN1),
                KeyKind::Rsa { .. } => None,
            },
            ECDSA_SHA384 => match issuer.key_kind()? {
                KeyKind::P256 => Some(&signature::ECDSA_P256_SHA384_ASN1),
                KeyKind::P384 => Some(&signature::ECDSA_P384_SHA384_ASN1),
                KeyKind::P521 => Some(&signature::ECDSA_P521_SHA384_ASN1),
                KeyKind::Rsa { .. } => None,
            },
            ECDSA_SHA512 => match issuer.key_kind()? {
                KeyKind::P256 => Some(&signature::ECDSA_P256_SHA512_ASN1),
                KeyKind::P384 => Some(&signature::ECDSA_P384_SHA512_ASN1),
                KeyKind::P521 => Some(&signature::ECDSA_P521_SHA512_ASN1),
                KeyKind::Rsa { .. } => None,
            },
            _ => None,
        }
    }
}

fn instant(time: x509_cert::time::Time) -> Timestamp {
    let seconds = time.to_unix_duration().as_secs();
    Timestamp::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}
