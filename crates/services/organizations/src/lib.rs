//! Organizations: many accounts, one place to govern them. An organization is a tree of a root,
//! organizational units and accounts; policies attached to its nodes bind the accounts below.

mod account;
mod error;
mod ids;
mod operations;
mod organization;
mod paging;
mod policy;
mod projection;
mod records;
mod rules;
mod shapes;
mod standing;
mod tags;
mod tree;
mod unit;

pub use projection::OrganizationsProjection;

/// The service.
#[derive(Debug, Default)]
pub struct Organizations;
