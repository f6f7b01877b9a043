//! Records in their normal form, whatever they were read from.

mod address;
mod flow;
mod label;
mod query;

pub use address::Address;
pub use flow::{Direction, Flow, flags, protocols};
pub use label::Label;
pub use query::{Query, Type, rcodes};
