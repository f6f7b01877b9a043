//! As much of JSON as logs of one object a line take, read in place.

use std::borrow::Cow;

/// How deep what is passed over may be nested.
const DEPTH_MAX: usize = 64;

/// A place in a text. Each method reads what comes next, and answers none where it is something else.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scan<'a>(&'a [u8]);

impl<'a> Scan<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self(text)
    }

    /// What comes after blanks.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let blanks = self.0.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n'));
        self.0 = self.0.get(blanks.count()..)?;
        self.0.first().copied()
    }

    /// What is left.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// A value of any kind, as it is written.
    pub(super) fn raw(&mut self) -> Option<&'a [u8]> {
        self.peek()?;
        let from = self.0;
        self.skip()?;
        from.get(..from.len() - self.0.len())
    }

    /// A string as it is written; what is none counts as empty.
    pub(super) fn text(&mut self) -> Option<&'a [u8]> {
        if self.peek()? == b'"' { self.string() } else { self.skip().map(|()| &b""[..]) }
    }

    /// Whether nothing is left.
    pub(super) fn is_done(&mut self) -> bool {
        self.peek().is_none()
    }

    /// Takes this sign.
    pub(super) fn sign(&mut self, sign: u8) -> Option<()> {
        if self.peek()? != sign {
            return None;
        }
        self.0 = self.0.get(1..)?;
        Some(())
    }

    /// Each key of an object, at whose value `each` is called: it must read the value, or answer none.
    pub(super) fn object(
        &mut self,
        mut each: impl FnMut(&[u8], &mut Self) -> Option<()>,
    ) -> Option<()> {
        self.sign(b'{')?;
        if self.peek()? == b'}' {
            return self.sign(b'}');
        }
        loop {
            let key = self.string()?;
            self.sign(b':')?;
            each(key, self)?;
            if self.peek()? != b',' {
                return self.sign(b'}');
            }
            self.sign(b',')?;
        }
    }

    /// Each value of an array.
    pub(super) fn array(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.sign(b'[')?;
        if self.peek()? == b']' {
            return self.sign(b']');
        }
        loop {
            each(self)?;
            if self.peek()? != b',' {
                return self.sign(b']');
            }
            self.sign(b',')?;
        }
    }

    /// A string as it is written, with its escapes.
    pub(super) fn string(&mut self) -> Option<&'a [u8]> {
        self.sign(b'"')?;
        let mut from = 0;
        loop {
            let at = from + memchr::memchr2(b'"', b'\\', self.0.get(from..)?)?;
            if self.0.get(at) == Some(&b'"') {
                let text = self.0.get(..at)?;
                self.0 = self.0.get(at + 1..)?;
                return Some(text);
            }
            from = at + 2;
        }
    }

    /// Passes over a value of any kind.
    pub(super) fn skip(&mut self) -> Option<()> {
        let mut open = [0_u8; DEPTH_MAX];
        let mut depth = 0;
        loop {
            match self.peek()? {
                b'"' => drop(self.string()?),
                sign @ (b'{' | b'[') => {
                    *open.get_mut(depth)? = sign;
                    depth += 1;
                    self.sign(sign)?;
                }
                sign @ (b'}' | b']') => {
                    depth = depth.checked_sub(1)?;
                    // In ASCII the closing sign is two after the opening one.
                    if open.get(depth).map(|open| open + 2) != Some(sign) {
                        return None;
                    }
                    self.sign(sign)?;
                }
                sign @ (b',' | b':') if depth > 0 => {
                    self.sign(sign)?;
                    continue;
                }
                _ => self.word()?,
            }
            if depth == 0 {
                return Some(());
            }
        }
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Option<()> {
        let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
        let length = self.0.iter().take_while(|byte| is_of_word(byte)).count();
        self.0 = self.0.get(length..)?;
        (length > 0).then_some(())
    }
}

/// A value that has no others within.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Leaf<'a> {
    /// A string.
    Text(Cow<'a, str>),
    /// A number, `true`, `false` or `null`, as it is written.
    Word(&'a [u8]),
}

impl Leaf<'_> {
    /// Whether it is this text, or this word.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.text() == text
    }

    /// The text, or the word.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Word(word) => std::str::from_utf8(word).unwrap_or_default(),
        }
    }
}

/// Visits each value within a text that has no others within, with the key it stands under: that of the
/// object around it, also through arrays. What is no JSON from some place on is not visited there.
pub(crate) fn leaves(text: &[u8], each: &mut dyn FnMut(&str, &Leaf<'_>)) {
    let _ = walk(&mut Scan::new(text), "", 0, each);
}

fn walk(
    scan: &mut Scan<'_>,
    key: &str,
    depth: usize,
    each: &mut dyn FnMut(&str, &Leaf<'_>),
) -> Option<()> {
    if depth > DEPTH_MAX {
        return None;
    }
    match scan.peek()? {
        b'{' => scan.object(|key, scan| {
            walk(scan, std::str::from_utf8(key).unwrap_or_default(), depth + 1, each)
        }),
        b'[' => scan.array(|scan| walk(scan, key, depth + 1, each)),
        b'"' => {
            let text = unescape(scan.string()?)?;
            each(key, &Leaf::Text(String::from_utf8_lossy(&text)));
            Some(())
        }
        _ => {
            let word = scan.raw()?;
            each(key, &Leaf::Word(word));
            Some(())
        }
    }
}

/// What a string means. Most have no escape, and are not copied.
pub(super) fn unescape(text: &[u8]) -> Option<Cow<'_, [u8]>> {
    if memchr::memchr(b'\\', text).is_none() {
        return Some(Cow::Borrowed(text));
    }
    let text = std::str::from_utf8(text).ok()?;
    let mut plain = String::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        if sign != '\\' {
            plain.push(sign);
            continue;
        }
        plain.push(match signs.next()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => unit(&mut signs)?,
            same @ ('"' | '\\' | '/') => same,
            _ => return None,
        });
    }
    Some(Cow::Owned(plain.into_bytes()))
}

/// A sign by its number, or by two of them (a surrogate pair).
fn unit(signs: &mut std::str::Chars<'_>) -> Option<char> {
    let four = |signs: &mut std::str::Chars<'_>| {
        (0..4).try_fold(0, |code, _| Some(code * 16 + signs.next()?.to_digit(16)?))
    };
    let first = four(signs)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    if signs.next()? != '\\' || signs.next()? != 'u' {
        return None;
    }
    let second = four(signs)?.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
    char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_passed_over() {
        for (text, left) in [
            (r#"{"a":[1,2,{"b":"}\""}],"c":null} x"#, Some(" x")),
            ("-1.5e+7,", Some(",")),
            ("[[]]", Some("")),
            ("[}", None),
            ("\"a", None),
            ("", None),
        ] {
            let mut scan = Scan::new(text.as_bytes());
            assert_eq!(scan.skip().map(|()| scan.0), left.map(str::as_bytes), "{text}");
        }
        assert!(Scan::new("[".repeat(65).as_bytes()).skip().is_none());
    }

    #[test]
    fn escapes_are_undone() {
        let plain = |text: &str| {
            unescape(text.as_bytes()).map(|plain| String::from_utf8_lossy(&plain).into_owned())
        };
        assert_eq!(plain(r#"a\n\"\\\/\u00e4\ud83d\ude00"#).as_deref(), Some("a\n\"\\/ä😀"));
        for text in [r"\", r"\x", r"\u12", r"\ud83d", r"\ud83dA"] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
