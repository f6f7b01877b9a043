//! Maven's version order specification (POM reference), and where that is silent what `ComparableVersion`
//! does: tokens between dots, hyphens and changes from digits to letters; nulls in front of a hyphen, a
//! word with a digit or the end behind it, or the end count for nothing; words before the release, the
//! end, other words, `-number`, `.number` come in this order.
//!
//! A word between dots, as in `1.0.beta-1`, stands beside numbers: it comes before all words after a
//! hyphen, and zeros in front of it count, as more than these. `ComparableVersion` also has them equal to
//! nothing, which makes circles; here they stand beside the end, on the side that the word is on.

use std::cmp::Ordering;

use super::{number, parts};

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    parts::compare_padded(Tokens::new(a), Tokens::new(b), Token::END, Token::compare)
}

/// Words that mean something, in their order; the empty one is the release.
const WORDS: [&[u8]; 7] = [b"alpha", b"beta", b"milestone", b"rc", b"snapshot", b"", b"sp"];
const RELEASE: usize = 5;
const ALIASES: [(&[u8], usize); 4] =
    [(b"ga", RELEASE), (b"final", RELEASE), (b"release", RELEASE), (b"cr", 3)];
/// These stand for known words where a digit follows directly.
const SHORT: [(&[u8], usize); 3] = [(b"a", 0), (b"b", 1), (b"m", 2)];

#[derive(Clone, Copy)]
enum Token<'v> {
    Known(usize, Beside),
    Other(&'v [u8], Beside),
    /// A zero that counts, in front of a word between dots that comes before the release or after it.
    Zero(Side),
    AfterHyphen(&'v [u8]),
    AfterDot(&'v [u8]),
}

/// What a word stands beside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Beside {
    /// Numbers: it is between dots.
    Numbers,
    /// What is after hyphens.
    Hyphens,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    BeforeRelease,
    AfterRelease,
}

impl<'v> Token<'v> {
    const END: Self = Self::Known(RELEASE, Beside::Numbers);

    fn word(word: &'v [u8], is_before_digit: bool, beside: Beside) -> Self {
        let is = |name: &[u8]| word.eq_ignore_ascii_case(name);
        let mut short = SHORT.iter().filter(|_| is_before_digit).chain(&ALIASES);
        let place = WORDS.iter().position(|name| is(name));
        let place = place.or_else(|| short.find(|(name, _)| is(name)).map(|found| found.1));
        place.map_or(Self::Other(word, beside), |place| Self::Known(place, beside))
    }

    fn is_null(self) -> bool {
        match self {
            Self::Known(place, _) => place == RELEASE,
            Self::Other(..) | Self::Zero(_) => false,
            Self::AfterHyphen(digits) | Self::AfterDot(digits) => number::is_zero(digits),
        }
    }

    /// Whether nulls in front of it count for nothing.
    fn undoes_nulls(self, is_after_hyphen: bool) -> bool {
        match self {
            Self::Known(_, Beside::Hyphens) => is_after_hyphen || !self.is_null(),
            Self::Other(_, Beside::Hyphens) | Self::AfterHyphen(_) => true,
            _ => false,
        }
    }

    /// A null that counts, in front of what comes after it.
    fn before(self, next: Self) -> Self {
        match (self, next) {
            (Self::Known(..), _) => self,
            (_, Self::Known(place, _)) if place < RELEASE => Self::Zero(Side::BeforeRelease),
            (_, Self::Known(..) | Self::Other(..)) => Self::Zero(Side::AfterRelease),
            _ => self,
        }
    }

    fn rank(self) -> (u8, Beside, usize) {
        const OTHER: usize = WORDS.len();
        match self {
            Self::Known(place, beside) if place < RELEASE => (0, beside, place),
            Self::Zero(Side::BeforeRelease) => (1, Beside::Numbers, 0),
            Self::Known(RELEASE, _) => (2, Beside::Numbers, 0),
            Self::Known(place, beside) => (3, beside, place),
            Self::Other(_, beside) => (3, beside, OTHER),
            Self::AfterHyphen(_) => (4, Beside::Hyphens, 0),
            Self::Zero(Side::AfterRelease) => (5, Beside::Numbers, 0),
            Self::AfterDot(_) => (6, Beside::Numbers, 0),
        }
    }

    fn compare(self, other: Self) -> Ordering {
        self.rank().cmp(&other.rank()).then_with(|| match (self, other) {
            (Self::Other(a, _), Self::Other(b, _)) => {
                a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
            }
            (Self::AfterHyphen(a), Self::AfterHyphen(b))
            | (Self::AfterDot(a), Self::AfterDot(b)) => number::compare(a, b),
            _ => Ordering::Equal,
        })
    }
}

/// The tokens of a version, without those that count for nothing.
struct Tokens<'v> {
    raw: Raw<'v>,
    /// How many of the next tokens are known to count although they are null.
    kept: usize,
    /// What is behind these.
    behind: Token<'v>,
}

impl<'v> Tokens<'v> {
    fn new(version: &'v [u8]) -> Self {
        let raw = Raw { rest: version, is_after_hyphen: false, is_start: true };
        Self { raw, kept: 0, behind: Token::END }
    }
}

impl<'v> Iterator for Tokens<'v> {
    type Item = Token<'v>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut token = self.raw.next()?;
        if self.kept > 0 {
            self.kept -= 1;
            return Some(token.before(self.behind));
        }
        // A run of nulls is looked through once.
        let mut ahead = self.raw;
        let mut nulls = 0_usize;
        let mut last = token;
        while last.is_null() {
            nulls += 1;
            let is_after_hyphen = ahead.is_after_hyphen;
            let next = ahead.next()?;
            if next.undoes_nulls(is_after_hyphen) {
                (self.raw, token, nulls) = (ahead, next, 0);
            }
            last = next;
        }
        self.kept = nulls.saturating_sub(1);
        self.behind = last;
        Some(if nulls > 0 { token.before(last) } else { token })
    }
}

#[derive(Clone, Copy)]
struct Raw<'v> {
    rest: &'v [u8],
    /// Whether a hyphen, or a change from digits to letters, is in front of the next token.
    is_after_hyphen: bool,
    /// Whether nothing was read yet.
    is_start: bool,
}

impl<'v> Raw<'v> {
    fn next(&mut self) -> Option<Token<'v>> {
        let first = self.rest.first()?;
        let is_after_hyphen = self.is_after_hyphen;
        let (token, rest) = match first {
            b'.' | b'-' => (number_token(&[], is_after_hyphen), self.rest),
            first if first.is_ascii_digit() => {
                let (digits, rest) = number::split_digits(self.rest);
                (number_token(digits, is_after_hyphen), rest)
            }
            _ => {
                let is_word = |byte: u8| !byte.is_ascii_digit() && !matches!(byte, b'.' | b'-');
                let (word, rest) = number::split_while(self.rest, is_word);
                let is_before_digit = rest.first().is_some_and(u8::is_ascii_digit);
                let is_between =
                    !self.is_start && !is_after_hyphen && !is_before_digit && !rest.is_empty();
                let beside = if is_between { Beside::Numbers } else { Beside::Hyphens };
                (Token::word(word, is_before_digit, beside), rest)
            }
        };
        self.is_start = false;
        (self.rest, self.is_after_hyphen) = match rest {
            [b'.', rest @ ..] => (rest, false),
            [b'-', rest @ ..] | rest => (rest, true),
        };
        Some(token)
    }
}

fn number_token(digits: &[u8], is_after_hyphen: bool) -> Token<'_> {
    if is_after_hyphen { Token::AfterHyphen(digits) } else { Token::AfterDot(digits) }
}
