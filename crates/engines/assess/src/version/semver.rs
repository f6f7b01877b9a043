//! Semantic Versioning 2.0.0, read leniently as npm, cargo's registries and Go's are used: a `v` or `=`
//! in front, numbers that are missing, numbers of any length. What follows a third number without a
//! hyphen is build; what is no number where one should be begins the pre-release.

use std::cmp::Ordering;

use super::number;

/// Precedence as the standard has it: build counts for nothing.
pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (Parts::read(a), Parts::read(b));
    a.compare_numbers(&b)
        .then_with(|| compare_prereleases(a.prerelease, b.prerelease, compare_part))
}

/// As [`compare`], with versions of the Go toolchain: `go1.21rc2` is `1.21.0-rc.2`.
pub(super) fn compare_go(a: &[u8], b: &[u8]) -> Ordering {
    let without = |version| <[u8]>::strip_prefix(version, b"go").unwrap_or(version);
    let (a, b) = (Parts::read(without(a)), Parts::read(without(b)));
    a.compare_numbers(&b).then_with(|| match (a.is_joined, b.is_joined) {
        (false, false) => compare_prereleases(a.prerelease, b.prerelease, compare_part),
        _ => compare_prereleases(a.prerelease, b.prerelease, |left, right| {
            compare_toolchain((left, a.is_joined), (right, b.is_joined))
        }),
    })
}

/// As Pub's `Version`: a build is after none, and compared as a pre-release is.
pub(super) fn compare_pub(a: &[u8], b: &[u8]) -> Ordering {
    let (a, b) = (Parts::read(a), Parts::read(b));
    a.compare_numbers(&b)
        .then_with(|| compare_prereleases(a.prerelease, b.prerelease, compare_part))
        .then_with(|| match (a.build, b.build) {
            (Some(a), Some(b)) => compare_part(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        })
}

struct Parts<'v> {
    numbers: [&'v [u8]; 3],
    prerelease: Option<&'v [u8]>,
    build: Option<&'v [u8]>,
    /// Whether no hyphen parts the pre-release from the numbers.
    is_joined: bool,
}

impl<'v> Parts<'v> {
    fn read(version: &'v [u8]) -> Self {
        let is_lead = |byte: u8| matches!(byte, b' ' | b'\t' | b'=');
        let (_, mut rest) = number::split_while(version.trim_ascii(), is_lead);
        rest = rest.strip_prefix(b"v").or_else(|| rest.strip_prefix(b"V")).unwrap_or(rest);
        let mut numbers: [&[u8]; 3] = [&[]; 3];
        for (index, number) in numbers.iter_mut().enumerate() {
            let text = match rest {
                [b'.', after @ ..] if index > 0 => after,
                _ if index > 0 => break,
                _ => rest,
            };
            let (digits, after) = number::split_digits(text);
            if digits.is_empty() {
                rest = text;
                break;
            }
            (*number, rest) = (digits, after);
        }
        let is_full = !numbers[2].is_empty();
        let (before, build) = match rest.iter().position(|byte| *byte == b'+') {
            Some(at) => (rest.get(..at).unwrap_or_default(), rest.get(at + 1..)),
            None => (rest, None),
        };
        match before {
            [] => Self { numbers, prerelease: None, build, is_joined: false },
            [b'-', prerelease @ ..] => {
                Self { numbers, prerelease: Some(prerelease), build, is_joined: false }
            }
            [b'.', ..] if is_full => {
                Self { numbers, prerelease: None, build: Some(rest), is_joined: false }
            }
            _ => Self { numbers, prerelease: Some(before), build, is_joined: true },
        }
    }

    fn compare_numbers(&self, other: &Self) -> Ordering {
        let pairs = self.numbers.iter().zip(&other.numbers);
        pairs
            .map(|(a, b)| number::compare(a, b))
            .find(|order| order.is_ne())
            .unwrap_or(Ordering::Equal)
    }
}

fn compare_prereleases(
    a: Option<&[u8]>,
    b: Option<&[u8]>,
    compare: impl FnOnce(&[u8], &[u8]) -> Ordering,
) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => compare(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    }
}

fn compare_part(a: &[u8], b: &[u8]) -> Ordering {
    split_dots(a).map(Identifier).cmp(split_dots(b).map(Identifier))
}

/// The parts of a text between dots.
fn split_dots(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| *byte == b'.')
}

/// An identifier of a pre-release: numbers come before words.
#[derive(Clone, Copy)]
struct Identifier<'v>(&'v [u8]);

impl Ord for Identifier<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let is_word = |text: &[u8]| text.is_empty() || !text.iter().all(u8::is_ascii_digit);
        match (is_word(self.0), is_word(other.0)) {
            (false, false) => number::compare(self.0, other.0),
            (true, true) => self.0.cmp(other.0),
            (a, b) => a.cmp(&b),
        }
    }
}

impl PartialOrd for Identifier<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Identifier<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Identifier<'_> {}

fn compare_toolchain(a: (&[u8], bool), b: (&[u8], bool)) -> Ordering {
    identifiers(a).map(Identifier).cmp(identifiers(b).map(Identifier))
}

/// The identifiers of a pre-release; of one that is joined, words are parted from numbers.
fn identifiers((prerelease, is_joined): (&[u8], bool)) -> impl Iterator<Item = &[u8]> {
    split_dots(prerelease).flat_map(move |part| {
        let (word, digits) = if is_joined {
            number::split_while(part, |byte| !byte.is_ascii_digit())
        } else {
            (part, &[][..])
        };
        let is_split = !word.is_empty() && !digits.is_empty();
        let (first, second) = if is_split { (word, Some(digits)) } else { (part, None) };
        std::iter::once(first).chain(second)
    })
}
