//! Passing over tokens to those that go on with a statement: most of a long text is told from these by
//! its bytes, without being read as tokens.

use super::tokens::{Kind, Token, Tokens, is_blank, is_name, number, variable_end};
use super::words::{self, Word};
use crate::scan::{Set, at, before, between, skip};

/// What was passed over.
#[derive(Debug, Default)]
pub(super) struct Passed {
    /// Where the last token before the position begins.
    pub(super) previous: Option<usize>,
    /// How many tokens.
    pub(super) tokens: usize,
}

impl Tokens<'_> {
    /// Passes over tokens up to one that goes on with a statement, and reads that.
    pub(super) fn skim(&mut self, passed: &mut Passed) -> Option<Token> {
        while let Some(&byte) = self.text.get(self.position) {
            if is_blank(byte) {
                self.position += 1;
                continue;
            }
            passed.tokens += 1;
            let start = self.position;
            if let Some(end) = self.plain_end(byte, start) {
                self.position = end;
                passed.previous = Some(start);
                continue;
            }
            let token = self.next()?;
            if token.kind.goes_on() {
                return Some(token);
            }
            passed.previous = Some(token.start);
        }
        None
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
            let may_go_on = matches!(word.len(), 2 | 3 | 5 | 6 | 9)
                && among!(b"aAoOxXdDmMuUiIeE", at(word, 0))
                && words::classify(word).is_some_and(|word| Kind::Word(word).goes_on());
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
