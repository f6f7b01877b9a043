//! The web application firewall: rules are compiled once, a request is inspected in one pass, and
//! every decision explains itself. Pure: time and the counts of rates are arguments.

mod addresses;
pub mod decode;
pub mod definition;
pub mod detect;
mod effort;
pub mod language;
pub mod managed;
mod program;
mod rates;
mod request;
mod scan;
pub mod sqli;
mod transform;
mod view;
pub mod xss;

pub use addresses::AddressSet;
pub use program::{
    Answer, Circumstances, CompileError, Decision, Evidence, Explanation, Geography, Matched,
    Program, RateFacts, RuleExplanation, RuleRef, Scratch, StatementExplanation, Token,
};
pub use rates::RateTable;
pub use request::{HttpVersion, WebRequest};
pub use transform::Transformation;
