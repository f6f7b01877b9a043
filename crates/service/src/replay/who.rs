//! Who asked, as the activity record keeps it.

use std::borrow::Cow;

use bartizan_types::{AccountId, Arn, Principal, Session, SessionKind, UniqueId};
use serde::{Deserialize, Serialize};

/// A principal, with all that the engine asks of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Who<'w> {
    Root(AccountId),
    User(Cow<'w, Arn>, Cow<'w, UniqueId>),
    Role {
        session: Cow<'w, Arn>,
        role: Cow<'w, Arn>,
        id: Cow<'w, UniqueId>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        linked: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        provider: Option<Cow<'w, str>>,
    },
    Federated {
        session: Cow<'w, Arn>,
        user: Option<(Cow<'w, Arn>, Cow<'w, UniqueId>)>,
    },
    Service(Cow<'w, str>),
    /// An origin access identity, by its id.
    Origin(Cow<'w, str>),
    Anonymous,
}

impl<'w> Who<'w> {
    pub(super) fn of(principal: &'w Principal) -> Self {
        match principal {
            Principal::Root { account } => Self::Root(*account),
            Principal::User { arn, id, .. } => Self::User(Cow::Borrowed(arn), Cow::Borrowed(id)),
            Principal::Session(Session { arn, kind, .. }) => match kind {
                SessionKind::Role { role_arn, role_id, service_linked, federated_by } => {
                    Self::Role {
                        session: Cow::Borrowed(arn),
                        role: Cow::Borrowed(role_arn),
                        id: Cow::Borrowed(role_id),
                        linked: *service_linked,
                        provider: federated_by.as_deref().map(Cow::Borrowed),
                    }
                }
                SessionKind::Federated { user } => {
                    let user = user.as_ref();
                    let user = user.map(|(arn, id)| (Cow::Borrowed(arn), Cow::Borrowed(id)));
                    Self::Federated { session: Cow::Borrowed(arn), user }
                }
            },
            Principal::Service { name } => Self::Service(Cow::Borrowed(name)),
            Principal::OriginIdentity { id, .. } => Self::Origin(Cow::Borrowed(id)),
            Principal::Anonymous => Self::Anonymous,
        }
    }

    /// The principal; `None` where an ARN is not one that such a principal has.
    pub(super) fn principal(self) -> Option<Principal> {
        Some(match self {
            Self::Root(account) => Principal::Root { account },
            Self::User(arn, id) => Principal::User {
                account: arn.account_id()?,
                name: last(&arn)?,
                id: id.into_owned(),
                arn: arn.into_owned(),
            },
            Self::Role { session, role, id, linked, provider } => {
                let kind = SessionKind::Role {
                    role_arn: role.into_owned(),
                    role_id: id.into_owned(),
                    service_linked: linked,
                    federated_by: provider.map(Cow::into_owned),
                };
                of_session(session.into_owned(), kind)?
            }
            Self::Federated { session, user } => {
                let user = user.map(|(arn, id)| (arn.into_owned(), id.into_owned()));
                of_session(session.into_owned(), SessionKind::Federated { user })?
            }
            Self::Service(name) => Principal::Service { name: name.into_owned() },
            Self::Origin(id) => crate::origin_identity::caller(&id).principal,
            Self::Anonymous => Principal::Anonymous,
        })
    }
}

fn of_session(arn: Arn, kind: SessionKind) -> Option<Principal> {
    let (account, name) = (arn.account_id()?, last(&arn)?);
    Some(Principal::Session(Session { account, arn, name, kind }))
}

/// The last part of an ARN's resource: a name without its path.
fn last(arn: &Arn) -> Option<String> {
    arn.resource().rsplit('/').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn principals_are_read_as_they_were_kept() {
        let account: AccountId = "123456789012".parse().unwrap();
        let arn = |text: &str| text.parse::<Arn>().unwrap();
        let session = |resource: &str, name: &str, kind| {
            let arn = Arn::new("sts", "", Some(account), resource);
            Principal::Session(Session { account, arn, name: name.to_owned(), kind })
        };
        let user = (arn("arn:aws:iam::123456789012:user/team/ada"), UniqueId::from_stored("AIDAX"));
        let role = |service_linked, federated_by| SessionKind::Role {
            role_arn: arn("arn:aws:iam::123456789012:role/team/closer"),
            role_id: UniqueId::from_stored("AROAX"),
            service_linked,
            federated_by,
        };
        for principal in [
            Principal::Root { account },
            Principal::User {
                account,
                arn: user.0.clone(),
                id: user.1.clone(),
                name: "ada".to_owned(),
            },
            session("assumed-role/closer/month-end", "month-end", role(false, None)),
            session("assumed-role/closer/web", "web", role(true, Some("idp.example".to_owned()))),
            session("federated-user/guest", "guest", SessionKind::Federated { user: Some(user) }),
            session("federated-user/guest", "guest", SessionKind::Federated { user: None }),
            Principal::Service { name: "cloudtrail.amazonaws.com".to_owned() },
            crate::origin_identity::caller("E1ORIGIN").principal,
            Principal::Anonymous,
        ] {
            let text = serde_json::to_string(&Who::of(&principal)).unwrap();
            let read: Who<'_> = serde_json::from_str(&text).unwrap();
            assert_eq!(read.principal(), Some(principal), "{text}");
        }
    }
}
