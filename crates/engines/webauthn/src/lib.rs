//! Security keys and passkeys, as a relying party sees them: what an authenticator registers, and what
//! it signs later, verified. (W3C Web Authentication, Level 3; RFC 9052 and RFC 9053 for keys; RFC 8949
//! for their bytes.)
//!
//! Pure: what a client sent, the challenge and the party go in; a credential or a refusal comes out.
//! Three algorithms are known, each bound to its kind of key: ES256, `EdDSA` by Ed25519, and RS256
//! from 2,048 bits. Of attestations, none and the authenticator's own are taken: who made a key is not asked.

mod authenticator;
mod cbor;
mod ceremony;
mod client;
mod error;
mod key;

pub use ceremony::{
    Assertion, Credential, Known, RelyingParty, assertion, credential_of, registration,
};
pub use error::WebauthnError;
pub use key::{Algorithm, PublicKey};

#[cfg(test)]
mod tests;
