//! Signed JSON web tokens in the compact form and JSON web key sets: read, verified and made. (RFCs
//! 7515, 7517, 7518 and 7519.)
//!
//! Pure: bytes in, claims or a refusal out. Six algorithms are known, all with public keys, and each
//! is bound to its kind of key and curve, so that no token chooses how it is verified: `none` and
//! the keyed hashes are no algorithms here, and what a header says of keys (`jwk`, `jku`, `x5u`) is
//! not looked at.

mod algorithm;
mod claims;
mod error;
mod key_set;
mod signing;
mod token;

pub use algorithm::Algorithm;
pub use claims::Claims;
pub use error::JoseError;
pub use key_set::{KEY_SET_BYTES_MAX, KeySet};
pub use signing::SigningKey;
pub use token::{TOKEN_BYTES_MAX, Token};
