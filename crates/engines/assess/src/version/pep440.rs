//! PEP 440, with all the spellings that it normalizes. What it does not allow is below all that it
//! does, as setuptools had it.

use std::cmp::Ordering;

use super::{legacy, number, parts};

pub(super) fn compare(a: &[u8], b: &[u8]) -> Ordering {
    match (Version::parse(a), Version::parse(b)) {
        (Some(a), Some(b)) => a.compare(&b),
        (None, None) => legacy::compare(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Alpha,
    Beta,
    Candidate,
}

/// A version's parts; every number is its digits, and a number that is left out is none.
struct Version<'v> {
    epoch: &'v [u8],
    release: &'v [u8],
    pre: Option<(Phase, &'v [u8])>,
    post: Option<&'v [u8]>,
    dev: Option<&'v [u8]>,
    local: Option<&'v [u8]>,
}

impl<'v> Version<'v> {
    fn parse(text: &'v [u8]) -> Option<Self> {
        let text = text.trim_ascii();
        let text = strip(text, b"v").unwrap_or(text);
        let (epoch, text) = match number::split_digits(text) {
            ([_, ..], [b'!', rest @ ..]) => (number::split_digits(text).0, rest),
            _ => (&[][..], text),
        };
        let (release, rest) = split_release(text)?;
        let (pre, rest) = parse_pre(rest);
        let (post, rest) = parse_post(rest);
        let (dev, rest) = match parse_number(rest, &[b"dev"]) {
            Some((number, rest)) => (Some(number), rest),
            None => (None, rest),
        };
        let local = match rest {
            [] => None,
            [b'+', local @ ..] if is_local(local) => Some(local),
            _ => return None,
        };
        Some(Self { epoch, release, pre, post, dev, local })
    }

    fn compare(&self, other: &Self) -> Ordering {
        number::compare(self.epoch, other.epoch)
            .then_with(|| parts::compare_dotted(self.release, other.release))
            .then_with(|| {
                let (a, b) = (self.phase(), other.phase());
                a.0.cmp(&b.0).then_with(|| number::compare(a.1, b.1))
            })
            .then_with(|| compare_optional(self.post, other.post))
            .then_with(|| match (self.dev, other.dev) {
                (Some(a), Some(b)) => number::compare(a, b),
                (a, b) => a.is_none().cmp(&b.is_none()),
            })
            .then_with(|| compare_locals(self.local, other.local))
    }

    /// Where the release stands: one in development alone is before its first alpha.
    fn phase(&self) -> (u8, &'v [u8]) {
        match (self.pre, self.post, self.dev) {
            (Some((phase, number)), _, _) => (1 + phase as u8, number),
            (None, None, Some(_)) => (0, &[]),
            _ => (4, &[]),
        }
    }
}

fn strip<'v>(text: &'v [u8], prefix: &[u8]) -> Option<&'v [u8]> {
    let (start, rest) = text.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

fn strip_separator(text: &[u8]) -> &[u8] {
    match text {
        [b'.' | b'-' | b'_', rest @ ..] => rest,
        _ => text,
    }
}

/// Numbers between dots; a dot that no number follows is not part of them.
fn split_release(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let mut rest = number::split_digits(text).1;
    if rest.len() == text.len() {
        return None;
    }
    while let [b'.', after @ ..] = rest {
        let (digits, next) = number::split_digits(after);
        if digits.is_empty() {
            break;
        }
        rest = next;
    }
    text.split_at_checked(text.len() - rest.len())
}

/// A name of those given, and the number after it, if that is what the text begins with.
fn parse_number<'v>(text: &'v [u8], names: &[&[u8]]) -> Option<(&'v [u8], &'v [u8])> {
    let after_separator = strip_separator(text);
    let rest = names.iter().find_map(|name| strip(after_separator, name))?;
    match number::split_digits(strip_separator(rest)) {
        // A separator that no number follows belongs to the next part, if there is one.
        ([], after) if after.first().is_some_and(u8::is_ascii_alphabetic) => Some((&[], rest)),
        found => Some(found),
    }
}

fn parse_pre(text: &[u8]) -> (Option<(Phase, &[u8])>, &[u8]) {
    const NAMES: [(Phase, &[&[u8]]); 3] = [
        (Phase::Alpha, &[b"alpha", b"a"]),
        (Phase::Beta, &[b"beta", b"b"]),
        (Phase::Candidate, &[b"preview", b"pre", b"rc", b"c"]),
    ];
    let found = NAMES.into_iter().find_map(|(phase, names)| {
        parse_number(text, names).map(|(number, rest)| (Some((phase, number)), rest))
    });
    found.unwrap_or((None, text))
}

fn parse_post(text: &[u8]) -> (Option<&[u8]>, &[u8]) {
    if let [b'-', rest @ ..] = text
        && let (digits @ [_, ..], rest) = number::split_digits(rest)
    {
        return (Some(digits), rest);
    }
    match parse_number(text, &[b"post", b"rev", b"r"]) {
        Some((number, rest)) => (Some(number), rest),
        None => (None, text),
    }
}

fn split_local(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| matches!(*byte, b'.' | b'-' | b'_'))
}

fn is_local(text: &[u8]) -> bool {
    split_local(text).all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_alphanumeric))
}

fn compare_optional(a: Option<&[u8]>, b: Option<&[u8]>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => number::compare(a, b),
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

/// Words come before numbers, and no local version before any.
fn compare_locals(a: Option<&[u8]>, b: Option<&[u8]>) -> Ordering {
    let (Some(a), Some(b)) = (a, b) else { return a.is_some().cmp(&b.is_some()) };
    parts::compare(split_local(a), split_local(b), compare_local_part)
}

fn compare_local_part(a: &[u8], b: &[u8]) -> Ordering {
    let is_number = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    match (is_number(a), is_number(b)) {
        (true, true) => number::compare(a, b),
        (false, false) => {
            a.iter().map(u8::to_ascii_lowercase).cmp(b.iter().map(u8::to_ascii_lowercase))
        }
        (left, right) => left.cmp(&right),
    }
}
