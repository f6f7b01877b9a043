//! Attributes of markup: handlers of events, and addresses that run.

use std::slice;
use std::sync::LazyLock;

use super::url;
use crate::detect::Match;
use crate::effort::Effort;
use crate::scan::{
    Set, ahead, at, before, between, head, is_space, next_such, skip, skip_back, skip_space, tail,
};

/// What an attribute costs, and the name of a handler that is looked up.
const ATTRIBUTE: usize = 135;
const EVENT: usize = 300;
const STYLE: usize = 900;
const SIGN: usize = 105;
const NAMED: usize = 140;

/// What reading a value costs, by its bytes, and what finding its end does.
const READ: usize = 12;
const SKIPPED: usize = 5;

/// So much of a style is looked at, without what a browser leaves out.
const STYLE_BYTES_MAX: usize = 512;

/// So many attributes of one tag are read.
const ATTRIBUTES_MAX: usize = 48;

/// Reads the attributes of a tag; tells what in them runs, and where the tag ends.
pub(super) fn read(lower: &[u8], from: usize, effort: &Effort) -> (Option<Match>, usize) {
    let mut position = from;
    for _ in 0..ATTRIBUTES_MAX {
        position = skip(lower, position, is_between);
        let Some(&byte) = lower.get(position) else { break };
        if byte == b'>' {
            return (None, position + 1);
        }
        if byte == b'<' {
            return (None, position);
        }
        let (name, value, end) = attribute(lower, position);
        effort.spend(ATTRIBUTE + end.saturating_sub(position) * SKIPPED);
        let start = position;
        position = end.max(position + 1);
        if let Some(what) = value.and_then(|value| runs(name, value, effort)) {
            return (Some(Match::new(start, position - start, what)), position);
        }
    }
    (None, position)
}

/// What stands between attributes.
fn is_between(byte: u8) -> bool {
    static BETWEEN: Set = Set::of(b"\xa0/\"',;`").and_all(0, b' ');
    BETWEEN.has(byte)
}

/// What ends the name of an attribute.
fn ends_name(byte: u8) -> bool {
    static ENDS: Set = Set::of(b"\xa0=>/<").and_all(0, b' ');
    ENDS.has(byte)
}

/// One attribute: its name, its value, and where it ends.
fn attribute(lower: &[u8], from: usize) -> (&[u8], Option<&[u8]>, usize) {
    let end = skip(lower, from + 1, |byte| !ends_name(byte));
    let name = between(lower, from, end);
    let sign = skip_space(lower, end);
    if at(lower, sign) != b'=' {
        return (name, None, end);
    }
    let open = skip(lower, sign + 1, |byte| is_space(byte) || byte < 0x20);
    let quote = at(lower, open);
    if matches!(quote, b'"' | b'\'' | b'`') {
        let search = |rest: &[u8]| memchr::memchr(quote, rest);
        let close = next_such(lower, open + 1, |byte| byte == quote, search);
        let close = close.unwrap_or(lower.len());
        return (name, Some(between(lower, open + 1, close)), close + 1);
    }
    let close = skip(lower, open, |byte| !among!(b" \xa0>\t\n\x0b\x0c\r", byte));
    (name, Some(between(lower, open, close)), close)
}

/// Whether an attribute runs something.
fn runs(name: &[u8], value: &[u8], effort: &Effort) -> Option<&'static str> {
    if is_handler(name) && !value.is_empty() {
        return Some("a handler of an event");
    }
    if url::is_script(value, effort) {
        return Some("the address of a script");
    }
    match name {
        b"style" => {
            effort.spend(STYLE + value.len() * READ);
            is_active(value).then_some("a style that runs")
        }
        b"srcdoc" | b"formaction" if !value.is_empty() => Some("a document or target of its own"),
        b"attributename" if is_handler(value) || value.ends_with(b"href") => {
            Some("an animation of an attribute")
        }
        _ => None,
    }
}

/// Whether a style runs something, also with signs in it that a browser leaves out.
fn is_active(style: &[u8]) -> bool {
    let escaped = style.contains(&b'\\') || crate::scan::contains(style, b"/*");
    // What is looked for has one of these signs.
    if !escaped && !style.iter().any(|byte| among!(b"(:@-", *byte)) {
        return false;
    }
    let mut plain = Vec::with_capacity(style.len().min(STYLE_BYTES_MAX));
    let kept = style.iter().copied().filter(|byte| !among!(b"\\ /*\0", *byte));
    plain.extend(kept.take(STYLE_BYTES_MAX));
    let mut signs = plain.iter().enumerate().filter(|(_, byte)| among!(b"(:@-", **byte));
    signs.any(|(place, sign)| {
        let (before, from) = (head(&plain, place), tail(&plain, place));
        match sign {
            b'(' => before.ends_with(b"expression"),
            b'@' => from.starts_with(b"@import"),
            b'-' => from.starts_with(b"-moz-binding"),
            _ => {
                before.ends_with(b"javascript")
                    || before.ends_with(b"behavior")
                    || before.ends_with(b"data") && from.starts_with(b":text")
            }
        }
    }) || escaped && crate::scan::contains(&plain, b"expr")
}

/// Whether an attribute's name is that of a handler.
fn is_handler(name: &[u8]) -> bool {
    name.strip_prefix(b"on")
        .is_some_and(|event| event.len() >= 3 && event.iter().all(u8::is_ascii_alphabetic))
}

/// Events by the beginning of their names, for where there is no tag around: in order, and none begins with
/// another.
const EVENTS: &[&str] = &[
    "abort",
    "activate",
    "after",
    "animation",
    "auxclick",
    "before",
    "begin",
    "blur",
    "bounce",
    "cancel",
    "canplay",
    "cellchange",
    "change",
    "click",
    "close",
    "contentvisibility",
    "contextmenu",
    "controlselect",
    "copy",
    "cuechange",
    "cut",
    "data",
    "dblclick",
    "deactivate",
    "drag",
    "drop",
    "durationchange",
    "emptied",
    "end",
    "error",
    "filterchange",
    "finish",
    "focus",
    "formdata",
    "fullscreen",
    "gesture",
    "gotpointer",
    "hashchange",
    "help",
    "input",
    "invalid",
    "key",
    "layoutcomplete",
    "load",
    "losecapture",
    "lostpointer",
    "media",
    "message",
    "mouse",
    "move",
    "offline",
    "orientation",
    "outofsync",
    "page",
    "paste",
    "pause",
    "play",
    "pointer",
    "popstate",
    "popup",
    "progress",
    "propertychange",
    "ratechange",
    "readystate",
    "repeat",
    "reset",
    "resize",
    "reverse",
    "row",
    "scroll",
    "search",
    "securitypolicy",
    "seek",
    "select",
    "show",
    "slotchange",
    "stalled",
    "start",
    "stop",
    "storage",
    "submit",
    "suspend",
    "syncrestored",
    "time",
    "toggle",
    "touch",
    "track",
    "transition",
    "unhandledrejection",
    "unload",
    "urlflip",
    "volumechange",
    "waiting",
    "webkit",
    "wheel",
    "xxx",
];

/// Where the events of each letter begin in [`EVENTS`], and behind `z` where they end.
static BY_LETTER: LazyLock<[usize; 27]> = LazyLock::new(|| {
    let mut letter = b'a';
    std::array::from_fn(|_| {
        let place = EVENTS.partition_point(|known| known.as_bytes() < slice::from_ref(&letter));
        letter += 1;
        place
    })
});

/// Whether an event is known: no beginning but the last before its name can be one of it.
fn is_event(event: &[u8]) -> bool {
    let first = event.first().map_or(0, |first| usize::from(first.wrapping_sub(b'a')));
    let (Some(from), Some(to)) = (BY_LETTER.get(first), BY_LETTER.get(first + 1)) else {
        return false;
    };
    let alike = EVENTS.get(*from..*to).unwrap_or_default();
    let place = alike.partition_point(|known| known.as_bytes() <= event);
    let known = place.checked_sub(1).and_then(|place| alike.get(place));
    known.is_some_and(|known| event.starts_with(known.as_bytes()))
}

/// Finds a handler where a text broke out of an attribute, or stands within a tag.
pub(super) fn find_handler(lower: &[u8], effort: &Effort) -> Option<Match> {
    let mut from = 0;
    while let Some(step) = memchr::memchr(b'=', tail(lower, from)) {
        let sign = from + step;
        from = sign + 1;
        effort.spend(SIGN);
        if effort.is_spent() {
            return None;
        }
        let end = skip_back(lower, sign, |byte| is_space(byte) || byte < 0x20 || byte == b'/');
        if !before(lower, end).is_ascii_alphabetic() {
            continue;
        }
        effort.spend(NAMED);
        let window = sign.saturating_sub(end) < 32;
        let behind = crate::scan::behind(lower, end, 32);
        let length =
            behind.len() - skip_back(behind, behind.len(), |byte: u8| byte.is_ascii_alphabetic());
        let start = end - length;
        let name = between(lower, start, end);
        let Some(event) = name.strip_prefix(b"on").filter(|_| window) else { continue };
        let breaks = before(lower, start);
        let apart =
            start == 0 || is_space(breaks) || breaks < 0x20 || among!(b"'\"/`;,>+|&)", breaks);
        if !apart {
            continue;
        }
        effort.spend(EVENT);
        if !is_event(event) {
            continue;
        }
        effort.spend(EVENT);
        if is_code(ahead(lower, sign + 1, 160)) {
            return Some(Match::new(start, sign + 1 - start, "a handler of an event"));
        }
    }
    None
}

/// Whether a value looks like code.
fn is_code(value: &[u8]) -> bool {
    let value = crate::scan::trim(value);
    let value = match value.first() {
        Some(b'"' | b'\'' | b'`') => tail(value, 1),
        _ => value,
    };
    let dialogs = ["alert", "confirm", "prompt", "eval", "print", "location", "window", "document"];
    value.iter().any(|byte| among!(b"(`{[=;", *byte)) || crate::scan::starts_any(value, &dialogs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_in_order_and_none_begins_with_another() {
        for (one, other) in EVENTS.iter().zip(EVENTS.iter().skip(1)) {
            assert!(one < other && !other.starts_with(one), "{one}, {other}");
        }
        for event in ["error", "load", "loadstart", "ended", "abort", "xxx", "wheel"] {
            assert!(is_event(event.as_bytes()), "{event}");
        }
        for event in ["", "a", "zoom", "en", "x"] {
            assert!(!is_event(event.as_bytes()), "{event}");
        }
    }
}
