//! Sets of numbers as intervals: addresses and ports.
//!
//! Addresses of both families are numbers of one line: those of IPv4 are its first 2^32, those of IPv6 are where they
//! are. What IPv6 has among the first 2^32 (`::/96`) no interface and no client has. (RFC 4291, section 2.5.)

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use smallvec::{SmallVec, smallvec};

/// The last number of an address of IPv4.
const V4_LAST: u128 = u32::MAX as u128;

/// A family of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// IPv4.
    V4,
    /// IPv6.
    V6,
}

impl Family {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::V4, Self::V6];

    /// That of an address.
    pub fn of(address: IpAddr) -> Self {
        if address.is_ipv4() { Self::V4 } else { Self::V6 }
    }

    /// All its addresses.
    pub fn addresses(self) -> Ranges {
        match self {
            Self::V4 => Ranges::span(0, V4_LAST),
            Self::V6 => Ranges::span(V4_LAST + 1, u128::MAX),
        }
    }
}

/// An address as a number.
pub fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => u128::from(u32::from(address)),
        IpAddr::V6(address) => u128::from(address),
    }
}

/// Intervals. Most sets are one, which needs no memory of its own.
type Spans = SmallVec<[(u128, u128); 1]>;

/// A set of numbers: intervals with both ends, in order, none touching the next.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Ranges(Spans);

impl Ranges {
    /// Those from `first` to `last`, both with them; none where `last` is less.
    pub fn span(first: u128, last: u128) -> Self {
        if first > last { Self::default() } else { Self(smallvec![(first, last)]) }
    }

    /// The addresses of a block.
    pub fn block(block: IpNet) -> Self {
        let (first, last) = (number(block.network()), number(block.broadcast()));
        match block {
            IpNet::V4(_) => Self::span(first, last),
            IpNet::V6(_) => Self::span(first.max(V4_LAST + 1), last),
        }
    }

    /// All of these intervals.
    pub fn of(spans: impl IntoIterator<Item = (u128, u128)>) -> Self {
        let mut spans: Vec<_> = spans.into_iter().filter(|(first, last)| first <= last).collect();
        spans.sort_unstable();
        let mut joined = Self::default();
        for (first, last) in spans {
            joined.push(first, last);
        }
        joined
    }

    /// Adds an interval that begins no earlier than the last one.
    fn push(&mut self, first: u128, last: u128) {
        match self.0.last_mut() {
            Some(before) if before.1.checked_add(1).is_none_or(|next| first <= next) => {
                before.1 = before.1.max(last);
            }
            _ => self.0.push((first, last)),
        }
    }

    /// Its intervals, in order.
    pub fn spans(&self) -> &[(u128, u128)] {
        &self.0
    }

    /// Whether it has no number.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many numbers it has, as far as that can be said.
    pub fn count(&self) -> u64 {
        let counts = self.0.iter().map(|(first, last)| (last - first).saturating_add(1));
        let count = counts.fold(0, u128::saturating_add);
        u64::try_from(count).unwrap_or(u64::MAX)
    }

    /// Whether it has this number.
    pub fn contains(&self, number: u128) -> bool {
        let after = self.0.partition_point(|(first, _)| *first <= number);
        after
            .checked_sub(1)
            .and_then(|place| self.0.get(place))
            .is_some_and(|span| span.1 >= number)
    }

    /// Whether it has a number of this interval.
    pub(crate) fn meets_span(&self, first: u128, last: u128) -> bool {
        let after = self.0.partition_point(|span| span.1 < first);
        self.0.get(after).is_some_and(|span| span.0 <= last)
    }

    /// Whether a number is in both.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        other.0.iter().any(|(first, last)| self.meets_span(*first, *last))
    }

    /// What is in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut either = Self::default();
        loop {
            let next = match (mine.peek(), theirs.peek()) {
                (Some(one), Some(two)) if two.0 < one.0 => theirs.next(),
                (Some(_), _) => mine.next(),
                (None, _) => theirs.next(),
            };
            let Some(&(first, last)) = next else { return either };
            either.push(first, last);
        }
    }

    /// What is in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut mine, mut theirs) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut both = Spans::new();
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
        let mut left = Spans::new();
        let mut taken = other.0.iter().peekable();
        for &(first, last) in &self.0 {
            let mut from = Some(first);
            while let (Some(start), Some(&&(gone_first, gone_last))) = (from, taken.peek()) {
                if gone_first > last {
                    break;
                }
                if gone_last >= start {
                    if gone_first > start {
                        left.push((start, gone_first - 1));
                    }
                    from = gone_last.checked_add(1);
                }
                if gone_last >= last {
                    break;
                }
                taken.next();
            }
            left.extend(from.filter(|from| *from <= last).map(|from| (from, last)));
        }
        Self(left)
    }

    /// The fewest blocks of addresses that make it up.
    pub fn blocks(&self) -> Vec<IpNet> {
        let mut blocks = Vec::new();
        for family in Family::ALL {
            for (first, last) in self.intersection(&family.addresses()).0 {
                match family {
                    Family::V4 => cover(first, last, 32, &mut blocks),
                    // Nobody has the addresses before, so that a block may begin with them.
                    Family::V6 if first == V4_LAST + 1 => cover(0, last, 128, &mut blocks),
                    Family::V6 => cover(first, last, 128, &mut blocks),
                }
            }
        }
        blocks
    }
}

/// Adds the fewest blocks that make up an interval of addresses of this many bits.
fn cover(first: u128, last: u128, width: u32, blocks: &mut Vec<IpNet>) {
    let mut from = Some(first);
    while let Some(start) = from.filter(|start| *start <= last) {
        let aligned = if start == 0 { width } else { start.trailing_zeros().min(width) };
        let fits = (last - start).checked_add(1).map_or(width, u128::ilog2);
        let bits = aligned.min(fits);
        let prefix = u8::try_from(width - bits).unwrap_or_default();
        blocks.extend(match u32::try_from(start) {
            Ok(start) if width == 32 => Ipv4Net::new(Ipv4Addr::from(start), prefix).map(IpNet::V4),
            _ => Ipv6Net::new(Ipv6Addr::from(start), prefix).map(IpNet::V6),
        });
        from = 1_u128.checked_shl(bits).and_then(|size| start.checked_add(size));
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
                assert_eq!(bits(one).meets(&bits(other)), one & other != 0);
            }
            assert_eq!(bits(one).count(), u64::from(one.count_ones()));
            for bit in 0..17 {
                assert_eq!(bits(one).contains(bit), bit < 16 && one >> bit & 1 == 1);
            }
        }
    }

    #[test]
    fn the_ends_are_numbers_too() {
        let all = Ranges::span(0, u128::MAX);
        let edges = Ranges::of([(0, 0), (u128::MAX, u128::MAX)]);
        assert_eq!(all.without(&edges), Ranges::span(1, u128::MAX - 1));
        assert_eq!(all.count(), u64::MAX);
        assert_eq!(
            Ranges::of([(5, u128::MAX), (u128::MAX, u128::MAX)]),
            Ranges::span(5, u128::MAX)
        );
        assert_eq!(all.without(&all), Ranges::default());
        assert_eq!(edges.without(&Ranges::span(5, 6)), edges);
        assert_eq!(Ranges::of([(1, 2), (3, 4)]), Ranges::span(1, 4));
        assert_eq!(Ranges::span(2, 1), Ranges::default());
    }

    #[test]
    fn blocks_make_up_a_set() {
        let shown = |set: Ranges| set.blocks().iter().map(ToString::to_string).collect::<Vec<_>>();
        let v4 = u128::from(u32::MAX);
        assert_eq!(shown(Ranges::span(0, v4)), ["0.0.0.0/0"]);
        assert_eq!(shown(Ranges::span(1, 4)), ["0.0.0.1/32", "0.0.0.2/31", "0.0.0.4/32"]);
        assert_eq!(shown(Ranges::span(v4, v4)), ["255.255.255.255/32"]);
        assert_eq!(shown(Ranges::span(0, u128::MAX)), ["0.0.0.0/0", "::/0"]);
        assert_eq!(
            shown(Ranges::span(u128::MAX, u128::MAX)),
            ["ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"]
        );
        for block in ["10.0.0.0/8", "0.0.0.0/0", "2001:db8::/32", "::/0", "8000::/1", "fe80::1/128"]
        {
            assert_eq!(shown(Ranges::block(block.parse().unwrap())), [block]);
        }
    }

    #[test]
    fn families_share_no_address() {
        let block = |text: &str| Ranges::block(text.parse().unwrap());
        assert!(block("0.0.0.0/0").intersection(&block("::/0")).is_empty());
        assert_eq!(
            Family::V4.addresses().union(&Family::V6.addresses()),
            Ranges::span(0, u128::MAX)
        );
        assert!(block("::/96").is_empty());
    }
}
