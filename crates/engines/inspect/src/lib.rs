//! The web application firewall: rules are compiled once, a request is inspected in one pass, and
//! every decision explains itself. Pure: time and the counts of rates are arguments.

mod request;

pub use request::{HttpVersion, WebRequest};
