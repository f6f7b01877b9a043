//! JSON bodies.

mod read;
mod write;

pub(crate) use read::decode;
pub use write::push_text;
pub(crate) use write::{content_type, encode, members};
