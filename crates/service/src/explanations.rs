//! The decisions of the last requests, kept to be explained when someone asks.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use bartizan_types::AccountId;
use serde_json::Value as Json;

use crate::decide::Decided;

/// How many decisions are remembered, of all requests together. Each shares its policies with the
/// directory and has its own condition keys, of a few kilobytes at most.
const REMEMBERED: usize = 4096;
/// How many of one request's are, denials first.
const OF_ONE_REQUEST: usize = 32;

/// The decisions of the last requests, by request id. Refusals are also written to the activity
/// record in full; this holds what was allowed, too.
#[derive(Debug, Default)]
pub struct Explanations(Mutex<Ring>);

#[derive(Debug, Default)]
struct Ring {
    order: VecDeque<String>,
    decisions: HashMap<String, (AccountId, Vec<Decided>)>,
    /// How many decisions there are.
    held: usize,
}

impl Explanations {
    pub(crate) fn remember(
        &self,
        request_id: &str,
        account: AccountId,
        mut decisions: Vec<Decided>,
    ) {
        if decisions.is_empty() {
            return;
        }
        if decisions.len() > OF_ONE_REQUEST {
            decisions.sort_by_key(|decided| decided.decision.is_allowed());
            decisions.truncate(OF_ONE_REQUEST);
        }
        let mut ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while ring.held + decisions.len() > REMEMBERED
            && let Some(oldest) = ring.order.pop_front()
        {
            let gone = ring.decisions.remove(&oldest).map_or(0, |(_, gone)| gone.len());
            ring.held = ring.held.saturating_sub(gone);
        }
        ring.held += decisions.len();
        ring.order.push_back(request_id.to_owned());
        ring.decisions.insert(request_id.to_owned(), (account, decisions));
    }

    /// A request's decisions with the whole path of each, if it is remembered and was `account`'s:
    /// `principal`, `action`, `resource`, `context`, `decision`, `message`, `layers`, `remedies`.
    pub fn of(&self, request_id: &str, account: AccountId) -> Option<Vec<Json>> {
        let decisions = {
            let ring = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let (owner, decisions) = ring.decisions.get(request_id)?;
            if *owner != account {
                return None;
            }
            decisions.clone()
        };
        Some(decisions.iter().map(Decided::told).collect())
    }
}
