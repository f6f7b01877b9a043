//! `Principal` and `NotPrincipal`, and who they admit.

use bartizan_types::{AccountId, ORIGIN_IDENTITY, Principal, Session, SessionKind};

use crate::document::PrincipalElement;

/// Who asks, as principals are compared.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Caller<'a> {
    pub(crate) principal: &'a Principal,
    /// The provider that proved the caller, where nothing else did.
    pub(crate) provider: Option<&'a str>,
    pub(crate) has_boundary: bool,
}

/// How far a grant in a resource policy goes. (IAM User Guide, "Determining whether a request is
/// allowed or denied within an account".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grade {
    /// The caller's account is named: the account decides by its identity policies.
    Account,
    /// The caller's role is named, or the user of a federated session: boundary and session policy
    /// still limit it.
    Entity,
    /// The caller itself is named, or everyone.
    Direct,
}

/// The principals of a statement.
#[derive(Debug, Clone)]
pub(crate) struct Principals(Box<[Named]>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Named {
    Everyone,
    Account(AccountId),
    /// An ARN or a unique id.
    Entity(Box<str>),
    Service(Box<str>),
    /// An identity provider, or any for `*`.
    Federated(Box<str>),
}

impl Principals {
    pub(crate) fn compile(element: &PrincipalElement) -> Self {
        let mut named = Vec::new();
        if element.text.as_ref().is_some_and(|text| text.value == "*") {
            named.push(Named::Everyone);
        }
        for entry in &element.entries {
            for text in &entry.element.values {
                let text = text.value.as_str();
                match entry.kind.value.as_str() {
                    "AWS" if text == "*" => named.push(Named::Everyone),
                    "AWS" => named.push(Named::aws(text)),
                    "Service" => named.push(Named::Service(text.into())),
                    "Federated" => named.push(Named::Federated(text.into())),
                    _ => named.push(Named::Entity(text.into())),
                }
            }
        }
        Self(named.into())
    }

    /// How far the caller is admitted; `None` if not at all.
    pub(crate) fn admit(&self, caller: &Caller<'_>) -> Option<Grade> {
        self.0.iter().filter_map(|named| named.admit(caller)).max()
    }

    /// Whether `NotPrincipal` excepts the caller: it, what it is a session of, and its account must
    /// all be listed, and it may have no boundary. (IAM User Guide, "IAM JSON policy elements:
    /// `NotPrincipal`".)
    pub(crate) fn except(&self, caller: &Caller<'_>) -> bool {
        if caller.has_boundary {
            return false;
        }
        if self.0.contains(&Named::Everyone) {
            return true;
        }
        let lists = |text: &str| self.0.iter().any(|named| named.is_entity(text));
        let lists_account = |account| self.0.contains(&Named::Account(account));
        match caller.principal {
            Principal::Root { account } => lists_account(*account),
            Principal::User { account, arn, id, .. } => {
                lists_account(*account) && (lists(arn.as_str()) || lists(id.as_str()))
            }
            Principal::Session(Session { account, arn, kind, .. }) => {
                let parent = match kind {
                    SessionKind::Role { role_arn, role_id, .. } => {
                        lists(role_arn.as_str()) || lists(role_id.as_str())
                    }
                    SessionKind::Federated { .. } => true,
                };
                lists_account(*account) && parent && lists(arn.as_str())
            }
            Principal::Service { name } => self
                .0
                .iter()
                .any(|named| matches!(named, Named::Service(one) if one.as_ref() == name)),
            Principal::OriginIdentity { .. } | Principal::Anonymous => {
                self.0.iter().any(|named| named.admit(caller).is_some())
            }
        }
    }
}

impl Named {
    fn aws(text: &str) -> Self {
        if let Ok(account) = text.parse() {
            return Self::Account(account);
        }
        let mut parts = text.splitn(6, ':');
        let service = parts.nth(2);
        let account = parts.nth(1);
        match (service, account, parts.next()) {
            (Some("iam"), Some(account), Some("root")) => {
                account.parse().map_or_else(|_| Self::Entity(text.into()), Self::Account)
            }
            _ => Self::Entity(text.into()),
        }
    }

    fn is_entity(&self, text: &str) -> bool {
        matches!(self, Self::Entity(entity) if entity.as_ref() == text)
    }

    fn admit(&self, caller: &Caller<'_>) -> Option<Grade> {
        match self {
            Self::Everyone => Some(Grade::Direct),
            Self::Account(account) => {
                (caller.principal.account() == Some(*account)).then_some(Grade::Account)
            }
            Self::Entity(entity) => entity_grade(entity, caller.principal),
            Self::Service(service) => match caller.principal {
                Principal::Service { name } if name == service.as_ref() => Some(Grade::Direct),
                _ => None,
            },
            Self::Federated(provider) => provider_grade(provider, caller),
        }
    }
}

/// How far an identity provider admits a caller: the one whom it proves, or a role session that came
/// by it, which its boundary and session policy still limit. (IAM User Guide, "AWS JSON policy
/// elements: Principal", web identity and SAML session principals.)
fn provider_grade(provider: &str, caller: &Caller<'_>) -> Option<Grade> {
    let is_it = |one: &str| provider == "*" || provider == one;
    if caller.provider.is_some_and(is_it) {
        return Some(Grade::Direct);
    }
    match caller.principal {
        Principal::Session(Session {
            kind: SessionKind::Role { federated_by: Some(one), .. },
            ..
        }) => is_it(one).then_some(Grade::Entity),
        _ => None,
    }
}

/// How far an ARN or unique id admits a caller.
fn entity_grade(entity: &str, principal: &Principal) -> Option<Grade> {
    match principal {
        Principal::User { arn, id, .. } => {
            (entity == arn.as_str() || entity == id.as_str()).then_some(Grade::Direct)
        }
        Principal::Session(session) => {
            if entity == session.arn.as_str() {
                return Some(Grade::Direct);
            }
            let (arn, id) = match &session.kind {
                SessionKind::Role { role_arn, role_id, .. } => (role_arn, role_id),
                SessionKind::Federated { user } => {
                    let (arn, id) = user.as_ref()?;
                    (arn, id)
                }
            };
            (entity == arn.as_str() || entity == id.as_str()).then_some(Grade::Entity)
        }
        Principal::OriginIdentity { id, canonical_user } => {
            let is_it =
                entity.strip_prefix(ORIGIN_IDENTITY) == Some(id) || entity == canonical_user;
            is_it.then_some(Grade::Direct)
        }
        Principal::Root { .. } | Principal::Service { .. } | Principal::Anonymous => None,
    }
}
