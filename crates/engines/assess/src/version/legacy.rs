//! The order that setuptools had before PEP 440, for what PEP 440 does not allow.
//!
//! A version is digits, letters, hyphens and what is between; digits are compared as text of eight
//! places; `pre`, `preview` and `rc` are `c`, `dev` is before all words, and words before `final` undo
//! the hyphens and zeros in front of them.

use std::cmp::Ordering;

use super::{number, parts};

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    parts::compare(Parts::new(a), Parts::new(b), Part::compare)
}

#[derive(Clone, Copy)]
enum Part<'v> {
    Word(&'v [u8]),
    Digits(&'v [u8]),
}

const FINAL: &[u8] = b"final";
const HYPHEN: &[u8] = b"final-";

impl Part<'_> {
    fn compare(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Word(a), Self::Word(b)) => lower(a).cmp(lower(b)),
            (Self::Digits(a), Self::Digits(b)) => padded(a).cmp(padded(b)),
            (Self::Word(_), Self::Digits(_)) => Ordering::Less,
            (Self::Digits(_), Self::Word(_)) => Ordering::Greater,
        }
    }

    fn is_zero(self) -> bool {
        matches!(self, Self::Digits(digits) if digits.len() <= 8 && number::is_zero(digits))
    }

    fn is_hyphen(self) -> bool {
        matches!(self, Self::Word(word) if word == HYPHEN)
    }

    fn is_before_final(self) -> bool {
        matches!(self, Self::Word(word) if lower(word).lt(FINAL.iter().copied()))
    }
}

fn lower(word: &[u8]) -> impl Iterator<Item = u8> {
    word.iter().map(u8::to_ascii_lowercase)
}

fn padded(digits: &[u8]) -> impl Iterator<Item = u8> {
    std::iter::repeat_n(b'0', 8_usize.saturating_sub(digits.len())).chain(digits.iter().copied())
}

struct Parts<'v> {
    raw: Raw<'v>,
    /// Of a run of hyphens and zeros: how many of each stay, and what follows them.
    hyphens: usize,
    zeros: usize,
    then: Option<Part<'v>>,
}

impl<'v> Parts<'v> {
    fn new(version: &'v [u8]) -> Self {
        let raw = Raw { rest: version, is_over: false };
        Self { raw, hyphens: 0, zeros: 0, then: None }
    }

    /// Reads a run of hyphens and zeros, which may be empty, and the part after it. A word undoes the
    /// zeros in front of it, and one before `final` the hyphens that it follows directly.
    fn read_run(&mut self) {
        while let Some(part) = self.raw.next() {
            if part.is_hyphen() {
                (self.hyphens, self.zeros) = (self.hyphens + 1, 0);
            } else if part.is_zero() {
                self.zeros += 1;
            } else {
                if part.is_before_final() && self.zeros == 0 {
                    self.hyphens = 0;
                }
                if matches!(part, Part::Word(_)) {
                    self.zeros = 0;
                }
                self.then = Some(part);
                return;
            }
        }
    }
}

impl<'v> Iterator for Parts<'v> {
    type Item = Part<'v>;

    /// The next part that no later one undoes.
    fn next(&mut self) -> Option<Self::Item> {
        if self.hyphens == 0 && self.zeros == 0 && self.then.is_none() {
            self.read_run();
        }
        if self.hyphens > 0 {
            self.hyphens -= 1;
            return Some(Part::Word(HYPHEN));
        }
        if self.zeros > 0 {
            self.zeros -= 1;
            return Some(Part::Digits(&[]));
        }
        self.then.take()
    }
}

#[derive(Clone, Copy)]
struct Raw<'v> {
    rest: &'v [u8],
    is_over: bool,
}

impl<'v> Raw<'v> {
    fn next(&mut self) -> Option<Part<'v>> {
        let text = number::split_while(self.rest, |byte| byte == b'.').1;
        let (part, rest) = match text {
            [] if self.is_over => return None,
            [] => {
                self.is_over = true;
                (Part::Word(FINAL), text)
            }
            [b'-', rest @ ..] => (Part::Word(HYPHEN), rest),
            [first, ..] if first.is_ascii_digit() => {
                let (digits, rest) = number::split_digits(text);
                (Part::Digits(digits), rest)
            }
            [first, ..] if first.is_ascii_alphabetic() => {
                let (word, rest) = number::split_while(text, |byte| byte.is_ascii_alphabetic());
                (Part::Word(renamed(word)), rest)
            }
            _ => {
                let is_other =
                    |byte: u8| !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'-');
                let (other, rest) = number::split_while(text, is_other);
                (Part::Word(other), rest)
            }
        };
        self.rest = rest;
        Some(part)
    }
}

fn renamed(word: &[u8]) -> &[u8] {
    const NAMES: [(&[u8], &[u8]); 4] =
        [(b"pre", b"c"), (b"preview", b"c"), (b"rc", b"c"), (b"dev", b"@")];
    let known = NAMES.iter().find(|(name, _)| word.eq_ignore_ascii_case(name));
    known.map_or(word, |(_, renamed)| renamed)
}
