//! Comments of C and SQL.

use memchr::memmem;

use crate::scan::COMMENT_END;

/// Each comment between `/*` and `*/` becomes a space, as one without an end does.
pub(super) fn replace(text: &[u8], out: &mut Vec<u8>) -> bool {
    let Some(mut next) = memmem::find(text, b"/*") else { return false };
    let mut rest = text;
    loop {
        let (plain, comment) = rest.split_at(next);
        out.extend_from_slice(plain);
        out.push(b' ');
        let inner = comment.get(2..).unwrap_or_default();
        let Some(end) = COMMENT_END.find(inner) else { return true };
        rest = inner.get(end + 2..).unwrap_or_default();
        let Some(found) = memmem::find(rest, b"/*") else { break };
        next = found;
    }
    out.extend_from_slice(rest);
    true
}

/// The marks of comments go: `/*`, `*/`, `--` and `#`.
pub(super) fn remove_marks(text: &[u8], out: &mut Vec<u8>) -> bool {
    let begin = out.len();
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = match rest {
            [b'/', b'*', left @ ..]
            | [b'*', b'/', left @ ..]
            | [b'-', b'-', left @ ..]
            | [b'#', left @ ..] => left,
            _ => {
                out.push(*byte);
                after
            }
        };
    }
    super::letters::changed(text, out, begin)
}
