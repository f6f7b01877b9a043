//! Lists of addresses, compiled into one line of sections.

use super::{Purpose, Purposes, entry};
use crate::record::Address;

/// A set of addresses.
#[derive(Debug, Clone, Default)]
pub struct AddressSet(AddressLists);

impl AddressSet {
    /// Reads addresses and blocks, one a line; the lines that are neither are counted from 1.
    pub fn parse(text: &str) -> (Self, Vec<usize>) {
        let (lists, bad) = AddressLists::new([(Purpose::Threat, text)]);
        (Self(lists), bad.into_iter().map(|(_, line)| line).collect())
    }

    /// Whether the address is in it.
    pub fn contains(&self, address: Address) -> bool {
        !self.0.purposes(address).is_empty()
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.v4.starts.is_empty() && self.0.v6.starts.is_empty()
    }
}

/// All lists together: an address is looked up once, whatever there are of lists.
#[derive(Debug, Clone, Default)]
pub struct AddressLists {
    v4: Sections<u32>,
    v6: Sections<u128>,
    /// For the first two bytes of an IPv4 address, the first section that begins there or later.
    index: Vec<u32>,
}

/// Sections of a line, each with what all lists say of it.
#[derive(Debug, Clone, Default)]
struct Sections<T> {
    starts: Vec<T>,
    purposes: Vec<Purposes>,
}

impl AddressLists {
    /// Reads lists of addresses and blocks in CIDR notation, one a line, `#` before comments. The lines
    /// that are neither are answered: which list, and which line from 1.
    pub fn new<'a>(
        lists: impl IntoIterator<Item = (Purpose, &'a str)>,
    ) -> (Self, Vec<(usize, usize)>) {
        let (mut v4, mut v6, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        for (place, (purpose, text)) in lists.into_iter().enumerate() {
            for (line, entry) in text.lines().enumerate().map(|(at, line)| (at + 1, entry(line))) {
                let Some(entry) = entry else { continue };
                match block(entry) {
                    Some((first, last)) => match (first.as_v4(), last.as_v4()) {
                        (Some(first), Some(last)) => v4.push((first, last, purpose)),
                        _ => v6.push((first.0, last.0, purpose)),
                    },
                    None => bad.push((place, line)),
                }
            }
        }
        let v4 = Sections::new(v4, |last| last.checked_add(1));
        let v6 = Sections::new(v6, |last| last.checked_add(1));
        let index = index(&v4.starts);
        (Self { v4, v6, index }, bad)
    }

    /// What the lists say of an address.
    pub fn purposes(&self, address: Address) -> Purposes {
        match address.as_v4() {
            Some(bits) => {
                let high = (bits >> 16) as usize;
                let place = |at: usize| self.index.get(at).map_or(0, |place| *place as usize);
                self.v4.at(bits, place(high), place(high + 1))
            }
            None => self.v6.at(address.0, 0, self.v6.starts.len()),
        }
    }
}

/// A CIDR block's first and last address.
fn block(text: &str) -> Option<(Address, Address)> {
    let (address, length) = text.split_once('/').map_or((text, None), |(a, l)| (a, Some(l)));
    let address = Address::parse(address.as_bytes())?;
    let bits: u32 = if address.as_v4().is_some() { 32 } else { 128 };
    let length = length.map_or(Some(bits), |length| length.parse().ok())?;
    let free = bits.checked_sub(length)?;
    let mask = u128::MAX.checked_shr(128 - free).unwrap_or(0);
    Some((Address(address.0 & !mask), Address(address.0 | mask)))
}

fn index(starts: &[u32]) -> Vec<u32> {
    if starts.is_empty() {
        return Vec::new();
    }
    let mut index = Vec::with_capacity(65_537);
    let mut place = 0;
    for high in 0..65_536_u32 {
        place += starts.get(place..).map_or(0, |rest| rest.partition_point(|s| *s < high << 16));
        index.push(u32::try_from(place).unwrap_or(u32::MAX));
    }
    index.push(u32::try_from(starts.len()).unwrap_or(u32::MAX));
    index
}

impl<T: Copy + Ord> Sections<T> {
    /// Cuts the line wherever a block begins or ends.
    fn new(blocks: Vec<(T, T, Purpose)>, next: impl Fn(T) -> Option<T>) -> Self {
        let mut cuts: Vec<(T, Purpose, bool)> = Vec::with_capacity(blocks.len() * 2);
        for (first, last, purpose) in blocks {
            cuts.push((first, purpose, true));
            cuts.extend(next(last).map(|after| (after, purpose, false)));
        }
        cuts.sort_unstable_by_key(|(at, ..)| *at);
        let mut sections = Self { starts: Vec::new(), purposes: Vec::new() };
        let mut open = [0_u32; Purpose::ALL.len()];
        let mut cuts = cuts.into_iter().peekable();
        while let Some((at, purpose, begins)) = cuts.next() {
            if let Some(count) = open.get_mut(purpose as usize) {
                *count = if begins { *count + 1 } else { count.saturating_sub(1) };
            }
            if cuts.peek().is_some_and(|(next, ..)| *next == at) {
                continue;
            }
            let held = Purpose::ALL.into_iter().zip(open).filter(|(_, count)| *count > 0);
            let purposes = held.fold(Purposes::default(), |all, (one, _)| all.with(one));
            if sections.purposes.last().copied().unwrap_or_default() != purposes {
                sections.starts.push(at);
                sections.purposes.push(purposes);
            }
        }
        sections
    }

    /// The section of a place, whose start is before `to` and may be the one before `from`.
    fn at(&self, place: T, from: usize, to: usize) -> Purposes {
        let within = self.starts.get(from..to).unwrap_or_default();
        let after = from + within.partition_point(|start| *start <= place);
        after.checked_sub(1).and_then(|at| self.purposes.get(at)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn trusted_wins() {
        let lists =
            [(Purpose::Trusted, "8.8.8.0/24"), (Purpose::Tor, "8.8.0.0/16 # all\n\nx\n2001::/16")];
        let (lists, bad) = AddressLists::new(lists);
        assert_eq!(bad, [(1, 3)]);
        let purposes = |text: &str| lists.purposes(Address::parse(text.as_bytes()).unwrap());
        assert!(purposes("8.8.8.8").is_trusted() && !purposes("8.8.8.8").has(Purpose::Tor));
        assert!(purposes("8.8.9.8").has(Purpose::Tor) && purposes("2001:1::").has(Purpose::Tor));
        assert!(purposes("8.9.0.0").is_empty() && purposes("2002::").is_empty());
    }

    fn blocks() -> impl Strategy<Value = Vec<(usize, u32, u32)>> {
        prop::collection::vec((0..8_usize, 0..0x0002_0000_u32, 12..=32_u32), 0..30)
    }

    proptest! {
        #[test]
        fn lookups_are_those_of_each_list(blocks in blocks(), address in 0..0x0002_1000_u32) {
            let text = |(_, start, length): &(usize, u32, u32)| {
                format!("{}/{length}", Address::v4(*start))
            };
            let texts: Vec<String> = blocks.iter().map(text).collect();
            let lists = blocks.iter().zip(&texts).map(|(b, t)| (Purpose::ALL[b.0], t.as_str()));
            let (lists, bad) = AddressLists::new(lists);
            prop_assert!(bad.is_empty());
            let held = blocks.iter().filter(|(_, start, length)| {
                let free = 32 - length;
                u64::from(*start) >> free == u64::from(address) >> free
            });
            let all = held.fold(Purposes::default(), |all, b| all.with(Purpose::ALL[b.0]));
            prop_assert_eq!(lists.purposes(Address::v4(address)), all);
        }
    }
}
