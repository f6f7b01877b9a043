//! The two ceremonies: a credential is registered, and later it signs. (W3C Web Authentication, Level
//! 3, sections 7.1 and 7.2; the JSON that clients send: section 5.1.)

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;

use crate::authenticator::AuthenticatorData;
use crate::cbor::Value;
use crate::client::{self, Ceremony};
use crate::{PublicKey, WebauthnError};

/// The most bytes that a client may send.
const RESPONSE_BYTES_MAX: usize = 65_536;

/// Who asks an authenticator.
#[derive(Debug, Clone, Copy)]
pub struct RelyingParty<'a> {
    /// The domain that credentials are for.
    pub id: &'a str,
    /// The origin of the pages that ask, as `https://bartizan.example`.
    pub origin: &'a str,
}

/// A credential that was registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its id.
    pub id: Vec<u8>,
    /// Its public key as COSE writes it.
    pub key: Vec<u8>,
    /// The signature counter.
    pub counter: u32,
    /// The model of the authenticator; zeros where it does not say.
    pub model: [u8; 16],
    /// Whether the authenticator verified its user, by a PIN or a finger.
    pub user_verified: bool,
}

/// A credential as it was registered, and its counter since.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// Its id.
    pub id: &'a [u8],
    /// Its public key as COSE writes it.
    pub key: &'a [u8],
    /// The last signature counter.
    pub counter: u32,
    /// Whom it was registered for, as the options named them.
    pub user: &'a [u8],
}

/// What a credential proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assertion {
    /// The signature counter, to be kept.
    pub counter: u32,
    /// Whether the authenticator verified its user.
    pub user_verified: bool,
}

/// The credential that a response registers.
///
/// # Errors
/// Anything of it is wrong.
pub fn registration(
    text: &str,
    party: &RelyingParty<'_>,
    challenge: &str,
) -> Result<Credential, WebauthnError> {
    let response = Response::read(text)?;
    let client_data = response.bytes("clientDataJSON")?;
    client::check(&client_data, Ceremony::Registration, party, challenge)?;
    let object = response.bytes("attestationObject")?;
    let object = Value::whole(&object).ok_or(WebauthnError::Attestation)?;
    let signed = object.field("authData").and_then(Value::bytes);
    let signed = signed.ok_or(WebauthnError::AuthenticatorData)?;
    let data = AuthenticatorData::read(signed, party)?;
    let attested = data.attested.ok_or(WebauthnError::AuthenticatorData)?;
    let key = PublicKey::parse(attested.key)?;
    check_attestation(&object, &key, signed, &client_data)?;
    if attested.id != response.id {
        return Err(WebauthnError::Credential);
    }
    Ok(Credential {
        id: attested.id.to_vec(),
        key: attested.key.to_vec(),
        counter: data.counter,
        model: attested.model,
        user_verified: data.user_verified,
    })
}

/// The id of the credential that a response is of, which it has yet to prove.
///
/// # Errors
/// It is no response.
pub fn credential_of(text: &str) -> Result<Vec<u8>, WebauthnError> {
    Response::read(text).map(|response| response.id)
}

/// What a response proves that this credential signed.
///
/// # Errors
/// Anything of it is wrong, or the counter did not go on.
pub fn assertion(
    text: &str,
    party: &RelyingParty<'_>,
    challenge: &str,
    known: &Known<'_>,
) -> Result<Assertion, WebauthnError> {
    let response = Response::read(text)?;
    if response.id != known.id {
        return Err(WebauthnError::Credential);
    }
    if let Some(user) = response.optional_bytes("userHandle")?
        && user != known.user
    {
        return Err(WebauthnError::Credential);
    }
    let client_data = response.bytes("clientDataJSON")?;
    client::check(&client_data, Ceremony::Assertion, party, challenge)?;
    let signed = response.bytes("authenticatorData")?;
    let data = AuthenticatorData::read(&signed, party)?;
    let signature = response.bytes("signature")?;
    if !PublicKey::parse(known.key)?.verifies(&with_hash(&signed, &client_data), &signature) {
        return Err(WebauthnError::Signature);
    }
    // An authenticator without a counter always says zero.
    let counts = data.counter != 0 || known.counter != 0;
    if counts && data.counter <= known.counter {
        return Err(WebauthnError::Counter);
    }
    Ok(Assertion { counter: data.counter, user_verified: data.user_verified })
}

/// No attestation, or one by the credential itself. (W3C Web Authentication, Level 3, sections 8.2 and
/// 8.7.)
fn check_attestation(
    object: &Value<'_>,
    key: &PublicKey,
    signed: &[u8],
    client_data: &[u8],
) -> Result<(), WebauthnError> {
    let refused = WebauthnError::Attestation;
    let statement = object.field("attStmt").ok_or(refused)?;
    match object.field("fmt").and_then(Value::text) {
        Some("none") if statement.members() == Some(0) => Ok(()),
        Some("packed") if statement.field("x5c").is_none() => {
            let algorithm = statement.field("alg").and_then(Value::integer);
            let signature = statement.field("sig").and_then(Value::bytes).ok_or(refused)?;
            if algorithm != Some(key.algorithm().number()) {
                return Err(refused);
            }
            if !key.verifies(&with_hash(signed, client_data), signature) {
                return Err(WebauthnError::Signature);
            }
            Ok(())
        }
        _ => Err(refused),
    }
}

/// What is signed: the authenticator's data, and the hash of the client's.
fn with_hash(signed: &[u8], client_data: &[u8]) -> Vec<u8> {
    [signed, digest(&SHA256, client_data).as_ref()].concat()
}

/// A response of a client.
struct Response {
    id: Vec<u8>,
    response: Json,
}

impl Response {
    fn read(text: &str) -> Result<Self, WebauthnError> {
        if text.len() > RESPONSE_BYTES_MAX {
            return Err(WebauthnError::TooLong);
        }
        let mut json: Json = serde_json::from_str(text).map_err(|_| WebauthnError::Response)?;
        if json.get("type").and_then(Json::as_str) != Some("public-key") {
            return Err(WebauthnError::Response);
        }
        let id = json.get("id").and_then(Json::as_str).ok_or(WebauthnError::Response)?;
        let raw = json.get("rawId").and_then(Json::as_str);
        if raw.is_some_and(|raw| raw != id) {
            return Err(WebauthnError::Response);
        }
        let id = decoded(id)?;
        let response = json.get_mut("response").map(Json::take).ok_or(WebauthnError::Response)?;
        Ok(Self { id, response })
    }

    fn bytes(&self, member: &str) -> Result<Vec<u8>, WebauthnError> {
        self.optional_bytes(member)?.ok_or(WebauthnError::Response)
    }

    fn optional_bytes(&self, member: &str) -> Result<Option<Vec<u8>>, WebauthnError> {
        match self.response.get(member) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::String(text)) => decoded(text).map(Some),
            Some(_) => Err(WebauthnError::Response),
        }
    }
}

fn decoded(text: &str) -> Result<Vec<u8>, WebauthnError> {
    URL_SAFE_NO_PAD.decode(text).map_err(|_| WebauthnError::Response)
}
