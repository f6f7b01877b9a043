//! Forms and query strings: pairs, decoded once.

use crate::scan::{Set, find_byte, head, hexadecimal, next_such, skip, tail, trim};

/// The pairs of a query string or a form, as they stand.
pub(crate) fn pairs(text: &[u8]) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    text.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()).map(halves)
}

/// The pairs of a cookie header, as they stand.
pub(crate) fn cookies(text: &[u8]) -> impl Iterator<Item = (&[u8], Option<&[u8]>)> {
    text.split(|&byte| byte == b';').map(trim).filter(|pair| !pair.is_empty()).map(halves)
}

/// A pair's two halves.
fn halves(pair: &[u8]) -> (&[u8], Option<&[u8]>) {
    match find_byte(pair, b'=') {
        Some(middle) => (pair.get(..middle).unwrap_or_default(), Some(tail(pair, middle + 1))),
        None => (pair, None),
    }
}

/// Undoes percent escapes and, where they stand for spaces, plus signs.
pub(crate) fn decode(text: &[u8], plus: bool, decoded: &mut Vec<u8>) {
    decoded.clear();
    let is_sign = |byte| among!(b"%+", byte);
    if next_such(text, 0, is_sign, |rest| memchr::memchr2(b'%', b'+', rest)).is_none() {
        decoded.extend_from_slice(text);
        return;
    }
    let mut rest = text;
    while let Some((&byte, after)) = rest.split_first() {
        if !among!(b"%+", byte) {
            let end = skip(rest, 1, |byte| !among!(b"%+", byte));
            decoded.extend_from_slice(head(rest, end));
            rest = tail(rest, end);
            continue;
        }
        rest = after;
        let escaped = match (byte, after) {
            (b'%', [high, low, ..]) => {
                hexadecimal(*high).zip(hexadecimal(*low)).map(|(h, l)| h << 4 | l)
            }
            _ => None,
        };
        match escaped {
            Some(out) => {
                decoded.push(out);
                rest = tail(after, 2);
            }
            None if byte == b'+' && plus => decoded.push(b' '),
            None => decoded.push(byte),
        }
    }
}

/// Whether a name is one that forms have; others are rather a payload that was cut at a sign.
pub(crate) fn is_plain_name(name: &[u8]) -> bool {
    name.len() <= 128
        && name.iter().all(|&byte| {
            static PARTS: Set = Set::of(b"_-.[]~:$@!").and_alphanumeric().and_all(0x80, 0xff);
            PARTS.has(byte)
        })
}
