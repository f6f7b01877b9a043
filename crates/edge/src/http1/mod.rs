//! HTTP/1.1 as RFC 9112 has it, without its leniencies: what two parsers could read in two ways is
//! refused, so that the origin reads what was inspected here.

pub(crate) mod chunked;
pub(crate) mod desync;
pub(crate) mod head;
pub(crate) mod lines;
pub(crate) mod response;
mod words;

pub use chunked::{ChunkError, Chunks};
pub use desync::{Class, Reason};
pub use head::{Framing, Head, HeadError, read_head};
pub use response::{BadResponse, ResponseFraming, ResponseHead, read_response};
