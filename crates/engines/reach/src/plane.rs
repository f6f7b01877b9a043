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

    /// Joins the ports of both, address by address.
    fn joined(
        &self,
        other: &Self,
        join: impl Fn(Option<&Ranges>, Option<&Ranges>) -> Ranges,
    ) -> Self {
        let bands = self.0.iter().chain(&other.0);
        let mut cuts: Vec<u128> =
            bands.flat_map(|band| [Some(band.first), band.last.checked_add(1)]).flatten().collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut joined: Vec<Band> = Vec::new();
        for (first, last) in segments(&cuts) {
            let ports = join(self.at(first), other.at(first));
            if ports.is_empty() {
                continue;
            }
            match joined.last_mut() {
                Some(before)
                    if before.last.checked_add(1) == Some(first) && before.ports == ports =>
                {
                    before.last = last;
                }
                _ => joined.push(Band { first, last, ports }),
            }
        }
        Self(joined)
    }

    /// What is in either.
    pub(crate) fn union(&self, other: &Self) -> Self {
        self.joined(other, |one, two| match (one, two) {
            (Some(one), Some(two)) => one.union(two),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => Ranges::default(),
        })
    }

    /// What is in both.
    pub(crate) fn intersection(&self, other: &Self) -> Self {
        self.joined(other, |one, two| match (one, two) {
            (Some(one), Some(two)) => one.intersection(two),
            _ => Ranges::default(),
        })
    }

    /// What is in this one alone.
    pub(crate) fn without(&self, other: &Self) -> Self {
        self.joined(other, |one, two| match (one, two) {
            (Some(one), Some(two)) => one.without(two),
            (Some(one), None) => one.clone(),
            (None, _) => Ranges::default(),
        })
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
