//! Texts with wildcards and variables, compiled once and matched in place: no allocation, and no
//! backtracking beyond the last wildcard of each kind.

mod compiler;

use memchr::memmem;

pub(crate) use compiler::{Glob, Syntax};

use crate::caseless;
use crate::compile::Reader;
use crate::context::{Context, Key};

/// Whether a wildcard may stand for a colon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    Everything,
    WithinSegment,
}

/// The forms of a pattern in code.
mod form {
    pub(super) const ANY: u8 = 0;
    pub(super) const NEVER: u8 = 1;
    pub(super) const EXACT: u8 = 2;
    pub(super) const PREFIX: u8 = 3;
    pub(super) const PIECES: u8 = 4;
    pub(super) const TEXTS: u8 = 5;
}

/// The pieces of a pattern in code.
mod piece {
    pub(super) const LITERAL: u8 = 0;
    pub(super) const VARIABLE: u8 = 1;
    pub(super) const VARIABLE_OR_DEFAULT: u8 = 2;
    pub(super) const ONE: u8 = 3;
    pub(super) const ONE_WITHIN_SEGMENT: u8 = 4;
    pub(super) const MANY: u8 = 5;
    pub(super) const MANY_WITHIN_SEGMENT: u8 = 6;
}

/// A compiled text in code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pattern<'p> {
    form: u8,
    rest: &'p [u8],
}

impl<'p> Pattern<'p> {
    /// Reads one that fills this code.
    pub(crate) const fn new(code: &'p [u8]) -> Self {
        let mut reader = Reader::new(code);
        let form = reader.byte();
        Self { form, rest: reader.rest() }
    }

    /// Whether it matches every text.
    pub(crate) const fn is_any(self) -> bool {
        self.form == form::ANY
    }

    /// A text that every text that matches begins with, case aside where that is ignored.
    pub(crate) fn beginning(self) -> &'p [u8] {
        match self.form {
            form::EXACT | form::PREFIX => self.rest,
            form::TEXTS => Reader::new(self.rest).block(),
            _ => &[],
        }
    }

    /// Whether the text matches, case and all.
    pub(crate) fn matches(self, text: &str, context: &Context) -> bool {
        self.run::<false, false>(text, context)
    }

    /// Whether it matches all that a pattern in the text's place stands for.
    pub(crate) fn covers(self, text: &str, context: &Context) -> bool {
        self.run::<false, true>(text, context)
    }

    /// Whether the text matches, ASCII case ignored.
    pub(crate) fn matches_ignoring_case(self, text: &str, context: &Context) -> bool {
        self.run::<true, false>(text, context)
    }

    fn run<const FOLD: bool, const COVER: bool>(self, text: &str, context: &Context) -> bool {
        let Self { form, rest } = self;
        let text = text.as_bytes();
        match form {
            form::ANY => true,
            form::EXACT => {
                !(COVER && is_wild(rest)) && rest.len() == text.len() && begins::<FOLD>(text, rest)
            }
            form::PREFIX => !(COVER && is_wild(rest)) && begins::<FOLD>(text, rest),
            form::TEXTS => stand_in::<FOLD, COVER>(Reader::new(rest), text),
            form::PIECES => walk::<FOLD, COVER>(rest, text, context),
            _ => false,
        }
    }
}

fn begins<const FOLD: bool>(text: &[u8], prefix: &[u8]) -> bool {
    let Some(head) = text.get(..prefix.len()) else { return false };
    if FOLD { caseless::equal(head, prefix) } else { caseless::same(head, prefix) }
}

/// Whether these texts stand in another in their order, the first at its beginning and the last at its
/// end. Each is taken at its first place: what follows has the most room there.
fn stand_in<const FOLD: bool, const COVER: bool>(mut texts: Reader<'_>, text: &[u8]) -> bool {
    let first = texts.block();
    if (COVER && is_wild(first)) || !begins::<FOLD>(text, first) {
        return false;
    }
    let mut rest = text.get(first.len()..).unwrap_or_default();
    loop {
        let wanted = texts.block();
        if COVER && is_wild(wanted) {
            return false;
        }
        if texts.is_empty() {
            let end = rest.len().checked_sub(wanted.len()).and_then(|at| rest.get(at..));
            return end.is_some_and(|end| begins::<FOLD>(end, wanted));
        }
        let Some(at) = find::<FOLD>(rest, wanted) else { return false };
        rest = rest.get(at + wanted.len()..).unwrap_or_default();
    }
}

/// A piece as the walk meets it: a variable is its value, if it has one.
enum Step<'a> {
    End,
    Text(Option<&'a [u8]>),
    One(Reach),
    Many(Reach),
}

/// The next piece.
fn step<'a>(code: &mut Reader<'a>, context: &'a Context) -> Step<'a> {
    if code.is_empty() {
        return Step::End;
    }
    match code.byte() {
        piece::LITERAL => Step::Text(Some(code.block())),
        piece::VARIABLE => Step::Text(context.lookup_single(Key::read(code)).map(str::as_bytes)),
        piece::VARIABLE_OR_DEFAULT => {
            let value = context.lookup_single(Key::read(code)).map(str::as_bytes);
            let default = code.block();
            Step::Text(value.or(Some(default)))
        }
        piece::ONE => Step::One(Reach::Everything),
        piece::ONE_WITHIN_SEGMENT => Step::One(Reach::WithinSegment),
        piece::MANY => Step::Many(Reach::Everything),
        _ => Step::Many(Reach::WithinSegment),
    }
}

/// Where to go on when a piece does not fit.
#[derive(Clone, Copy)]
struct Retry<'p> {
    pieces: Reader<'p>,
    at: usize,
}

/// Matches every piece in turn; a variable without a value matches nothing.
///
/// There are two points to come back to: the last wildcard that stops at colons and the last
/// that does not. Earlier ones need no second try, because what lies between was found at its
/// first place, and every later place ends later.
fn walk<const FOLD: bool, const COVER: bool>(
    pieces: &[u8],
    text: &[u8],
    context: &Context,
) -> bool {
    let (mut pieces, mut at) = (Reader::new(pieces), 0);
    let mut narrow: Option<Retry<'_>> = None;
    let mut wide: Option<Retry<'_>> = None;
    loop {
        let next = match step(&mut pieces, context) {
            Step::End if at == text.len() => return true,
            Step::End => None,
            Step::Many(Reach::WithinSegment) => {
                narrow = Some(Retry { pieces, at });
                Some(at)
            }
            Step::Many(Reach::Everything) if pieces.is_empty() => return true,
            Step::Many(Reach::Everything) => {
                (wide, narrow) = (Some(Retry { pieces, at }), None);
                Some(at)
            }
            Step::One(_) if COVER && text.get(at) == Some(&b'*') => None,
            Step::One(reach) => one_character(text, at, reach),
            Step::Text(wanted) => wanted.and_then(|wanted| after::<FOLD, COVER>(text, at, wanted)),
        };
        if let Some(next) = next {
            at = next;
            continue;
        }
        let retry = match narrow {
            Some(retry) if text.get(retry.at).is_some_and(|byte| *byte != b':') => {
                let retry = Retry { at: retry.at + 1, ..retry };
                narrow = Some(retry);
                retry
            }
            _ => {
                let Some(retry) = wide.and_then(|wide| advance::<FOLD>(text, wide)) else {
                    return false;
                };
                (wide, narrow) = (Some(retry), None);
                retry
            }
        };
        Retry { pieces, at } = retry;
    }
}

fn after<const FOLD: bool, const COVER: bool>(
    text: &[u8],
    at: usize,
    wanted: &[u8],
) -> Option<usize> {
    if COVER && is_wild(wanted) {
        return None;
    }
    begins::<FOLD>(text.get(at..)?, wanted).then_some(at + wanted.len())
}

/// Whether a text has characters that are wildcards in a pattern that stands in the place of what is
/// matched: there they are more than the text.
fn is_wild(text: &[u8]) -> bool {
    memchr::memchr2(b'*', b'?', text).is_some()
}

/// Moves a wildcard on by one byte, or straight to the next place where the following text stands.
fn advance<'p, const FOLD: bool>(text: &[u8], wide: Retry<'p>) -> Option<Retry<'p>> {
    let rest = text.get(wide.at + 1..)?;
    let mut following = wide.pieces;
    let skipped = match following.byte() {
        piece::LITERAL if !FOLD => find::<FOLD>(rest, following.block())?,
        _ => 0,
    };
    Some(Retry { at: wide.at + 1 + skipped, ..wide })
}

/// Where a text stands in another. Most texts are short: to look for its first byte takes less time
/// than to prepare for a search that is linear in the worst case.
fn find<const FOLD: bool>(text: &[u8], wanted: &[u8]) -> Option<usize> {
    const SHORT_BYTES: usize = 256;
    let Some(first) = wanted.first() else { return Some(0) };
    if FOLD {
        let last = text.len().checked_sub(wanted.len())?;
        return (0..=last).find(|at| begins::<FOLD>(text.get(*at..).unwrap_or_default(), wanted));
    }
    if text.len() > SHORT_BYTES {
        return memmem::find(text, wanted);
    }
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let at = memchr::memchr(*first, rest)?;
        if begins::<FOLD>(rest.get(at..)?, wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
}

/// The place behind the character that begins at `at`.
fn one_character(text: &[u8], at: usize, reach: Reach) -> Option<usize> {
    let length = match *text.get(at)? {
        b':' if reach == Reach::WithinSegment => return None,
        0x00..=0x7f => 1,
        0x80..=0xbf => return None,
        0xc0..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xff => 4,
    };
    Some(at + length)
}

#[cfg(test)]
mod tests;
