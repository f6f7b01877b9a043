//! Key material, envelopes and seals.
//!
//! A [`RootKey`] wraps a [`DomainKey`] for each account and region, and the [`TokenKeys`] that
//! session tokens are sealed with; a domain key seals what must be recoverable, bound to the row it
//! stands in. The root key itself is kept behind a seal, by its [`SealKey`]. A [`TotpSeed`] makes and knows one-time
//! passwords.
//!
//! No disk, no clock: bytes, time and randomness come from the caller. No key is ever printed, and
//! no error holds one.

mod cipher;
mod domain;
mod error;
mod kdf;
mod root;
mod seal;
mod seed_file;
mod token;
mod totp;

pub use cipher::{KeyId, MAX_PLAINTEXT_BYTES};
pub use domain::{Binding, DomainId, DomainKey};
pub use error::KeyError;
pub use root::RootKey;
pub use seal::{PassphraseSeal, SealKey, Share, SharesSeal};
pub use seed_file::{HardwareToken, SeedFileError, SeedForm, read_seed_file};
pub use token::{TOKEN_KEY_KEPT, TOKEN_KEY_ROTATION, TokenKey, TokenKeys};
pub use totp::{TotpSeed, totp_step};
