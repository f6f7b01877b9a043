//! The order of `Gem::Version`: runs of digits and of letters; a hyphen is `.pre.`; zeros at the end,
//! and in front of the first letters, count for nothing; letters come before numbers.

use std::cmp::Ordering;

use super::{number, parts};

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    parts::compare_padded(Segments::new(a), Segments::new(b), Segment::ZERO, Segment::compare)
}

#[derive(Clone, Copy)]
enum Segment<'v> {
    Letters(&'v [u8]),
    Digits(&'v [u8]),
}

impl Segment<'_> {
    const ZERO: Segment<'static> = Segment::Digits(&[]);

    fn is_zero(self) -> bool {
        matches!(self, Self::Digits(digits) if number::is_zero(digits))
    }

    fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Digits(a), Self::Digits(b)) => number::compare(a, b),
            (Self::Letters(a), Self::Letters(b)) => a.cmp(b),
            (Self::Letters(_), Self::Digits(_)) => Ordering::Less,
            (Self::Digits(_), Self::Letters(_)) => Ordering::Greater,
        }
    }
}

struct Segments<'v> {
    rest: &'v [u8],
    /// Whether letters were seen, from where on zeros count.
    is_past_letters: bool,
}

impl<'v> Segments<'v> {
    fn new(version: &'v [u8]) -> Self {
        Self { rest: version, is_past_letters: false }
    }
}

impl<'v> Iterator for Segments<'v> {
    type Item = Segment<'v>;

    fn next(&mut self) -> Option<Self::Item> {
        let (segment, rest) = raw(self.rest)?;
        if !self.is_past_letters && segment.is_zero() {
            // A run of zeros is looked through once: it is kept whole, or left out whole.
            let mut after = rest;
            while let Some((next, rest)) = raw(after) {
                if !next.is_zero() {
                    if matches!(next, Segment::Letters(_)) {
                        (self.is_past_letters, self.rest) = (true, rest);
                        return Some(next);
                    }
                    break;
                }
                after = rest;
            }
        }
        self.is_past_letters |= matches!(segment, Segment::Letters(_));
        self.rest = rest;
        Some(segment)
    }
}

/// The first segment of a text, and what follows it.
fn raw(text: &[u8]) -> Option<(Segment<'_>, &[u8])> {
    let is_separator = |byte: u8| !byte.is_ascii_alphanumeric() && byte != b'-';
    let (_, text) = number::split_while(text, is_separator);
    match text {
        [] => None,
        [b'-', rest @ ..] => Some((Segment::Letters(b"pre"), rest)),
        [first, ..] if first.is_ascii_digit() => {
            let (digits, rest) = number::split_digits(text);
            Some((Segment::Digits(digits), rest))
        }
        _ => {
            let (letters, rest) = number::split_while(text, |byte| byte.is_ascii_alphabetic());
            Some((Segment::Letters(letters), rest))
        }
    }
}
