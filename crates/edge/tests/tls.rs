//! TLS and HTTP/2.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use bartizan_edge::config::{Attributes, ListenerHeaders, Tls};
use bartizan_edge::{Edge, EdgeParts, Limits};
use bytes::Bytes;
use http::{HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::SendRequest;
use hyper_util::rt::{TokioExecutor, TokioIo};
use support::secure::{APP, OTHER, certificate, connect, connect_at, secure};
use support::{HELLO, Lines, Origin, edge, fetch, forward, parts, simple, status};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn http2(edge: &Edge) -> SendRequest<Full<Bytes>> {
    let stream = TokioIo::new(connect(edge, "app.test", "h2").await);
    let (sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.unwrap();
    tokio::spawn(connection);
    sender
}

#[tokio::test]
async fn clients_get_the_certificate_that_they_ask_for() {
    let origin = Origin::answering(HELLO).await;
    let log = Lines::default();
    let parts = EdgeParts { log: Arc::new(log.clone()), ..parts() };
    let edge = edge(parts, &secure(&origin)).await;
    for (name, arn) in [("app.test", "cert-app"), ("www.other.test", "cert-other")] {
        // That the handshake succeeds says that the certificate is for the name.
        let mut stream = connect(&edge, name, "http/1.1").await;
        let request = "GET / HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("hello"), "{answer}");
        let line = log.all().pop().unwrap();
        assert!(line.starts_with("https "), "{line}");
        assert!(line.contains(&format!(" \"{name}\" \"{arn}\" 0 ")), "{line}");
        assert!(line.contains(" TLS_AES_256_GCM_SHA384 TLSv1.3 "), "{line}");
    }
    let received = origin.received().remove(0);
    assert!(received.contains("X-Forwarded-Proto: https\r\nX-Forwarded-Port: 443\r\n"));
}

#[tokio::test]
async fn http2_is_carried_over_http1() {
    let origin = Origin::answering(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    )
    .await;
    let edge = edge(parts(), &secure(&origin)).await;
    let mut sender = http2(&edge).await;
    for (body, framing) in [("", ""), ("abc", "content-length")] {
        let method = if body.is_empty() { "GET" } else { "POST" };
        let request = Request::builder()
            .method(method)
            .uri("https://app.test/a/%2e?b")
            .header("cookie", "a=b")
            .header("cookie", "c=d")
            .body(Full::new(Bytes::from(body)))
            .unwrap();
        let answer = sender.send_request(request).await.unwrap();
        assert_eq!(answer.headers()["x-a"], "b");
        assert!(!answer.headers().contains_key("transfer-encoding"));
        assert_eq!(answer.into_body().collect().await.unwrap().to_bytes(), "hello");
        let received = origin.received().pop().unwrap();
        assert!(
            received.starts_with(&format!("{method} /a/%2e?b HTTP/1.1\r\nhost: app.test\r\n")),
            "{received}"
        );
        assert!(received.contains("\r\ncookie: a=b; c=d\r\n"), "{received}");
        assert!(
            received.ends_with(&format!("\r\n\r\n{body}"))
                && received.to_lowercase().contains(framing)
        );
    }
}

#[tokio::test]
async fn targets_are_told_of_tls_by_the_names_that_the_listener_says() {
    let origin = Origin::answering(HELLO).await;
    let mut config = secure(&origin);
    config.fronts[0].attributes.forwards_tls = true;
    config.fronts[0].listeners[0].headers = ListenerHeaders {
        set: vec![("Strict-Transport-Security", "max-age=1".to_owned())],
        hides_server: true,
        tls_version: Some("Client-Tls".to_owned()),
        cipher_suite: None,
    };
    let edge = edge(parts(), &config).await;
    let mut sender = http2(&edge).await;
    let request = Request::builder()
        .uri("https://app.test/")
        .header("client-tls", "none")
        .header("x-amzn-tls-version", "none")
        .header("x-amzn-tls-cipher-suite", "none")
        .body(Full::new(Bytes::new()))
        .unwrap();
    let answer = sender.send_request(request).await.unwrap();
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=1");
    let received = origin.received().pop().unwrap();
    assert!(received.contains("\r\nClient-Tls: TLSv1.3\r\n"), "{received}");
    assert!(received.contains("\r\nX-Amzn-Tls-Cipher-Suite: TLS_"), "{received}");
    assert!(!received.contains("none"), "{received}");
    config.fronts[0].listeners[0].default = forward(&[("g", 0)]);
    edge.publish(&config).await;
    let request =
        Request::builder().uri("https://app.test/").body(Full::new(Bytes::new())).unwrap();
    let own = sender.send_request(request).await.unwrap();
    assert_eq!(
        (own.status(), &own.headers()["strict-transport-security"]),
        (StatusCode::SERVICE_UNAVAILABLE, &HeaderValue::from_static("max-age=1"))
    );
    assert!(own.headers().contains_key("date") && !own.headers().contains_key("server"));
}

#[tokio::test]
async fn values_that_targets_would_read_otherwise_are_refused() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &secure(&origin)).await;
    let mut sender = http2(&edge).await;
    for (name, value, status) in [
        ("x-kind", "a b", StatusCode::OK),
        ("x-kind", "", StatusCode::OK),
        ("x-kind", " a", StatusCode::BAD_REQUEST),
        ("x-kind", "a\t", StatusCode::BAD_REQUEST),
        ("cookie", "a=b ", StatusCode::BAD_REQUEST),
    ] {
        let request = Request::builder().uri("https://app.test/").header(name, value);
        let request = request.body(Full::new(Bytes::new())).unwrap();
        let answer = sender.send_request(request).await.unwrap();
        assert_eq!(answer.status(), status, "{name}: {value:?}");
    }
}

#[tokio::test]
async fn who_resets_what_it_asks_for_loses_its_connection() {
    let origin = Origin::with(|_| {
        std::thread::sleep(Duration::from_millis(1));
        HELLO.as_bytes().to_vec()
    })
    .await;
    let limits = Limits { resets: 10, ..parts().limits };
    let edge = edge(EdgeParts { limits, ..parts() }, &secure(&origin)).await;
    let mut sender = http2(&edge).await;
    let mut ended = false;
    for _ in 0..2000 {
        if sender.ready().await.is_err() {
            ended = true;
            break;
        }
        let request = Request::get("https://app.test/").body(Full::default()).unwrap();
        let answer = sender.send_request(request);
        tokio::select! {
            _ = answer => {}
            () = tokio::task::yield_now() => {}
        }
    }
    assert!(ended);
    // Others go on.
    let request = Request::get("https://app.test/").body(Full::default()).unwrap();
    assert_eq!(http2(&edge).await.send_request(request).await.unwrap().status(), 200);
}

#[tokio::test]
async fn heads_are_counted_in_all_protocols() {
    let origin = Origin::answering(HELLO).await;
    let limits = Limits { memory: 64, ..parts().limits };
    let edge = edge(EdgeParts { limits, ..parts() }, &secure(&origin)).await;
    let request = Request::get("https://app.test/").body(Full::<Bytes>::default()).unwrap();
    assert_eq!(http2(&edge).await.send_request(request).await.unwrap().status(), 503);
    let mut stream = connect(&edge, "app.test", "http/1.1").await;
    stream.write_all(b"GET / HTTP/1.1\r\nHost: app.test\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 503 "), "{answer}");
    assert_eq!(origin.received().len(), 0);
}

#[tokio::test]
async fn http2_can_be_turned_off_and_hosts_must_agree() {
    let origin = Origin::answering(HELLO).await;
    let mut config = secure(&origin);
    let edge_on = edge(parts(), &config).await;
    let request = Request::get("https://app.test/").header("host", "other.test");
    let request = request.body(Full::<Bytes>::default()).unwrap();
    let answer = http2(&edge_on).await.send_request(request).await.unwrap();
    assert_eq!(answer.status(), 400);
    config.fronts[0].attributes = Attributes { has_http2: false, ..Attributes::default() };
    let edge_off = edge(parts(), &config).await;
    let stream = connect(&edge_off, "app.test", "http/1.1").await;
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    assert_eq!(origin.received().len(), 0);
}

#[tokio::test]
async fn who_wants_tls_takes_it_from_nobody_else() {
    let origin = Origin::answering(HELLO).await;
    let mut config = simple(&[origin.address]);
    let mut secure = secure(&origin).fronts.remove(0);
    secure.names = vec!["www.other.test".to_owned()];
    secure.listeners[0].port = 80;
    config.fronts.push(secure);
    let edge = edge(parts(), &config).await;
    assert_eq!(status(&fetch(&edge, "app.test", "/", "").await), 200);
    for name in ["www.other.test", "app.test"] {
        let mut stream = connect_at(&edge, 80, name, "http/1.1").await;
        let request = format!("GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(answer.ends_with("hello"), "{answer}");
    }
}

#[tokio::test]
async fn clear_text_where_tls_is_meant_is_not_served() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(parts(), &secure(&origin)).await;
    let mut stream = TcpStream::connect(edge.address(443).unwrap()).await.unwrap();
    stream.write_all(b"GET / HTTP/1.1\r\nHost: app.test\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP"));
    // And a certificate must fit its key.
    let mut config = simple(&[]);
    let mismatched = vec![certificate("c", (APP.0, OTHER.1))];
    config.fronts[0].listeners[0].tls = Some(Tls { certificates: mismatched, has_tls12: true });
    let unserved = edge.publish(&config).await;
    assert_eq!(unserved.len(), 1);
    assert!(unserved[0].error.to_string().starts_with("the certificate `c`"), "{}", unserved[0]);
}

#[tokio::test]
async fn who_does_not_read_over_http2_is_not_waited_for() {
    let body = "x".repeat(4 * 1024 * 1024);
    let length = body.len();
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}");
    let origin = Origin::answering(answer).await;
    let mut config = secure(&origin);
    config.fronts[0].attributes.idle_timeout = Duration::from_secs(1);
    let edge = edge(parts(), &config).await;
    let stream = TokioIo::new(connect(&edge, "app.test", "h2").await);
    let (mut sender, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), stream).await.unwrap();
    let ended = tokio::spawn(connection);
    let request = Request::get("https://app.test/").body(Full::<Bytes>::default()).unwrap();
    let unread = sender.send_request(request).await.unwrap();
    assert_eq!(unread.status(), 200);
    let ended = tokio::time::timeout(Duration::from_secs(10), ended).await;
    drop(unread);
    assert!(ended.is_ok(), "the connection goes on");
}

#[tokio::test]
async fn a_handshake_for_one_account_serves_no_host_of_another() {
    let origin = Origin::answering(HELLO).await;
    let mut config = secure(&origin);
    let arn = |account: &str, name: &str| {
        format!("arn:aws:elasticloadbalancing:us-east-1:{account}:loadbalancer/{name}")
    };
    let mut own = config.fronts.remove(0);
    own.arn = arn("000000000001", "app");
    let (mut sister, mut other) = (own.clone(), own.clone());
    (sister.arn, sister.names) = (arn("000000000001", "sister"), vec!["sister.test".to_owned()]);
    (other.arn, other.names) = (arn("000000000002", "other"), vec!["www.other.test".to_owned()]);
    config.fronts = vec![own, sister, other];
    let edge = edge(parts(), &config).await;
    for (name, host, wanted) in [
        ("app.test", "app.test", "200"),
        ("app.test", "sister.test", "200"),
        ("app.test", "www.other.test", "421"),
        ("www.other.test", "app.test", "421"),
        ("www.other.test", "www.other.test", "200"),
    ] {
        let mut stream = connect(&edge, name, "http/1.1").await;
        let request = format!("GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        assert_eq!(answer.split(' ').nth(1), Some(wanted), "{name} {host}");
    }
}
