//! Grants. (AWS KMS Developer Guide, "Grants in AWS KMS".)

mod create;
mod list;
mod principal;
mod retire;
pub(crate) mod rule;
pub(crate) mod token;

pub(crate) use create::create;
pub(crate) use list::{of_key as list, retirable};
pub(crate) use retire::{retire, revoke};
