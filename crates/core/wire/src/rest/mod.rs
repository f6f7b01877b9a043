//! Members that REST protocols bind to paths, query strings, headers and the status.

mod path;
mod request;
mod response;

pub(crate) use path::matches;
pub(crate) use request::decode;
pub(crate) use response::encode;
