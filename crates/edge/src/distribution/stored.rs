//! Answers from the cache: whole, in part, or only that nothing has changed. (RFC 9110, sections 13 and
//! 14.)

use bartizan_types::Timestamp;
use bytes::Bytes;

use super::Distribution;
use super::cache::Stored;
use super::freshness::number;
use super::response::added;
use crate::http1::Head;
use crate::proxy::{Answer, Speaker};

/// What is kept, as the answer to a request.
pub(super) fn answered(
    stored: &Stored,
    head: &Head,
    distribution: &Distribution,
    id: &str,
    from: &str,
) -> Answer {
    let (status, body, range) = body_of(stored, head);
    let via = stored.value("via");
    let more = added(distribution, id, from, via);
    let is_added = |name: &str| more.iter().any(|(held, _)| held.eq_ignore_ascii_case(name));
    let kept = stored.headers.iter().filter(|(name, _)| {
        let is_of_body = name.eq_ignore_ascii_case("content-type")
            || name.eq_ignore_ascii_case("content-encoding");
        let is_out = name.eq_ignore_ascii_case("age") || (status == 304 && is_of_body);
        !is_out && !is_added(name)
    });
    let mut headers: Vec<(String, String)> = kept.cloned().collect();
    headers.extend(range.map(|range| ("Content-Range".to_owned(), range)));
    let age = stored.age.saturating_add(stored.since.elapsed().as_secs());
    headers.push(("Age".to_owned(), age.to_string()));
    headers.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
    Answer { status, headers, body, speaker: Speaker::Origin, is_page: false }
}

/// The status, the body, and which part of it that is.
fn body_of(stored: &Stored, head: &Head) -> (u16, Bytes, Option<String>) {
    let whole = || (stored.status, stored.body.clone(), None);
    if stored.status != 200 {
        return whole();
    }
    if is_unchanged(stored, head) {
        return (304, Bytes::new(), None);
    }
    let length = stored.body.len() as u64;
    match range(stored, head) {
        None => whole(),
        Some(Err(())) => (416, Bytes::new(), Some(format!("bytes */{length}"))),
        Some(Ok((first, last))) => {
            let at = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
            let part = stored.body.slice(at(first)..at(last + 1));
            (206, part, Some(format!("bytes {first}-{last}/{length}")))
        }
    }
}

/// Whether the viewer has what is kept. (RFC 9110, section 13.2.2.)
fn is_unchanged(stored: &Stored, head: &Head) -> bool {
    let weak = |tag: &[u8]| tag.strip_prefix(b"W/").unwrap_or(tag).to_vec();
    let mut tags = head.headers().filter(|(name, _)| *name == b"if-none-match").peekable();
    if tags.peek().is_some() {
        let own = stored.value("etag").map(|own| weak(own.as_bytes()));
        let mut named = tags.flat_map(|(_, value)| value.split(|byte| *byte == b','));
        return named.any(|one| {
            let one = one.trim_ascii();
            one == b"*" || own.as_ref().is_some_and(|own| weak(one) == *own)
        });
    }
    let time = |text: &str| Timestamp::parse_http_date(text.trim()).ok();
    let since = head.value(b"if-modified-since").and_then(|text| std::str::from_utf8(text).ok());
    let (since, modified) = (since.and_then(time), stored.value("last-modified").and_then(time));
    since.zip(modified).is_some_and(|(since, modified)| modified <= since)
}

/// The part that the viewer asks for, if it asks for one and has the rest. More than one is answered
/// whole, as may be.
fn range(stored: &Stored, head: &Head) -> Option<Result<(u64, u64), ()>> {
    if head.method() != b"GET" {
        return None;
    }
    if let Some(validator) = head.value(b"if-range") {
        let is = |name: &str| stored.value(name).is_some_and(|own| own.as_bytes() == validator);
        if validator.starts_with(b"W/") || !(is("etag") || is("last-modified")) {
            return None;
        }
    }
    let asked = head.value(b"range")?.strip_prefix(b"bytes=")?;
    if asked.contains(&b',') {
        return None;
    }
    let at = memchr::memchr(b'-', asked)?;
    let (first, last) = (asked.get(..at)?.trim_ascii(), asked.get(at + 1..)?.trim_ascii());
    let length = stored.body.len() as u64;
    let end = length.checked_sub(1);
    match (first.is_empty(), last.is_empty()) {
        (true, true) => None,
        (true, false) => {
            let count = number(last)?;
            let found = end.filter(|_| count > 0).map(|end| (length.saturating_sub(count), end));
            Some(found.ok_or(()))
        }
        (false, is_open) => {
            let first = number(first)?;
            let last = if is_open { u64::MAX } else { number(last)? };
            if last < first {
                return None;
            }
            let found = end.filter(|end| first <= *end).map(|end| (first, last.min(end)));
            Some(found.ok_or(()))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;
    use tokio::time::Instant;

    use super::*;
    use crate::http1::read_head;

    fn stored() -> Stored {
        let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        Stored {
            front_arn: "f".into(),
            target: b"/".to_vec(),
            status: 200,
            headers: vec![
                header("ETag", "\"v1\""),
                header("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"),
            ],
            body: Bytes::from_static(b"0123456789"),
            since: Instant::now(),
            is_compressed: false,
            age: 0,
            lifetime: Duration::from_secs(9),
        }
    }

    fn asked(fields: &str) -> (u16, String, Option<String>) {
        let text = format!("GET / HTTP/1.1\r\nhost: d\r\n{fields}\r\n");
        let (head, _) = read_head(text.as_bytes()).unwrap().unwrap();
        let (status, body, range) = body_of(&stored(), &head);
        (status, String::from_utf8(body.to_vec()).unwrap(), range)
    }

    #[tokio::test]
    async fn viewers_get_what_they_lack() {
        for (fields, status, body) in [
            ("", 200, "0123456789"),
            ("if-none-match: \"v1\"\r\n", 304, ""),
            ("if-none-match: \"v0\", W/\"v1\"\r\n", 304, ""),
            (
                "if-none-match: \"v0\"\r\nif-modified-since: Sun, 06 Nov 1994 08:49:37 GMT\r\n",
                200,
                "0123456789",
            ),
            ("if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 304, ""),
            ("if-modified-since: Sun, 06 Nov 1994 08:49:36 GMT\r\n", 200, "0123456789"),
            ("range: bytes=2-4\r\n", 206, "234"),
            ("range: bytes=8-\r\n", 206, "89"),
            ("range: bytes=-3\r\n", 206, "789"),
            ("range: bytes=-30\r\n", 206, "0123456789"),
            ("range: bytes=10-\r\n", 416, ""),
            ("range: bytes=-0\r\n", 416, ""),
            ("range: bytes=4-2\r\n", 200, "0123456789"),
            ("range: bytes=0-1,3-4\r\n", 200, "0123456789"),
            ("range: items=0-1\r\n", 200, "0123456789"),
            ("range: bytes=0-1\r\nif-range: \"v1\"\r\n", 206, "01"),
            ("range: bytes=0-1\r\nif-range: \"v0\"\r\n", 200, "0123456789"),
        ] {
            let (found, text, _) = asked(fields);
            assert_eq!((found, text.as_str()), (status, body), "{fields}");
        }
        assert_eq!(asked("range: bytes=2-4\r\n").2.as_deref(), Some("bytes 2-4/10"));
        assert_eq!(asked("range: bytes=10-\r\n").2.as_deref(), Some("bytes */10"));
    }

    proptest! {
        #[test]
        fn any_range_is_within(range in "bytes=[0-9]{0,21}-[0-9]{0,21}") {
            let (status, body, _) = tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async { asked(&format!("range: {range}\r\n")) });
            prop_assert!(matches!(status, 200 | 206 | 416));
            prop_assert!("0123456789".contains(&body));
        }
    }
}
