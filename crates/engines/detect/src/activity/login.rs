//! Logins to the console.

use super::Seen;
use super::known::{Known, network, number};
use crate::finding::{Kind, Subject};
use crate::read::leaves;
use crate::record::{Caller, Event, Origin};
use crate::state::{Distinct, Entered, Window, stored};

/// Logins that failed, of one user or from one address.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Failures {
    window: Window,
    count: u32,
    users: Distinct<1>,
    told: bool,
}

/// Logins of a user.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Logins {
    window: Window,
    networks: Known<4>,
}

stored! {
    Failures { window, count, users, told }
    Logins { window, networks }
}

const FAILURES_SECONDS: i64 = 600;
/// How many failed logins no person has who forgot a password.
const FAILURES: u32 = 8;
/// How many users' passwords nobody tries who forgot one.
const USERS: u32 = 4;
const LOGINS_SECONDS: i64 = 3_600;
const NETWORKS: usize = 3;

/// Looks at a login.
pub(super) fn look(seen: &mut Seen<'_, '_>) {
    let call = seen.call;
    if call.event != Event::SignIn || call.operation != "ConsoleLogin" {
        return;
    }
    let (mut success, mut mfa) = (false, false);
    leaves(call.response, &mut |key, leaf| success |= key == "ConsoleLogin" && leaf.is("Success"));
    leaves(call.additional, &mut |key, leaf| mfa |= key == "MFAUsed" && leaf.is("Yes"));
    if !success {
        return failed(seen);
    }
    // Of others the directory that knows them asks for a code.
    if call.identity.caller != Caller::User && call.identity.caller != Caller::Root {
        return;
    }
    if !mfa {
        seen.tell(Kind::LoginWithoutMfa, None);
        if seen.novelty.is_strange() {
            seen.tell(Kind::InitialAccessCalls, None);
        }
    }
    let Some(network) = network(&call.origin) else { return };
    let logins = &mut seen.principal.logins;
    if logins.window.enter(call.time, LOGINS_SECONDS) == Entered::New {
        logins.networks = Known::default();
    }
    logins.networks.note(network, call.time);
    if logins.networks.count() >= NETWORKS {
        let facts = vec![("networks", logins.networks.count() as u64)];
        seen.tell_of(Kind::LoginFromMany, None, facts);
    }
}

/// Counts a failed login for its user and for its address.
fn failed(seen: &mut Seen<'_, '_>) {
    let call = seen.call;
    let user = number(("user", &*call.identity.name, call.account));
    let address = match &call.origin {
        Origin::Address(address) => number(("address", address.0, call.account)),
        _ => return,
    };
    let (mut hit, mut is_told) = (None, false);
    for (key, by_address) in [(user, false), (address, true)] {
        if !by_address && call.identity.name.is_empty() {
            continue;
        }
        let Some(failures) = seen.failures.entry(&key, Failures::default) else { continue };
        match failures.window.enter(call.time, FAILURES_SECONDS) {
            Entered::Stray => continue,
            Entered::New => *failures = Failures { window: failures.window, ..Failures::default() },
            Entered::Same => {}
        }
        failures.count += 1;
        failures.users.add(&*call.identity.name);
        let users = failures.users.count();
        is_told |= failures.told;
        if failures.count >= FAILURES || users >= USERS {
            failures.told = true;
            hit = Some((by_address, failures.count, users));
        }
    }
    let Some((by_address, failures, users)) = hit.filter(|_| !is_told) else { return };
    let facts = vec![("failures", u64::from(failures)), ("users", u64::from(users))];
    let subject = match (by_address, &call.origin) {
        (true, Origin::Address(address)) => Subject::Host(*address),
        _ => Subject::Principal(call.identity.name.clone().into_owned()),
    };
    seen.tell_of(Kind::LoginBruteForce, Some(subject), facts);
}
