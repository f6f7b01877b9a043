//! The SQL of CloudTrail Lake: `SELECT` statements in Trino's dialect over events in CloudTrail's
//! format. (CloudTrail User Guide, "CloudTrail Lake SQL constraints".)
//!
//! A [`Statement`] is read by a parser, checked against the columns that events have, and written
//! anew for SQLite from what is known alone: no name, and no text but for bound values, goes from
//! the statement into SQLite's. What is not known is refused. A [`Session`] runs it over events
//! that are handed in, in a database in memory that holds nothing else.

mod compile;
mod functions;
mod kind;
mod path;
mod refusal;
mod run;
mod schema;
mod statement;
mod time;
mod tokens;

pub use refusal::Refusal;
pub use run::{Failure, Session};
pub use statement::{Statement, Window};
