//! Who calls, beyond the principal: the credentials used and the session they carry.

use std::sync::Arc;

use bartizan_policy::Attached;
use bartizan_types::{AccessKeyId, AccountId, Principal, Region, Tag, Timestamp};

use crate::directory::Entity;
use crate::role_session;

/// An authenticated caller.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The principal.
    pub principal: Principal,
    /// The access key that signed; none for anonymous callers and services.
    pub access_key: Option<AccessKeyId>,
    /// The session, when the credentials are temporary.
    pub session: Option<Arc<SessionFacts>>,
    /// The principal's own tags (a role's, for its sessions); session tags override them.
    pub principal_tags: Arc<[Tag]>,
}

/// What temporary credentials carry.
#[derive(Debug, Clone)]
pub struct SessionFacts {
    /// When the credentials were issued: `aws:TokenIssueTime`.
    pub issued: Timestamp,
    /// When they end.
    pub expires: Timestamp,
    /// When MFA was given, if it was.
    pub mfa_authenticated: Option<Timestamp>,
    /// `GetSessionToken` credentials: the user or root itself, with fixed limits of their own.
    pub is_plain: bool,
    /// The account of a product that acts by permissions which a principal delegated to it: then the
    /// session policies limit everything.
    pub delegated_to: Option<AccountId>,
    /// The managed policy of the task that a session by `AssumeRoot` is for.
    pub root_task: Option<Attached>,
    /// Whether the session was made by a session: role chaining.
    pub chained: bool,
    /// Session policies, compiled; `None` when the session was made without any.
    pub policies: Option<Arc<[Attached]>>,
    /// Session tags.
    pub tags: Vec<Tag>,
    /// The keys of tags that pass on to the next session.
    pub transitive_tag_keys: Vec<String>,
    /// `aws:SourceIdentity`.
    pub source_identity: Option<String>,
    /// Whether they are good in the regions alone that accounts have by default. (IAM API Reference,
    /// `SetSecurityTokenServicePreferences`.)
    pub default_regions_only: bool,
}

impl SessionFacts {
    /// Whether the credentials are good in a region.
    pub fn is_good_in(&self, region: &Region) -> bool {
        !self.default_regions_only || region.is_by_default()
    }
}

/// Somebody whom only an identity provider proves, as the activity record names them. (CloudTrail
/// User Guide, "CloudTrail userIdentity element", fields of `WebIdentityUser` and `SAMLUser`.)
#[derive(Debug, Clone)]
pub struct FederatedIdentity {
    /// `WebIdentityUser` or `SAMLUser`.
    pub kind: &'static str,
    /// The provider and whom it means.
    pub principal_id: String,
    /// The subject's name.
    pub user_name: String,
    /// The provider's ARN or domain.
    pub identity_provider: String,
}

impl Caller {
    /// A caller without credentials.
    pub fn anonymous() -> Self {
        Self {
            principal: Principal::Anonymous,
            access_key: None,
            session: None,
            principal_tags: Arc::from([]),
        }
    }

    /// A user, or a role's session of this name; nothing of credentials.
    pub fn of_entity(entity: &Entity, session: &str) -> Option<Self> {
        let principal = match entity.role {
            Some(_) => role_session(entity, session, None)?,
            None => Principal::User {
                account: entity.account,
                arn: entity.arn.clone(),
                id: entity.id.clone(),
                name: entity.name.to_string(),
            },
        };
        let principal_tags = Arc::clone(&entity.tags);
        Some(Self { principal, access_key: None, session: None, principal_tags })
    }

    /// The tags that `aws:PrincipalTag/…` shows: the principal's, overridden by the session's.
    pub fn effective_tags(&self) -> impl Iterator<Item = &Tag> {
        let session_tags: &[Tag] = self.session.as_ref().map_or(&[], |session| &session.tags);
        let own = self.principal_tags.iter().filter(|tag| {
            !session_tags.iter().any(|other| other.key.eq_ignore_ascii_case(&tag.key))
        });
        own.chain(session_tags)
    }
}
