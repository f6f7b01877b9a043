//! Who makes a request.

use crate::{AccountId, Arn, UniqueId};

/// The ARN of an origin access identity, before its id. (Amazon `CloudFront` Developer Guide, "Use an origin
/// access identity".)
pub const ORIGIN_IDENTITY: &str = "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity ";

/// Who makes a request, after authentication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// An account's root user, by its own key or a session of it.
    Root {
        /// The account.
        account: AccountId,
    },
    /// An IAM user, by its own key or by a `GetSessionToken` session, which is the user still.
    User {
        /// The account.
        account: AccountId,
        /// `arn:aws:iam::…:user/path/name`.
        arn: Arn,
        /// `AIDA…`.
        id: UniqueId,
        /// The name without its path.
        name: String,
    },
    /// A session that has its own ARN: of a role, or a federated user's.
    Session(Session),
    /// An AWS service acting for itself, such as `cloudtrail.amazonaws.com`.
    Service {
        /// The service's DNS name.
        name: String,
    },
    /// An origin access identity, as which distributions ask buckets.
    OriginIdentity {
        /// Its id.
        id: String,
        /// The canonical user id by which bucket policies may name it.
        canonical_user: String,
    },
    /// A caller that sent no credentials.
    Anonymous,
}

/// A session with an ARN of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The account whose session it is.
    pub account: AccountId,
    /// `arn:aws:sts::…:assumed-role/Role/session` or `arn:aws:sts::…:federated-user/name`.
    pub arn: Arn,
    /// The session's name.
    pub name: String,
    /// What it is a session of.
    pub kind: SessionKind,
}

/// What a session is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionKind {
    /// A role's, by one of the `AssumeRole` calls.
    Role {
        /// `arn:aws:iam::…:role/path/Role`.
        role_arn: Arn,
        /// `AROA…`.
        role_id: UniqueId,
        /// A role under `/aws-service-role/`: SCPs and RCPs do not bind it.
        service_linked: bool,
        /// The identity provider (its ARN, or its domain for the built-in ones) when the session
        /// came by web identity or SAML.
        federated_by: Option<String>,
    },
    /// A user's, by `GetFederationToken`.
    Federated {
        /// The user who asked for it; `None` when it was the root user.
        user: Option<(Arn, UniqueId)>,
    },
}

impl Principal {
    /// The account the caller belongs to; none for services and anonymous callers.
    pub const fn account(&self) -> Option<AccountId> {
        match self {
            Self::Root { account } | Self::User { account, .. } => Some(*account),
            Self::Session(session) => Some(session.account),
            Self::Service { .. } | Self::OriginIdentity { .. } | Self::Anonymous => None,
        }
    }

    /// The caller's own ARN, as `GetCallerIdentity` and denial messages print it.
    pub fn arn(&self) -> Option<Arn> {
        match self {
            Self::Root { account } => Some(Arn::new("iam", "", Some(*account), "root")),
            Self::User { arn, .. } => Some(arn.clone()),
            Self::Session(session) => Some(session.arn.clone()),
            Self::OriginIdentity { id, .. } => format!("{ORIGIN_IDENTITY}{id}").parse().ok(),
            Self::Service { .. } | Self::Anonymous => None,
        }
    }

    /// The value of `aws:PrincipalArn`: the role's ARN for a role's session, the caller's own ARN
    /// otherwise. (IAM User Guide, "AWS global condition context keys".)
    pub fn principal_arn(&self) -> Option<Arn> {
        match self {
            Self::Session(Session { kind: SessionKind::Role { role_arn, .. }, .. }) => {
                Some(role_arn.clone())
            }
            _ => self.arn(),
        }
    }

    /// The value of `aws:userid`: `AIDA…`, `AROA…:session`, `account:name` or the account's id.
    /// (IAM User Guide, "Principal key values".)
    pub fn user_id(&self) -> Option<String> {
        match self {
            Self::Root { account } => Some(account.to_string()),
            Self::User { id, .. } => Some(id.to_string()),
            Self::Session(session) => Some(match &session.kind {
                SessionKind::Role { role_id, .. } => format!("{role_id}:{}", session.name),
                SessionKind::Federated { .. } => format!("{}:{}", session.account, session.name),
            }),
            Self::OriginIdentity { canonical_user, .. } => Some(canonical_user.clone()),
            Self::Service { .. } => None,
            Self::Anonymous => Some("anonymous".to_owned()),
        }
    }

    /// The value of `aws:PrincipalType`.
    pub const fn principal_type(&self) -> &'static str {
        match self {
            Self::Root { .. } => "Account",
            Self::User { .. } | Self::OriginIdentity { .. } => "User",
            Self::Session(Session { kind: SessionKind::Role { .. }, .. }) => "AssumedRole",
            Self::Session(Session { kind: SessionKind::Federated { .. }, .. }) => "FederatedUser",
            Self::Service { .. } => "Service",
            Self::Anonymous => "Anonymous",
        }
    }
}
