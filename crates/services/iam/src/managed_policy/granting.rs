//! `ListPoliciesGrantingServiceAccess`: which policies of an entity speak in favour of a service.

use bartizan_policy::{Document, Effect, document::Statement};
use bartizan_service::{Authorized, Call};
use bartizan_store::Reader;
use bartizan_types::{AccountId, Arn};

use super::found::Found;
use crate::error::IamError;
use crate::records::{self, Group, Named, Policies, Role, User};
use crate::shapes::{
    ListPoliciesGrantingServiceAccessEntry, ListPoliciesGrantingServiceAccessRequest,
    ListPoliciesGrantingServiceAccessResponse, PolicyGrantingServiceAccess,
};
use crate::{Iam, paging};

/// A policy of the entity with what it says.
struct Held {
    shown: PolicyGrantingServiceAccess,
    document: Option<Document>,
}

/// The policies that allow anything of each service, whatever their conditions.
pub(crate) async fn granting_service_access(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListPoliciesGrantingServiceAccessRequest>,
) -> Result<ListPoliciesGrantingServiceAccessResponse, IamError> {
    let account = call.account()?;
    let held = call.read(|reader| held_by(reader, account, &request.arn))?;
    let entries = request.service_namespaces.iter().map(|namespace| {
        let granting = held.iter().filter(|one| {
            one.document.as_ref().is_some_and(|document| grants(document, namespace))
        });
        ListPoliciesGrantingServiceAccessEntry {
            service_namespace: Some(namespace.clone()),
            policies: Some(granting.map(|one| one.shown.clone()).collect()),
        }
    });
    let page = paging::page(entries.collect(), request.marker.as_deref(), None, |entry| {
        entry.service_namespace.clone().unwrap_or_default()
    })?;
    Ok(ListPoliciesGrantingServiceAccessResponse {
        policies_granting_service_access: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

fn held_by(reader: &Reader<'_>, account: AccountId, text: &str) -> Result<Vec<Held>, IamError> {
    let missing = || IamError::NoSuchEntity(format!("Entity {text} does not exist."));
    let arn: Arn = text.parse().map_err(|_| missing())?;
    let (kind, rest) = arn.resource().split_once('/').ok_or_else(missing)?;
    let name = rest.rsplit('/').next().unwrap_or_default();
    if arn.account_id() != Some(account) {
        return Err(missing());
    }
    let mut held = Vec::new();
    match kind {
        "user" => {
            let user: User = records::find(reader, account, name)?;
            note(reader, account, &user.policies, ("USER", &user.name), &mut held)?;
            for id in &user.groups {
                if let Some(group) = records::find_by_id::<Group>(reader, id)? {
                    note(reader, account, &group.policies, ("GROUP", group.name()), &mut held)?;
                }
            }
        }
        "group" => {
            let group: Group = records::find(reader, account, name)?;
            note(reader, account, &group.policies, ("GROUP", &group.name), &mut held)?;
        }
        "role" => {
            let role: Role = records::find(reader, account, name)?;
            note(reader, account, &role.policies, ("ROLE", &role.name), &mut held)?;
        }
        _ => return Err(missing()),
    }
    Ok(held)
}

fn note(
    reader: &Reader<'_>,
    account: AccountId,
    policies: &Policies,
    (kind, name): (&str, &str),
    held: &mut Vec<Held>,
) -> Result<(), IamError> {
    for policy in &policies.inline {
        held.push(Held {
            shown: PolicyGrantingServiceAccess {
                policy_name: policy.name.clone(),
                policy_type: "INLINE".to_owned(),
                policy_arn: None,
                entity_type: Some(kind.to_owned()),
                entity_name: Some(name.to_owned()),
            },
            document: Document::parse(&policy.document).ok(),
        });
    }
    for arn in &policies.attached {
        let found = Found::of(reader, account, arn)?;
        held.push(Held {
            shown: PolicyGrantingServiceAccess {
                policy_name: arn.rsplit('/').next().unwrap_or_default().to_owned(),
                policy_type: "MANAGED".to_owned(),
                policy_arn: Some(arn.clone()),
                entity_type: None,
                entity_name: None,
            },
            document: found.document().and_then(|text| Document::parse(text).ok()),
        });
    }
    Ok(())
}

fn grants(document: &Document, namespace: &str) -> bool {
    document.statements.iter().any(|one| one.effect == Some(Effect::Allow) && names(one, namespace))
}

fn names(statement: &Statement, namespace: &str) -> bool {
    if let Some(actions) = &statement.action {
        return actions.values.iter().any(|one| is_of(&one.value, namespace));
    }
    // What `NotAction` leaves out is a whole service only where it says so.
    statement.not_action.as_ref().is_some_and(|actions| {
        !actions.values.iter().any(|one| {
            one.value == "*" || (one.value.ends_with(":*") && is_of(&one.value, namespace))
        })
    })
}

fn is_of(action: &str, namespace: &str) -> bool {
    let service = action.split(':').next().unwrap_or_default();
    service == "*" || service.eq_ignore_ascii_case(namespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_grants_the_services_it_names() {
        let cases = [
            (r#""Effect":"Allow","Action":"*""#, true),
            (r#""Effect":"Allow","Action":["ec2:*","S3:Get*"]"#, true),
            (r#""Effect":"Allow","Action":"ec2:*""#, false),
            (r#""Effect":"Deny","Action":"s3:*""#, false),
            (r#""Effect":"Allow","NotAction":"iam:*""#, true),
            (r#""Effect":"Allow","NotAction":"s3:*""#, false),
            (r#""Effect":"Allow","NotAction":"s3:PutObject""#, true),
        ];
        for (statement, expected) in cases {
            let text = format!(r#"{{"Statement":[{{{statement},"Resource":"*"}}]}}"#);
            assert_eq!(grants(&Document::parse(&text).unwrap(), "s3"), expected, "{statement}");
        }
    }
}
