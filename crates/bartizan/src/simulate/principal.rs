//! The simulated caller.

use bartizan_types::{Arn, Principal, Session, SessionKind, UniqueId};

use crate::error::CliError;

/// The caller of this ARN; a role stands for a session of it.
///
/// # Errors
/// The ARN is no caller's.
pub(super) fn named(arn: &Arn) -> Result<Principal, CliError> {
    let wrong = || {
        CliError::Usage(format!(
            "`{arn}` is no caller: name a user, a role, an assumed role, a federated user or the \
             root user of an account"
        ))
    };
    let account = arn.account_id().ok_or_else(wrong)?;
    let (kind, rest) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
    let name = rest.rsplit('/').next().unwrap_or_default().to_owned();
    if name.is_empty() && kind != "root" {
        return Err(wrong());
    }
    let id = UniqueId::from_stored("");
    let role_session = |arn: Arn, role_arn: Arn, name: String, service_linked: bool| {
        let kind =
            SessionKind::Role { role_arn, role_id: id.clone(), service_linked, federated_by: None };
        Principal::Session(Session { account, arn, name, kind })
    };
    match (arn.service(), kind) {
        ("iam", "root") => Ok(Principal::Root { account }),
        ("iam", "user") => Ok(Principal::User { account, arn: arn.clone(), id, name }),
        ("iam", "role") => {
            let session =
                Arn::new("sts", "", Some(account), &format!("assumed-role/{name}/session"));
            let service_linked = rest.starts_with("aws-service-role/");
            Ok(role_session(session, arn.clone(), "session".to_owned(), service_linked))
        }
        ("sts", "assumed-role") => {
            let role = rest.split('/').next().unwrap_or_default();
            let role_arn = Arn::new("iam", "", Some(account), &format!("role/{role}"));
            Ok(role_session(arn.clone(), role_arn, name, false))
        }
        ("sts", "federated-user") => {
            let kind = SessionKind::Federated { user: None };
            Ok(Principal::Session(Session { account, arn: arn.clone(), name, kind }))
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_a_caller() {
        for (arn, kind) in [
            ("arn:aws:iam::123456789012:root", "Account"),
            ("arn:aws:iam::123456789012:user/team/ada", "User"),
            ("arn:aws:iam::123456789012:role/closer", "AssumedRole"),
            ("arn:aws:sts::123456789012:assumed-role/closer/month-end", "AssumedRole"),
            ("arn:aws:sts::123456789012:federated-user/guest", "FederatedUser"),
        ] {
            let principal = named(&arn.parse().unwrap()).unwrap();
            assert_eq!(principal.principal_type(), kind, "{arn}");
        }
        for wrong in
            ["arn:aws:s3:::bucket", "arn:aws:iam::123456789012:user/", "arn:aws:iam:::user/ada"]
        {
            assert!(named(&wrong.parse().unwrap()).is_err(), "{wrong}");
        }
    }
}
