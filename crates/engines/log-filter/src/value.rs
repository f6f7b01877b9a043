//! What fields are compared with.

use regex::{Regex, RegexBuilder};

use crate::cursor::{Cursor, InvalidFilter};

/// The most regular expressions of a pattern of fields or JSON. (Amazon CloudWatch Logs User Guide,
/// "Filter pattern syntax", "Supported regular expressions (regex) syntax", as all about them here.)
const REGEXES_MAX: usize = 2;
/// How large a regular expression may become, compiled.
const COMPILED_MAX: usize = 256 * 1024;
/// What stands in regular expressions beside letters and digits.
const REGEX_CHARS: &str = "^$?[]{}|\\*+.:_#=@/;,-";

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// What is compared with.
#[derive(Debug, Clone)]
pub(crate) enum Value {
    Number {
        number: f64,
        text: String,
    },
    /// The texts between asterisks.
    Glob(Vec<String>),
    Regex(Regex),
}

/// A comparison with a value.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    comparison: Comparison,
    value: Value,
}

impl Test {
    /// Whether a text is so.
    pub(crate) fn admits_text(&self, text: &str) -> bool {
        match &self.value {
            Value::Number { number, text: wanted } => {
                let found = text.parse().ok().filter(|found: &f64| found.is_finite());
                match found {
                    Some(found) => self.compares(found, *number),
                    None => self.is_equal(text == wanted),
                }
            }
            Value::Glob(parts) => self.is_equal(glob(parts, text)),
            Value::Regex(regex) => self.is_equal(regex.is_match(text)),
        }
    }

    /// Whether a number is so, which is written like this.
    pub(crate) fn admits_number(&self, found: f64, written: &str) -> bool {
        match &self.value {
            Value::Number { number, .. } => self.compares(found, *number),
            Value::Glob(_) | Value::Regex(_) => self.admits_text(written),
        }
    }

    #[expect(clippy::float_cmp, reason = "equal is what is written equal")]
    fn compares(&self, found: f64, wanted: f64) -> bool {
        match self.comparison {
            Comparison::Equal => found == wanted,
            Comparison::Unequal => found != wanted,
            Comparison::Less => found < wanted,
            Comparison::AtMost => found <= wanted,
            Comparison::Greater => found > wanted,
            Comparison::AtLeast => found >= wanted,
        }
    }

    fn is_equal(&self, is_equal: bool) -> bool {
        match self.comparison {
            Comparison::Equal => is_equal,
            Comparison::Unequal => !is_equal,
            _ => false,
        }
    }
}

/// Reads a comparison and its value. Unquoted values end before a character of `ends`.
pub(crate) fn test(cursor: &mut Cursor<'_>, ends: &str) -> Result<Test, InvalidFilter> {
    let comparison = comparison(cursor)?;
    cursor.skip_spaces();
    let value = match cursor.peek() {
        Some('"') => Value::Glob(parts(&cursor.quoted()?)),
        Some('%') => {
            let read = regex(cursor)?;
            if cursor.regexes() > REGEXES_MAX {
                return Err(InvalidFilter::new("a pattern has at most two regular expressions"));
            }
            Value::Regex(read)
        }
        _ => {
            let is_of = |c: char| !c.is_whitespace() && !ends.contains(c) && !"&|\"=<>".contains(c);
            let text = cursor.take_while(is_of);
            if text.is_empty() {
                return Err(InvalidFilter::new("a comparison lacks its value"));
            }
            match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Value::Number { number, text: text.to_owned() },
                _ => Value::Glob(parts(text)),
            }
        }
    };
    let is_ordered = !matches!(comparison, Comparison::Equal | Comparison::Unequal);
    if is_ordered && !matches!(value, Value::Number { .. }) {
        return Err(InvalidFilter::new("only numbers are greater or less"));
    }
    Ok(Test { comparison, value })
}

fn comparison(cursor: &mut Cursor<'_>) -> Result<Comparison, InvalidFilter> {
    let known = [
        ("!=", Comparison::Unequal),
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("=", Comparison::Equal),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    let found = known.into_iter().find(|(sign, _)| cursor.take(sign));
    found
        .map(|(_, comparison)| comparison)
        .ok_or_else(|| InvalidFilter::new("expected one of '=', '!=', '<', '<=', '>', '>='"))
}

/// Reads a regular expression between percent signs.
pub(crate) fn regex(cursor: &mut Cursor<'_>) -> Result<Regex, InvalidFilter> {
    let text = cursor.regex()?;
    let refused = |c: char| !(c.is_ascii_alphanumeric() || REGEX_CHARS.contains(c));
    if text.is_empty() || text.contains(refused) {
        return Err(InvalidFilter::new(format!("unsupported regular expression '{text}'")));
    }
    RegexBuilder::new(text)
        .size_limit(COMPILED_MAX)
        .dfa_size_limit(COMPILED_MAX)
        .build()
        .map_err(|_| InvalidFilter::new(format!("invalid regular expression '{text}'")))
}

fn parts(text: &str) -> Vec<String> {
    text.split('*').map(str::to_owned).collect()
}

/// Whether a text is these parts, with anything between them.
fn glob(parts: &[String], text: &str) -> bool {
    let [first, middle @ .., last] = parts else {
        return parts.first().is_some_and(|only| only == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in middle {
        let Some((_, behind)) = rest.split_once(part.as_str()) else { return false };
        rest = behind;
    }
    rest.ends_with(last.as_str())
}
