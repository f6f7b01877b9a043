//! A reader of JSON (RFC 8259) that steps over what nobody asks for and keeps numbers as written.

use std::borrow::Cow;

use memchr::memchr2;

/// How deep objects and lists of an event may nest.
pub(crate) const DEPTH_MAX: usize = 256;

/// A text is not JSON, or nested too deep.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem} at byte {at}")]
pub struct Unreadable {
    problem: &'static str,
    at: usize,
}

/// What begins at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    List,
    Text,
    /// A number, `true`, `false` or `null`.
    Plain,
}

/// A place in a text.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    pub(crate) const fn new(text: &'t str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// What value begins here, behind space.
    pub(crate) fn kind(&mut self) -> Result<Kind, Unreadable> {
        match self.peek() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::List),
            Some(b'"') => Ok(Kind::Text),
            Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Ok(Kind::Plain),
            _ => Err(self.error("a value is missing")),
        }
    }

    /// Enters the object or list that begins here; whether there is anything in it.
    pub(crate) fn enter(&mut self) -> Result<bool, Unreadable> {
        if self.depth == DEPTH_MAX {
            return Err(self.error("the text is nested too deep"));
        }
        let end = if self.peek() == Some(b'{') { b'}' } else { b']' };
        self.at += 1;
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(false);
        }
        self.depth += 1;
        Ok(true)
    }

    /// The key of a member, and the colon behind it.
    pub(crate) fn key(&mut self) -> Result<Cow<'t, str>, Unreadable> {
        if self.peek() != Some(b'"') {
            return Err(self.error("a key in quotes is missing"));
        }
        let key = self.text()?;
        if self.peek() != Some(b':') {
            return Err(self.error("a colon is missing"));
        }
        self.at += 1;
        Ok(key)
    }

    /// Behind a member or an element: whether another follows. `end` is what closes.
    pub(crate) fn more(&mut self, end: u8) -> Result<bool, Unreadable> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == end => {
                self.at += 1;
                self.depth = self.depth.saturating_sub(1);
                Ok(false)
            }
            _ => Err(self.error("a comma or what closes is missing")),
        }
    }

    /// The string that begins here.
    pub(crate) fn text(&mut self) -> Result<Cow<'t, str>, Unreadable> {
        self.at += 1;
        let piece = self.run()?;
        if self.byte() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(piece));
        }
        let mut text = piece.to_owned();
        loop {
            if self.byte() == Some(b'"') {
                self.at += 1;
                return Ok(Cow::Owned(text));
            }
            self.at += 1;
            text.push(self.escape()?);
            text.push_str(self.run()?);
        }
    }

    /// The number or word that begins here, as written.
    pub(crate) fn plain(&mut self) -> Result<&'t str, Unreadable> {
        let start = self.at;
        for word in ["true", "false", "null"] {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(word);
            }
        }
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.byte(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Steps over the value that begins here, and answers its text.
    pub(crate) fn skip(&mut self) -> Result<&'t str, Unreadable> {
        let kind = self.kind()?;
        let start = self.at;
        match kind {
            Kind::Text => self.skip_text()?,
            Kind::Plain => {
                self.plain()?;
            }
            Kind::Object => {
                let mut more = self.enter()?;
                while more {
                    self.key()?;
                    self.skip()?;
                    more = self.more(b'}')?;
                }
            }
            Kind::List => {
                let mut more = self.enter()?;
                while more {
                    self.skip()?;
                    more = self.more(b']')?;
                }
            }
        }
        Ok(self.text.get(start..self.at).unwrap_or_default())
    }

    /// Nothing but space may follow.
    pub(crate) fn end(&mut self) -> Result<(), Unreadable> {
        self.peek().map_or(Ok(()), |_| Err(self.error("nothing may follow the value")))
    }

    pub(crate) const fn error(&self, problem: &'static str) -> Unreadable {
        Unreadable { problem, at: self.at }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn peek(&mut self) -> Option<u8> {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
        self.byte()
    }

    /// What stands before the next quote or backslash.
    fn run(&mut self) -> Result<&'t str, Unreadable> {
        let rest = self.rest();
        let end = memchr2(b'"', b'\\', rest.as_bytes())
            .ok_or_else(|| self.error("the string does not end"))?;
        let piece = rest.get(..end).unwrap_or_default();
        if let Some(control) = piece.bytes().position(|byte| byte < 0x20) {
            self.at += control;
            return Err(self.error("a control character must be escaped"));
        }
        self.at += end;
        Ok(piece)
    }

    fn skip_text(&mut self) -> Result<(), Unreadable> {
        self.at += 1;
        loop {
            self.run()?;
            let is_end = self.byte() == Some(b'"');
            self.at += 1;
            if is_end {
                return Ok(());
            }
            self.escape()?;
        }
    }

    /// The character of an escape; half of a surrogate pair is no character.
    fn escape(&mut self) -> Result<char, Unreadable> {
        let escaped = match self.byte() {
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return Err(self.error("the escape is unknown")),
        };
        self.at += 1;
        Ok(escaped)
    }

    fn unicode(&mut self) -> Result<char, Unreadable> {
        let first = self.four()?;
        if (0xd800..0xdc00).contains(&first) && self.rest().starts_with("\\u") {
            let behind_first = self.at;
            self.at += 1;
            let second = self.four()?;
            if (0xdc00..0xe000).contains(&second) {
                let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = behind_first;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn four(&mut self) -> Result<u32, Unreadable> {
        self.at += 1;
        let digits = self.rest().get(..4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code = code.ok_or_else(|| self.error("four hex digits are missing"))?;
        self.at += 4;
        Ok(code)
    }

    fn digits(&mut self) -> Result<(), Unreadable> {
        let count = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        if count == 0 {
            return Err(self.error("a digit is missing"));
        }
        self.at += count;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str) -> Result<&str, Unreadable> {
        let mut reader = Reader::new(text);
        let value = reader.skip()?;
        reader.end()?;
        Ok(value)
    }

    #[test]
    fn what_serde_reads_is_read_and_nothing_else() {
        for text in [
            "{}",
            "[]",
            " [ 1 , -0.5e+3, true,false , null ] ",
            r#"{"a":{"b":[{}]},"c":"\"\\\/\b\f\n\r\té"}"#,
            r#""\ud83d\ude00""#,
            "",
            "{",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "01",
            "-",
            "1.",
            ".5",
            "1e",
            "nul",
            "\"",
            "\"\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\u{1}\"",
            "1 2",
            "{}}",
            "tru",
            "+1",
            "[\"a\" \"b\"]",
        ] {
            let known = serde_json::from_str::<serde_json::Value>(text).is_ok();
            assert_eq!(whole(text).is_ok(), known, "{text}");
        }
    }

    #[test]
    fn strings_are_decoded() {
        for text in
            [r#""""#, r#""plain""#, r#""a\"b\\c\/d\b\f\n\r\t""#, r#""é\u20ac\ud83d\ude00x""#]
        {
            let known: String = serde_json::from_str(text).unwrap();
            assert_eq!(Reader::new(text).text().unwrap(), known);
        }
        assert_eq!(Reader::new(r#""\ud83dx""#).text().unwrap(), "\u{fffd}x");
        assert_eq!(Reader::new(r#""\ud83d\u0041""#).text().unwrap(), "\u{fffd}A");
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(whole(&nested(DEPTH_MAX)).is_ok());
        assert!(whole(&nested(DEPTH_MAX + 2)).is_err());
    }
}
