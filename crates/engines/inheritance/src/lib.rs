//! Management policies of AWS Organizations: tag policies, backup policies, declarative policies
//! and the rest of the types that are not authorization policies. They are read by the syntax of
//! their type, inherited from the root through the units to an account, and checked once more as
//! the policy that is in effect. (Organizations User Guide, "Understanding management policy
//! inheritance".)
//!
//! ```
//! use bartizan_inheritance::{Attached, Policy, PolicyType, effective};
//!
//! let root = Policy::parse(PolicyType::Tag, r#"{"tags": {"costcenter": {
//!     "tag_key": {"@@assign": "CostCenter"}, "tag_value": {"@@assign": ["Development"]}}}}"#)?;
//! let unit = Policy::parse(PolicyType::Tag, r#"{"tags": {"CostCenter": {
//!     "tag_value": {"@@append": ["Marketing"]}}}}"#)?;
//! let levels = [vec![Attached::new("p-root0001", &root)], vec![Attached::new("p-unit0001", &unit)]];
//! assert_eq!(
//!     effective(PolicyType::Tag, &levels).text(),
//!     r#"{"tags":{"costcenter":{"tag_key":"CostCenter","tag_value":["Development","Marketing"]}}}"#
//! );
//! # Ok::<(), bartizan_inheritance::Refusal>(())
//! ```

mod check;
mod compliance;
mod effective;
mod merge;
mod policy;
mod policy_type;
mod read;
mod refusal;
mod rule;
mod setting;
mod shape;
mod shapes;

pub use check::{Violation, ViolationCode};
pub use compliance::{Breach, Breached, TagRules};
pub use effective::{EffectivePolicy, effective};
pub use policy::{Attached, Policy};
pub use policy_type::PolicyType;
pub use refusal::Refusal;
