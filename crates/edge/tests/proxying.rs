//! Requests that are carried: what the target receives, and what the client does.

mod support;

use bartizan_edge::config::{Attributes, DesyncMode, ForwardedFor};
use support::{HELLO, Origin, ask, edge, fetch, parts, simple, status};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What a target received, without the trace id.
fn traceless(received: &str) -> String {
    let lines = received.split("\r\n").filter(|line| !line.starts_with("X-Amzn-Trace-Id: "));
    lines.collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn the_target_receives_what_came_in_its_order_and_what_the_balancer_adds() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let answer = ask(
        &edge,
        "POST /a%2e%2e/b;c?d=e&f HTTP/1.1\r\nx-ODD-case:  kept \r\nHost: app.test\r\nAccept: */*\r\n\
         TE: trailers\r\nKeep-Alive: 5\r\nUpgrade: h2c\r\nConnection: close, X-Odd-Case, x-drop, drop\r\n\
         Drop: 1\r\nContent-Length: 3\r\nX-Forwarded-Proto: gopher\r\nCookie: a=b\r\n\r\nabc",
    )
    .await;
    assert_eq!(answer, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
    assert_eq!(
        traceless(&origin.received()[0]),
        "POST /a%2e%2e/b;c?d=e&f HTTP/1.1\nx-ODD-case: kept\nHost: app.test\nAccept: */*\n\
         Cookie: a=b\nX-Forwarded-For: 127.0.0.1\nX-Forwarded-Proto: http\nX-Forwarded-Port: 80\n\
         Content-Length: 3\n\nabc"
    );
}

#[tokio::test]
async fn chunks_are_framed_anew() {
    let origin = Origin::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n0\r\nT: u\r\n\r\n",
    )
    .await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let answer = ask(
        &edge,
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: Chunked\r\n\r\n\
         0003;ext=\"1\"\r\nabc\r\n2\r\nde\r\n0\r\nTrailer: left-out\r\n\r\n",
    )
    .await;
    let received = origin.received().remove(0);
    let (head, body) = received.split_once("\r\n\r\n").unwrap();
    assert!(head.ends_with("Transfer-Encoding: chunked"), "{head}");
    assert_eq!(
        body.replace("\r\n2\r\n", "").replace("3\r\nabc", "5\r\nabc"),
        "5\r\nabcde\r\n0\r\n\r\n"
    );
    assert!(answer.ends_with("\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn a_connection_carries_many_requests_over_one_to_the_target() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let one = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n";
    let last = "GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = ask(&edge, format!("{one}{one}{one}{last}")).await;
    assert_eq!(answer.matches("hello").count(), 4, "{answer}");
    assert_eq!((origin.received().len(), origin.connections()), (4, 1));
}

#[tokio::test]
async fn a_connection_that_the_target_closed_costs_no_request() {
    let origin = Origin::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let closing = Origin::with(|_| {
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec()
    })
    .await;
    for origin in [origin, closing] {
        let edge = edge(parts(), &simple(&[origin.address])).await;
        for _ in 0..5 {
            assert_eq!(status(&fetch(&edge, "a", "/", "").await), 200);
        }
    }
}

#[tokio::test]
async fn what_targets_do_wrong_is_answered_for_them() {
    let gone = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let edge_of = async |address| edge(parts(), &simple(&[address])).await;
    assert_eq!(status(&fetch(&edge_of(gone).await, "a", "/", "").await), 502);
    for answer in [
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        "nonsense\r\n\r\n",
    ] {
        let origin = Origin::answering(answer).await;
        let edge = edge_of(origin.address).await;
        assert_eq!(status(&fetch(&edge, "a", "/", "").await), 502, "{answer}");
    }
    let empty = edge(parts(), &simple(&[])).await;
    let answer = fetch(&empty, "a", "/", "").await;
    assert_eq!(status(&answer), 503);
    assert!(answer.contains("<center><h1>503 Service Temporarily Unavailable</h1></center>"));
}

#[tokio::test]
async fn answers_without_a_length_end_with_their_connection() {
    let origin = Origin::answering("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello").await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let answer = fetch(&edge, "a", "/", "").await;
    assert!(
        answer.ends_with(
            "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
        ),
        "{answer}"
    );
    let answer = ask(&edge, "GET / HTTP/1.0\r\n\r\n").await;
    assert!(answer.ends_with("Connection: close\r\n\r\nhello"), "{answer}");
}

#[tokio::test]
async fn head_has_a_length_and_no_body() {
    let origin = Origin::answering("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n").await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let request = "HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = ask(&edge, request).await;
    assert!(answer.ends_with("Content-Length: 500\r\nConnection: close\r\n\r\n"), "{answer}");
}

#[tokio::test]
async fn who_waits_to_be_told_is_told() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let mut stream = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    let head = "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\
                Connection: close\r\n\r\n";
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut told = [0; 25];
    stream.read_exact(&mut told).await.unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"abc").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("hello"), "{answer}");
    assert!(!origin.received()[0].contains("100-continue"));
}

#[tokio::test]
async fn websockets_are_carried_both_ways() {
    let origin = Origin::with(|request| {
        assert!(request.contains("Connection: upgrade\r\nUpgrade: websocket\r\n"), "{request}");
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
          Sec-WebSocket-Accept: x\r\n\r\nfirst"
            .to_vec()
    })
    .await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let mut stream = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    let request = "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n\
                   Upgrade: WebSocket\r\nSec-WebSocket-Key: k\r\n\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let wanted = "HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: x\r\n\
                  Connection: upgrade\r\nUpgrade: websocket\r\n\r\nfirst";
    let mut answer = vec![0; wanted.len()];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(String::from_utf8_lossy(&answer), wanted);
    stream.write_all(b"ping").await.unwrap();
    let mut echo = [0; 4];
    stream.read_exact(&mut echo).await.unwrap();
    assert_eq!(&echo, b"ping");
}

#[tokio::test]
async fn attributes_say_what_the_target_is_told() {
    let origin = Origin::answering(HELLO).await;
    let logged = Attributes::default();
    for (attributes, sent, told) in [
        (
            logged.clone(),
            "X-Forwarded-For: 192.0.2.1, 192.0.2.2\r\nX-Forwarded-For: 192.0.2.3\r\n",
            "X-Forwarded-For: 192.0.2.1, 192.0.2.2, 192.0.2.3, 127.0.0.1\n",
        ),
        (
            Attributes { forwarded_for: ForwardedFor::Preserve, ..logged.clone() },
            "X-Forwarded-For: 192.0.2.1\r\n",
            "X-Forwarded-For: 192.0.2.1\nX-Forwarded-Proto: http\n",
        ),
        (
            Attributes { forwarded_for: ForwardedFor::Remove, ..logged.clone() },
            "X-Forwarded-For: 192.0.2.1\r\n",
            "Host: app.test\nX-Forwarded-Proto: http\n",
        ),
        (
            Attributes { drops_invalid_headers: true, ..logged.clone() },
            "X_Odd: 1\r\n",
            "Host: app.test\nX-Forwarded-For: 127.0.0.1\n",
        ),
        (logged.clone(), "X_Odd: 1\r\n", "X_Odd: 1\n"),
    ] {
        let mut config = simple(&[origin.address]);
        config.fronts[0].attributes = attributes;
        let edge = edge(parts(), &config).await;
        fetch(&edge, "app.test", "/", sent).await;
        let received = traceless(origin.received().last().unwrap());
        assert!(received.contains(told), "{received}");
    }
}

#[tokio::test]
async fn strictness_refuses_what_is_only_acceptable() {
    let origin = Origin::answering(HELLO).await;
    let mut config = simple(&[origin.address]);
    for (mode, wanted) in [(DesyncMode::Defensive, 200), (DesyncMode::Strictest, 400)] {
        config.fronts[0].attributes.desync = mode;
        let edge = edge(parts(), &config).await;
        assert_eq!(status(&fetch(&edge, "a", "/", "Content-Length: 0\r\n").await), wanted);
    }
    // What is ambiguous ends its connection.
    config.fronts[0].attributes.desync = DesyncMode::Defensive;
    let edge = edge(parts(), &config).await;
    let request = "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    assert!(ask(&edge, request).await.contains("Connection: close"));
}

#[tokio::test]
async fn traces_keep_their_root() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    fetch(&edge, "a", "/", "").await;
    fetch(
        &edge,
        "a",
        "/",
        "X-Amzn-Trace-Id: Self=1-2-3;Root=1-67891233-abcdef012345678912345678;CalledFrom=app\r\n",
    )
    .await;
    let [new, kept] = origin.received().try_into().unwrap();
    let trace = |received: &str| {
        received.split("X-Amzn-Trace-Id: ").nth(1).unwrap().split("\r\n").next().unwrap().to_owned()
    };
    assert!(trace(&new).starts_with("Root=1-") && trace(&new).len() == 40, "{new}");
    let kept = trace(&kept);
    assert!(
        kept.starts_with("Self=1-")
            && kept.ends_with(";Root=1-67891233-abcdef012345678912345678;CalledFrom=app"),
        "{kept}"
    );
}

#[tokio::test]
async fn large_bodies_stream_both_ways() {
    let large = "x".repeat(1_000_000);
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{large}", large.len());
    let origin = Origin::answering(answer).await;
    let edge = edge(parts(), &simple(&[origin.address])).await;
    let request = format!(
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{large}",
        large.len()
    );
    let answer = ask(&edge, request).await;
    assert!(answer.ends_with(&large) && answer.len() < large.len() + 200);
    assert!(origin.received()[0].ends_with(&large));
}
