//! Passwords that are tried one after the other.

use super::host::{Logins, Pair};
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Subject};
use crate::state::{Distinct, Entered};

const SECONDS: i64 = 600;
/// How many connections in that time are no person's, and no program's that knows its key.
const CONNECTIONS: u32 = 20;
/// What a client sends at most to try passwords, by which it is told from work: with the keys agreed on,
/// a few tries take 2 to 4 KB.
const TRY_BYTES_MAX: u64 = 8_000;
/// What it sends at least: a connection that is only opened tries nothing.
const TRY_BYTES_MIN: u64 = 400;

/// Counts connections in which one could only log in. Port 22 alone is SSH's, and 3389 RDP's, as
/// GuardDuty watches them.
pub(super) fn logins(sight: &Sight<'_>, pair: &mut Pair, found: &mut Vec<Finding>) {
    let kind = match sight.service {
        22 => Kind::SshBruteForce,
        3_389 => Kind::RdpBruteForce,
        _ => return,
    };
    let by_client = sight.sent == sight.opened;
    let is_try = (TRY_BYTES_MIN..=TRY_BYTES_MAX).contains(&sight.flow.bytes);
    if !by_client || !is_try || !sight.is_tcp() || !sight.flow.accepted {
        return;
    }
    let logins = &mut pair.logins;
    if logins.port != sight.service {
        *logins = Logins { port: sight.service, ..Logins::default() };
    }
    match logins.window.enter(sight.flow.start, SECONDS) {
        Entered::Stray => return,
        Entered::New => logins.clients = Distinct::default(),
        Entered::Same => {}
    }
    logins.clients.add(sight.client);
    let connections = logins.clients.count();
    if connections >= CONNECTIONS && logins.told.now(sight.flow.start) {
        let role = if sight.opened { Role::Actor } else { Role::Target };
        let facts = vec![("connections", u64::from(connections))];
        let (subject, first) = (Subject::Host(sight.remote), logins.window.start());
        found.push(sight.finding(kind, role, subject, first, facts));
    }
}
