//! Patterns for text.

use regex::bytes::{Regex, RegexBuilder};

use super::ConfigError;
use crate::config::TextPattern;

/// The most memory of one compiled expression, in bytes.
const REGEX_BYTES_MAX: usize = 1024 * 1024;

/// A pattern, compiled.
#[derive(Debug)]
pub(crate) enum Pattern {
    Wildcard { text: Vec<u8>, ignores_case: bool },
    Regex(Regex),
}

impl Pattern {
    pub(crate) fn new(pattern: &TextPattern, ignores_case: bool) -> Result<Self, ConfigError> {
        match pattern {
            TextPattern::Wildcard(text) => {
                Ok(Self::Wildcard { text: text.clone().into_bytes(), ignores_case })
            }
            TextPattern::Regex(text) => RegexBuilder::new(&format!("^(?:{text})$"))
                .case_insensitive(ignores_case)
                .size_limit(REGEX_BYTES_MAX)
                .build()
                .map(Self::Regex)
                .map_err(|error| ConfigError::Pattern(text.clone(), error)),
        }
    }

    pub(crate) fn matches(&self, text: &[u8]) -> bool {
        match self {
            Self::Wildcard { text: pattern, ignores_case } => {
                wildcard(pattern, text, *ignores_case)
            }
            Self::Regex(regex) => regex.is_match(text),
        }
    }
}

/// Whether a pattern with `*` and `?` matches the whole text.
pub(crate) fn wildcard(pattern: &[u8], text: &[u8], ignores_case: bool) -> bool {
    let is_same =
        |one: u8, other: u8| one == other || (ignores_case && one.eq_ignore_ascii_case(&other));
    let (mut at, mut seen) = (0, 0);
    // Where the last `*` stands, and up to where it reaches.
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(seen) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || is_same(*wanted, *byte) => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((star_at, reach)) = star else { return false };
                star = Some((star_at, reach + 1));
                at = star_at + 1;
                seen = reach + 1;
            }
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stars_and_question_marks() {
        for (pattern, text, is_match) in [
            ("*.example.com", "www.example.com", true),
            ("*.example.com", "example.com", false),
            ("/img/*", "/img/", true),
            ("/img/*/pics", "/img/a/b/pics", true),
            ("/img/*/pics", "/img/a/b/pic", false),
            ("te?t", "test", true),
            ("te?t", "tet", false),
            ("", "", true),
            ("*", "", true),
            ("a**b", "ab", true),
            ("*a*b*", "xxaxxbxx", true),
            ("ABC", "abc", false),
        ] {
            assert_eq!(wildcard(pattern.as_bytes(), text.as_bytes(), false), is_match, "{pattern}");
        }
        assert!(wildcard(b"ABC*", b"abcd", true));
    }

    proptest! {
        #[test]
        fn agrees_with_a_regular_expression(pattern in "[ab*?]{0,8}", text in "[ab]{0,10}") {
            let expression = pattern.replace('*', ".*").replace('?', ".");
            let regex = Regex::new(&format!("^{expression}$")).unwrap();
            let found = wildcard(pattern.as_bytes(), text.as_bytes(), false);
            prop_assert_eq!(found, regex.is_match(text.as_bytes()));
        }
    }
}
