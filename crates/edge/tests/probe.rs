//! One look at an endpoint.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::io::ErrorKind;
use std::net::SocketAddr;

use bartizan_edge::{Asked, Probe, ProbeFailure, Probed, Reach};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

struct Anywhere;

impl Reach for Anywhere {
    fn refusal(&self, address: SocketAddr) -> Option<&'static str> {
        (address.port() == 9).then_some("it is closed to all")
    }
}

/// An endpoint that sends this to whoever connects, and what it was asked.
async fn endpoint(answer: &str) -> (SocketAddr, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, answer) = (listener.local_addr().unwrap(), answer.to_owned());
    let asked = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = vec![0; 4096];
        let length = stream.read(&mut request).await.unwrap();
        stream.write_all(answer.as_bytes()).await.unwrap();
        String::from_utf8_lossy(&request[..length]).into_owned()
    });
    (address, asked)
}

fn asked(text: Option<&str>) -> Asked {
    Asked {
        is_tls: false,
        server_name: None,
        host: "app.test".to_owned(),
        path: "/up?x=1".to_owned(),
        user_agent: "checker".to_owned(),
        text: text.map(str::to_owned),
    }
}

async fn looked(answer: &str, text: Option<&str>) -> Result<Option<(u16, String)>, ProbeFailure> {
    let (address, _) = endpoint(answer).await;
    Probe { address, asked: Some(asked(text)) }.look(&Anywhere).await.result
}

#[tokio::test]
async fn a_request_says_whom_it_is_for() {
    let (address, request) = endpoint("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let seen = Probe { address, asked: Some(asked(None)) }.look(&Anywhere).await;
    assert_eq!(seen.result, Ok(Some((200, "OK".to_owned()))));
    assert_eq!(seen.from, Some(address.ip()));
    assert!(seen.connected.is_some() && seen.answered.is_some() && seen.encrypted.is_none());
    let wanted =
        "GET /up?x=1 HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\nUser-Agent: checker";
    assert!(request.await.unwrap().starts_with(wanted));
}

#[tokio::test]
async fn an_answer_is_judged_by_its_status() {
    for (line, is_well) in [
        ("HTTP/1.1 200 OK", true),
        ("HTTP/1.1 399 Odd", true),
        ("HTTP/1.0 301 Moved", true),
        ("HTTP/1.1 400 Bad Request", false),
        ("HTTP/1.1 503 Service Unavailable", false),
    ] {
        let found = looked(&format!("{line}\r\nConnection: close\r\n\r\n"), None).await;
        assert_eq!(found.is_ok(), is_well, "{line}: {found:?}");
    }
    assert_eq!(looked("", None).await, Err(ProbeFailure::NoAnswer));
    assert_eq!(looked("hello\r\n\r\n", None).await, Err(ProbeFailure::NoAnswer));
}

#[tokio::test]
async fn a_text_stands_near_the_beginning_of_a_body() {
    let padded = |bytes: usize| format!("{}well", "x".repeat(bytes));
    let closed = |body: &str| format!("HTTP/1.1 200 OK\r\n\r\n{body}");
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nwe\r\n2\r\nll\r\n0\r\n\r\n";
    let long = format!("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{}", "swell");
    for (answer, is_there) in [
        (closed("all is well"), true),
        (closed("all is ill"), false),
        (closed(&padded(5116)), true),
        (closed(&padded(5117)), false),
        (chunked.to_owned(), true),
        (long, false),
        ("HTTP/1.1 204 No Content\r\n\r\n".to_owned(), false),
    ] {
        let found = looked(&answer, Some("well")).await;
        assert_eq!(found.is_ok(), is_there, "{found:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_looked_at_is_not_well() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let look = async |address: SocketAddr| -> Probed {
        Probe { address, asked: None }.look(&Anywhere).await
    };
    assert_eq!(
        look(gone).await.result,
        Err(ProbeFailure::Unconnected(ErrorKind::ConnectionRefused))
    );
    let closed: SocketAddr = "127.0.0.1:9".parse().unwrap();
    assert_eq!(look(closed).await.result, Err(ProbeFailure::Forbidden("it is closed to all")));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    assert_eq!(look(listener.local_addr().unwrap()).await.result, Ok(None));
}

#[tokio::test]
async fn what_speaks_no_tls_is_not_well() {
    let (address, _) = endpoint("no").await;
    let asked =
        Some(Asked { is_tls: true, server_name: Some("app.test".to_owned()), ..asked(None) });
    let found = Probe { address, asked }.look(&Anywhere).await.result;
    assert_eq!(found, Err(ProbeFailure::Handshake("handshake failed".to_owned())));
}

#[tokio::test(start_paused = true)]
async fn an_answer_has_two_seconds() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let held = tokio::spawn(async move { listener.accept().await });
    let found = Probe { address, asked: Some(asked(None)) }.look(&Anywhere).await.result;
    assert_eq!(found, Err(ProbeFailure::AnswerTimeout));
    drop(held);
}
