//! What AWS-LC does and its safe Rust interface does not offer: Ed25519ph, ML-DSA over the message
//! representative µ, and ML-KEM keys from a seed.
//!
//! **Invariant: nothing here keeps a pointer of a caller's.** Each call passes a pointer and the
//! length of the same slice, or an array whose length the type fixes, and C reads or writes no
//! further. What C allocates is freed by the [`Drop`] of the type that owns it, once.

mod ed25519ph;
mod ml_dsa;
mod ml_kem;
mod owned;

pub use ed25519ph::{ed25519ph_sign, ed25519ph_verify};
pub use ml_dsa::{MU_BYTES, MlDsa, MlDsaPrivateKey, ml_dsa_verify_mu};
pub use ml_kem::{MlKemKey, ml_kem_key};
