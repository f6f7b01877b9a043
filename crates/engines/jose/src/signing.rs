//! Private keys: tokens made, and the public halves as key sets show them.

use std::fmt;

use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair,
};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use zeroize::Zeroizing;

use crate::{Algorithm, JoseError};

/// A private key with the id that its tokens name.
pub struct SigningKey {
    id: String,
    pair: Pair,
}

enum Pair {
    Rs256(Box<RsaKeyPair>),
    Es384(Box<EcdsaKeyPair>),
}

impl SigningKey {
    /// A fresh private key for RS256 or ES384, as a PKCS #8 document. The library draws the
    /// randomness itself.
    ///
    /// # Errors
    /// The algorithm is another one.
    pub fn generate(algorithm: Algorithm) -> Result<Zeroizing<Vec<u8>>, JoseError> {
        let refused = |_| JoseError::SigningKey;
        match algorithm {
            Algorithm::Rs256 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(refused)?;
                let document = pair.as_der().map_err(refused)?;
                Ok(Zeroizing::new(document.as_ref().to_vec()))
            }
            Algorithm::Es384 => {
                let pair =
                    EcdsaKeyPair::generate(&ECDSA_P384_SHA384_FIXED_SIGNING).map_err(refused)?;
                let document = pair.to_pkcs8v1().map_err(refused)?;
                Ok(Zeroizing::new(document.as_ref().to_vec()))
            }
            _ => Err(JoseError::SigningKey),
        }
    }

    /// The key in this PKCS #8 document, for RS256 or ES384, which are AWS's algorithms for tokens
    /// of its own. (STS API Reference, `GetWebIdentityToken`, `SigningAlgorithm`.)
    ///
    /// # Errors
    /// The bytes are no private key for the algorithm.
    pub fn from_pkcs8(algorithm: Algorithm, id: &str, bytes: &[u8]) -> Result<Self, JoseError> {
        let pair = match algorithm {
            Algorithm::Rs256 => {
                RsaKeyPair::from_pkcs8(bytes).ok().map(|pair| Pair::Rs256(Box::new(pair)))
            }
            Algorithm::Es384 => EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, bytes)
                .ok()
                .map(|pair| Pair::Es384(Box::new(pair))),
            _ => None,
        };
        Ok(Self { id: id.to_owned(), pair: pair.ok_or(JoseError::SigningKey)? })
    }

    /// The algorithm.
    pub const fn algorithm(&self) -> Algorithm {
        match self.pair {
            Pair::Rs256(_) => Algorithm::Rs256,
            Pair::Es384(_) => Algorithm::Es384,
        }
    }

    /// A token with these claims.
    ///
    /// # Errors
    /// The cipher refuses, as it does for no key that was read.
    pub fn sign(&self, claims: &Map<String, Value>) -> Result<String, JoseError> {
        let header = json!({ "alg": self.algorithm().name(), "kid": self.id, "typ": "JWT" });
        let part = |value: String| URL_SAFE_NO_PAD.encode(value);
        let claims = Value::Object(claims.clone()).to_string();
        let signed = format!("{}.{}", part(header.to_string()), part(claims));
        let signature = self.signature(signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
    }

    fn signature(&self, text: &[u8]) -> Result<Vec<u8>, JoseError> {
        let refused = |_| JoseError::SigningKey;
        // The library draws what it needs itself; PKCS #1 signatures need no randomness.
        let random = SystemRandom::new();
        match &self.pair {
            Pair::Rs256(pair) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &random, text, &mut signature).map_err(refused)?;
                Ok(signature)
            }
            Pair::Es384(pair) => {
                pair.sign(&random, text).map(|one| one.as_ref().to_vec()).map_err(refused)
            }
        }
    }

    /// The public half, as a key set shows it.
    pub fn public(&self) -> Value {
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let mut key = json!({ "kid": self.id, "use": "sig", "alg": self.algorithm().name() });
        let members = match &self.pair {
            Pair::Rs256(pair) => {
                let (modulus, exponent) = rsa_numbers(pair.public_key().as_ref());
                vec![("kty", "RSA".to_owned()), ("n", text(modulus)), ("e", text(exponent))]
            }
            Pair::Es384(pair) => {
                // An uncompressed point: one byte of form, then both coordinates.
                let point = pair.public_key().as_ref().get(1..).unwrap_or_default();
                let (x, y) = point.split_at(point.len() / 2);
                vec![
                    ("kty", "EC".to_owned()),
                    ("crv", "P-384".to_owned()),
                    ("x", text(x)),
                    ("y", text(y)),
                ]
            }
        };
        if let Value::Object(key) = &mut key {
            key.extend(members.into_iter().map(|(name, value)| (name.to_owned(), json!(value))));
        }
        key
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Modulus and exponent of an `RSAPublicKey`. (RFC 8017, appendix A.1.1.)
fn rsa_numbers(der: &[u8]) -> (&[u8], &[u8]) {
    let (content, _) = element(der);
    let (modulus, rest) = element(content);
    let (exponent, _) = element(rest);
    (without_zeros(modulus), without_zeros(exponent))
}

/// The content of the first element and what follows it; nothing of what is cut short. (X.690,
/// section 8.1.3.)
fn element(der: &[u8]) -> (&[u8], &[u8]) {
    let split = || {
        let (first, rest) = der.get(1..)?.split_first()?;
        let digits = usize::from(first & 0x7f);
        let (length, rest) = if first & 0x80 == 0 {
            (digits, rest)
        } else {
            let (number, rest) = rest.split_at_checked(digits).filter(|_| digits <= 4)?;
            (number.iter().fold(0, |sum, byte| (sum << 8) | usize::from(*byte)), rest)
        };
        rest.split_at_checked(length)
    };
    split().unwrap_or_default()
}

/// A number without the zeros before it.
pub(crate) fn without_zeros(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number.get(zeros..).unwrap_or_default()
}
