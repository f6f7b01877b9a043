//! What is under way at a target that is taken out of its group ends there, or after the delay.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::time::Duration;

use bartizan_edge::config::EdgeConfig;
use bartizan_edge::{Edge, TargetState};
use support::{edge, parts, simple, status};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PLAIN: &str = "Connection: close\r\n";
const WEB_SOCKET: &str = "Connection: upgrade\r\nUpgrade: websocket\r\n";

/// A request that has come to a target, which has begun to answer, and what came of that.
async fn under_way(
    edge: &Edge,
    origin: &TcpListener,
    headers: &str,
    begun: &str,
) -> (TcpStream, TcpStream) {
    let mut client = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    let request = format!("GET / HTTP/1.1\r\nHost: app.test\r\n{headers}\r\n");
    client.write_all(request.as_bytes()).await.unwrap();
    let (mut target, _) = origin.accept().await.unwrap();
    let mut seen = Vec::new();
    while !seen.ends_with(b"\r\n\r\n") {
        assert!(target.read_buf(&mut seen).await.unwrap() > 0);
    }
    target.write_all(begun.as_bytes()).await.unwrap();
    let mut seen = Vec::new();
    while !begun.is_empty() && !seen.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        assert!(client.read_buf(&mut seen).await.unwrap() > 0);
    }
    (client, target)
}

fn without_targets(config: &EdgeConfig, delay: Duration) -> EdgeConfig {
    let mut config = config.clone();
    config.groups[0].targets.clear();
    config.groups[0].deregistration_delay = delay;
    config
}

fn states(edge: &Edge) -> Vec<TargetState> {
    edge.health("g").unwrap().into_iter().map(|one| one.state).collect()
}

#[tokio::test]
async fn it_ends_there_within_the_delay() {
    let origin = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = simple(&[origin.local_addr().unwrap()]);
    let edge = edge(parts(), &config).await;
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe";
    let (mut client, mut target) = under_way(&edge, &origin, PLAIN, head).await;
    edge.publish(&without_targets(&config, Duration::from_hours(1))).await;
    assert_eq!(states(&edge), [TargetState::Draining]);
    let other = support::fetch(&edge, "app.test", "/", "").await;
    assert_eq!(status(&other), 503, "{other}");
    target.write_all(b"llo").await.unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("llo"), "{answer}");
    while !states(&edge).is_empty() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn it_is_cut_off_when_the_delay_is_over() {
    let origin = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let config = simple(&[origin.local_addr().unwrap()]);
    let edge = edge(parts(), &config).await;
    let (mut waiting, _silent) = under_way(&edge, &origin, PLAIN, "").await;
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
    let (mut reading, _stuck) = under_way(&edge, &origin, PLAIN, head).await;
    let switched =
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n";
    let (mut socket, _open) = under_way(&edge, &origin, WEB_SOCKET, switched).await;
    edge.publish(&without_targets(&config, Duration::ZERO)).await;
    let mut answer = String::new();
    waiting.read_to_string(&mut answer).await.unwrap();
    assert_eq!(status(&answer), 502, "{answer}");
    let mut cut = String::new();
    reading.read_to_string(&mut cut).await.unwrap();
    assert!(!cut.contains("llo"), "{cut}");
    assert!(socket.read_to_end(&mut Vec::new()).await.is_ok());
}
