//! The query protocols: form parameters in, XML out. EC2's is a dialect.

mod form;
mod request;
mod response;

pub(crate) use form::pairs;
pub(crate) use request::decode;
pub(crate) use response::encode;
