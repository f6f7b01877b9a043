//! What no client of good will sends: refused before any target hears of it.

mod support;

use support::{HELLO, Origin, ask, edge, parts, simple, status};

/// Requests that are refused, with the status and why.
const REFUSED: &[(u16, &str, &[u8])] = &[
    (400, "two lengths", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
    (400, "a list of lengths", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nabcde"),
    (400, "a length with a sign", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nabcde"),
    (400, "a negative length", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"),
    (400, "a hexadecimal length", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x5\r\n\r\nabcde"),
    (400, "an empty length", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"),
    (400, "a length beyond all", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n"),
    (400, "length and chunks", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (400, "chunks and length", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
    (400, "chunked twice", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (400, "chunked twice in a list", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    (400, "chunked and another", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
    (400, "another and chunked", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    (400, "an unknown coding", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
    (400, "chunked in quotation marks", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
    (400, "chunked behind a vertical tab", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n"),
    (400, "chunks in HTTP/1.0", b"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (400, "a space before the colon", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
    (400, "a tab before the colon", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length\t: 5\r\n\r\nabcde"),
    (400, "an underscore instead of a hyphen", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer_Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (400, "a length with an underscore", b"POST / HTTP/1.1\r\nHost: a\r\ncontent_length: 5\r\n\r\nabcde"),
    (400, "a folded line", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n"),
    (400, "a folded coding", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
    (400, "a folded first line", b"GET / HTTP/1.1\r\n Host: a\r\n\r\n"),
    (400, "a bare line feed behind the request line", b"GET / HTTP/1.1\nHost: a\r\n\r\n"),
    (400, "a bare line feed behind a header", b"GET / HTTP/1.1\r\nHost: a\nX-A: b\r\n\r\n"),
    (400, "a bare line feed at the end", b"GET / HTTP/1.1\r\nHost: a\r\n\n"),
    (400, "a bare carriage return in a value", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\rX-B: c\r\n\r\n"),
    (400, "two carriage returns", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\r\r\n\r\n"),
    (400, "a null character in a value", b"GET / HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n"),
    (400, "a null character in a name", b"GET / HTTP/1.1\r\nHost: a\r\nX\0A: b\r\n\r\n"),
    (400, "a null character in the target", b"GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a control character in the target", b"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a header without a name", b"GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n"),
    (400, "a header without a colon", b"GET / HTTP/1.1\r\nHost: a\r\nX-A\r\n\r\n"),
    (400, "a name with a space", b"GET / HTTP/1.1\r\nHost: a\r\nX A: b\r\n\r\n"),
    (400, "a name beyond ASCII", b"GET / HTTP/1.1\r\nHost: a\r\nX-\xc3\xa4: b\r\n\r\n"),
    (400, "no host", b"GET / HTTP/1.1\r\nX-A: b\r\n\r\n"),
    (400, "two hosts", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
    (400, "the same host twice", b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    (400, "an empty host", b"GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    (400, "a host with a path", b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
    (400, "a host with a user", b"GET / HTTP/1.1\r\nHost: a@b\r\n\r\n"),
    (400, "a list of hosts", b"GET / HTTP/1.1\r\nHost: a, b\r\n\r\n"),
    (400, "a port that is none", b"GET / HTTP/1.1\r\nHost: a:8x\r\n\r\n"),
    (400, "a bracket that stays open", b"GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    (400, "a target of another host", b"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a target of another scheme", b"GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a target without a slash", b"GET x HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a target of a user", b"GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a fragment", b"GET /a#/../b?c HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a star for GET", b"GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a space in the target", b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "two spaces behind the method", b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a tab behind the method", b"GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a space behind the version", b"GET / HTTP/1.1 \r\nHost: a\r\n\r\n"),
    (400, "no version", b"GET /\r\nHost: a\r\n\r\n"),
    (400, "a version in small letters", b"GET / http/1.1\r\nHost: a\r\n\r\n"),
    (400, "a version of two digits", b"GET / HTTP/1.10\r\nHost: a\r\n\r\n"),
    (505, "a version of the future", b"GET / HTTP/1.2\r\nHost: a\r\n\r\n"),
    (505, "HTTP/2 in clear", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    (400, "a method with a bracket", b"G(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "no method", b" / HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "two empty lines", b"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"),
    (400, "a handshake of TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n"),
    (405, "TRACE", b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
    (405, "CONNECT", b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
];

/// Chunked bodies that are refused.
const BAD_CHUNKS: &[(&str, &[u8])] = &[
    ("a size with a prefix", b"0x5\r\nabcde\r\n0\r\n\r\n"),
    ("a size with a sign", b"+5\r\nabcde\r\n0\r\n\r\n"),
    ("a size with a space", b"5 \r\nabcde\r\n0\r\n\r\n"),
    ("a size behind a space", b" 5\r\nabcde\r\n0\r\n\r\n"),
    ("a size that wraps around", b"10000000000000005\r\nabcde\r\n0\r\n\r\n"),
    ("no size", b"\r\nabcde\r\n0\r\n\r\n"),
    ("a negative size", b"-1\r\nabcde\r\n0\r\n\r\n"),
    ("a bare line feed behind the size", b"5\nabcde\r\n0\r\n\r\n"),
    ("a bare line feed behind the data", b"5\r\nabcde\n0\r\n\r\n"),
    ("a bare carriage return in an extension", b"5;a\rb\r\nabcde\r\n0\r\n\r\n"),
    ("a line feed in an extension", b"5;a\nb\r\nabcde\r\n0\r\n\r\n"),
    ("more data than announced", b"5\r\nabcdef\r\n0\r\n\r\n"),
    ("a trailer without a colon", b"5\r\nabcde\r\n0\r\nx\r\n\r\n"),
    ("a folded trailer", b"5\r\nabcde\r\n0\r\nx: y\r\n z\r\n\r\n"),
    ("a bare line feed in the trailers", b"5\r\nabcde\r\n0\r\nx: y\n\r\n"),
];

#[tokio::test]
async fn malformed_requests_are_refused_and_end_their_connection() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    for (wanted, what, request) in REFUSED {
        // What would be smuggled follows; nothing of it is answered.
        let smuggled = [request, &b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"[..]].concat();
        let answer = ask(&edge, &smuggled).await;
        assert_eq!(status(&answer), *wanted, "{what}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{what}: {answer}");
        assert!(answer.contains("Server: awselb/2.0\r\n"), "{what}: {answer}");
    }
    assert_eq!(origin.received(), Vec::<String>::new());
}

#[tokio::test]
async fn malformed_chunks_never_become_a_request() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    for (what, body) in BAD_CHUNKS {
        let head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        let answer = ask(&edge, [&head[..], body].concat()).await;
        assert_eq!(status(&answer), 400, "{what}: {answer}");
    }
    assert_eq!(origin.received(), Vec::<String>::new());
}

#[tokio::test]
async fn what_stands_beside_chunks_is_bounded() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (what, body) in [
        ("an extension without an end", format!("5;a={}", "b".repeat(64 * 1024))),
        ("a size without an end", "0".repeat(64 * 1024)),
        ("a trailer without an end", format!("0\r\na: {}", "b".repeat(64 * 1024))),
        ("trailers without an end", format!("0\r\n{}", "a: b\r\n".repeat(16 * 1024))),
    ] {
        let answer = ask(&edge, format!("{head}{body}")).await;
        assert_eq!(status(&answer), 400, "{what}: {answer}");
    }
    assert_eq!(origin.received(), Vec::<String>::new());
}

#[tokio::test]
async fn heads_are_bounded() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let long = "a".repeat(17 * 1024);
    let many = "X-A: b\r\n".repeat(300);
    let large = format!("X-A: {}\r\n", "b".repeat(15 * 1024)).repeat(5);
    for (wanted, request) in [
        (414, format!("GET /{long} HTTP/1.1\r\nHost: a\r\n\r\n")),
        (400, format!("GET / HTTP/1.1\r\nHost: a\r\nX-A: {long}\r\n\r\n")),
        (400, format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n")),
        (400, format!("GET / HTTP/1.1\r\nHost: a\r\n{large}\r\n")),
        (
            463,
            format!("GET / HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: {}\r\n\r\n", "1, ".repeat(31)),
        ),
    ] {
        assert_eq!(status(&ask(&edge, &request).await), wanted, "{}", &request[..40]);
    }
    assert_eq!(origin.received(), Vec::<String>::new());
}
