//! Base64 (RFC 4648, both alphabets, padded or not) that decodes to text.

use crate::scan::{Set, at, between, count_such, skip, skip_back, tail};

/// Runs shorter than this are not looked into.
const RUN_MIN: usize = 12;

/// The shortest run that is looked into where it is the whole text.
pub(super) const WHOLE_MIN: usize = 8;

/// The runs of a text that may be base64.
pub(super) fn runs(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut position = 0;
    std::iter::from_fn(move || {
        if position == 0 && text.len() < RUN_MIN {
            position = RUN_MIN;
            let is_run = text.len() >= WHOLE_MIN && text.iter().all(|&byte| is_part(byte));
            return is_run.then_some(text);
        }
        loop {
            // A run that begins here or a little further, and is long enough, has this byte.
            let within = position + RUN_MIN - 1;
            let &byte = text.get(within)?;
            if !is_part(byte) {
                position = within + 1;
                continue;
            }
            let start = between(text, position, within);
            let from = position + skip_back(start, start.len(), is_part);
            let to = skip(text, within, is_part);
            position = to + 1;
            if to - from >= RUN_MIN {
                return text.get(from..to);
            }
        }
    })
    .filter(|run| is_mixed(run))
}

/// Words and numbers of one kind are no base64: a text in it has letters of both cases, or signs.
fn is_mixed(run: &[u8]) -> bool {
    let start = run.get(..run.len().min(64)).unwrap_or(run);
    count_such(start, |byte| byte.is_ascii_uppercase()) > 1
        && start.iter().any(u8::is_ascii_lowercase)
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

/// Whether a byte may be a part of a run.
fn is_part(byte: u8) -> bool {
    static PARTS: Set = Set::of(b"+-/_").and_alphanumeric();
    PARTS.has(byte)
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

#[cfg(test)]
mod tests {
    #[test]
    fn runs_are_found_wherever_they_begin() {
        let run = "aGVsbG8gdGhlcmU";
        for lead in 0..30 {
            for filler in ["a b ", "....", "ab. "] {
                let lead: String = filler.chars().cycle().take(lead).collect();
                let text = format!("{lead} {run}, {run} and {run}");
                let found: Vec<&[u8]> = super::runs(text.as_bytes()).collect();
                assert_eq!(found, [run.as_bytes(); 3], "{text}");
            }
        }
        assert_eq!(super::runs(b"aGVsbG8K").count(), 1);
        assert_eq!(super::runs(b"aGVsbG8").count(), 0);
        assert_eq!(super::runs(b"aGVsbG8K and more").count(), 0);
    }
}
