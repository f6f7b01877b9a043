//! The web application firewall: rules are compiled once, a request is inspected in one pass, and
//! every decision explains itself. Pure: time and the counts of rates are arguments.

#[macro_use]
mod scan;

mod addresses;
pub mod decode;
pub mod definition;
pub mod detect;
mod effort;
pub mod language;
mod lexicon;
pub mod managed;
mod program;
mod rates;
mod request;
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
