//! How many answers over UDP a network gets: beyond that each second one is cut off, by which its
//! clients come again over TCP, and the rest are dropped. Who forges a source gets no more out of this
//! server than that. (ISC Technical Note 2012-1, "DNS Response Rate Limiting".)

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::IpAddr;

/// How many networks are told apart; those that share a place share its answers.
const PLACES: usize = 1 << 16;
/// Of the answers beyond the limit, so many are one that is cut off.
const SLIP: u32 = 2;

/// What becomes of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Whole,
    Cut,
    Dropped,
}

/// The answers of each network in the second that runs.
pub(crate) struct Rates {
    places: Vec<(u64, u32)>,
    hasher: RandomState,
    a_second: u32,
}

impl Rates {
    pub(crate) fn new(a_second: u32) -> Self {
        Self { places: vec![(0, 0); PLACES], hasher: RandomState::new(), a_second }
    }

    /// Counts an answer to this client in this second.
    pub(crate) fn verdict(&mut self, client: IpAddr, second: u64) -> Verdict {
        let hash = self.hasher.hash_one(network(client));
        let index = usize::try_from(hash).unwrap_or_default() % PLACES;
        let Some((since, count)) = self.places.get_mut(index) else { return Verdict::Whole };
        if *since != second {
            (*since, *count) = (second, 0);
        }
        *count = count.saturating_add(1);
        match count.checked_sub(self.a_second) {
            None | Some(0) => Verdict::Whole,
            Some(beyond) if beyond % SLIP == 0 => Verdict::Cut,
            Some(_) => Verdict::Dropped,
        }
    }
}

/// The network that a client is taken to speak for: 24 bits of IPv4, 56 of IPv6.
pub(crate) fn network(client: IpAddr) -> u64 {
    match client.to_canonical() {
        IpAddr::V4(address) => u64::from(address.to_bits() >> 8),
        IpAddr::V6(address) => {
            let high = u64::try_from(address.to_bits() >> 64).unwrap_or_default();
            high >> 8 | 1 << 63
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Cut, Dropped, Whole};
    use super::*;

    #[test]
    fn a_network_gets_so_many_answers_a_second() {
        let mut rates = Rates::new(3);
        let mut verdicts = |address: &str, second, many: usize| -> Vec<Verdict> {
            let client = address.parse().unwrap();
            (0..many).map(|_| rates.verdict(client, second)).collect()
        };
        let wanted = [Whole, Whole, Whole, Dropped, Cut, Dropped, Cut];
        assert_eq!(verdicts("192.0.2.1", 1, 7), wanted);
        assert_eq!(verdicts("192.0.2.200", 1, 1), [Dropped]);
        assert_eq!(verdicts("192.0.2.1", 2, 1), [Whole]);
    }

    #[test]
    fn a_mapped_address_is_of_its_network() {
        let of = |text: &str| network(text.parse().unwrap());
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.77"));
        assert_ne!(of("192.0.2.1"), of("192.0.3.1"));
        assert_eq!(of("2001:db8:0:1::1"), of("2001:db8:0:ff::1"));
        assert_ne!(of("2001:db8:0:1::1"), of("2001:db8:0:100::1"));
    }
}
