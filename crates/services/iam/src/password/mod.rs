//! Passwords: how they are hashed, which ones an account takes, and how users change their own.

mod change;
mod hash;
mod requirements;
mod rule;

pub(crate) use change::change;
pub(crate) use hash::{hashed, matches_any};
pub(crate) use requirements::{check, not_to_be_reused};
pub(crate) use rule::{own as rule, policy as policy_rule};
