//! The body of an answer, and how its client takes it.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bartizan_flood::Pace;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use super::UnderWay;
use crate::proxy::OriginBody;
use crate::record::Record;

/// How much of a body that is whole is handed over at a time.
const PART_BYTES: usize = 32 * 1024;

/// The body of an answer.
pub(super) struct Answering {
    pub(super) whole: Option<Bytes>,
    pub(super) origin: Option<OriginBody>,
    pub(super) idle: Option<Pin<Box<tokio::time::Sleep>>>,
    pub(super) record: Option<Record>,
    /// Put in last: until then the request is not answered.
    pub(super) under_way: Option<UnderWay>,
}

impl Body for Answering {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        if let Some(under_way) = &this.under_way {
            under_way.taking.asked();
        }
        if let Some(whole) = &mut this.whole {
            let part = whole.split_to(whole.len().min(PART_BYTES));
            if whole.is_empty() {
                this.whole = None;
            }
            this.handed(part.len());
            return Poll::Ready(Some(Ok(Frame::data(part))));
        }
        let Some(origin) = &mut this.origin else { return Poll::Ready(None) };
        match origin.poll_next(cx) {
            Poll::Ready(next) => {
                this.idle = None;
                match next {
                    Ok(Some(piece)) => {
                        this.handed(piece.len());
                        Poll::Ready(Some(Ok(Frame::data(piece))))
                    }
                    Ok(None) => Poll::Ready(None),
                    Err(_) => Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into()))),
                }
            }
            Poll::Pending => {
                let patience = origin.idle;
                let idle = this.idle.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
                match idle.as_mut().poll(cx) {
                    Poll::Ready(()) => Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into()))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.whole.is_none() && self.origin.as_ref().is_none_or(OriginBody::is_done)
    }

    fn size_hint(&self) -> SizeHint {
        let whole = self.whole.as_ref().map(|whole| whole.len() as u64);
        let left = self.origin.as_ref().map(OriginBody::length);
        match (whole, left) {
            (Some(length), _) | (None, Some(Some(length))) => SizeHint::with_exact(length),
            (None, Some(None)) => SizeHint::default(),
            (None, None) => SizeHint::with_exact(0),
        }
    }
}

impl Answering {
    /// Notes that a piece is handed over.
    fn handed(&mut self, bytes: usize) {
        if let Some(record) = &mut self.record {
            record.sent += bytes as u64;
        }
        if let Some(under_way) = &self.under_way {
            under_way.taking.handed(bytes);
        }
    }
}

/// How a client takes an answer. After a piece was handed over, the next is asked for when the client
/// has made room for it.
#[derive(Debug, Default)]
pub(super) struct Taking(Mutex<Taken>);

#[derive(Debug, Default)]
struct Taken {
    bytes: u64,
    /// How long it was waited for, and since when it is.
    waited: Duration,
    since: Option<Instant>,
}

impl Taking {
    /// Notes that a piece was handed over.
    fn handed(&self, bytes: usize) {
        let mut taken = self.lock();
        taken.bytes += bytes as u64;
        taken.since = Some(Instant::now());
    }

    /// Notes that there is room for the next.
    fn asked(&self) {
        let mut taken = self.lock();
        let waited = taken.since.take().map_or(Duration::ZERO, |since| since.elapsed());
        taken.waited = taken.waited.saturating_add(waited);
    }

    /// Whether the client makes room more slowly than this, or made none for so long.
    pub(super) fn is_slow(&self, pace: Pace, idle: Duration) -> bool {
        let taken = self.lock();
        let waiting = taken.since.map_or(Duration::ZERO, |since| since.elapsed());
        let waited = taken.waited.saturating_add(waiting);
        waiting >= idle || pace.is_too_slow(waited, taken.bytes)
    }

    /// For how long it has made none by now.
    pub(super) fn waits(&self) -> Duration {
        self.lock().since.map_or(Duration::ZERO, |since| since.elapsed())
    }

    fn lock(&self) -> MutexGuard<'_, Taken> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { grace: Duration::from_secs(20), bytes_a_second: 500 };
    const IDLE: Duration = Duration::from_mins(1);

    #[tokio::test(start_paused = true)]
    async fn a_client_must_make_room_in_time_and_at_a_pace() {
        let taking = Taking::default();
        assert!(!taking.is_slow(PACE, IDLE));
        // Waiting for the target is not the client's fault.
        taking.asked();
        tokio::time::advance(Duration::from_hours(1)).await;
        assert!(!taking.is_slow(PACE, IDLE));
        taking.handed(1_000_000);
        tokio::time::advance(Duration::from_secs(59)).await;
        assert!(!taking.is_slow(PACE, IDLE));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(taking.is_slow(PACE, IDLE));
        // One who takes a little now and then is slow, too.
        let dribbled = Taking::default();
        for _ in 0..3 {
            dribbled.handed(10);
            tokio::time::advance(Duration::from_secs(10)).await;
            dribbled.asked();
        }
        assert!(dribbled.is_slow(PACE, IDLE));
    }

    #[tokio::test]
    async fn what_is_whole_is_handed_over_in_parts() {
        let body = Bytes::from(vec![7; 2 * PART_BYTES + 1]);
        let whole = Some(body.clone());
        let mut answering =
            Answering { whole, origin: None, idle: None, record: None, under_way: None };
        let mut lengths = Vec::new();
        while let Some(frame) =
            std::future::poll_fn(|cx| Pin::new(&mut answering).poll_frame(cx)).await
        {
            lengths.push(frame.unwrap().into_data().unwrap().len());
        }
        assert_eq!(lengths, [PART_BYTES, PART_BYTES, 1]);
        assert!(answering.is_end_stream());
    }
}
