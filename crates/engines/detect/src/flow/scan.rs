//! Scans of ports, sweeps of addresses, and probes by known scanners.

use std::ops::RangeInclusive;

use super::host::{Host, Pair, Sweep};
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Severity, Subject};
use crate::lists::{Purpose, Purposes};
use crate::state::Entered;

/// In how many seconds the ports of a scan are counted.
const SCAN_SECONDS: i64 = 300;
/// How many ports of one host are a scan, where nothing is said to any: who looks for a service knows
/// its port, or tries very few.
const SCAN_PORTS: u32 = 6;
/// The same where a short packet may be an answer, or a look for a way.
const SCAN_PORTS_UDP: u32 = 20;
/// Ports of UDP that the way to a host is traced by.
const TRACES: RangeInclusive<u16> = 33_434..=33_690;
/// In how many seconds the addresses of a sweep are counted.
const SWEEP_SECONDS: i64 = 600;
/// How many public addresses are a sweep.
const SWEEP_HOSTS: u32 = 30;
/// The same for ports of the web, where a host that lost its way out tries many addresses of services
/// that it uses.
const SWEEP_HOSTS_WEB: u32 = 120;
/// GuardDuty does not tell probes of these ("Recon:EC2/PortProbeUnprotectedPort").
const WEB: [u16; 2] = [80, 443];

/// Counts the ports of one host that ours knocks at.
pub(super) fn ports(sight: &Sight<'_>, pair: &mut Pair, found: &mut Vec<Finding>) {
    let traces = !sight.is_tcp() && TRACES.contains(&sight.service);
    if !sight.is_request() || !sight.is_knock() || traces {
        return;
    }
    let scan = &mut pair.scan;
    match scan.window.enter(sight.flow.start, SCAN_SECONDS) {
        Entered::Stray => return,
        Entered::New => (scan.knocks, scan.ports) = Default::default(),
        Entered::Same => {}
    }
    scan.knocks = scan.knocks.saturating_add(1);
    if !scan.ports.add(sight.service) {
        return;
    }
    let ports = scan.ports.count();
    let many = if sight.is_tcp() { SCAN_PORTS } else { SCAN_PORTS_UDP };
    if ports >= many && scan.told.now(sight.flow.start) {
        let facts = vec![("ports", u64::from(ports)), ("connections", u64::from(scan.knocks))];
        let (subject, first) = (Subject::Host(sight.remote), scan.window.start());
        found.push(sight.finding(Kind::Portscan, Role::Actor, subject, first, facts));
    }
}

/// Counts the public addresses at one port of which ours knocks.
pub(super) fn addresses(sight: &Sight<'_>, host: &mut Host, found: &mut Vec<Finding>) {
    let is_knock = sight.is_tcp() && sight.is_knock();
    if !sight.is_request() || !is_knock || !sight.remote.is_public() {
        return;
    }
    let Some(sweep) = place(&mut host.sweeps, sight) else { return };
    match sweep.window.enter(sight.flow.start, SWEEP_SECONDS) {
        Entered::Stray => return,
        Entered::New => (sweep.knocks, sweep.hosts) = Default::default(),
        Entered::Same => {}
    }
    sweep.knocks = sweep.knocks.saturating_add(1);
    if !sweep.hosts.add(sight.remote) {
        return;
    }
    let hosts = sweep.hosts.count();
    let many = if WEB.contains(&sight.service) { SWEEP_HOSTS_WEB } else { SWEEP_HOSTS };
    if hosts >= many && sweep.told.now(sight.flow.start) {
        let facts = vec![("addresses", u64::from(hosts)), ("connections", u64::from(sweep.knocks))];
        let (subject, first) = (Subject::Port(sight.service), sweep.window.start());
        found.push(sight.finding(Kind::PortSweep, Role::Actor, subject, first, facts));
    }
}

/// Where the port is counted: its own place, or that of the port with the fewest addresses, which is
/// passed on to who comes.
fn place<'a>(sweeps: &'a mut [Sweep; 4], sight: &Sight<'_>) -> Option<&'a mut Sweep> {
    if let Some(at) = sweeps.iter().position(|sweep| sweep.port == sight.service) {
        return sweeps.get_mut(at);
    }
    let fewest = sweeps.iter_mut().min_by_key(|sweep| sweep.knocks)?;
    // Who holds the place gives way bit by bit: a port that is swept stays ahead of random ones.
    fewest.knocks = fewest.knocks.saturating_sub(1);
    if fewest.knocks == 0 {
        *fewest = Sweep { port: sight.service, ..Sweep::default() };
        return Some(fewest);
    }
    None
}

/// Looks for known scanners that reach a port of ours.
pub(super) fn probes(
    sight: &Sight<'_>,
    lists: Purposes,
    pair: &mut Pair,
    found: &mut Vec<Finding>,
) {
    let reached = !sight.opened && !sight.sent && sight.flow.accepted;
    if !reached || !lists.has(Purpose::Scanner) || WEB.contains(&sight.service) {
        return;
    }
    if pair.listed.now(sight.flow.start) {
        let facts = vec![("port", u64::from(sight.service)), ("packets", sight.flow.packets)];
        let (subject, first) = (Subject::Itself, sight.flow.start);
        let mut finding = sight.finding(Kind::PortProbe, Role::Target, subject, first, facts);
        // Search engines answer whoever asks.
        if matches!(sight.service, 9_200 | 9_300) {
            finding.severity = Severity::High;
        }
        found.push(finding);
    }
}
