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
        .and_then(|account| {
            encode(&call.platform, account, &document(&decided.told()).to_string()).ok()
        })
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

/// A decision in the form AWS documents, from what the activity record keeps of it. (STS API
/// Reference, `DecodeAuthorizationMessage`.)
pub fn document(told: &Json) -> Json {
    let at = |pointer: &str| told.pointer(pointer).cloned().unwrap_or_default();
    let conditions: Vec<Json> = told
        .get("context")
        .and_then(Json::as_object)
        .into_iter()
        .flatten()
        .map(|(key, values)| {
            let values = values.as_array().map_or(&[][..], Vec::as_slice);
            let items: Vec<Json> = values.iter().map(|value| json!({ "value": value })).collect();
            json!({ "key": key, "values": { "items": items } })
        })
        .collect();
    let arn = at("/principal/arn");
    json!({
        "allowed": at("/decision/outcome") == json!(Outcome::Allowed),
        "explicitDeny": at("/decision/outcome") == json!(Outcome::ExplicitlyDenied),
        "matchedStatements": { "items": matched(told) },
        "failures": { "items": [] },
        "context": {
            "principal": {
                "id": at("/principal/id"),
                "name": arn.as_str().and_then(|arn| arn.rsplit('/').next()),
                "arn": arn,
            },
            "action": at("/action"),
            "resource": at("/resource"),
            "conditions": { "items": conditions },
        },
    })
}

/// The statements of layers in force that matched.
fn matched(told: &Json) -> Vec<Json> {
    let list = |parent: &Json, name: &str| {
        parent.get(name).and_then(Json::as_array).cloned().unwrap_or_default()
    };
    let is = |parent: &Json, name: &str| parent.get(name) == Some(&Json::Bool(true));
    let mut found = Vec::new();
    for layer in list(told, "layers").iter().filter(|layer| is(layer, "applies")) {
        for policy in list(layer, "policies") {
            let name = ["/source/arn", "/source/name"]
                .into_iter()
                .find_map(|pointer| policy.pointer(pointer)?.as_str());
            for statement in list(&policy, "statements").iter().filter(|one| is(one, "matched")) {
                found.push(json!({
                    "statementId": statement.get("sid"),
                    "effect": statement.get("effect"),
                    "policy": name,
                }));
            }
        }
    }
    found
}
