//! Malware that reports at regular times.

use super::host::{Channel, RING};
use super::sight::Sight;
use crate::finding::{Finding, Kind, Role, Subject};

/// Gaps below this are of one visit, not between two.
const GAP_MIN: u16 = 5;
/// How far a gap may be from the middle one, as a share of it, to count as regular.
const NEAR: f32 = 0.15;
/// Which share of the last gaps must be regular.
const REGULAR: f32 = 0.75;
/// The same where programs that ask for news are usual: the ports of the web.
const REGULAR_WEB: f32 = 0.9;
/// What a report takes at most, in bytes of one connection.
const REPORT_BYTES_MAX: u16 = 4_000;
/// For how long it must go on, where programs that ask for news are usual.
const WEB_SECONDS: i64 = 3 * 3_600;
/// Ports of the web.
const WEB: [u16; 4] = [80, 443, 8_080, 8_443];
/// Ports where programs keep asking by design: name and time services, and those that push messages.
const ASKING: [u16; 12] = [53, 123, 853, 993, 995, 1_883, 5_222, 5_223, 5_228, 5_269, 8_883, 22];

/// Notes a connection, and looks how regular the last ones were; what it is if it is regular.
pub(super) fn connections(sight: &Sight<'_>, channel: &mut Channel) -> Option<Finding> {
    if !sight.is_tcp() || !sight.is_request() || !sight.remote.is_public() {
        return None;
    }
    let time = sight.flow.start;
    let size = u16::try_from(sight.flow.bytes).unwrap_or(u16::MAX);
    let place = |count: u32| (count as usize) % RING;
    if channel.connections > 0 && channel.client == sight.client {
        if let Some(held) = channel.sizes.get_mut(place(channel.connections.wrapping_sub(1))) {
            *held = held.saturating_add(size);
        }
        return None;
    }
    let gap = time.saturating_sub(channel.began);
    if channel.connections > 0 {
        // Records of other times, or a visit of several connections.
        if gap < i64::from(GAP_MIN) {
            channel.client = sight.client;
            return None;
        }
        if let Some(held) = channel.gaps.get_mut(place(channel.connections)) {
            *held = u16::try_from(gap).unwrap_or(u16::MAX);
        }
    } else {
        channel.first = time;
    }
    if let Some(held) = channel.sizes.get_mut(place(channel.connections)) {
        *held = size;
    }
    channel.connections = channel.connections.saturating_add(1);
    (channel.client, channel.began) = (sight.client, time);
    let is_due = channel.connections as usize > RING && channel.connections.is_multiple_of(4);
    (is_due && !ASKING.contains(&sight.service)).then(|| judge(sight, channel)).flatten()
}

fn judge(sight: &Sight<'_>, channel: &mut Channel) -> Option<Finding> {
    let gap = middle(channel.gaps);
    let is_near = |one: u16, middle: u16, least: f32| {
        f32::from(one.abs_diff(middle)) <= (f32::from(middle) * NEAR).max(least)
    };
    let share = |ring: &[u16; RING], middle: u16, least: f32| {
        let near = ring.iter().filter(|one| is_near(**one, middle, least)).count();
        f32::from(u8::try_from(near).unwrap_or(u8::MAX)) / 32.0
    };
    let regular = share(&channel.gaps, gap, 1.0);
    let size = middle(channel.sizes);
    let is_web = WEB.contains(&sight.service);
    let same_size = share(&channel.sizes, size, 8.0);
    let lasting = sight.flow.start.saturating_sub(channel.first);
    let is_beacon = gap < u16::MAX
        && size <= REPORT_BYTES_MAX
        && if is_web {
            regular >= REGULAR_WEB && same_size >= REGULAR_WEB && lasting >= WEB_SECONDS
        } else {
            regular >= REGULAR
        };
    (is_beacon && channel.beacon_told.now(sight.flow.start)).then(|| {
        let facts = vec![
            ("connections", u64::from(channel.connections)),
            ("secondsBetween", u64::from(gap)),
            ("bytesOfEach", u64::from(size)),
        ];
        let (subject, first) = (Subject::Service(sight.remote, sight.service), channel.first);
        sight.finding(Kind::CommandAndControl, Role::Actor, subject, first, facts)
    })
}

fn middle(mut ring: [u16; RING]) -> u16 {
    ring.sort_unstable();
    ring.get(RING / 2).copied().unwrap_or_default()
}
