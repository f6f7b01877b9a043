//! A client that asks at a steady pace: the same request again and again over connections that stay, each
//! when it is due, however late the answers before it came. `tests/bench/edge.py` runs it.
//!
//! `paced ADDRESS REQUEST-FILE CONNECTIONS REQUESTS-A-SECOND REQUESTS` prints of each request, in their order,
//! when it was due, in microseconds of the epoch, and the microseconds from then to the end of its answer. It fails on
//! the first answer that is no success.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

const TIMEOUT: Duration = Duration::from_secs(30);
const ANSWER_BYTES_MAX: usize = 64 * 1024;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, file, connections, a_second, requests] = words.as_slice() else {
        return Err("paced ADDRESS REQUEST-FILE CONNECTIONS REQUESTS-A-SECOND REQUESTS".into());
    };
    let address: SocketAddr = address.parse()?;
    let request = std::fs::read(file)?;
    let (connections, requests): (u32, u32) = (connections.parse()?, requests.parse()?);
    let pause = Duration::from_secs(1) / a_second.parse::<u32>()?;
    let mut opened = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        opened.push(stream);
    }
    let epoch = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let began = Instant::now();
    let took = thread::scope(|scope| {
        let running: Vec<_> = (0..connections)
            .zip(opened)
            .map(|(number, mut stream)| {
                let request = &request;
                let due = (number..requests)
                    .step_by(connections as usize)
                    .map(move |place| began + pause * place);
                scope.spawn(move || {
                    due.map(|due| asked(&mut stream, request, due)).collect::<Outcome<Vec<_>>>()
                })
            })
            .collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Outcome<Vec<Duration>>>| {
            thread.join().unwrap_or_else(|_| Err("a thread of the client failed".into()))
        };
        running.into_iter().map(join).collect::<Outcome<Vec<_>>>()
    })?;
    for due in 0..requests {
        let (round, number) = (due / connections, due % connections);
        let took = took.get(number as usize).and_then(|took| took.get(round as usize));
        let took = took.ok_or("a request has no answer")?;
        println!("{} {}", (epoch + pause * due).as_micros(), took.as_micros());
    }
    Ok(())
}

/// Asks once, when it is due. How long after that the answer was whole.
fn asked(stream: &mut TcpStream, request: &[u8], due: Instant) -> Outcome<Duration> {
    thread::sleep(due.saturating_duration_since(Instant::now()));
    stream.write_all(request)?;
    let mut came = Vec::with_capacity(1024);
    while !is_whole(&came)? {
        let mut piece = [0; 4096];
        let length = stream.read(&mut piece)?;
        if length == 0 || came.len() > ANSWER_BYTES_MAX {
            return Err(format!("no answer: {}", String::from_utf8_lossy(&came)).into());
        }
        came.extend_from_slice(piece.get(..length).unwrap_or_default());
    }
    Ok(due.elapsed())
}

/// Whether an answer is there to its end, which its length or its last chunk tells.
fn is_whole(came: &[u8]) -> Outcome<bool> {
    let Some(end) = came.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(false) };
    let head = String::from_utf8_lossy(came.get(..end).unwrap_or_default()).to_ascii_lowercase();
    if !head.starts_with("http/1.1 200 ") {
        return Err(format!("no success: {head}").into());
    }
    if head.contains("\r\ntransfer-encoding: chunked") {
        return Ok(came.ends_with(b"0\r\n\r\n"));
    }
    let length = head.split("\r\ncontent-length: ").nth(1).and_then(|rest| rest.lines().next());
    let length: usize = length.ok_or("an answer has no length")?.trim().parse()?;
    Ok(came.len() >= end + 4 + length)
}
