//! Command lines that hide what they run.

use super::letters::{changed, is_space};

/// Deletes `\ " ' ^`, and spaces before `/` and `(`; commas and semicolons become spaces, many
/// spaces one, and letters small.
pub(super) fn both(text: &[u8], out: &mut Vec<u8>) -> bool {
    plain(text, out, |byte| matches!(byte, b'\\' | b'"' | b'\'' | b'^'))
}

/// The same with what the shells of Unix pass over: `\ " '`.
pub(super) fn unix(text: &[u8], out: &mut Vec<u8>) -> bool {
    plain(text, out, |byte| matches!(byte, b'\\' | b'"' | b'\''))
}

/// The same with what the command interpreter of Windows passes over: `" ^`.
pub(super) fn windows(text: &[u8], out: &mut Vec<u8>) -> bool {
    plain(text, out, |byte| matches!(byte, b'"' | b'^'))
}

fn plain(text: &[u8], out: &mut Vec<u8>, is_passed_over: impl Fn(u8) -> bool) -> bool {
    let begin = out.len();
    let mut space = false;
    for byte in text.iter().copied().filter(|byte| !is_passed_over(*byte)) {
        if is_space(byte) || matches!(byte, b',' | b';') {
            space = true;
            continue;
        }
        if space && !matches!(byte, b'/' | b'(') {
            out.push(b' ');
        }
        space = false;
        out.push(byte.to_ascii_lowercase());
    }
    if space {
        out.push(b' ');
    }
    changed(text, out, begin)
}
