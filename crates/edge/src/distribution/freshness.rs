//! How long an answer may be kept. (Amazon `CloudFront` Developer Guide, "Manage how long content stays in
//! the cache (expiration)"; RFC 9111, sections 4.2 and 5.2.)

use bartizan_types::Timestamp;

use crate::config::{ErrorPage, Ttl};
use crate::http1::response::ResponseHead;

/// How long an error is kept at least, unless a distribution says. (The Developer Guide, "Control how
/// long `CloudFront` caches errors".)
const ERROR_TTL: u64 = 10;

/// What `Cache-Control` of an answer says, as far as a shared cache is concerned.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct CacheControl {
    pub(super) max_age: Option<u64>,
    pub(super) s_maxage: Option<u64>,
    /// `no-store`, `no-cache` or `private`.
    pub(super) is_refused: bool,
}

impl CacheControl {
    /// Reads a value of the header beside those that were read before. What is not understood says
    /// nothing; where a time is named twice, the shorter counts.
    pub(super) fn read(&mut self, value: &[u8]) {
        for directive in directives(value) {
            let (name, argument) = match memchr::memchr(b'=', directive) {
                Some(at) => (
                    directive.get(..at).unwrap_or_default(),
                    Some(directive.get(at + 1..).unwrap_or_default().trim_ascii()),
                ),
                None => (directive, None),
            };
            let name = name.trim_ascii();
            let is = |wanted: &str| name.eq_ignore_ascii_case(wanted.as_bytes());
            if is("no-store") || is("private") || is("no-cache") {
                self.is_refused = true;
            } else if is("max-age") {
                self.max_age = Some(shorter(self.max_age, argument));
            } else if is("s-maxage") {
                self.s_maxage = Some(shorter(self.s_maxage, argument));
            }
        }
    }

    /// Those of an answer.
    fn of(said: &Said<'_>) -> Self {
        let mut read = Self::default();
        for value in said.all(b"cache-control") {
            read.read(value);
        }
        read
    }
}

/// What an answer says of itself: one that has come, or one that is kept.
#[derive(Debug)]
pub(super) struct Said<'a> {
    status: u16,
    headers: Vec<(&'a [u8], &'a [u8])>,
}

impl<'a> Said<'a> {
    pub(super) fn of(head: &'a ResponseHead) -> Self {
        Self { status: head.status, headers: head.headers().collect() }
    }

    pub(super) fn of_kept(status: u16, headers: &'a [(String, String)]) -> Self {
        let headers = headers.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes()));
        Self { status, headers: headers.collect() }
    }

    fn all(&self, name: &[u8]) -> impl Iterator<Item = &'a [u8]> {
        let is_named = |(held, _): &&(&[u8], &[u8])| held.eq_ignore_ascii_case(name);
        self.headers.iter().filter(is_named).map(|(_, value)| *value)
    }

    fn value(&self, name: &[u8]) -> Option<&'a [u8]> {
        self.all(name).next()
    }
}

/// What stands between the commas; those within quotes are none.
fn directives(value: &[u8]) -> impl Iterator<Item = &[u8]> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    value.split(move |byte| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match byte {
            b'"' if !was_escaped => is_quoted = !is_quoted,
            b'\\' if is_quoted && !was_escaped => is_escaped = true,
            b',' => return !is_quoted,
            _ => {}
        }
        false
    })
}

/// Seconds; what is no number is stale at once. (RFC 9111, section 4.2.1.)
fn shorter(known: Option<u64>, argument: Option<&[u8]>) -> u64 {
    let text = argument.unwrap_or_default();
    let text = text.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")).unwrap_or(text);
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    let digits = std::str::from_utf8(text).ok().filter(|_| is_number);
    // What is too large for a number is as long as can be.
    let seconds = digits.map_or(0, |digits| digits.parse().unwrap_or(u64::MAX));
    known.map_or(seconds, |known: u64| known.min(seconds))
}

/// For how many seconds an answer may be used without asking; nothing where it is not kept.
pub(super) fn lifetime(
    said: &Said<'_>,
    ttl: Ttl,
    pages: &[ErrorPage],
    now: Timestamp,
) -> Option<u64> {
    let is_varied =
        |value: &[u8]| value.split(|one| *one == b',').any(|one| one.trim_ascii() == b"*");
    let has_cookie = said.value(b"set-cookie").is_some();
    if ttl.max == 0 || has_cookie || said.all(b"vary").any(is_varied) {
        return None;
    }
    let control = CacheControl::of(said);
    let wanted = control.s_maxage.or(control.max_age).or_else(|| expires(said, now));
    match said.status {
        200 | 203 | 204 | 300 | 301 | 302 | 303 | 307 | 308 | 410 => {
            if control.is_refused {
                return (ttl.min > 0).then_some(ttl.min);
            }
            let seconds = wanted.map_or(ttl.default, |wanted| wanted.clamp(ttl.min, ttl.max));
            let age = said.value(b"age").and_then(number).unwrap_or(0);
            Some(seconds.saturating_sub(age).max(ttl.min))
        }
        status @ (404 | 414 | 500..=504) => error_lifetime(status, control, wanted, pages),
        // These only where the origin says for how long. (The Developer Guide, "HTTP 4xx and 5xx
        // status codes that `CloudFront` caches".)
        status @ (400 | 403 | 405 | 415) if wanted.is_some() => {
            error_lifetime(status, control, wanted, pages)
        }
        _ => None,
    }
}

fn error_lifetime(
    status: u16,
    control: CacheControl,
    said: Option<u64>,
    pages: &[ErrorPage],
) -> Option<u64> {
    let own = pages.iter().find(|page| page.status == status).map(|page| page.ttl);
    let least = own.unwrap_or(ERROR_TTL);
    let seconds =
        if control.is_refused { least } else { said.map_or(least, |said| said.max(least)) };
    (seconds > 0).then_some(seconds)
}

/// How long until `Expires`, counted from `Date`.
fn expires(said: &Said<'_>, now: Timestamp) -> Option<u64> {
    let time = |name: &[u8]| {
        let text = std::str::from_utf8(said.value(name)?).ok()?;
        Some(Timestamp::parse_http_date(text.trim()))
    };
    // An invalid date is in the past. (RFC 9111, section 5.3.)
    let Ok(until) = time(b"expires")? else { return Some(0) };
    let from = time(b"date").and_then(Result::ok).unwrap_or(now);
    Some(u64::try_from(until.seconds().saturating_sub(from.seconds())).unwrap_or(0))
}

pub(super) fn number(text: &[u8]) -> Option<u64> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(text).ok().filter(|_| is_number)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use bytes::BytesMut;
    use proptest::prelude::*;

    use super::*;
    use crate::http1::response::read_response;

    const TTL: Ttl = Ttl { min: 0, default: 100, max: 1000 };
    const NOW: Timestamp = Timestamp::from_seconds(784_111_777);

    fn head(status: u16, fields: &str) -> ResponseHead {
        let text = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\n{fields}\r\n");
        read_response(&mut BytesMut::from(text.as_bytes()), false).unwrap().unwrap()
    }

    #[test]
    fn origins_say_how_long() {
        for (fields, ttl, wanted) in [
            ("", TTL, Some(100)),
            ("cache-control: max-age=7\r\n", TTL, Some(7)),
            ("Cache-Control: public, Max-Age=7, S-MaxAge=9\r\n", TTL, Some(9)),
            ("cache-control: max-age=5000\r\n", TTL, Some(1000)),
            ("cache-control: max-age=7\r\n", Ttl { min: 50, ..TTL }, Some(50)),
            ("cache-control: max-age=70\r\nage: 20\r\n", TTL, Some(50)),
            ("cache-control: no-store\r\n", TTL, None),
            ("cache-control: private, max-age=9\r\n", TTL, None),
            ("cache-control: no-cache\r\n", Ttl { min: 50, ..TTL }, Some(50)),
            ("cache-control: max-age=x\r\n", TTL, Some(0)),
            ("cache-control: foo=\"a, no-store\", max-age=3\r\n", TTL, Some(3)),
            ("expires: Sun, 06 Nov 1994 08:50:37 GMT\r\n", TTL, Some(60)),
            (
                "expires: Sun, 06 Nov 1994 08:50:37 GMT\r\ncache-control: max-age=3\r\n",
                TTL,
                Some(3),
            ),
            ("expires: 0\r\n", TTL, Some(0)),
            ("vary: accept, *\r\n", TTL, None),
            ("set-cookie: a=b\r\n", TTL, None),
            ("", Ttl { min: 0, default: 0, max: 0 }, None),
        ] {
            assert_eq!(lifetime(&Said::of(&head(200, fields)), ttl, &[], NOW), wanted, "{fields}");
        }
    }

    #[test]
    fn errors_are_kept_for_a_while() {
        let page = ErrorPage { status: 404, page: None, ttl: 3 };
        for (status, fields, pages, wanted) in [
            (404, "", vec![], Some(10)),
            (404, "", vec![page.clone()], Some(3)),
            (404, "cache-control: max-age=60\r\n", vec![page.clone()], Some(60)),
            (404, "cache-control: no-store\r\n", vec![page], Some(3)),
            (403, "", vec![], None),
            (403, "cache-control: max-age=60\r\n", vec![], Some(60)),
            (418, "", vec![], None),
            (503, "", vec![ErrorPage { status: 503, page: None, ttl: 0 }], None),
            (206, "", vec![], None),
        ] {
            assert_eq!(
                lifetime(&Said::of(&head(status, fields)), TTL, &pages, NOW),
                wanted,
                "{status} {fields}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_value_is_read(value in prop::collection::vec(any::<u8>(), 0..80)) {
            let mut control = CacheControl::default();
            control.read(&value);
        }

        #[test]
        fn what_is_written_is_read(age in any::<u64>(), shared in any::<Option<u64>>(), word in "[a-z-]{1,9}(=\"[^\"\\\\]{0,9}\")?", is_private in any::<bool>()) {
            prop_assume!(!["no-store", "no-cache", "private"].iter().any(|one| word.starts_with(one)));
            let shared_text = shared.map(|shared| format!(", s-maxage={shared}")).unwrap_or_default();
            let private = if is_private { " , private" } else { "" };
            let mut control = CacheControl::default();
            control.read(format!("{word},max-age=\"{age}\"{shared_text}{private}").as_bytes());
            prop_assert_eq!(control.max_age, Some(age));
            prop_assert_eq!(control.s_maxage, shared);
            prop_assert_eq!(control.is_refused, is_private);
        }
    }
}
