//! Organizations: many accounts, one place to govern them. An organization is a tree of a root,
//! organizational units and accounts; policies attached to its nodes bind the accounts below.

mod account;
mod delegation;
mod effective;
mod error;
mod events;
mod governance;
mod handshake;
mod ids;
mod membership;
mod operations;
mod organization;
mod paging;
mod place;
mod policy;
mod projection;
mod records;
mod resource_policy;
mod rules;
mod shapes;
mod standing;
mod tagging;
mod tags;
mod tree;
mod trusted_access;
mod unit;

pub use projection::OrganizationsProjection;

/// The service.
#[derive(Debug, Default)]
pub struct Organizations;
