//! Principals of grants: stored by unique id, shown by ARN while they live.

use bartizan_service::{Call, Directory};
use bartizan_types::{AccountId, Arn, Principal, Session, SessionKind};

use crate::error::KmsError;

/// How a principal is stored.
///
/// # Errors
/// It is of no form that principals have, or does not exist.
pub(crate) fn stored(text: &str, directory: &Directory) -> Result<String, KmsError> {
    let invalid =
        || KmsError::InvalidArn(format!("{text}: ARN does not refer to a valid principal"));
    if let Ok(account) = text.parse::<AccountId>() {
        return Ok(Arn::new("iam", "", Some(account), "root").to_string());
    }
    let arn: Arn = text.parse().map_err(|_| invalid())?;
    let account = arn.account_id().ok_or_else(invalid)?;
    let (kind, rest) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
    match (arn.service(), kind) {
        ("iam", "root") if rest.is_empty() => Ok(arn.to_string()),
        ("iam", "user" | "role") => {
            directory.entity_by_arn(text).map(|entity| entity.id.to_string()).ok_or_else(invalid)
        }
        ("sts", "assumed-role") => {
            let role =
                rest.split('/').next().and_then(|name| directory.role_by_name(account, name));
            role.map(|_| arn.to_string()).ok_or_else(invalid)
        }
        ("sts", "federated-user") if !rest.is_empty() => Ok(arn.to_string()),
        _ => Err(invalid()),
    }
}

/// How answers show a stored principal.
pub(crate) fn shown(stored: &str, directory: &Directory) -> String {
    directory
        .entity_by_id(stored)
        .map_or_else(|| stored.to_owned(), |entity| entity.arn.to_string())
}

/// Whether a stored principal is a service of AWS.
pub(crate) fn is_service(stored: &str) -> bool {
    stored.ends_with(".amazonaws.com") && !stored.contains(':')
}

/// Whether the caller is a stored principal, or a session of it.
pub(crate) fn is_caller(call: &Call, stored: &str) -> bool {
    match &call.caller.principal {
        Principal::User { id, .. } => id.as_str() == stored,
        Principal::Session(Session { arn, kind, .. }) => {
            let is_role = matches!(
                kind, SessionKind::Role { role_id, .. } if role_id.as_str() == stored
            );
            is_role || arn.as_str() == stored
        }
        Principal::Root { .. } => {
            call.caller.principal.arn().is_some_and(|arn| arn.as_str() == stored)
        }
        Principal::Service { name } => name == stored,
        Principal::Anonymous => false,
    }
}
