//! Key material, envelopes and seals.
//!
//! A [`RootKey`] wraps a [`DomainKey`] for each account and region, and the [`TokenKeys`] that
//! session tokens are sealed with; a domain key seals what must be recoverable, bound to the row it
//! stands in. The root key itself is kept behind a seal, by its [`SealKey`]. A [`TotpSeed`] makes and knows one-time
//! passwords.
//!
//! A [`KeyMaterial`] is what a KMS key is made of: it encrypts, signs, authenticates, agrees and
//! encapsulates as its [`KeySpec`] says. What a symmetric key encrypts is a [`blob`].
//!
//! No disk, no clock: bytes, time and randomness come from the caller. No key is ever printed, and
//! no error holds one.

mod algorithm;
pub mod blob;
mod cipher;
mod der;
mod domain;
mod error;
pub mod external_blob;
mod import;
mod kdf;
mod material;
mod root;
mod seal;
mod seed_file;
mod spec;
mod token;
mod totp;

pub use algorithm::{
    EncapsulationAlgorithm, EncryptionAlgorithm, KeyAgreementAlgorithm, KeyUsage, MacAlgorithm,
    MessageType, SigningAlgorithm, WrappingAlgorithm,
};
pub use cipher::{KeyId, MAX_PLAINTEXT_BYTES};
pub use domain::{Binding, DomainId, DomainKey};
pub use error::KeyError;
pub use import::{IMPORT_TOKEN_SECONDS, ImportToken};
pub use kdf::derive;
pub use material::{Encapsulated, KeyMaterial, PublicKey};
pub use root::RootKey;
pub use seal::{PassphraseSeal, SealKey, Share, SharesSeal};
pub use seed_file::{HardwareToken, SeedFileError, SeedForm, read_seed_file};
pub use spec::KeySpec;
pub use token::{TOKEN_KEY_KEPT, TOKEN_KEY_ROTATION, TokenKey, TokenKeys};
pub use totp::{TotpSeed, totp_step};
