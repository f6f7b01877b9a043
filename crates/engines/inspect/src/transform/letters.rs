//! Letters, white space and nulls.

/// The non-breaking space of Latin-1.
const NO_BREAK_SPACE: u8 = 0xa0;

/// Whether a byte is white space as C's `isspace` has it.
pub(super) fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

fn is_any_space(byte: u8) -> bool {
    is_space(byte) || byte == NO_BREAK_SPACE
}

pub(super) fn lowercase(text: &[u8], out: &mut Vec<u8>) -> bool {
    mapped(text, out, u8::is_ascii_uppercase, |byte| byte.to_ascii_lowercase())
}

pub(super) fn uppercase(text: &[u8], out: &mut Vec<u8>) -> bool {
    mapped(text, out, u8::is_ascii_lowercase, |byte| byte.to_ascii_uppercase())
}

pub(super) fn replace_nulls(text: &[u8], out: &mut Vec<u8>) -> bool {
    mapped(text, out, |byte| *byte == 0, |byte| if byte == 0 { b' ' } else { byte })
}

fn mapped(
    text: &[u8],
    out: &mut Vec<u8>,
    concerns: impl Fn(&u8) -> bool,
    map: impl Fn(u8) -> u8,
) -> bool {
    if !text.iter().any(concerns) {
        return false;
    }
    out.extend(text.iter().copied().map(map));
    true
}

pub(super) fn remove_nulls(text: &[u8], out: &mut Vec<u8>) -> bool {
    without(text, out, |byte| byte == 0)
}

pub(super) fn remove_white_space(text: &[u8], out: &mut Vec<u8>) -> bool {
    without(text, out, is_any_space)
}

fn without(text: &[u8], out: &mut Vec<u8>, goes: impl Fn(u8) -> bool) -> bool {
    if !text.iter().any(|byte| goes(*byte)) {
        return false;
    }
    out.extend(text.iter().copied().filter(|byte| !goes(*byte)));
    true
}

/// White space of any kind becomes a space, and many become one.
pub(super) fn compress_white_space(text: &[u8], out: &mut Vec<u8>) -> bool {
    let begin = out.len();
    let mut was_space = false;
    for byte in text.iter().copied() {
        let space = is_any_space(byte);
        if !(space && was_space) {
            out.push(if space { b' ' } else { byte });
        }
        was_space = space;
    }
    changed(text, out, begin)
}

pub(super) fn trim(text: &[u8], out: &mut Vec<u8>, left: bool, right: bool) -> bool {
    let mut rest = text;
    while left
        && let Some((first, after)) = rest.split_first()
        && is_space(*first)
    {
        rest = after;
    }
    while right
        && let Some((last, before)) = rest.split_last()
        && is_space(*last)
    {
        rest = before;
    }
    if rest.len() == text.len() {
        return false;
    }
    out.extend_from_slice(rest);
    true
}

/// Whether what was appended differs from the text; takes it back if not.
pub(super) fn changed(text: &[u8], out: &mut Vec<u8>, begin: usize) -> bool {
    if out.get(begin..) == Some(text) {
        out.truncate(begin);
        return false;
    }
    true
}
