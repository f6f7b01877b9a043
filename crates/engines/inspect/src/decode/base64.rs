//! Base64 (RFC 4648, both alphabets, padded or not) that decodes to text.

use crate::scan::{at, skip, tail};

/// Runs shorter than this are not looked into.
const RUN_MIN: usize = 12;

/// The shortest run that is looked into where it is the whole text.
pub(super) const WHOLE_MIN: usize = 8;

/// The runs of a text that may be base64.
pub(super) fn runs(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut position = 0;
    std::iter::from_fn(move || {
        while position < text.len() {
            let from = skip(text, position, |byte| value(byte).is_none());
            let to = skip(text, from, |byte| value(byte).is_some());
            position = to.max(position + 1);
            if to - from >= RUN_MIN || to - from == text.len() && to - from >= WHOLE_MIN {
                return text.get(from..to);
            }
        }
        None
    })
    .filter(|run| is_mixed(run))
}

/// Words and numbers of one kind are no base64: a text in it has letters of both cases, or signs.
fn is_mixed(run: &[u8]) -> bool {
    let start = run.get(..run.len().min(64)).unwrap_or(run);
    let lower = start.iter().filter(|byte| byte.is_ascii_lowercase()).count();
    let upper = start.iter().filter(|byte| byte.is_ascii_uppercase()).count();
    lower > 0 && upper > 1
}

/// Decodes a run; tells whether all of it is text.
pub(super) fn decode_text(run: &[u8], decoded: &mut Vec<u8>) -> bool {
    decoded.clear();
    if run.len() % 4 == 1 {
        return false;
    }
    let mut bits = 0u32;
    let mut count = 0u8;
    for &byte in run {
        let Some(six) = value(byte) else { break };
        bits = (bits << 6 | u32::from(six)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            let Ok(out) = u8::try_from((bits >> count) & 0xff) else { return false };
            if !is_text(out) {
                return false;
            }
            decoded.push(out);
        }
    }
    std::str::from_utf8(tail(decoded, 0)).is_ok() && at(decoded, 0) != 0
}

/// What text is made of. A zero byte may end a path, and is let pass.
fn is_text(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r' | 0)
}

/// The six bits of a character.
fn value(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}
