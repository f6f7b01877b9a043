//! The IAM policy language: parse, validate, evaluate, explain.
//!
//! A [`Policy`] is read and compiled once. [`decide`] takes a [`Request`] and the [`Layers`] of
//! policies that have a say, and answers with a [`Decision`] in about a microsecond, without
//! allocating; [`explain`] answers the same with every statement's verdict, and what would have to
//! change.
//!
//! ```
//! use bartizan_policy::{
//!     Attached, Context, Flags, Layers, Outcome, Policy, PolicyKind, Request, decide,
//! };
//! use bartizan_types::{Arn, Principal, UniqueId};
//!
//! let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow",
//!     "Action": "s3:Get*", "Resource": "arn:aws:s3:::home/${aws:username}/*"}}"#;
//! let policy = Policy::parse(text, PolicyKind::Identity)?;
//! let identity = [Attached::inline("home", policy.into())];
//! let account = "123456789012".parse().ok();
//! let principal = Principal::User {
//!     account: account.ok_or("twelve digits")?,
//!     arn: Arn::new("iam", "", account, "user/alice"),
//!     id: UniqueId::from_stored("AIDAQXZEAEXAMPLEALICE"),
//!     name: "alice".to_owned(),
//! };
//! let mut context = Context::new();
//! context.set("aws:username", "alice");
//! let request = Request {
//!     principal: &principal,
//!     action: "s3:GetObject",
//!     resource: "arn:aws:s3:::home/alice/letter",
//!     resource_account: account,
//!     context: &context,
//!     flags: Flags::default(),
//! };
//! let layers = Layers { identity: &identity, ..Layers::default() };
//! assert_eq!(decide(&request, &layers).outcome, Outcome::Allowed);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod caseless;
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
pub mod least;
mod level;
pub mod lint;
mod operator;
mod path;
mod policy;
mod reach;
mod request;
pub mod template;
mod validate;

pub use bartizan_json::{self as json, Position, Span};
pub use context::{Context, PackedContext, Values};
pub use decision::{Decision, Layer, Outcome, Reason, StatementRef};
pub use document::{Document, Effect, Statement};
pub use error::PolicyError;
pub use evaluate::decide;
pub use explain::{
    Explanation, FailedElement, LayerExplanation, PolicyExplanation, StatementExplanation, explain,
};
pub use level::Level;
pub use path::Path;
pub use policy::{Attached, Policy, PolicyKind, PolicySource};
pub use reach::may_reach;
pub use request::{Flags, Granted, Layers, Request};
pub use validate::check_bucket_policy;
