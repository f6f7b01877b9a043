//! The detectors bear any input: none panics. That their time grows with the length alone is for the
//! benchmark `detect` to show.

use bartizan_inspect::detect::{Findings, Sensitivity};
use bartizan_inspect::{WebRequest, decode, sqli, xss};
use proptest::prelude::*;

/// Pieces that attacks are made of, and that parsers stumble over.
const PIECES: &[&str] = &[
    "'",
    "\"",
    "`",
    "\\",
    "--",
    "#",
    "/*",
    "*/",
    "/*!",
    " or ",
    " union select ",
    "1",
    "=",
    "(",
    ")",
    ";",
    "<",
    ">",
    "</",
    "<!--",
    "<script",
    " onload=",
    "javascript:",
    "&#x",
    "&lt;",
    "%",
    "%25",
    "%u0",
    "\\u00",
    "\\x",
    "\\u{",
    "{{",
    "}}",
    "${",
    "}",
    "[",
    "]",
    "$(",
    "|",
    "&",
    "../",
    "..\\",
    "/etc/",
    "\r\n",
    "\0",
    "\u{ff1c}",
    "\u{200b}",
    "AAAABBBBccccdddd",
    "JTNDYiUzRQ==",
    "http://",
    "@",
    "0x7f",
    "a",
    " ",
    "*)(",
    "o:8:\"",
    "select",
    "from",
    "sleep(",
    "alert(",
    "cat ",
    "{\"",
    "\":",
    "<?xml",
    "<![CDATA[",
];

fn pieces() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40)
        .prop_map(|pieces| pieces.concat().into_bytes())
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![prop::collection::vec(any::<u8>(), 0..200), pieces()]
}

fn request<'a>(headers: &'a [(&'a [u8], &'a [u8])], text: &'a [u8]) -> WebRequest<'a> {
    let mut request = WebRequest::new(std::net::Ipv4Addr::LOCALHOST.into(), text);
    request.query = text;
    request.headers = headers;
    request.body = text;
    request
}

proptest! {
    #[test]
    fn any_text_is_borne(text in text(), media in 0usize..5) {
        let media: &[u8] = [
            b"".as_slice(),
            b"application/json",
            b"application/x-www-form-urlencoded",
            b"multipart/form-data; boundary=a",
            b"text/xml",
        ][media];
        let headers = [(b"content-type".as_slice(), media), (b"cookie", &text), (b"x-any", &text)];
        let findings = Findings::of(&request(&headers, &text));
        for finding in findings.all() {
            prop_assert!(findings.has(finding.place, finding.kind));
        }
    }

    #[test]
    fn matches_lie_within_the_text(text in text()) {
        for found in [sqli::detect(&text, Sensitivity::High), xss::detect(&text)].into_iter().flatten() {
            prop_assert!(found.offset <= text.len());
        }
    }

    #[test]
    fn what_low_sensitivity_sees_high_sees_too(text in text()) {
        if sqli::detect(&text, Sensitivity::Low).is_some() {
            prop_assert!(sqli::detect(&text, Sensitivity::High).is_some());
        }
    }

    #[test]
    fn decoding_never_grows_a_text(text in text()) {
        let mut decoded = Vec::new();
        decode::unescape(&text, &mut decoded);
        prop_assert!(decoded.len() <= text.len());
        let mut views = 0;
        decode::Layers::default().visit(&text, &mut |view, _| {
            views += 1;
            assert!(view.len() <= text.len());
        });
        prop_assert!(views < 2000);
    }
}
