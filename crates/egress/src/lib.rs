//! The one guarded way out. Addresses that a principal names, of key sets for now, are reached
//! through this connector and no other way.
//!
//! A name is resolved once, and what is connected to is an address that was judged: a name that
//! changes its mind between the look and the leap changes nothing. Redirects are judged again. Time
//! and size are bounded.

mod connector;
mod guard;
mod trust;

pub use connector::{Connector, Options};
pub use trust::TrustError;
