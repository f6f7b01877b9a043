//! Calls that are not usual of who makes them, and what several of them make together.

use super::Seen;
use super::known::{Known, number};
use super::operations::{Tactic, tactic};
use crate::finding::Kind;
use crate::lists::Purpose;
use crate::record::Origin;
use crate::state::{Distinct, Entered, Window, stored};

/// Calls of one tactic by one principal.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Burst {
    window: Window,
    calls: u32,
    refused: Distinct<1>,
    is_new: bool,
    /// When it was told last.
    told: Option<i64>,
}

stored! { Burst { window, calls, refused, is_new, told } }

const SECONDS: i64 = 600;
/// So many different calls that are refused are tries of what a principal may.
const REFUSED: u32 = 8;
/// So many times the calls tell a tactic whose operations the principal called before, by its usual program.
const OFTEN: u32 = 5;
/// A repeat within this time says nothing new.
const QUIET: i64 = 3_600;
/// So many tactics within a day are one attack.
const TACTICS: usize = 3;
const DAY: i64 = 86_400;

/// Looks at what a call is for, and whether it is usual.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    let (call, novelty) = (seen.call, seen.novelty);
    if !call.is_own() {
        return;
    }
    let action = call.action();
    let Some(tactic) = tactic(&action, call.reads) else { return };
    if tactic == Tactic::Discovery && is_console(&call.agent) {
        return;
    }
    let Some(burst) = seen.principal.bursts.get_mut(tactic as usize) else { return };
    match burst.window.enter(call.time, SECONDS) {
        Entered::Stray => return,
        Entered::New => {
            *burst = Burst { window: burst.window, told: burst.told, ..Burst::default() }
        }
        Entered::Same => {}
    }
    if call.is_refused() {
        burst.refused.add(&*action);
    }
    let probes = burst.refused.count() >= REFUSED;
    if novelty.is_strange() {
        burst.calls += 1;
        burst.is_new |= novelty.operation;
    }
    let enough = if burst.is_new { tactic.calls() } else { tactic.calls() * OFTEN };
    let unusual = burst.calls >= enough;
    let quiet = burst.told.is_some_and(|told| call.time.saturating_sub(told) < QUIET);
    if !(unusual || probes) || quiet {
        return;
    }
    let mut facts = vec![("calls", u64::from(burst.calls))];
    facts.extend(probes.then(|| ("refusedOperations", u64::from(burst.refused.count()))));
    for (name, is) in [
        ("newProgram", novelty.agent),
        ("newNetwork", novelty.network),
        ("newPrincipal", novelty.principal),
    ] {
        facts.push((name, u64::from(is)));
    }
    if !seen.is_learning {
        burst.told = Some(call.time);
    }
    seen.tell_of(tactic.kind(), None, facts);
    sequence(seen);
}

/// Whether the console called, which reads dozens of things for each of its pages.
fn is_console(agent: &str) -> bool {
    agent == "AWS Internal" || agent.starts_with("Mozilla/") || agent.contains("Console")
}

/// Joins what was told of a principal within a day.
fn sequence(seen: &mut Seen<'_, '_>) {
    let now = seen.call.time;
    let recent = |burst: &&Burst| burst.told.is_some_and(|told| now.saturating_sub(told) < DAY);
    let tactics = seen.principal.bursts.iter().filter(recent).count();
    let told = seen.principal.sequence;
    if tactics < TACTICS || told.is_some_and(|told| now.saturating_sub(told) < DAY) {
        return;
    }
    seen.principal.sequence = Some(now);
    seen.tell_of(Kind::CompromisedCredentials, None, vec![("tactics", tactics as u64)]);
}

/// Looks at where a call comes from, and by which program.
pub(super) fn origin(seen: &mut Seen<'_, '_>) {
    let call = seen.call;
    if !call.is_own() {
        return;
    }
    let agent = call.agent.to_ascii_lowercase();
    if ["kali", "parrot", "pentoo"].iter().any(|name| agent.contains(name)) {
        seen.tell(Kind::PenetrationTest, None);
    }
    let Origin::Address(address) = call.origin else { return };
    let lists = seen.around.lists.purposes(address);
    for (purpose, read, change) in [
        (Purpose::Tor, Kind::ReconByTor, Kind::CallsByTor),
        (Purpose::Threat, Kind::ReconByThreat, Kind::CallsByThreat),
    ] {
        if lists.has(purpose) {
            seen.tell(if call.reads { read } else { change }, None);
        }
    }
}

/// Looks at the credentials that an instance has of its role: a session that is named after it.
pub(super) fn instance(seen: &mut Seen<'_, '_>) {
    let call = seen.call;
    let Some(address) = call.public_address().filter(|_| call.is_own()) else { return };
    let place = number(address.0);
    let session = call.identity.session().filter(|name| is_instance(name));
    let Some(session) = session else {
        seen.account.people.note(place, call.time);
        return;
    };
    let key = number((&*call.identity.role, session));
    let is_persons = seen.account.people.has(place);
    let Some(own) = seen.instances.entry(&key, Known::default) else { return };
    let is_first = own.count() == 0;
    let is_own = own.has(place);
    if is_first && !is_persons {
        own.note(place, call.time);
    } else if !is_own {
        let facts = vec![("usedByOthers", u64::from(is_persons))];
        seen.tell_of(Kind::InstanceCredentialsOutside, None, facts);
    }
}

/// Whether a session's name is an instance's id.
fn is_instance(name: &str) -> bool {
    name.strip_prefix("i-").is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// The bursts of one principal, by tactic.
pub(super) type Bursts = [Burst; Tactic::COUNT];
