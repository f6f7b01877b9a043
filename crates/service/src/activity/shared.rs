//! The copies of events for the accounts whose resources they are about.

use bartizan_types::AccountId;
use serde_json::{Value as Json, json};

use super::within_bounds;
use crate::call::Progress;
use crate::decide::Decided;
use crate::{Call, replay};

/// The copies of an event for the other accounts whose resources it is about. (CloudTrail User
/// Guide, "CloudTrail record contents", `sharedEventID`.)
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) id: String,
    /// The accounts.
    pub(super) owners: Vec<Owner>,
    /// What they learn of the caller.
    pub(super) identity: Json,
}

/// An account that an event is shared with.
#[derive(Debug, Clone)]
pub(super) struct Owner {
    pub(super) account: AccountId,
    /// The id of its copy.
    pub(super) id: String,
    /// What lets the decisions about what it owns be made again.
    pub(super) replay: Option<Vec<u8>>,
}

impl Shared {
    /// Nothing where all that was allowed is of the caller's account.
    pub(super) fn of(call: &Call, progress: &Progress) -> Option<Self> {
        let principal = &call.caller.principal;
        let account = principal.account()?;
        let decisions = &progress.decisions;
        let mut owners: Vec<AccountId> = decisions
            .iter()
            .filter(|decided| decided.decision.is_allowed())
            .filter_map(Decided::owner)
            .collect();
        owners.sort_unstable();
        owners.dedup();
        if owners.is_empty() {
            return None;
        }
        let id = || call.platform.random.uuid_at(call.now);
        Some(Self {
            id: id(),
            owners: owners
                .into_iter()
                .map(|account| Owner { account, id: id(), replay: of_owner(decisions, account) })
                .collect(),
            identity: json!({
                "type": "AWSAccount",
                "principalId": principal.user_id(),
                "accountId": account.to_string(),
            }),
        })
    }
}

/// What lets the decisions be made again that admitted a caller to what an account owns.
fn of_owner(decisions: &[Decided], owner: AccountId) -> Option<Vec<u8>> {
    let is_its =
        |decided: &&Decided| decided.owner() == Some(owner) && decided.decision.is_allowed();
    let all = decisions.iter().filter(is_its).count();
    replay::kept(within_bounds(decisions.iter().filter(is_its)), all)
}
