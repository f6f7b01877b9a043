//! Keys that verify signatures, and the algorithms they do it by.

use aws_lc_rs::digest::{Algorithm as Digest, SHA256, SHA384, SHA512};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_2048_8192_SHA384, UnparsedPublicKey, VerificationAlgorithm,
};

use bartizan_pki::{Certificate, KeyKind};

use crate::error::SamlError;

/// The shortest RSA key that AWS takes, and the longest that can be used, in bits. (IAM User Guide,
/// "Create a SAML identity provider in IAM".)
const RSA_BITS: std::ops::RangeInclusive<usize> = 1024..=8192;

/// A public key of an identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerifyingKey {
    /// RSA: modulus and exponent as PKCS #1 encodes them.
    Rsa(Vec<u8>),
    /// A point of P-256.
    P256(Vec<u8>),
    /// A point of P-384.
    P384(Vec<u8>),
    /// A point of P-521.
    P521(Vec<u8>),
}

/// How a signature is made. (XML Signature 1.1, 6.4.) SHA-1 is not among them: see ADR 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    RsaSha256,
    RsaSha384,
    RsaSha512,
    EcdsaSha256,
    EcdsaSha384,
    EcdsaSha512,
}

impl Algorithm {
    /// The algorithm of this name.
    pub(crate) fn named(uri: &str) -> Option<Self> {
        match uri.strip_prefix("http://www.w3.org/2001/04/xmldsig-more#")? {
            "rsa-sha256" => Some(Self::RsaSha256),
            "rsa-sha384" => Some(Self::RsaSha384),
            "rsa-sha512" => Some(Self::RsaSha512),
            "ecdsa-sha256" => Some(Self::EcdsaSha256),
            "ecdsa-sha384" => Some(Self::EcdsaSha384),
            "ecdsa-sha512" => Some(Self::EcdsaSha512),
            _ => None,
        }
    }
}

/// The digest of this name. (XML Signature 1.1, 6.2.)
pub(crate) fn digest(uri: &str) -> Option<&'static Digest> {
    match uri {
        "http://www.w3.org/2001/04/xmlenc#sha256" => Some(&SHA256),
        "http://www.w3.org/2001/04/xmldsig-more#sha384" => Some(&SHA384),
        "http://www.w3.org/2001/04/xmlenc#sha512" => Some(&SHA512),
        _ => None,
    }
}

impl VerifyingKey {
    /// The key of an X.509 certificate in DER, which is a container of the key and no more: neither
    /// its end nor its issuer counts. (SAML 2.0 Metadata Interoperability Profile, 2.6.1.) That each
    /// extension is there once is AWS's rule. (IAM User Guide, as above.)
    ///
    /// # Errors
    /// It is no certificate, repeats an extension, or its key is of another kind or too short.
    pub fn of_certificate(der: &[u8]) -> Result<Self, SamlError> {
        let refused = SamlError::Certificate;
        let certificate = Certificate::from_der(der);
        let certificate = certificate.map_err(|_| refused("it is not an X.509 certificate"))?;
        if certificate.repeats_an_extension() {
            return Err(refused("it repeats an extension"));
        }
        let key = certificate.public_key().to_vec();
        match certificate.key_kind() {
            Some(KeyKind::Rsa { bits }) if RSA_BITS.contains(&bits) => Ok(Self::Rsa(key)),
            Some(KeyKind::Rsa { .. }) => Err(refused("its RSA key is not of 1024 to 8192 bits")),
            Some(KeyKind::P256) => Ok(Self::P256(key)),
            Some(KeyKind::P384) => Ok(Self::P384(key)),
            Some(KeyKind::P521) => Ok(Self::P521(key)),
            None => Err(refused("its kind of key is not known")),
        }
    }

    /// Whether this key made the signature: never by an algorithm for keys of another kind.
    pub(crate) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let (how, key): (&'static dyn VerificationAlgorithm, &[u8]) = match (algorithm, self) {
            (Algorithm::RsaSha256, Self::Rsa(key)) => {
                (&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, key)
            }
            (Algorithm::RsaSha384, Self::Rsa(key)) => (&RSA_PKCS1_2048_8192_SHA384, key),
            (Algorithm::RsaSha512, Self::Rsa(key)) => {
                (&RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY, key)
            }
            (Algorithm::EcdsaSha256, Self::P256(key)) => (&ECDSA_P256_SHA256_FIXED, key),
            (Algorithm::EcdsaSha384, Self::P384(key)) => (&ECDSA_P384_SHA384_FIXED, key),
            (Algorithm::EcdsaSha512, Self::P521(key)) => (&ECDSA_P521_SHA512_FIXED, key),
            _ => return false,
        };
        UnparsedPublicKey::new(how, key).verify(message, signature).is_ok()
    }
}
