//! Connections that say nothing keep nobody else from being answered.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::net::SocketAddr;
use std::sync::Arc;

use bartizan_dns::{Alarms, Change, Dns, DnsParts, Limits, Published};
use bartizan_types::SystemRandom;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

struct Nobody;

impl Alarms for Nobody {
    fn changed(&self, _: &str, _: &Change) {}
}

async fn connect(from: &str, to: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
    socket.connect(to).await.unwrap()
}

/// Asks for a name that nobody has here: it is refused.
async fn is_answered(stream: &mut TcpStream) -> bool {
    let query = b"\0\x13\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x01a\0\0\x01\0\x01";
    let mut answer = [0; 21];
    stream.write_all(query).await.is_ok()
        && stream.read_exact(&mut answer).await.is_ok()
        && answer[2..4] == [0x12, 0x34]
}

#[tokio::test]
async fn whoever_is_idle_longest_makes_place() {
    let limits = Limits { connections: 4, connections_a_network: 3, ..Limits::default() };
    let parts = DnsParts {
        published: Arc::new(Published::default()),
        random: Arc::new(SystemRandom),
        alarms: Arc::new(Nobody),
        limits,
    };
    let dns = Dns::open(parts, "127.0.0.1:0".parse().unwrap()).await.unwrap();
    let mut first = connect("127.0.1.1", dns.address()).await;
    assert!(is_answered(&mut first).await);
    let mut idle = Vec::new();
    for host in 1..=3 {
        idle.push(connect(&format!("127.0.2.{host}"), dns.address()).await);
    }
    // Each is accepted in its turn: what comes last is answered after the others have their places.
    let mut late = connect("127.0.3.1", dns.address()).await;
    assert!(is_answered(&mut late).await);
    assert_eq!(idle[0].read(&mut [0]).await.unwrap(), 0, "it made place");
    assert!(is_answered(&mut idle[1]).await);
    assert!(is_answered(&mut first).await);
    let mut fourth = connect("127.0.2.4", dns.address()).await;
    assert!(is_answered(&mut fourth).await);
    assert_eq!(idle[2].read(&mut [0]).await.unwrap(), 0, "it made place in its network");
    dns.stop();
}
