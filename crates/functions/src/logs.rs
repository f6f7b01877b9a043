//! What an environment writes: read without end, kept in bounds.

use std::io;
use std::os::fd::OwnedFd;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use rustix::io::Errno;
use tokio::net::unix::pipe::Receiver;

use crate::function::LogSink;

/// The most bytes of one event of a log, less what CloudWatch Logs counts beside it.
const LINE: usize = 262_144 - 26;
/// The bytes that an invocation's answer has of its log.
const TAIL: usize = 4096;
/// The bytes of one invocation that are handed on; what is more is counted.
const INVOCATION: u64 = 16 << 20;
const CHUNK: usize = 64 << 10;

/// The log of one environment.
pub(crate) struct Logs {
    pipe: Receiver,
    state: Mutex<State>,
}

struct State {
    /// The same pipe: it is read at once, where Tokio has not heard yet that there is something.
    pipe: OwnedFd,
    lines: Lines,
    buffer: Vec<u8>,
    ended: bool,
}

impl Logs {
    pub(crate) fn new(
        pipe: OwnedFd,
        stream: String,
        sink: Option<Arc<dyn LogSink>>,
    ) -> io::Result<Self> {
        let own = pipe.try_clone()?;
        let pipe = Receiver::from_owned_fd(pipe)?;
        let lines = Lines::new(stream, sink);
        let state = State { pipe: own, lines, buffer: vec![0; CHUNK], ended: false };
        Ok(Self { pipe, state: Mutex::new(state) })
    }

    /// Reads until nobody writes any more.
    pub(crate) async fn follow(&self) {
        while !self.with(|state| state.ended) {
            if self.pipe.readable().await.is_err() {
                return;
            }
            self.with(|state| {
                let read = self.pipe.try_read(&mut state.buffer);
                state.take(read);
            });
        }
    }

    /// Reads what has been written so far; bounded, as who writes may go on.
    pub(crate) fn catch_up(&self) {
        self.with(|state| {
            let mut most = 4 * CHUNK;
            while most > 0 {
                let read = rustix::io::read(&state.pipe, &mut state.buffer);
                match state.take(read.map_err(Errno::into)) {
                    0 => break,
                    read => most = most.saturating_sub(read),
                }
            }
        });
    }

    /// Begins the log of an invocation: what its answer has of it, and how much it may be.
    pub(crate) fn begin(&self) {
        self.with(|state| state.lines.begin());
    }

    /// Writes a line of Lambda's own, after what was written of another one.
    pub(crate) fn say(&self, line: &str) {
        self.with(|state| state.lines.say(line));
    }

    pub(crate) fn tail(&self) -> Vec<u8> {
        self.with(|state| state.lines.tail.clone())
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    /// Takes what was read into the buffer, and tells how much that is.
    fn take(&mut self, read: io::Result<usize>) -> usize {
        match read {
            Ok(0) => self.ended = true,
            Ok(read) => {
                self.lines.take(self.buffer.get(..read).unwrap_or_default());
                return read;
            }
            Err(problem) => {
                let passes = [io::ErrorKind::WouldBlock, io::ErrorKind::Interrupted];
                self.ended |= !passes.contains(&problem.kind());
            }
        }
        0
    }
}

/// Bytes made lines.
struct Lines {
    stream: String,
    sink: Option<Arc<dyn LogSink>>,
    begun: Vec<u8>,
    tail: Vec<u8>,
    taken: u64,
    dropped: u64,
}

impl Lines {
    fn new(stream: String, sink: Option<Arc<dyn LogSink>>) -> Self {
        Self { stream, sink, begun: Vec::new(), tail: Vec::new(), taken: 0, dropped: 0 }
    }

    fn begin(&mut self) {
        self.tail.clear();
        self.taken = 0;
        self.dropped = 0;
    }

    fn take(&mut self, bytes: &[u8]) {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            if self.taken >= INVOCATION {
                self.dropped += piece.len() as u64;
                continue;
            }
            self.taken += piece.len() as u64;
            let mut rest = piece;
            while !rest.is_empty() {
                let room = LINE.saturating_sub(self.begun.len());
                let (now, later) = rest.split_at(room.min(rest.len()));
                self.begun.extend_from_slice(now);
                rest = later;
                if self.begun.ends_with(b"\n") || self.begun.len() >= LINE {
                    self.end_line();
                }
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.begun);
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        self.hand_on(text);
    }

    fn hand_on(&mut self, line: &[u8]) {
        if let Some(sink) = &self.sink {
            sink.line(&self.stream, SystemTime::now(), &String::from_utf8_lossy(line));
        }
        self.tail.extend_from_slice(line);
        self.tail.push(b'\n');
        let beyond = self.tail.len().saturating_sub(TAIL);
        self.tail.drain(..beyond);
    }

    fn say(&mut self, line: &str) {
        if !self.begun.is_empty() {
            self.end_line();
        }
        if self.dropped > 0 {
            let dropped = std::mem::take(&mut self.dropped);
            self.hand_on(format!("LOGS Dropped Bytes: {dropped}").as_bytes());
        }
        self.hand_on(line.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Kept(Mutex<Vec<String>>);

    impl LogSink for Kept {
        fn line(&self, stream: &str, _: SystemTime, line: &str) {
            assert_eq!(stream, "s");
            self.0.lock().unwrap().push(line.to_owned());
        }
    }

    fn lines() -> (Lines, Arc<Kept>) {
        let kept = Arc::new(Kept(Mutex::default()));
        (Lines::new("s".to_owned(), Some(kept.clone())), kept)
    }

    #[test]
    fn lines_are_joined_and_ended_by_lambdas_own() {
        let (mut lines, kept) = lines();
        lines.take(b"one\ntw");
        lines.take(b"o\nthree");
        lines.say("END");
        assert_eq!(*kept.0.lock().unwrap(), ["one", "two", "three", "END"]);
        assert_eq!(lines.tail, b"one\ntwo\nthree\nEND\n");
        lines.begin();
        assert!(lines.tail.is_empty());
    }

    #[test]
    fn a_line_without_end_is_cut_and_a_flood_is_counted() {
        let (mut lines, kept) = lines();
        lines.take(&vec![b'x'; LINE + 10]);
        lines.say("END");
        let sizes: Vec<usize> = kept.0.lock().unwrap().iter().map(String::len).collect();
        assert_eq!(sizes, [LINE, 10, 3]);
        assert_eq!(lines.tail.len(), TAIL);

        lines.begin();
        let line = [b"y".repeat(1023), b"\n".to_vec()].concat();
        for _ in 0..(INVOCATION / 1024) + 5 {
            lines.take(&line);
        }
        lines.say("END");
        let kept = kept.0.lock().unwrap();
        let last: Vec<&str> = kept.iter().rev().take(2).rev().map(String::as_str).collect();
        assert_eq!(last, ["LOGS Dropped Bytes: 5120", "END"]);
    }
}
