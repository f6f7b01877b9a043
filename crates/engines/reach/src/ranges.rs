//! Sets of numbers as intervals: addresses and ports.

use ipnet::Ipv4Net;

/// A set of numbers: intervals with both ends, in order, none touching the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Ranges(Vec<(u32, u32)>);

impl Ranges {
    /// Those from `first` to `last`, both with them; none where `last` is less.
    pub fn span(first: u32, last: u32) -> Self {
        if first > last { Self::default() } else { Self(vec![(first, last)]) }
    }

    /// The addresses of a block.
    pub fn block(block: Ipv4Net) -> Self {
        Self::span(block.network().into(), block.broadcast().into())
    }

    /// All of these intervals.
    pub fn of(spans: impl IntoIterator<Item = (u32, u32)>) -> Self {
        let mut spans: Vec<_> = spans.into_iter().filter(|(first, last)| first <= last).collect();
        spans.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(spans.len());
        for (first, last) in spans {
            match joined.last_mut() {
                Some(before) if u64::from(first) <= u64::from(before.1) + 1 => {
                    before.1 = before.1.max(last);
                }
                _ => joined.push((first, last)),
            }
        }
        Self(joined)
    }

    /// Its intervals, in order.
    pub fn spans(&self) -> &[(u32, u32)] {
        &self.0
    }

    /// Whether it has no number.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many numbers it has.
    pub fn count(&self) -> u64 {
        self.0.iter().map(|(first, last)| u64::from(last - first) + 1).sum()
    }

    /// Whether it has this number.
    pub fn contains(&self, number: u32) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        after
            .checked_sub(1)
            .and_then(|place| self.0.get(place))
            .is_some_and(|span| span.1 >= number)
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (_, true) => self.clone(),
            (true, _) => other.clone(),
            _ => Self::of(self.0.iter().chain(&other.0).copied()),
        }
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Vec::new();
        while let (Some(one), Some(two)) = (mine.peek(), theirs.peek()) {
            let (first, last) = (one.0.max(two.0), one.1.min(two.1));
            if first <= last {
                both.push((first, last));
            }
            if one.1 <= two.1 {
                mine.next();
            } else {
                theirs.next();
            }
        }
        Self(both)
    }

    /// What is in this one alone.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut left = Vec::new();
        let mut taken = other.0.iter().peekable();
        for &(first, last) in &self.0 {
            let mut from = u64::from(first);
            while let Some(&&(start, end)) = taken.peek() {
                if start > last {
                    break;
                }
                if u64::from(end) >= from {
                    if u64::from(start) > from {
                        // `from` is not more than `start`, which is of 32 bits.
                        left.extend(u32::try_from(from).map(|from| (from, start - 1)));
                    }
                    from = u64::from(end) + 1;
                }
                if end >= last {
                    break;
                }
                taken.next();
            }
            left.extend(
                u32::try_from(from).ok().filter(|from| *from <= last).map(|one| (one, last)),
            );
        }
        Self(left)
    }

    /// The fewest blocks of addresses that make it up.
    pub fn blocks(&self) -> Vec<Ipv4Net> {
        let mut blocks = Vec::new();
        for &(first, last) in &self.0 {
            let mut from = u64::from(first);
            while from <= u64::from(last) {
                let aligned = if from == 0 { 32 } else { from.trailing_zeros().min(32) };
                let fits = (u64::from(last) - from + 1).ilog2();
                let bits = aligned.min(fits);
                let prefix = u8::try_from(32 - bits).unwrap_or_default();
                let address = u32::try_from(from).unwrap_or_default();
                blocks.extend(Ipv4Net::new(address.into(), prefix));
                from += 1_u64 << bits;
            }
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bits(mask: u16) -> Ranges {
        Ranges::of((0..16).filter(|bit| mask >> bit & 1 == 1).map(|bit| (bit, bit)))
    }

    #[test]
    fn sets_are_what_sets_of_bits_are() {
        for one in (0..=u16::MAX).step_by(257) {
            for other in (0..=u16::MAX).step_by(263) {
                assert_eq!(bits(one).union(&bits(other)), bits(one | other));
                assert_eq!(bits(one).intersection(&bits(other)), bits(one & other));
                assert_eq!(bits(one).without(&bits(other)), bits(one & !other));
            }
            assert_eq!(bits(one).count(), u64::from(one.count_ones()));
            for bit in 0..17 {
                assert_eq!(bits(one).contains(bit), bit < 16 && one >> bit & 1 == 1);
            }
        }
    }

    #[test]
    fn the_ends_are_numbers_too() {
        let all = Ranges::span(0, u32::MAX);
        let edges = Ranges::of([(0, 0), (u32::MAX, u32::MAX)]);
        assert_eq!(all.without(&edges), Ranges::span(1, u32::MAX - 1));
        assert_eq!(all.without(&all), Ranges::default());
        assert_eq!(edges.without(&Ranges::span(5, 6)), edges);
        assert_eq!(Ranges::of([(1, 2), (3, 4)]), Ranges::span(1, 4));
        assert_eq!(Ranges::span(2, 1), Ranges::default());
    }

    #[test]
    fn blocks_make_up_a_set() {
        let shown = |set: Ranges| set.blocks().iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(shown(Ranges::span(0, u32::MAX)), ["0.0.0.0/0"]);
        assert_eq!(shown(Ranges::span(1, 4)), ["0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/32"]);
        assert_eq!(shown(Ranges::span(u32::MAX, u32::MAX)), ["255.255.255.255/32"]);
    }
}
