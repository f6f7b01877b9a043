//! Texts with `*` for any text.

use memchr::memmem;

/// Texts with any text between them: one more than there are wildcards.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Glob {
    first: Box<str>,
    inner: Box<[Box<str>]>,
    /// None if there is no wildcard at all.
    last: Option<Box<str>>,
}

impl Glob {
    /// Reads a pattern; `\` stands before a `*` or `\` that is meant itself. The error is a reason
    /// and counts bytes, the quote before the text being the first.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = vec![String::new()];
        let mut characters = text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            match (character, next) {
                ('*', Some('*')) => {
                    return Err(format!("Consecutive wildcard characters at pos {}", at + 1));
                }
                ('*', _) => pieces.push(String::new()),
                ('\\', Some(escaped @ ('*' | '\\'))) => {
                    characters.next();
                    push(&mut pieces, escaped);
                }
                ('\\', _) => return Err(format!("Invalid escape character at pos {}", at + 1)),
                (plain, _) => push(&mut pieces, plain),
            }
        }
        let mut pieces = pieces.into_iter().map(String::into_boxed_str);
        let first = pieces.next().unwrap_or_default();
        let last = pieces.next_back();
        Ok(Self { first, inner: pieces.collect(), last })
    }

    /// What any text that matches begins with.
    pub(crate) fn first(&self) -> &str {
        &self.first
    }

    /// What any text that matches ends with.
    pub(crate) fn last(&self) -> &str {
        self.last.as_deref().unwrap_or(&self.first)
    }

    /// Whether a text matches, in time of the text for each piece.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let Some(last) = &self.last else { return *text == *self.first };
        let inner = text.strip_prefix(&*self.first).and_then(|text| text.strip_suffix(&**last));
        let Some(mut rest) = inner.map(str::as_bytes) else { return false };
        for piece in &self.inner {
            let Some(at) = memmem::find(rest, piece.as_bytes()) else { return false };
            rest = rest.get(at + piece.len()..).unwrap_or_default();
        }
        true
    }

    /// The bytes, `None` for a wildcard.
    pub(crate) fn tokens(&self) -> Vec<Option<u8>> {
        let mut tokens: Vec<_> = self.first.bytes().map(Some).collect();
        for piece in self.inner.iter().chain(&self.last) {
            tokens.push(None);
            tokens.extend(piece.bytes().map(Some));
        }
        tokens
    }
}

fn push(pieces: &mut [String], character: char) {
    if let Some(piece) = pieces.last_mut() {
        piece.push(character);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stand_for_any_text() {
        for (pattern, text, matches) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("*", "a*", true),
            ("a", "a", true),
            ("a", "ab", false),
            ("a*", "a", true),
            ("*a", "ba", true),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*.tx*t", "x.tx.t", true),
            ("dir/*.png", "dir/sub/x.png", true),
            ("dir/*.png", "dir/x.jpg", false),
            ("a*b*c", "abbc", true),
            ("a*b*c", "acb", false),
            ("*x*x*", "x", false),
            ("*é*", "caféx", true),
            (r"a\*b", "a*b", true),
            (r"a\*b", "axb", false),
            (r"a\\*", r"a\b", true),
        ] {
            assert_eq!(Glob::parse(pattern).unwrap().matches(text), matches, "{pattern} {text}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused_where_it_is() {
        for (pattern, reason) in [
            ("**", "Consecutive wildcard characters at pos 1"),
            ("ab**c", "Consecutive wildcard characters at pos 3"),
            (r"a\b", "Invalid escape character at pos 2"),
            (r"a\", "Invalid escape character at pos 2"),
        ] {
            assert_eq!(Glob::parse(pattern).unwrap_err(), reason);
        }
    }
}
