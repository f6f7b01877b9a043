//! A place in a pattern, and what is read from there.

/// A pattern that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidFilter(String);

impl InvalidFilter {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

/// How many parts a pattern may have, of any kind.
const PARTS_MAX: usize = 128;

/// Reads a pattern from its beginning.
pub(crate) struct Cursor<'p> {
    rest: &'p str,
    parts: usize,
    regexes: usize,
}

impl<'p> Cursor<'p> {
    pub(crate) const fn new(text: &'p str) -> Self {
        Self { rest: text, parts: 0, regexes: 0 }
    }

    /// The next character.
    pub(crate) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(crate) fn skip_spaces(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Takes a text if it comes next, behind spaces.
    pub(crate) fn take(&mut self, text: &str) -> bool {
        let rest = self.rest.trim_start();
        let Some(rest) = rest.strip_prefix(text) else { return false };
        self.rest = rest;
        true
    }

    /// Takes a word of letters if it comes next, behind spaces, whatever its case.
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let Some((head, behind)) = rest.split_at_checked(word.len()) else { return false };
        let ends = !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        let is_word = head.eq_ignore_ascii_case(word) && ends;
        if is_word {
            self.rest = behind;
        }
        is_word
    }

    pub(crate) fn expect(&mut self, text: &str) -> Result<(), InvalidFilter> {
        if self.take(text) {
            return Ok(());
        }
        Err(match self.peek() {
            Some(found) => InvalidFilter::new(format!("expected '{text}' but found '{found}'")),
            None => InvalidFilter::new(format!("expected '{text}' at the end of the pattern")),
        })
    }

    /// Takes the characters that come next while they are of a kind.
    pub(crate) fn take_while(&mut self, is_of: impl Fn(char) -> bool) -> &'p str {
        let end = self.rest.find(|c| !is_of(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at_checked(end).unwrap_or_default();
        self.rest = rest;
        taken
    }

    /// Takes a quoted text whose quote comes next; a backslash takes the next character as it is.
    pub(crate) fn quoted(&mut self) -> Result<String, InvalidFilter> {
        self.expect("\"")?;
        let mut text = String::new();
        let mut chars = self.rest.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    self.rest = self.rest.get(at + 1..).unwrap_or_default();
                    return Ok(text);
                }
                '\\' => match chars.next() {
                    Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                    Some((_, other)) => text.extend(['\\', other]),
                    None => break,
                },
                c => text.push(c),
            }
        }
        Err(InvalidFilter::new("unmatched quote"))
    }

    /// Takes what stands between percent signs, the first of which comes next.
    pub(crate) fn regex(&mut self) -> Result<&'p str, InvalidFilter> {
        self.expect("%")?;
        self.regexes += 1;
        let (text, rest) =
            self.rest.split_once('%').ok_or_else(|| InvalidFilter::new("unmatched '%'"))?;
        self.rest = rest;
        Ok(text)
    }

    /// How many regular expressions were read.
    pub(crate) const fn regexes(&self) -> usize {
        self.regexes
    }

    /// Counts a part.
    pub(crate) fn part(&mut self) -> Result<(), InvalidFilter> {
        self.parts += 1;
        if self.parts > PARTS_MAX {
            return Err(InvalidFilter::new("the pattern has too many parts"));
        }
        Ok(())
    }

    /// That nothing follows.
    pub(crate) fn end(&mut self) -> Result<(), InvalidFilter> {
        self.skip_spaces();
        match self.peek() {
            None => Ok(()),
            Some(found) => Err(InvalidFilter::new(format!("unexpected '{found}'"))),
        }
    }
}
