//! How many connections a source may have at a time.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::Source;

/// Counts connections by source. It remembers those that have any, and no others.
#[derive(Debug, Clone)]
pub struct Caps {
    max: u32,
    held: FxHashMap<Source, u32>,
}

impl Caps {
    /// So many a source.
    pub fn new(max: u32) -> Self {
        Self { max, held: FxHashMap::default() }
    }

    /// Takes a place for a connection; whether there was one.
    pub fn enter(&mut self, address: IpAddr) -> bool {
        let held = self.held.entry(Source::of(address)).or_insert(0);
        let may = *held < self.max;
        *held += u32::from(may);
        if *held == 0 {
            self.held.remove(&Source::of(address));
        }
        may
    }

    /// Gives a place back; whether it was the last that the source had.
    pub fn leave(&mut self, address: IpAddr) -> bool {
        let source = Source::of(address);
        let Some(held) = self.held.get_mut(&source) else { return false };
        *held = held.saturating_sub(1);
        let was_last = *held == 0;
        if was_last {
            self.held.remove(&source);
        }
        was_last
    }

    /// How many sources have a connection.
    pub fn sources(&self) -> usize {
        self.held.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_has_so_many_places() {
        let mut caps = Caps::new(2);
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::ffff".parse().unwrap();
        let other: IpAddr = "2001:db8:0:1::1".parse().unwrap();
        assert!(caps.enter(one) && caps.enter(neighbour) && !caps.enter(one));
        assert!(caps.enter(other) && caps.enter("192.0.2.1".parse().unwrap()));
        assert!(!caps.leave(neighbour));
        assert!(caps.enter(one));
        for address in [one, one, other, "::ffff:192.0.2.1".parse().unwrap()] {
            caps.leave(address);
        }
        assert!(!caps.leave(other));
        assert_eq!(caps.sources(), 0);
    }

    #[test]
    fn none_may_enter_where_there_is_no_place() {
        let mut caps = Caps::new(0);
        assert!(!caps.enter("192.0.2.1".parse().unwrap()));
        assert_eq!(caps.sources(), 0);
    }
}
