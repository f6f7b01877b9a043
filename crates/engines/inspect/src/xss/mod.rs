//! Cross-site scripting: a text is read as a browser would read it within markup, within an
//! attribute, within a script and as an address; what would run there is found.

mod attributes;
pub(crate) mod script;
mod tags;
mod url;

use crate::detect::{Match, Place, Shape};
use crate::effort::Effort;

/// Finds what a browser would run in a decoded text.
pub fn detect(text: &[u8]) -> Option<Match> {
    let lower = text.to_ascii_lowercase();
    let markup = may_match(Shape::of(&lower))
        .then(|| detect_lower(&lower, &Effort::of(Place::Body, lower.len())))
        .flatten();
    markup.or_else(|| crate::detect::search_script(&lower))
}

/// Whether a text of such a shape can hold markup, a handler or the address of a script.
pub(crate) fn may_match(shape: Shape) -> bool {
    shape.has_any(b"<:=[")
}

/// Finds markup, handlers and addresses of scripts in a text in lower case.
pub(crate) fn detect_lower(lower: &[u8], effort: &Effort) -> Option<Match> {
    effort.spend(LOOKED_AT);
    tags::find(lower, effort)
        .or_else(|| attributes::find_handler(lower, effort))
        .or_else(|| url::find(lower, effort))
        .or_else(|| script::only_signs(lower, effort))
        .or_else(|| without_tags(lower, effort))
}

/// What looking at a text costs, whatever it has.
const LOOKED_AT: usize = 650;

/// What joining a text costs, by its bytes.
const JOINED: usize = 20;

/// `o<x>nload=…`: a handler that a filter of tags would put together.
fn without_tags(lower: &[u8], effort: &Effort) -> Option<Match> {
    if effort.is_spent()
        || lower.len() > 2048
        || !crate::scan::contains(lower, b">")
        || !crate::scan::contains(lower, b"<")
    {
        return None;
    }
    effort.spend(lower.len() * JOINED);
    let mut joined = Vec::with_capacity(lower.len());
    let mut position = 0;
    let mut cut = false;
    while let Some(&byte) = lower.get(position) {
        if byte == b'<' && joined.last().is_some_and(u8::is_ascii_alphabetic) {
            let end = crate::scan::skip(lower, position + 1, |byte| byte.is_ascii_alphabetic());
            if (2..10).contains(&(end - position)) && crate::scan::at(lower, end) == b'>' {
                cut = true;
                position = end + 1;
                continue;
            }
        }
        joined.push(byte);
        position += 1;
    }
    let found = if cut { attributes::find_handler(&joined, effort) } else { None };
    found.map(|_| Match::new(0, lower.len(), "a handler in pieces"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_runs() {
        for text in [
            "<script>go()</script>",
            "<ScRiPt/src=//x.example/y>",
            "<img src=q onerror=go()>",
            "<svg/onload=go`1`>",
            "\" onmouseover=\"go(1)",
            "x' autofocus onfocus='go(1)",
            "<a href=javascript:go()>x</a>",
            "<a href=\"jav\tascript:go()\">x</a>",
            "<a href=java&#x73;cript:go()>x</a>",
            "javascript:go(1)",
            "<iframe srcdoc='x'>",
            "<object data='data:text/html,x'>",
            "<div style=\"width:expression(go(1))\">",
            "<meta http-equiv=refresh content='0;url=x'>",
            "<base href=//x.example/>",
            "';alert(1)//",
            "'-confirm(1)-'",
            "top['al'+'ert'](1)",
            "<math><mi xlink:href='data:x,<script>1</script>'>",
            "<x onanything=go(1)>",
        ] {
            assert!(detect(text.as_bytes()).is_some(), "missed: {text}");
        }
    }

    #[test]
    fn lets_text_and_plain_markup_pass() {
        for text in [
            "a < b and c > d",
            "if x<y then",
            "<p>A <b>bold</b> word and <a href=\"https://example.com/\">a link</a></p>",
            "<img src=\"/a.png\" alt=\"on error\">",
            "JavaScript: the good parts",
            "be on time = be early",
            "a <- b, x <3",
            "an alert (or two)",
            "only=1",
            "<john@example.com>",
            "I <3 you",
        ] {
            assert_eq!(detect(text.as_bytes()), None, "{text}");
        }
    }
}
