//! Records in their normal form, whatever they were read from.

mod activity;
mod address;
mod flow;
mod label;
mod query;

pub use activity::{Activity, Caller, Event, Identity, Origin};
pub use address::Address;
pub use flow::{Direction, Flow, flags, protocols};
pub use label::Label;
pub use query::{Query, Type, rcodes};
