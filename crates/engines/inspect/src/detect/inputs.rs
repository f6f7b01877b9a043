//! A request taken apart into the values that an application would read from it.

use super::body;
use super::findings::Place;
use crate::decode::form;
use crate::effort::Effort;
use crate::request::WebRequest;
use crate::scan::{ahead, count, find_byte, tail};

/// What a value is, as far as its place tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// Text that an application reads.
    Text,
    /// An XML document as a whole, whose texts are looked at apart.
    Document,
    /// A file, or a body of no known form, which need not be text.
    File,
}

/// A value of a request, decoded once as its place calls for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) place: Place,
    pub(super) name: &'a [u8],
    pub(super) value: &'a [u8],
    pub(super) is_name: bool,
    pub(super) content: Content,
}

/// The name under which a document is looked at as a whole.
pub(super) const XML: &[u8] = b"<xml>";

/// Names of at least this length may hold a payload.
pub(super) const NAME_MIN: usize = 12;

/// So much behind the first sign of a text that was cut is looked at by itself: it differs from the text as
/// a whole by where it begins.
const INNER_MAX: usize = 1024;

/// What taking values apart and decoding them costs for each byte, a pair of name and value, what may be
/// an escape, and a sign that stands for a space.
pub(super) const PARTED: usize = 10;
const PAIR: usize = 290;
const COOKIE: usize = 160;
const CRUMBLED: usize = 7;
const CUT: usize = 15;
const ESCAPED: usize = 85;
const SPACE: usize = 20;

/// What taking a text apart into pairs costs, and decoding them.
fn parting(text: &[u8]) -> usize {
    text.len() * PARTED + count(text, b'%') * ESCAPED + count(text, b'+') * SPACE
}

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

/// How many bytes a place of a request has.
pub(super) fn bytes(request: &WebRequest<'_>, place: Place) -> usize {
    match place {
        Place::Path => request.path.len(),
        Place::Query => request.query.len(),
        Place::Cookie => request.header_values(b"cookie").map(<[u8]>::len).sum(),
        Place::Header => request.headers.iter().map(|(_, value)| value.len()).sum(),
        Place::Body => request.body.len(),
    }
}

/// Visits the values of one place of a request, as long as effort is left.
pub(super) fn visit(
    request: &WebRequest<'_>,
    place: Place,
    effort: &Effort,
    see: &mut dyn FnMut(Input<'_>),
) {
    match place {
        Place::Path => path(request.path, see),
        Place::Query => Pairs::new(Place::Query).visit(request.query, effort, see),
        Place::Cookie => {
            for value in request.header_values(b"cookie") {
                effort.spend(value.len() * CRUMBLED + count(value, b';') * CUT);
                cookies(value, effort, see);
            }
        }
        Place::Header => {
            for &(name, value) in request.headers {
                let passed = PASSED_OVER.iter().any(|passed| passed.as_bytes() == name);
                if !passed {
                    see(Input { place, name, value, is_name: false, content: Content::Text });
                }
            }
        }
        Place::Body => body::visit(request, effort, see),
    }
}

/// The path as a whole, and each segment that is no plain name.
fn path(path: &[u8], see: &mut dyn FnMut(Input<'_>)) {
    let mut decoded = Vec::new();
    form::decode(path, false, &mut decoded);
    let place = Place::Path;
    let mut one = |value: &[u8]| {
        see(Input { place, name: b"", value, is_name: false, content: Content::Text });
    };
    one(&decoded);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || among!(b"/-_.~", *byte);
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
fn cookies(value: &[u8], effort: &Effort, see: &mut dyn FnMut(Input<'_>)) {
    let place = Place::Cookie;
    let mut cut = false;
    for (name, value) in form::cookies(value) {
        if effort.is_spent() {
            return;
        }
        effort.spend(COOKIE);
        match value {
            Some(value) => {
                see(Input { place, name, value, is_name: false, content: Content::Text });
            }
            None => cut = true,
        }
        cut |= !form::is_plain_name(name);
    }
    if cut {
        see(Input { place, name: b"", value, is_name: false, content: Content::Text });
        if let Some(middle) = memchr::memchr(b'=', value) {
            see(Input {
                place,
                name: b"",
                value: ahead(value, middle + 1, INNER_MAX),
                is_name: false,
                content: Content::Text,
            });
        }
    }
}

/// Reads pairs, with buffers that are used again.
pub(super) struct Pairs {
    place: Place,
    name: Vec<u8>,
    value: Vec<u8>,
}

impl Pairs {
    pub(super) fn new(place: Place) -> Self {
        Self { place, name: Vec::new(), value: Vec::new() }
    }

    pub(super) fn visit(&mut self, text: &[u8], effort: &Effort, see: &mut dyn FnMut(Input<'_>)) {
        effort.spend(parting(text));
        let place = self.place;
        let mut is_cut = false;
        for (name, value) in form::pairs(text) {
            if effort.is_spent() {
                return;
            }
            effort.spend(PAIR);
            form::decode(name, true, &mut self.value);
            self.name.clone_from(&self.value);
            self.name.make_ascii_lowercase();
            let plain = form::is_plain_name(&self.name);
            is_cut |= !plain;
            if !plain || self.name.len() >= NAME_MIN || find_byte(&self.name, b'$').is_some() {
                see(Input {
                    place,
                    name: &self.name,
                    value: &self.value,
                    is_name: true,
                    content: Content::Text,
                });
            }
            if let Some(value) = value {
                form::decode(value, true, &mut self.value);
                see(Input {
                    place,
                    name: &self.name,
                    value: &self.value,
                    is_name: false,
                    content: Content::Text,
                });
            }
        }
        // A text that is one name was looked at as that.
        if is_cut && memchr::memchr2(b'&', b'=', text).is_some() {
            effort.spend(parting(text));
            form::decode(text, true, &mut self.value);
            see(Input {
                place,
                name: b"",
                value: &self.value,
                is_name: false,
                content: Content::Text,
            });
            if let Some(middle) = memchr::memchr(b'=', &self.value) {
                let value = ahead(&self.value, middle + 1, INNER_MAX);
                see(Input { place, name: b"", value, is_name: false, content: Content::Text });
            }
        }
    }
}
