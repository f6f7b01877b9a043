//! Two parsers never disagree: whatever a client sends, what the target reads of it, by a parser that
//! has nothing in common with the edge's, is what the firewall judged.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, reason = "tests")]

mod support;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bartizan_edge::{Edge, Inspector, Verdict};
use bartizan_inspect::WebRequest;
use proptest::prelude::*;
use proptest::sample::select;
use support::{edge, inspected, simple};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request, as somebody understood it. Its headers are those that neither frame it nor tell of the
/// way it came.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Understood {
    method: String,
    target: Vec<u8>,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// Whether a header is about the connection, is written anew, or is added on the way.
fn is_of_the_way(name: &str) -> bool {
    const OF_THE_WAY: [&str; 13] = [
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "content-length",
        "expect",
        "x-forwarded-for",
        "x-forwarded-proto",
        "x-forwarded-port",
        "x-amzn-trace-id",
    ];
    OF_THE_WAY.contains(&name)
}

/// Keeps what it judged, and lets all pass.
#[derive(Clone, Default)]
struct Judge(Arc<Mutex<Vec<Understood>>>);

impl Inspector for Judge {
    fn inspect(&self, _: &str, _: &str, request: &WebRequest<'_>) -> Verdict {
        let headers = request
            .headers
            .iter()
            .map(|(name, value)| (String::from_utf8_lossy(name).into_owned(), value.to_vec()));
        let query =
            if request.query.is_empty() { Vec::new() } else { [b"?", request.query].concat() };
        self.0.lock().unwrap().push(Understood {
            method: request.method.to_owned(),
            target: [request.path, &query].concat(),
            headers: headers.filter(|(name, _)| !is_of_the_way(name)).collect(),
            body: request.body.to_vec(),
        });
        assert!(!request.body_truncated, "these bodies are seen whole");
        Verdict::Pass(Vec::new())
    }
}

/// The same with something readable for each control character that may stand in a value: the edge lets
/// them pass, as AWS's does, and the parser does not.
fn readable(bytes: &[u8]) -> Vec<u8> {
    let is_refused =
        |byte: u8| byte.is_ascii_control() && !matches!(byte, 0 | b'\r' | b'\n' | b'\t');
    bytes.iter().map(|byte| if is_refused(*byte) { b'?' } else { *byte }).collect()
}

/// Reads the request at the beginning of these bytes, and how long it is; nothing where it has not
/// come whole.
fn understood(bytes: &[u8]) -> Option<(Understood, usize)> {
    let line = memchr::memmem::find(bytes, b"\r\n")?;
    let mut words = bytes[..line].split(|byte| *byte == b' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    assert_eq!((words.next(), words.next()), (Some(&b"HTTP/1.1"[..]), None));
    let mut places = [httparse::EMPTY_HEADER; 300];
    let all = readable(&bytes[line + 2..]);
    let parsed = httparse::parse_headers(&all, &mut places);
    let httparse::Status::Complete((length, found)) = parsed.expect("headers that can be read")
    else {
        return None;
    };
    let head = line + 2 + length;
    let as_sent = |value: &[u8]| {
        let begin = line + 2 + (value.as_ptr().addr() - all.as_ptr().addr());
        bytes[begin..begin + value.len()].to_vec()
    };
    let headers: Vec<(String, Vec<u8>)> = found
        .iter()
        .map(|header| (header.name.to_ascii_lowercase(), as_sent(header.value)))
        .collect();
    let values = |wanted: &str| {
        let of_it = headers.iter().filter(|(name, _)| name == wanted);
        of_it.map(|(_, value)| String::from_utf8(value.clone()).unwrap()).collect::<Vec<_>>()
    };
    let (codings, lengths) = (values("transfer-encoding"), values("content-length"));
    assert!(codings.len() + lengths.len() <= 1, "one framing: {codings:?} {lengths:?}");
    let rest = &bytes[head..];
    let (body, length) = match (codings.first(), lengths.first()) {
        (Some(coding), _) => {
            assert_eq!(coding, "chunked");
            chunks(rest)?
        }
        (None, Some(length)) => {
            let length: usize = length.parse().unwrap();
            (rest.get(..length)?.to_vec(), length)
        }
        (None, None) => (Vec::new(), 0),
    };
    let method = String::from_utf8(method.to_vec()).unwrap();
    // A query that is there and empty is judged as none.
    let has_empty_query = memchr::memchr(b'?', target).is_some_and(|at| at + 1 == target.len());
    let target = target[..target.len() - usize::from(has_empty_query)].to_vec();
    let headers = headers.into_iter().filter(|(name, _)| !is_of_the_way(name)).collect();
    Some((Understood { method, target, headers, body }, head + length))
}

/// The data of a chunked body, and how long that is on the wire.
fn chunks(mut rest: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (whole, mut data) = (rest.len(), Vec::new());
    loop {
        let httparse::Status::Complete((at, size)) =
            httparse::parse_chunk_size(rest).expect("a size of a chunk")
        else {
            return None;
        };
        let size = usize::try_from(size).unwrap();
        let piece = rest.get(at..at + size + 2)?;
        assert!(piece.ends_with(b"\r\n"), "a chunk ends where it says");
        data.extend_from_slice(&piece[..size]);
        rest = &rest[at + size + 2..];
        if size == 0 {
            return Some((data, whole - rest.len()));
        }
    }
}

/// A target that keeps what it understood.
async fn target(kept: Arc<Mutex<Vec<Understood>>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let kept = Arc::clone(&kept);
            tokio::spawn(async move {
                let mut bytes = Vec::new();
                while stream.read_buf(&mut bytes).await.unwrap_or(0) > 0 {
                    while let Some((request, length)) = understood(&bytes) {
                        bytes.drain(..length);
                        kept.lock().unwrap().push(request);
                        let answer = b"HTTP/1.1 204 No Content\r\n\r\n";
                        stream.write_all(answer).await.unwrap();
                    }
                }
            });
        }
    });
    address
}

/// Sends bytes, says that no more come, and waits until the connection ends.
async fn send(edge: &Edge, bytes: &[u8]) {
    let mut stream = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    // Who is refused early may not take the rest.
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(Duration::from_secs(10), reading).await.expect("an end");
}

const METHODS: &[&str] = &["GET", "POST", "HEAD", "PUT", "OPTIONS", "get", "PO ST", "X-A", ""];
const TARGETS: &[&str] = &[
    "/",
    "/a?b=c",
    "/a?b?c",
    "/?",
    "/%00",
    "/../a",
    "//a",
    "/a;b=c",
    "http://app.test/x",
    "http://b/",
    "*",
    "/a b",
    "/a#b",
    "/\u{e4}",
    "a",
    "/a\tb",
    "/%0d%0aX:y",
];
const VERSIONS: &[&str] =
    &["HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", "HTTP/0.9"];
const NAMES: &[&str] = &[
    "Content-Length",
    "content-length",
    "Content_Length",
    "Content-Length ",
    "Transfer-Encoding",
    "transfer-encoding",
    "Transfer-Encoding\t",
    "Host",
    "Connection",
    "Upgrade",
    "Expect",
    "TE",
    "X-A",
    "X-Forwarded-For",
    "Cookie",
    "Trailer",
    "",
    " X-B",
    "\u{b}Content-Length",
    "X-A:",
];
const VALUES: &[&str] = &[
    "0",
    "5",
    "05",
    "+5",
    "5, 5",
    "6",
    "0x5",
    "chunked",
    "Chunked",
    "chunked, identity",
    "identity",
    "gzip, chunked",
    " chunked",
    "chunked ",
    "xchunked",
    "app.test",
    "a@app.test",
    "close",
    "keep-alive",
    "X-A",
    "Content-Length",
    "Transfer-Encoding",
    "cookie",
    "websocket",
    "h2c",
    "100-continue",
    "trailers",
    "",
    "a\rb",
    "a\nb",
    "a\r\n b",
    "\u{e9}",
    "\"5\"",
];
const ENDS: &[&str] = &["\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r", "\r\r\n", "\r\n "];
const BODIES: &[&str] = &[
    "",
    "abcde",
    "5\r\nabcde\r\n0\r\n\r\n",
    "5;x=y\r\nabcde\r\n0\r\nA: b\r\n\r\n",
    "0\r\n\r\n",
    "5\nabcde\n0\n\n",
    "05\r\nabcde\r\n00\r\n\r\n",
    "5\r\nabcdef\r\n0\r\n\r\n",
    "ffffffffffffffff\r\n",
    "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
    "5\r\nGET /\r\n0\r\n\r\n",
];

/// One request, right or wrong in some of its parts.
fn request() -> impl Strategy<Value = Vec<u8>> {
    let line = |end| (select(NAMES), select(VALUES), end);
    let usual = || prop_oneof![9 => Just("\r\n"), 1 => select(ENDS)];
    let framing = prop_oneof![
        Just("Content-Length: 5\r\n"),
        Just("Transfer-Encoding: chunked\r\n"),
        Just("Host: app.test\r\n"),
        Just(""),
    ];
    let first = (
        prop_oneof![3 => Just("POST"), 1 => select(METHODS)],
        prop_oneof![3 => Just("/a"), 1 => select(TARGETS)],
        prop_oneof![5 => Just("HTTP/1.1"), 1 => select(VERSIONS)],
        usual(),
    );
    let lines = prop::collection::vec(line(usual().boxed()), 0..4);
    (first, framing, lines, select(BODIES)).prop_map(|(first, framing, lines, body)| {
        let (method, target, version, end) = first;
        let mut text = format!("{method} {target} {version}{end}Host: app.test\r\n{framing}");
        for (name, value, end) in lines {
            text.extend([name, ": ", value, end]);
        }
        format!("{text}\r\n{body}").into_bytes()
    })
}

/// Some requests on one connection, with a byte of them changed here and there.
fn conversation() -> impl Strategy<Value = Vec<u8>> {
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..2);
    (prop::collection::vec(request(), 1..4), changes).prop_map(|(requests, changes)| {
        let mut bytes = requests.concat();
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        bytes
    })
}

/// Headers that `Connection` may take away, where the target shows none of them.
fn without_nominated(judged: &Understood, seen: &Understood) -> Understood {
    let is_seen = |name: &String| seen.headers.iter().any(|(held, _)| held == name);
    let headers = judged.headers.iter().filter(|(name, _)| {
        is_seen(name) || !matches!(name.as_str(), "te" | "content-type" | "x-a")
    });
    Understood { headers: headers.cloned().collect(), ..judged.clone() }
}

#[test]
fn what_the_target_reads_is_what_was_judged() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (judge, kept) = (Judge::default(), Arc::default());
    let edge = runtime.block_on(async {
        let mut config = simple(&[target(Arc::clone(&kept)).await]);
        config.fronts[0].inspected_body_bytes = 64 * 1024;
        edge(inspected(judge.clone()), &config).await
    });
    let (passed, refused) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    proptest!(ProptestConfig::with_cases(1500), |(bytes in conversation())| {
        runtime.block_on(send(&edge, &bytes));
        let judged = std::mem::take(&mut *judge.0.lock().unwrap());
        let seen = std::mem::take(&mut *kept.lock().unwrap());
        passed.set(passed.get() + seen.len());
        refused.set(refused.get() + usize::from(seen.is_empty()));
        prop_assert_eq!(judged.len(), seen.len());
        for (judged, seen) in judged.iter().zip(&seen) {
            prop_assert_eq!(&without_nominated(judged, seen), seen);
        }
    });
    // One in seven passes; what is looked at is not to be all of one kind.
    assert!(passed.get() > 100 && refused.get() > 100, "{passed:?} {refused:?}");
}
