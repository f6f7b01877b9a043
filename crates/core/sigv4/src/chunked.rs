//! `aws-chunked` bodies. (Amazon S3 API Reference, "Signature Calculations for the Authorization
//! Header: Transferring Payload in Multiple Chunks".)

mod decode;
mod encode;

use std::sync::Arc;

use crate::SigningKey;
use crate::encode::hex;

pub use decode::{ChunkDecoder, Trailers};
pub use encode::ChunkEncoder;

/// SHA-256 of nothing.
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The chain of signatures over a body's chunks: each covers the one before it.
#[derive(Debug, Clone)]
pub(crate) struct Chain {
    pub(crate) key: Arc<SigningKey>,
    pub(crate) access_key_id: String,
    /// The last signature; of the request's head at first.
    pub(crate) previous: String,
    pub(crate) date_time: String,
    pub(crate) scope: String,
}

impl Chain {
    fn chunk_string(&self, hash: &[u8]) -> String {
        let Self { date_time, scope, previous, .. } = self;
        let hash = hex(hash);
        format!("AWS4-HMAC-SHA256-PAYLOAD\n{date_time}\n{scope}\n{previous}\n{EMPTY_HASH}\n{hash}")
    }

    fn trailer_string(&self, hash: &[u8]) -> String {
        let Self { date_time, scope, previous, .. } = self;
        let hash = hex(hash);
        format!("AWS4-HMAC-SHA256-TRAILER\n{date_time}\n{scope}\n{previous}\n{hash}")
    }
}
