//! Findings: what is wrong, on what, how it can be reached, and what fixes it.

pub(crate) mod aggregate;
pub(crate) mod criteria;
mod criteria_fields;
pub(crate) mod details;
mod groups;
pub(crate) mod list;
pub(crate) mod record;
pub(crate) mod severity;
pub(crate) mod shelf;
pub(crate) mod view;
