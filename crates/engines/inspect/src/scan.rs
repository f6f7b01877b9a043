//! Looking at bytes by position: beyond the end there is nothing, and nothing panics.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// A set of bytes, which is asked by one look.
pub(crate) struct Set([bool; 256]);

impl Set {
    /// The set of these bytes.
    pub(crate) const fn of(bytes: &[u8]) -> Self {
        Self([false; 256]).and(bytes)
    }

    /// These bytes, too.
    pub(crate) const fn and(mut self, bytes: &[u8]) -> Self {
        let mut rest = bytes;
        while let Some((first, others)) = rest.split_first() {
            self = self.and_all(*first, *first);
            rest = others;
        }
        self
    }

    /// All bytes from one to another, too.
    pub(crate) const fn and_all(mut self, first: u8, last: u8) -> Self {
        let mut byte = first;
        loop {
            if let Some(slot) = self.0.as_mut_slice().split_at_mut(byte as usize).1.first_mut() {
                *slot = true;
            }
            if byte >= last {
                return self;
            }
            byte += 1;
        }
    }

    /// All letters and digits of ASCII, too.
    pub(crate) const fn and_alphanumeric(self) -> Self {
        self.and_all(b'a', b'z').and_all(b'A', b'Z').and_all(b'0', b'9')
    }

    /// Whether a byte is in it.
    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte)).copied().unwrap_or(false)
    }
}

/// Whether a byte is among some.
macro_rules! among {
    ($bytes:literal, $byte:expr) => {{
        static SET: $crate::scan::Set = $crate::scan::Set::of($bytes);
        SET.has($byte)
    }};
}

/// The byte at a position; zero beyond the end.
pub(crate) fn at(text: &[u8], position: usize) -> u8 {
    text.get(position).copied().unwrap_or(0)
}

/// The byte before a position; zero at the beginning.
pub(crate) fn before(text: &[u8], position: usize) -> u8 {
    position.checked_sub(1).map_or(0, |previous| at(text, previous))
}

/// What follows a position.
pub(crate) fn tail(text: &[u8], from: usize) -> &[u8] {
    text.get(from..).unwrap_or_default()
}

/// What stands before a position.
pub(crate) fn head(text: &[u8], to: usize) -> &[u8] {
    text.get(..to).unwrap_or(text)
}

/// The bytes between two positions, as far as there are any.
pub(crate) fn between(text: &[u8], from: usize, to: usize) -> &[u8] {
    tail(head(text, to), from)
}

/// At most so many bytes from a position.
pub(crate) fn ahead(text: &[u8], from: usize, most: usize) -> &[u8] {
    between(text, from, from.saturating_add(most))
}

/// At most so many bytes that end at a position.
pub(crate) fn behind(text: &[u8], to: usize, most: usize) -> &[u8] {
    between(text, to.saturating_sub(most), to)
}

/// The first position from here whose byte is not such.
pub(crate) fn skip(text: &[u8], from: usize, such: impl Fn(u8) -> bool) -> usize {
    let rest = tail(text, from);
    from + rest.iter().position(|&byte| !such(byte)).unwrap_or(rest.len())
}

/// So many bytes are looked at one by one before a searcher is called, which takes as long.
const NEAR: usize = 8;

/// The first position from here whose byte is such, by a searcher for what is far away.
pub(crate) fn next_such(
    text: &[u8],
    from: usize,
    such: impl Fn(u8) -> bool,
    search: impl Fn(&[u8]) -> Option<usize>,
) -> Option<usize> {
    let near = ahead(text, from, NEAR);
    if let Some(step) = near.iter().position(|&byte| such(byte)) {
        return Some(from + step);
    }
    let far = from + near.len();
    if far >= text.len() {
        return None;
    }
    search(tail(text, far)).map(|step| far + step)
}

/// Where a byte first stands in a text that may be short.
pub(crate) fn find_byte(text: &[u8], wanted: u8) -> Option<usize> {
    next_such(text, 0, |byte| byte == wanted, |rest| memchr::memchr(wanted, rest))
}

/// The beginning of the run of such bytes that ends here.
pub(crate) fn skip_back(text: &[u8], to: usize, such: impl Fn(u8) -> bool) -> usize {
    let upto = head(text, to);
    upto.iter().rposition(|&byte| !such(byte)).map_or(0, |position| position + 1)
}

/// The position behind white space.
pub(crate) fn skip_space(text: &[u8], from: usize) -> usize {
    skip(text, from, is_space)
}

/// White space as shells, SQL and HTML see it.
pub(crate) fn is_space(byte: u8) -> bool {
    byte == b' ' || byte.wrapping_sub(b'\t') < 5 || byte == 0xa0
}

/// A letter, digit or underscore, or a byte of a character beyond ASCII.
pub(crate) fn is_word(byte: u8) -> bool {
    static WORD: Set = Set::of(b"_").and_alphanumeric().and_all(0x80, 0xff);
    WORD.has(byte)
}

/// The text without white space around it.
pub(crate) fn trim(text: &[u8]) -> &[u8] {
    let from = skip_space(text, 0);
    let rest = tail(text, from);
    head(rest, skip_back(rest, rest.len(), is_space))
}

/// Texts up to this length are searched without a searcher, which takes longer to make.
const SHORT: usize = 512;

/// Whether a text has a part, of a few bytes within a few.
pub(crate) fn contains(text: &[u8], part: &[u8]) -> bool {
    find(text, part).is_some()
}

/// Where a part of a few bytes first stands in a text.
pub(crate) fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    if text.len() > SHORT {
        return memchr::memmem::find(text, part);
    }
    find_within(text, part).0
}

/// Where a part of a few bytes first stands in a short text, and how often it seemed to begin.
pub(crate) fn find_within(text: &[u8], part: &[u8]) -> (Option<usize>, usize) {
    let (&first, &second, rest) = match part {
        [] => return (None, 0),
        [only] => return (memchr::memchr(*only, text), 0),
        [first, second, rest @ ..] => (first, second, rest),
    };
    let Some(place) = find_two(text, first, second) else { return (None, 0) };
    // Where both stand they may stand often: from there on a searcher finds each first byte.
    let mut tried = 0;
    let found = memchr::memchr_iter(first, tail(text, place)).find(|step| {
        tried += 1;
        let behind = tail(text, place + step + 1);
        behind.first() == Some(&second) && tail(behind, 1).starts_with(rest)
    });
    (found.map(|step| place + step), tried)
}

/// So many bytes are looked at at once.
pub(crate) const LANES: usize = 16;

/// The first position where two bytes stand, one behind the other. A searcher for one of them
/// would stop at each, and takes as long to begin again as this takes for a short text.
fn find_two(text: &[u8], first: u8, second: u8) -> Option<usize> {
    let others = text.get(1..)?;
    let ones = head(text, others.len());
    let (firsts, seconds) = (LOWEST * u64::from(first), LOWEST * u64::from(second));
    // Of eight bytes at once the first is told that is zero where both are as wanted.
    let marks = |(ones, others): (&[u8; 8], &[u8; 8])| {
        let differ = u64::from_le_bytes(*ones) ^ firsts | u64::from_le_bytes(*others) ^ seconds;
        differ.wrapping_sub(LOWEST) & !differ & LOWEST << 7
    };
    let place = |ones: &[u8], others: &[u8]| {
        let near = ones.as_chunks().0.iter().zip(others.as_chunks().0).enumerate();
        let mut found = near.map(|(index, both)| (index, marks(both)));
        let (index, marks) = found.find(|(_, marks)| *marks != 0)?;
        Some(index * 8 + marks.trailing_zeros() as usize / 8)
    };
    let has = |ones: &[u8; WIDE], others: &[u8; WIDE]| {
        let near = ones.as_chunks().0.iter().zip(others.as_chunks().0);
        near.fold(0, |any, both| any | marks(both)) != 0
    };
    let blocks = ones.as_chunks().0.iter().zip(others.as_chunks().0).enumerate();
    for (index, (ones, others)) in blocks {
        if has(ones, others) {
            return place(ones, others).map(|step| index * WIDE + step);
        }
    }
    if let Some((last, behind)) = ones.last_chunk().zip(others.last_chunk()) {
        let begin = ones.len() - WIDE;
        return if has(last, behind) { place(last, behind) } else { None }.map(|step| begin + step);
    }
    place(ones, others).or_else(|| {
        let from = ones.len() / 8 * 8;
        let mut both = tail(ones, from).iter().zip(tail(others, from));
        both.position(|(&one, &other)| one == first && other == second).map(|step| from + step)
    })
}

/// So many bytes are asked at once for two that stand one behind the other.
const WIDE: usize = 32;

/// The lowest bit of each of eight bytes.
const LOWEST: u64 = u64::from_le_bytes([1; 8]);

/// Whether any of a few bytes is such: asked of all at once, if it is one comparison.
pub(crate) fn any_such(near: &[u8; LANES], such: impl Fn(u8) -> bool) -> bool {
    near.iter().fold(false, |any, &byte| any | such(byte))
}

/// The first position from here whose byte is in a set. A few bytes at once are asked whether one may be.
pub(crate) fn find_in(
    set: &Set,
    text: &[u8],
    from: usize,
    may_have: impl Fn(&[u8; LANES]) -> bool,
) -> Option<usize> {
    let mut place = from;
    while let Some(near) = tail(text, place).first_chunk::<LANES>() {
        if may_have(near)
            && let Some(step) = near.iter().position(|&byte| set.has(byte))
        {
            return Some(place + step);
        }
        place += LANES;
    }
    tail(text, place).iter().position(|&byte| set.has(byte)).map(|step| place + step)
}

/// The first position from here of one of two bytes, near or far.
pub(crate) fn find_either(text: &[u8], from: usize, one: u8, other: u8) -> Option<usize> {
    let mut place = from;
    while let Some(near) = tail(text, place).first_chunk::<LANES>() {
        if any_such(near, |byte| byte == one) | any_such(near, |byte| byte == other) {
            break;
        }
        place += LANES;
    }
    let step = tail(text, place).iter().position(|&byte| byte == one || byte == other);
    step.map(|step| place + step)
}

/// Whether a text has any of these parts.
pub(crate) fn contains_any(text: &[u8], parts: &[&str]) -> bool {
    parts.iter().any(|part| contains(text, part.as_bytes()))
}

/// Whether a text begins with any of these.
pub(crate) fn starts_any(text: &[u8], parts: &[&str]) -> bool {
    let first = text.first();
    parts.iter().any(|part| part.as_bytes().first() == first && text.starts_with(part.as_bytes()))
}

/// The value of a hexadecimal digit.
pub(crate) fn hexadecimal(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

/// The run of letters, digits and underscores from a position.
pub(crate) fn word_at(text: &[u8], from: usize) -> &[u8] {
    between(text, from, skip(text, from, is_word))
}

/// How many bytes of a text are such.
pub(crate) fn count_such(text: &[u8], such: impl Fn(u8) -> bool) -> usize {
    // Counts of few bytes fit into one, so that many are counted at once.
    let counts = text
        .chunks(255)
        .map(|chunk| chunk.iter().fold(0u8, |count, &byte| count.wrapping_add(such(byte).into())));
    counts.map(usize::from).sum()
}

/// Two bytes, one behind the other, that are searched for.
pub(crate) struct Two([u8; 2], LazyLock<Finder<'static>>);

impl Two {
    const fn of(bytes: [u8; 2], finder: fn() -> Finder<'static>) -> Self {
        Self(bytes, LazyLock::new(finder))
    }

    /// Where they first stand.
    pub(crate) fn find(&self, text: &[u8]) -> Option<usize> {
        self.1.find(text)
    }

    /// The same where they are likely near.
    pub(crate) fn find_soon(&self, text: &[u8]) -> Option<usize> {
        let near = head(text, NEAR).windows(2).position(|pair| pair == self.0);
        near.or_else(|| self.find(text))
    }
}

/// What ends a comment in a block.
pub(crate) static COMMENT_END: Two = Two::of(*b"*/", || Finder::new(b"*/"));
/// Two points.
pub(crate) static POINTS: Two = Two::of(*b"..", || Finder::new(b".."));

/// How often a byte is in a text.
pub(crate) fn count(text: &[u8], byte: u8) -> usize {
    if text.len() > SHORT {
        return memchr::memchr_iter(byte, text).count();
    }
    count_such(text, |own| own == byte)
}

/// The length of the byte order mark that a text in UTF-8 begins with, if it does.
pub(crate) fn mark_length(text: &[u8]) -> usize {
    if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn either_byte_is_found_where_it_stands(text in "[abx]{0,80}", from in 0usize..90) {
            let text = text.as_bytes();
            let found = find_either(text, from, b'x', b'b');
            prop_assert_eq!(found, (from..text.len()).find(|&place| at(text, place) != b'a'));
        }

        #[test]
        fn parts_are_found_where_they_stand(text in "[ab]{0,120}", part in "[ab]{1,6}") {
            prop_assert_eq!(find_within(text.as_bytes(), part.as_bytes()).0, text.find(&part));
        }

        #[test]
        fn bytes_of_a_set_are_found_where_they_stand(text in "[abx]{0,80}", from in 0usize..90) {
            static WANTED: Set = Set::of(b"x");
            let text = text.as_bytes();
            let found = find_in(&WANTED, text, from, |near| any_such(near, |byte| byte > b'a'));
            prop_assert_eq!(found, (from..text.len()).find(|&place| at(text, place) == b'x'));
        }
    }
}
