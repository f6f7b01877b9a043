//! The head of an origin's answer.

use std::mem::MaybeUninit;

use bytes::{Bytes, BytesMut};

/// The most bytes of an answer's head. (ELB User Guide, "Quotas for your Application Load
/// Balancers": entire response header.)
const HEAD_BYTES_MAX: usize = 32 * 1024;
const FIELDS_MAX: usize = 256;

/// The head of an answer.
#[derive(Debug, Clone)]
pub struct ResponseHead {
    /// The status.
    pub status: u16,
    reason: Span,
    raw: Bytes,
    fields: Vec<(Span, Span)>,
    /// How the body is framed.
    pub framing: ResponseFraming,
    /// Whether the connection may be used again.
    pub keeps_alive: bool,
}

type Span = (usize, usize);

/// How an answer's body is framed. (RFC 9112, section 6.3.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseFraming {
    /// There is none.
    Empty,
    /// By its length.
    Length(u64),
    /// In chunks.
    Chunked,
    /// By the end of the connection.
    Close,
}

/// The answer is malformed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadResponse;

/// Takes the head of an answer out of the buffer; nothing where it is not complete. `is_head` is whether
/// `HEAD` was asked, whose answers have no body.
///
/// # Errors
/// It is malformed, or too long.
pub fn read_response(
    buffer: &mut BytesMut,
    is_head: bool,
) -> Result<Option<ResponseHead>, BadResponse> {
    let mut fields = [const { MaybeUninit::uninit() }; FIELDS_MAX];
    let mut parsed = httparse::Response::new(&mut []);
    let parser = httparse::ParserConfig::default();
    let length = match parser.parse_response_with_uninit_headers(&mut parsed, buffer, &mut fields) {
        Ok(httparse::Status::Complete(length)) if length <= HEAD_BYTES_MAX => length,
        Ok(httparse::Status::Partial) if buffer.len() < HEAD_BYTES_MAX => return Ok(None),
        _ => return Err(BadResponse),
    };
    let base = buffer.as_ptr() as usize;
    let span = |part: &[u8]| {
        // Parts are of the buffer, but for those that are empty.
        let start = if part.is_empty() { 0 } else { (part.as_ptr() as usize).saturating_sub(base) };
        (start, start + part.len())
    };
    // A status below 100 is none. (RFC 9110, section 15.)
    let status = parsed.code.filter(|code| *code >= 100).ok_or(BadResponse)?;
    let reason = span(parsed.reason.unwrap_or_default().as_bytes());
    let is_http11 = parsed.version == Some(1);
    let mut found = Vec::with_capacity(parsed.headers.len());
    for header in parsed.headers.iter() {
        found.push((span(header.name.as_bytes()), span(header.value)));
    }
    let mut head = ResponseHead {
        status,
        reason,
        raw: buffer.split_to(length).freeze(),
        fields: found,
        framing: ResponseFraming::Close,
        keeps_alive: is_http11,
    };
    head.settle(is_head, is_http11)?;
    Ok(Some(head))
}

impl ResponseHead {
    fn settle(&mut self, is_head: bool, is_http11: bool) -> Result<(), BadResponse> {
        let mut length = None;
        let mut is_chunked = false;
        for (name, value) in self.headers() {
            if name.eq_ignore_ascii_case(b"content-length") {
                let text = std::str::from_utf8(value).map_err(|_| BadResponse)?;
                let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let found: u64 = text.parse().map_err(|_| BadResponse)?;
                if !is_number || length.is_some_and(|known| known != found) {
                    return Err(BadResponse);
                }
                length = Some(found);
            } else if name.eq_ignore_ascii_case(b"transfer-encoding") {
                if is_chunked || !value.eq_ignore_ascii_case(b"chunked") {
                    return Err(BadResponse);
                }
                is_chunked = true;
            }
        }
        if is_chunked && (length.is_some() || !is_http11) {
            return Err(BadResponse);
        }
        let has_none = is_head || matches!(self.status, 100..=199 | 204 | 304);
        self.framing = match (has_none, is_chunked, length) {
            (true, ..) | (false, false, Some(0)) => ResponseFraming::Empty,
            (false, true, _) => ResponseFraming::Chunked,
            (false, false, Some(length)) => ResponseFraming::Length(length),
            (false, false, None) => ResponseFraming::Close,
        };
        let closes = self.lists_in_connection("close") || self.framing == ResponseFraming::Close;
        self.keeps_alive = !closes && (is_http11 || self.lists_in_connection("keep-alive"));
        Ok(())
    }

    fn part(&self, (start, end): Span) -> &[u8] {
        self.raw.get(start..end).unwrap_or_default()
    }

    /// The words behind the status.
    pub fn reason(&self) -> &[u8] {
        self.part(self.reason)
    }

    /// The headers as they came.
    pub fn headers(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        self.fields.iter().map(|(name, value)| (self.part(*name), self.part(*value)))
    }

    /// The first value of a header, whose name is in any case.
    pub fn value(&self, name: &[u8]) -> Option<&[u8]> {
        self.headers().find(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Whether `Connection` names this.
    pub(crate) fn lists_in_connection(&self, element: &str) -> bool {
        self.connection().any(|one| one.eq_ignore_ascii_case(element.as_bytes()))
    }

    /// What `Connection` names.
    pub(crate) fn connection(&self) -> impl Iterator<Item = &[u8]> {
        let values = self.headers().filter(|(name, _)| name.eq_ignore_ascii_case(b"connection"));
        values.flat_map(|(_, value)| value.split(|byte| *byte == b',')).map(<[u8]>::trim_ascii)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<(u16, ResponseFraming, bool)>, BadResponse> {
        let head = read_response(&mut BytesMut::from(text), false)?;
        Ok(head.map(|head| (head.status, head.framing, head.keeps_alive)))
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        for (text, wanted) in [
            (
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n",
                (200, ResponseFraming::Length(5), true),
            ),
            ("HTTP/1.1 999 \r\nContent-Length: 0\r\n\r\n", (999, ResponseFraming::Empty, true)),
            ("HTTP/1.0 200 OK\r\n\r\n", (200, ResponseFraming::Close, false)),
        ] {
            assert_eq!(read(text), Ok(Some(wanted)), "{text}");
        }
        assert_eq!(read("HTTP/1.1 020 OK\r\n"), Ok(None), "it has not come whole");
        for text in [
            "HTTP/1.1 020 OK\r\n\r\n",
            "HTTP/1.1 000 OK\r\n\r\n",
            "HTTP/1.1 20 OK\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ] {
            assert_eq!(read(text), Err(BadResponse), "{text}");
        }
    }
}
