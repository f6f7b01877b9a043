//! What passed, as rows of a flow log: of each connection what came since the last row.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::net::IpAddr;

use super::message::{Connection, Count, Way};

/// How many connections are followed; of others it is said once that they were left out.
const CONNECTIONS_MAX: usize = 100_000;
/// How many bytes of rows wait at most for the server.
const WAITING_MAX: usize = 8 << 20;

/// The connections, and the rows that wait.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    known: HashMap<(u32, Way), Known>,
    /// The host's own addresses.
    own: BTreeSet<IpAddr>,
    rows: String,
    /// The number of the look at all connections.
    look: u64,
    /// From when on something was left out.
    left_out: Option<i64>,
}

/// How much of a connection was told.
#[derive(Debug, Clone, Copy)]
struct Known {
    sent: Count,
    got: Count,
    until: i64,
    look: u64,
}

impl Ledger {
    /// Takes notice of the host's addresses.
    pub(super) fn own(&mut self, own: BTreeSet<IpAddr>) {
        self.own = own;
    }

    /// A connection ended.
    pub(super) fn end(&mut self, seen: &Connection, now: i64) {
        let known = self.known.remove(&(seen.id, seen.opened));
        self.tell(seen, known, now);
    }

    /// All connections that there are: what of them was not told is told.
    pub(super) fn look(&mut self, open: &[Connection], now: i64) {
        self.look += 1;
        for seen in open {
            let key = (seen.id, seen.opened);
            let known = self.known.get(&key).copied();
            if known.is_none() && self.known.len() >= CONNECTIONS_MAX {
                self.leave_out(now);
                continue;
            }
            let (Some(sent), Some(got)) = (seen.sent, seen.got) else { continue };
            let until = self.tell(seen, known, now).or(known.map(|known| known.until));
            let until = until.unwrap_or(now);
            self.known.insert(key, Known { sent, got, until, look: self.look });
        }
        let look = self.look;
        self.known.retain(|_, known| known.look == look);
    }

    /// Something was not seen.
    pub(super) fn leave_out(&mut self, now: i64) {
        self.left_out.get_or_insert(now);
    }

    /// The rows that wait: whole lines.
    pub(super) fn take(&mut self, now: i64) -> String {
        if let Some(from) = self.left_out.take() {
            let _ = writeln!(self.rows, "- - - - - - - {from} {now} - - SKIPDATA");
        }
        std::mem::take(&mut self.rows)
    }

    /// Writes what came since a connection was told; until when that is, where there is anything.
    fn tell(&mut self, seen: &Connection, known: Option<Known>, now: i64) -> Option<i64> {
        let (sent, got) = (seen.sent?, seen.got?);
        let seconds = |nanos: u64| i64::try_from(nanos / 1_000_000_000).ok();
        let end = seen.ended.and_then(seconds).unwrap_or(now);
        let first = seen.began.and_then(seconds).unwrap_or(end);
        let begin = known.map_or(first, |known| known.until).min(end);
        let before = known.map(|known| (known.sent, known.got)).unwrap_or_default();
        let way = self.outside(seen);
        if self.own.contains(&way.source) && self.own.contains(&way.destination)
            || way.source.is_loopback()
        {
            return None;
        }
        let back = Way {
            source: way.destination,
            destination: way.source,
            source_port: way.destination_port,
            destination_port: way.source_port,
            ..way
        };
        let mut told = None;
        for (way, count, before) in [(way, sent, before.0), (back, got, before.1)] {
            let packets = count.packets.saturating_sub(before.packets);
            if packets > 0 {
                let bytes = count.bytes.saturating_sub(before.bytes);
                self.row(way, Count { packets, bytes }, begin, end);
                told = Some(end);
            }
        }
        told
    }

    /// From where to where a connection goes outside of the host: what it translates for its containers has
    /// the host's address there.
    fn outside(&self, seen: &Connection) -> Way {
        let (opened, answered) = (seen.opened, seen.answered);
        if !self.own.contains(&opened.source) && self.own.contains(&answered.destination) {
            let (source, source_port) = (answered.destination, answered.destination_port);
            return Way { source, source_port, ..opened };
        }
        opened
    }

    fn row(&mut self, way: Way, count: Count, begin: i64, end: i64) {
        if self.rows.len() >= WAITING_MAX {
            self.leave_out(begin);
            return;
        }
        let direction = if self.own.contains(&way.source) {
            "egress"
        } else if self.own.contains(&way.destination) {
            "ingress"
        } else {
            "-"
        };
        let Way { source, destination, source_port, destination_port, protocol } = way;
        let Count { packets, bytes } = count;
        // Writing to a text does not fail.
        let _ = writeln!(
            self.rows,
            "{source} {destination} {source_port} {destination_port} {protocol} {packets} {bytes} \
             {begin} {end} ACCEPT {direction} OK"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(from: &str, to: &str) -> Way {
        let end = |text: &str| {
            let (address, port) = text.rsplit_once(':').unwrap();
            (address.parse::<IpAddr>().unwrap(), port.parse().unwrap())
        };
        let ((source, source_port), (destination, destination_port)) = (end(from), end(to));
        Way { source, destination, source_port, destination_port, protocol: 6 }
    }

    fn connection(from: &str, to: &str, sent: (u64, u64), got: (u64, u64)) -> Connection {
        let count = |(packets, bytes)| Some(Count { packets, bytes });
        Connection {
            id: 1,
            opened: way(from, to),
            answered: way(to, from),
            sent: count(sent),
            got: count(got),
            began: Some(100_000_000_000),
            ended: None,
        }
    }

    fn ledger() -> Ledger {
        let mut ledger = Ledger::default();
        ledger.own(["10.0.0.5".parse().unwrap(), "127.0.0.1".parse().unwrap()].into());
        ledger
    }

    #[test]
    fn each_packet_is_told_once() {
        let mut ledger = ledger();
        let (here, there) = ("10.0.0.5:40000", "203.0.113.9:443");
        ledger.look(&[connection(here, there, (3, 180), (2, 120))], 110);
        assert_eq!(
            ledger.take(110),
            "10.0.0.5 203.0.113.9 40000 443 6 3 180 100 110 ACCEPT egress OK\n\
             203.0.113.9 10.0.0.5 443 40000 6 2 120 100 110 ACCEPT ingress OK\n"
        );
        ledger.look(&[connection(here, there, (3, 180), (2, 120))], 120);
        assert_eq!(ledger.take(120), "", "nothing passed");
        ledger.look(&[connection(here, there, (4, 240), (2, 120))], 130);
        assert_eq!(
            ledger.take(130),
            "10.0.0.5 203.0.113.9 40000 443 6 1 60 110 130 ACCEPT egress OK\n"
        );
        let last = Connection {
            ended: Some(135_000_000_000),
            ..connection(here, there, (5, 300), (3, 180))
        };
        ledger.end(&last, 140);
        assert_eq!(
            ledger.take(140),
            "10.0.0.5 203.0.113.9 40000 443 6 1 60 130 135 ACCEPT egress OK\n\
             203.0.113.9 10.0.0.5 443 40000 6 1 60 130 135 ACCEPT ingress OK\n"
        );
        assert!(ledger.known.is_empty());
    }

    #[test]
    fn what_came_and_went_between_two_looks_is_told() {
        let mut ledger = ledger();
        ledger.end(&connection("203.0.113.9:40000", "10.0.0.5:22", (8, 900), (7, 800)), 101);
        let rows = ledger.take(101);
        assert!(
            rows.starts_with("203.0.113.9 10.0.0.5 40000 22 6 8 900 100 101 ACCEPT ingress OK\n")
        );
        assert_eq!(rows.lines().count(), 2);
    }

    #[test]
    fn the_hosts_own_talk_is_not_told_and_translations_are_seen_from_outside() {
        let mut ledger = ledger();
        ledger.end(&connection("127.0.0.1:5", "127.0.0.1:6", (1, 60), (1, 60)), 101);
        ledger.end(&connection("10.0.0.5:5", "10.0.0.5:6", (1, 60), (1, 60)), 101);
        assert_eq!(ledger.take(101), "");
        let container = Connection {
            answered: way("203.0.113.9:443", "10.0.0.5:61000"),
            ..connection("172.17.0.2:5", "203.0.113.9:443", (1, 60), (0, 0))
        };
        ledger.end(&container, 101);
        assert_eq!(
            ledger.take(101),
            "10.0.0.5 203.0.113.9 61000 443 6 1 60 100 101 ACCEPT egress OK\n"
        );
    }

    #[test]
    fn what_is_left_out_is_said() {
        let mut ledger = ledger();
        let uncounted =
            Connection { sent: None, ..connection("10.0.0.5:5", "203.0.113.9:6", (0, 0), (0, 0)) };
        ledger.look(&[uncounted], 100);
        ledger.leave_out(100);
        ledger.leave_out(105);
        assert_eq!(ledger.take(110), "- - - - - - - 100 110 - - SKIPDATA\n");
        let seen = connection("10.0.0.5:5", "203.0.113.9:6", (1, 60), (1, 60));
        while ledger.rows.len() < WAITING_MAX {
            ledger.end(&seen, 110);
        }
        let length = ledger.rows.len();
        ledger.end(&seen, 110);
        assert_eq!(ledger.rows.len(), length);
        assert!(ledger.take(120).ends_with("- - - - - - - 100 120 - - SKIPDATA\n"));
    }
}
