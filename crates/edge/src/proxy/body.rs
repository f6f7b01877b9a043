//! The client's side of a request while it is carried.

use std::future::Future;

use bytes::Bytes;

/// Why a body did not come to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BodyError {
    /// The client went.
    Closed,
    /// It took too long, or sends too slowly.
    TooSlow,
    /// The coding is broken.
    Malformed,
}

/// Who sent a request: its body, and whether there is anybody still.
pub(crate) trait Client: Send {
    /// The next piece of the body; nothing at its end.
    fn next(&mut self) -> impl Future<Output = Result<Option<Bytes>, BodyError>> + Send;

    /// Whether it sends its body only when it is told that it is wanted.
    fn waits(&self) -> bool {
        false
    }

    /// Resolves when the client went. Asked only behind the end of the body.
    fn closed(&mut self) -> impl Future<Output = ()> + Send;
}
