//! `LIKE` and regular expressions, in time that grows with the text alone: SQLite's own `LIKE` may
//! take for ever, and nothing can interrupt it.

use std::sync::Arc;

use regex::{Regex, RegexBuilder};
use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{failed, strict, text};

/// The longest pattern of `LIKE`, in characters.
const PATTERN_MAX: usize = 2000;
/// How many bytes a regular expression may take.
const REGEX_BYTES_MAX: usize = 64 << 10;

pub(super) fn install(connection: &Connection) -> Result<()> {
    strict(connection, "lake_like", 3, |call| {
        let pattern: Arc<Pattern> = call.get_or_create_aux(1, |_| Pattern::read(call))?;
        Ok(Some(pattern.admits(&text(call, 0))))
    })?;
    strict(connection, "lake_regexp_like", 2, |call| {
        Ok(Some(regex(call)?.is_match(&text(call, 0))))
    })?;
    strict(connection, "lake_regexp_extract", 3, |call| {
        let group = usize::try_from(call.get::<i64>(2)?).map_err(|_| failed("no such group"))?;
        let (regex, whole) = (regex(call)?, text(call, 0));
        if group >= regex.captures_len() {
            return Err(failed(format!("the pattern has no group {group}")));
        }
        let found = regex.captures(&whole).and_then(|found| found.get(group));
        Ok(found.map(|found| found.as_str().to_owned()))
    })
}

fn regex(call: &Context<'_>) -> Result<Arc<Regex>> {
    call.get_or_create_aux(1, |pattern| {
        let pattern = pattern.as_str().map_err(|error| error.to_string())?;
        let built = RegexBuilder::new(pattern).size_limit(REGEX_BYTES_MAX).build();
        built.map_err(|error| error.to_string())
    })
}

/// A pattern of `LIKE`.
#[derive(Debug, PartialEq, Eq)]
struct Pattern(Vec<Piece>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    Letter(char),
    /// `_`
    Any,
    /// `%`
    Rest,
}

impl Pattern {
    fn read(call: &Context<'_>) -> std::result::Result<Self, String> {
        let (pattern, escape) = (text(call, 1), text(call, 2));
        Self::parse(&pattern, escape.chars().next())
    }

    fn parse(pattern: &str, escape: Option<char>) -> std::result::Result<Self, String> {
        let mut pieces = Vec::new();
        let mut letters = pattern.chars();
        while let Some(letter) = letters.next() {
            pieces.push(match letter {
                _ if Some(letter) == escape => match letters.next() {
                    Some(next) if matches!(next, '%' | '_') || Some(next) == escape => {
                        Piece::Letter(next)
                    }
                    _ => {
                        return Err("the escape character must be before %, _ or itself".to_owned());
                    }
                },
                '%' => Piece::Rest,
                '_' => Piece::Any,
                other => Piece::Letter(other),
            });
            if pieces.len() > PATTERN_MAX {
                return Err("the pattern of LIKE is too long".to_owned());
            }
        }
        pieces.dedup_by(|one, other| *one == Piece::Rest && *other == Piece::Rest);
        Ok(Self(pieces))
    }

    /// Whether the whole text is as the pattern says. On a mismatch the last `%` takes one letter
    /// more; those before need never take more.
    fn admits(&self, text: &str) -> bool {
        let letters: Vec<char> = text.chars().collect();
        let (mut place, mut piece) = (0, 0);
        let mut retry: Option<(usize, usize)> = None;
        while let Some(letter) = letters.get(place) {
            match self.0.get(piece) {
                Some(Piece::Rest) => {
                    retry = Some((piece + 1, place));
                    piece += 1;
                }
                Some(Piece::Any) => (place, piece) = (place + 1, piece + 1),
                Some(Piece::Letter(wanted)) if wanted == letter => {
                    (place, piece) = (place + 1, piece + 1);
                }
                _ => match retry {
                    Some((after, taken)) => {
                        retry = Some((after, taken + 1));
                        (place, piece) = (taken + 1, after);
                    }
                    None => return false,
                },
            }
        }
        self.0.iter().skip(piece).all(|piece| *piece == Piece::Rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_like(text: &str, pattern: &str, escape: Option<char>) -> bool {
        Pattern::parse(pattern, escape).unwrap().admits(text)
    }

    #[test]
    fn patterns_match_whole_texts() {
        for (text, pattern, fits) in [
            ("CreateUser", "Create%", true),
            ("CreateUser", "create%", false),
            ("CreateUser", "%User", true),
            ("CreateUser", "%ea%se%", true),
            ("CreateUser", "Create____", true),
            ("CreateUser", "Create___", false),
            ("", "%", true),
            ("", "", true),
            ("a", "", false),
            ("é", "_", true),
            ("aab", "%ab", true),
        ] {
            assert_eq!(is_like(text, pattern, None), fits, "{text} {pattern}");
        }
        assert!(is_like("50%", r"50\%", Some('\\')) && !is_like("501", r"50\%", Some('\\')));
        assert!(Pattern::parse(r"a\b", Some('\\')).is_err());
        assert!(Pattern::parse(&"a".repeat(2001), None).is_err());
    }

    #[test]
    fn no_pattern_takes_for_ever() {
        let text = "a".repeat(200_000);
        assert!(!is_like(&text, &format!("{}b", "%a".repeat(100)), None));
    }

    proptest! {
        #[test]
        fn like_is_as_a_regular_expression_says(text in "[ab]{0,8}", pattern in "[ab_%]{0,6}") {
            let as_regex: String = pattern.chars().map(|letter| match letter {
                '%' => ".*".to_owned(),
                '_' => ".".to_owned(),
                other => other.to_string(),
            }).collect();
            let regex = Regex::new(&format!("^{as_regex}$")).unwrap();
            prop_assert_eq!(is_like(&text, &pattern, None), regex.is_match(&text));
        }
    }
}
