//! The request line, and the values that decide what a request is.

use bartizan_inspect::HttpVersion;
use memchr::memchr;

use super::desync::Reason;
use super::head::{HeadError, slice};
use super::lines::is_token;

/// A number of decimal digits alone.
pub(super) fn decimal(value: &[u8]) -> Option<u64> {
    let is_number = (1..=19).contains(&value.len()) && value.iter().all(u8::is_ascii_digit);
    if is_number { std::str::from_utf8(value).ok()?.parse().ok() } else { None }
}

/// Whether this is a host, with or without a port. (RFC 3986, section 3.2.2.)
pub(super) fn is_host(value: &[u8]) -> bool {
    let is_bracketed = value.first() == Some(&b'[');
    let name_end = if is_bracketed {
        memchr(b']', value).map(|at| at + 1)
    } else {
        Some(memchr(b':', value).unwrap_or(value.len()))
    };
    let Some((name, port)) = name_end.and_then(|end| value.split_at_checked(end)) else {
        return false;
    };
    let is_port = match port.split_first() {
        None => true,
        Some((b':', digits)) => digits.len() <= 5 && digits.iter().all(u8::is_ascii_digit),
        Some(_) => false,
    };
    let may_stand = |byte: &u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'%')
            || (is_bracketed && matches!(byte, b'[' | b']' | b':'))
    };
    is_port && !name.is_empty() && name.iter().all(may_stand)
}

type Span = (usize, usize);

/// Takes the request line apart. (RFC 9112, section 3: single spaces, and no others.)
pub(super) fn request_line(
    bytes: &[u8],
    (start, end): Span,
) -> Result<(Span, Span, HttpVersion), HeadError> {
    let line = slice(bytes, (start, end));
    let method_end = memchr(b' ', line).ok_or(HeadError::refused(Reason::BadMethod))?;
    let method = slice(line, (0, method_end));
    if method.is_empty() || !method.iter().all(|byte| is_token(*byte)) {
        return Err(HeadError::refused(Reason::BadMethod));
    }
    let rest = slice(line, (method_end + 1, line.len()));
    let target_end = memchr(b' ', rest).ok_or(HeadError::refused(Reason::BadVersion))?;
    let target = slice(rest, (0, target_end));
    let version = slice(rest, (target_end + 1, rest.len()));
    if memchr(b' ', version).is_some() {
        return Err(HeadError::refused(Reason::SpaceInUri));
    }
    // No target has a fragment: what follows a hash would be part of the path to some, and not to others.
    if target.is_empty() || target.iter().any(|byte| matches!(byte, 0 | b'\r' | b'#')) {
        return Err(HeadError::refused(Reason::BadUri));
    }
    if target.iter().any(u8::is_ascii_control) {
        return Err(HeadError::refused(Reason::AmbiguousUri));
    }
    let version = match version {
        b"HTTP/1.1" => HttpVersion::Http11,
        b"HTTP/1.0" => HttpVersion::Http10,
        [b'H', b'T', b'T', b'P', b'/', major, b'.', minor]
            if major.is_ascii_digit() && minor.is_ascii_digit() =>
        {
            return Err(HeadError { status: 505, reason: Some(Reason::NonCompliantVersion) });
        }
        _ => return Err(HeadError::refused(Reason::BadVersion)),
    };
    if matches!(method, b"TRACE" | b"CONNECT") {
        return Err(HeadError::status(405));
    }
    let target_start = start + method_end + 1;
    Ok(((start, start + method_end), (target_start, target_start + target_end), version))
}
