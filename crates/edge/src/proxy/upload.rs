//! The body of a request on its way to a target, also while that answers already.

use std::io;
use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncWrite, AsyncWriteExt, WriteHalf};
use tokio::time::timeout;

use super::body::Client;
use super::exchange::{Exchange, Failure};
use super::headers;
use super::origin::{Origin, OriginError, Stream};
use crate::http1::Framing;
use crate::http1::response::ResponseHead;
use crate::shared::Held;

/// How much of a body that is here already goes to a target before its answer is passed on.
const AT_ONCE_BYTES_MAX: usize = 256 * 1024;

/// How much of a body is sent together with its head, and how much of it may come at a time.
const TOGETHER_BYTES_MAX: usize = 64 * 1024;
const PIECE_BYTES_MAX: usize = 64 * 1024;

/// What is left of a body when an answer comes early.
pub(super) enum Left {
    /// All of it was sent.
    Nothing,
    /// These bytes are to be written, and what comes behind them unless they are the end.
    Pending(Vec<u8>, bool),
    /// The target takes no more.
    Unwanted,
}

/// The rest of a body, for a target that has begun to answer.
#[derive(Debug)]
pub(crate) struct Rest {
    pub(super) to: WriteHalf<Box<Stream>>,
    pub(super) bytes: Vec<u8>,
    /// Whether nothing comes behind these bytes.
    pub(super) is_ended: bool,
    pub(super) framing: Framing,
    pub(super) idle: Duration,
}

/// Whether a target that answers early may still read the body: who refuses a request or closes does
/// not, and what is sent to it then may cost the end of its answer. (RFC 9112, section 9.5.)
pub(super) const fn wants_more(answer: &ResponseHead) -> bool {
    answer.keeps_alive && answer.status < 400
}

impl Exchange<'_> {
    /// Puts behind a head what of its body is here already, so that a target need not wait for it, as
    /// far as there is memory for that. Whether it is all, and the memory that it takes.
    pub(super) async fn together<C: Client>(
        &mut self,
        client: &mut C,
        is_whole: bool,
    ) -> Result<(bool, Held), Failure> {
        let framing = self.record.head.framing;
        let mut memory = self.shared.ahead.hold();
        while !is_whole
            && self.out.len() < TOGETHER_BYTES_MAX
            && !client.waits()
            && memory.grow_to(self.out.len() + PIECE_BYTES_MAX)
        {
            let Some(piece) = at_once(client.next()).await else { break };
            let Some(piece) = piece.map_err(Failure::Client)? else {
                put_end(self.out, framing);
                return Ok((true, memory));
            };
            self.record.received += piece.len() as u64;
            put_piece(self.out, &piece, framing);
        }
        Ok((is_whole, memory))
    }

    /// Sends the rest of a body. The answer, where the target does not wait for the end.
    pub(super) async fn stream<C: Client>(
        &mut self,
        client: &mut C,
        origin: &mut Origin,
        idle: Duration,
    ) -> Result<Option<Result<ResponseHead, OriginError>>, Failure> {
        let framing = self.record.head.framing;
        let is_head = self.record.head.method() == b"HEAD";
        loop {
            let piece = tokio::select! {
                biased;
                early = origin.read_head(is_head) => return Ok(Some(early)),
                piece = client.next() => piece.map_err(Failure::Client)?,
            };
            self.out.clear();
            let bytes = if let Some(piece) = &piece {
                self.record.received += piece.len() as u64;
                framed(self.out, piece, framing)
            } else {
                put_end(self.out, framing);
                self.out.as_slice()
            };
            match timeout(idle, origin.write(bytes)).await {
                Err(_) => return Err(Failure::Status(504)),
                Ok(Err(_)) => {
                    let answer = timeout(idle, origin.read_head(is_head)).await;
                    return Ok(Some(answer.unwrap_or(Err(OriginError::Timeout))));
                }
                Ok(Ok(())) if piece.is_none() => return Ok(None),
                Ok(Ok(())) => {}
            }
        }
    }

    /// Sends what is here already of a body whose answer came early. Nobody is waited for: the client
    /// may wait for the answer.
    pub(super) async fn at_once<C: Client>(&mut self, client: &mut C, origin: &mut Origin) -> Left {
        let framing = self.record.head.framing;
        let mut sent = 0;
        while sent <= AT_ONCE_BYTES_MAX {
            let Some(piece) = at_once(client.next()).await else { break };
            // Whatever is wrong with the body shows again where the rest is read.
            let Ok(piece) = piece else { break };
            self.out.clear();
            match &piece {
                Some(piece) => {
                    sent += piece.len();
                    self.record.received += piece.len() as u64;
                    put_piece(self.out, piece, framing);
                }
                None => put_end(self.out, framing),
            }
            let Ok(written) = written_at_once(origin, self.out).await else {
                return Left::Unwanted;
            };
            match self.out.get(written..) {
                Some(rest) if !rest.is_empty() => {
                    return Left::Pending(rest.to_vec(), piece.is_none());
                }
                _ if piece.is_none() => return Left::Nothing,
                _ => {}
            }
        }
        Left::Pending(Vec::new(), false)
    }
}

impl Rest {
    /// Sends what comes until the end of the body; whether that was reached, and how much came.
    pub(crate) async fn run<C: Client>(mut self, client: &mut C) -> (bool, u64) {
        let mut received = 0;
        loop {
            let written = async {
                self.to.write_all(&self.bytes).await?;
                self.to.flush().await
            };
            if !matches!(timeout(self.idle, written).await, Ok(Ok(()))) {
                return (false, received);
            }
            if self.is_ended {
                return (true, received);
            }
            let Ok(piece) = client.next().await else { return (false, received) };
            self.bytes.clear();
            self.is_ended = piece.is_none();
            if let Some(piece) = piece {
                received += piece.len() as u64;
                put_piece(&mut self.bytes, &piece, self.framing);
            } else {
                put_end(&mut self.bytes, self.framing);
            }
        }
    }
}

/// Writes as much as a target takes without being waited for: how much.
async fn written_at_once(origin: &mut Origin, bytes: &[u8]) -> io::Result<usize> {
    let mut written = 0;
    while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
        let write = std::future::poll_fn(|cx| Pin::new(&mut *origin).poll_write(cx, rest));
        match at_once(write).await {
            Some(Ok(0)) => return Err(io::ErrorKind::WriteZero.into()),
            Some(more) => written += more?,
            None => break,
        }
    }
    at_once(origin.flush()).await.unwrap_or(Ok(()))?;
    Ok(written)
}

/// What a future comes to where it need not wait.
async fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(value) => Poll::Ready(Some(value)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// A piece as it goes to a target, in `out` where it is not the same.
fn framed<'a>(out: &'a mut Vec<u8>, piece: &'a [u8], framing: Framing) -> &'a [u8] {
    match framing {
        Framing::Empty | Framing::Length(_) => piece,
        Framing::Chunked => {
            put_piece(out, piece, framing);
            out
        }
    }
}

pub(crate) fn put_piece(out: &mut Vec<u8>, piece: &[u8], framing: Framing) {
    if piece.is_empty() {
        return;
    }
    if framing == Framing::Chunked {
        headers::put_chunk(out, piece);
    } else {
        out.extend_from_slice(piece);
    }
}

pub(crate) fn put_end(out: &mut Vec<u8>, framing: Framing) {
    if framing == Framing::Chunked {
        out.extend_from_slice(b"0\r\n\r\n");
    }
}
