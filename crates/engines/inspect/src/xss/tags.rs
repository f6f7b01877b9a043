//! Markup as browsers read it (HTML Standard, 13.2.5): tags, and what in them runs.

use super::{attributes, url};
use crate::detect::Match;
use crate::effort::Effort;
use crate::scan::{Set, any_such, at, between, find_in, skip, starts_any, tail};

/// How many bytes all tags of a text may be read over, as a multiple of its length.
const READ_MAX: usize = 3;

/// What a tag costs, by itself and by its bytes, an element that is looked into, and a style sheet.
const TAG: usize = 310;
const READ: usize = 8;
const ELEMENT: usize = 2500;
const SHEET: usize = 5_000;

/// Whether the content or the attributes of an element are searched.
const fn is_looked_into(name: &[u8]) -> bool {
    matches!(
        name,
        b"script"
            | b"meta"
            | b"base"
            | b"link"
            | b"style"
            | b"set"
            | b"animate"
            | b"form"
            | b"use"
            | b"image"
            | b"img"
            | b"body"
            | b"table"
            | b"td"
            | b"import"
            | b"xml"
            | b"comment"
    )
}

/// Whether an element runs, fetches or redirects by being there.
const fn is_active(name: &[u8]) -> bool {
    matches!(
        name,
        b"iframe"
            | b"frame"
            | b"frameset"
            | b"object"
            | b"embed"
            | b"applet"
            | b"isindex"
            | b"layer"
            | b"ilayer"
            | b"bgsound"
            | b"noembed"
            | b"portal"
            | b"fencedframe"
            | b"xss"
            | b"foreignobject"
            | b"listener"
            | b"handler"
    )
}

/// Finds a tag that runs something.
pub(super) fn find(lower: &[u8], effort: &Effort) -> Option<Match> {
    let mut budget = lower.len() * READ_MAX + 1024;
    let mut position = 0;
    while let Some(step) = memchr::memchr(b'<', tail(lower, position)) {
        let open = position + step;
        let from = skip(lower, open + 1, |byte| byte < 0x20 && byte != 0 || byte == b'<');
        let (found, end) = tag(lower, open, from, effort);
        effort.spend(TAG + end.saturating_sub(open) * READ);
        if found.is_some() || effort.is_spent() {
            return found;
        }
        // Markup may hide within the quotes of markup; that is read again while there is time.
        let read = end.saturating_sub(open);
        position = if budget > read { from } else { end.max(from) };
        budget = budget.saturating_sub(read);
    }
    None
}

/// Reads a tag whose name begins behind what browsers pass over; tells what in it runs, and where it ends.
fn tag(lower: &[u8], open: usize, from: usize, effort: &Effort) -> (Option<Match>, usize) {
    match at(lower, from) {
        b'!' => return (declaration(lower, open), from + 1),
        b'?' => {
            let rest = tail(lower, from);
            let runs = starts_any(rest, &["?xml-stylesheet", "?import", "?xml:namespace"]);
            let found = runs.then(|| Match::new(open, 16, "an instruction of XML"));
            return (found, from + 1);
        }
        b'/' => {
            return attributes::read(lower, from + 1, effort);
        }
        byte if !byte.is_ascii_alphabetic() => {
            if byte == b'%' || byte == 0 {
                // Some browsers pass over such a byte.
                let name = crate::scan::word_at(lower, from + 1);
                let found = name == b"script";
                return (found.then(|| Match::new(open, 8, "a script")), from + 1);
            }
            return (None, from);
        }
        _ => {}
    }
    let end = find_in(&NAME_ENDS, lower, from, |near| {
        any_such(near, |byte| byte <= b'>') | any_such(near, |byte| byte == 0xa0)
    });
    let end = end.unwrap_or(lower.len());
    let name = between(lower, from, end);
    let (found, close) = attributes::read(lower, end, effort);
    let found = found.or_else(|| {
        let local = local(name);
        effort.spend(match local {
            b"style" => SHEET,
            name if is_looked_into(name) => ELEMENT,
            _ => 0,
        });
        element(lower, (name, local), end, close)
            .map(|what| Match::new(open, close.min(lower.len()).saturating_sub(open), what))
    });
    (found, close)
}

/// What ends the name of an element.
static NAME_ENDS: Set = Set::of(b" \xa0/><\"'=\0").and_all(b'\t', b'\r');

/// `<!ENTITY`, `<!ATTLIST`, `<![CDATA[` and conditional comments.
fn declaration(lower: &[u8], open: usize) -> Option<Match> {
    let rest = tail(lower, open + 2);
    let active = ["entity", "attlist", "[cdata[", "--[if", "[endif"];
    starts_any(rest, &active).then(|| Match::new(open, 12, "a declaration of markup"))
}

/// How much of a script is looked at.
const SCRIPT_MAX: usize = 2048;

/// Whether a script has a source, or something that is run: its end, or code to the end of the text.
fn script(lower: &[u8], from: usize, close: usize) -> bool {
    let attributes = between(lower, from, close);
    if attributes.contains(&b'=') || attributes.first() == Some(&b'/') {
        return true;
    }
    let rest = crate::scan::ahead(lower, close, SCRIPT_MAX);
    let mark = memchr::memmem::find(rest, b"</").or(memchr::memmem::find(rest, b"<\\/"));
    let end = mark.unwrap_or(rest.len());
    let code = crate::scan::trim(crate::scan::head(rest, end));
    let closes = mark
        .is_some_and(|end| starts_any(tail(rest, end), &["</script", "<\\/script", "</ script"]));
    closes && (!code.is_empty() || close > from + 1)
        || mark.is_none()
            && starts_any(tail(code, memchr::memchr(b'(', code).unwrap_or(code.len())), &["("])
            && code.ends_with(b"//")
}

/// The name of an element without that of its namespace.
fn local(name: &[u8]) -> &[u8] {
    // Names are short: a search that is made ready first would cost more.
    name.iter().rposition(|byte| *byte == b':').map_or(name, |colon| tail(name, colon + 1))
}

/// Whether an element runs something by its name, or by attributes that belong to it.
/// `whole` is its name with that of its namespace.
fn element(
    lower: &[u8],
    (whole, name): (&[u8], &[u8]),
    from: usize,
    close: usize,
) -> Option<&'static str> {
    let inner = between(lower, from, close);
    let has = |names: &[&str]| crate::scan::contains_any(inner, names);
    if whole == b"script" {
        return script(lower, from, close).then_some("a script");
    }
    if is_active(name) {
        return Some("an element that runs or fetches");
    }
    // What begins like a script's tag, a lenient filter may make one.
    if name.starts_with(b"script")
        && name.len() > 6
        && !name.get(6).is_some_and(u8::is_ascii_alphanumeric)
    {
        return Some("a script");
    }
    match name {
        b"meta" if has(&["http-equiv", "charset"]) => Some("a directive for the browser"),
        b"base" if has(&["href"]) => Some("a new base of all addresses"),
        b"link" if has(&["href", "rel"]) => Some("a style sheet or import"),
        b"style" => {
            let sheet = crate::scan::ahead(lower, close, 400);
            let active = ["@import", "expression(", "javascript:", "-moz-binding", "behavior:"];
            (crate::scan::contains_any(sheet, &active)
                || has(&["type", "onload"])
                || crate::scan::contains_any(sheet, &["{", "<"]) && lower.len() < 400)
                .then_some("a style sheet")
        }
        b"set" | b"animate" | b"animatetransform" | b"animatemotion" if has(&["attributename"]) => {
            Some("an animation of an attribute")
        }
        b"form" if has(&["action"]) && url::has_script(inner) => Some("a form that runs"),
        b"use" if has(&["data:", "href"]) => Some("an element from elsewhere"),
        b"image" | b"img" if has(&["dynsrc", "lowsrc"]) => Some("an image that runs"),
        b"body" | b"table" | b"td" if has(&["background"]) && url::has_script(inner) => {
            Some("a background that runs")
        }
        b"vmlframe" | b"import" | b"xml" | b"event-source" | b"comment" if has(&["src", "="]) => {
            Some("an element that fetches")
        }
        _ => None,
    }
}
