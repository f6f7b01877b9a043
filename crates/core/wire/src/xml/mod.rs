//! XML, read into a small tree and written as text.

mod read;
mod tree;
mod write;

pub(crate) use read::{decode, decode_within};
pub(crate) use write::Writer;
