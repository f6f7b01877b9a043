//! What a client sends of a request's body.

use std::convert::Infallible;
use std::pin::Pin;
use std::time::Duration;

use bartizan_flood::Pace;
use bytes::Bytes;
use hyper::body::{Body, Incoming};
use tokio::time::{Instant, timeout};

use crate::proxy::{BodyError, Client};

/// The client of a request over HTTP/2.
pub(super) struct Http2Client {
    incoming: Incoming,
    idle: Duration,
    began: Option<Instant>,
    seen: u64,
    pace: Pace,
}

impl Http2Client {
    /// `idle` is how long it may say nothing.
    pub(super) const fn new(incoming: Incoming, idle: Duration, pace: Pace) -> Self {
        Self { incoming, idle, began: None, seen: 0, pace }
    }
}

impl Client for Http2Client {
    async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            let began = *self.began.get_or_insert_with(Instant::now);
            let patience = self.pace.patience(began.elapsed(), self.seen);
            let patience = patience.ok_or(BodyError::TooSlow)?.min(self.idle);
            let frame = std::future::poll_fn(|cx| Pin::new(&mut self.incoming).poll_frame(cx));
            match timeout(patience, frame).await {
                Err(_) => return Err(BodyError::TooSlow),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(BodyError::Closed),
                Ok(Some(Ok(frame))) => {
                    // Trailers are left out, as no rule has seen them.
                    if let Ok(data) = frame.into_data() {
                        self.seen += data.len() as u64;
                        return Ok(Some(data));
                    }
                }
            }
        }
    }

    async fn closed(&mut self) {
        // A stream that is reset drops all of this.
        std::future::pending::<Infallible>().await;
    }
}
