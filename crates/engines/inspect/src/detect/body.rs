//! The body of a request, read in each way that an application may read it: as what it says it is,
//! and as what it looks like.

use super::findings::Place;
use super::inputs::{Content, Input, NAME_MIN, PARTED, Pairs, XML};
use crate::decode::{form, json, markup, multipart};
use crate::effort::{Effort, Reading};
use crate::request::WebRequest;
use crate::scan::{contains, count, mark_length, tail, trim};

/// So many headers that say what the body is are read.
const TYPES_MAX: usize = 8;

/// What the headers say the body is: it may be several things at once.
#[derive(Default)]
struct Declared<'a> {
    types: Vec<Vec<u8>>,
    boundaries: Vec<&'a [u8]>,
}

impl<'a> Declared<'a> {
    fn of(request: &WebRequest<'a>) -> Self {
        let mut declared = Self::default();
        for value in request.header_values(b"content-type").take(TYPES_MAX) {
            if !trim(value).is_empty() {
                declared.types.push(value.to_ascii_lowercase());
            }
            multipart::boundaries(value, &mut declared.boundaries);
        }
        declared
    }

    /// Whether one of the types has this in it.
    fn is(&self, part: &[u8]) -> bool {
        self.types.iter().any(|media| contains(media, part))
    }
}

/// Visits the values of the body.
pub(super) fn visit(request: &WebRequest<'_>, effort: &Effort, see: &mut dyn FnMut(Input<'_>)) {
    let body = tail(request.body, mark_length(request.body));
    if body.is_empty() {
        return;
    }
    let declared = Declared::of(request);
    let in_parts =
        declared.is(b"multipart/") && multiparts(body, &declared.boundaries, effort, see);
    let is_xml = markup::is_xml(body);
    if is_xml {
        effort.allow(Reading::Values, body.len());
        effort.spend(body.len() * PARTED);
        markup::texts(body, &mut |value| raw(value, Content::Text, see));
    }
    let is_json = starts_json(body) && json_strings(body, effort, see);
    let is_form = declared.is(b"x-www-form-urlencoded")
        || !in_parts && !is_json && looks_like_form(&declared, body);
    if is_form {
        effort.allow(Reading::Pairs, body.len());
        Pairs::new(Place::Body).visit(body, effort, see);
    }
    let is_document = is_xml && (declared.is(b"xml") || declared.types.is_empty());
    if !(in_parts || is_json || is_form || is_document) {
        raw(body, Content::File, see);
    } else if is_xml {
        // For what its texts do not show.
        let (name, content) = (XML, Content::Document);
        see(Input { place: Place::Body, name, value: body, is_name: false, content });
    }
}

fn raw(value: &[u8], content: Content, see: &mut dyn FnMut(Input<'_>)) {
    see(Input { place: Place::Body, name: b"", value, is_name: false, content });
}

fn starts_json(body: &[u8]) -> bool {
    let body = tail(body, mark_length(body));
    matches!(trim(body).first(), Some(b'{' | b'[' | b'"'))
}

/// A form by its signs, where its type does not tell.
fn looks_like_form(declared: &Declared<'_>, body: &[u8]) -> bool {
    (declared.types.is_empty() || declared.is(b"text/plain"))
        && !body.iter().take(256).any(|byte| among!(b" \n<{\"", *byte))
}

/// What a string of JSON costs, a value in a list, and each byte; and undoing its escapes for each byte.
const STRING: usize = 300;
const LISTED: usize = 35;
const WALKED: usize = 6;
const UNESCAPED: usize = 8;

/// The strings of a JSON body. What is not JSON as a whole is looked at as a whole, too.
fn json_strings(body: &[u8], effort: &Effort, see: &mut dyn FnMut(Input<'_>)) -> bool {
    effort.spend(body.len() * WALKED + count(body, b',') * LISTED);
    let text = tail(body, mark_length(body));
    let allowed = effort.allow(Reading::Values, text.len());
    let place = Place::Body;
    let mut decoded = Vec::new();
    let mut key: &[u8] = b"";
    let walk = json::strings(text, &mut |string| {
        if effort.is_spent() {
            return;
        }
        let unescaped = json::unescape(string.raw, &mut decoded);
        effort.spend(STRING + if unescaped { string.raw.len() * UNESCAPED } else { 0 });
        let value = if unescaped { decoded.as_slice() } else { string.raw };
        if string.is_key {
            key = string.raw;
            let plain = form::is_plain_name(value);
            if plain && value.len() < NAME_MIN && !value.contains(&b'$') {
                return;
            }
        }
        see(Input { place, name: key, value, is_name: string.is_key, content: Content::Text });
    });
    // What begins like JSON need not go on so: only what is read as values may cost what they do.
    effort.take_back(Reading::Values, allowed.saturating_sub(walk.end));
    walk.is_whole
}

/// What a part costs.
const PART: usize = 1500;

/// The body taken apart at each boundary that is named, and the one that it begins with; tells
/// whether there were parts.
fn multiparts(
    body: &[u8],
    boundaries: &[&[u8]],
    effort: &Effort,
    see: &mut dyn FnMut(Input<'_>),
) -> bool {
    let mut any = false;
    let first = multipart::first_line(body).filter(|first| !boundaries.contains(first));
    for boundary in boundaries.iter().copied().chain(first) {
        if effort.is_spent() {
            break;
        }
        multipart::readings(body, boundary, effort, &mut |pieces| {
            any = true;
            for piece in pieces {
                if effort.is_spent() {
                    break;
                }
                effort.spend(PART + piece.head.len() * PARTED);
                part(piece, effort, see);
            }
        });
    }
    any
}

/// The names, file names and content of a part.
fn part(part: &multipart::Part<'_>, effort: &Effort, see: &mut dyn FnMut(Input<'_>)) {
    let place = Place::Body;
    for name in multipart::names(part.head) {
        if !form::is_plain_name(name) || name.len() >= NAME_MIN {
            see(Input { place, name: b"", value: name, is_name: true, content: Content::Text });
        }
    }
    let name = multipart::names(part.head).next().unwrap_or_default();
    let value = part.content;
    if !(starts_json(value) && json_strings(value, effort, see)) {
        let content = if multipart::is_file(part.head) { Content::File } else { Content::Text };
        see(Input { place, name, value, is_name: false, content });
    }
}
