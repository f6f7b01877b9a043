//! The parts of a multipart body (RFC 7578), found by its boundary.

use crate::scan::{between, tail};

/// One part: its header block, and what it carries.
pub(crate) struct Part<'a> {
    pub(crate) head: &'a [u8],
    pub(crate) content: &'a [u8],
}

/// So many parts are looked at.
const PARTS_MAX: usize = 512;

/// The boundary that a content type names.
pub(crate) fn boundary(content_type: &[u8]) -> Option<&[u8]> {
    let lower = content_type.to_ascii_lowercase();
    let from = memchr::memmem::find(&lower, b"boundary=")? + b"boundary=".len();
    let value = tail(content_type, from);
    let value = match value.strip_prefix(b"\"") {
        Some(quoted) => quoted.split(|&byte| byte == b'"').next(),
        None => value.split(|byte| matches!(byte, b';' | b' ' | b',')).next(),
    };
    value.filter(|value| !value.is_empty())
}

/// The parts between the boundaries.
pub(crate) fn parts<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<Part<'a>> {
    let mut mark = Vec::with_capacity(boundary.len() + 2);
    mark.extend_from_slice(b"--");
    mark.extend_from_slice(boundary);
    let starts: Vec<usize> = memchr::memmem::find_iter(body, &mark).take(PARTS_MAX).collect();
    let mut parts = Vec::with_capacity(starts.len());
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(body.len());
        let part = between(body, start + mark.len(), end);
        if part.starts_with(b"--") {
            break;
        }
        parts.push(split(part));
    }
    parts
}

/// Parts a part's headers from its content; bare line feeds are forgiven.
fn split(part: &[u8]) -> Part<'_> {
    let wide = memchr::memmem::find(part, b"\r\n\r\n").map(|at| (at, 4));
    let narrow = memchr::memmem::find(part, b"\n\n").map(|at| (at, 2));
    let (at, length) = match (wide, narrow) {
        (Some(wide), Some(narrow)) => wide.min(narrow),
        (found, None) | (None, found) => found.unwrap_or((part.len(), 0)),
    };
    let content = tail(part, at + length);
    let content = content.strip_suffix(b"\n").unwrap_or(content);
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    Part { head: part.get(..at).unwrap_or(part), content }
}

/// The values of `name="…"` and `filename="…"` in a part's headers.
pub(crate) fn names(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(head, b"name=").take(8).filter_map(move |at| {
        let value = tail(head, at + 5);
        match value.strip_prefix(b"\"") {
            Some(quoted) => {
                let end = memchr::memmem::rfind(line(quoted), b"\"").unwrap_or(quoted.len());
                let first = memchr::memmem::find(line(quoted), b"\"; ").unwrap_or(end);
                quoted.get(..first)
            }
            None => value.split(|byte| matches!(byte, b';' | b'\r' | b'\n')).next(),
        }
    })
}

fn line(text: &[u8]) -> &[u8] {
    text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or(text)
}
