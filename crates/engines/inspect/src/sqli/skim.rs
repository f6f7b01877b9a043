//! Passing over tokens to those that go on with a statement: most of a long text is told from these by
//! its bytes, without being read as tokens.

use std::ops::RangeInclusive;

use super::COMMENT;
use super::tokens::{Token, Tokens, is_blank, is_name, number, variable_end};
use super::words::{self, Word};
use crate::effort::Effort;
use crate::scan::{Set, at, before, between, skip};

/// The words that go on with a statement behind a whole operand.
const GO_ON: [&[u8]; 9] =
    [b"or", b"and", b"xor", b"div", b"mod", b"union", b"intersect", b"except", b"minus"];

/// How long they are.
const GO_ON_LENGTHS: RangeInclusive<usize> = 2..=9;

/// What passing over a token costs, each byte of it, and a literal; and reading one.
const PASSED: usize = 60;
const BYTE: usize = 10;
const LITERAL: usize = 90;
const READ: usize = 220;

impl Tokens<'_> {
    /// Passes over tokens up to one that goes on with a statement, and reads that, as long as effort is
    /// left. Notes where the last token before it begins.
    pub(super) fn skim(&mut self, previous: &mut Option<usize>, effort: &Effort) -> Option<Token> {
        loop {
            let from = self.position;
            let start = skip(self.text, from, is_blank);
            self.position = start;
            let &byte = self.text.get(start)?;
            if let Some(end) = self.plain_end(byte, start) {
                let literal = if among!(b"'\"", byte) { LITERAL } else { 0 };
                effort.spend(PASSED + (end - from) * BYTE + literal);
                self.position = end;
                *previous = Some(start);
            } else {
                let token = self.next();
                let comments = std::mem::take(&mut self.comments);
                effort.spend(READ + (self.position - from) * BYTE + comments * COMMENT);
                let token = token?;
                if token.kind.goes_on() {
                    return Some(token);
                }
                *previous = Some(token.start);
            }
            if effort.is_spent() {
                return None;
            }
        }
    }

    /// Where a token ends that surely goes on with no statement, as [`Tokens::next`] has it.
    fn plain_end(&self, byte: u8, start: usize) -> Option<usize> {
        let text = self.text;
        if is_sign(byte) {
            return Some(start + 1);
        }
        let next = at(text, start + 1);
        match byte {
            b'=' | b'<' | b'>' => Some(skip(text, start, |byte| among!(b"=<>!", byte))),
            b'\'' | b'"' => Some(self.literal(start).1.max(start + 1)),
            b'0'..=b'9' => Some(number(text, start)),
            b'.' if next.is_ascii_digit() => Some(number(text, start)),
            b'.' => Some(start + 1),
            b'[' => Some(self.bracket(start).1),
            b'/' if next != b'*' => Some(start + 1),
            b'*' if next != b'/' => Some(start + 1),
            b'-' if next != b'-' => Some(start + 1),
            b'|' | b'&' => Some(start + 1 + usize::from(next == byte)),
            b'!' => Some(start + 1 + usize::from(among!(b"=<>", next))),
            b':' => Some(start + 1 + usize::from(among!(b"=:", next))),
            b'@' => Some(variable_end(text, start)),
            b'^' => Some(start + 1 + usize::from(next == b'=')),
            _ if is_name(byte) => self.word_end(start),
            _ => None,
        }
    }

    /// Where a word ends, with the names that points join to it.
    fn word_end(&self, start: usize) -> Option<usize> {
        let text = self.text;
        let mut end = skip(text, start, is_name);
        let word = between(text, start, end);
        if at(text, end) != b'.' {
            let may_go_on = GO_ON_LENGTHS.contains(&word.len())
                && among!(b"aAoOxXdDmMuUiIeE", at(word, 0))
                && GO_ON.iter().any(|known| known.eq_ignore_ascii_case(word));
            return (!may_go_on).then_some(end);
        }
        if before(text, start) == b'.' && start > 0 {
            return Some(end);
        }
        if matches!(words::classify(word), Some(Word::Select | Word::Function)) {
            return None;
        }
        while at(text, end) == b'.' && is_name(at(text, end + 1)) {
            end = skip(text, end + 1, is_name);
        }
        Some(end)
    }
}

/// What is a token by itself, whatever follows it, and goes on with nothing.
fn is_sign(byte: u8) -> bool {
    static SIGNS: Set = Set::of(b"(),+%~?\\{}]");
    SIGNS.has(byte)
}
