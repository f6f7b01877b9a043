//! JSON bodies.

mod read;
mod write;

pub(crate) use read::decode;
pub(crate) use write::{content_type, encode, members};
