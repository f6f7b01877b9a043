//! A load generator: the same signed request again and again over kept-alive connections, with as
//! little work of its own as a client can have. `tests/bench/peers.py` runs it.
//!
//! `load ADDRESS REQUEST-FILE THREADS CONNECTIONS WARM-UP-SECONDS SECONDS` prints the answers a
//! second of all threads. Each thread has so many connections, and a request under way on each. It
//! fails on the first answer that is not a success.

use std::error::Error;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

const TIMEOUT: Duration = Duration::from_secs(30);

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [address, file, threads, connections, warm_up, seconds] = words.as_slice() else {
        return Err("load ADDRESS REQUEST-FILE THREADS CONNECTIONS WARM-UP SECONDS".into());
    };
    let work = Work {
        address: address.parse()?,
        request: std::fs::read(file)?,
        connections: connections.parse()?,
        warm_up: Duration::from_secs_f64(warm_up.parse()?),
        measured: Duration::from_secs_f64(seconds.parse()?),
    };
    let threads: usize = threads.parse()?;
    let rates = thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(|| work.run())).collect();
        let join = |thread: thread::ScopedJoinHandle<'_, Outcome<f64>>| {
            thread.join().unwrap_or_else(|_| Err("a thread of the load generator failed".into()))
        };
        running.into_iter().map(join).collect::<Outcome<Vec<f64>>>()
    })?;
    println!("{:.1}", rates.iter().sum::<f64>());
    Ok(())
}

/// What each thread does.
struct Work {
    address: SocketAddr,
    request: Vec<u8>,
    connections: usize,
    warm_up: Duration,
    measured: Duration,
}

impl Work {
    fn run(&self) -> Outcome<f64> {
        let mut connections = (0..self.connections)
            .map(|_| Connection::open(self.address))
            .collect::<Outcome<Vec<_>>>()?;
        self.rounds(&mut connections, self.warm_up)?;
        self.rounds(&mut connections, self.measured)
    }

    /// Answers a second over at least `duration`.
    fn rounds(&self, connections: &mut [Connection], duration: Duration) -> Outcome<f64> {
        let start = Instant::now();
        let mut answers = 0_u32;
        for connection in &mut *connections {
            connection.ask(&self.request)?;
        }
        while start.elapsed() < duration {
            for connection in &mut *connections {
                connection.take()?;
                connection.ask(&self.request)?;
                answers += 1;
            }
        }
        for connection in &mut *connections {
            connection.take()?;
            answers += 1;
        }
        Ok(f64::from(answers) / start.elapsed().as_secs_f64())
    }
}

/// A kept-alive connection; made again where the server says that it closes it.
struct Connection {
    address: SocketAddr,
    stream: TcpStream,
    received: Vec<u8>,
}

impl Connection {
    fn open(address: SocketAddr) -> Outcome<Self> {
        Ok(Self { address, stream: connect(address)?, received: vec![0; 64 * 1024] })
    }

    fn ask(&mut self, request: &[u8]) -> Outcome<()> {
        Ok(self.stream.write_all(request)?)
    }

    /// Reads one answer.
    fn take(&mut self) -> Outcome<()> {
        let mut length = 0;
        let head = loop {
            length += self.more(length)?;
            if let Some(head) = Head::read(self.received.get(..length).unwrap_or_default()) {
                break head?;
            }
        };
        while !head.is_whole(self.received.get(..length).unwrap_or_default()) {
            length += self.more(length)?;
        }
        if !head.is_success {
            let text = self.received.get(..length.min(600)).unwrap_or_default();
            return Err(format!("not a success: {}", String::from_utf8_lossy(text)).into());
        }
        if head.closes {
            self.stream = connect(self.address)?;
        }
        Ok(())
    }

    fn more(&mut self, from: usize) -> Outcome<usize> {
        let rest = self.received.get_mut(from..).unwrap_or_default();
        match self.stream.read(rest)? {
            0 => Err("the connection was closed in an answer, or the answer is too long".into()),
            read => Ok(read),
        }
    }
}

fn connect(address: SocketAddr) -> Outcome<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    Ok(stream)
}

/// What the head of an answer says.
struct Head {
    is_success: bool,
    closes: bool,
    /// The answer's bytes, head and body; `None` where it comes in chunks.
    whole: Option<usize>,
}

/// How an answer in chunks ends: with an empty one, and no trailers.
const LAST_CHUNK: &[u8] = b"\r\n0\r\n\r\n";

impl Head {
    /// Whether this is all of the answer: no other one follows before the next request.
    fn is_whole(&self, received: &[u8]) -> bool {
        self.whole.map_or_else(|| received.ends_with(LAST_CHUNK), |whole| received.len() >= whole)
    }

    /// Reads the head; `None` while it is not whole.
    fn read(received: &[u8]) -> Option<Outcome<Self>> {
        let end = received.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
        Some(Self::of(received.get(..end).unwrap_or_default()))
    }

    fn of(head: &[u8]) -> Outcome<Self> {
        let text = std::str::from_utf8(head)?;
        let mut lines = text.split("\r\n");
        let is_success = lines.next().is_some_and(|status| status.contains(" 200 "));
        let (mut length, mut closes, mut is_chunked) = (None, false, false);
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse::<usize>()?);
            } else if name.eq_ignore_ascii_case("connection") {
                closes = value.trim().eq_ignore_ascii_case("close");
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                is_chunked = value.trim().eq_ignore_ascii_case("chunked");
            }
        }
        let whole = length.map(|length| head.len() + length);
        if whole.is_none() && !is_chunked {
            return Err("an answer without a length".into());
        }
        Ok(Self { is_success, closes, whole })
    }
}
