//! The keys that puzzles and tokens are signed by.

use std::fmt;

use aws_lc_rs::hmac::{self, Context, HMAC_SHA256};

/// A key. It shows itself to nobody.
#[derive(Clone)]
pub struct ProofKey {
    /// Tells it from others.
    pub(crate) id: u32,
    key: hmac::Key,
}

impl ProofKey {
    /// How long a key is, in bytes.
    pub const BYTES: usize = 32;

    /// A key of this id.
    pub fn new(id: u32, bytes: &[u8; Self::BYTES]) -> Self {
        Self { id, key: hmac::Key::new(HMAC_SHA256, bytes) }
    }

    /// A signature for a purpose, to be continued.
    pub(crate) fn context(&self, purpose: &[u8]) -> Context {
        let mut context = Context::with_key(&self.key);
        context.update(purpose);
        context
    }
}

impl fmt::Debug for ProofKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ProofKey").field("id", &self.id).finish_non_exhaustive()
    }
}

/// All keys that count, the newest first: that signs.
#[derive(Debug, Clone, Default)]
pub struct KeyRing(Vec<ProofKey>);

impl KeyRing {
    /// These keys, the newest first.
    pub fn new(keys: Vec<ProofKey>) -> Self {
        Self(keys)
    }

    pub(crate) fn newest(&self) -> Option<&ProofKey> {
        self.0.first()
    }

    pub(crate) fn of(&self, id: u32) -> Option<&ProofKey> {
        self.0.iter().find(|key| key.id == id)
    }
}

/// Whether two signatures are the same, in the same time whatever they are.
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one, other).is_ok()
}
