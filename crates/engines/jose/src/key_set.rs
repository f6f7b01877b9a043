//! Sets of public keys. (RFC 7517, section 5.)

use std::fmt;

use aws_lc_rs::signature::{RsaPublicKeyComponents, UnparsedPublicKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::algorithm::{Curve, Verification};
use crate::signing::without_zeros;
use crate::{Algorithm, JoseError};

/// The most bytes a key set may have.
pub const KEY_SET_BYTES_MAX: usize = 512 * 1024;
/// The most keys of each kind, RSA and elliptic. (IAM User Guide, "Create an OpenID Connect (OIDC)
/// identity provider in IAM".)
const KEYS_MAX: usize = 100;
/// The most bytes a modulus may have: 8,192 bits.
const MODULUS_BYTES_MAX: usize = 1024;

/// The keys of an issuer that can verify signatures. What the set holds beyond them is left out.
#[derive(Debug, Clone, Default)]
pub struct KeySet(Vec<Key>);

#[derive(Clone)]
pub(crate) struct Key {
    id: Option<String>,
    /// The only algorithm the key is for, where it says so.
    algorithm: Option<String>,
    material: Material,
}

#[derive(Clone)]
enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    Ec { curve: Curve, point: Vec<u8> },
}

impl KeySet {
    /// Reads a key set.
    ///
    /// # Errors
    /// The bytes are no key set, are too many, or hold too many keys.
    pub fn parse(bytes: &[u8]) -> Result<Self, JoseError> {
        if bytes.len() > KEY_SET_BYTES_MAX {
            return Err(JoseError::KeySet);
        }
        let set: Value = serde_json::from_slice(bytes).map_err(|_| JoseError::KeySet)?;
        let listed = set.get("keys").and_then(Value::as_array).ok_or(JoseError::KeySet)?;
        let of_kind = |kind: &str| {
            let is_one = |key: &&Value| key.get("kty").and_then(Value::as_str) == Some(kind);
            listed.iter().filter(is_one).count()
        };
        if of_kind("RSA") > KEYS_MAX || of_kind("EC") > KEYS_MAX {
            return Err(JoseError::TooManyKeys);
        }
        Ok(Self(listed.iter().filter_map(|key| Key::read(key.as_object()?)).collect()))
    }

    /// Whether there is no key that can be used.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The key of this id for this algorithm; without an id, the only key that fits.
    pub(crate) fn key(&self, algorithm: Algorithm, id: Option<&str>) -> Option<&Key> {
        let mut fitting = self
            .0
            .iter()
            .filter(|key| key.fits(algorithm) && id.is_none_or(|id| key.id.as_deref() == Some(id)));
        let key = fitting.next()?;
        fitting.next().is_none().then_some(key)
    }
}

impl Key {
    fn read(members: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let for_signatures = members.get("use").is_none_or(|kind| kind == "sig");
        let verifies = members.get("key_ops").is_none_or(|kinds| {
            kinds.as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "verify"))
        });
        if !for_signatures || !verifies {
            return None;
        }
        let number = |name: &str| URL_SAFE_NO_PAD.decode(text(name)?).ok();
        let material = match text("kty")? {
            "RSA" => {
                let part = |name| number(name).map(|bytes| without_zeros(&bytes).to_vec());
                let (modulus, exponent) = (part("n")?, part("e")?);
                if modulus.len() > MODULUS_BYTES_MAX || exponent.len() > 8 {
                    return None;
                }
                Material::Rsa { modulus, exponent }
            }
            "EC" => {
                let curve = Curve::of_name(text("crv")?)?;
                let (x, y) = (number("x")?, number("y")?);
                if x.len() != curve.coordinate_bytes() || y.len() != curve.coordinate_bytes() {
                    return None;
                }
                // An uncompressed point. (SEC 1, section 2.3.3.)
                Material::Ec { curve, point: [&[4], &*x, &*y].concat() }
            }
            _ => return None,
        };
        Some(Self {
            id: text("kid").map(str::to_owned),
            algorithm: text("alg").map(str::to_owned),
            material,
        })
    }

    fn fits(&self, algorithm: Algorithm) -> bool {
        let kind = match (&self.material, algorithm.verification()) {
            (Material::Rsa { .. }, Verification::Rsa(_)) => true,
            (Material::Ec { curve, .. }, Verification::Ec(wanted, _)) => *curve == wanted,
            _ => false,
        };
        kind && self.algorithm.as_deref().is_none_or(|only| only == algorithm.name())
    }

    pub(crate) fn verifies(&self, algorithm: Algorithm, text: &[u8], signature: &[u8]) -> bool {
        match (&self.material, algorithm.verification()) {
            (Material::Rsa { modulus, exponent }, Verification::Rsa(parameters)) => {
                RsaPublicKeyComponents { n: modulus, e: exponent }
                    .verify(parameters, text, signature)
                    .is_ok()
            }
            (Material::Ec { point, .. }, Verification::Ec(_, parameters)) => {
                UnparsedPublicKey::new(parameters, point).verify(text, signature).is_ok()
            }
            _ => false,
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}
