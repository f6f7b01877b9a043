//! A request taken apart into the values that an application would read from it.

use super::findings::Place;
use crate::decode::{form, json, markup, multipart};
use crate::request::WebRequest;
use crate::scan::{tail, trim};

/// A value of a request, decoded once as its place calls for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) place: Place,
    pub(super) name: &'a [u8],
    pub(super) value: &'a [u8],
    pub(super) is_name: bool,
}

/// Names of at least this length may hold a payload.
const NAME_MIN: usize = 12;

/// Headers that say nothing an application would interpret, or that others check.
const PASSED_OVER: &[&str] = &[
    "accept",
    "accept-charset",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "authorization",
    "cache-control",
    "connection",
    "content-length",
    "cookie",
    "date",
    "dnt",
    "etag",
    "expect",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "origin",
    "pragma",
    "range",
    "sec-ch-ua",
    "sec-ch-ua-mobile",
    "sec-ch-ua-platform",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "sec-fetch-user",
    "te",
    "transfer-encoding",
    "upgrade-insecure-requests",
];

/// Visits the values of one place of a request.
pub(super) fn visit(request: &WebRequest<'_>, place: Place, see: &mut dyn FnMut(Input<'_>)) {
    match place {
        Place::Path => path(request.path, see),
        Place::Query => Pairs::new(Place::Query).visit(request.query, see),
        Place::Cookie => {
            for value in request.header_values(b"cookie") {
                cookies(value, see);
            }
        }
        Place::Header => {
            for &(name, value) in request.headers {
                let passed = PASSED_OVER.iter().any(|passed| passed.as_bytes() == name);
                if !passed {
                    see(Input { place, name, value, is_name: false });
                }
            }
        }
        Place::Body => body(request, see),
    }
}

/// The path as a whole, and each segment that is no plain name.
fn path(path: &[u8], see: &mut dyn FnMut(Input<'_>)) {
    let mut decoded = Vec::new();
    form::decode(path, false, &mut decoded);
    let place = Place::Path;
    let mut one = |value: &[u8]| see(Input { place, name: b"", value, is_name: false });
    one(&decoded);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte);
    let mixed = decoded.len() > NAME_MIN && decoded.iter().any(u8::is_ascii_uppercase);
    if decoded.iter().all(plain) && !mixed {
        return;
    }
    let inner = tail(&decoded, 1).to_vec();
    one(&inner);
    for segment in inner.split(|&byte| byte == b'/').filter(|segment| !segment.is_empty()) {
        if segment.len() < inner.len() && !segment.iter().all(plain) {
            one(segment);
        }
    }
    if inner.contains(&b'+') {
        form::decode(path, true, &mut decoded);
        one(tail(&decoded, 1));
    }
}

/// The cookies; one that a semicolon cut is looked at whole.
fn cookies(value: &[u8], see: &mut dyn FnMut(Input<'_>)) {
    let place = Place::Cookie;
    let mut cut = false;
    for (name, value) in form::cookies(value) {
        match value {
            Some(value) => see(Input { place, name, value, is_name: false }),
            None => cut = true,
        }
        cut |= !form::is_plain_name(name);
    }
    if cut {
        see(Input { place, name: b"", value, is_name: false });
        if let Some(middle) = memchr::memchr(b'=', value) {
            see(Input { place, name: b"", value: tail(value, middle + 1), is_name: false });
        }
    }
}

/// Reads pairs, with buffers that are used again.
struct Pairs {
    place: Place,
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Pairs {
    fn new(place: Place) -> Self {
        Self { place, name: Vec::new(), value: Vec::new() }
    }

    fn visit(&mut self, text: &[u8], see: &mut dyn FnMut(Input<'_>)) {
        let place = self.place;
        let mut is_cut = false;
        for (name, value) in form::pairs(text) {
            form::decode(name, true, &mut self.name);
            self.name.make_ascii_lowercase();
            let plain = form::is_plain_name(&self.name);
            is_cut |= !plain;
            if !plain || self.name.len() >= NAME_MIN || self.name.contains(&b'$') {
                form::decode(name, true, &mut self.value);
                see(Input { place, name: &self.name, value: &self.value, is_name: true });
            }
            if let Some(value) = value {
                form::decode(value, true, &mut self.value);
                see(Input { place, name: &self.name, value: &self.value, is_name: false });
            }
        }
        if is_cut {
            form::decode(text, true, &mut self.value);
            see(Input { place, name: b"", value: &self.value, is_name: false });
            if let Some(middle) = memchr::memchr(b'=', &self.value) {
                let value = tail(&self.value, middle + 1);
                see(Input { place, name: b"", value, is_name: false });
            }
        }
    }
}

/// The body, by what it says it is, or else by what it looks like.
fn body(request: &WebRequest<'_>, see: &mut dyn FnMut(Input<'_>)) {
    let body = request.body;
    if body.is_empty() {
        return;
    }
    let media = request.header_values(b"content-type").next().unwrap_or_default();
    let kind: Vec<u8> = media.iter().take(64).map(u8::to_ascii_lowercase).collect();
    if kind.starts_with(b"multipart/")
        && let Some(boundary) = multipart::boundary(media)
    {
        parts(body, boundary, see);
    } else if markup::is_xml(body) {
        xml(body, see);
    } else if starts_json(body) && json_strings(body, see) {
        // All of it was seen.
    } else if is_form(&kind, body) {
        Pairs::new(Place::Body).visit(body, see);
    } else {
        see(Input { place: Place::Body, name: b"", value: body, is_name: false });
    }
}

fn starts_json(body: &[u8]) -> bool {
    matches!(trim(body).first(), Some(b'{' | b'[' | b'"'))
}

/// A form by its type; or, where there is no type, by its signs.
fn is_form(kind: &[u8], body: &[u8]) -> bool {
    kind.starts_with(b"application/x-www-form-urlencoded")
        || kind.is_empty() && !body.iter().take(256).any(|byte| b" \n<{\"".contains(byte))
}

/// The strings of a JSON body. What is not JSON as a whole is looked at as a whole, too.
fn json_strings(body: &[u8], see: &mut dyn FnMut(Input<'_>)) -> bool {
    let place = Place::Body;
    let mut decoded = Vec::new();
    let mut key: &[u8] = b"";
    json::strings(body, &mut |string| {
        let unescaped = json::unescape(string.raw, &mut decoded);
        let value = if unescaped { decoded.as_slice() } else { string.raw };
        if string.is_key {
            key = string.raw;
            let plain = form::is_plain_name(value);
            if plain && value.len() < NAME_MIN && !value.contains(&b'$') {
                return;
            }
        }
        see(Input { place, name: key, value, is_name: string.is_key });
    })
}

/// The document as a whole for what only it shows, then its texts.
fn xml(body: &[u8], see: &mut dyn FnMut(Input<'_>)) {
    let place = Place::Body;
    see(Input { place, name: XML, value: body, is_name: false });
    markup::texts(body, &mut |value| see(Input { place, name: b"", value, is_name: false }));
}

/// The name under which a document is looked at as a whole.
pub(super) const XML: &[u8] = b"<xml>";

/// The names, file names and contents of the parts.
fn parts(body: &[u8], boundary: &[u8], see: &mut dyn FnMut(Input<'_>)) {
    let place = Place::Body;
    for part in multipart::parts(body, boundary) {
        for name in multipart::names(part.head) {
            if !form::is_plain_name(name) || name.len() >= NAME_MIN {
                see(Input { place, name: b"", value: name, is_name: true });
            }
        }
        let name = multipart::names(part.head).next().unwrap_or_default();
        let value = part.content;
        if !(starts_json(value) && json_strings(value, see)) {
            see(Input { place, name, value, is_name: false });
        }
    }
}
