//! Tokens in the compact form. (RFC 7515, section 7.1.)

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

use crate::{Algorithm, Claims, JoseError, KeySet};

/// The most bytes a token may have. (STS API Reference, `AssumeRoleWithWebIdentity`,
/// `WebIdentityToken`.)
pub const TOKEN_BYTES_MAX: usize = 20_000;

/// A token that was read and not yet verified: only who says to have issued it can be asked.
#[derive(Debug)]
pub struct Token<'t> {
    algorithm: Algorithm,
    key_id: Option<String>,
    claims: Claims,
    signed: &'t str,
    signature: Vec<u8>,
}

impl<'t> Token<'t> {
    /// Reads a token.
    ///
    /// # Errors
    /// It is no token in the compact form, too long, of an algorithm that is not known, or has a
    /// critical extension.
    pub fn parse(text: &'t str) -> Result<Self, JoseError> {
        if text.len() > TOKEN_BYTES_MAX {
            return Err(JoseError::Malformed);
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(JoseError::Malformed)?;
        let (header, payload) = signed.split_once('.').ok_or(JoseError::Malformed)?;
        let header = object(header)?;
        let claims = Claims(object(payload)?);
        let name = header.get("alg").and_then(Value::as_str).ok_or(JoseError::Malformed)?;
        let algorithm = Algorithm::of_name(name).ok_or(JoseError::Algorithm)?;
        if header.contains_key("crit") {
            return Err(JoseError::Critical);
        }
        let key_id = match header.get("kid") {
            None => None,
            Some(Value::String(id)) => Some(id.clone()),
            Some(_) => return Err(JoseError::Malformed),
        };
        let signature = bytes(signature)?;
        Ok(Self { algorithm, key_id, claims, signed, signature })
    }

    /// Who the token says has issued it: tells where to look for keys, and is proved by nothing yet.
    pub fn claimed_issuer(&self) -> Option<&str> {
        self.claims.text("iss")
    }

    /// Whether the set has a key for this token.
    pub fn has_key_in(&self, keys: &KeySet) -> bool {
        keys.key(self.algorithm, self.key_id.as_deref()).is_some()
    }

    /// What the token says, if a key of the set signed it.
    ///
    /// # Errors
    /// No key fits, or the signature does not hold.
    pub fn verify(self, keys: &KeySet) -> Result<Claims, JoseError> {
        let key = keys.key(self.algorithm, self.key_id.as_deref()).ok_or(JoseError::UnknownKey)?;
        if key.verifies(self.algorithm, self.signed.as_bytes(), &self.signature) {
            Ok(self.claims)
        } else {
            Err(JoseError::Signature)
        }
    }
}

/// A part that holds an object; JSON deeper than 127 levels is none.
fn object(part: &str) -> Result<Map<String, Value>, JoseError> {
    match serde_json::from_slice(&bytes(part)?) {
        Ok(Value::Object(members)) => Ok(members),
        _ => Err(JoseError::Malformed),
    }
}

fn bytes(part: &str) -> Result<Vec<u8>, JoseError> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| JoseError::Malformed)
}
