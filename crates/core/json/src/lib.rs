//! JSON (RFC 8259) with the place of every node, duplicate keys kept, depth and size bounded: what the
//! policy languages are read from.

use std::fmt;

use serde::Serialize;

/// The longest policy text that is read, in bytes: twice the longest that the IAM API's model admits
/// for a policy document (IAM API Reference, `policyDocumentType`), since AWS's own managed policies
/// are longer.
pub const TEXT_BYTES_MAX: usize = 262_144;

/// How deep objects and lists may nest. The policy grammar needs six levels.
pub const DEPTH_MAX: usize = 32;

/// A place in a text, as Access Analyzer counts: lines from 1, columns (characters) and offset
/// (bytes) from 0. (IAM Access Analyzer API Reference, "Position".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 0.
    pub column: u32,
    /// The byte in the text, from 0.
    pub offset: u32,
}

/// From where to where in a text something stands; `end` is the place behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize)]
pub struct Span {
    /// The first character.
    pub start: Position,
    /// The place behind the last character.
    pub end: Position,
}

impl Span {
    /// The spanned part of `text`; empty if the span is of another text.
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        let byte = |offset: u32| usize::try_from(offset).unwrap_or(usize::MAX);
        text.get(byte(self.start.offset)..byte(self.end.offset)).unwrap_or_default()
    }
}

/// A JSON value and its place.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it was written.
    Number(String),
    /// A string, its escapes resolved.
    String(String),
    /// A list.
    List(Vec<Node>),
    /// An object's members in their order; a key may occur twice.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// The key.
    pub key: String,
    /// Where the key stands.
    pub key_span: Span,
    /// The value.
    pub value: Node,
}

/// Why a text is not JSON, or not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub at: Position,
    /// What is wrong there.
    pub problem: &'static str,
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at line {} column {}", self.problem, self.at.line, self.at.column)
    }
}

impl std::error::Error for SyntaxError {}

impl Node {
    /// Reads one JSON value that is the whole text.
    ///
    /// # Errors
    /// The text is not JSON, longer than [`TEXT_BYTES_MAX`], or nested deeper than [`DEPTH_MAX`].
    pub fn parse(text: &str) -> Result<Self, SyntaxError> {
        let mut parser =
            Parser { text, at: Position { line: 1, column: 0, offset: 0 }, byte: 0, depth: 0 };
        if text.len() > TEXT_BYTES_MAX {
            return Err(parser.error("the text is too long"));
        }
        parser.skip_space();
        let node = parser.node()?;
        parser.skip_space();
        if parser.peek().is_some() {
            return Err(parser.error("nothing may follow the document"));
        }
        Ok(node)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// The members of an object.
    pub fn members(&self) -> Option<&[Member]> {
        match &self.value {
            Value::Object(members) => Some(members),
            _ => None,
        }
    }

    /// The members whose key occurred before in the same object, in this node and below.
    pub fn duplicate_keys(&self) -> Vec<&Member> {
        let mut found = Vec::new();
        self.collect_duplicates(&mut found);
        found
    }

    fn collect_duplicates<'n>(&'n self, found: &mut Vec<&'n Member>) {
        match &self.value {
            Value::Object(members) => {
                let mut seen = rustc_hash::FxHashSet::default();
                for member in members {
                    if !seen.insert(member.key.as_str()) {
                        found.push(member);
                    }
                    member.value.collect_duplicates(found);
                }
            }
            Value::List(nodes) => nodes.iter().for_each(|node| node.collect_duplicates(found)),
            _ => {}
        }
    }
}

struct Parser<'t> {
    text: &'t str,
    at: Position,
    byte: usize,
    depth: usize,
}

impl Parser<'_> {
    const fn error(&self, problem: &'static str) -> SyntaxError {
        SyntaxError { at: self.at, problem }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.byte).copied()
    }

    /// Steps over one byte; columns count characters, so continuation bytes do not move them.
    fn step(&mut self) {
        let Some(byte) = self.peek() else { return };
        self.byte += 1;
        self.at.offset += 1;
        if byte == b'\n' {
            self.at.line += 1;
            self.at.column = 0;
        } else if byte & 0xc0 != 0x80 {
            self.at.column += 1;
        }
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.step();
        }
    }

    fn expect(&mut self, wanted: u8, problem: &'static str) -> Result<(), SyntaxError> {
        if self.peek() != Some(wanted) {
            return Err(self.error(problem));
        }
        self.step();
        Ok(())
    }

    fn node(&mut self) -> Result<Node, SyntaxError> {
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.error("a value is missing")),
        };
        Ok(Node { span: Span { start, end: self.at }, value })
    }

    fn nested(
        &mut self,
        read: fn(&mut Self) -> Result<Value, SyntaxError>,
    ) -> Result<Value, SyntaxError> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(self.error("the document is nested too deep"));
        }
        self.step();
        self.skip_space();
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn object(&mut self) -> Result<Value, SyntaxError> {
        let mut members = Vec::new();
        if self.peek() == Some(b'}') {
            self.step();
            return Ok(Value::Object(members));
        }
        loop {
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.error("a key in quotes is missing"));
            }
            let key = self.string()?;
            let key_span = Span { start, end: self.at };
            self.skip_space();
            self.expect(b':', "a colon is missing")?;
            self.skip_space();
            let value = self.node()?;
            members.push(Member { key, key_span, value });
            self.skip_space();
            if self.peek() == Some(b'}') {
                self.step();
                return Ok(Value::Object(members));
            }
            self.expect(b',', "a comma or a closing brace is missing")?;
            self.skip_space();
        }
    }

    fn list(&mut self) -> Result<Value, SyntaxError> {
        let mut nodes = Vec::new();
        if self.peek() == Some(b']') {
            self.step();
            return Ok(Value::List(nodes));
        }
        loop {
            nodes.push(self.node()?);
            self.skip_space();
            if self.peek() == Some(b']') {
                self.step();
                return Ok(Value::List(nodes));
            }
            self.expect(b',', "a comma or a closing bracket is missing")?;
            self.skip_space();
        }
    }

    fn word(&mut self, word: &'static str, value: Value) -> Result<Value, SyntaxError> {
        if !self.text.get(self.byte..).is_some_and(|rest| rest.starts_with(word)) {
            return Err(self.error("a value is missing"));
        }
        word.bytes().for_each(|_| self.step());
        Ok(value)
    }

    fn number(&mut self) -> Result<String, SyntaxError> {
        let start = self.byte;
        if self.peek() == Some(b'-') {
            self.step();
        }
        if self.peek() == Some(b'0') {
            self.step();
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.step();
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            self.digits()?;
        }
        Ok(self.text.get(start..self.byte).unwrap_or_default().to_owned())
    }

    fn digits(&mut self) -> Result<(), SyntaxError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.error("a digit is missing"));
        }
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.step();
        }
        Ok(())
    }

    fn string(&mut self) -> Result<String, SyntaxError> {
        self.step();
        let mut text = String::new();
        let mut plain = self.byte;
        loop {
            let end = self.byte;
            match self.peek() {
                None => return Err(self.error("the string does not end")),
                Some(b'"') => {
                    text.push_str(self.text.get(plain..end).unwrap_or_default());
                    self.step();
                    return Ok(text);
                }
                Some(b'\\') => {
                    text.push_str(self.text.get(plain..end).unwrap_or_default());
                    self.step();
                    text.push(self.escape()?);
                    plain = self.byte;
                }
                Some(0..=0x1f) => return Err(self.error("a control character must be escaped")),
                Some(_) => self.step(),
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        let escaped = match self.peek() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            _ => return Err(self.error("the escape is unknown")),
        };
        self.step();
        Ok(escaped)
    }

    fn unicode_escape(&mut self) -> Result<char, SyntaxError> {
        let first = self.four_digits()?;
        let code = match first {
            0xd800..=0xdbff => {
                self.expect(b'\\', "half of a surrogate pair is missing")?;
                let second = self.four_digits()?;
                if !(0xdc00..=0xdfff).contains(&second) {
                    return Err(self.error("half of a surrogate pair is missing"));
                }
                0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
            }
            _ => first,
        };
        char::from_u32(code).ok_or_else(|| self.error("half of a surrogate pair is missing"))
    }

    fn four_digits(&mut self) -> Result<u32, SyntaxError> {
        self.expect(b'u', "half of a surrogate pair is missing")?;
        let mut code = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            code = code * 16 + digit.ok_or_else(|| self.error("four hex digits are missing"))?;
            self.step();
        }
        Ok(code)
    }
}

#[cfg(test)]
mod tests;
