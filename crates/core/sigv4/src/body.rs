//! The hash of a body, while it is read.

use std::fmt;

use aws_lc_rs::digest::{Context, SHA256};

use crate::encode::hex;
use crate::{PayloadHash, SigningError};

/// The SHA-256 of a body that comes in pieces.
pub struct BodyDigest(Context);

impl BodyDigest {
    /// Of no bytes yet.
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// The next bytes of the body.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The hash.
    pub fn finish(self) -> [u8; 32] {
        let mut hash = [0; 32];
        for (byte, computed) in hash.iter_mut().zip(self.0.finish().as_ref()) {
            *byte = *computed;
        }
        hash
    }

    /// Ends the body, and refuses it if the request declared the hash of another.
    ///
    /// # Errors
    /// [`SigningError::PayloadMismatch`].
    pub fn check(self, declared: PayloadHash) -> Result<(), SigningError> {
        let PayloadHash::Sha256(declared) = declared else { return Ok(()) };
        let computed = self.finish();
        if computed == declared {
            return Ok(());
        }
        Err(SigningError::PayloadMismatch { declared: hex(&declared), computed: hex(&computed) })
    }
}

impl Default for BodyDigest {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for BodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BodyDigest")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_in_pieces_has_the_hash_of_the_whole() {
        let mut pieces = BodyDigest::new();
        pieces.update(b"Welcome to ");
        pieces.update(b"Amazon S3.");
        let hash = pieces.finish();
        // Amazon S3 API Reference, "Examples: Signature Calculations".
        assert_eq!(
            hex::encode(hash),
            "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
        );
        assert!(BodyDigest::new().check(PayloadHash::Sha256(hash)).is_err());
        assert!(BodyDigest::new().check(PayloadHash::Unsigned).is_ok());
    }
}
