//! Escapes of URLs, of JavaScript and JSON, of HTML, and characters that others are taken for: all
//! undone in one pass, which never grows a text.

use super::{characters, entities};
use crate::detect::Shape;
use crate::scan::{Set, ahead, at, between, next_such, skip, tail};

/// Whether there is anything in a text that [`unescape`] may undo: a quick look.
pub(crate) fn may_decode(shape: Shape) -> bool {
    shape.has_any(b"%\\&") || shape.has_beyond()
}

/// Undoes one layer of escapes; tells whether there was any.
pub fn unescape(text: &[u8], decoded: &mut Vec<u8>) -> bool {
    undo(text, decoded).is_changed
}

/// What undoing a layer of escapes did.
pub(super) struct Undone {
    /// There was an escape.
    pub(super) is_changed: bool,
    /// So many places may have been one.
    pub(super) tried: usize,
}

/// Undoes one layer of escapes.
pub(super) fn undo(text: &[u8], decoded: &mut Vec<u8>) -> Undone {
    decoded.clear();
    decoded.reserve(text.len());
    let is_ascii = text.is_ascii();
    let mut position = 0;
    let mut undone = Undone { is_changed: false, tried: 0 };
    while let Some(&byte) = text.get(position) {
        if !may_begin(byte) {
            // What begins no escape is copied as one.
            let end = if is_ascii {
                let search = |rest: &[u8]| memchr::memchr3(b'%', b'\\', b'&', rest);
                next_such(text, position, may_begin, search).unwrap_or(text.len())
            } else {
                skip(text, position, |byte| !may_begin(byte))
            };
            decoded.extend_from_slice(between(text, position, end));
            position = end;
            continue;
        }
        undone.tried += 1;
        let step = match byte {
            b'%' => percent(text, position, decoded),
            b'\\' => backslash(text, position, decoded),
            b'&' => entities::decode(tail(text, position), decoded),
            0x80.. => characters::fold(ahead(text, position, 4), decoded),
            _ => None,
        };
        if let Some(length) = step {
            undone.is_changed = true;
            position += length.max(1);
        } else {
            decoded.push(byte);
            position += 1;
        }
    }
    undone
}

/// Whether a byte may begin an escape.
fn may_begin(byte: u8) -> bool {
    static SIGNS: Set = Set::of(b"%\\&").and_all(0xc0, 0xff);
    SIGNS.has(byte)
}

/// `%41` and `%u0041`.
fn percent(text: &[u8], position: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    if matches!(at(text, position + 1), b'u' | b'U') {
        let code = hexadecimal(ahead(text, position + 2, 4), 4)?;
        push(code, decoded);
        return Some(6);
    }
    let code = hexadecimal(ahead(text, position + 1, 2), 2)?;
    decoded.push(u8::try_from(code).ok()?);
    Some(3)
}

/// `\u0041`, `\u{41}`, `\x41` and `\101`.
fn backslash(text: &[u8], position: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    match at(text, position + 1) {
        b'u' | b'U' if at(text, position + 2) == b'{' => {
            let digits = ahead(text, position + 3, 8);
            let length = digits.iter().position(|&byte| byte == b'}')?;
            let code = hexadecimal(digits.get(..length)?, length)?;
            push(code, decoded);
            Some(length + 4)
        }
        b'u' | b'U' => {
            push(hexadecimal(ahead(text, position + 2, 4), 4)?, decoded);
            Some(6)
        }
        b'x' | b'X' => {
            push(hexadecimal(ahead(text, position + 2, 2), 2)?, decoded);
            Some(4)
        }
        b'0'..=b'7' => {
            let digits = ahead(text, position + 1, 3);
            let octal = |byte: &&u8| (b'0'..=b'7').contains(*byte);
            let length = digits.iter().take_while(octal).count();
            let code = digits
                .iter()
                .take(length)
                .fold(0u32, |sum, digit| sum * 8 + u32::from(digit - b'0'));
            if length < 2 || !(0x20..0x7f).contains(&code) {
                return None;
            }
            push(code, decoded);
            Some(length + 1)
        }
        _ => None,
    }
}

/// A number of exactly so many hexadecimal digits.
fn hexadecimal(digits: &[u8], length: usize) -> Option<u32> {
    if digits.len() != length || length == 0 {
        return None;
    }
    digits.iter().try_fold(0u32, |sum, &digit| {
        let value = char::from(digit).to_digit(16)?;
        sum.checked_mul(16)?.checked_add(value)
    })
}

/// Adds a character, or what it is taken for; one beyond Unicode is left out.
pub(super) fn push(code: u32, decoded: &mut Vec<u8>) {
    if let Some(plain) = characters::plain(code) {
        plain.push(decoded);
    } else if let Some(character) = char::from_u32(code) {
        let mut bytes = [0; 4];
        decoded.extend_from_slice(character.encode_utf8(&mut bytes).as_bytes());
    }
}
