//! The texts of an XML document: what stands between tags and in attributes.

use crate::scan::{between, skip};

/// So many texts are looked at.
const TEXTS_MAX: usize = 4096;

/// Whether a body is XML.
pub(crate) fn is_xml(body: &[u8]) -> bool {
    let from = skip(body, 0, |byte| byte.is_ascii_whitespace() || byte >= 0x80);
    let start = between(body, from, from + 9);
    start.starts_with(b"<?xml")
        || start.starts_with(b"<!DOCTYPE")
        || start.starts_with(b"<!doctype")
}

/// Visits the texts of a document: character data, and the values of attributes.
pub(crate) fn texts<'a>(body: &'a [u8], see: &mut dyn FnMut(&'a [u8])) {
    let mut position = 0;
    for _ in 0..TEXTS_MAX {
        let open = skip(body, position, |byte| byte != b'<');
        if skip(body, position, |byte| byte.is_ascii_whitespace()) < open {
            see(between(body, position, open));
        }
        if open >= body.len() {
            return;
        }
        let rest = body.get(open..).unwrap_or_default();
        if let Some(data) = rest.strip_prefix(b"<![CDATA[") {
            let end = memchr::memmem::find(data, b"]]>").unwrap_or(data.len());
            see(between(data, 0, end));
            position = open + 9 + end + 3;
            continue;
        }
        let close = skip(body, open, |byte| byte != b'>');
        attributes(between(body, open, close), see);
        position = close + 1;
        if position >= body.len() {
            return;
        }
    }
    // What is left of a document with too many texts is looked at as one.
    if position < body.len() {
        see(between(body, position, body.len()));
    }
}

/// The quoted values within a tag.
fn attributes<'a>(tag: &'a [u8], see: &mut dyn FnMut(&'a [u8])) {
    if let [b'<', b'?' | b'!', inner @ ..] = tag {
        // Who reads the body as something else finds anything there.
        see(inner);
    }
    let mut position = 0;
    while position < tag.len() {
        let quote = skip(tag, position, |byte| byte != b'"' && byte != b'\'');
        let Some(&mark) = tag.get(quote) else { break };
        let end = skip(tag, quote + 1, |byte| byte != mark);
        let value = between(tag, quote + 1, end);
        // Namespaces are addresses that nobody fetches.
        let name = between(tag, position, quote);
        if !value.is_empty() && !name.windows(5).any(|part| part == b"xmlns") {
            see(value);
        }
        position = end + 1;
    }
}
