//! A client's connection while it speaks HTTP/1.1: what is read of it and written to it.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout, timeout_at};

use super::reading::Carrier;
use super::waiting::Waiting;
use crate::flood::Flood;
use crate::http1::lines::{HEAD_BYTES_MAX, Lines};
use crate::http1::{Chunks, Framing, Head, HeadError};
use crate::proxy::{BodyError, Client, Facts};
use crate::shared::{Held, Limits, Shared};

/// How much is read at a time: heads fit into the first. Of a body that is long it is more.
const FIRST_READ_BYTES: usize = 4 * 1024;
const READ_BYTES: usize = 16 * 1024;
const BODY_READ_BYTES: usize = 32 * 1024;
/// How much a client may send ahead while its request is under way.
const AHEAD_BYTES_MAX: usize = 64 * 1024;
/// How much of a body is passed over, when its request is answered before it came, to keep the
/// connection. (RFC 9112, section 9.3.)
const PASSED_OVER_BYTES_MAX: u64 = 256 * 1024;
/// How much of what a client still sends is read when its connection ends, and for how long, so that
/// the last answer is not lost. (RFC 9112, section 9.6.)
const LINGER_BYTES: usize = 256 * 1024;
const LINGER: Duration = Duration::from_secs(1);

/// A connection with what came over it.
pub(super) struct Wire<S> {
    pub(super) stream: S,
    pub(super) buffer: BytesMut,
}

/// Who is waited for.
#[derive(Clone, Copy)]
pub(super) struct Who<'a> {
    pub(super) facts: &'a Facts,
    /// Whether nothing was asked for before.
    pub(super) is_new: bool,
    /// The detector of the front that was asked last.
    pub(super) flood: Option<&'a Flood>,
}

/// What comes of waiting for a request.
pub(super) enum Came {
    /// Its head, and the memory that it takes.
    Head(Box<Head>, Held),
    /// Nothing: the connection ends.
    Nothing,
    /// Nothing for longer than is waited.
    Silence,
    /// What cannot be served.
    Refused(HeadError),
}

impl<S: Carrier> Wire<S> {
    pub(super) fn new(stream: S) -> Self {
        Self { stream, buffer: BytesMut::new() }
    }

    /// Waits for a request, at most this long for its first byte.
    pub(super) async fn next_head(
        &mut self,
        shared: &Arc<Shared>,
        lines: &mut Lines,
        idle: Duration,
        who: Who<'_>,
    ) -> Came {
        lines.clear();
        if self.buffer.is_empty()
            && let Err(came) = self.wait(shared, idle, who).await
        {
            return came;
        }
        let deadline = Instant::now() + shared.hurried(shared.limits.head);
        let mut is_first = true;
        let mut memory = shared.memory.hold();
        loop {
            // A head is kept twice: as it came, and in lower case.
            if !memory.grow_to(self.buffer.len().min(HEAD_BYTES_MAX) * 2) {
                return Came::Refused(HeadError { status: 503, reason: None });
            }
            // An empty line before the request is forgiven. (RFC 9112, section 2.2.)
            if is_first && self.buffer.starts_with(b"\r\n") {
                self.buffer.advance(2);
            }
            is_first &= self.buffer.len() < 2;
            if !is_first {
                match lines.feed(&self.buffer) {
                    Err(error) => return Came::Refused(error),
                    Ok(Some(length)) => {
                        let raw = self.buffer.split_to(length).freeze();
                        return match Head::of_lines(raw, lines) {
                            Ok(head) => Came::Head(Box::new(head), memory),
                            Err(error) => Came::Refused(error),
                        };
                    }
                    Ok(None) => {}
                }
            }
            match timeout_at(deadline, self.more()).await {
                Ok(Ok(read)) if read > 0 => {}
                Ok(_) => return Came::Nothing,
                Err(_) => return Came::Refused(HeadError { status: 408, reason: None }),
            }
        }
    }

    /// Waits for a first byte. Who is idle ends when the edge does, and when others need the place.
    async fn wait(&mut self, shared: &Shared, idle: Duration, who: Who<'_>) -> Result<(), Came> {
        let mut stopping = shared.stopping.clone();
        let mut leaves = pin!(async {
            tokio::select! {
                biased;
                () = shared.pressure.notified() => Came::Silence,
                () = who.facts.asked.notified() => Came::Silence,
                _ = stopping.wait_for(|stopping| *stopping) => Came::Nothing,
            }
        });
        let mut waiting = Waiting::new(shared, idle, who);
        loop {
            tokio::select! {
                biased;
                read = timeout_at(waiting.until(), self.read(FIRST_READ_BYTES)) => match read {
                    Ok(Ok(1..)) => return Ok(()),
                    Ok(_) => return Err(Came::Nothing),
                    Err(_) => {}
                },
                came = &mut leaves => return Err(came),
            }
            if waiting.is_over(&self.stream) {
                return Err(Came::Silence);
            }
        }
    }

    /// Reads more: how much.
    pub(super) async fn more(&mut self) -> io::Result<usize> {
        self.read(READ_BYTES).await
    }

    /// Reads more, at most about this much at a time: how much. Nothing is kept for it until it comes.
    async fn read(&mut self, size: usize) -> io::Result<usize> {
        poll_fn(|context| {
            if self.buffer.spare_capacity_mut().len() < FIRST_READ_BYTES / 2 {
                self.buffer.reserve(size);
            }
            let read = pin!(self.stream.read_buf(&mut self.buffer)).poll(context);
            if read.is_pending() && self.buffer.is_empty() {
                self.buffer = BytesMut::new();
            }
            read
        })
        .await
    }

    /// Writes, and gives a client this long to take it.
    pub(super) async fn write(&mut self, bytes: &[u8], patience: Duration) -> io::Result<()> {
        let written = async {
            self.stream.write_all(bytes).await?;
            self.stream.flush().await
        };
        timeout(patience, written).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    /// Writes what is not `done` of these bytes, at most until then; whether all was taken.
    pub(super) async fn write_until(
        &mut self,
        bytes: &[u8],
        done: &mut usize,
        until: Instant,
    ) -> io::Result<bool> {
        let written = async {
            while let Some(left) = bytes.get(*done..).filter(|left| !left.is_empty()) {
                match self.stream.write(left).await? {
                    0 => return Err(io::ErrorKind::WriteZero.into()),
                    taken => *done += taken,
                }
            }
            self.stream.flush().await
        };
        timeout_at(until, written).await.map_or(Ok(false), |written| written.map(|()| true))
    }

    /// Reads so many bytes and lets them go; whether they came.
    pub(super) async fn pass_over(&mut self, mut left: u64) -> bool {
        loop {
            let here = usize::try_from(left).unwrap_or(usize::MAX).min(self.buffer.len());
            self.buffer.advance(here);
            left -= here as u64;
            if left == 0 {
                return true;
            }
            if !matches!(self.more().await, Ok(1..)) {
                return false;
            }
        }
    }

    /// Ends a connection over which nothing is under way.
    pub(super) async fn close(mut self) {
        let _ = timeout(LINGER, self.stream.shutdown()).await;
    }

    /// Ends the connection so that the last answer arrives.
    pub(super) async fn end(mut self) {
        let ending = async {
            self.stream.shutdown().await?;
            let mut seen = 0;
            while seen < LINGER_BYTES {
                self.buffer.clear();
                match self.more().await? {
                    0 => break,
                    read => seen += read,
                }
            }
            io::Result::Ok(())
        };
        // Whatever comes of it, the connection is over.
        let _ = timeout(LINGER, ending).await;
    }
}

/// The client of a request over HTTP/1.1.
pub(super) struct Http1Client<'a, S> {
    wire: &'a mut Wire<S>,
    state: State,
    /// Whether the client waits to be told that its body is wanted.
    expects: bool,
    idle: Duration,
    limits: &'a Limits,
    began: Option<Instant>,
    seen: u64,
}

/// The same without its connection.
pub(super) struct Paused {
    state: State,
    expects: bool,
    idle: Duration,
    began: Option<Instant>,
    seen: u64,
}

impl Paused {
    /// Goes on over this connection.
    pub(super) fn over<'a, S>(
        self,
        wire: &'a mut Wire<S>,
        limits: &'a Limits,
    ) -> Http1Client<'a, S> {
        let Self { state, expects, idle, began, seen } = self;
        Http1Client { wire, state, expects, idle, limits, began, seen }
    }
}

enum State {
    Done,
    Length(u64),
    Chunked(Chunks),
}

impl<'a, S: Carrier> Http1Client<'a, S> {
    pub(super) fn new(
        wire: &'a mut Wire<S>,
        head: &Head,
        idle: Duration,
        limits: &'a Limits,
    ) -> Self {
        let state = match head.framing {
            Framing::Empty => State::Done,
            Framing::Length(length) => State::Length(length),
            Framing::Chunked => State::Chunked(Chunks::default()),
        };
        let expects = head.lists(b"expect", "100-continue");
        Self { wire, state, expects, idle, limits, began: None, seen: 0 }
    }

    /// Lets go of the connection.
    pub(super) fn pause(self) -> Paused {
        let Self { state, expects, idle, began, seen, .. } = self;
        Paused { state, expects, idle, began, seen }
    }

    /// How much of the body nobody has read, where that is so little that it can be passed over. Who
    /// waits to be told that its body is wanted may not send it. (RFC 9110, section 10.1.1.)
    pub(super) const fn unread(&self) -> Option<u64> {
        match self.state {
            State::Done => Some(0),
            State::Length(left) if !self.expects && left <= PASSED_OVER_BYTES_MAX => Some(left),
            State::Length(_) | State::Chunked(_) => None,
        }
    }

    /// Whether the body was read to its end.
    const fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    fn piece(&mut self) -> Result<Option<Bytes>, BodyError> {
        let buffer = &mut self.wire.buffer;
        match &mut self.state {
            State::Done => Ok(None),
            State::Length(left) => {
                let here = usize::try_from(*left).unwrap_or(usize::MAX).min(buffer.len());
                *left -= here as u64;
                if *left == 0 {
                    self.state = State::Done;
                }
                Ok((here > 0).then(|| buffer.split_to(here).freeze()))
            }
            State::Chunked(chunks) => {
                let piece = chunks.next(buffer).map_err(|_| BodyError::Malformed)?;
                if chunks.is_done() {
                    self.state = State::Done;
                }
                Ok(piece)
            }
        }
    }
}

impl<S: Carrier> Client for Http1Client<'_, S> {
    async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            if let Some(piece) = self.piece()? {
                self.seen += piece.len() as u64;
                return Ok(Some(piece));
            }
            if self.is_done() {
                return Ok(None);
            }
            if std::mem::take(&mut self.expects) {
                let go_on = self.wire.write(b"HTTP/1.1 100 Continue\r\n\r\n", self.idle).await;
                go_on.map_err(|_| BodyError::Closed)?;
            }
            let began = *self.began.get_or_insert_with(Instant::now);
            let patience = self.limits.body.patience(began.elapsed(), self.seen);
            let patience = patience.ok_or(BodyError::TooSlow)?.min(self.idle);
            let size = match self.state {
                State::Length(left) => usize::try_from(left).unwrap_or(usize::MAX),
                State::Done | State::Chunked(_) => READ_BYTES,
            };
            let size = size.clamp(FIRST_READ_BYTES, BODY_READ_BYTES);
            match timeout(patience, self.wire.read(size)).await {
                Ok(Ok(1..)) => {}
                Ok(_) => return Err(BodyError::Closed),
                Err(_) => return Err(BodyError::TooSlow),
            }
        }
    }

    fn waits(&self) -> bool {
        self.expects
    }

    async fn closed(&mut self) {
        while self.wire.buffer.len() < AHEAD_BYTES_MAX {
            if !matches!(self.wire.more().await, Ok(1..)) {
                return;
            }
        }
        std::future::pending::<()>().await;
    }
}
