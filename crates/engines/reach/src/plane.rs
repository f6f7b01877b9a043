//! Sets of pairs of an address and a port, as filters let them pass.

use crate::ranges::Ranges;

/// Addresses that have the same ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Band {
    pub(crate) first: u128,
    pub(crate) last: u128,
    /// At least one.
    pub(crate) ports: Ranges,
}

/// The intervals that begin at these numbers, of which the last has no end.
pub(crate) fn segments(cuts: &[u128]) -> impl Iterator<Item = (u128, u128)> {
    let ends = cuts.iter().skip(1).map(|next| next - 1).chain([u128::MAX]);
    cuts.iter().copied().zip(ends)
}

/// A set of pairs: bands in order of their addresses, none overlapping another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Plane(pub(crate) Vec<Band>);

impl Plane {
    /// Each of these addresses with each of these ports.
    pub(crate) fn product(addresses: &Ranges, ports: &Ranges) -> Self {
        if ports.is_empty() {
            return Self::default();
        }
        let band = |&(first, last)| Band { first, last, ports: ports.clone() };
        Self(addresses.spans().iter().map(band).collect())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ports that an address has.
    fn at(&self, address: u128) -> Option<&Ranges> {
        let after = self.0.partition_point(|band| band.first <= address);
        let band = self.0.get(after.checked_sub(1)?)?;
        (band.last >= address).then_some(&band.ports)
    }

    /// Adds ports of addresses beyond all that it has.
    pub(crate) fn push(&mut self, first: u128, last: u128, ports: Ranges) {
        if ports.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(before) if before.last.checked_add(1) == Some(first) && before.ports == ports => {
                before.last = last;
            }
            _ => self.0.push(Band { first, last, ports }),
        }
    }

    /// Whether one of these addresses has one of these ports.
    pub(crate) fn meets(&self, addresses: &Ranges, ports: &Ranges) -> bool {
        let is_met =
            |band: &Band| addresses.meets_span(band.first, band.last) && band.ports.meets(ports);
        self.0.iter().any(is_met)
    }

    /// What is in either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        let bands = self.0.iter().chain(&other.0);
        let mut cuts: Vec<u128> =
            bands.flat_map(|band| [Some(band.first), band.last.checked_add(1)]).flatten().collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut either = Self::default();
        for (first, last) in segments(&cuts) {
            let ports = match (self.at(first), other.at(first)) {
                (Some(one), Some(two)) => one.union(two),
                (Some(one), None) | (None, Some(one)) => one.clone(),
                (None, None) => continue,
            };
            either.push(first, last, ports);
        }
        either
    }

    /// What is in both.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Self::default();
        while let (Some(one), Some(two)) = (mine.peek(), theirs.peek()) {
            let (first, last) = (one.first.max(two.first), one.last.min(two.last));
            if first <= last {
                both.push(first, last, one.ports.intersection(&two.ports));
            }
            if one.last <= two.last {
                mine.next();
            } else {
                theirs.next();
            }
        }
        both
    }

    /// What is in this one alone.
    pub(crate) fn without(&self, other: &Self) -> Self {
        let mut left = Self::default();
        let mut taken = other.0.iter().peekable();
        for band in &self.0 {
            let mut from = Some(band.first);
            while let (Some(start), Some(&gone)) = (from, taken.peek()) {
                if gone.first > band.last {
                    break;
                }
                if gone.last >= start {
                    if gone.first > start {
                        left.push(start, gone.first - 1, band.ports.clone());
                    }
                    let (first, last) = (gone.first.max(start), gone.last.min(band.last));
                    left.push(first, last, band.ports.without(&gone.ports));
                    from = last.checked_add(1);
                }
                if gone.last >= band.last {
                    break;
                }
                taken.next();
            }
            if let Some(from) = from.filter(|from| *from <= band.last) {
                left.push(from, band.last, band.ports.clone());
            }
        }
        left
    }

    /// What is in any of these.
    pub(crate) fn union_of(mut planes: Vec<Self>) -> Self {
        while planes.len() > 1 {
            planes = planes
                .chunks(2)
                .map(|pair| match pair {
                    [one, two] => one.union(two),
                    [one] => one.clone(),
                    _ => Self::default(),
                })
                .collect();
        }
        planes.pop().unwrap_or_default()
    }
}
