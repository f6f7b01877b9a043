//! SAML 2.0 for a service provider: the metadata of an identity provider, and its responses.
//!
//! [`Metadata::parse`] reads whom to trust; [`verify`] reads a response, verifies its XML signature
//! by the keys of that metadata alone, and gives back the [`Assertion`]: nothing that was not
//! signed is in it. An encrypted assertion is decrypted by a [`DecryptionKey`] of ours first.
//! [`Assertion::check`] then says whether it is meant for us and valid now.
//!
//! The XML is read without document types, entities and processing instructions, and its size,
//! depth and attributes are bounded. Of XML Signature as little is understood as SAML needs:
//! exclusive canonicalisation, one reference, which names the element that holds the signature.
//!
//! No socket, no file, no clock: bytes and time come from the caller.

mod assertion;
mod check;
mod decryption;
mod encrypted;
mod error;
mod key;
mod metadata;
mod names;
mod response;
mod signature;
mod xml;

pub use assertion::{Assertion, Confirmation, NameId};
pub use check::ISSUED_SECONDS_MAX;
pub use decryption::DecryptionKey;
pub use error::SamlError;
pub use key::VerifyingKey;
pub use metadata::Metadata;
pub use response::{Trusted, verify};
