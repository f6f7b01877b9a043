//! apk's order, of apk-tools 3: `digits{.digits}{letter}{_suffix{digits}}{~hash}{-rdigits}`.
//!
//! What is not of this form is ordered by what could be read of it. Where the reading stops, a version
//! is below one that ends there; two that stop at the same place are ordered by the bytes left, unless
//! a hyphen begins them. Digits may follow the letter, as in `8.1p1`, which apk-tools 2 allowed.

use std::cmp::Ordering;

use super::number;

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let (mut a, mut b) = (Reader::new(a), Reader::new(b));
    loop {
        let (token_a, token_b) = (a.next(), b.next());
        let order = token_a.compare(&token_b);
        if order.is_ne() || token_a.is_last() {
            return order;
        }
    }
}

/// The parts of a version, in their order: what comes first here is the lower one.
enum Token<'v> {
    /// A suffix before the release, by its place among them.
    Before(usize),
    Unreadable(&'v [u8]),
    End,
    Revision(&'v [u8]),
    Hash(&'v [u8]),
    SuffixNumber(&'v [u8]),
    /// A suffix after the release, by its place among them.
    After(usize),
    Letter(u8),
    /// Digits after a dot: zeros in front count.
    Digits(&'v [u8]),
    First(&'v [u8]),
}

impl Token<'_> {
    fn rank(&self) -> u8 {
        match self {
            Self::Before(_) => 0,
            Self::Unreadable(_) => 1,
            Self::End => 2,
            Self::Revision(_) => 3,
            Self::Hash(_) => 4,
            Self::SuffixNumber(_) => 5,
            Self::After(_) => 6,
            Self::Letter(_) => 7,
            Self::Digits(_) => 8,
            Self::First(_) => 9,
        }
    }

    fn is_last(&self) -> bool {
        matches!(self, Self::End | Self::Unreadable(_))
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Before(a), Self::Before(b)) | (Self::After(a), Self::After(b)) => a.cmp(b),
            (Self::Letter(a), Self::Letter(b)) => a.cmp(b),
            (Self::Hash(a), Self::Hash(b)) => a.cmp(b),
            (Self::Unreadable(a), Self::Unreadable(b)) => left(a).cmp(left(b)),
            (Self::Digits(a), Self::Digits(b)) if a.starts_with(b"0") || b.starts_with(b"0") => {
                a.cmp(b)
            }
            (Self::Revision(a), Self::Revision(b))
            | (Self::SuffixNumber(a), Self::SuffixNumber(b))
            | (Self::First(a), Self::First(b))
            | (Self::Digits(a), Self::Digits(b)) => number::compare(a, b),
            _ => self.rank().cmp(&other.rank()),
        }
    }
}

fn left(unreadable: &[u8]) -> &[u8] {
    if unreadable.starts_with(b"-") { &[] } else { unreadable }
}

const BEFORE: [&[u8]; 4] = [b"alpha", b"beta", b"pre", b"rc"];
const AFTER: [&[u8]; 5] = [b"cvs", b"svn", b"git", b"hg", b"p"];

#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Place {
    Start,
    Digits,
    Letter,
    LetterDigits,
    Suffix,
    SuffixNumber,
    Hash,
    Revision,
}

struct Reader<'v> {
    rest: &'v [u8],
    place: Place,
}

impl<'v> Reader<'v> {
    fn new(version: &'v [u8]) -> Self {
        Self { rest: version, place: Place::Start }
    }

    fn next(&mut self) -> Token<'v> {
        match self.rest {
            [] => Token::End,
            [first, ..] if first.is_ascii_digit() => self.digits(),
            [b'.', after @ ..]
                if self.place == Place::Digits && after.first().is_some_and(u8::is_ascii_digit) =>
            {
                let (digits, rest) = number::split_digits(after);
                self.step(rest, Place::Digits, Token::Digits(digits))
            }
            [letter @ b'a'..=b'z', rest @ ..] if self.place <= Place::Digits => {
                self.step(rest, Place::Letter, Token::Letter(*letter))
            }
            [b'_', rest @ ..] if Place::Digits <= self.place && self.place < Place::Hash => {
                self.suffix(rest)
            }
            [b'~', rest @ ..] if Place::Digits <= self.place && self.place < Place::Hash => {
                let is_hash = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                let (hash, rest) = number::split_while(rest, is_hash);
                self.step(rest, Place::Hash, Token::Hash(hash))
            }
            [b'-', b'r', rest @ ..] if self.place < Place::Revision => self.revision(rest),
            _ => Token::Unreadable(self.rest),
        }
    }

    fn step(&mut self, rest: &'v [u8], place: Place, token: Token<'v>) -> Token<'v> {
        (self.rest, self.place) = (rest, place);
        token
    }

    fn digits(&mut self) -> Token<'v> {
        let (digits, rest) = number::split_digits(self.rest);
        match self.place {
            Place::Start => self.step(rest, Place::Digits, Token::First(digits)),
            Place::Letter => self.step(rest, Place::LetterDigits, Token::Digits(digits)),
            Place::Suffix => self.step(rest, Place::SuffixNumber, Token::SuffixNumber(digits)),
            _ => Token::Unreadable(self.rest),
        }
    }

    fn suffix(&mut self, text: &'v [u8]) -> Token<'v> {
        let (name, rest) = number::split_while(text, |byte| byte.is_ascii_lowercase());
        let place = |names: &[&[u8]]| names.iter().position(|known| *known == name);
        if let Some(before) = place(&BEFORE) {
            self.step(rest, Place::Suffix, Token::Before(before))
        } else if let Some(after) = place(&AFTER) {
            self.step(rest, Place::Suffix, Token::After(after))
        } else {
            Token::Unreadable(self.rest)
        }
    }

    /// The number of a revision is a zero where a hyphen or the end follows instead.
    fn revision(&mut self, text: &'v [u8]) -> Token<'v> {
        let (digits, rest) = number::split_digits(text);
        if digits.is_empty() && !matches!(rest, [] | [b'-', ..]) {
            return Token::Unreadable(self.rest);
        }
        self.step(rest, Place::Revision, Token::Revision(digits))
    }
}
