//! Answers that say who answers instead. (RFC 1034 section 4.3.2; RFC 9471.)

use crate::message::{Section, Writer};
use crate::name::is_below;
use crate::set::{Content, Set};
use crate::value::Kind;
use crate::zone::Zone;

/// Says who answers at a cut and below it, and where these servers are as far as the zone knows it:
/// those at the cut or below it are found by nobody else, so that their addresses must be there.
pub(crate) fn refer(writer: &mut Writer<'_>, zone: &Zone, cut: &[u8], set: &Set) {
    let Content::Records(servers) = &set.content else { return };
    for server in servers {
        writer.record(Section::Authority, Some(cut), (set.kind.0, set.ttl), server);
    }
    let (own, others): (Vec<&[u8]>, Vec<&[u8]>) =
        servers.iter().map(Vec::as_slice).partition(|server| is_below(server, cut));
    for server in own {
        glue(writer, zone, server);
    }
    writer.may_end();
    for server in others {
        glue(writer, zone, server);
    }
}

/// Adds the addresses that a zone has for a server. What it has there may not be its own to say, and
/// is no choice: all of it is told.
fn glue(writer: &mut Writer<'_>, zone: &Zone, server: &[u8]) {
    let addresses = zone.at(server).iter().filter(|set| matches!(set.kind, Kind::A | Kind::AAAA));
    for set in addresses {
        let Content::Records(records) = &set.content else { continue };
        for data in records {
            writer.record(Section::Additional, Some(server), (set.kind.0, set.ttl), data);
        }
    }
}
