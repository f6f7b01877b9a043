//! The simulated caller.

use bartizan_service::Call;
use bartizan_types::{AccountId, Arn, Principal, Session, SessionKind, UniqueId};

use super::invalid_arn;
use crate::error::IamError;

/// The caller of this ARN, who need not exist. AWS takes users only; roles, sessions and the root
/// user are taken here too.
pub(super) fn named(call: &Call, text: &str) -> Result<Principal, IamError> {
    let arn: Arn = text.parse().map_err(|_| invalid_arn(text))?;
    let account = arn.account_id().ok_or_else(|| invalid_arn(text))?;
    let (kind, rest) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
    let name = rest.rsplit('/').next().unwrap_or_default().to_owned();
    if name.is_empty() && kind != "root" {
        return Err(invalid_arn(text));
    }
    let id = || {
        let known = call.directory.entity_by_arn(text);
        known.map_or_else(|| UniqueId::from_stored(""), |entity| entity.id.clone())
    };
    match (arn.service(), kind) {
        ("iam", "root") => Ok(Principal::Root { account }),
        ("iam", "user") => Ok(Principal::User { account, id: id(), name, arn }),
        ("iam", "role") => {
            let session =
                Arn::new("sts", "", Some(account), &format!("assumed-role/{name}/{name}"));
            let service_linked = rest.starts_with("aws-service-role/");
            let kind = SessionKind::Role {
                role_arn: arn.clone(),
                role_id: id(),
                service_linked,
                federated_by: None,
            };
            Ok(Principal::Session(Session { account, arn: session, name, kind }))
        }
        ("sts", "assumed-role") => {
            let role = rest.split('/').next().unwrap_or_default();
            let known = call.directory.role_by_name(account, role);
            let known = known.filter(|entity| *entity.name == *role);
            let unknown = || Arn::new("iam", "", Some(account), &format!("role/{role}"));
            let kind = SessionKind::Role {
                role_arn: known.map_or_else(unknown, |entity| entity.arn.clone()),
                role_id: known
                    .map_or_else(|| UniqueId::from_stored(""), |entity| entity.id.clone()),
                service_linked: false,
                federated_by: None,
            };
            Ok(Principal::Session(Session { account, arn, name, kind }))
        }
        ("sts", "federated-user") => {
            let kind = SessionKind::Federated { user: None };
            Ok(Principal::Session(Session { account, arn, name, kind }))
        }
        _ => Err(invalid_arn(text)),
    }
}

/// Someone of this account, where nobody is named: no resource policy is asked about them.
pub(super) fn nameless(account: AccountId) -> Principal {
    Principal::User {
        account,
        arn: Arn::new("iam", "", Some(account), "user/"),
        id: UniqueId::from_stored(""),
        name: String::new(),
    }
}
