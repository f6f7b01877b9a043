//! Headers and cookies.

use super::{Base, ENTRIES_BYTES_MAX, ENTRIES_MAX, Ready, Views, oversized};
use crate::language::{Entries, Keys, Oversize};
use crate::request::WebRequest;

/// Counts entries up to what is inspected.
#[derive(Default)]
struct Budget {
    entries: usize,
    bytes: usize,
}

impl Budget {
    /// Whether an entry of so many bytes is within it.
    fn takes(&mut self, bytes: usize) -> bool {
        self.entries += 1;
        self.bytes = self.bytes.saturating_add(bytes);
        self.entries <= ENTRIES_MAX && self.bytes <= ENTRIES_BYTES_MAX
    }
}

impl Views {
    pub(super) fn header(&mut self, name: &[u8], request: &WebRequest<'_>) -> Ready {
        for (at, (held, value)) in request.headers.iter().enumerate() {
            if *held == name {
                self.push(Base::HeaderValue(at), 0, value.len());
            }
        }
        Ready::Inspect
    }

    pub(super) fn headers(&mut self, entries: &Entries, request: &WebRequest<'_>) -> Ready {
        let inspected = inspected_headers(request);
        if let Some(ready) = oversized(inspected < request.headers.len(), entries.oversize) {
            return ready;
        }
        for (at, (name, value)) in request.headers.iter().take(inspected).enumerate() {
            if !entries.keys.has(name) {
                continue;
            }
            if entries.part.has_keys() {
                self.push(Base::HeaderName(at), 0, name.len());
            }
            if entries.part.has_values() {
                self.push(Base::HeaderValue(at), 0, value.len());
            }
        }
        Ready::Inspect
    }

    pub(super) fn header_order(&mut self, oversize: Oversize, request: &WebRequest<'_>) -> Ready {
        let inspected = inspected_headers(request);
        if let Some(ready) = oversized(inspected < request.headers.len(), oversize) {
            return ready;
        }
        let start = self.arena.len();
        for (at, (name, _)) in request.headers.iter().take(inspected).enumerate() {
            if at > 0 {
                self.arena.push(b':');
            }
            self.arena.extend_from_slice(name);
        }
        self.push(Base::Arena, start, self.arena.len());
        Ready::Inspect
    }

    pub(super) fn cookies(&mut self, entries: &Entries, request: &WebRequest<'_>) -> Ready {
        let mut budget = Budget::default();
        let begin = self.pieces.len();
        for (at, (name, value)) in request.headers.iter().enumerate() {
            if *name != b"cookie" {
                continue;
            }
            let mut start = 0;
            for cookie in value.split(|byte| *byte == b';') {
                let end = start + cookie.len();
                if !cookie.trim_ascii().is_empty() && !budget.takes(cookie.len()) {
                    if let Some(ready) = oversized(true, entries.oversize) {
                        self.pieces.truncate(begin);
                        return ready;
                    }
                    return Ready::Inspect;
                }
                self.cookie(entries, at, start, cookie);
                start = end + 1;
            }
        }
        Ready::Inspect
    }

    /// The name and the value of a cookie that begins at a place of a header's value.
    fn cookie(&mut self, entries: &Entries, at: usize, start: usize, cookie: &[u8]) {
        let lead = cookie.len() - cookie.trim_ascii_start().len();
        let cookie = cookie.trim_ascii();
        let start = start + lead;
        let name = cookie.iter().position(|byte| *byte == b'=').unwrap_or(0);
        let value = if cookie.get(name) == Some(&b'=') { name + 1 } else { 0 };
        if cookie.is_empty() || !has_cookie(&entries.keys, cookie.get(..name).unwrap_or_default()) {
            return;
        }
        if entries.part.has_keys() && name > 0 {
            self.push(Base::HeaderValue(at), start, start + name);
        }
        if entries.part.has_values() {
            self.push(Base::HeaderValue(at), start + value, start + cookie.len());
        }
    }
}

/// Names of cookies are told apart by case, and some have spaces before their equals sign.
fn has_cookie(keys: &Keys, name: &[u8]) -> bool {
    keys.has(name.trim_ascii_end())
}

/// How many of the headers are inspected.
fn inspected_headers(request: &WebRequest<'_>) -> usize {
    let mut budget = Budget::default();
    request
        .headers
        .iter()
        .take_while(|(name, value)| budget.takes(name.len() + value.len()))
        .count()
}
