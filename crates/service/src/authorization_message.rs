//! The encoded authorization message: what `sts:DecodeAuthorizationMessage` opens.

use bartizan_policy::Outcome;
use bartizan_types::{AccountId, Fault};
use serde_json::{Value as Json, json};

use crate::decide::Decided;
use crate::{Call, Platform};

/// The message's form; the first byte of what is sealed.
const VERSION: u8 = 1;

/// The row that messages are sealed for.
const TABLE: &str = "sts.authorization_message";

/// The decision as an encoded message of the caller's account; empty for callers without one.
pub(crate) fn of_decision(call: &Call, decided: &Decided) -> String {
    call.caller
        .principal
        .account()
        .and_then(|account| encode(&call.platform, account, &document(decided).to_string()).ok())
        .unwrap_or_default()
}

/// Seals a document for its account, so that only who may decode it reads it.
///
/// # Errors
/// The account has no key here.
pub fn encode(platform: &Platform, account: AccountId, document: &str) -> Result<String, Fault> {
    let mut plain = vec![VERSION];
    plain.extend_from_slice(document.as_bytes());
    let sealed = platform.vault.seal(account, TABLE, "", &plain)?;
    Ok(base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, sealed))
}

/// Opens an encoded message of `account`.
///
/// # Errors
/// `InvalidAuthorizationMessageException`: it is not one, or of another account.
pub fn decode(platform: &Platform, account: AccountId, encoded: &str) -> Result<String, Fault> {
    let invalid = || {
        Fault::new(
            "InvalidAuthorizationMessageException",
            "The encoded message is not an authorization message of this account",
            400,
        )
    };
    let sealed =
        base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, encoded.trim())
            .map_err(|_| invalid())?;
    let plain = platform.vault.open(account, TABLE, "", &sealed).map_err(|_| invalid())?;
    match plain.split_first() {
        Some((&VERSION, text)) => String::from_utf8(text.to_vec()).map_err(|_| invalid()),
        _ => Err(invalid()),
    }
}

/// The document in the form AWS documents (STS API Reference, `DecodeAuthorizationMessage`).
fn document(decided: &Decided) -> Json {
    let principal = decided.principal();
    let conditions: Vec<Json> = decided
        .context()
        .iter()
        .map(|(key, values)| {
            let items: Vec<Json> = values.iter().map(|value| json!({ "value": value })).collect();
            json!({ "key": key, "values": { "items": items } })
        })
        .collect();
    let explanation = decided.explain();
    let matched: Vec<Json> = explanation
        .matched_statements()
        .map(|(_, source, statement)| {
            json!({
                "statementId": statement.sid,
                "effect": statement.effect,
                "policy": source.arn.as_ref().unwrap_or(&source.name),
            })
        })
        .collect();
    let arn = principal.arn().map(|arn| arn.to_string());
    json!({
        "allowed": decided.decision.outcome == Outcome::Allowed,
        "explicitDeny": decided.decision.outcome == Outcome::ExplicitlyDenied,
        "matchedStatements": { "items": matched },
        "failures": { "items": [] },
        "context": {
            "principal": {
                "id": principal.user_id(),
                "name": arn.as_deref().and_then(|arn| arn.rsplit('/').next()),
                "arn": arn,
            },
            "action": decided.access().action(),
            "resource": decided.access().resource(),
            "conditions": { "items": conditions },
        },
    })
}
