//! Files sealed chunk by chunk: written as a stream, read at any place.
//!
//! ```text
//! chunk 0 | tag 16 | chunk 1 | tag 16 | … | last chunk | tag 16
//! ```
//! Each chunk has [`CHUNK_BYTES`] but the last, which has from none to as many, and each is sealed by
//! AES-256-GCM, in two layers where a [`StreamKey`] has two keys. A file's key is derived from a
//! [`DataKey`] and the file's identity (KBKDF in counter
//! mode with HMAC-SHA256: NIST SP 800-108r1, section 4.1), so that one data key serves many files and
//! the bytes of one do not open as another's. The nonce is the chunk's number and whether it is the
//! last: what was cut off, added, repeated or put in another order does not open. (The construction
//! STREAM: Hoang, Reyhanitabar, Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse
//! Misuse-Resistance", 2015.)
//!
//! No disk and no clock: bytes and randomness come from the caller. No key is ever printed.

mod error;
mod key;
mod opener;
mod sealer;
mod wrap;

pub use error::StreamError;
pub use key::{DataKey, FileKey, StreamKey};
pub use opener::Opener;
pub use sealer::Sealer;

/// The bytes of a chunk before it is sealed.
pub const CHUNK_BYTES: usize = 64 * 1024;

/// The bytes that a layer of sealing adds to a chunk.
pub const TAG_BYTES: usize = 16;
