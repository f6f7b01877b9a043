//! Line breaks that begin a header, and parts of LDAP filters that no anchor marks.

use super::findings::Place;
use super::view::View;
use super::{DetectorKind, Match};
use crate::scan::{at, count, is_space, skip, starts_any, tail};

/// Finds line breaks that begin a header, and parts of filters that no anchor marks.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    if view.shape.has_break() {
        header(view, report);
    }
    if view.text.len() < 64
        && !view.is_name
        && view.shape.has_any(b"*()")
        && !view.shape.has_space()
    {
        short_filter(view, report);
    }
}

/// What looking for a part of a filter costs.
const FILTER: usize = 250;

/// What looking at a line costs, by itself and by the bytes of its first word.
const LINE: usize = 370;
const READ: usize = 6;

/// A value of at most so many characters, but white space, has no lines.
const VISIBLE_MAX: usize = 4;

/// A line break that begins a header, or that a single line should not have.
fn header(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    let text = view.lower;
    if view.place == Place::Header || view.depth == 0 && view.is_prose() || view.text.len() > 4096 {
        return;
    }
    let mut position = 0;
    while let Some(step) = memchr::memchr2(b'\r', b'\n', tail(text, position)) {
        let start = position + step;
        let name = skip(text, start, is_space);
        let end = skip(text, name, |byte| byte.is_ascii_alphanumeric() || byte == b'-');
        position = end.max(start + 1);
        view.effort.spend(LINE + (end - start) * READ);
        if view.effort.is_spent() {
            return;
        }
        let known = is_header(crate::scan::between(text, name, end));
        if at(text, end) == b':' && known
            || starts_any(tail(text, name), &["http/1.", "<html", "<script"])
                && view.place != Place::Body
        {
            report(
                DetectorKind::HeaderInjection,
                Match::new(start, end - start, "a line break and a header"),
            );
            return;
        }
    }
    if view.text.len() >= 256 || !matches!(view.place, Place::Query | Place::Path) {
        return;
    }
    let has_few = || text.iter().filter(|byte| !is_space(**byte)).nth(VISIBLE_MAX).is_none();
    // A field of one line begins and ends with no break; a text of many lines has breaks within.
    let edges = text.first().is_some_and(|byte| matches!(byte, b'\r' | b'\n'))
        || text.last().is_some_and(|byte| matches!(byte, b'\r' | b'\n'));
    let is_one_line = || memchr::memchr2(b'\r', b'\n', crate::scan::trim(text)).is_none();
    let single = view.place == Place::Path || has_few() || edges && is_one_line();
    if single {
        report(
            DetectorKind::HeaderInjection,
            Match::new(0, text.len(), "a line break where one line is due"),
        );
    }
}

/// Headers that an attacker would add.
fn is_header(name: &[u8]) -> bool {
    const NAMES: &[&[u8]] = &[
        b"set-cookie",
        b"location",
        b"content-type",
        b"content-length",
        b"contenttype",
        b"contentlength",
        b"host",
        b"refresh",
        b"link",
        b"transfer-encoding",
        b"access-control-allow-origin",
        b"x-xss-protection",
        b"content-security-policy",
        b"last-modified",
        b"cookie",
        b"status",
        b"x-forwarded-for",
        b"content-disposition",
        b"content-encoding",
    ];
    NAMES.contains(&name) || name.starts_with(b"x-") && name.len() > 4
}

/// `*)(&`, `admin*`, `*)`: too short to be anything but a filter's end.
fn short_filter(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    view.effort.spend(FILTER);
    let text = view.lower;
    let opens = count(text, b'(');
    let closes = count(text, b')');
    let stars = count(text, b'*');
    let only = text.len() > 1 && text.iter().all(|byte| among!(b"*()|&!=", *byte));
    if only && (stars > 0 || opens + closes > 0) && opens + closes + stars != text.len() - 1
        || text == b"*)"
    {
        report(DetectorKind::Ldap, Match::new(0, text.len(), "a part of an LDAP filter"));
        return;
    }
    let signs = text.iter().filter(|byte| among!(b"*()|&!=%", **byte)).count();
    if stars > 0 && opens + closes > 0 && opens != closes && signs * 2 >= text.len() {
        report(DetectorKind::Ldap, Match::new(0, text.len(), "a part of an LDAP filter"));
    }
}
