//! What no client of good will sends over HTTP/2: heads that would be another request over HTTP/1, and
//! frames that only cost.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::time::Duration;

use bartizan_edge::{Edge, EdgeParts, FloodSettings, Vector};
use bytes::Bytes;
use support::secure::{connect, secure};
use support::{HELLO, Origin, edge, group, parts};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Types of frames and flags. (RFC 9113, section 6.)
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const PRIORITY: u8 = 2;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;
const UNKNOWN: u8 = 0x42;
const END_STREAM: u8 = 1;
const END_HEADERS: u8 = 4;
/// How many times 500 frames are sent to who does not end the connection.
const PIECES: usize = 2_000;
/// `:status: 200` of the static table. (RFC 7541, appendix A.)
const OK: u8 = 0x88;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Headers, each as a literal that is not indexed. (RFC 7541, section 6.2.2.)
fn block(headers: &[(&str, &str)]) -> Vec<u8> {
    let text = |text: &str| [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat();
    headers.iter().flat_map(|(name, value)| [vec![0], text(name), text(value)].concat()).collect()
}

const GET: &[(&str, &str)] =
    &[(":method", "GET"), (":scheme", "https"), (":authority", "app.test"), (":path", "/")];

/// A head with a header more, or another in the place of one.
fn with(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut headers: Vec<_> = GET.iter().copied().filter(|(held, _)| *held != name).collect();
    let place = if name.starts_with(':') { 0 } else { headers.len() };
    headers.insert(place, (name, value));
    headers
}

fn beside(name: &'static str, value: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut headers = GET.to_vec();
    headers.insert(0, (name, value));
    headers
}

async fn begun(edge: &Edge) -> TlsStream<TcpStream> {
    let mut client = connect(edge, "app.test", "h2").await;
    client.write_all(PREFACE).await.unwrap();
    client.write_all(&frame(SETTINGS, 0, 0, &[])).await.unwrap();
    client
}

/// The next frame: its type, its stream and what is in it; nothing at the end.
async fn next(client: &mut TlsStream<TcpStream>) -> Option<(u8, u32, Bytes)> {
    let mut header = [0; 9];
    client.read_exact(&mut header).await.ok()?;
    let length = u32::from_be_bytes([0, header[0], header[1], header[2]]);
    let stream = u32::from_be_bytes([header[5], header[6], header[7], header[8]]);
    let mut payload = vec![0; usize::try_from(length).unwrap()];
    client.read_exact(&mut payload).await.ok()?;
    Some((header[3], stream, payload.into()))
}

/// Whether the request of the first stream is answered with success; everything else is a refusal.
async fn is_answered(client: &mut TlsStream<TcpStream>) -> bool {
    while let Some((kind, stream, payload)) = next(client).await {
        match (kind, stream) {
            (HEADERS, 1) => return payload.first() == Some(&OK),
            (RST_STREAM, 1) | (GOAWAY, _) => return false,
            _ => {}
        }
    }
    false
}

#[tokio::test]
async fn heads_that_would_be_another_request_are_refused() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &secure(&origin)).await;
    for (what, headers) in [
        ("a line in a value", with("x-a", "b\r\nX-B: c")),
        ("a line feed in a value", with("x-a", "b\nX-B: c")),
        ("a request in a value", with("x-a", "b\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n")),
        ("a null character in a value", with("x-a", "b\0c")),
        ("capital letters in a name", with("X-A", "b")),
        ("a colon in a name", with("x-a: b\r\nx-b", "c")),
        ("a space in a name", with("x a", "b")),
        ("no name", with("", "b")),
        ("a coding", with("transfer-encoding", "chunked")),
        ("a header of the connection", with("connection", "close")),
        ("a header of the proxy", with("proxy-connection", "close")),
        ("an upgrade", with("upgrade", "h2c")),
        ("an encoding of trailers", with("te", "gzip")),
        ("a length without a body", with("content-length", "5")),
        ("a length that is none", with("content-length", "+0")),
        ("another host", with("host", "other.test")),
        ("a space in the path", with(":path", "/a b")),
        ("a line in the path", with(":path", "/ HTTP/1.1\r\nX-A: b")),
        ("an empty path", with(":path", "")),
        ("a path without a slash", with(":path", "a")),
        ("a star for GET", with(":path", "*")),
        ("a method with a space", with(":method", "GET /smuggled")),
        ("a method of the protocol", with(":method", "CONNECT")),
        ("a user in the authority", with(":authority", "a@app.test")),
        ("a line in the authority", with(":authority", "app.test\r\nX-A: b")),
        ("a path in the authority", with(":authority", "app.test/a")),
        ("two paths", beside(":path", "/b")),
        ("two methods", beside(":method", "POST")),
        ("two authorities", beside(":authority", "other.test")),
        ("an unknown pseudo-header", beside(":smuggled", "b")),
        ("a pseudo-header of answers", beside(":status", "200")),
        ("a regular header first", beside("x-a", "b")),
        ("no path", GET[..3].to_vec()),
        ("no method", GET[1..].to_vec()),
    ] {
        let mut client = begun(&edge).await;
        let head = frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(&headers));
        client.write_all(&head).await.unwrap();
        assert!(!is_answered(&mut client).await, "{what}");
        assert_eq!(origin.received(), Vec::<String>::new(), "{what}");
    }
    let mut client = begun(&edge).await;
    let head = frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(GET));
    client.write_all(&head).await.unwrap();
    assert!(is_answered(&mut client).await);
    assert_eq!(origin.received().len(), 1);
}

#[tokio::test]
async fn heads_that_unfold_are_refused() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &secure(&origin)).await;
    // A value of 4,000 bytes that is kept, and named by one byte each time. (RFC 7541, sections 5.1, 6.1
    // and 6.2.1.)
    let kept = [&[0x40, 3][..], b"x-a", &[0x7f, 0xa1, 0x1e], &[b'y'; 4000]].concat();
    for (what, more) in [
        ("a value that is named again and again", [kept.clone(), vec![0xbe; 10_000]].concat()),
        ("cookies in crumbs", block(&[("cookie", "a=b")]).repeat(1_000)),
        ("names of a letter", block(&[("x", "")]).repeat(3_000)),
    ] {
        let mut client = begun(&edge).await;
        let head = [block(GET), more].concat();
        client.write_all(&frame(HEADERS, END_STREAM | END_HEADERS, 1, &head)).await.unwrap();
        assert!(!is_answered(&mut client).await, "{what}");
    }
    assert_eq!(origin.received(), Vec::<String>::new());
    let mut client = begun(&edge).await;
    let head = [block(GET), kept, vec![0xbe; 3]].concat();
    client.write_all(&frame(HEADERS, END_STREAM | END_HEADERS, 1, &head)).await.unwrap();
    assert!(is_answered(&mut client).await, "what fits is passed on");
}

#[tokio::test]
async fn a_body_without_an_end_is_refused_where_no_room_is_left() {
    // It takes the connection, and reads nothing of it.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut config = secure(&Origin::answering(HELLO).await);
    config.groups = vec![group("g", &[listener.local_addr().unwrap()])];
    let edge = edge(parts(), &config).await;
    let mut client = begun(&edge).await;
    let head = frame(HEADERS, END_HEADERS, 1, &block(&with(":method", "POST")));
    client.write_all(&head).await.unwrap();
    let piece = frame(DATA, 0, 1, &[b'x'; 16_384]);
    for _ in 0..PIECES {
        if client.write_all(&piece).await.is_err() {
            break;
        }
    }
    assert!(!is_answered(&mut client).await);
}

#[tokio::test]
async fn floods_of_frames_end_their_connection_and_are_told() {
    let origin = Origin::answering(HELLO).await;
    let flood = FloodSettings { incidents_a_second: 0.0001, ..FloodSettings::default() };
    let flood = FloodSettings { window: Duration::from_millis(50), ..flood };
    let header = block(&[("x", &"y".repeat(120))]);
    for (kind, flags, stream, payload, opening, vector) in [
        (PING, 0, 0, &[0; 8][..], &[][..], Vector::Frames),
        (SETTINGS, 0, 0, &[], &[], Vector::Frames),
        (PRIORITY, 0, 3, &[0, 0, 0, 0, 1], &[], Vector::Frames),
        (UNKNOWN, 0, 0, &[], &[], Vector::Frames),
        (DATA, 0, 1, &[], GET, Vector::Frames),
        (CONTINUATION, 0, 1, &header, GET, Vector::Continuation),
    ] {
        let edge = edge(EdgeParts { flood, ..parts() }, &secure(&origin)).await;
        let mut client = begun(&edge).await;
        if !opening.is_empty() {
            let flags = if kind == DATA { END_HEADERS } else { 0 };
            client.write_all(&frame(HEADERS, flags, 1, &block(opening))).await.unwrap();
        }
        let (mut from, mut to) = tokio::io::split(client);
        let piece = frame(kind, flags, stream, payload).repeat(500);
        // What comes back is read, so that nobody can say that this client does not.
        let read = async { while from.read(&mut [0; 4096]).await.is_ok_and(|read| read > 0) {} };
        let sent = async {
            for _ in 0..PIECES {
                if to.write_all(&piece).await.is_err() || to.flush().await.is_err() {
                    return true;
                }
            }
            to.shutdown().await.is_err()
        };
        let (is_ended, ()) = tokio::join!(sent, read);
        assert!(is_ended, "frames of type {kind}");
        let told = async {
            loop {
                if let Some(attack) = edge.attack("arn:app.test") {
                    break attack;
                }
                tokio::task::yield_now().await;
            }
        };
        let told = timeout(Duration::from_secs(30), told).await;
        let told = told.unwrap_or_else(|_| panic!("frames of type {kind} are not told"));
        let vectors: Vec<_> = told.vectors.iter().map(|one| one.vector).collect();
        assert_eq!(vectors, [vector], "frames of type {kind}");
        let mut other = begun(&edge).await;
        let head = frame(HEADERS, END_STREAM | END_HEADERS, 1, &block(GET));
        other.write_all(&head).await.unwrap();
        assert!(is_answered(&mut other).await);
    }
}
