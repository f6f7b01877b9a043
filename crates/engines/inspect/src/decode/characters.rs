//! Characters that lenient decoders take for ASCII: overlong UTF-8, full-width forms, look-alikes of
//! quotes, slashes and dots, and characters of no width.

use crate::scan::at;

/// What a character is taken for.
pub(super) enum Plain {
    /// This byte.
    Byte(u8),
    /// Nothing: it has no width.
    Nothing,
}

impl Plain {
    /// Adds it to a text.
    pub(super) fn push(self, decoded: &mut Vec<u8>) {
        if let Self::Byte(byte) = self {
            decoded.push(byte);
        }
    }
}

/// The bytes that begin the characters that are taken for others.
pub(super) const LEADS: &[u8] = b"\xc0\xc1\xc2\xca\xe0\xe2\xe3\xef\xf0";

/// Whether a character that begins with these bytes may be taken for another.
pub(super) fn may_fold(first: u8, second: u8) -> bool {
    match first {
        0xc0 | 0xc1 => true,
        0xc2 => matches!(second, 0xa0 | 0xad),
        0xca => matches!(second, 0xb9 | 0xba | 0xbc),
        0xe0 => second < 0x83 || second == 0x8a,
        0xe2 => matches!(second, 0x80 | 0x81 | 0x88 | 0x8c),
        0xe3 => second == 0x80,
        0xef => matches!(second, 0xbb..=0xbd),
        0xf0 => second < 0x90,
        _ => false,
    }
}

/// What a character is taken for, if it is taken for another.
pub(super) fn plain(code: u32) -> Option<Plain> {
    let byte = match code {
        // Zero-width spaces and joiners, marks of direction, soft hyphen, byte order mark.
        0xad | 0x200b..=0x200f | 0x2060 | 0xfeff => return Some(Plain::Nothing),
        0xa0 | 0x2000..=0x200a | 0x202f | 0x3000 => b' ',
        0x2028 | 0x2029 => b'\n',
        0x2018 | 0x2019 | 0x201b | 0x2b9 | 0x2bc | 0x2032 => b'\'',
        0x201c | 0x201d | 0x201f | 0x2ba | 0x2033 => b'"',
        0x2215 | 0x2044 => b'/',
        0x2216 => b'\\',
        0x3002 | 0xff61 | 0x2024 => b'.',
        0x3008 | 0x2039 | 0x2329 => b'<',
        0x3009 | 0x203a | 0x232a => b'>',
        // Full-width forms stand in ASCII's order.
        0xff01..=0xff5e => u8::try_from(code - 0xff01 + 0x21).ok()?,
        _ => return None,
    };
    Some(Plain::Byte(byte))
}

/// Folds the character at the beginning of these bytes to ASCII; tells how long it was.
pub(super) fn fold(bytes: &[u8], decoded: &mut Vec<u8>) -> Option<usize> {
    let first = at(bytes, 0);
    if matches!(first, 0xc0 | 0xc1) && at(bytes, 1).is_ascii_punctuation() {
        // A decoder that drops the lead byte, or masks it away.
        decoded.push(at(bytes, 1));
        return Some(2);
    }
    let low = |position: usize| {
        let byte = at(bytes, position);
        (byte & 0xc0 == 0x80).then_some(u32::from(byte & 0x3f))
    };
    let (code, length) = match first {
        0xc0..=0xdf => (u32::from(first & 0x1f) << 6 | low(1)?, 2),
        0xe0..=0xef => (u32::from(first & 0x0f) << 12 | low(1)? << 6 | low(2)?, 3),
        0xf0..=0xf7 => (u32::from(first & 0x07) << 18 | low(1)? << 12 | low(2)? << 6 | low(3)?, 4),
        _ => return None,
    };
    if code < 0x80 {
        decoded.push(u8::try_from(code).ok()?);
        return Some(length);
    }
    plain(code)?.push(decoded);
    Some(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_are_taken_for_others_begin_with_the_known_bytes() {
        for code in (0..=0x10_ffff).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            let bytes = code.encode_utf8(&mut bytes).as_bytes();
            let is_folded = !code.is_ascii() && fold(bytes, &mut Vec::new()).is_some();
            let may_be = LEADS.contains(&bytes[0]) && may_fold(bytes[0], bytes[1]);
            assert!(!is_folded || may_be, "{code:?}");
        }
        let mut folded = Vec::new();
        for first in 0xc0..=0xff {
            for (second, third) in (0..=0xff).flat_map(|b| (0x80..=0xbf).map(move |c| (b, c))) {
                let is_folded = fold(&[first, second, third, 0xbf], &mut folded).is_some();
                let may_be = LEADS.contains(&first) && may_fold(first, second);
                assert!(!is_folded || may_be, "{first:x} {second:x} {third:x}");
                folded.clear();
            }
        }
    }
}
