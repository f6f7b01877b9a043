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
        return Ok(self::account(account));
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
            let (role, session) = rest.split_once('/').ok_or_else(invalid)?;
            let role = directory.role_by_name(account, role).ok_or_else(invalid)?;
            Ok(format!("{}:{session}", role.id))
        }
        ("sts", "federated-user") if !rest.is_empty() => Ok(arn.to_string()),
        _ => Err(invalid()),
    }
}

/// How an account is stored.
pub(crate) fn account(account: AccountId) -> String {
    Arn::new("iam", "", Some(account), "root").to_string()
}

/// How answers show a stored principal.
pub(crate) fn shown(stored: &str, directory: &Directory) -> String {
    let (id, session) = stored.split_once(':').unwrap_or((stored, ""));
    match directory.entity_by_id(id) {
        Some(role) if !session.is_empty() => {
            let session = format!("assumed-role/{}/{session}", role.name);
            Arn::new("sts", "", Some(role.account), &session).to_string()
        }
        Some(entity) => entity.arn.to_string(),
        None => stored.to_owned(),
    }
}

/// Whether a stored principal is a service of AWS.
pub(crate) fn is_service(stored: &str) -> bool {
    stored.ends_with(".amazonaws.com") && !stored.contains(':')
}

/// Whether the caller is a stored principal, or a session of it.
pub(crate) fn is_caller(call: &Call, stored: &str) -> bool {
    match &call.caller.principal {
        Principal::User { id, .. } => id.as_str() == stored,
        Principal::Session(Session { name, kind: SessionKind::Role { role_id, .. }, .. }) => {
            let (id, session) = stored.split_once(':').unwrap_or((stored, name));
            role_id.as_str() == id && name == session
        }
        Principal::Session(Session { arn, .. }) => arn.as_str() == stored,
        Principal::Root { .. } => {
            call.caller.principal.arn().is_some_and(|arn| arn.as_str() == stored)
        }
        Principal::Service { name } => name == stored,
        Principal::OriginIdentity { .. } | Principal::Anonymous => false,
    }
}
