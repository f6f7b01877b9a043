//! What is known of a host of ours.

use super::flood::Flood;
use super::mining::Connection;
use super::usual::{History, Known, Volume};
use crate::state::{Distinct, Told, Window, stored};

/// A host of ours: all that is watched of it, whoever it talks to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Host {
    /// How long it is known.
    pub(crate) history: History,
    /// The ports that it sweeps.
    pub(crate) sweeps: [Sweep; 4],
    /// The hosts that it sends mail to.
    pub(crate) mail: Peers,
    /// The peers of cryptocurrencies that it talks to.
    pub(crate) coins: Peers,
    /// The relays of Tor that connect to it.
    pub(crate) relays: Peers,
    /// Whether it connects to relays.
    pub(crate) uses_tor: bool,
    /// The ports that it talks to.
    pub(crate) ports: Known,
    /// The most that it sent to one host in an hour, which fades.
    pub(crate) peak: f32,
    /// The hour in which it last faded.
    pub(crate) faded: i64,
}

/// Connections to one port of many hosts.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sweep {
    pub(crate) port: u16,
    pub(crate) window: Window,
    pub(crate) knocks: u32,
    pub(crate) hosts: Distinct<4>,
    pub(crate) told: Told,
}

/// Other hosts, counted for a while.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Peers {
    pub(crate) window: Window,
    pub(crate) records: u32,
    pub(crate) hosts: Distinct<2>,
    pub(crate) told: Told,
}

/// A host of ours and another one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pair {
    pub(crate) scan: Scan,
    pub(crate) flood: Flood,
    pub(crate) logins: Logins,
    pub(crate) volume: Volume,
    /// When its address was told as one of a list, or as a prober.
    pub(crate) listed: Told,
    /// Whether there was more than one record of it.
    pub(crate) again: bool,
}

/// Connections to many ports of one host.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Scan {
    pub(crate) window: Window,
    pub(crate) knocks: u32,
    pub(crate) ports: Distinct<4>,
    pub(crate) told: Told,
}

/// Connections to a port where one logs in.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Logins {
    pub(crate) port: u16,
    pub(crate) window: Window,
    pub(crate) clients: Distinct<2>,
    pub(crate) told: Told,
}

/// A host of ours and a service of another one, which it connects to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Channel {
    /// The client port of the newest connection, and when that began.
    pub(crate) client: u16,
    pub(crate) began: i64,
    pub(crate) first: i64,
    pub(crate) connections: u32,
    /// Seconds between the last connections, and bytes of each, in a ring.
    pub(crate) gaps: [u16; RING],
    pub(crate) sizes: [u16; RING],
    pub(crate) beacon_told: Told,
    /// How the newest connection behaves.
    pub(crate) long: Connection,
}

/// How many connections of a channel are remembered.
pub(crate) const RING: usize = 32;

impl Default for Channel {
    fn default() -> Self {
        Self {
            client: 0,
            began: 0,
            first: 0,
            connections: 0,
            gaps: [0; RING],
            sizes: [0; RING],
            beacon_told: Told::default(),
            long: Connection::default(),
        }
    }
}

stored! {
    Sweep { port, window, knocks, hosts, told }
    Peers { window, records, hosts, told }
    Scan { window, knocks, ports, told }
    Logins { port, window, clients, told }
    Host { history, sweeps, mail, coins, relays, uses_tor, ports, peak, faded }
    Pair { scan, flood, logins, volume, listed, again }
    Channel { client, began, first, connections, gaps, sizes, beacon_told, long }
}
