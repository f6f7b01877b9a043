//! What the activity record kept of decisions, read back.

use std::sync::Arc;

use bartizan_policy::Context;
use bartizan_store::ActivityRow;
use bartizan_types::{AccountId, Principal, Session, SessionKind, UniqueId};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Ground;
use super::keys::ReadKeys;
use super::who::Who;

/// The decisions of an event.
#[derive(Debug, Default)]
pub struct Recorded {
    /// The account of who asked, if it has one.
    pub account: Option<AccountId>,
    /// The unique id of the user or role that asked, or whose session did.
    pub entity: Option<UniqueId>,
    /// The decisions that were kept whole.
    pub decisions: Vec<Past>,
    /// How many others there were: of events from before any were kept, of calls that needed very
    /// many, with very long headers or with what may be secret.
    pub omitted: u64,
}

/// A decision of the past: all that it was made about, and what it came to.
#[derive(Debug, Clone)]
pub struct Past {
    /// Who asked.
    pub principal: Arc<Principal>,
    /// The action.
    pub action: String,
    /// The resource's ARN, or `*`.
    pub resource: String,
    /// The account that owns the resource; none is as the caller's own.
    pub resource_account: Option<AccountId>,
    /// The condition keys as they were.
    pub context: Context,
    /// Whether an identity provider spoke for the caller, whoever signed.
    pub by_provider: bool,
    /// What was decided.
    pub then: Then,
}

/// What a decision came to, and what it would have come to without some of the policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Allowed, on this ground.
    Allowed(Ground),
    /// Denied.
    Denied {
        /// On what it would have rested without service and resource control policies; `None` where
        /// it was denied all the same.
        but_for_organization: Option<Ground>,
        /// On what it would have rested without these, had identity policies allowed everything.
        but_for_identity: Option<Ground>,
    },
}

#[derive(Deserialize)]
struct Body {
    replay: Option<Kept>,
    #[serde(default)]
    decisions: Vec<IgnoredAny>,
}

/// What an event tells of its caller, where nothing was kept.
#[derive(Deserialize)]
struct Told {
    event: Event,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    user_identity: Identity,
    #[serde(rename = "sharedEventID")]
    shared: Option<IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Identity {
    #[serde(rename = "type")]
    kind: String,
    principal_id: Option<String>,
    account_id: Option<AccountId>,
    session_context: Option<SessionContext>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SessionContext {
    session_issuer: Option<Issuer>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Issuer {
    principal_id: String,
}

#[derive(Deserialize)]
struct Kept {
    by: Who<'static>,
    #[serde(default)]
    keys: ReadKeys,
    decided: Vec<Entry>,
    #[serde(default)]
    omitted: u64,
}

#[derive(Deserialize)]
struct Entry {
    action: String,
    resource: String,
    owner: Option<AccountId>,
    #[serde(default)]
    keys: ReadKeys,
    #[serde(default)]
    provider: bool,
    allowed: Option<Ground>,
    denied: Option<ButFor>,
}

#[derive(Deserialize)]
struct ButFor {
    organization: Option<Ground>,
    identity: Option<Ground>,
}

impl Recorded {
    /// The decisions of this event; what cannot be read is as not kept.
    pub fn of(row: &ActivityRow) -> Self {
        let Ok(body) = serde_json::from_slice::<Body>(&row.body) else {
            return Self { omitted: 1, ..Self::default() };
        };
        let Some(kept) = body.replay else { return Self::not_kept(row, body.decisions.len()) };
        let Some(principal) = kept.by.principal().map(Arc::new) else {
            return Self { omitted: kept.omitted + count(kept.decided.len()), ..Self::default() };
        };
        let mut shared = Context::new();
        kept.keys.enter(&mut shared);
        let mut omitted = kept.omitted;
        let mut decisions = Vec::with_capacity(kept.decided.len());
        for entry in kept.decided {
            match entry.past(&principal, &shared) {
                Some(past) => decisions.push(past),
                None => omitted += 1,
            }
        }
        Self {
            account: principal.account(),
            entity: entity_of(&principal).cloned(),
            decisions,
            omitted,
        }
    }

    /// An event with so many decisions of which nothing was kept. A copy for the owner of a resource
    /// has none, and tells of one at least.
    fn not_kept(row: &ActivityRow, decisions: usize) -> Self {
        let told = serde_json::from_slice::<Told>(&row.body).map(|told| told.event).ok();
        let omitted = match &told {
            Some(event) if event.shared.is_some() => count(decisions).max(1),
            _ => count(decisions),
        };
        let Some(Event { user_identity: identity, .. }) = told else {
            return Self { omitted, ..Self::default() };
        };
        let issuer = identity.session_context.and_then(|context| context.session_issuer);
        let user = identity.principal_id.filter(|_| identity.kind == "IAMUser");
        let entity = issuer.map(|issuer| issuer.principal_id).or(user);
        Self {
            account: identity.account_id,
            entity: entity.map(UniqueId::from_stored),
            decisions: Vec::new(),
            omitted,
        }
    }
}

fn count(list: usize) -> u64 {
    u64::try_from(list).unwrap_or(u64::MAX)
}

/// The unique id of the user or role whose identity policies speak.
pub(super) fn entity_of(principal: &Principal) -> Option<&UniqueId> {
    match principal {
        Principal::User { id, .. } => Some(id),
        Principal::Session(Session { kind, .. }) => match kind {
            SessionKind::Role { role_id, .. } => Some(role_id),
            SessionKind::Federated { user } => user.as_ref().map(|(_, id)| id),
        },
        Principal::Root { .. }
        | Principal::Service { .. }
        | Principal::OriginIdentity { .. }
        | Principal::Anonymous => None,
    }
}

impl Entry {
    fn past(self, principal: &Arc<Principal>, shared: &Context) -> Option<Past> {
        let then = match (self.allowed, self.denied) {
            (Some(ground), None) => Then::Allowed(ground),
            (None, Some(but_for)) => Then::Denied {
                but_for_organization: but_for.organization,
                but_for_identity: but_for.identity,
            },
            _ => return None,
        };
        let mut context = shared.clone();
        self.keys.enter(&mut context);
        Some(Past {
            principal: if self.provider {
                Arc::new(Principal::Anonymous)
            } else {
                Arc::clone(principal)
            },
            action: self.action,
            resource: self.resource,
            resource_account: self.owner,
            context,
            by_provider: self.provider,
            then,
        })
    }
}
