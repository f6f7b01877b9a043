//! AWS Account Management: whom to reach about an account, which regions it has, what it is called;
//! by the account itself, or for the members of an organization by its management account.

mod contact;
mod contact_information;
mod error;
mod information;
mod operations;
mod projection;
mod records;
mod regions;
mod shapes;
mod target;

pub use projection::AccountProjection;

/// The service.
#[derive(Debug, Default)]
pub struct AccountManagement;
