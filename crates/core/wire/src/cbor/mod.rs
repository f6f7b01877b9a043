//! The CBOR of Smithy RPC v2 (RFC 8949).

mod item;
mod shape;

pub(crate) use item::Item;
pub(crate) use shape::{decode, encode};
