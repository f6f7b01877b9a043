//! The IAM policy language: parse, validate, evaluate, explain.

pub mod catalog;
mod compile;
mod context;
mod decision;
mod denial;
pub mod document;
mod error;
mod evaluate;
mod explain;
mod glob;
pub mod json;
pub mod lint;
mod policy;
mod request;
mod validate;

pub use context::Context;
pub use decision::{Decision, Layer, Outcome, Reason, StatementRef};
pub use document::{Document, Effect, Statement};
pub use error::PolicyError;
pub use evaluate::decide;
pub use explain::{
    Explanation, FailedElement, LayerExplanation, PolicyExplanation, StatementExplanation, explain,
};
pub use json::{Position, Span};
pub use policy::{Attached, Policy, PolicyKind, PolicySource};
pub use request::{Flags, Layers, Request};
pub use validate::check_bucket_policy;
