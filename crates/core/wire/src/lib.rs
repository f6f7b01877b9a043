//! Codecs of the AWS wire protocols, driven by the model.
//!
//! Bytes become a [`Value`] ([`route`], [`decode`]), which [`validate`] checks against the model
//! and which authorisation and audit read; a handler takes it as a typed structure that
//! [`shape!`] declares. Its answer, or a fault, goes the same way back ([`encode`],
//! [`encode_fault`]). A client reads the answer by [`decode_output`].

mod cbor;
mod decode;
mod encode;
mod fault;
mod json;
mod malformed;
mod message;
mod output;
mod query;
mod rest;
mod route;
mod scalar;
mod shape;
mod stored;
mod typed;
mod validate;
mod value;
mod xml;

pub use bytes::Bytes;
pub use serde_json::Value as Document;

pub use decode::decode;
pub use encode::encode;
pub use fault::encode_fault;
pub use json::push_text as push_json_text;
pub use message::{WireRequest, WireResponse};
pub use output::decode_output;
pub use route::route;
pub use stored::of_json;
pub use typed::{Blank, Fields, FromValue, IntoValue, Redacted};
pub use validate::validate;
pub use value::Value;

/// What [`shape!`] expands to.
#[doc(hidden)]
pub mod __private {
    pub use bartizan_types::Fault;

    pub use crate::typed::{debug, push_member};
}
