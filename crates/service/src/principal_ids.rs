//! Principals in stored trust and resource policies.
//!
//! AWS keeps the users and roles that a policy names by unique id, so that one deleted and made
//! again under the same name is no longer meant, and shows their ARNs again while they live. (IAM
//! User Guide, "AWS JSON policy elements: Principal".)

use bartizan_types::{AccountId, Arn, ORIGIN_IDENTITY};
use serde_json::Value as Json;

use crate::Directory;

/// A policy names a user or role that does not exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownPrincipal {
    /// The principal as written.
    pub principal: String,
}

impl UnknownPrincipal {
    /// AWS's message.
    pub fn message(&self) -> String {
        format!("Invalid principal in policy: \"AWS\":\"{}\"", self.principal)
    }
}

/// The policy as it is stored: compact, users and roles by unique id, accounts by root ARN.
///
/// # Errors
/// A user or role that it names does not exist.
pub fn stored(policy: &str, directory: &Directory) -> Result<String, UnknownPrincipal> {
    translate(policy, |principal| {
        let unknown = || UnknownPrincipal { principal: principal.to_owned() };
        if let Ok(account) = principal.parse::<AccountId>() {
            return Ok(Some(Arn::new("iam", "", Some(account), "root").to_string()));
        }
        if is_unique_id(principal) {
            return directory.entity_by_id(principal).map(|_| None).ok_or_else(unknown);
        }
        if names_entity(principal) && !principal.starts_with(ORIGIN_IDENTITY) {
            let entity = directory.entity_by_arn(principal).ok_or_else(unknown)?;
            return Ok(Some(entity.id.to_string()));
        }
        Ok(None)
    })
}

/// The policy as it is shown: users and roles by ARN while they live.
pub fn shown(policy: &str, directory: &Directory) -> String {
    let shown = translate(policy, |principal| {
        let entity = is_unique_id(principal).then(|| directory.entity_by_id(principal)).flatten();
        Ok::<_, std::convert::Infallible>(entity.map(|entity| entity.arn.to_string()))
    });
    match shown {
        Ok(text) => text,
        Err(never) => match never {},
    }
}

/// Replaces each AWS principal by what `replace` answers; text that is no policy stays as it is.
///
/// # Errors
/// What `replace` answers.
pub fn translate<E>(
    policy: &str,
    replace: impl Fn(&str) -> Result<Option<String>, E>,
) -> Result<String, E> {
    let Ok(mut document) = serde_json::from_str::<Json>(policy) else {
        return Ok(policy.to_owned());
    };
    match document.get_mut("Statement") {
        Some(Json::Array(statements)) => {
            for statement in statements {
                translate_statement(statement, &replace)?;
            }
        }
        Some(statement) => translate_statement(statement, &replace)?,
        None => {}
    }
    Ok(document.to_string())
}

fn translate_statement<E>(
    statement: &mut Json,
    replace: &impl Fn(&str) -> Result<Option<String>, E>,
) -> Result<(), E> {
    for element in ["Principal", "NotPrincipal"] {
        let Some(principals) = statement.get_mut(element).and_then(|all| all.get_mut("AWS")) else {
            continue;
        };
        let each: &mut [Json] = match principals {
            Json::Array(list) => list,
            one => std::slice::from_mut(one),
        };
        for principal in each {
            if let Json::String(text) = principal
                && let Some(other) = replace(text)?
            {
                *text = other;
            }
        }
    }
    Ok(())
}

fn is_unique_id(principal: &str) -> bool {
    (principal.starts_with("AIDA") || principal.starts_with("AROA"))
        && principal.len() >= 16
        && principal.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn names_entity(principal: &str) -> bool {
    principal.parse::<Arn>().is_ok_and(|arn| {
        arn.service() == "iam"
            && (arn.resource().starts_with("user/") || arn.resource().starts_with("role/"))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bartizan_types::{Timestamp, UniqueId};

    use super::*;
    use crate::directory::Entity;

    const ROLE: &str = "arn:aws:iam::123456789012:role/team/reader";

    fn directory() -> Directory {
        let mut directory = Directory::default();
        directory.put_entity(Entity {
            account: "123456789012".parse().unwrap(),
            id: UniqueId::from_stored("AROAAAAAAAAAAAAAAAAAA"),
            arn: ROLE.parse().unwrap(),
            name: Arc::from("reader"),
            identity: Arc::from([]),
            boundary: None,
            tags: Arc::from([]),
            created: Timestamp::from_seconds(0),
            role: None,
        });
        directory
    }

    fn policy(principal: &str) -> String {
        format!(r#"{{"Statement":[{{"Effect":"Allow","Principal":{principal}}}]}}"#)
    }

    #[test]
    fn entities_are_stored_by_id_and_shown_by_arn() {
        let cases = [
            (format!(r#"{{"AWS":"{ROLE}"}}"#), r#"{"AWS":"AROAAAAAAAAAAAAAAAAAA"}"#.to_owned()),
            (
                format!(r#"{{"AWS":["{ROLE}","*"]}}"#),
                r#"{"AWS":["AROAAAAAAAAAAAAAAAAAA","*"]}"#.to_owned(),
            ),
            (r#""*""#.to_owned(), r#""*""#.to_owned()),
            (
                r#"{"Service":"ec2.amazonaws.com"}"#.to_owned(),
                r#"{"Service":"ec2.amazonaws.com"}"#.to_owned(),
            ),
        ];
        for (written, kept) in cases {
            let kept = policy(&kept);
            assert_eq!(stored(&policy(&written), &directory()), Ok(kept.clone()));
            assert_eq!(shown(&kept, &directory()), policy(&written));
        }
    }

    #[test]
    fn an_account_is_stored_as_its_root() {
        let kept = stored(&policy(r#"{"AWS":"210987654321"}"#), &directory()).unwrap();
        assert_eq!(kept, policy(r#"{"AWS":"arn:aws:iam::210987654321:root"}"#));
    }

    #[test]
    fn one_who_does_not_exist_is_refused() {
        for unknown in ["arn:aws:iam::123456789012:user/nobody", "AIDAZZZZZZZZZZZZZZZZZ"] {
            let written = policy(&format!(r#"{{"AWS":"{unknown}"}}"#));
            let error = stored(&written, &directory()).unwrap_err();
            assert_eq!(
                error.message(),
                format!("Invalid principal in policy: \"AWS\":\"{unknown}\"")
            );
        }
    }

    #[test]
    fn the_id_of_one_who_is_gone_stays_an_id() {
        let gone = policy(r#"{"AWS":"AROAZZZZZZZZZZZZZZZZZ"}"#);
        assert_eq!(shown(&gone, &directory()), gone);
    }
}
