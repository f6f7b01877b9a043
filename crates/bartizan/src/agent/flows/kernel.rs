//! The kernel's side: connections that end, and those that there are. (Linux, "Netlink Handbook"; `nfnetlink.h`.)

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::net::{IpAddr, Ipv6Addr};

use netlink_packet_core::NetlinkBuffer;
use netlink_sys::Socket;
use netlink_sys::protocols::NETLINK_NETFILTER;

use super::message::Connection;
use crate::agent::firewall::nft;
use crate::error::CliError;

/// The group of connections that end. (`NFNLGRP_CONNTRACK_DESTROY`.)
const ENDED: u32 = 3;
/// The subsystem of connections, with its messages. (`NFNL_SUBSYS_CTNETLINK`, `IPCTNL_MSG_CT_GET`.)
const SUBSYSTEM: u16 = 1;
const GET: u16 = SUBSYSTEM << 8 | 1;
/// `NLM_F_REQUEST | NLM_F_DUMP`; the ends of an answer: `NLMSG_ERROR`, `NLMSG_DONE`.
const DUMP: u16 = 0x301;
const ERROR: u16 = 2;
const DONE: u16 = 3;
/// How many bytes of messages the kernel keeps for a reader that is late.
const KEPT_BYTES: u32 = 4 << 20;
/// The longest that the kernel sends at once.
const DATAGRAM_MAX: usize = 64 << 10;

/// What the kernel does only when it is told to: it counts, it notes times, and it follows connections, which a
/// table without effect asks for. (Linux, `Documentation/networking/nf_conntrack-sysctl.rst`.)
pub(super) fn prepare() -> Result<(), CliError> {
    for name in ["acct", "timestamp"] {
        let path = format!("/proc/sys/net/netfilter/nf_conntrack_{name}");
        let failed = |error| {
            CliError::Failed(format!("the kernel does not count connections: {path}: {error}"))
        };
        fs::write(&path, "1").map_err(failed)?;
    }
    let script = "add table inet bartizan-flows\ndelete table inet bartizan-flows\n\
        table inet bartizan-flows {\n  chain watched {\n    \
        type filter hook prerouting priority -150; policy accept;\n    ct state new accept\n  }\n}\n";
    nft(&["-f", "-"], script).map(drop)
}

/// Tells what ends, as long as it is read.
pub(super) struct Ended(Socket);

impl Ended {
    /// Begins to listen.
    pub(super) fn listen() -> io::Result<Self> {
        let mut socket = Socket::new(NETLINK_NETFILTER)?;
        socket.bind_auto()?;
        socket.set_rx_buf_sz(KEPT_BYTES)?;
        socket.add_membership(ENDED)?;
        Ok(Self(socket))
    }

    /// Waits for connections that ended.
    ///
    /// # Errors
    /// Some were lost, or nothing comes any more.
    pub(super) fn next(&self, each: impl FnMut(Connection)) -> io::Result<()> {
        let mut datagram = Vec::with_capacity(DATAGRAM_MAX);
        self.0.recv(&mut datagram, 0)?;
        messages(&datagram, each).map(drop)
    }
}

/// All connections that there are.
pub(super) fn open() -> io::Result<Vec<Connection>> {
    let mut socket = Socket::new(NETLINK_NETFILTER)?;
    socket.bind_auto()?;
    socket.set_rx_buf_sz(KEPT_BYTES)?;
    // The header, and one of netfilter's for all families.
    let mut request = [0; 20];
    let mut header = NetlinkBuffer::new(&mut request[..]);
    header.set_length(20);
    header.set_message_type(GET);
    header.set_flags(DUMP);
    socket.send(&request, 0)?;
    let mut found = Vec::new();
    let mut datagram = Vec::with_capacity(DATAGRAM_MAX);
    loop {
        datagram.clear();
        socket.recv(&mut datagram, 0)?;
        if messages(&datagram, |connection| found.push(connection))? {
            return Ok(found);
        }
    }
}

/// Reads the messages of a datagram; whether it was the last.
fn messages(mut datagram: &[u8], mut each: impl FnMut(Connection)) -> io::Result<bool> {
    while let Ok(message) = NetlinkBuffer::new_checked(datagram) {
        match message.message_type() {
            DONE => return Ok(true),
            ERROR => {
                let code =
                    message.payload().first_chunk().map_or(0, |code| i32::from_ne_bytes(*code));
                return Err(io::Error::from_raw_os_error(code.saturating_neg()));
            }
            kind if kind >> 8 == SUBSYSTEM => {
                if let Some(connection) = Connection::read(message.payload()) {
                    each(connection);
                }
            }
            _ => {}
        }
        let length = usize::try_from(message.length()).unwrap_or(usize::MAX).next_multiple_of(4);
        datagram = datagram.get(length..).unwrap_or_default();
    }
    Ok(false)
}

/// The host's own addresses. (proc(5), `/proc/net/fib_trie` and `/proc/net/if_inet6`.)
pub(super) fn own_addresses() -> BTreeSet<IpAddr> {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let (v4, v6) = (read("/proc/net/fib_trie"), read("/proc/net/if_inet6"));
    local_v4(&v4).chain(local_v6(&v6)).collect()
}

/// The leaves of the tree of routes that lead to the host itself.
fn local_v4(text: &str) -> impl Iterator<Item = IpAddr> {
    let mut leaf = None;
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if let Some(address) = line.strip_prefix("|-- ") {
            leaf = address.parse().ok();
            return None;
        }
        line.starts_with("/32 host LOCAL").then_some(leaf).flatten()
    })
}

fn local_v6(text: &str) -> impl Iterator<Item = IpAddr> {
    text.lines().filter_map(|line| {
        let digits = line.split_whitespace().next()?;
        u128::from_str_radix(digits, 16).ok().map(|bits| Ipv6Addr::from(bits).into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_are_read() {
        let trie = "Local:\n  +-- 0.0.0.0/0 3 0 5\n     |-- 10.0.0.0\n        /24 link UNICAST\n     \
                    |-- 10.0.0.5\n        /32 host LOCAL\n     |-- 10.0.0.255\n        /32 link BROADCAST\n";
        let found: Vec<String> = local_v4(trie).map(|one| one.to_string()).collect();
        assert_eq!(found, ["10.0.0.5"]);
        let table = "00000000000000000000000000000001 01 80 10 80       lo\nbroken\n";
        let found: Vec<String> = local_v6(table).map(|one| one.to_string()).collect();
        assert_eq!(found, ["::1"]);
    }

    #[test]
    fn an_error_of_the_kernel_is_told_and_a_cut_message_is_none() {
        let mut refused = vec![0; 20];
        let mut header = NetlinkBuffer::new(&mut refused[..]);
        header.set_length(20);
        header.set_message_type(ERROR);
        refused[16..20].copy_from_slice(&(-1_i32).to_ne_bytes());
        let error = messages(&refused, |_| panic!("it is no connection")).unwrap_err();
        assert_eq!(error.raw_os_error(), Some(1));
        assert!(!messages(&refused[..18], |_| ()).unwrap());
        assert!(!messages(&[], |_| ()).unwrap());
    }
}
