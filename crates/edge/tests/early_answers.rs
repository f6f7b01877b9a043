//! Targets that answer before the body of a request has come: the answer is passed on at once, and
//! neither connection is lost where its rest comes.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bartizan_edge::Edge;
use support::{ask, edge, parts, simple, status};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const HEAD_END: &[u8] = b"\r\n\r\n";

/// A target that answers each head as soon as it is there, and reads this many bytes of body behind
/// it; how many connections came.
async fn hasty(answer: &'static [u8], body: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let counted = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(async move {
                let mut bytes = Vec::new();
                loop {
                    if let Some(at) = memchr::memmem::find(&bytes, HEAD_END) {
                        let _ = stream.write_all(answer).await;
                        let whole = at + HEAD_END.len() + body;
                        while bytes.len() < whole {
                            if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                                return;
                            }
                        }
                        bytes.drain(..whole);
                    } else if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
            });
        }
    });
    (address, connections)
}

async fn connected(edge: &Edge) -> TcpStream {
    TcpStream::connect(edge.address(80).unwrap()).await.unwrap()
}

/// Reads one answer that ends in this.
async fn answered(client: &mut TcpStream, end: &str) -> String {
    let mut answer = String::new();
    while !answer.ends_with(end) {
        let mut bytes = [0; 1024];
        let read = client.read(&mut bytes).await.unwrap();
        assert!(read > 0, "{answer:?}");
        answer.push_str(std::str::from_utf8(&bytes[..read]).unwrap());
    }
    answer
}

const EARLY: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nearly";

#[tokio::test]
async fn who_sends_the_rest_keeps_its_connection() {
    const FOUND: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nearly";
    for (answer, wanted) in [(EARLY, 200), (FOUND, 404)] {
        let (target, _) = hasty(answer, 100_000).await;
        let edge = edge(parts(), &simple(&[target])).await;
        let mut client = connected(&edge).await;
        for _ in 0..3 {
            let head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n";
            client.write_all(head).await.unwrap();
            let answer = answered(&mut client, "early").await;
            assert_eq!(status(&answer), wanted);
            assert!(!answer.contains("Connection: close"), "{answer}");
            client.write_all(&vec![b'x'; 100_000]).await.unwrap();
        }
    }
}

#[tokio::test]
async fn what_comes_behind_an_early_answer_reaches_the_target() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    // The target answers piece by piece: a head at once, and what came at the end of the body.
    let target = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = Vec::new();
        while memchr::memmem::find(&bytes, HEAD_END).is_none() {
            stream.read_buf(&mut bytes).await.unwrap();
        }
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nget\r\n";
        stream.write_all(head).await.unwrap();
        while !bytes.ends_with(b"0\r\n\r\n") {
            stream.read_buf(&mut bytes).await.unwrap();
        }
        stream.write_all(b"3\r\ngot\r\n0\r\n\r\n").await.unwrap();
        bytes
    });
    let edge = edge(parts(), &simple(&[address])).await;
    let mut client = connected(&edge).await;
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
    client.write_all(head).await.unwrap();
    answered(&mut client, "3\r\nget\r\n").await;
    client.write_all(b"6\r\n world\r\n").await.unwrap();
    client.write_all(b"0\r\n\r\n").await.unwrap();
    answered(&mut client, "3\r\ngot\r\n0\r\n\r\n").await;
    let received = String::from_utf8(target.await.unwrap()).unwrap();
    assert!(received.ends_with("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), "{received}");
}

#[tokio::test]
async fn a_body_that_is_there_already_goes_on() {
    let (target, connections) = hasty(EARLY, 30_000).await;
    let edge = edge(parts(), &simple(&[target])).await;
    let mut client = connected(&edge).await;
    let head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n\r\n";
    let request = [&head[..], &vec![b'x'; 30_000]].concat();
    for _ in 0..50 {
        client.write_all(&request).await.unwrap();
        assert_eq!(status(&answered(&mut client, "early").await), 200);
    }
    let connections = connections.load(Ordering::Relaxed);
    assert!(connections < 50, "{connections}");
}

#[tokio::test]
async fn who_has_much_to_send_is_told_to_go() {
    const NO: &[u8] = b"HTTP/1.1 413 Too Much\r\nContent-Length: 2\r\n\r\nno";
    let (target, _) = hasty(NO, usize::MAX / 2).await;
    let edge = edge(parts(), &simple(&[target])).await;
    let endless = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n";
    let long = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\nsome";
    let unsent = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nConnection: close\r\n\r\n";
    for request in [endless, long, unsent] {
        let answer = ask(&edge, request).await;
        assert!(answer.starts_with("HTTP/1.1 413 Too Much\r\n"), "{answer}");
        assert!(answer.contains("Connection: close"), "{answer}");
        assert!(answer.ends_with("\r\n\r\nno"), "{answer}");
    }
}
