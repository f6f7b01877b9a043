//! What a request comes to.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;

use super::answer::{Answer, Speaker};
use super::origin::{Origin, OriginError};
use super::upload::Rest;
use crate::config::ListenerHeaders;
use crate::distribution::{Keeping, taken_out};
use crate::http1::Chunks;
use crate::http1::response::{ResponseFraming, ResponseHead};
use crate::route::{Over, StickyCookie, Target};

/// What a request comes to.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The edge answers it.
    Own(Answer),
    /// A target has begun to answer it.
    Origin(Box<OriginAnswer>),
    /// Nobody is there to be answered.
    Gone,
}

impl Outcome {
    /// The same with the headers that a listener gives every answer. (ELB User Guide for Application Load
    /// Balancers, "HTTP header modification".)
    pub(crate) fn with_headers(mut self, headers: &ListenerHeaders) -> Self {
        match &mut self {
            Self::Own(answer) => {
                answer.headers.retain(|(name, _)| !taken_out(&headers.set, name.as_bytes()));
                let set =
                    headers.set.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
                answer.headers.extend(set);
                if headers.hides_server {
                    answer.speaker = Speaker::Unnamed;
                }
            }
            Self::Origin(answer) => answer.added.extend_from_slice(&headers.set),
            Self::Gone => {}
        }
        self
    }
}

/// A target's answer.
#[derive(Debug)]
pub(crate) struct OriginAnswer {
    pub(crate) head: ResponseHead,
    pub(crate) body: OriginBody,
    pub(crate) cookies: Vec<StickyCookie>,
    /// Headers that stand for those of the target that have their names.
    pub(crate) added: Vec<(&'static str, String)>,
    /// What of the request is to be sent while this passes.
    pub(crate) rest: Option<Rest>,
}

/// The body of a target's answer. At its end the connection goes back to the target's pool.
#[derive(Debug)]
pub(crate) struct OriginBody {
    origin: Option<Origin>,
    state: State,
    may_return: bool,
    pub(crate) idle: Duration,
    busy: Busy,
    /// Resolves when the target is gone; there only while it was waited for.
    over: Option<Over>,
    /// Keeps what comes, when it is whole.
    keep: Option<Box<Keeping>>,
}

/// Counts a request as under way at its target.
#[derive(Debug)]
pub(crate) struct Busy(pub(crate) Arc<Target>);

impl Busy {
    pub(crate) fn new(target: Arc<Target>) -> Self {
        target.outstanding.fetch_add(1, Ordering::Relaxed);
        Self(target)
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.outstanding.fetch_sub(1, Ordering::Relaxed);
    }
}

#[derive(Debug)]
enum State {
    Done,
    Length(u64),
    Chunked(Chunks),
    Close,
}

impl OriginBody {
    pub(crate) fn new(
        origin: Origin,
        head: &ResponseHead,
        is_request_done: bool,
        idle: Duration,
        busy: Busy,
    ) -> Self {
        let state = match head.framing {
            ResponseFraming::Empty => State::Done,
            ResponseFraming::Length(length) => State::Length(length),
            ResponseFraming::Chunked => State::Chunked(Chunks::default()),
            ResponseFraming::Close => State::Close,
        };
        let may_return = head.keeps_alive && is_request_done;
        let mut body =
            Self { origin: Some(origin), state, may_return, idle, busy, over: None, keep: None };
        if matches!(body.state, State::Done) && head.status != 101 {
            body.finish();
        }
        body
    }

    /// The connection itself, where it changed its protocol, with what counts it.
    pub(crate) fn into_origin(self) -> Option<(Origin, Busy)> {
        Some((self.origin?, self.busy))
    }

    /// Whether nothing more comes.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.state, State::Done)
    }

    /// The length of what is left, where it is known.
    pub(crate) fn length(&self) -> Option<u64> {
        match self.state {
            State::Done => Some(0),
            State::Length(left) => Some(left),
            State::Chunked(_) | State::Close => None,
        }
    }

    /// The next piece.
    pub(crate) fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<Option<Bytes>, OriginError>> {
        loop {
            let piece = self.piece();
            if piece.is_err() {
                self.keep = None;
            }
            let piece = piece?;
            if let Some(piece) = &piece
                && self.keep.as_mut().is_some_and(|keep| !keep.push(piece))
            {
                self.keep = None;
            }
            if self.is_done() {
                self.kept();
            }
            if piece.is_some() {
                return Poll::Ready(Ok(piece));
            }
            if self.is_done() {
                return Poll::Ready(Ok(None));
            }
            let Some(origin) = self.origin.as_mut() else { return Poll::Ready(Ok(None)) };
            let more = origin.poll_more(context);
            if more.is_pending() {
                let over = self.over.get_or_insert_with(|| self.busy.0.leave.over());
                ready!(Pin::new(over).poll(context));
                return Poll::Ready(Err(OriginError::CutOff));
            }
            match ready!(more) {
                Ok(0) if matches!(self.state, State::Close) => {
                    self.finish();
                    return Poll::Ready(Ok(None));
                }
                Ok(0) | Err(_) => return Poll::Ready(Err(OriginError::CutOff)),
                Ok(_) => {}
            }
        }
    }

    /// What of the body is here already.
    fn piece(&mut self) -> Result<Option<Bytes>, OriginError> {
        let Some(origin) = self.origin.as_mut() else { return Ok(None) };
        let buffer = &mut origin.buffer;
        let piece = match &mut self.state {
            State::Done => None,
            State::Length(left) => {
                let here = usize::try_from(*left).unwrap_or(usize::MAX).min(buffer.len());
                *left -= here as u64;
                let piece = (here > 0).then(|| buffer.split_to(here).freeze());
                if *left == 0 {
                    self.finish();
                }
                piece
            }
            State::Chunked(chunks) => {
                let piece = chunks.next(buffer).map_err(|_| OriginError::Malformed)?;
                if chunks.is_done() {
                    self.finish();
                }
                piece
            }
            State::Close => (!buffer.is_empty()).then(|| buffer.split().freeze()),
        };
        Ok(piece)
    }

    /// The next piece, within the time that a target has for it.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, OriginError> {
        let idle = self.idle;
        let next = std::future::poll_fn(|context| self.poll_next(context));
        tokio::time::timeout(idle, next).await.unwrap_or(Err(OriginError::Timeout))
    }

    /// Keeps the body when it is whole.
    pub(crate) fn keep(&mut self, keeping: Box<Keeping>) {
        self.keep = Some(keeping);
        if self.is_done() {
            self.kept();
        }
    }

    /// Whether it is to be kept, still.
    pub(crate) fn is_kept(&self) -> bool {
        self.keep.is_some()
    }

    fn kept(&mut self) {
        if let Some(keeping) = self.keep.take() {
            keeping.finish();
        }
    }

    fn finish(&mut self) {
        self.state = State::Done;
        if let Some(origin) = self.origin.take()
            && self.may_return
            && origin.buffer.is_empty()
        {
            self.busy.0.pool.put(origin);
        }
    }
}
