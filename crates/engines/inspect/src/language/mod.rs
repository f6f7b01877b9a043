//! The engine's own rule language. What others write their rules in, wafv2's JSON first, is
//! translated into it; what compiles to a program is this and nothing else.

mod action;
mod condition;
mod field;
mod group;
mod policy;

pub use action::{Action, ActionKind, BodyType, Header, Page};
pub use condition::{
    AddressSource, Comparison, Condition, LabelScope, Position, RateKey, RateRule, Test,
};
pub use field::{Entries, Fallback, Field, InvalidJson, Keys, Oversize, Part, PreParse};
pub use group::{Group, Rule};
pub use policy::{Entry, GroupUse, Policy};
