//! Readers of AWS's text formats: from bytes, without a heap for each row, and told what could not be read.

mod cloudtrail;
mod fields;
mod json;
mod lines;
mod number;
mod resolver;
mod tally;
mod time;
mod vpc;

pub use cloudtrail::TrailLog;
pub(crate) use json::{Leaf, leaves};
pub use lines::LINE_BYTES_MAX;
pub use resolver::ResolverLog;
pub use tally::{Bad, Reason, Tally};
pub use vpc::{FlowLog, Format};
