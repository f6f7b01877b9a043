//! The strings of a JSON text, without building it: a walk that forgives little and copies only
//! what is escaped.

use crate::scan::{at, between, next_such, skip, tail};

/// One string of a JSON text.
pub(crate) struct JsonString<'a> {
    /// The bytes between the quotes, escapes and all.
    pub(crate) raw: &'a [u8],
    /// Whether it names a member.
    pub(crate) is_key: bool,
}

/// How far a text is JSON.
pub(crate) struct Walk {
    /// Whether all of it is, as far as a walk can see.
    pub(crate) is_whole: bool,
    /// Where it is not, or ends.
    pub(crate) end: usize,
}

/// Visits the strings of a JSON text; tells how far it was JSON.
pub(crate) fn strings<'a>(text: &'a [u8], see: &mut dyn FnMut(JsonString<'a>)) -> Walk {
    let mut end = skip(text, 0, is_blank);
    let is_whole = walk(text, &mut end, see);
    Walk { is_whole, end }
}

fn walk<'a>(text: &'a [u8], position: &mut usize, see: &mut dyn FnMut(JsonString<'a>)) -> bool {
    let mut depth = 0usize;
    if !matches!(at(text, *position), b'{' | b'[' | b'"') {
        return false;
    }
    while *position < text.len() {
        match at(text, *position) {
            b'"' => {
                let Some(length) = string_length(tail(text, *position + 1)) else { return false };
                let end = *position + 1 + length;
                let raw = text.get(*position + 1..end).unwrap_or_default();
                *position = skip(text, end + 1, is_blank);
                see(JsonString { raw, is_key: at(text, *position) == b':' });
            }
            b'{' | b'[' => {
                depth += 1;
                *position += 1;
            }
            b'}' | b']' => {
                let Some(outer) = depth.checked_sub(1) else { return false };
                depth = outer;
                *position += 1;
            }
            b',' | b':' => *position += 1,
            byte if is_blank(byte) => *position += 1,
            b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                let end = skip(text, *position, |byte| {
                    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'.')
                });
                if !is_scalar(text.get(*position..end).unwrap_or_default()) {
                    return false;
                }
                *position = end;
            }
            _ => return false,
        }
    }
    depth == 0
}

/// A number, or one of the three names.
fn is_scalar(word: &[u8]) -> bool {
    matches!(word, b"true" | b"false" | b"null")
        || word
            .iter()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'))
}

/// Where a string ends.
fn string_length(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let position = from + memchr::memchr2(b'"', b'\\', tail(text, from))?;
        if at(text, position) == b'"' {
            return Some(position);
        }
        from = position + 2;
    }
}

/// Undoes the escapes of a string; tells whether there were any.
pub(crate) fn unescape(raw: &[u8], decoded: &mut Vec<u8>) -> bool {
    decoded.clear();
    if memchr::memchr(b'\\', raw).is_none() {
        return false;
    }
    let mut position = 0;
    let is_escape = |byte| byte == b'\\';
    let search = |rest: &[u8]| memchr::memchr(b'\\', rest);
    while let Some(escape) = next_such(raw, position, is_escape, search) {
        decoded.extend_from_slice(between(raw, position, escape));
        position = escape + 2;
        match at(raw, position - 1) {
            b'n' => decoded.push(b'\n'),
            b't' => decoded.push(b'\t'),
            b'r' => decoded.push(b'\r'),
            b'b' => decoded.push(8),
            b'f' => decoded.push(12),
            b'u' => position += unicode(tail(raw, position), decoded),
            other => decoded.push(other),
        }
    }
    decoded.extend_from_slice(tail(raw, position));
    true
}

/// The four digits behind `\u`, and a second half where there is one; tells how many bytes.
fn unicode(digits: &[u8], decoded: &mut Vec<u8>) -> usize {
    let Some(first) = code(digits) else {
        decoded.extend_from_slice(b"\\u");
        return 0;
    };
    let pair = (0xd800..0xdc00).contains(&first) && digits.get(4..6) == Some(b"\\u".as_slice());
    let (code, length) = match pair.then(|| code(tail(digits, 6))).flatten() {
        Some(second) if (0xdc00..0xe000).contains(&second) => {
            (0x10000 + ((first - 0xd800) << 10 | (second - 0xdc00)), 10)
        }
        _ => (first, 4),
    };
    let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
    decoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    length
}

fn code(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits.get(..4)?).ok()?;
    u32::from_str_radix(digits, 16).ok()
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}
