//! The body of a request: read whole within a bound, or streamed; checked either way against what
//! the signature covers.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bartizan_service::{Body, Trailers};
use bartizan_sigv4::{BodyDigest, ChunkDecoder, Dialect, PayloadHash, SigningError};
use bartizan_types::Fault;
use bytes::Bytes;
use futures_util::stream;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Frame};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::request_body::RequestBody;

/// The most bytes a body that is read whole may have. S3's largest, `DeleteObjects`, has 2 MiB
/// (S3 API Reference); the services' forms and documents are smaller.
pub(crate) const WHOLE_BYTES_MAX: u64 = 2 * 1024 * 1024;
/// What Lambda is invoked with has 6 MB, and is refused by Lambda beyond. (AWS Lambda Developer Guide, "Lambda quotas".)
const INVOCATION_BYTES_MAX: u64 = 7 * 1024 * 1024;
/// Messages have 1 MiB together, and may be written with escapes. (Amazon SQS Developer Guide, "Amazon SQS message
/// quotas".)
const MESSAGES_BYTES_MAX: u64 = 7 * 1024 * 1024;
/// A piece of a file of records, of which the model says how long it may be.
const RECORDS_BYTES_MAX: u64 = 5 * 1024 * 1024;
/// A zip file of code has 50 MB (there), and is sent in base64 between other things.
const CODE_BYTES_MAX: u64 = 70 * 1024 * 1024;

/// The most bytes that a body of this operation may have where it is read whole.
pub(crate) fn whole_bytes_max(service: &str, operation: Option<&str>) -> u64 {
    match (service, operation) {
        ("lambda", Some("CreateFunction" | "UpdateFunctionCode" | "PublishLayerVersion")) => {
            CODE_BYTES_MAX
        }
        ("lambda", Some("Invoke")) => INVOCATION_BYTES_MAX,
        ("sqs", _) => MESSAGES_BYTES_MAX,
        ("records", _) => RECORDS_BYTES_MAX,
        _ => WHOLE_BYTES_MAX,
    }
}

/// As much of a body's memory is taken at once, on the client's word alone.
const RESERVED_BYTES: usize = 64 * 1024;

/// A client has this long to send the next piece of a body.
const IDLE_MAX: Duration = Duration::from_secs(30);

/// A client has this long to send the whole of a body that is read whole.
const WHOLE_MAX: Duration = Duration::from_mins(1);

/// The memory for bodies that are read whole, of all requests together.
#[derive(Debug, Clone)]
pub(crate) struct BodyMemory(Arc<Semaphore>);

/// A body that was read whole. Its memory counts until it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Whole {
    pub(crate) bytes: Bytes,
    _held: Option<OwnedSemaphorePermit>,
}

impl BodyMemory {
    /// Memory of this many bytes.
    pub(crate) fn new(bytes: usize) -> Self {
        Self(Arc::new(Semaphore::new(bytes)))
    }

    /// Reads a body of so many bytes whole.
    ///
    /// # Errors
    /// It is too large, ends early or takes too long, or there is no memory left for it.
    pub(crate) async fn read_whole(
        &self,
        incoming: RequestBody,
        most: u64,
    ) -> Result<Whole, Fault> {
        let deadline = Instant::now() + WHOLE_MAX;
        self.read(incoming, most, deadline).await
    }

    async fn read(
        &self,
        mut incoming: RequestBody,
        most: u64,
        deadline: Instant,
    ) -> Result<Whole, Fault> {
        let announced = usize::try_from(incoming.size_hint().lower()).unwrap_or(usize::MAX);
        let mut whole = Vec::new();
        let mut held = None;
        // Most bodies are one piece, which needs no look at the clock.
        let mut looked_at_clock = false;
        while let Some(frame) = next_frame(&mut incoming, Some(deadline)).await? {
            if looked_at_clock && Instant::now() >= deadline {
                return Err(timed_out());
            }
            looked_at_clock = true;
            let Ok(data) = frame.into_data() else { continue };
            if (whole.len() + data.len()) as u64 > most {
                return Err(too_large(most));
            }
            self.take(data.len(), &mut held)?;
            if whole.capacity() == 0 {
                if data.len() == announced && incoming.is_end_stream() {
                    return Ok(Whole { bytes: data, _held: held });
                }
                whole.reserve(announced.clamp(data.len(), RESERVED_BYTES.max(data.len())));
            }
            whole.extend_from_slice(&data);
        }
        Ok(Whole { bytes: whole.into(), _held: held })
    }

    /// Memory for as many bytes as a body may have, until what is answered is dropped.
    ///
    /// # Errors
    /// There is no memory left for it.
    pub(crate) fn hold_most(&self) -> Result<Whole, Fault> {
        let mut held = None;
        self.take(usize::try_from(WHOLE_BYTES_MAX).unwrap_or(usize::MAX), &mut held)?;
        Ok(Whole { bytes: Bytes::new(), _held: held })
    }

    fn take(&self, bytes: usize, held: &mut Option<OwnedSemaphorePermit>) -> Result<(), Fault> {
        let permits = u32::try_from(bytes).map_err(|_| too_large(WHOLE_BYTES_MAX))?;
        let more = Arc::clone(&self.0).try_acquire_many_owned(permits).map_err(|_| {
            Fault::new("ServiceUnavailable", "Please reduce your request rate.", 503)
        })?;
        match held {
            Some(held) => held.merge(more),
            None => *held = Some(more),
        }
        Ok(())
    }
}

/// The next piece of a body, within the time a client has for it, and before the deadline.
async fn next_frame(
    incoming: &mut RequestBody,
    deadline: Option<Instant>,
) -> Result<Option<Frame<Bytes>>, Fault> {
    let frame = match soon(incoming).await {
        Poll::Ready(frame) => frame,
        Poll::Pending => {
            let idle = Instant::now() + IDLE_MAX;
            let until = deadline.map_or(idle, |deadline| deadline.min(idle));
            tokio::time::timeout_at(until, incoming.frame()).await.map_err(|_| timed_out())?
        }
    };
    frame.transpose().map_err(|error| cut_off(&error))
}

/// The next piece of a body, if it comes at once. The first is as a rule here already, but only the
/// second look finds it, when the connection was told that somebody reads: so that these need no
/// timer.
async fn soon(incoming: &mut RequestBody) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
    let mut looked = false;
    poll_fn(|context| match Pin::new(&mut *incoming).poll_frame(context) {
        Poll::Pending if !looked => {
            looked = true;
            context.waker().wake_by_ref();
            Poll::Pending
        }
        found => Poll::Ready(found),
    })
    .await
}

fn timed_out() -> Fault {
    Fault::new(
        "RequestTimeout",
        "Your socket connection to the server was not read from or written to within the timeout \
         period. Idle connections will be closed.",
        400,
    )
}

/// The error of a body above the bound.
pub(crate) fn too_large(most: u64) -> Fault {
    Fault::new(
        "RequestEntityTooLarge",
        format!("The request body is larger than {most} bytes"),
        413,
    )
}

fn cut_off(error: &hyper::Error) -> Fault {
    tracing::debug!(%error, "a request body ended early");
    Fault::new(
        "IncompleteBody",
        "The request body terminated unexpectedly: send as many bytes as announced",
        400,
    )
}

/// How a body is checked while it is read.
pub(crate) enum Check {
    /// Not at all: the signature does not cover it.
    Unsigned,
    /// Against a declared SHA-256.
    Digest(BodyDigest, [u8; 32]),
    /// Chunk by chunk.
    Chunked(Box<ChunkDecoder>),
}

impl Check {
    pub(crate) fn of(payload: PayloadHash, decoder: Option<ChunkDecoder>) -> Self {
        match (payload, decoder) {
            (_, Some(decoder)) => Self::Chunked(Box::new(decoder)),
            (PayloadHash::Sha256(declared), None) => Self::Digest(BodyDigest::new(), declared),
            _ => Self::Unsigned,
        }
    }

    fn feed(&mut self, data: Bytes) -> Result<VecDeque<Bytes>, SigningError> {
        match self {
            Self::Unsigned => Ok(VecDeque::from([data])),
            Self::Digest(digest, _) => {
                digest.update(&data);
                Ok(VecDeque::from([data]))
            }
            Self::Chunked(decoder) => {
                let mut pieces = VecDeque::new();
                let mut rest = &*data;
                while let Some(piece) = decoder.next(&mut rest)? {
                    pieces.push_back(data.slice_ref(piece));
                }
                Ok(pieces)
            }
        }
    }

    fn finish(self) -> Result<Vec<(String, String)>, SigningError> {
        match self {
            Self::Unsigned => Ok(Vec::new()),
            Self::Digest(digest, declared) => {
                digest.check(PayloadHash::Sha256(declared)).map(|()| Vec::new())
            }
            Self::Chunked(decoder) => decoder.finish(),
        }
    }
}

/// Checks and unpacks a body that was read whole.
///
/// # Errors
/// It is not what the signature covers.
pub(crate) fn check_whole(mut check: Check, body: Bytes) -> Result<Bytes, SigningError> {
    let is_chunked = matches!(check, Check::Chunked(_));
    let pieces = check.feed(body.clone())?;
    check.finish()?;
    Ok(if is_chunked { pieces.iter().flatten().copied().collect::<Vec<u8>>().into() } else { body })
}

/// Streams a body; its end is reached only if it is what the signature covers.
pub(crate) fn streamed(incoming: RequestBody, check: Check, length: Option<u64>) -> Body {
    let trailers = Trailers::default();
    let state = Streaming {
        incoming,
        check: Some(check),
        ready: VecDeque::new(),
        trailers: trailers.clone(),
    };
    let pieces = stream::try_unfold(state, |mut state| async move {
        Ok(state.next().await?.map(|piece| (piece, state)))
    });
    Body::new(pieces, length).with_trailers(trailers)
}

struct Streaming {
    incoming: RequestBody,
    check: Option<Check>,
    ready: VecDeque<Bytes>,
    trailers: Trailers,
}

impl Streaming {
    async fn next(&mut self) -> Result<Option<Bytes>, Fault> {
        loop {
            if let Some(piece) = self.ready.pop_front() {
                return Ok(Some(piece));
            }
            let Some(check) = &mut self.check else { return Ok(None) };
            match next_frame(&mut self.incoming, None).await? {
                Some(frame) => {
                    if let Ok(data) = frame.into_data() {
                        self.ready = check.feed(data).map_err(|error| error.fault(Dialect::S3))?;
                    }
                }
                None => {
                    if let Some(check) = self.check.take() {
                        let trailers = check.finish().map_err(|error| error.fault(Dialect::S3))?;
                        self.trailers.set(trailers);
                    }
                }
            }
        }
    }
}
