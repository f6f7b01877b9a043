//! Public keys and certificates as clients upload them: SSH keys, X.509 certificates with their
//! chains and private keys, certificates in metadata of SAML. They are read and compared; whether
//! anything is trusted is decided elsewhere.

mod certificate;
mod contents;
mod error;
mod pem;
mod private_key;
mod public_key;
mod ssh;

pub use certificate::Certificate;
pub use error::PkiError;
pub use private_key::PrivateKey;
pub use public_key::KeyKind;
pub use ssh::SshPublicKey;
