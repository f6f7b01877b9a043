//! Hosts of lists that ours talks to.

use super::host::{Host, Pair};
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Subject};
use crate::lists::{Purpose, Purposes};
use crate::state::{Distinct, Entered};

/// How many relays that connect to a host make it one of them, where it connects to relays too.
const RELAYS: u32 = 3;
const RELAYS_SECONDS: i64 = 3_600;

/// Looks what the lists say of the other host.
pub(super) fn hosts(
    sight: &Sight<'_>,
    lists: Purposes,
    host: &mut Host,
    pair: &mut Pair,
    found: &mut Vec<Finding>,
) {
    if lists.has(Purpose::Tor) && sight.is_tcp() && sight.flow.accepted {
        relays(sight, host, found);
    }
    let kind = if lists.has(Purpose::CommandAndControl) && sight.opened {
        Kind::CommandAndControl
    } else if lists.has(Purpose::Mining) && sight.opened {
        Kind::Mining
    } else if lists.has(Purpose::Tor) && sight.opened && sight.is_tcp() && sight.flow.accepted {
        Kind::TorClient
    } else if lists.has(Purpose::Threat) && sight.opened {
        Kind::MaliciousAddress
    } else {
        return;
    };
    if pair.listed.now(sight.flow.start) {
        let facts = vec![
            ("port", u64::from(sight.service)),
            ("packets", sight.flow.packets),
            ("blocked", u64::from(!sight.flow.accepted)),
        ];
        let subject = Subject::Host(sight.remote);
        found.push(sight.finding(kind, Role::Actor, subject, sight.flow.start, facts));
    }
}

/// Tells a relay, to which other relays connect, from a client.
fn relays(sight: &Sight<'_>, host: &mut Host, found: &mut Vec<Finding>) {
    if sight.opened {
        host.uses_tor = true;
        return;
    }
    let relays = &mut host.relays;
    match relays.window.enter(sight.flow.start, RELAYS_SECONDS) {
        Entered::Stray => return,
        Entered::New => relays.hosts = Distinct::default(),
        Entered::Same => {}
    }
    relays.hosts.add(sight.remote);
    let many = relays.hosts.count();
    if many >= RELAYS && host.uses_tor && relays.told.now(sight.flow.start) {
        let facts = vec![("relays", u64::from(many))];
        let (subject, first) = (Subject::Port(sight.service), relays.window.start());
        found.push(sight.finding(Kind::TorRelay, Role::Actor, subject, first, facts));
    }
}
