//! Parts of a request as texts to test. Each is made at most once for a request, and only when a
//! rule asks for it; what needs no decoding is not copied.

mod entries;
mod json;
mod query;

pub(crate) use json::Paths;

use crate::language::{Fallback, Field, Oversize};
use crate::request::WebRequest;
use crate::transform::Transformation;

/// At most so many headers, or cookies, are inspected. (AWS WAF's guide, "Oversize web request
/// components".)
const ENTRIES_MAX: usize = 200;
/// At most so many bytes of headers, or cookies, are inspected. (The same page.)
const ENTRIES_BYTES_MAX: usize = 8 * 1024;

/// The place of a view in its program.
pub(crate) type ViewId = usize;

/// How a view is made.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// From the request.
    Field(Field, Option<Paths>),
    /// From another view.
    Derived(ViewId, Transformation),
}

/// Where a text is.
#[derive(Debug, Clone, Copy)]
enum Base {
    Path,
    Query,
    Body,
    Method,
    Fragment,
    Ja3,
    Ja4,
    HeaderName(usize),
    HeaderValue(usize),
    Arena,
}

/// A text: a stretch of the request or of the arena.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece {
    base: Base,
    start: usize,
    end: usize,
}

impl Piece {
    /// Its bytes.
    pub(crate) fn text<'a>(self, arena: &'a [u8], request: &WebRequest<'a>) -> &'a [u8] {
        let base = match self.base {
            Base::Path => request.path,
            Base::Query => request.query,
            Base::Body => request.body,
            Base::Method => request.method.as_bytes(),
            Base::Fragment => request.uri_fragment.unwrap_or_default(),
            Base::Ja3 => request.ja3.unwrap_or_default().as_bytes(),
            Base::Ja4 => request.ja4.unwrap_or_default().as_bytes(),
            Base::HeaderName(at) => request.headers.get(at).map_or(&[][..], |(name, _)| name),
            Base::HeaderValue(at) => request.headers.get(at).map_or(&[][..], |(_, value)| value),
            Base::Arena => arena,
        };
        base.get(self.start..self.end).unwrap_or_default()
    }
}

/// What is to be done with a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ready {
    /// Its texts are tested.
    Inspect,
    /// Every test of it holds.
    Match,
    /// No test of it holds.
    NoMatch,
}

#[derive(Debug, Clone, Copy)]
struct State {
    ready: Ready,
    first: usize,
    end: usize,
}

/// The views of one request. It is kept for the next request, so that nothing is allocated anew.
#[derive(Debug, Default)]
pub(crate) struct Views {
    states: Vec<Option<State>>,
    pieces: Vec<Piece>,
    arena: Vec<u8>,
    fresh: Vec<u8>,
    frames: Vec<json::Frame>,
}

impl Views {
    /// Forgets the last request.
    pub(crate) fn begin(&mut self, count: usize) {
        self.states.clear();
        self.states.resize(count, None);
        self.pieces.clear();
        self.arena.clear();
    }

    /// Makes a view, if it is not made yet.
    pub(crate) fn ready(
        &mut self,
        sources: &[Source],
        view: ViewId,
        request: &WebRequest<'_>,
    ) -> Ready {
        if let Some(Some(state)) = self.states.get(view) {
            return state.ready;
        }
        let (ready, first) = match sources.get(view) {
            None => (Ready::NoMatch, self.pieces.len()),
            Some(Source::Field(field, paths)) => {
                let first = self.pieces.len();
                (self.extract(field, paths.as_ref(), request), first)
            }
            Some(Source::Derived(from, transformation)) => {
                let ready = self.ready(sources, *from, request);
                let first = self.pieces.len();
                if ready == Ready::Inspect {
                    self.transform(*from, *transformation, request);
                }
                (ready, first)
            }
        };
        if let Some(slot) = self.states.get_mut(view) {
            *slot = Some(State { ready, first, end: self.pieces.len() });
        }
        ready
    }

    /// The texts of a view that is ready.
    pub(crate) fn texts<'a>(
        &'a self,
        view: ViewId,
        request: &'a WebRequest<'a>,
    ) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let state = self.states.get(view).copied().flatten();
        let range = state.map_or(0..0, |state| state.first..state.end);
        let pieces = self.pieces.get(range).unwrap_or_default();
        pieces.iter().map(|piece| piece.text(&self.arena, request))
    }

    fn transform(&mut self, from: ViewId, by: Transformation, request: &WebRequest<'_>) {
        let Some(Some(parent)) = self.states.get(from).copied() else { return };
        for at in parent.first..parent.end {
            let Some(piece) = self.pieces.get(at).copied() else { return };
            self.fresh.clear();
            if by.apply(piece.text(&self.arena, request), &mut self.fresh) {
                let start = self.arena.len();
                self.arena.extend_from_slice(&self.fresh);
                self.push(Base::Arena, start, self.arena.len());
            } else {
                self.pieces.push(piece);
            }
        }
    }

    fn extract(&mut self, field: &Field, paths: Option<&Paths>, request: &WebRequest<'_>) -> Ready {
        match field {
            Field::Path => self.whole(Base::Path, request.path),
            Field::QueryString => self.whole(Base::Query, request.query),
            Field::Method => self.whole(Base::Method, request.method.as_bytes()),
            Field::Body(oversize) => match oversized(request.body_truncated, *oversize) {
                Some(ready) => ready,
                None => self.whole(Base::Body, request.body),
            },
            Field::Fragment(fallback) => {
                self.optional(Base::Fragment, request.uri_fragment, *fallback)
            }
            Field::Ja3(fallback) => {
                self.optional(Base::Ja3, request.ja3.map(str::as_bytes), *fallback)
            }
            Field::Ja4(fallback) => {
                self.optional(Base::Ja4, request.ja4.map(str::as_bytes), *fallback)
            }
            Field::Header(name) => self.header(name, request),
            Field::Headers(entries) => self.headers(entries, request),
            Field::Cookies(entries) => self.cookies(entries, request),
            Field::HeaderOrder(oversize) => self.header_order(*oversize, request),
            Field::QueryArgument(name, steps) => self.arguments(Some(name), steps, request),
            Field::QueryArguments(steps) => self.arguments(None, steps, request),
            Field::Json { part, invalid, oversize, .. } => {
                match oversized(request.body_truncated, *oversize) {
                    Some(ready) => ready,
                    None => self.json(*part, *invalid, paths, request),
                }
            }
        }
    }

    fn whole(&mut self, base: Base, text: &[u8]) -> Ready {
        self.push(base, 0, text.len());
        Ready::Inspect
    }

    fn optional(&mut self, base: Base, text: Option<&[u8]>, fallback: Fallback) -> Ready {
        match (text, fallback) {
            (Some(text), _) => self.whole(base, text),
            (None, Fallback::Match) => Ready::Match,
            (None, Fallback::NoMatch) => Ready::NoMatch,
        }
    }

    fn push(&mut self, base: Base, start: usize, end: usize) {
        self.pieces.push(Piece { base, start, end });
    }
}

/// What is to be done where there is more than is inspected, if not what there is inspected.
fn oversized(is_oversized: bool, handling: Oversize) -> Option<Ready> {
    match handling {
        _ if !is_oversized => None,
        Oversize::Continue => None,
        Oversize::Match => Some(Ready::Match),
        Oversize::NoMatch => Some(Ready::NoMatch),
    }
}
