//! The Security Token Service: temporary credentials. Sessions are stateless: nothing of them is
//! stored, the token holds them sealed.

mod assume_role;
mod error;
mod federated;
mod federation;
mod identity;
mod operations;
mod session;
mod session_tags;
mod session_token;
mod shapes;

pub use operations::OPERATIONS;

/// The service.
#[derive(Debug, Default)]
pub struct Sts;
