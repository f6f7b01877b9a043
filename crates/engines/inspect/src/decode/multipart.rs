//! The parts of a multipart body (RFC 7578), found by its boundary.

use crate::effort::Effort;
use crate::scan::{before, between, contains, find, head, tail, trim};

/// One part: its header block, and what it carries.
pub(crate) struct Part<'a> {
    pub(crate) head: &'a [u8],
    pub(crate) content: &'a [u8],
}

/// So many parts are looked at.
const PARTS_MAX: usize = 512;

/// So many boundaries are tried.
const BOUNDARIES_MAX: usize = 6;

/// The boundaries that a content type may name, to readers careful and careless.
pub(crate) fn boundaries<'a>(content_type: &'a [u8], found: &mut Vec<&'a [u8]>) {
    let lower = content_type.to_ascii_lowercase();
    let mut add = |value: &'a [u8]| {
        let value = trim(value);
        if !value.is_empty() && !found.contains(&value) && found.len() < BOUNDARIES_MAX {
            found.push(value);
        }
    };
    for at in memchr::memmem::find_iter(&lower, b"boundary") {
        let rest = trim(tail(content_type, at + b"boundary".len()));
        let Some(value) = rest.strip_prefix(b"=").map(trim) else { continue };
        if let Some(quoted) = value.strip_prefix(b"\"") {
            add(quoted.split(|&byte| byte == b'"').next().unwrap_or_default());
        } else {
            add(value.split(|&byte| byte == b';').next().unwrap_or_default());
            add(value.split(|byte| b"; ,\t".contains(byte)).next().unwrap_or_default());
        }
    }
}

/// The boundary that a body begins with, whatever its type names.
pub(crate) fn first_line(body: &[u8]) -> Option<&[u8]> {
    let first = trim(line(body.strip_prefix(b"--")?));
    (!first.is_empty() && first.len() <= 128).then_some(first)
}

/// What looking for boundaries costs for each byte, and each that is found.
const SEARCHED: usize = 2;
const MARKED: usize = 200;

/// Where readers differ: what they take for a boundary.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// One that is all of a line, as RFC 2046 has it.
    Lines,
    /// One that begins a line.
    Beginnings,
    /// One that stands anywhere.
    Anywhere,
}

/// Visits the parts of a body in each way that readers cut it, what stands before the first boundary
/// and behind the last one among them.
pub(crate) fn readings<'a>(
    body: &'a [u8],
    boundary: &[u8],
    effort: &Effort,
    see: &mut dyn FnMut(&[Part<'a>]),
) {
    let mut mark = Vec::with_capacity(boundary.len() + 2);
    mark.extend_from_slice(b"--");
    mark.extend_from_slice(boundary);
    let marks: Vec<usize> = memchr::memmem::find_iter(body, &mark).collect();
    effort.spend(body.len() * SEARCHED + marks.len() * MARKED);
    let mut last = 0;
    for cut in [Cut::Lines, Cut::Beginnings, Cut::Anywhere] {
        let starts: Vec<usize> = marks
            .iter()
            .copied()
            .filter(|&start| is_cut(body, start, mark.len(), cut))
            .take(PARTS_MAX)
            .collect();
        // Each way cuts wherever the one before does, so that the number tells them apart.
        if starts.len() > last {
            last = starts.len();
            see(&parts(body, &starts, mark.len()));
        }
    }
}

fn is_cut(body: &[u8], start: usize, length: usize, cut: Cut) -> bool {
    let begins = start == 0 || matches!(before(body, start), b'\n' | b'\r');
    let rest = tail(body, start + length);
    let rest = rest.strip_prefix(b"--").unwrap_or(rest);
    match cut {
        Cut::Lines => begins && line(rest).iter().all(|byte| matches!(byte, b' ' | b'\t')),
        Cut::Beginnings => begins,
        Cut::Anywhere => true,
    }
}

fn parts<'a>(body: &'a [u8], starts: &[usize], mark: usize) -> Vec<Part<'a>> {
    let mut parts = Vec::with_capacity(starts.len() + 1);
    let preamble = head(body, starts.first().copied().unwrap_or(0));
    if !trim(preamble).is_empty() {
        parts.push(Part { head: b"", content: preamble });
    }
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(body.len());
        let part = between(body, start + mark, end);
        match part.strip_prefix(b"--") {
            // Some read on behind the boundary that should be the last.
            Some(beyond) => parts.extend(beyond_last(beyond)),
            None => parts.push(split(part)),
        }
    }
    parts
}

/// What stands behind the boundary that should be the last, as it is and as a part.
fn beyond_last(text: &[u8]) -> impl Iterator<Item = Part<'_>> {
    let whole = (!trim(text).is_empty()).then_some(text);
    whole.into_iter().flat_map(|text| [Part { head: b"", content: text }, split(text)])
}

/// Parts a part's headers from its content, which is all of it where no empty line does; bare line
/// feeds are forgiven.
fn split(part: &[u8]) -> Part<'_> {
    let wide = find(part, b"\n\r\n").map(|at| (at, 3));
    let narrow = find(part, b"\n\n").map(|at| (at, 2));
    let (at, length) = match (wide, narrow) {
        (Some(wide), Some(narrow)) => wide.min(narrow),
        (found, None) | (None, found) => found.unwrap_or((0, 0)),
    };
    let content = tail(part, at + length);
    let content = content.strip_suffix(b"\n").unwrap_or(content);
    let content = content.strip_suffix(b"\r").unwrap_or(content);
    let end = if length == 0 { part.len() } else { at };
    Part { head: head(part, end), content }
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

/// Whether a part's headers say that it is a file.
pub(crate) fn is_file(head: &[u8]) -> bool {
    !head.is_empty() && contains(&head.to_ascii_lowercase(), b"filename")
}

fn line(text: &[u8]) -> &[u8] {
    text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or(text)
}
