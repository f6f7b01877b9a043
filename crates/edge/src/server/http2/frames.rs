//! The frames that a client sends, counted by what floods are made of. The library below ends a
//! connection that is abused without saying by what.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll};

use bartizan_flood::Vector;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Duration, Instant};

use super::super::reading::Carrier;
use super::sent::Sent;

/// What a client sends first. (RFC 9113, section 3.4.)
const PREFACE_BYTES: usize = 24;
/// A frame's header: three bytes of its length, one of its type, five more. (RFC 9113, section 4.1.)
const HEADER_BYTES: usize = 9;
/// Types of frames, of which those above the last are passed over, and the flag of the last one of a
/// body. (RFC 9113, section 6.)
const DATA: u8 = 0;
const PRIORITY: u8 = 2;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const CONTINUATION: u8 = 9;
const END_STREAM: u8 = 1;
/// How many frames a second a client may send that carry nothing. (CVE-2019-9512, 9513, 9515, 9518.)
const EMPTY_A_SECOND: u32 = 1_000;
/// How often a connection is read until others have their turn.
const READS_AT_ONCE: u32 = 8;

/// How many frames of a kind came over a connection.
#[derive(Debug, Default)]
pub(super) struct Arrived {
    resets: AtomicU32,
    continuations: AtomicU32,
    /// Whether too many came that carry nothing.
    is_flooded: AtomicBool,
}

impl Arrived {
    /// What a connection was ended for here, if it was.
    pub(super) fn flood(&self) -> Option<Vector> {
        self.is_flooded.load(Ordering::Relaxed).then_some(Vector::Frames)
    }

    /// What a connection was abused by, of what came more of; by other frames where neither did.
    pub(super) fn vector(&self) -> Vector {
        let resets = self.resets.load(Ordering::Relaxed);
        match self.continuations.load(Ordering::Relaxed) {
            0 if resets == 0 => Vector::Frames,
            continuations if continuations > resets => Vector::Continuation,
            _ => Vector::RapidReset,
        }
    }
}

/// The frames of a connection, in what came over it read by read: how many of them reset a stream, and
/// how many continue a head. (RFC 9113, sections 6.4 and 6.10.)
pub fn http2_frames<'b>(reads: impl IntoIterator<Item = &'b [u8]>) -> (u32, u32) {
    let (mut frames, arrived) = (Frames::new(), Arrived::default());
    reads.into_iter().for_each(|read| frames.read(read, &arrived));
    (arrived.resets.into_inner(), arrived.continuations.into_inner())
}

/// A connection whose frames are counted. It ends when too many come that carry nothing, before anybody
/// has worked on them, and lets others have their turn.
#[derive(Debug)]
pub(super) struct Framed<S: Carrier> {
    stream: S,
    frames: Frames,
    arrived: Arc<Arrived>,
    sent: Arc<Sent>,
    /// How often it was read since nothing came, or others had their turn.
    reads: u32,
}

impl<S: Carrier> Framed<S> {
    pub(super) fn new(stream: S, arrived: Arc<Arrived>, sent: Arc<Sent>) -> Self {
        Self { stream, frames: Frames::new(), arrived, sent, reads: 0 }
    }

    fn counted(&self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = &written {
            self.sent.count(*bytes);
        }
        written
    }
}

impl<S: Carrier> Drop for Framed<S> {
    fn drop(&mut self) {
        if self.sent.is_forgotten() {
            self.stream.forget();
        }
    }
}

impl<S: Carrier> AsyncRead for Framed<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let Self { stream, frames, arrived, sent, reads } = &mut *self;
        sent.answer(stream);
        if *reads == READS_AT_ONCE {
            *reads = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let read = Pin::new(stream).poll_read(context, buffer);
        if read.is_pending() {
            *reads = 0;
            return Poll::Pending;
        }
        *reads += 1;
        frames.read(buffer.filled().get(before..).unwrap_or_default(), arrived);
        if arrived.flood().is_some() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        read
    }
}

impl<S: Carrier> AsyncWrite for Framed<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.sent.answer(&self.stream);
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.counted(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.sent.answer(&self.stream);
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.counted(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.sent.answer(&self.stream);
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// Finds the frames in what is read, wherever a read ends.
#[derive(Debug)]
struct Frames {
    /// How many bytes are none of a frame's header.
    passed_over: usize,
    header: [u8; HEADER_BYTES],
    /// How much of a header is there.
    filled: usize,
    /// When the second began that runs, and how many frames came in it that carry nothing.
    second: Instant,
    empty: u32,
}

impl Frames {
    fn new() -> Self {
        let (header, second) = ([0; HEADER_BYTES], Instant::now());
        Self { passed_over: PREFACE_BYTES, header, filled: 0, second, empty: 0 }
    }

    /// Counts the frames whose headers end in these bytes.
    fn read(&mut self, mut bytes: &[u8], arrived: &Arrived) {
        while !bytes.is_empty() {
            let over = self.passed_over.min(bytes.len());
            self.passed_over -= over;
            bytes = bytes.get(over..).unwrap_or_default();
            let missing = self.header.get_mut(self.filled..).unwrap_or_default();
            let taken = missing.len().min(bytes.len());
            let (now, rest) = bytes.split_at(taken);
            missing.iter_mut().zip(now).for_each(|(to, from)| *to = *from);
            self.filled += taken;
            bytes = rest;
            if self.filled == HEADER_BYTES {
                let [high, middle, low, kind, flags, ..] = self.header;
                self.passed_over = u32::from_be_bytes([0, high, middle, low]) as usize;
                self.filled = 0;
                let is_empty_data =
                    kind == DATA && self.passed_over == 0 && flags & END_STREAM == 0;
                let is_empty = matches!(kind, PRIORITY | SETTINGS | PING) || kind > CONTINUATION;
                if is_empty_data || is_empty {
                    self.count_empty(arrived);
                }
                match kind {
                    RST_STREAM => arrived.resets.fetch_add(1, Ordering::Relaxed),
                    CONTINUATION => arrived.continuations.fetch_add(1, Ordering::Relaxed),
                    _ => 0,
                };
            }
        }
    }

    fn count_empty(&mut self, arrived: &Arrived) {
        self.empty += 1;
        if self.empty <= EMPTY_A_SECOND {
            return;
        }
        if self.second.elapsed() < Duration::from_secs(1) {
            arrived.is_flooded.store(true, Ordering::Relaxed);
        }
        (self.second, self.empty) = (Instant::now(), 0);
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use proptest::prelude::*;
    use tokio::io::AsyncWriteExt;

    use super::*;

    fn frame(kind: u8, length: u8) -> Vec<u8> {
        let header = [0, 0, length, kind, 0, 0, 0, 0, 1];
        header.into_iter().chain(std::iter::repeat_n(RST_STREAM, length.into())).collect()
    }

    proptest! {
        #[test]
        fn frames_are_counted_wherever_reads_end(
            sent in prop::collection::vec((0_u8..12, 0_u8..40), 0..30),
            piece in 1_usize..60,
        ) {
            let preface = vec![RST_STREAM; PREFACE_BYTES];
            let frames = sent.iter().flat_map(|(kind, length)| frame(*kind, *length));
            let bytes: Vec<u8> = preface.into_iter().chain(frames).collect();
            let count = |wanted| sent.iter().map(|(kind, _)| u32::from(*kind == wanted)).sum::<u32>();
            let found = http2_frames(bytes.chunks(piece));
            prop_assert_eq!(found, (count(RST_STREAM), count(CONTINUATION)));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn who_sends_nothing_too_fast_is_told_of() {
        let (mut frames, arrived) = (Frames::new(), Arrived::default());
        frames.read(&[0; PREFACE_BYTES], &arrived);
        let mut came = |many: usize| {
            frames.read(&frame(PING, 8).repeat(many), &arrived);
            arrived.flood().is_some()
        };
        let most = usize::try_from(EMPTY_A_SECOND).unwrap();
        assert!(!came(most / 2));
        tokio::time::advance(Duration::from_secs(2)).await;
        assert!(!came(most));
        assert!(came(most));
    }

    #[test]
    fn what_came_more_of_is_the_vector() {
        for (kinds, vector) in [
            (&[DATA][..], Vector::Frames),
            (&[RST_STREAM], Vector::RapidReset),
            (&[CONTINUATION, CONTINUATION, RST_STREAM], Vector::Continuation),
        ] {
            let (mut frames, arrived) = (Frames::new(), Arrived::default());
            frames.read(&[0; PREFACE_BYTES], &arrived);
            for kind in kinds {
                frames.read(&frame(*kind, 4), &arrived);
            }
            assert_eq!(arrived.vector(), vector);
        }
    }

    #[tokio::test]
    async fn nobody_works_on_a_flood_and_others_have_their_turn() {
        let (mut client, server) = tokio::io::duplex(1 << 20);
        let arrived = Arc::new(Arrived::default());
        let mut framed = Framed::new(server, Arc::clone(&arrived), Arc::default());
        client.write_all(&[0; PREFACE_BYTES]).await.unwrap();
        client.write_all(&frame(DATA, 255).repeat(400)).await.unwrap();
        let mut room = [0; 1024];
        let mut context = Context::from_waker(Waker::noop());
        let mut read = || {
            let mut buffer = ReadBuf::new(&mut room);
            Pin::new(&mut framed).poll_read(&mut context, &mut buffer).map_err(|error| error.kind())
        };
        for _ in 0..3 {
            for _ in 0..READS_AT_ONCE {
                assert_eq!(read(), Poll::Ready(Ok(())));
            }
            assert!(read().is_pending());
        }
        client.write_all(&frame(PING, 8).repeat(2000)).await.unwrap();
        let ended = (0..200).map(|_| read()).find(|read| matches!(read, Poll::Ready(Err(_))));
        assert_eq!(ended, Some(Poll::Ready(Err(io::ErrorKind::ConnectionAborted))));
        assert_eq!(arrived.flood(), Some(Vector::Frames));
    }
}
