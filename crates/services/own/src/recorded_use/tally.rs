//! What was done, counted.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bartizan_service::replay::{Ground, Past, Recorded, Rehearsal, Then};
use bartizan_service::store::ActivityRow;
use bartizan_types::Timestamp;

use crate::shapes::{RecordedUse, UseTotals};

/// How many different uses one page has: an event may add some hundred more.
const USES_MAX: usize = 1000;

/// The count of a page.
pub(super) struct Tally<'r> {
    rehearsal: &'r Rehearsal,
    uses: BTreeMap<What, RecordedUse>,
    totals: UseTotals,
}

/// What is counted together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct What {
    action: String,
    resource: String,
    ground: &'static str,
    condition: Option<String>,
}

impl<'r> Tally<'r> {
    pub(super) const fn new(rehearsal: &'r Rehearsal) -> Self {
        let totals = UseTotals { requests: 0, not_replayable: 0 };
        Self { rehearsal, uses: BTreeMap::new(), totals }
    }

    /// Counts an event; stops where the page is full.
    pub(super) fn take(&mut self, row: &ActivityRow) -> ControlFlow<()> {
        let recorded = Recorded::of(row);
        if recorded.account.is_some_and(|account| account.to_string() != row.account) {
            return ControlFlow::Continue(());
        }
        if self.rehearsal.may_be_about(&recorded) {
            self.totals.not_replayable += i64::try_from(recorded.omitted).unwrap_or(i64::MAX);
        }
        let mut is_used = false;
        for past in recorded.decisions.iter().filter(|past| self.rehearsal.is_about(past)) {
            if let Some(what) = self.what(past) {
                is_used = true;
                self.count(row, what);
            }
        }
        self.totals.requests += i64::from(is_used);
        if self.uses.len() < USES_MAX { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }

    /// The uses in an order of their own, and the totals.
    pub(super) fn finish(self) -> (Vec<RecordedUse>, UseTotals) {
        (self.uses.into_values().collect(), self.totals)
    }

    /// What was used; nothing where it was denied, or needed no permission.
    fn what(&self, past: &Past) -> Option<What> {
        let (ground, condition) = match past.then {
            Then::Denied { .. } | Then::Allowed(Ground::Nothing) => return None,
            Then::Allowed(Ground::Resource) => ("RESOURCE", None),
            Then::Allowed(Ground::Identity) => match self.rehearsal.grants(past) {
                Some(granting) => ("IDENTITY", granting.condition),
                None => ("REVOKED", None),
            },
        };
        let (action, resource) = (past.action.clone(), past.resource.clone());
        Some(What { action, resource, ground, condition })
    }

    fn count(&mut self, row: &ActivityRow, what: What) {
        let time = Timestamp::from_millis(row.time_ms);
        let found = self.uses.entry(what).or_insert_with_key(|what| RecordedUse {
            action: what.action.clone(),
            resource: what.resource.clone(),
            ground: what.ground.to_owned(),
            condition: what.condition.clone(),
            count: 0,
            first_time: time,
            last_time: time,
            example_event_id: row.event_id.clone(),
        });
        found.count += 1;
        found.first_time = found.first_time.min(time);
        if time >= found.last_time {
            found.last_time = time;
            found.example_event_id.clone_from(&row.event_id);
        }
    }
}
