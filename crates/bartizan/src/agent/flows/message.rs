//! What the kernel tells of connections. (Linux, `include/uapi/linux/netfilter/nfnetlink_conntrack.h`.)

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use netlink_packet_core::{NLA_HEADER_SIZE, NlaBuffer, NlasIterator};

/// The header of netfilter's messages. (`nfnetlink.h`, `nfgenmsg`.)
const HEADER: usize = 4;

/// A connection as the kernel follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Connection {
    /// The kernel's number for it.
    pub(super) id: u32,
    /// The addresses and ports of who opened it.
    pub(super) opened: Way,
    /// Those of the answers, as the other side sends them: behind a translation they are others.
    pub(super) answered: Way,
    /// What was sent, if the kernel counts.
    pub(super) sent: Option<Count>,
    /// What came back.
    pub(super) got: Option<Count>,
    /// When it began, in nanoseconds since 1970, if the kernel notes that.
    pub(super) began: Option<u64>,
    /// When it ended.
    pub(super) ended: Option<u64>,
}

/// From where to where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Way {
    pub(super) source: IpAddr,
    pub(super) destination: IpAddr,
    /// 0 where the protocol has no ports.
    pub(super) source_port: u16,
    pub(super) destination_port: u16,
    /// IANA's number.
    pub(super) protocol: u8,
}

/// Packets, and their bytes with the headers of IP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) packets: u64,
    pub(super) bytes: u64,
}

impl Connection {
    /// Reads what follows a message's netlink header; none where it is of no connection.
    pub(super) fn read(message: &[u8]) -> Option<Self> {
        let (mut id, mut opened, mut answered) = (None, None, None);
        let (mut sent, mut got, mut times) = (None, None, (None, None));
        for (kind, value) in attributes(message.get(HEADER..)?) {
            match kind {
                1 => opened = way(value),
                2 => answered = way(value),
                9 => sent = count(value),
                10 => got = count(value),
                12 => id = value.try_into().ok().map(u32::from_be_bytes),
                20 => times = (number(value, 1), number(value, 2)),
                _ => {}
            }
        }
        let (began, ended) = times;
        Some(Self { id: id?, opened: opened?, answered: answered?, sent, got, began, ended })
    }
}

/// The attributes of a message, or of one of its attributes, as far as they are whole.
fn attributes(bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    let whole = NlasIterator::new(bytes).map_while(Result::ok);
    whole.map(|one: NlaBuffer<&[u8]>| {
        let (kind, end) = (one.kind(), NLA_HEADER_SIZE + one.value_length());
        (kind, one.into_inner().get(NLA_HEADER_SIZE..end).unwrap_or_default())
    })
}

/// The eight bytes of an attribute within one, as a number.
fn number(value: &[u8], kind: u16) -> Option<u64> {
    let (_, bytes) = attributes(value).find(|(one, _)| *one == kind)?;
    bytes.try_into().ok().map(u64::from_be_bytes)
}

fn count(value: &[u8]) -> Option<Count> {
    Some(Count { packets: number(value, 1)?, bytes: number(value, 2)? })
}

fn way(value: &[u8]) -> Option<Way> {
    let (mut ends, mut protocol, mut ports) = ((None, None), None, (0, 0));
    for (kind, value) in attributes(value) {
        for (inner, value) in attributes(value) {
            match (kind, inner) {
                (1, 1 | 3) => ends.0 = address(value),
                (1, 2 | 4) => ends.1 = address(value),
                (2, 1) => protocol = value.first().copied(),
                (2, 2) => ports.0 = port(value)?,
                (2, 3) => ports.1 = port(value)?,
                _ => {}
            }
        }
    }
    Some(Way {
        source: ends.0?,
        destination: ends.1?,
        source_port: ports.0,
        destination_port: ports.1,
        protocol: protocol?,
    })
}

fn address(value: &[u8]) -> Option<IpAddr> {
    if let Ok(bytes) = <[u8; 4]>::try_from(value) {
        return Some(Ipv4Addr::from(bytes).into());
    }
    <[u8; 16]>::try_from(value).ok().map(|bytes| Ipv6Addr::from(bytes).to_canonical())
}

fn port(value: &[u8]) -> Option<u16> {
    value.try_into().ok().map(u16::from_be_bytes)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    fn attribute(kind: u16, value: &[u8]) -> Vec<u8> {
        let length = u16::try_from(value.len() + 4).unwrap();
        let mut bytes = [length.to_ne_bytes(), kind.to_ne_bytes()].concat();
        bytes.extend(value);
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }

    fn way_of(kind: u16, from: (&str, u16), to: (&str, u16)) -> Vec<u8> {
        let ip = |text: &str| match text.parse().unwrap() {
            IpAddr::V4(address) => (address.octets().to_vec(), 0),
            IpAddr::V6(address) => (address.octets().to_vec(), 2),
        };
        let ((from_ip, family), (to_ip, _)) = (ip(from.0), ip(to.0));
        let ends = [attribute(1 + family, &from_ip), attribute(2 + family, &to_ip)].concat();
        let ports = [
            attribute(1, &[6]),
            attribute(2, &from.1.to_be_bytes()),
            attribute(3, &to.1.to_be_bytes()),
        ];
        let inner = [attribute(1 | 0x8000, &ends), attribute(2 | 0x8000, &ports.concat())];
        attribute(kind | 0x8000, &inner.concat())
    }

    fn pair(kind: u16, first: u64, second: u64) -> Vec<u8> {
        let both = [attribute(1, &first.to_be_bytes()), attribute(2, &second.to_be_bytes())];
        attribute(kind | 0x8000, &both.concat())
    }

    fn message() -> Vec<u8> {
        let host = ("10.0.0.5", 22);
        let parts = [
            vec![2, 0, 0, 0],
            way_of(1, ("203.0.113.9", 40_000), host),
            way_of(2, host, ("203.0.113.9", 40_000)),
            pair(9, 12, 2_000),
            pair(10, 10, 1_800),
            attribute(12, &7_u32.to_be_bytes()),
            pair(20, 1_000_000_000, 2_000_000_000),
        ];
        parts.concat()
    }

    #[test]
    fn a_connection_is_read() {
        let read = Connection::read(&message()).unwrap();
        assert_eq!(
            (read.id, read.began, read.ended),
            (7, Some(1_000_000_000), Some(2_000_000_000))
        );
        assert_eq!(read.sent, Some(Count { packets: 12, bytes: 2_000 }));
        assert_eq!(read.got, Some(Count { packets: 10, bytes: 1_800 }));
        assert_eq!((read.opened.source_port, read.opened.destination_port), (40_000, 22));
        assert_eq!(read.answered.source.to_string(), "10.0.0.5");
        let mut v6 = vec![10, 0, 0, 0];
        let (here, there) = (("2001:db8::1", 1), ("2001:db8::2", 2));
        v6.extend(
            [way_of(1, here, there), way_of(2, there, here), attribute(12, &[0, 0, 0, 1])].concat(),
        );
        let read = Connection::read(&v6).unwrap();
        assert_eq!((read.sent, read.began), (None, None), "the kernel does not count");
        assert_eq!(read.opened.destination.to_string(), "2001:db8::2");
    }

    proptest! {
        #[test]
        fn whatever_is_cut_or_changed_is_no_panic(at in 0_usize..400, to: u8, end in 0_usize..400) {
            let mut bytes = message();
            if let Some(byte) = bytes.get_mut(at) {
                *byte = to;
            }
            bytes.truncate(end);
            let _ = Connection::read(&bytes);
        }
    }
}
