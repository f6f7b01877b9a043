//! Connections that are begun and never completed. The kernel keeps them from the edge: it remembers
//! them in cookies where there are too many to keep (RFC 4987, section 3.6). It tells how many cookies it
//! sent and which connections are half open, on Linux; elsewhere nothing is seen.

use std::collections::HashMap;
use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use bartizan_flood::Vector;

use crate::flood;
use crate::shared::Shared;

/// How often the kernel is asked.
const EVERY: Duration = Duration::from_secs(1);
/// The state of a half-open connection. (`include/net/tcp_states.h` of Linux, `TCP_SYN_RECV`.)
const HALF_OPEN: &str = "03";
/// How many half-open connections are looked at.
const LOOKED_AT: usize = 4096;

/// Looks for floods of first packets until the edge stops.
pub(crate) async fn watch(shared: Arc<Shared>) {
    let mut stopping = shared.stopping.clone();
    let Some(mut before) = cookies() else { return };
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        let Some(now) = cookies() else { return };
        let sent = now.saturating_sub(before);
        before = now;
        if sent > 0 {
            let shared = Arc::clone(&shared);
            // The list is long where there are many connections.
            let counted = tokio::task::spawn_blocking(move || count(&shared, sent)).await;
            if let Err(error) = counted {
                tracing::debug!(%error, "half-open connections were not counted");
            }
        }
    }
}

/// Counts the half-open connections of each port, and of the cookies, which tell of no port, its share.
fn count(shared: &Shared, sent: u64) {
    let lists = ["/proc/net/tcp", "/proc/net/tcp6"].map(|path| fs::read_to_string(path).ok());
    let found: Vec<(SocketAddr, IpAddr)> =
        lists.iter().flatten().flat_map(|list| half_open(list)).take(LOOKED_AT).collect();
    let bound = shared.bound.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mut ports: HashMap<u16, Vec<IpAddr>> = HashMap::new();
    for (local, client) in &found {
        let is_here = |at: &SocketAddr| {
            at.port() == local.port()
                && (at.ip().is_unspecified() || at.ip() == local.ip().to_canonical())
        };
        let named = bound.iter().filter(|(_, at)| is_here(at)).map(|(port, _)| *port);
        for port in named {
            ports.entry(port).or_default().push(*client);
        }
    }
    let all = found.len() as u64;
    let routes = shared.routes();
    for (port, clients) in ports {
        let more = (sent.saturating_mul(clients.len() as u64) / all.max(1))
            .saturating_sub(clients.len() as u64);
        for is_tls in [false, true] {
            for listener in routes.listeners(port, is_tls) {
                listener.flood.incidents(Vector::Syn, more);
            }
        }
        for client in clients {
            flood::incident_of(shared, port, Vector::Syn, client);
        }
    }
}

/// How many cookies the kernel has sent, where it tells.
fn cookies() -> Option<u64> {
    cookies_in(&fs::read_to_string("/proc/net/netstat").ok()?)
}

/// The same, in the kernel's words: a line of names and one of numbers.
fn cookies_in(told: &str) -> Option<u64> {
    let mut lines = told.lines().filter(|line| line.starts_with("TcpExt:"));
    let (names, numbers) = (lines.next()?, lines.next()?);
    let mut pairs = names.split(' ').zip(numbers.split(' '));
    pairs.find(|(name, _)| *name == "SyncookiesSent")?.1.parse().ok()
}

/// The half-open connections of a list: where they lead, and who began them.
fn half_open(list: &str) -> impl Iterator<Item = (SocketAddr, IpAddr)> {
    list.lines().filter_map(|line| {
        let mut words = line.split_ascii_whitespace().skip(1);
        let (local, remote, state) = (words.next()?, words.next()?, words.next()?);
        let is_one = state == HALF_OPEN;
        is_one.then(|| Some((address(local)?, address(remote)?.ip().to_canonical())))?
    })
}

/// An address as the list has it: words of 32 bits in the order of the machine, and a port.
fn address(text: &str) -> Option<SocketAddr> {
    let (words, port) = text.split_once(':')?;
    let word = |from: usize| {
        let digits = words.get(from..from + 8)?;
        Some(u32::from_str_radix(digits, 16).ok()?.to_ne_bytes())
    };
    let ip = if words.len() == 8 {
        IpAddr::from(Ipv4Addr::from(word(0)?))
    } else {
        let mut bytes = [0; 16];
        for (place, bytes) in bytes.chunks_exact_mut(4).enumerate() {
            bytes.copy_from_slice(&word(place * 8)?);
        }
        IpAddr::from(Ipv6Addr::from(bytes))
    };
    Some(SocketAddr::new(ip, u16::from_str_radix(port, 16).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_endian = "little")]
    #[test]
    fn the_kernels_lists_are_read() {
        let list = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt\n   \
            0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n   \
            1: 0100007F:1F90 0700640A:C350 03 00000000:00000000 01:00000063 00000000     0\n   \
            2: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000102000A:0050 03 0\n   \
            3: 0100007F:1F90 0700640A 03\n   4: nonsense\n";
        let found: Vec<_> = half_open(list).collect();
        let at = |text: &str| text.parse::<SocketAddr>().unwrap();
        assert_eq!(
            found,
            [
                (at("127.0.0.1:8080"), "10.100.0.7".parse().unwrap()),
                (at("[::ffff:127.0.0.1]:8080"), "10.0.2.1".parse().unwrap()),
            ]
        );
    }

    #[test]
    fn the_kernels_counts_are_read() {
        let told =
            "TcpExt: SyncookiesSent SyncookiesRecv\nTcpExt: 17 3\nIpExt: InNoRoutes\nIpExt: 0\n";
        assert_eq!(cookies_in(told), Some(17));
        assert_eq!(cookies_in("TcpExt: SyncookiesRecv\nTcpExt: 3\n"), None);
        assert_eq!(cookies_in("TcpExt: SyncookiesSent\n"), None);
    }
}
