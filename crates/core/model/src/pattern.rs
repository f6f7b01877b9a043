//! The regular expressions of the models.

use std::sync::OnceLock;

use regex::Regex;

/// A pattern that a whole text must match. It is compiled when it is first used.
#[derive(Debug)]
pub struct Pattern {
    source: &'static str,
    matched: &'static str,
    compiled: OnceLock<Option<Regex>>,
}

impl Pattern {
    pub(crate) const fn new(source: &'static str, matched: &'static str) -> Self {
        Self { source, matched, compiled: OnceLock::new() }
    }

    /// The pattern as the model writes it and as error messages show it.
    pub const fn as_str(&self) -> &'static str {
        self.source
    }

    /// Whether the whole of `text` matches. A pattern that cannot be compiled refuses nothing:
    /// `is_usable` tells.
    pub fn is_match(&self, text: &str) -> bool {
        self.regex().is_none_or(|regex| regex.is_match(text))
    }

    /// Whether the pattern can be compiled. Look-around, which some models use, cannot.
    pub fn is_usable(&self) -> bool {
        self.regex().is_some()
    }

    fn regex(&self) -> Option<&Regex> {
        self.compiled
            .get_or_init(|| Regex::new(&format!("\\A(?:{})\\z", translate(self.matched))).ok())
            .as_ref()
    }
}

/// From Java's dialect: there `\w`, `\d` and `\s` are ASCII (`java.util.regex.Pattern`, predefined
/// character classes).
fn translate(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 32);
    let mut chars = source.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('u') => push_utf16(&mut out, &mut chars),
            Some('w') => out.push_str("[0-9A-Za-z_]"),
            Some('W') => out.push_str("[^0-9A-Za-z_]"),
            Some('d') => out.push_str("[0-9]"),
            Some('D') => out.push_str("[^0-9]"),
            Some('s') => out.push_str(r"[\t\n\x0B\f\r ]"),
            Some('S') => out.push_str(r"[^\t\n\x0B\f\r ]"),
            Some(escaped @ ('/' | '"' | '\'' | '@' | ':' | '=' | ',' | '_' | ' ')) => {
                out.push(escaped);
            }
            Some(escaped) => out.extend(['\\', escaped]),
            None => out.push('\\'),
        }
    }
    out
}

/// Java writes characters beyond the basic plane as two escapes of their UTF-16 halves.
fn push_utf16(out: &mut String, chars: &mut std::str::Chars<'_>) {
    let high = chars.clone().take(4).collect::<String>();
    let rest = chars.as_str().get(4..).unwrap_or_default();
    let low = rest.strip_prefix("\\u").and_then(|rest| rest.get(..4));
    let units = [Some(high.as_str()), low].map(|unit| u16::from_str_radix(unit?, 16).ok());
    let [Some(high @ 0xD800..=0xDBFF), Some(low)] = units else { return out.push_str("\\u") };
    if let Some(Ok(c)) = char::decode_utf16([high, low]).next() {
        out.extend(["\\u{", &format!("{:X}", u32::from(c)), "}"]);
        *chars = rest.get(6..).unwrap_or_default().chars();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_text_must_match() {
        for (pattern, text, matches) in [
            (r"[\w+=,.@-]+", "ada@example.com", true),
            (r"[\w+=,.@-]+", "ada lovelace", false),
            (r"[\w+=,.@-]+", "ada\n", false),
            (r"[\w+=,.@-]+", "ädä", false),
            (r"[\u0009\u000A\u000D\u0020-\u00FF]+", "é\n", true),
            (r"[\u0009\u000A\u000D\u0020-\u00FF]+", "ж", false),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/team/", true),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "/team", false),
            (r"[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]*", "🙂 text", true),
            (r"[\u0020-\uD7FF\uD800\uDC00-\uDBFF\uDFFF]*", "\n", false),
            (r"\d{12}", "١٢٣٤٥٦٧٨٩٠١٢", false),
        ] {
            assert_eq!(
                Pattern::new(pattern, pattern).is_match(text),
                matches,
                "{pattern} on {text:?}"
            );
        }
    }

    #[test]
    fn a_pattern_beyond_the_engine_refuses_nothing() {
        let source = "(?!aws:)[a-z]+";
        let pattern = Pattern::new(source, source);
        assert!(!pattern.is_usable());
        assert!(pattern.is_match("aws:x"));
    }
}
