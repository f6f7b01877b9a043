//! The web application firewall: rules are compiled once, a request is inspected in one pass, and
//! every decision explains itself. Pure: time and the counts of rates are arguments.

mod addresses;
mod detector;
pub mod language;
mod request;
mod transform;

pub use addresses::AddressSet;
pub use detector::{DetectorKind, Sensitivity};
pub use request::{HttpVersion, WebRequest};
pub use transform::Transformation;
