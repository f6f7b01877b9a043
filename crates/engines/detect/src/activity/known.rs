//! What is usual of a principal or an account.

use std::hash::{Hash, Hasher};

use rustc_hash::FxHasher;

use crate::record::{Activity, Origin};
use crate::state::{Distinct, stored};

/// Things that were seen, each with the time of its first record; learned ones were always there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<const N: usize> {
    things: [(u32, i64); N],
    count: u8,
}

impl<const N: usize> Default for Known<N> {
    fn default() -> Self {
        Self { things: [(0, 0); N], count: 0 }
    }
}

impl<const N: usize> crate::state::Stored for Known<N> {
    fn write(&self, bytes: &mut Vec<u8>) {
        self.things.write(bytes);
        self.count.write(bytes);
    }
    fn read(input: &mut crate::state::Input<'_>) -> Option<Self> {
        Some(Self { things: crate::state::Stored::read(input)?, count: u8::read(input)? })
    }
}

/// The time of what is learned.
pub(super) const ALWAYS: i64 = i64::MIN;

impl<const N: usize> Known<N> {
    /// Notes a thing; since when it is known. Who has more than there is room for has no usual ones.
    pub(super) fn note(&mut self, thing: u32, time: i64) -> i64 {
        let count = usize::from(self.count).min(N);
        let mut known = self.things.iter_mut().take(count);
        if let Some((_, since)) = known.find(|(one, _)| *one == thing) {
            *since = (*since).min(time);
            return *since;
        }
        match self.things.get_mut(count) {
            Some(free) => {
                *free = (thing, time);
                self.count += 1;
                time
            }
            None => ALWAYS,
        }
    }

    /// Whether a thing is known.
    pub(super) fn has(&self, thing: u32) -> bool {
        self.things.iter().take(usize::from(self.count)).any(|(one, _)| *one == thing)
    }

    /// How many are known.
    pub(super) fn count(&self) -> usize {
        usize::from(self.count)
    }
}

/// What a principal does.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usual {
    /// Since when it is known.
    first: Option<i64>,
    operations: Distinct<16>,
    agents: Known<12>,
    networks: Known<12>,
}

stored! { Usual { first, operations, agents, networks } }

/// What of a call is new to a principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is asked by itself")]
pub(super) struct Novelty {
    /// It never called this.
    pub(super) operation: bool,
    /// It never called by this program before today.
    pub(super) agent: bool,
    /// It never called from this network before today.
    pub(super) network: bool,
    /// It was not there before today.
    pub(super) principal: bool,
}

impl Novelty {
    /// Whether somebody else may call in its name.
    pub(super) fn is_strange(self) -> bool {
        self.agent || self.network || self.principal
    }
}

/// So long something stays new, in seconds.
const NEW: i64 = 86_400;

impl Usual {
    /// Notes a call, and tells what of it is new.
    pub(super) fn note(&mut self, call: &Activity<'_>, time: i64) -> Novelty {
        let is_new = |since: i64| call.time.saturating_sub(since) < NEW;
        let first = *self.first.get_or_insert(time);
        let network = network(&call.origin).map(|network| self.networks.note(network, time));
        Novelty {
            operation: self.operations.add((&*call.service, &*call.operation)),
            agent: is_new(self.agents.note(family(&call.agent), time)),
            network: network.is_some_and(is_new),
            principal: is_new(first),
        }
    }
}

/// A short number of a thing.
pub(super) fn number(thing: impl Hash) -> u32 {
    (hash(thing) >> 32) as u32
}

/// A longer one, for what there are more of.
pub(super) fn hash(thing: impl Hash) -> u64 {
    let mut hasher = FxHasher::default();
    thing.hash(&mut hasher);
    hasher.finish()
}

/// The network of an address, about as large as what one provider's customers move in.
pub(super) fn network(origin: &Origin<'_>) -> Option<u32> {
    match origin {
        Origin::Address(address) => Some(match address.as_v4() {
            Some(bits) => bits >> 16,
            None => number(address.0 >> 96),
        }),
        Origin::Other(text) if text.starts_with(|sign: char| sign.is_ascii_digit()) => {
            let mut parts = text.split('.');
            Some(number((parts.next(), parts.next())))
        }
        _ => None,
    }
}

/// How many products of an agent tell what it is.
const PRODUCTS: usize = 2;

/// The number of what a program is, whatever its version: its first products' names without digits.
fn family(agent: &str) -> u32 {
    let names = agent.split([' ', '[', ']', '(', ')', ',', ';']).filter(|word| !word.is_empty());
    let mut hasher = FxHasher::default();
    for name in names.take(PRODUCTS) {
        let name = name.split('/').next().unwrap_or_default();
        for byte in name.bytes().filter(|byte| !byte.is_ascii_digit()) {
            byte.hash(&mut hasher);
        }
        0_u8.hash(&mut hasher);
    }
    (hasher.finish() >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_is_the_same_in_all_its_versions() {
        let same = |one: &str, other: &str| family(one) == family(other);
        assert!(same("Boto3/1.26.165 Python/3.10.6", "[Boto3/1.30.1 Python/3.12.0 Linux/6]"));
        assert!(same("aws-cli/2.1 Python/3.9", "aws-cli/2.15 Python/3.11"));
        assert!(!same("aws-cli/2.1 Python/3.9", "Boto3/1.26 Python/3.9"));
    }

    #[test]
    fn what_is_learned_was_always_there() {
        let mut known = Known::<2>::default();
        assert_eq!((known.note(7, 100), known.note(7, 200)), (100, 100));
        assert_eq!((known.note(7, ALWAYS), known.note(7, 300)), (ALWAYS, ALWAYS));
        assert_eq!((known.note(8, 5), known.note(9, 5)), (5, ALWAYS));
        assert!(known.has(8) && !known.has(9));
    }
}
