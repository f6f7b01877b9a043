//! Escapes of URLs, of JavaScript and JSON, of HTML, and characters that others are taken for: all
//! undone in one pass, which never grows a text.

use super::{characters, entities};
use crate::detect::Shape;
use crate::effort::Effort;
use crate::scan::{LANES, Set, ahead, any_such, at, between, find_in, hexadecimal, tail};

/// Whether there is anything in a text that [`unescape`] may undo: a quick look.
pub(crate) fn may_decode(shape: Shape) -> bool {
    shape.has_any(b"%\\&") || shape.has_beyond()
}

/// Undoes one layer of escapes; tells whether there was any.
pub fn unescape(text: &[u8], decoded: &mut Vec<u8>) -> bool {
    undo(text, decoded, &Effort::endless())
}

/// What undoing the escapes of a text costs for each byte, and for each where there are any beyond ASCII;
/// each sign that may begin one, and each place that is read as one.
const UNESCAPED: usize = 3;
const UNESCAPED_BEYOND: usize = 5;
const SIGN: usize = 60;
const TRIED: usize = 135;

/// Undoes one layer of escapes as long as effort is left; tells whether there was any.
pub(crate) fn undo(text: &[u8], decoded: &mut Vec<u8>, effort: &Effort) -> bool {
    decoded.clear();
    decoded.reserve(text.len());
    let is_ascii = text.is_ascii();
    effort.spend(text.len() * if is_ascii { UNESCAPED } else { UNESCAPED_BEYOND });
    let (mut written, mut position) = (0, 0);
    let mut is_changed = false;
    while let Some(place) = next_sign(text, position, is_ascii) {
        effort.spend(SIGN);
        if effort.is_spent() {
            break;
        }
        position = place + 1;
        if !may_begin(text, place) {
            continue;
        }
        effort.spend(TRIED);
        decoded.extend_from_slice(between(text, written, place));
        let step = match at(text, place) {
            b'%' => percent(text, place, decoded),
            b'\\' => backslash(text, place, decoded),
            b'&' => entities::decode(tail(text, place), decoded),
            _ => characters::fold(ahead(text, place, 4), decoded),
        };
        written = place;
        if let Some(length) = step {
            is_changed = true;
            position = place + length.max(1);
            written = position;
        }
    }
    decoded.extend_from_slice(tail(text, written));
    is_changed
}

/// The next byte that may begin an escape, or a character that is taken for another.
fn next_sign(text: &[u8], from: usize, is_ascii: bool) -> Option<usize> {
    static SIGNS: Set = Set::of(b"%\\&").and(characters::LEADS);
    let has_mark = |near: &[u8; LANES]| {
        any_such(near, |byte| byte == b'%')
            | any_such(near, |byte| byte == b'\\')
            | any_such(near, |byte| byte == b'&')
    };
    if is_ascii {
        find_in(&SIGNS, text, from, has_mark)
    } else {
        let has_lead = |near: &[u8; LANES]| any_such(near, |byte| byte >= 0xc0);
        find_in(&SIGNS, text, from, |near| has_mark(near) | has_lead(near))
    }
}

/// Whether an escape may begin at a position, or a character that is taken for another, as far as the next
/// byte tells.
fn may_begin(text: &[u8], position: usize) -> bool {
    let next = at(text, position + 1);
    match at(text, position) {
        b'%' => next.is_ascii_hexdigit() || matches!(next, b'u' | b'U'),
        b'\\' => matches!(next, b'u' | b'U' | b'x' | b'X' | b'0'..=b'7'),
        b'&' => next == b'#' || next.is_ascii_alphabetic(),
        lead => characters::may_fold(lead, next),
    }
}

/// `%41` and `%u0041`.
fn percent(text: &[u8], position: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    if matches!(at(text, position + 1), b'u' | b'U') {
        let code = number(ahead(text, position + 2, 4), 4)?;
        push(code, decoded);
        return Some(6);
    }
    let high = hexadecimal(at(text, position + 1))?;
    let low = hexadecimal(at(text, position + 2))?;
    decoded.push(high << 4 | low);
    Some(3)
}

/// `\u0041`, `\u{41}`, `\x41` and `\101`.
fn backslash(text: &[u8], position: usize, decoded: &mut Vec<u8>) -> Option<usize> {
    match at(text, position + 1) {
        b'u' | b'U' if at(text, position + 2) == b'{' => {
            let digits = ahead(text, position + 3, 8);
            let length = digits.iter().position(|&byte| byte == b'}')?;
            let code = number(digits.get(..length)?, length)?;
            push(code, decoded);
            Some(length + 4)
        }
        b'u' | b'U' => {
            push(number(ahead(text, position + 2, 4), 4)?, decoded);
            Some(6)
        }
        b'x' | b'X' => {
            push(number(ahead(text, position + 2, 2), 2)?, decoded);
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
fn number(digits: &[u8], length: usize) -> Option<u32> {
    if digits.len() != length || length == 0 {
        return None;
    }
    digits.iter().try_fold(0u32, |sum, &digit| {
        sum.checked_mul(16)?.checked_add(u32::from(hexadecimal(digit)?))
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
