//! Escapes of URLs, of JavaScript and JSON, of HTML, and characters that others are taken for: all
//! undone in one pass, which never grows a text.

use super::{characters, entities};
use crate::detect::Shape;
use crate::effort::Effort;
use crate::scan::{Set, ahead, at, between, next_such, tail};

/// Whether there is anything in a text that [`unescape`] may undo: a quick look.
pub(crate) fn may_decode(shape: Shape) -> bool {
    shape.has_any(b"%\\&") || shape.has_beyond()
}

/// Undoes one layer of escapes; tells whether there was any.
pub fn unescape(text: &[u8], decoded: &mut Vec<u8>) -> bool {
    undo(text, decoded, &Effort::endless())
}

/// What undoing the escapes of a text costs, by its bytes, and by those where bytes beyond ASCII are told
/// from what may be an escape one by one.
const UNESCAPED: usize = 3;
const UNESCAPED_BEYOND: usize = 5;

/// What each place costs that may be an escape.
const TRIED: usize = 112;

/// Undoes one layer of escapes as long as effort is left; tells whether there was any.
pub(crate) fn undo(text: &[u8], decoded: &mut Vec<u8>, effort: &Effort) -> bool {
    decoded.clear();
    decoded.reserve(text.len());
    let is_ascii = text.is_ascii();
    effort.spend(text.len() * if is_ascii { UNESCAPED } else { UNESCAPED_BEYOND });
    let mut position = 0;
    let mut is_changed = false;
    while let Some(&byte) = text.get(position) {
        if !may_begin(text, position) {
            // What begins no escape is copied as one.
            let end = if is_ascii {
                let is_sign = |byte| among!(b"%\\&", byte);
                let search = |rest: &[u8]| memchr::memchr3(b'%', b'\\', b'&', rest);
                next_such(text, position, is_sign, search)
            } else {
                (position + 1..text.len()).find(|&place| may_begin(text, place))
            };
            let end = end.unwrap_or(text.len());
            decoded.extend_from_slice(between(text, position, end));
            position = end;
            continue;
        }
        effort.spend(TRIED);
        if effort.is_spent() {
            break;
        }
        let step = match byte {
            b'%' => percent(text, position, decoded),
            b'\\' => backslash(text, position, decoded),
            b'&' => entities::decode(tail(text, position), decoded),
            0x80.. => characters::fold(ahead(text, position, 4), decoded),
            _ => None,
        };
        if let Some(length) = step {
            is_changed = true;
            position += length.max(1);
        } else {
            decoded.push(byte);
            position += 1;
        }
    }
    is_changed
}

/// Whether an escape may begin at a position, or a character that is taken for another.
fn may_begin(text: &[u8], position: usize) -> bool {
    static SIGNS: Set = Set::of(b"%\\&").and(characters::LEADS);
    let byte = at(text, position);
    SIGNS.has(byte) && (byte < 0x80 || characters::may_fold(byte, at(text, position + 1)))
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
