//! What a host of ours does not usually do: how much it sends, which ports it talks to, mail.

use super::host::{Host, Pair};
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Subject};
use crate::state::{Entered, Told, Window, stored};

/// The ports of other hosts that a host talks to, each with the time of its first record.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    ports: [(u16, i64); PORTS],
    count: u8,
    told: Told,
}

/// What a host of ours sends to another one in an hour.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Volume {
    window: Window,
    bytes: u64,
    told: Told,
}

stored! {
    History { first, day, days, records }
    Known { ports, count, told }
    Volume { window, bytes, told }
}

/// A host that talks to more ports has no usual ones.
const PORTS: usize = 24;
const HOUR: i64 = 3_600;
/// How much is unusual at least.
const BYTES_MIN: u64 = 100_000_000;
/// How many times the most that was sent before.
const TIMES: f32 = 10.0;
/// What is left of the most after an hour in which less was sent: half after a month.
const FADES: f32 = 0.999;
/// How many hosts get mail in an hour of who sends it to everyone.
const MAIL_HOSTS: u32 = 10;

/// Since when a host is known, and on how many days there were records of it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct History {
    first: i64,
    day: i64,
    days: u16,
    records: u32,
}

impl History {
    /// Notes a record.
    pub(crate) fn note(&mut self, time: i64) {
        self.records = self.records.saturating_add(1);
        let day = time.div_euclid(86_400);
        if self.days == 0 || day != self.day {
            self.first = if self.days == 0 { time } else { self.first.min(time) };
            self.days = self.days.saturating_add(1);
            self.day = day;
        }
    }
}

/// How long a host is learned before something of it is unusual, in seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Learning(pub(crate) i64);

impl Learning {
    /// Whether a host is known for so long, was seen on so many days, and as often as every other hour: two
    /// records with a month between them tell nothing of what is usual.
    fn knows(self, history: &History, now: i64) -> bool {
        let days = i64::from(history.days);
        self.is_over(history.first, now)
            && days * 86_400 >= self.0
            && i64::from(history.records) >= days * 12
    }

    fn is_over(self, since: i64, now: i64) -> bool {
        now.saturating_sub(since) >= self.0
    }
}

/// Compares what is sent to one host in an hour with the most that was sent to any.
pub(super) fn volume(
    sight: &Sight<'_>,
    host: &mut Host,
    pair: &mut Pair,
    learning: Learning,
    found: &mut Vec<Finding>,
) {
    if !sight.sent || !sight.flow.accepted {
        return;
    }
    let volume = &mut pair.volume;
    let before = volume.bytes;
    match volume.window.enter(sight.flow.start, HOUR) {
        Entered::Stray => return,
        Entered::New => {
            volume.bytes = 0;
            let hour = sight.flow.start.div_euclid(HOUR);
            if std::mem::replace(&mut host.faded, hour) != hour {
                host.peak *= FADES;
            }
            host.peak = host.peak.max(approximate(before));
        }
        Entered::Same => {}
    }
    volume.bytes = volume.bytes.saturating_add(sight.flow.bytes);
    let unusual = approximate(volume.bytes) >= host.peak * TIMES && volume.bytes >= BYTES_MIN;
    let known = host.peak > 0.0 && learning.knows(&host.history, sight.flow.start);
    if unusual && known && sight.remote.is_public() && volume.told.now(sight.flow.start) {
        let facts = vec![("bytes", volume.bytes), ("bytesUsual", rounded(host.peak))];
        let (subject, first) = (Subject::Host(sight.remote), volume.window.start());
        found.push(sight.finding(Kind::TrafficVolume, Role::Actor, subject, first, facts));
    }
}

/// Notes the ports that a host talks to, and tells one that is new to a host with few.
pub(super) fn ports(
    sight: &Sight<'_>,
    host: &mut Host,
    learning: Learning,
    found: &mut Vec<Finding>,
) {
    // A port beyond is given to who asks for any; what carries nothing, or is refused, is no use of it.
    let is_use = sight.is_request() && sight.flow.accepted && !sight.is_knock();
    if !is_use || sight.service == 0 || sight.service >= 32_768 || !sight.remote.is_public() {
        return;
    }
    let time = sight.flow.start;
    if !host.ports.note(sight.service, time) {
        return;
    }
    let few = usize::from(host.ports.count) < PORTS;
    if few
        && host.ports.count > 1
        && learning.knows(&host.history, time)
        && host.ports.told.now(time)
    {
        let facts = vec![
            ("port", u64::from(sight.service)),
            ("portsUsual", u64::from(host.ports.count) - 1),
        ];
        let subject = Subject::Service(sight.remote, sight.service);
        found.push(sight.finding(Kind::NetworkPort, Role::Actor, subject, time, facts));
    }
}

/// Counts the hosts that get mail of one that did not send any in its history.
pub(super) fn mail(
    sight: &Sight<'_>,
    host: &mut Host,
    learning: Learning,
    found: &mut Vec<Finding>,
) {
    let is_mail =
        sight.service == 25 && sight.is_tcp() && sight.is_request() && sight.flow.accepted;
    if !is_mail || sight.is_knock() || !sight.remote.is_public() {
        return;
    }
    let time = sight.flow.start;
    let is_usual = host.ports.since(25).is_some_and(|first| learning.is_over(first, time));
    let mail = &mut host.mail;
    match mail.window.enter(time, HOUR) {
        Entered::Stray => return,
        Entered::New => (mail.records, mail.hosts) = Default::default(),
        Entered::Same => {}
    }
    mail.records = mail.records.saturating_add(1);
    mail.hosts.add(sight.remote);
    let hosts = mail.hosts.count();
    if hosts >= MAIL_HOSTS && !is_usual && mail.told.now(time) {
        let facts = vec![("hosts", u64::from(hosts)), ("connections", u64::from(mail.records))];
        let (subject, first) = (Subject::Port(25), mail.window.start());
        found.push(sight.finding(Kind::Spambot, Role::Actor, subject, first, facts));
    }
}

impl Known {
    /// Notes a port; whether it is new.
    fn note(&mut self, port: u16, time: i64) -> bool {
        let count = usize::from(self.count);
        if self.since(port).is_some() || count >= PORTS {
            return false;
        }
        if let Some(free) = self.ports.get_mut(count) {
            *free = (port, time);
            self.count += 1;
        }
        true
    }

    fn since(&self, port: u16) -> Option<i64> {
        let known = self.ports.iter().take(usize::from(self.count));
        known.clone().find(|(one, _)| *one == port).map(|(_, since)| *since)
    }
}

#[expect(clippy::cast_precision_loss, reason = "it is compared with ten times another one")]
fn approximate(bytes: u64) -> f32 {
    bytes as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it was a count of bytes"
)]
fn rounded(bytes: f32) -> u64 {
    bytes as u64
}
