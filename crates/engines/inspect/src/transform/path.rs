//! Paths with detours.

use super::letters::changed;

/// Multiple slashes become one; `.` goes, and `..` takes the folder before it, but not at the
/// begin.
pub(super) fn normalize(text: &[u8], out: &mut Vec<u8>) -> bool {
    let begin = out.len();
    write(text, out, |byte| byte == b'/');
    changed(text, out, begin)
}

/// The same after backslashes became slashes.
pub(super) fn normalize_windows(text: &[u8], out: &mut Vec<u8>) -> bool {
    let begin = out.len();
    write(text, out, |byte| byte == b'/' || byte == b'\\');
    changed(text, out, begin)
}

fn write(text: &[u8], out: &mut Vec<u8>, is_slash: impl Fn(u8) -> bool + Copy) {
    let begin = out.len();
    if text.first().is_some_and(|byte| is_slash(*byte)) {
        out.push(b'/');
    }
    // Where the folders begin that `..` may take.
    let root = out.len();
    let mut floor = root;
    let mut parts = text.split(|byte| is_slash(*byte)).peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part {
            b"" | b"." => continue,
            b".." if out.len() > floor => {
                out.pop();
                let folder = out.get(floor..).unwrap_or_default();
                let length = folder.iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
                out.truncate(floor + length);
                continue;
            }
            b".." if root > begin => continue,
            _ => out.extend_from_slice(part),
        }
        if !is_last {
            out.push(b'/');
        }
        if part == b".." {
            floor = out.len();
        }
    }
}
