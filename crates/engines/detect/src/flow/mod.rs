//! Detectors of flows. Each is a function of what it watches: a host of ours, a pair of hosts, or a
//! service that a host of ours connects to; one look-up each finds their state, whatever there is of
//! detectors.

mod beacon;
mod brute;
mod flood;
mod host;
mod listed;
mod mining;
mod scan;
mod sight;
mod usual;

use std::collections::VecDeque;

use crate::finding::Finding;
use crate::lists::{AddressLists, AddressSet};
use crate::record::{Address, Direction, Flow, Label};
use crate::state::{Damaged, Distinct, Stored, Table, seal, stored, unseal};
use host::{Channel, Host, Pair};
use sight::Sight;
use usual::Learning;

/// What detectors are told, beside records.
#[derive(Debug, Clone, Default)]
pub struct Surroundings {
    /// The networks that are ours; private ones are where none is said.
    pub local: AddressSet,
    /// The lists of trusted addresses and of threats.
    pub lists: AddressLists,
}

/// How much is kept, and how long is learned.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Hosts of ours.
    pub hosts: usize,
    /// Pairs of a host of ours and another one.
    pub pairs: usize,
    /// Services that hosts of ours connect to.
    pub channels: usize,
    /// How long a host is known before something of it can be unusual, in seconds. GuardDuty learns 7 to
    /// 14 days.
    pub learning_seconds: i64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { hosts: 20_000, pairs: 250_000, channels: 150_000, learning_seconds: 7 * 86_400 }
    }
}

/// All detectors of flows, and their state.
#[derive(Debug, Clone)]
pub struct FlowDetectors {
    learning: i64,
    owners: Table<Label, Owner>,
    hosts: Table<u64, Host>,
    pairs: Table<(u64, Address), Pair>,
    channels: Table<(u64, (Address, u16)), Channel>,
    services: Table<(Address, u16), Distinct<1>>,
    /// Pairs that sent much, with the number of the record after which they are judged: their answers are
    /// told in other rows, which come near.
    waiting: VecDeque<(u64, (bool, Flow))>,
    records: u64,
}

/// The address of an interface, as far as its records tell: the one that most have.
#[derive(Debug, Clone, Copy, Default)]
struct Owner {
    address: Address,
    votes: u8,
}

stored! {
    FlowDetectors { learning, owners, hosts, pairs, channels, services, waiting, records }
    Owner { address, votes }
}

/// How many records a pair that sent much waits for its answers.
const PATIENCE: u64 = 4_096;
/// How many may wait; the first are judged early beyond that.
const WAITING_MAX: usize = 1_024;
/// The kind of these detectors' stored state.
const STATE: u8 = 1;

impl FlowDetectors {
    /// Detectors that know nothing yet.
    pub fn new(limits: Limits) -> Self {
        Self {
            learning: limits.learning_seconds,
            owners: Table::new(limits.hosts),
            hosts: Table::new(limits.hosts),
            pairs: Table::new(limits.pairs),
            channels: Table::new(limits.channels),
            services: Table::new(limits.channels / 4),
            waiting: VecDeque::new(),
            records: 0,
        }
    }

    /// Takes a flow, and appends what it completes.
    pub fn observe(&mut self, flow: &Flow, around: &Surroundings, found: &mut Vec<Finding>) {
        self.records += 1;
        while self.waiting.front().is_some_and(|(due, _)| *due <= self.records) {
            self.judge_first(found);
        }
        let source = around.is_local(flow.source);
        let destination = around.is_local(flow.destination);
        let ours_is_source = match (flow.direction, source, destination) {
            (Some(direction), ..) => direction == Direction::Egress,
            (None, true, false) => true,
            (None, false, true) => false,
            (None, ..) => self.owner_is_source(flow),
        };
        self.look(&Sight::new(flow, ours_is_source), around, found);
    }

    /// Judges what still waits for more records: at the end of a stream, or when none comes for a while.
    pub fn settle(&mut self, found: &mut Vec<Finding>) {
        while !self.waiting.is_empty() {
            self.judge_first(found);
        }
    }

    /// How many records were taken.
    pub fn records(&self) -> u64 {
        self.records
    }

    /// How much was forgotten for want of room.
    pub fn forgotten(&self) -> u64 {
        self.hosts.forgotten() + self.pairs.forgotten() + self.channels.forgotten()
    }

    /// All that is known, to go on from later.
    pub fn checkpoint(&self) -> Vec<u8> {
        seal(STATE, |bytes| self.write(bytes))
    }

    /// Goes on from a checkpoint.
    ///
    /// # Errors
    ///
    /// Where the bytes are not what [`Self::checkpoint`] answered, in this version.
    pub fn restore(bytes: &[u8]) -> Result<Self, Damaged> {
        unseal(STATE, bytes, Self::read)
    }

    /// Where both sides may be ours, or none is known to be: the interface's own address is in each of
    /// its records, so that it wins the vote (Boyer and Moore's).
    fn owner_is_source(&mut self, flow: &Flow) -> bool {
        let fresh = || Owner { address: flow.source, votes: 0 };
        let Some(owner) = self.owners.entry(&flow.interface, fresh) else { return true };
        if owner.address == flow.source || owner.address == flow.destination {
            owner.votes = owner.votes.saturating_add(1);
        } else if owner.votes > 0 {
            owner.votes -= 1;
        } else {
            *owner = Owner { address: flow.source, votes: 1 };
        }
        owner.address != flow.destination
    }

    fn look(&mut self, sight: &Sight<'_>, around: &Surroundings, found: &mut Vec<Finding>) {
        let lists = around.lists.purposes(sight.remote);
        if lists.is_trusted() {
            return;
        }
        let (key, learning) = (sight.host(), Learning(self.learning));
        let Some(host) = self.hosts.entry(&key, Host::default) else { return };
        host.history.note(sight.flow.start);
        let Some(pair) = self.pairs.entry(&(key, sight.remote), Pair::default) else { return };
        if !lists.is_empty() {
            scan::probes(sight, lists, pair, found);
            listed::hosts(sight, lists, host, pair, found);
        }
        scan::ports(sight, pair, found);
        scan::addresses(sight, host, found);
        brute::logins(sight, pair, found);
        usual::volume(sight, host, pair, learning, found);
        usual::ports(sight, host, learning, found);
        usual::mail(sight, host, learning, found);
        mining::nodes(sight, host, found);
        if flood::count(sight, pair) {
            let due = self.records.saturating_add(PATIENCE);
            self.waiting.push_back((due, (sight.sent, *sight.flow)));
        }
        // Hosts that are met once, as in a sweep, take no place of a service.
        let again = std::mem::replace(&mut pair.again, true);
        if again && sight.opened && sight.is_tcp() && sight.remote.is_public() {
            self.follow(sight, key, found);
        }
        if self.waiting.len() > WAITING_MAX {
            self.judge_first(found);
        }
    }

    /// Follows what a host of ours does with a service of another one.
    fn follow(&mut self, sight: &Sight<'_>, host: u64, found: &mut Vec<Finding>) {
        let service = (sight.remote, sight.service);
        let mut is_new = false;
        let fresh = || {
            is_new = true;
            Channel::default()
        };
        let Some(channel) = self.channels.entry(&(host, service), fresh) else { return };
        let beacon = beacon::connections(sight, channel);
        if is_new || beacon.is_some() {
            // What several hosts of ours ask for is a service, and no malware's.
            let Some(hosts) = self.services.entry(&service, Distinct::default) else { return };
            hosts.add(host);
            found.extend(beacon.filter(|_| hosts.count() < SHARED));
        }
        mining::pools(sight, channel, found);
    }

    fn judge_first(&mut self, found: &mut Vec<Finding>) {
        let Some((_, (ours_is_source, flow))) = self.waiting.pop_front() else { return };
        let sight = Sight::new(&flow, ours_is_source);
        if let Some(pair) = self.pairs.get_mut(&(sight.host(), sight.remote)) {
            flood::judge(&sight, pair, found);
        }
    }
}

/// A service that so many hosts of ours ask for is no malware's.
const SHARED: u32 = 3;

impl Surroundings {
    fn is_local(&self, address: Address) -> bool {
        if self.local.is_empty() { address.is_private() } else { self.local.contains(address) }
    }
}
