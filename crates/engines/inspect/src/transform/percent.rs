//! Percent signs, `%u` of Microsoft, and back.

use memchr::memchr2;

use super::escapes::narrow;

/// Decodes `%hh`, and plus signs as forms have them. What is no escape stays.
pub(super) fn decode(text: &[u8], out: &mut Vec<u8>) -> bool {
    percent(text, out, false)
}

/// Decodes `%uhhhh` as well: full-width letters become plain ones, of others the low byte stays.
pub(super) fn decode_uni(text: &[u8], out: &mut Vec<u8>) -> bool {
    percent(text, out, true)
}

fn percent(text: &[u8], out: &mut Vec<u8>, uni: bool) -> bool {
    let Some(first) = memchr2(b'%', b'+', text) else { return false };
    let begin = out.len();
    let (plain, mut rest) = text.split_at(first);
    out.extend_from_slice(plain);
    while let Some((byte, after)) = rest.split_first() {
        rest = match (byte, after) {
            (b'+', _) => {
                out.push(b' ');
                after
            }
            (b'%', [b'u' | b'U', code @ ..]) if uni && let Some((value, left)) = hex4(code) => {
                out.push(narrow(value));
                left
            }
            (b'%', [high, low, left @ ..]) if let Some(value) = hex2(*high, *low) => {
                out.push(value);
                left
            }
            _ => {
                out.push(*byte);
                after
            }
        };
    }
    super::letters::changed(text, out, begin)
}

/// Letters beyond ASCII, in UTF-8, become `%uhhhh`. What is no UTF-8 stays.
pub(super) fn utf8_to_unicode(text: &[u8], out: &mut Vec<u8>) -> bool {
    if text.is_ascii() {
        return false;
    }
    let begin = out.len();
    for chunk in text.utf8_chunks() {
        for letter in chunk.valid().chars() {
            let code = u32::from(letter);
            if letter.is_ascii() {
                out.push(narrow_ascii(code));
            } else {
                out.extend_from_slice(b"%u");
                let digits = if code > 0xffff { 6 } else { 4 };
                for digit in (0..digits).rev() {
                    let nibble = (code >> (digit * 4)) & 0xf;
                    out.push(char::from_digit(nibble, 16).map_or(b'0', |c| narrow_ascii(c.into())));
                }
            }
        }
        out.extend_from_slice(chunk.invalid());
    }
    super::letters::changed(text, out, begin)
}

fn narrow_ascii(code: u32) -> u8 {
    u8::try_from(code).unwrap_or(b'?')
}

/// The value of a hexadecimal digit.
pub(super) fn hex1(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

pub(super) fn hex2(high: u8, low: u8) -> Option<u8> {
    Some(hex1(high)? << 4 | hex1(low)?)
}

/// Four digits and what follows them.
pub(super) fn hex4(text: &[u8]) -> Option<(u32, &[u8])> {
    let (digits, rest) = text.split_first_chunk::<4>()?;
    let mut value = 0;
    for digit in digits {
        value = value << 4 | u32::from(hex1(*digit)?);
    }
    Some((value, rest))
}
