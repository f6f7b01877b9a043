//! How often a network may answer captchas without the work that a browser does.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use bartizan_types::Timestamp;

/// So many answers of a network are looked at in a minute.
const MINUTE_MAX: u32 = 10;
/// So many networks are counted in a minute; of more, no answer is looked at.
const NETWORKS_MAX: usize = 20_000;
const MINUTE_MILLIS: i64 = 60_000;

/// Answers by network in a minute.
#[derive(Debug, Default)]
pub(super) struct Attempts(Mutex<(i64, HashMap<[u8; 6], u32>)>);

impl Attempts {
    /// Whether another answer may be looked at.
    pub(super) fn may(&self, client: IpAddr, now: Timestamp) -> bool {
        let minute = now.millis() / MINUTE_MILLIS;
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (at, networks) = &mut *held;
        if *at != minute {
            *at = minute;
            networks.clear();
        }
        let network = network(client);
        if networks.len() >= NETWORKS_MAX && !networks.contains_key(&network) {
            return false;
        }
        let count = networks.entry(network).or_default();
        *count = count.saturating_add(1);
        *count <= MINUTE_MAX
    }
}

/// The /24 of a client, or its /48.
fn network(client: IpAddr) -> [u8; 6] {
    let mut network = [0; 6];
    match client {
        IpAddr::V4(address) => {
            // No /48 that begins so is routed.
            network.iter_mut().skip(3).zip(address.octets()).for_each(|(to, from)| *to = from);
        }
        IpAddr::V6(address) => {
            network.iter_mut().zip(address.octets()).for_each(|(to, from)| *to = from);
        }
    }
    network
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_has_so_many_attempts_a_minute() {
        let attempts = Attempts::default();
        let may = |last, at| {
            attempts
                .may(IpAddr::from([192, 0, 2, last]), Timestamp::from_millis(at * MINUTE_MILLIS))
        };
        assert_eq!((0..20).filter(|last| may(*last, 1)).count(), 10);
        assert!(
            may(1, 2) && attempts.may("2001:db8::1".parse().unwrap(), Timestamp::from_millis(0))
        );
    }
}
