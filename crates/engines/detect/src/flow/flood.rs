//! Denial of service that a host of ours takes part in.

use super::host::Pair;
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Subject};
use crate::record::protocols;
use crate::state::{Distinct, Entered, Told, Window, stored};

/// What a host of ours sends to another one in a minute, and what comes back.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Flood {
    window: Window,
    protocol: u8,
    port: u16,
    sent: u64,
    sent_bytes: u64,
    got: u64,
    got_bytes: u64,
    last: i64,
    clients: Distinct<2>,
    /// Whether it waits to be judged.
    waits: bool,
    told: Told,
}

stored! {
    Flood { window, protocol, port, sent, sent_bytes, got, got_bytes, last, clients, waits, told }
}

const SECONDS: i64 = 60;
/// From how many packets on TCP is looked at: a SYN flood of a minute has thousands.
const TCP_PACKETS: u64 = 2_000;
/// Packets a second, in the mean, of TCP.
const TCP_RATE: u64 = 100;
/// Packets of TCP in a flood are small: they carry nothing, or a few bytes.
const TCP_BYTES_MAX: u64 = 100;
/// From how many packets on other protocols are looked at: sound and pictures are answered, or are slower.
const OTHER_PACKETS: u64 = 5_000;
const OTHER_RATE: u64 = 200;
/// Of how many packets one at most is answered in a flood; receivers of TCP acknowledge each second
/// packet, and those of UDP's protocols report now and then.
const ANSWERED: u64 = 20;
/// How many client ports tell a flood whose packets are refused one by one from a connection of small
/// messages.
const CLIENTS: u32 = 50;
/// Ports that services of TCP have, and none of UDP.
const TCP_PORTS: [u16; 14] = [20, 21, 22, 23, 25, 80, 110, 143, 445, 587, 993, 995, 3_306, 3_389];
/// Protocols that instances use: ICMP, IP in IP, TCP, UDP, IPv6, GRE, ESP, AH, ICMP of IPv6, SCTP.
const USUAL: [u8; 10] = [1, 4, 6, 17, 41, 47, 50, 51, 58, 132];

/// Counts what goes and comes; whether the pair is now to be judged, once its answers are there.
pub(super) fn count(sight: &Sight<'_>, pair: &mut Pair) -> bool {
    let (flow, flood) = (sight.flow, &mut pair.flood);
    if !sight.remote.is_public() {
        return false;
    }
    match flood.window.enter(flow.start, SECONDS) {
        Entered::Stray => return false,
        Entered::New => {
            let Flood { window, waits, told, .. } = *flood;
            let (protocol, port) = (flow.protocol, sight.service);
            *flood = Flood { window, protocol, port, waits, told, ..Flood::default() };
        }
        Entered::Same => {}
    }
    // A pair that talks by several protocols is judged by the one that sends most of its packets.
    if flow.protocol != flood.protocol {
        if !sight.sent || flow.packets <= flood.sent {
            return false;
        }
        (flood.protocol, flood.port) = (flow.protocol, sight.service);
        (flood.sent, flood.sent_bytes, flood.got, flood.got_bytes) = (0, 0, 0, 0);
    }
    flood.last = flood.last.max(flow.end);
    if sight.sent {
        flood.sent = flood.sent.saturating_add(flow.packets);
        flood.sent_bytes = flood.sent_bytes.saturating_add(flow.bytes);
        flood.clients.add(flow.source_port);
        flood.port = flow.destination_port;
    } else {
        flood.got = flood.got.saturating_add(flow.packets);
        flood.got_bytes = flood.got_bytes.saturating_add(flow.bytes);
    }
    !flood.waits && flood.is_large() && {
        flood.waits = true;
        true
    }
}

/// Judges a pair of which enough was sent, with the last flow that was seen when it became enough.
pub(super) fn judge(sight: &Sight<'_>, pair: &mut Pair, found: &mut Vec<Finding>) {
    let flood = &mut pair.flood;
    flood.waits = false;
    if !flood.is_large() || !flood.is_unanswered() || !flood.told.now(flood.last) {
        return;
    }
    let facts = vec![
        ("packets", flood.sent),
        ("bytes", flood.sent_bytes),
        ("packetsAnswered", flood.got),
        ("seconds", flood.seconds()),
        ("port", u64::from(flood.port)),
        ("protocol", u64::from(flood.protocol)),
    ];
    let (subject, first) = (Subject::Host(sight.remote), flood.window.start());
    found.push(sight.finding(flood.kind(), Role::Actor, subject, first, facts));
}

impl Flood {
    fn seconds(&self) -> u64 {
        u64::try_from(self.last.saturating_sub(self.window.start())).unwrap_or(0).max(1)
    }

    fn is_large(&self) -> bool {
        let (packets, rate) = if self.protocol == protocols::TCP {
            (TCP_PACKETS, TCP_RATE)
        } else {
            (OTHER_PACKETS, OTHER_RATE)
        };
        self.sent >= packets && self.sent / self.seconds() >= rate
    }

    fn is_unanswered(&self) -> bool {
        let is_silent = self.got < self.sent / ANSWERED;
        if self.protocol != protocols::TCP {
            return is_silent;
        }
        let is_small = |bytes: u64, packets: u64| bytes <= packets.saturating_mul(TCP_BYTES_MAX);
        let refused = is_small(self.got_bytes, self.got) && self.clients.count() >= CLIENTS;
        is_small(self.sent_bytes, self.sent) && (is_silent || refused)
    }

    fn kind(&self) -> Kind {
        match (self.protocol, self.port) {
            (protocols::UDP, 53) => Kind::DenialOfServiceDns,
            (protocols::UDP, port) if TCP_PORTS.contains(&port) => {
                Kind::DenialOfServiceUdpOnTcpPorts
            }
            (protocols::UDP, _) => Kind::DenialOfServiceUdp,
            (protocol, _) if !USUAL.contains(&protocol) => Kind::DenialOfServiceUnusualProtocol,
            (protocols::TCP, _) => Kind::DenialOfServiceTcp,
            // Floods of ICMP and of tunnels have no type of their own; they are told as UDP's are.
            _ => Kind::DenialOfServiceUdp,
        }
    }
}
