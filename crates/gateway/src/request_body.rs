//! The body of a request as it comes in, and whether it came to its end.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

/// A body that tells, also when it is gone, whether it was read to its end.
#[derive(Debug)]
pub(crate) struct RequestBody {
    incoming: Incoming,
    ended: Ended,
}

/// Whether a body was read to its end. A connection with a rest of a body that nobody reads can
/// take no further request: who is answered must be told that it ends.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ended(Arc<AtomicBool>);

impl Ended {
    /// Whether it was.
    pub(crate) fn is_reached(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl RequestBody {
    pub(crate) fn new(incoming: Incoming) -> (Self, Ended) {
        let ended = Ended::default();
        let body = Self { incoming, ended: ended.clone() };
        body.note();
        (body, ended)
    }

    fn note(&self) {
        if self.incoming.is_end_stream() {
            self.ended.0.store(true, Ordering::Release);
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.incoming).poll_frame(context);
        if matches!(polled, Poll::Ready(None)) {
            self.ended.0.store(true, Ordering::Release);
        } else {
            self.note();
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
