//! Sockets that something listens at, as the kernel lists them. (proc(5), `/proc/net/tcp`.)

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use bartizan_service::Transport;

/// The tables, with how their sockets are reached.
const TABLES: [(&str, Transport); 4] = [
    ("/proc/net/tcp", Transport::Tcp),
    ("/proc/net/tcp6", Transport::Tcp),
    ("/proc/net/udp", Transport::Udp),
    ("/proc/net/udp6", Transport::Udp),
];
/// The state of a socket of TCP that listens, and of one of UDP that is connected to nobody.
const LISTENS: &str = "0A";
const UNCONNECTED: &str = "07";
/// The ports that the kernel gives who asks for none, where it does not tell. (ip(7),
/// `ip_local_port_range`.)
const GIVEN: (u16, u16) = (32_768, 60_999);

/// A socket that something listens at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Socket {
    pub(super) transport: Transport,
    pub(super) address: IpAddr,
    pub(super) port: u16,
    pub(super) inode: u64,
}

/// Sockets, look after look.
#[derive(Debug, Default)]
pub(super) struct Sockets {
    /// Those that were there the last time and may be clients'.
    doubtful: BTreeSet<u64>,
}

impl Sockets {
    /// What is listened at now. Nothing tells a client of UDP, which waits for its answer, from a service:
    /// at ports that the kernel gives, one counts that is still there at the next look.
    ///
    /// # Errors
    /// The kernel's tables cannot be read.
    pub(super) fn look(&mut self) -> io::Result<Vec<Socket>> {
        let mut found = Vec::new();
        for (path, transport) in TABLES {
            match File::open(path) {
                // It lists every connection, and may be long.
                Ok(table) => found.extend(listening(BufReader::new(table), transport)),
                // A kernel without IPv6 has no table of it.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.settled(found, given_ports()))
    }

    fn settled(&mut self, mut found: Vec<Socket>, given: (u16, u16)) -> Vec<Socket> {
        let is_doubtful = |socket: &Socket| {
            socket.transport == Transport::Udp && (given.0..=given.1).contains(&socket.port)
        };
        let doubtful = found.iter().filter(|one| is_doubtful(one)).map(|one| one.inode).collect();
        found.retain(|one| !is_doubtful(one) || self.doubtful.contains(&one.inode));
        self.doubtful = doubtful;
        found.sort();
        found
    }
}

fn given_ports() -> (u16, u16) {
    let text =
        std::fs::read_to_string("/proc/sys/net/ipv4/ip_local_port_range").unwrap_or_default();
    let mut ports = text.split_whitespace().filter_map(|port| port.parse().ok());
    ports.next().zip(ports.next()).unwrap_or(GIVEN)
}

/// The sockets of a table that something listens at.
fn listening(table: impl BufRead, transport: Transport) -> impl Iterator<Item = Socket> {
    let lines = table.lines().map_while(Result::ok).skip(1);
    lines.filter_map(move |line| socket(&line, transport))
}

fn socket(line: &str, transport: Transport) -> Option<Socket> {
    let mut fields = line.split_whitespace();
    let local = fields.nth(1)?;
    let state = fields.nth(1)?;
    let inode = fields.nth(5)?.parse().ok()?;
    let wanted = match transport {
        Transport::Tcp => LISTENS,
        Transport::Udp => UNCONNECTED,
    };
    let (address, port) = local.split_once(':')?;
    let port = u16::from_str_radix(port, 16).ok().filter(|port| *port != 0)?;
    (state == wanted).then_some(())?;
    Some(Socket { transport, address: address_of(address)?, port, inode })
}

/// An address as the kernel writes it: words of 32 bits, each as the machine keeps what is in the order of
/// the network.
fn address_of(text: &str) -> Option<IpAddr> {
    let word = |at: usize| {
        let digits = text.get(at * 8..at * 8 + 8)?;
        u32::from_str_radix(digits, 16).ok().map(u32::to_ne_bytes)
    };
    match text.len() {
        8 => Some(IpAddr::V4(Ipv4Addr::from(word(0)?))),
        32 => {
            let mut bytes = [0; 16];
            for (at, place) in bytes.chunks_exact_mut(4).enumerate() {
                place.copy_from_slice(&word(at)?);
            }
            Some(IpAddr::V6(Ipv6Addr::from(bytes)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, UdpSocket};

    use super::*;

    const TCP: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
        0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0 100 0 0 10 0\n   \
        1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0 20 4 30 10 -1\n\
        broken\n   2: XYZ:0016 00000000:0000 0A 0 0 0 0 0 1\n";
    const TCP6: &str = "head\n   0: 00000000000000000000000001000000:0016 \
        00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000 0 0 99 1 0\n";

    #[test]
    #[cfg(target_endian = "little")]
    fn the_kernels_tables_are_read() {
        let found: Vec<Socket> = listening(TCP.as_bytes(), Transport::Tcp).collect();
        let socket = |address: &str, port, inode| Socket {
            transport: Transport::Tcp,
            address: address.parse().unwrap(),
            port,
            inode,
        };
        assert_eq!(found, [socket("127.0.0.1", 8080, 4711)]);
        let found: Vec<Socket> = listening(TCP6.as_bytes(), Transport::Tcp).collect();
        assert_eq!(found, [socket("::1", 22, 99)]);
    }

    #[test]
    fn what_may_be_a_client_counts_once_it_stays() {
        let udp = |port, inode| Socket {
            transport: Transport::Udp,
            address: IpAddr::V4(Ipv4Addr::UNSPECIFIED),
            port,
            inode,
        };
        let mut sockets = Sockets::default();
        let given = (32_768, 60_999);
        let (service, tunnel, client) = (udp(53, 1), udp(51_820, 2), udp(40_000, 3));
        let first = vec![service.clone(), tunnel.clone(), client];
        assert_eq!(sockets.settled(first, given), std::slice::from_ref(&service));
        let second = vec![service.clone(), tunnel.clone(), udp(40_000, 4)];
        assert_eq!(sockets.settled(second, given), [service, tunnel]);
    }

    #[test]
    fn own_sockets_are_seen() {
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        let udp = UdpSocket::bind("127.0.0.1:0").unwrap();
        let mut sockets = Sockets::default();
        sockets.look().unwrap();
        let found = sockets.look().unwrap();
        for (transport, address) in [
            (Transport::Tcp, tcp.local_addr().unwrap()),
            (Transport::Udp, udp.local_addr().unwrap()),
        ] {
            let own = |one: &&Socket| {
                (one.transport, one.address, one.port) == (transport, address.ip(), address.port())
            };
            assert_eq!(found.iter().filter(own).count(), 1, "{found:?}");
        }
    }
}
