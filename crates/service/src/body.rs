//! Bodies that are streamed rather than decoded.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};

use bartizan_types::Fault;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, stream};

/// A stream of bytes with a length where it is known: a request's or an answer's streamed payload.
pub struct Body {
    stream: Pin<Box<dyn Stream<Item = Result<Bytes, Fault>> + Send>>,
    length: Option<u64>,
    trailers: Trailers,
}

/// The trailers of a streamed body, by lower-case name: there once the stream has ended.
#[derive(Debug, Clone, Default)]
pub struct Trailers(Arc<OnceLock<Vec<(String, String)>>>);

impl Trailers {
    /// Sets them, once.
    pub fn set(&self, trailers: Vec<(String, String)>) {
        self.0.get_or_init(|| trailers);
    }

    /// The trailer of this name.
    pub fn find(&self, name: &str) -> Option<&str> {
        let trailers = self.0.get()?;
        trailers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl Body {
    /// A body from a stream; `length` in bytes where it is known beforehand.
    pub fn new(
        stream: impl Stream<Item = Result<Bytes, Fault>> + Send + 'static,
        length: Option<u64>,
    ) -> Self {
        Self { stream: Box::pin(stream), length, trailers: Trailers::default() }
    }

    /// A body of these bytes.
    pub fn from_bytes(bytes: Bytes) -> Self {
        let length = u64::try_from(bytes.len()).ok();
        Self::new(stream::iter((!bytes.is_empty()).then_some(Ok(bytes))), length)
    }

    /// The same body with trailers that its stream sets before it ends.
    #[must_use]
    pub fn with_trailers(mut self, trailers: Trailers) -> Self {
        self.trailers = trailers;
        self
    }

    /// The trailers: ask when the stream has ended.
    pub fn trailers(&self) -> Trailers {
        self.trailers.clone()
    }

    /// The length in bytes, where it is known.
    pub const fn length(&self) -> Option<u64> {
        self.length
    }

    /// Reads everything into memory, up to `limit` bytes.
    ///
    /// # Errors
    /// The stream fails, or holds more than `limit` bytes (`EntityTooLarge`).
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, Fault> {
        let mut all = Vec::new();
        while let Some(chunk) = self.next().await {
            let chunk = chunk?;
            if all.len().saturating_add(chunk.len()) > limit {
                return Err(Fault::new(
                    "EntityTooLarge",
                    format!(
                        "Your proposed upload exceeds the maximum allowed size of {limit} bytes"
                    ),
                    400,
                ));
            }
            all.extend_from_slice(&chunk);
        }
        Ok(all.into())
    }
}

impl Stream for Body {
    type Item = Result<Bytes, Fault>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.stream.as_mut().poll_next(cx)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("length", &self.length).finish_non_exhaustive()
    }
}
