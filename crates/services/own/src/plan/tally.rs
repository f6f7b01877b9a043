//! Past requests counted by what would become of them.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bartizan_policy::Decision;
use bartizan_service::Directory;
use bartizan_service::replay::{Deciding, Past, Recorded, Rehearsal, Then};
use bartizan_service::store::ActivityRow;
use bartizan_types::{AccountId, Principal, Timestamp};

use crate::shapes::{DecidingStatement, PlanChange, ReplayTotals};

/// How many changes one page has: an event may add some hundred more.
const CHANGES_MAX: usize = 1000;

/// The count of a page.
pub(super) struct Tally<'r> {
    rehearsal: &'r Rehearsal,
    directory: &'r Directory,
    insiders: Option<BTreeMap<AccountId, Timestamp>>,
    changes: BTreeMap<What, PlanChange>,
    totals: ReplayTotals,
}

/// What is counted together.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct What {
    is_denied: bool,
    account: String,
    principal: String,
    action: String,
    resource: String,
    decided_by: String,
}

/// What would become of a past access.
enum Fate {
    Denied(Decision),
    Allowed(Decision),
    /// Allowed then, and denied now with the change and without.
    DeniedAlready,
    Same,
}

impl<'r> Tally<'r> {
    pub(super) fn new(
        rehearsal: &'r Rehearsal,
        directory: &'r Directory,
        insiders: Option<BTreeMap<AccountId, Timestamp>>,
    ) -> Self {
        let totals = ReplayTotals {
            requests: 0,
            accesses: 0,
            not_replayable: 0,
            denied_requests: 0,
            allowed_requests: 0,
            denied_already: 0,
        };
        Self { rehearsal, directory, insiders, changes: BTreeMap::new(), totals }
    }

    /// Counts an event; stops where the page is full.
    pub(super) fn take(&mut self, row: &ActivityRow) -> ControlFlow<()> {
        let recorded = Recorded::of(row);
        let is_copy = is_copy(row, &recorded);
        if is_copy && !self.is_of_outsider(row, &recorded) {
            return ControlFlow::Continue(());
        }
        if self.rehearsal.may_be_about(&recorded) {
            self.totals.not_replayable += i64::try_from(recorded.omitted).unwrap_or(i64::MAX);
        }
        let about: Vec<&Past> =
            recorded.decisions.iter().filter(|past| self.rehearsal.is_about(past)).collect();
        self.totals.requests += i64::from(!about.is_empty());
        let (mut is_denied, mut is_allowed) = (false, false);
        for past in about {
            self.totals.accesses += 1;
            match self.fate(past) {
                Fate::Denied(decision) => {
                    is_denied = true;
                    self.count(row, past, is_copy, (true, decision));
                }
                Fate::Allowed(decision) => {
                    is_allowed = true;
                    self.count(row, past, is_copy, (false, decision));
                }
                Fate::DeniedAlready => self.totals.denied_already += 1,
                Fate::Same => {}
            }
        }
        self.totals.denied_requests += i64::from(is_denied);
        self.totals.allowed_requests += i64::from(is_allowed);
        if self.changes.len() < CHANGES_MAX {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    }

    /// The changes, in an order of their own, and the totals.
    pub(super) fn finish(self) -> (Vec<PlanChange>, ReplayTotals) {
        (self.changes.into_values().collect(), self.totals)
    }

    /// Whether a copy tells of somebody whose own events are not read, or were not yet of that time.
    fn is_of_outsider(&self, row: &ActivityRow, recorded: &Recorded) -> bool {
        match (&self.insiders, recorded.account) {
            (Some(insiders), Some(account)) => {
                insiders.get(&account).is_none_or(|since| row.time_ms < since.millis())
            }
            _ => false,
        }
    }

    fn fate(&self, past: &Past) -> Fate {
        let Some(rehearsed) = self.rehearsal.rehearse(past) else { return Fate::Same };
        let (present, planned) = (rehearsed.present, rehearsed.planned);
        match (past.then, present.is_allowed(), planned.is_allowed()) {
            (Then::Allowed(_), true, false) => Fate::Denied(planned),
            (Then::Allowed(_), false, false) => Fate::DeniedAlready,
            (_, false, true) => Fate::Allowed(present),
            _ => Fate::Same,
        }
    }

    fn count(&mut self, row: &ActivityRow, past: &Past, is_copy: bool, fate: (bool, Decision)) {
        let (is_denied, decision) = fate;
        // What would be denied, the planned policies deny; what would be allowed, the present do.
        let deciding = self.rehearsal.deciding(past, decision, is_denied);
        let decided_by = self.shown(past, &deciding);
        let account = past.principal.account().or(past.resource_account);
        let what = What {
            is_denied,
            account: account.map_or_else(|| row.account.clone(), |account| account.to_string()),
            principal: named(&past.principal, is_copy),
            action: past.action.clone(),
            resource: past.resource.clone(),
            decided_by: format!("{deciding:?}"),
        };
        let time = Timestamp::from_millis(row.time_ms);
        let change = self.changes.entry(what).or_insert_with_key(|what| PlanChange {
            effect: if is_denied { "DENIED" } else { "ALLOWED" }.to_owned(),
            account_id: what.account.clone(),
            principal: what.principal.clone(),
            action: what.action.clone(),
            resource: what.resource.clone(),
            count: 0,
            first_time: time,
            last_time: time,
            example_event_id: String::new(),
            decided_by,
        });
        change.count += 1;
        change.first_time = change.first_time.min(time);
        if time >= change.last_time || change.example_event_id.is_empty() {
            change.last_time = change.last_time.max(time);
            change.example_event_id.clone_from(&row.event_id);
        }
    }

    fn shown(&self, past: &Past, deciding: &Deciding) -> DecidingStatement {
        let number = |number: u32| Some(i64::from(number));
        let statement = deciding.statement.as_ref();
        DecidingStatement {
            layer: deciding.layer.map(|layer| format!("{layer:?}")),
            node_id: deciding.level.and_then(|level| self.node(past, deciding, level)),
            policy: statement.map(|one| one.policy.clone()),
            sid: statement.and_then(|one| one.sid.clone()),
            line: statement.and_then(|one| number(one.line)),
            column: statement.and_then(|one| number(one.column)),
        }
    }

    /// The node on this level of the path to the account that a layer binds.
    fn node(&self, past: &Past, deciding: &Deciding, level: u32) -> Option<String> {
        let account = match deciding.layer {
            Some(bartizan_policy::Layer::ResourceControl) => past.owner(),
            _ => past.principal.account(),
        }?;
        let path = self.directory.account(account)?.organization_path.clone()?;
        let mut above = path.split('/').filter(|id| !id.is_empty()).skip(1);
        let node = above.nth(usize::try_from(level).ok()?).map(str::to_owned);
        Some(node.unwrap_or_else(|| account.to_string()))
    }
}

/// Whether an event is the copy for the account whose resource it is about.
fn is_copy(row: &ActivityRow, recorded: &Recorded) -> bool {
    recorded.account.is_some_and(|account| account.to_string() != row.account)
}

/// A principal by name: a role for its sessions; one that a copy tells of by its id, as there.
fn named(principal: &Principal, is_copy: bool) -> String {
    let arn = principal.principal_arn().filter(|_| !is_copy).map(|arn| arn.to_string());
    let service = match principal {
        Principal::Service { name } => Some(name.clone()),
        _ => None,
    };
    arn.or(service).or_else(|| principal.user_id()).unwrap_or_default()
}
