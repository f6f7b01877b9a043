//! Base64 and hexadecimal.

use memchr::memmem;

use super::percent::hex2;

/// Decodes up to the first byte that is no Base64.
pub(super) fn base64(text: &[u8], out: &mut Vec<u8>) -> bool {
    let digits = text.iter().copied().map_while(sextet);
    decode(text, out, digits)
}

/// Decodes, and passes over what is no Base64.
pub(super) fn base64_forgiving(text: &[u8], out: &mut Vec<u8>) -> bool {
    decode(text, out, text.iter().copied().filter_map(sextet))
}

fn decode(text: &[u8], out: &mut Vec<u8>, digits: impl Iterator<Item = u8>) -> bool {
    let begin = out.len();
    let (mut bits, mut count) = (0u32, 0);
    for digit in digits {
        bits = (bits << 6 | u32::from(digit)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., byte] = (bits >> count).to_be_bytes();
            out.push(byte);
        }
    }
    super::letters::changed(text, out, begin)
}

fn sextet(digit: u8) -> Option<u8> {
    Some(match digit {
        b'A'..=b'Z' => digit - b'A',
        b'a'..=b'z' => digit - b'a' + 26,
        b'0'..=b'9' => digit - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

/// Decodes pairs of hexadecimal digits up to the first that is none.
pub(super) fn hex(text: &[u8], out: &mut Vec<u8>) -> bool {
    let begin = out.len();
    let pairs = text.as_chunks::<2>().0;
    out.extend(pairs.iter().map_while(|[high, low]| hex2(*high, *low)));
    super::letters::changed(text, out, begin)
}

/// Decodes the numbers of SQL that begin with `0x`.
pub(super) fn sql_hex(text: &[u8], out: &mut Vec<u8>) -> bool {
    let begin = out.len();
    let mut rest = text;
    while let Some(at) = next_mark(rest) {
        let (plain, number) = rest.split_at(at);
        out.extend_from_slice(plain);
        let (mark, digits) = number.split_at(2);
        let count = digits.iter().take_while(|byte| byte.is_ascii_hexdigit()).count() & !1;
        let (digits, left) = digits.split_at(count);
        if digits.is_empty() {
            out.extend_from_slice(mark);
        }
        out.extend(digits.as_chunks::<2>().0.iter().filter_map(|[high, low]| hex2(*high, *low)));
        rest = left;
    }
    if rest.len() == text.len() {
        return false;
    }
    out.extend_from_slice(rest);
    super::letters::changed(text, out, begin)
}

fn next_mark(text: &[u8]) -> Option<usize> {
    match (memmem::find(text, b"0x"), memmem::find(text, b"0X")) {
        (Some(small), Some(large)) => Some(small.min(large)),
        (small, large) => small.or(large),
    }
}
