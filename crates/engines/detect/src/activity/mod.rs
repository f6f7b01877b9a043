//! Detectors of calls: what a single one does, what is not usual of who makes it, and what several make
//! together.

mod known;
mod login;
mod operations;
mod policy;
#[cfg(test)]
mod tests;
mod unusual;

use crate::finding::{Evidence, Finding, Kind, Resource, Role, Subject};
use crate::flow::Surroundings;
use crate::record::{Activity, Address, Label, Origin};
use crate::state::{Damaged, Stored, Table, seal, stored, unseal};
use known::{ALWAYS, Known, Novelty, Usual, hash, number};
use login::{Failures, Logins};
use unusual::Bursts;

/// All detectors of calls, and their state.
#[derive(Debug, Clone)]
pub struct ActivityDetectors {
    accounts: Table<Label, Account>,
    principals: Table<u64, Principal>,
    instances: Table<u32, Known<4>>,
    failures: Table<u32, Failures>,
    told: Table<u32, i64>,
    records: u64,
}

/// What is known of an account.
#[derive(Debug, Clone, Copy, Default)]
struct Account {
    passwords: Option<policy::Strength>,
    trail_buckets: Known<8>,
    /// Addresses that others than instances call from.
    people: Known<64>,
}

/// What is known of a principal.
#[derive(Debug, Clone, Copy, Default)]
struct Principal {
    usual: Usual,
    bursts: Bursts,
    logins: Logins,
    sequence: Option<i64>,
}

stored! {
    ActivityDetectors { accounts, principals, instances, failures, told, records }
    Account { passwords, trail_buckets, people }
    Principal { usual, bursts, logins, sequence }
}

/// A finding of the same type about the same is not told again within this time.
const QUIET: i64 = 3_600;
/// The kind of these detectors' stored state.
const STATE: u8 = 3;

/// A call, what is known of who makes it, and where findings go.
struct Seen<'s, 'c> {
    call: &'s Activity<'c>,
    around: &'s Surroundings,
    account: &'s mut Account,
    principal: &'s mut Principal,
    instances: &'s mut Table<u32, Known<4>>,
    failures: &'s mut Table<u32, Failures>,
    told: &'s mut Table<u32, i64>,
    novelty: Novelty,
    is_learning: bool,
    found: &'s mut Vec<Finding>,
}

impl ActivityDetectors {
    /// Detectors that know nothing yet, with room for so many principals.
    pub fn new(principals: usize) -> Self {
        Self {
            accounts: Table::new(principals / 8),
            principals: Table::new(principals),
            instances: Table::new(principals),
            failures: Table::new(principals),
            told: Table::new(principals),
            records: 0,
        }
    }

    /// Takes a call, and appends what it completes.
    pub fn observe(
        &mut self,
        call: &Activity<'_>,
        around: &Surroundings,
        found: &mut Vec<Finding>,
    ) {
        self.take(call, around, false, found);
    }

    /// Takes a call of the past as usual: nothing is told of it, and what it does is not new later.
    pub fn learn(&mut self, call: &Activity<'_>, around: &Surroundings) {
        self.take(call, around, true, &mut Vec::new());
    }

    fn take(
        &mut self,
        call: &Activity<'_>,
        around: &Surroundings,
        is_learning: bool,
        found: &mut Vec<Finding>,
    ) {
        self.records += 1;
        if let Origin::Address(address) = call.origin
            && around.lists.purposes(address).is_trusted()
        {
            return;
        }
        let key = hash((call.account, call.identity.lasting()));
        let Some(account) = self.accounts.entry(&call.account, Account::default) else { return };
        let Some(principal) = self.principals.entry(&key, Principal::default) else { return };
        let since = if is_learning { ALWAYS } else { call.time };
        let novelty = principal.usual.note(call, since);
        let Self { instances, failures, told, .. } = self;
        let mut seen = Seen {
            call,
            around,
            account,
            principal,
            instances,
            failures,
            told,
            novelty,
            is_learning,
            found,
        };
        policy::look(&mut seen);
        login::look(&mut seen);
        unusual::origin(&mut seen);
        unusual::instance(&mut seen);
        unusual::look(&mut seen);
    }

    /// How many records were taken.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How much was forgotten for want of room.
    pub fn forgotten(&self) -> u64 {
        self.principals.forgotten() + self.accounts.forgotten()
    }

    /// All that is known, to go on from later.
    pub fn checkpoint(&self) -> Vec<u8> {
        seal(STATE, |bytes| self.write(bytes))
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    ///
    /// Where the bytes are not what [`Self::checkpoint`] answered, in this version.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        unseal(STATE, bytes, Self::read)
    }
}

impl Seen<'_, '_> {
    /// Tells of this call: about the principal, where nothing else is said.
    fn tell(&mut self, kind: Kind, subject: Option<Subject>) {
        self.tell_of(kind, subject, Vec::new());
    }

    fn tell_of(&mut self, kind: Kind, subject: Option<Subject>, facts: Vec<(&'static str, u64)>) {
        if self.is_learning {
            return;
        }
        let call = self.call;
        let lasting = || Subject::Principal(call.identity.lasting().to_owned());
        let address = match call.origin {
            Origin::Address(address) => address,
            _ => Address::default(),
        };
        let account = call.account;
        let finding = Finding {
            kind,
            severity: kind.about().severity(Role::Target),
            role: Role::Target,
            resource: Resource { account, address, ..Resource::default() },
            subject: subject.unwrap_or_else(lasting),
            evidence: Evidence {
                first: call.time,
                last: call.time,
                facts,
                names: vec![call.action()],
                events: vec![call.id.clone().into_owned()],
                ..Evidence::default()
            },
        };
        let key = number((kind, account, &finding.subject, number(&finding.evidence.names)));
        let Some(told) = self.told.entry(&key, || i64::MIN) else { return };
        if call.time.saturating_sub(*told) >= QUIET {
            *told = call.time;
            self.found.push(finding);
        }
    }
}
