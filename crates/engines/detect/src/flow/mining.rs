//! Miners of cryptocurrencies, by how they behave.

use super::host::{Channel, Host};
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Subject};
use crate::state::{Entered, Told, stored};

/// How a connection goes on.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Connection {
    client: u16,
    first: i64,
    last: i64,
    /// The number of the last minute in which something was sent, and in which something came.
    sent_minute: i64,
    got_minute: i64,
    /// How many minutes that were.
    sent_minutes: u16,
    got_minutes: u16,
    packets: u32,
    bytes: u64,
    told: Told,
}

stored! {
    Connection {
        client, first, last, sent_minute, got_minute, sent_minutes, got_minutes, packets, bytes, told,
    }
}

/// Ports that pools publish for their stratum protocol.
fn is_of_pools(port: u16) -> bool {
    matches!(
        port,
        3_032 | 3_333
            ..=3_394
                | 4_444
                | 5_555
                | 5_556
                | 6_633
                | 6_688
                | 7_777
                | 8_005
                | 8_008
                | 8_888
                | 9_999
                | 10_128
                | 10_343
                | 14_433
                | 14_444
                | 15_555
                | 19_999
                | 20_535
                | 20_536
                | 45_560
                | 45_700
    )
}

/// Ports by which nodes of cryptocurrencies find and talk to each other: Bitcoin, its test network,
/// Litecoin, Dogecoin, Zcash, Monero and its restricted calls, Ethereum.
const NODES: [u16; 9] = [8_333, 18_333, 9_333, 22_556, 8_233, 18_080, 18_081, 30_301, 30_303];
/// How many of them a host talks to that takes part.
const PEERS: u32 = 3;
const PEERS_SECONDS: i64 = 3_600;
/// For how long a pool's connection is watched before it is told, and where the port says nothing.
const POOL_SECONDS: i64 = 240;
const ANY_SECONDS: i64 = 900;
/// In how many of its minutes both sides must have said something.
const POOL_MINUTES: u16 = 4;
const ANY_MINUTES: u16 = 10;
/// A connection that was silent for longer is another one.
const SILENCE_SECONDS: i64 = 600;
/// How much a minute of it takes at most: jobs and shares are few and short.
const MINUTE_PACKETS_MAX: u64 = 120;
const MINUTE_BYTES_MAX: u64 = 60_000;
/// Ports of protocols whose connections stay open and carry little: desktops and their viewers, calls and
/// messages, games, databases, queues, relays and VPNs.
const QUIET: [u16; 39] = [
    1_119, 1_194, 1_433, 1_494, 1_521, 1_723, 1_883, 1_935, 2_049, 2_598, 3_128, 3_306, 3_389,
    3_724, 4_070, 4_244, 4_500, 5_060, 5_061, 5_222, 5_223, 5_228, 5_242, 5_269, 5_432, 5_671,
    5_672, 5_900, 5_938, 6_379, 6_667, 6_697, 7_070, 8_080, 8_443, 8_883, 9_001, 9_092, 27_017,
];

/// Follows the connections of a service as miners' to their pools: long, with few and short messages in
/// both directions all along.
pub(super) fn pools(sight: &Sight<'_>, channel: &mut Channel, found: &mut Vec<Finding>) {
    if !sight.opened || !sight.is_tcp() || !sight.remote.is_public() || sight.service < 1_024 {
        return;
    }
    let (flow, long) = (sight.flow, &mut channel.long);
    let silent = flow.start.saturating_sub(long.last) > SILENCE_SECONDS
        || long.first.saturating_sub(flow.start) > SILENCE_SECONDS;
    if long.client != sight.client || silent {
        let told = long.told;
        *long =
            Connection { client: sight.client, first: flow.start, last: flow.end, told, ..*long };
        (long.sent_minute, long.got_minute) = (i64::MIN, i64::MIN);
        (long.sent_minutes, long.got_minutes, long.packets, long.bytes) = (0, 0, 0, 0);
    }
    long.note(sight);
    if long.is_of_miner(sight.service) && long.told.now(flow.end) {
        let facts = vec![
            ("seconds", u64::try_from(long.last.saturating_sub(long.first)).unwrap_or(0)),
            ("packets", u64::from(long.packets)),
            ("bytes", long.bytes),
        ];
        let (subject, first) = (Subject::Service(sight.remote, sight.service), long.first);
        found.push(sight.finding(Kind::Mining, Role::Actor, subject, first, facts));
    }
}

impl Connection {
    fn note(&mut self, sight: &Sight<'_>) {
        let flow = sight.flow;
        (self.first, self.last) = (self.first.min(flow.start), self.last.max(flow.end));
        self.packets = self.packets.saturating_add(u32::try_from(flow.packets).unwrap_or(u32::MAX));
        self.bytes = self.bytes.saturating_add(flow.bytes);
        let (minute, minutes) = if sight.sent {
            (&mut self.sent_minute, &mut self.sent_minutes)
        } else {
            (&mut self.got_minute, &mut self.got_minutes)
        };
        // A record of a longer interval stands for all its minutes, where it has packets for them.
        let of = |time: i64| time.div_euclid(60);
        let new = of(flow.end).saturating_sub((*minute).max(of(flow.start) - 1)).max(0);
        let carried = u64::try_from(new).unwrap_or(0).min(flow.packets);
        *minutes = minutes.saturating_add(u16::try_from(carried).unwrap_or(u16::MAX));
        *minute = (*minute).max(of(flow.end));
    }

    fn is_of_miner(&self, port: u16) -> bool {
        let (seconds, minutes) = if is_of_pools(port) {
            (POOL_SECONDS, POOL_MINUTES)
        } else {
            (ANY_SECONDS, ANY_MINUTES)
        };
        let lasted = self.last.saturating_sub(self.first);
        let length = u64::try_from(lasted / 60 + 1).unwrap_or(1);
        lasted >= seconds
            && !QUIET.contains(&port)
            && self.sent_minutes.min(self.got_minutes) >= minutes
            && u64::from(self.packets) <= length.saturating_mul(MINUTE_PACKETS_MAX)
            && self.bytes <= length.saturating_mul(MINUTE_BYTES_MAX)
    }
}

/// Counts the nodes of cryptocurrencies that a host exchanges something with.
pub(super) fn nodes(sight: &Sight<'_>, host: &mut Host, found: &mut Vec<Finding>) {
    let says_something = sight.flow.bytes > sight.flow.packets.saturating_mul(64);
    if !NODES.contains(&sight.service)
        || !says_something
        || !sight.flow.accepted
        || !sight.remote.is_public()
    {
        return;
    }
    let peers = &mut host.coins;
    match peers.window.enter(sight.flow.start, PEERS_SECONDS) {
        Entered::Stray => return,
        Entered::New => (peers.records, peers.hosts) = Default::default(),
        Entered::Same => {}
    }
    peers.records = peers.records.saturating_add(1);
    peers.hosts.add(sight.remote);
    let hosts = peers.hosts.count();
    if hosts >= PEERS && peers.told.now(sight.flow.start) {
        let facts = vec![("addresses", u64::from(hosts)), ("records", u64::from(peers.records))];
        let (subject, first) = (Subject::Port(sight.service), peers.window.start());
        found.push(sight.finding(Kind::Mining, Role::Actor, subject, first, facts));
    }
}
