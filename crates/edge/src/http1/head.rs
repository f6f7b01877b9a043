//! The head of a request: read strictly, and kept as the bytes that came.

use bartizan_inspect::HttpVersion;
use bytes::Bytes;
use http::HeaderValue;
use http::header::COOKIE;
use memchr::memchr;

use super::desync::{Class, Classified, Reason, is_suspicious};
use super::lines::{self, Lines};
use super::words::{decimal, is_host, request_line};

/// The head of a request, of HTTP/1 or HTTP/2.
#[derive(Debug, Clone)]
pub struct Head {
    /// What came, and the same with the names of headers in lower case.
    raw: Bytes,
    lower: Vec<u8>,
    method: (usize, usize),
    target: (usize, usize),
    /// The protocol's version.
    pub version: HttpVersion,
    fields: Vec<Field>,
    host: Option<(usize, usize)>,
    /// How the body is framed.
    pub framing: Framing,
    /// How compliant it is.
    pub classified: Classified,
}

#[derive(Debug, Clone, Copy)]
struct Field {
    name: (usize, usize),
    value: (usize, usize),
}

/// How a body is framed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Framing {
    /// There is none.
    Empty,
    /// By its length in bytes.
    Length(u64),
    /// In chunks; in HTTP/2, by the end of its stream.
    Chunked,
}

/// Why a head is refused, and how that is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HeadError {
    /// The status.
    pub status: u16,
    /// What is wrong, where that is a matter of form.
    pub reason: Option<Reason>,
}

impl HeadError {
    pub(crate) fn refused(reason: Reason) -> Self {
        Self { status: 400, reason: Some(reason) }
    }

    pub(crate) fn too_large() -> Self {
        Self { status: 400, reason: None }
    }

    pub(crate) fn target_too_long() -> Self {
        Self { status: 414, reason: None }
    }

    pub(super) fn status(status: u16) -> Self {
        Self { status, reason: None }
    }
}

/// Reads the head at the beginning of `bytes`; nothing where it is not complete.
///
/// # Errors
/// It is malformed, ambiguous or too large.
pub fn read_head(bytes: &[u8]) -> Result<Option<(Head, usize)>, HeadError> {
    let mut lines = Lines::default();
    match lines.feed(bytes)? {
        Some(length) => {
            let raw = Bytes::copy_from_slice(bytes.get(..length).unwrap_or_default());
            Ok(Some((Head::of_lines(raw, &lines)?, length)))
        }
        None => Ok(None),
    }
}

impl Head {
    /// The head whose lines were found.
    pub(crate) fn of_lines(raw: Bytes, lines: &Lines) -> Result<Self, HeadError> {
        let mut found = lines.found().iter();
        let Some(first) = found.next() else { return Err(HeadError::refused(Reason::BadMethod)) };
        let mut classified = Classified::COMPLIANT;
        let (method, target, version) = request_line(&raw, *first)?;
        let mut head = Self {
            lower: raw.to_vec(),
            raw,
            method,
            target,
            version,
            fields: Vec::with_capacity(lines.found().len()),
            host: None,
            framing: Framing::Empty,
            classified,
        };
        for (start, end) in found {
            let (name_end, value) = lines::header(&head.raw, *start, *end, &mut classified)?;
            head.add(Field { name: (*start, name_end), value });
        }
        head.classified = classified;
        head.settle_framing()?;
        head.settle_host()?;
        Ok(head)
    }

    fn add(&mut self, field: Field) {
        let (start, end) = field.name;
        self.lower.get_mut(start..end).unwrap_or_default().make_ascii_lowercase();
        self.fields.push(field);
    }

    /// The head of an HTTP/2 request, whose form the library below has checked.
    ///
    /// # Errors
    /// Its authority and its host differ, or it cannot be said in HTTP/1.1.
    pub(crate) fn of_http2(
        parts: &http::request::Parts,
        is_empty: bool,
    ) -> Result<Self, HeadError> {
        if matches!(parts.method, http::Method::TRACE | http::Method::CONNECT) {
            return Err(HeadError::status(405));
        }
        // Whoever reads HTTP/1.1 takes these blanks away: they would see another value than the firewall.
        // (RFC 9113, section 8.2.1.)
        if parts.headers.values().any(|value| is_padded(value.as_bytes())) {
            return Err(HeadError::refused(Reason::BadHeader));
        }
        let mut raw = Vec::with_capacity(512);
        let mut put = |bytes: &[u8]| {
            let start = raw.len();
            raw.extend_from_slice(bytes);
            (start, raw.len())
        };
        let method = put(parts.method.as_str().as_bytes());
        let target = put(parts.uri.path_and_query().map_or("/", |path| path.as_str()).as_bytes());
        let mut fields = Vec::with_capacity(parts.headers.len() + 1);
        if let Some(authority) = parts.uri.authority() {
            let name = put(b"host");
            fields.push(Field { name, value: put(authority.as_str().as_bytes()) });
        }
        let has_authority = !fields.is_empty();
        let is_repeated_host =
            |name: &http::HeaderName| has_authority && name == http::header::HOST;
        for (name, value) in &parts.headers {
            if !is_repeated_host(name) && name != COOKIE {
                let name = put(name.as_str().as_bytes());
                fields.push(Field { name, value: put(value.as_bytes()) });
            }
        }
        // Crumbs are one cookie to a target of HTTP/1. (RFC 9113, section 8.2.3.)
        let crumbs: Vec<_> =
            parts.headers.get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
        if !crumbs.is_empty() {
            let name = put(COOKIE.as_str().as_bytes());
            fields.push(Field { name, value: put(&crumbs.join(&b"; "[..])) });
        }
        let mut head = Self {
            lower: raw.clone(),
            raw: raw.into(),
            method,
            target,
            version: HttpVersion::Http2,
            fields,
            host: None,
            framing: Framing::Empty,
            classified: Classified::COMPLIANT,
        };
        let repeated = parts.headers.get_all(http::header::HOST).iter();
        if repeated.map(HeaderValue::as_bytes).any(|host| Some(host) != head.value(b"host")) {
            return Err(HeadError::refused(Reason::BadHeader));
        }
        head.settle_framing()?;
        if is_empty {
            head.framing = Framing::Empty;
        } else if head.framing == Framing::Empty {
            head.framing = Framing::Chunked;
        }
        head.settle_host()?;
        Ok(head)
    }

    /// Judges what frames the body. (RFC 9112, section 6.)
    fn settle_framing(&mut self) -> Result<(), HeadError> {
        let mut length: Option<u64> = None;
        let mut is_chunked = false;
        for index in 0..self.fields.len() {
            let (name, value) = self.field(index);
            match name {
                b"content-length" => {
                    let Some(found) = decimal(value) else {
                        return Err(HeadError::refused(Reason::BadContentLength));
                    };
                    match length {
                        Some(known) if known != found => {
                            return Err(HeadError::refused(Reason::MultipleContentLength));
                        }
                        Some(_) => {
                            self.classified.note(Class::Ambiguous, Reason::DuplicateContentLength);
                        }
                        None => length = Some(found),
                    }
                }
                b"transfer-encoding" => {
                    if is_chunked {
                        return Err(HeadError::refused(Reason::MultipleTransferEncodingChunked));
                    }
                    if !value.eq_ignore_ascii_case(b"chunked")
                        || self.version != HttpVersion::Http11
                    {
                        return Err(HeadError::refused(Reason::BadTransferEncoding));
                    }
                    is_chunked = true;
                }
                name if is_suspicious(name) => {
                    return Err(HeadError::refused(Reason::SuspiciousHeader));
                }
                _ => {}
            }
        }
        self.framing = match (is_chunked, length) {
            (true, Some(_)) => return Err(HeadError::refused(Reason::BothTeClPresent)),
            (true, None) => Framing::Chunked,
            (false, Some(length)) if length > 0 => Framing::Length(length),
            (false, _) => Framing::Empty,
        };
        if matches!(self.method(), b"GET" | b"HEAD") {
            let (class, reason) = match (self.framing, length) {
                (Framing::Chunked, _) => {
                    (Class::Ambiguous, Reason::UndefinedTransferEncodingSemantics)
                }
                (Framing::Length(_), _) => {
                    (Class::Ambiguous, Reason::UndefinedContentLengthSemantics)
                }
                (Framing::Empty, Some(_)) => (Class::Acceptable, Reason::GetHeadZeroContentLength),
                (Framing::Empty, None) => return Ok(()),
            };
            self.classified.note(class, reason);
        }
        Ok(())
    }

    /// Judges host and target. (RFC 9112, section 3.2: one host, and the target's before the
    /// header's; here they must be the same.)
    fn settle_host(&mut self) -> Result<(), HeadError> {
        let mut hosts = self.fields.iter().filter(|field| self.name_of(field) == b"host");
        let host = hosts.next().map(|field| field.value);
        if hosts.next().is_some() || (host.is_none() && self.version != HttpVersion::Http10) {
            return Err(HeadError::refused(Reason::BadHeader));
        }
        if host.is_some_and(|host| !is_host(slice(&self.raw, host))) {
            return Err(HeadError::refused(Reason::BadHeader));
        }
        self.host = host;
        let (start, end) = self.target;
        let target = slice(&self.raw, self.target);
        match target.first() {
            Some(b'/') => return Ok(()),
            Some(b'*') if target.len() == 1 && self.method() == b"OPTIONS" => return Ok(()),
            _ => {}
        }
        let scheme = [&b"http://"[..], b"https://"].into_iter().find(|scheme| {
            target.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
        });
        let Some(scheme) = scheme else { return Err(HeadError::refused(Reason::BadUri)) };
        let rest = target.get(scheme.len()..).unwrap_or_default();
        let Some(slash) = memchr(b'/', rest) else {
            return Err(HeadError::refused(Reason::BadUri));
        };
        let authority = rest.get(..slash).unwrap_or_default();
        if !self.host().is_some_and(|host| host.eq_ignore_ascii_case(authority)) {
            return Err(HeadError::refused(Reason::BadUri));
        }
        self.target = (start + scheme.len() + slash, end);
        Ok(())
    }

    /// The method.
    pub fn method(&self) -> &[u8] {
        slice(&self.raw, self.method)
    }

    /// The method as text: it is a token.
    pub fn method_text(&self) -> &str {
        std::str::from_utf8(self.method()).unwrap_or_default()
    }

    /// Path and query, as they came.
    pub fn target(&self) -> &[u8] {
        slice(&self.raw, self.target)
    }

    /// The path, and the query without its question mark.
    pub fn split_target(&self) -> (&[u8], &[u8]) {
        let target = self.target();
        match memchr(b'?', target) {
            Some(at) => (slice(target, (0, at)), slice(target, (at + 1, target.len()))),
            None => (target, b""),
        }
    }

    /// The host, with its port where it has one.
    pub fn host(&self) -> Option<&[u8]> {
        self.host.map(|host| slice(&self.raw, host))
    }

    /// How many headers there are.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is no header.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    fn name_of(&self, field: &Field) -> &[u8] {
        slice(&self.lower, field.name)
    }

    fn field(&self, index: usize) -> (&[u8], &[u8]) {
        self.fields
            .get(index)
            .map_or((b"", b""), |field| (self.name_of(field), slice(&self.raw, field.value)))
    }

    /// The headers in the order received: names in lower case, values as they came.
    pub fn headers(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.fields.iter().map(|field| (self.name_of(field), slice(&self.raw, field.value)))
    }

    /// The headers with their names in lower case and as they came.
    pub(crate) fn named_headers(&self) -> impl Iterator<Item = (&[u8], &[u8], &[u8])> {
        self.fields.iter().map(|field| {
            (self.name_of(field), slice(&self.raw, field.name), slice(&self.raw, field.value))
        })
    }

    /// The first value of a header; the name is given in lower case.
    pub fn value(&self, name: &[u8]) -> Option<&[u8]> {
        self.headers().find(|(held, _)| *held == name).map(|(_, value)| value)
    }

    /// Whether one of the elements of a list header is this one, in any case.
    pub(crate) fn lists(&self, name: &[u8], element: &str) -> bool {
        let values = self.headers().filter(|(held, _)| *held == name).map(|(_, value)| value);
        values
            .flat_map(|value| value.split(|byte| *byte == b','))
            .any(|one| one.trim_ascii().eq_ignore_ascii_case(element.as_bytes()))
    }

    /// How many bytes the head has.
    pub(crate) fn bytes(&self) -> usize {
        self.raw.len()
    }
}

/// Whether a value begins or ends with a blank.
fn is_padded(value: &[u8]) -> bool {
    let is_blank = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\t'));
    is_blank(value.first()) || is_blank(value.last())
}

pub(super) fn slice(bytes: &[u8], (start, end): (usize, usize)) -> &[u8] {
    bytes.get(start..end).unwrap_or_default()
}
