//! Trust policies: stored with the unique ids of the users and roles they name, shown with their
//! ARNs. A principal deleted and made again is another one. (IAM User Guide, "AWS JSON policy
//! elements: Principal".)

use std::borrow::Cow;

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::Directory;
use bartizan_types::{AccountId, Arn};
use serde_json::Value;

use crate::error::IamError;

/// How many characters a trust policy may have, white space not counted. (IAM User Guide, "IAM and
/// AWS STS quotas".)
const CHARACTERS_MAX: usize = 2048;

/// A trust policy as it is stored.
///
/// # Errors
/// It is no trust policy, too long, or names a user or role that is not there.
pub(super) fn stored(directory: &Directory, text: &str) -> Result<String, IamError> {
    Policy::parse(text, PolicyKind::Trust).map_err(|error| {
        IamError::MalformedPolicyDocument(error.aws_message(PolicyKind::Trust).to_owned())
    })?;
    if text.chars().filter(|it| !it.is_whitespace()).count() > CHARACTERS_MAX {
        return Err(IamError::quota("ACLSizePerRole", CHARACTERS_MAX));
    }
    let text = rewritten(text, |principal| id_of(directory, principal))?;
    Ok(text.into_owned())
}

/// A stored trust policy as it is shown: ids of principals that are gone stay as they are.
pub(crate) fn shown<'t>(directory: &Directory, stored: &'t str) -> Cow<'t, str> {
    let arn_of = |id: &str| {
        let found = directory.entity_by_id(id);
        Ok::<_, IamError>(found.map(|entity| entity.arn.to_string()))
    };
    rewritten(stored, arn_of).unwrap_or(Cow::Borrowed(stored))
}

/// What stands for a principal in a stored policy; `None` where it stands for itself.
fn id_of(directory: &Directory, principal: &str) -> Result<Option<String>, IamError> {
    let invalid = || {
        IamError::MalformedPolicyDocument(format!(
            "Invalid principal in policy: \"AWS\":\"{principal}\""
        ))
    };
    if let Ok(account) = principal.parse::<AccountId>() {
        return Ok(Some(Arn::new("iam", "", Some(account), "root").to_string()));
    }
    let Ok(arn) = principal.parse::<Arn>() else {
        let is_id = principal.starts_with("AIDA") || principal.starts_with("AROA");
        if is_id && directory.entity_by_id(principal).is_none() {
            return Err(invalid());
        }
        return Ok(None);
    };
    let kind = arn.resource().split('/').next().unwrap_or_default();
    match (arn.service(), kind) {
        ("iam", "user" | "role") => {
            let entity = directory.entity_by_arn(principal).ok_or_else(invalid)?;
            Ok(Some(entity.id.to_string()))
        }
        ("sts", "assumed-role") => {
            let role = arn.resource().split('/').nth(1).unwrap_or_default();
            let account = arn.account_id().ok_or_else(invalid)?;
            directory.role_by_name(account, role).ok_or_else(invalid)?;
            Ok(None)
        }
        _ => Ok(None),
    }
}

/// The policy with the principals of `AWS` replaced; the very text where none is.
fn rewritten(
    text: &str,
    replace: impl Fn(&str) -> Result<Option<String>, IamError>,
) -> Result<Cow<'_, str>, IamError> {
    let Ok(mut policy) = serde_json::from_str::<Value>(text) else {
        return Ok(Cow::Borrowed(text));
    };
    let mut is_changed = false;
    let statements = match policy.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.as_mut_slice(),
        Some(statement) => std::slice::from_mut(statement),
        None => &mut [],
    };
    for statement in statements {
        for element in ["Principal", "NotPrincipal"] {
            let Some(named) = statement.get_mut(element).and_then(|it| it.get_mut("AWS")) else {
                continue;
            };
            let principals = match named {
                Value::Array(principals) => principals.as_mut_slice(),
                principal => std::slice::from_mut(principal),
            };
            for principal in principals {
                let Some(new) = principal.as_str().map(&replace).transpose()?.flatten() else {
                    continue;
                };
                *principal = Value::String(new);
                is_changed = true;
            }
        }
    }
    Ok(if is_changed { Cow::Owned(policy.to_string()) } else { Cow::Borrowed(text) })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bartizan_service::directory::Entity;
    use bartizan_types::UniqueId;

    use super::*;

    const ID: &str = "AIDAQXZEAEXAMPLEALICE";

    fn directory() -> Directory {
        let account = "123456789012".parse().unwrap();
        let mut directory = Directory::default();
        directory.put_entity(Entity {
            account,
            id: UniqueId::from_stored(ID),
            arn: Arn::new("iam", "", Some(account), "user/staff/alice"),
            name: Arc::from("alice"),
            identity: Arc::from([]),
            boundary: None,
            tags: Arc::from([]),
            role: None,
        });
        directory
    }

    fn policy(principal: &str) -> String {
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},"Action":"sts:AssumeRole"}}]}}"#
        )
    }

    #[test]
    fn users_and_roles_are_kept_by_id_and_shown_by_arn() {
        let alice = r#"{"AWS":"arn:aws:iam::123456789012:user/staff/alice"}"#;
        let kept = stored(&directory(), &policy(alice)).unwrap();
        assert_eq!(kept, policy(&format!(r#"{{"AWS":"{ID}"}}"#)));
        assert_eq!(shown(&directory(), &kept), policy(alice));
        assert_eq!(shown(&Directory::default(), &kept), kept, "one who is gone stays an id");
    }

    #[test]
    fn accounts_are_named_by_their_root_user_and_services_as_they_are() {
        let cases = [
            (r#"{"AWS":"123456789012"}"#, r#"{"AWS":"arn:aws:iam::123456789012:root"}"#),
            (
                r#"{"AWS":["210987654321"]}"#,
                r#"{"AWS":["arn:aws:iam::210987654321:root"]}"#,
            ),
            (r#"{"Service":"ec2.amazonaws.com"}"#, r#"{"Service":"ec2.amazonaws.com"}"#),
            (r#"{"AWS":"*"}"#, r#"{"AWS":"*"}"#),
        ];
        for (written, kept) in cases {
            assert_eq!(stored(&directory(), &policy(written)).unwrap(), policy(kept), "{written}");
        }
    }

    #[test]
    fn principals_that_are_not_there_are_refused() {
        for principal in [
            r#"{"AWS":"arn:aws:iam::123456789012:user/bob"}"#,
            r#"{"AWS":"arn:aws:iam::123456789012:role/none"}"#,
            r#"{"AWS":"arn:aws:sts::123456789012:assumed-role/none/session"}"#,
            r#"{"AWS":"AROAQXZEAEXAMPLENOONE"}"#,
        ] {
            let error = stored(&directory(), &policy(principal)).unwrap_err();
            assert!(error.to_string().starts_with("Invalid principal in policy: "), "{error}");
        }
    }
}
