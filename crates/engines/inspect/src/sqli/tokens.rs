//! A text read as SQL of all well-known databases at once, where they
//! differ the way that an attacker would like.

use super::words::{self, Word};
use crate::scan::{COMMENT_END, Set, at, before, between, find_either, skip, tail};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing more.
    End,
    /// A number.
    Number,
    /// A literal; `true` if its quote is closed.
    Literal(bool),
    /// A name that SQL does not know, also in backticks or brackets.
    Name,
    /// A word of SQL.
    Word(Word),
    /// `@name`, `@@name`, `:name`.
    Variable,
    /// `=`, `<>`, `<=>` and their kind.
    Compare,
    /// `+`, `-`, `*`, `/`, `%`, `^`, `|`, `&`, `~`, `!`.
    Arithmetic(u8),
    /// `||` and `&&`.
    Double(u8),
    /// `(`.
    Open,
    /// `)`.
    Close,
    /// `,`.
    Comma,
    /// `;`.
    Semicolon,
    /// A comment to the end of the line, or one that nothing closes.
    Comment,
    /// Anything else.
    Other(u8),
}

impl Kind {
    /// Whether it goes on with a statement behind a whole operand.
    pub(super) fn goes_on(self) -> bool {
        matches!(self, Self::Semicolon | Self::Word(Word::Logic | Word::Union))
    }
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token {
    /// What stands beyond the last token.
    pub(super) const END: Token = Token { kind: Kind::End, start: 0, end: 0 };

    /// The token's bytes.
    pub(super) fn text<'a>(&self, text: &'a [u8]) -> &'a [u8] {
        between(text, self.start, self.end)
    }
}

/// A reader of tokens.
pub(super) struct Tokens<'a> {
    pub(super) text: &'a [u8],
    pub(super) position: usize,
    /// How many comments were passed over.
    pub(super) comments: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a [u8], position: usize) -> Self {
        Self { text, position, comments: 0 }
    }

    /// Fills a row of tokens; tells how many.
    pub(super) fn read(&mut self, tokens: &mut [Token]) -> usize {
        let mut count = 0;
        for slot in tokens.iter_mut() {
            let Some(token) = self.next() else { break };
            *slot = token;
            count += 1;
        }
        count
    }

    pub(super) fn next(&mut self) -> Option<Token> {
        loop {
            self.position = skip(self.text, self.position, is_blank);
            if self.position >= self.text.len() {
                return None;
            }
            let start = self.position;
            if let Some((kind, end)) = self.one(start) {
                self.position = end.max(start + 1);
                return Some(Token { kind, start, end: self.position });
            }
            self.comments += 1;
        }
    }

    /// The token at a position, or none where a comment stood that reads as white space.
    fn one(&mut self, start: usize) -> Option<(Kind, usize)> {
        let text = self.text;
        let byte = at(text, start);
        let next = at(text, start + 1);
        Some(match byte {
            b'\'' | b'"' => self.literal(start),
            b'`' => self.quoted_name(start, b'`'),
            b'[' => self.bracket(start),
            b'0'..=b'9' => (Kind::Number, number(text, start)),
            b'.' if next.is_ascii_digit() => (Kind::Number, number(text, start)),
            b'/' if next == b'*' => return self.block_comment(start),
            b'*' if next == b'/' => {
                // The end of a conditional comment, whose content was read as code.
                self.position = start + 2;
                return None;
            }
            b'#' | b'-' if byte == b'#' || next == b'-' => (Kind::Comment, line_end(text, start)),
            b'|' if next == b'|' => (Kind::Double(b'|'), start + 2),
            b'&' if next == b'&' => (Kind::Double(b'&'), start + 2),
            b'=' | b'<' | b'>' => (Kind::Compare, skip(text, start, |b| among!(b"=<>!", b))),
            b'!' if matches!(next, b'=' | b'<' | b'>') => (Kind::Compare, start + 2),
            b':' | b'^' if next == b'=' => (Kind::Compare, start + 2),
            b':' if next == b':' => (Kind::Other(b':'), start + 2),
            b'@' => (Kind::Variable, variable_end(text, start)),
            b'+' | b'-' | b'*' | b'/' | b'%' | b'^' | b'|' | b'&' | b'~' | b'!' => {
                (Kind::Arithmetic(byte), start + 1)
            }
            b'(' => (Kind::Open, start + 1),
            b')' => (Kind::Close, start + 1),
            b',' => (Kind::Comma, start + 1),
            b';' => (Kind::Semicolon, start + 1),
            _ if is_name(byte) => self.word(start),
            _ => (Kind::Other(byte), start + 1),
        })
    }

    /// A literal. Doubled quotes and escaped ones stand within it.
    pub(super) fn literal(&self, start: usize) -> (Kind, usize) {
        let quote = at(self.text, start);
        let mut position = start + 1;
        loop {
            while at(self.text, position) == b'\\' {
                position += 2;
            }
            let Some(end) = find_either(self.text, position, quote, b'\\') else {
                return (Kind::Literal(false), self.text.len());
            };
            position = end;
            let escaped = at(self.text, position) == b'\\';
            if escaped || at(self.text, position + 1) == quote {
                position += 2;
            } else {
                return (Kind::Literal(true), position + 1);
            }
        }
    }

    fn quoted_name(&self, start: usize, quote: u8) -> (Kind, usize) {
        let end = memchr::memchr(quote, tail(self.text, start + 1));
        match end {
            Some(end) => (Kind::Name, start + end + 2),
            None => (Kind::Other(quote), start + 1),
        }
    }

    /// A name in brackets, as SQL Server writes them.
    pub(super) fn bracket(&self, start: usize) -> (Kind, usize) {
        let end = skip(self.text, start + 1, |byte| is_name(byte) || byte == b' ');
        if at(self.text, end) == b']' && end > start + 1 {
            (Kind::Name, end + 1)
        } else {
            (Kind::Other(b'['), start + 1)
        }
    }

    /// A comment in a block is white space, but for `/*!…*/`, which is code.
    fn block_comment(&mut self, start: usize) -> Option<(Kind, usize)> {
        let text = self.text;
        if at(text, start + 2) == b'!' {
            self.position = skip(text, start + 3, |byte| byte.is_ascii_digit());
            return None;
        }
        match COMMENT_END.find_soon(tail(text, start + 2)) {
            Some(length) => {
                self.position = start + 2 + length + 2;
                None
            }
            None => Some((Kind::Comment, text.len())),
        }
    }

    fn word(&self, start: usize) -> (Kind, usize) {
        let text = self.text;
        let end = skip(text, start, is_name);
        let word = between(text, start, end);
        if word.len() == 1
            && matches!(word, b"x" | b"X" | b"n" | b"N" | b"b" | b"B" | b"e" | b"E")
            && at(text, end) == b'\''
        {
            return self.literal(end);
        }
        if before(text, start) == b'.' && start > 0 {
            return (Kind::Name, end);
        }
        match words::classify(word) {
            Some(known) if at(text, end) != b'.' || known == Word::Select => {
                (Kind::Word(known), end)
            }
            Some(Word::Function) => (Kind::Word(Word::Function), end),
            _ => {
                // A name may have points within.
                let mut end = end;
                while at(text, end) == b'.' && is_name(at(text, end + 1)) {
                    end = skip(text, end + 1, is_name);
                }
                (Kind::Name, end)
            }
        }
    }
}

/// A number in any notation: `1`, `1.5`, `1e3`, `0x1f`, `0b1`. What `MySQL` takes for one, too.
pub(super) fn number(text: &[u8], start: usize) -> usize {
    if at(text, start) == b'0' && matches!(at(text, start + 1), b'x' | b'X') {
        return skip(text, start + 2, |byte| byte.is_ascii_hexdigit());
    }
    let mut end = skip(text, start, |byte| byte.is_ascii_digit());
    if at(text, end) == b'.' {
        end = skip(text, end + 1, |byte| byte.is_ascii_digit());
    }
    if matches!(at(text, end), b'e' | b'E') {
        let sign = usize::from(matches!(at(text, end + 1), b'+' | b'-'));
        if at(text, end + 1 + sign).is_ascii_digit() {
            end = skip(text, end + 1 + sign, |byte| byte.is_ascii_digit());
        }
    }
    end
}

/// Where a variable ends: `@name`, `@@name`, and either in backticks.
pub(super) fn variable_end(text: &[u8], start: usize) -> usize {
    let from = if at(text, start + 1) == b'@' { start + 2 } else { start + 1 };
    let from = if at(text, from) == b'`' { from + 1 } else { from };
    skip(text, from, is_name)
}

fn line_end(text: &[u8], start: usize) -> usize {
    memchr::memchr(b'\n', tail(text, start)).map_or(text.len(), |length| start + length)
}

/// White space, and control characters that read as it.
pub(super) fn is_blank(byte: u8) -> bool {
    static BLANKS: Set = Set::of(b"\xa0").and_all(0, b' ');
    BLANKS.has(byte)
}

/// What names are made of.
pub(super) fn is_name(byte: u8) -> bool {
    static NAMES: Set = Set::of(b"_$").and_alphanumeric().and_all(0x80, 0x9f).and_all(0xa1, 0xff);
    NAMES.has(byte)
}
