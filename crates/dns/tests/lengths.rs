//! Messages whose lengths lie, over both transports: whoever sends them is told so or not answered, and
//! keeps nobody else from being answered.

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
use tokio::net::{TcpStream, UdpSocket};

/// A query for `a`, which is refused, since nobody has it here.
const QUERY: &[u8] = b"\x12\x34\x01\0\0\x01\0\0\0\0\0\0\x01a\0\0\x01\0\x01";
/// Codes of answers. (RFC 1035, section 4.1.1.)
const FORMAT_ERROR: u8 = 1;
const REFUSED: u8 = 5;

struct Nobody;

impl Alarms for Nobody {
    fn changed(&self, _: &str, _: &Change) {}
}

async fn dns() -> Dns {
    let parts = DnsParts {
        published: Arc::new(Published::default()),
        random: Arc::new(SystemRandom),
        alarms: Arc::new(Nobody),
        limits: Limits::default(),
    };
    Dns::open(parts, "127.0.0.1:0".parse().unwrap()).await.unwrap()
}

/// The query with other bytes at a place.
fn with(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut message = QUERY.to_vec();
    message.splice(at..at + bytes.len(), bytes.iter().copied());
    message
}

/// What is answered to what is sent over one connection until its end, as codes.
async fn over_tcp(to: SocketAddr, sent: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(sent).await.unwrap();
    stream.shutdown().await.unwrap();
    let (mut received, mut codes) = (Vec::new(), Vec::new());
    // Who is not answered may be told by a reset that bytes of theirs were not read.
    let _ = stream.read_to_end(&mut received).await;
    let mut rest = received.as_slice();
    while let Some((length, message)) = rest.split_first_chunk() {
        let (message, next) = message.split_at(u16::from_be_bytes(*length).into());
        codes.push(message[3] & 0xf);
        rest = next;
    }
    codes
}

#[tokio::test]
async fn a_length_before_a_message_may_lie() {
    let dns = dns().await;
    let framed = |length: u16, message: &[u8]| [&length.to_be_bytes(), message].concat();
    let good = framed(19, QUERY);
    for (what, sent, codes) in [
        ("the truth", good.clone(), vec![REFUSED]),
        ("twice", good.repeat(2), vec![REFUSED, REFUSED]),
        ("nothing", framed(0, &[]), vec![]),
        ("less than a header", framed(11, &QUERY[..11]), vec![]),
        ("a byte less than there is", framed(18, QUERY), vec![FORMAT_ERROR]),
        ("a byte more than there is", framed(20, QUERY), vec![]),
        ("as much as can be", framed(u16::MAX, QUERY), vec![]),
        ("half a length", vec![0], vec![]),
        (
            "the truth, then more than there is",
            [good.clone(), framed(99, QUERY)].concat(),
            vec![REFUSED],
        ),
        ("as much as can be, of nothing", framed(u16::MAX, &vec![0; 65535]), vec![FORMAT_ERROR]),
    ] {
        assert_eq!(over_tcp(dns.address(), &sent).await, codes, "{what}");
        assert_eq!(over_tcp(dns.address(), &good).await, [REFUSED], "after {what}");
    }
    dns.stop();
}

#[tokio::test]
async fn counts_and_labels_may_lie() {
    let dns = dns().await;
    let client = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    client.connect(dns.address()).await.unwrap();
    let (name, kind) = (12, 15);
    for (what, message, code) in [
        ("a label longer than the message", with(name, &[63]), FORMAT_ERROR),
        ("a label longer than labels are", with(name, &[0x7f]), FORMAT_ERROR),
        ("a pointer to itself", with(name, &[0xc0, 12]), FORMAT_ERROR),
        ("a pointer beyond the message", with(name, &[0xff, 0xff]), FORMAT_ERROR),
        ("a name without its end", with(name + 2, &[1]), FORMAT_ERROR),
        ("a question without its class", QUERY[..kind + 2].to_vec(), FORMAT_ERROR),
        ("more questions than there are", with(4, &[0xff, 0xff]), FORMAT_ERROR),
        ("answers that are not there", with(6, &[0xff, 0xff]), FORMAT_ERROR),
        ("authorities that are not there", with(8, &[0xff, 0xff]), FORMAT_ERROR),
        ("additional records that are not there", with(10, &[0xff, 0xff]), FORMAT_ERROR),
        ("bytes behind the message", [QUERY, &[0; 8]].concat(), REFUSED),
        ("more bytes than are read", [QUERY, &[0; 8000]].concat(), REFUSED),
    ] {
        // What is too short to be a query is not answered at all: the next one is.
        client.send(&QUERY[..11]).await.unwrap();
        for (sent, wanted) in [(message.as_slice(), code), (QUERY, REFUSED)] {
            client.send(sent).await.unwrap();
            let mut answer = [0; 512];
            let length = client.recv(&mut answer).await.unwrap();
            assert!(length >= 12, "{what}");
            assert_eq!((&answer[..2], answer[3] & 0xf), (&sent[..2], wanted), "{what}");
        }
    }
    dns.stop();
}
