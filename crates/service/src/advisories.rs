//! The operator's file of advisories, for services that tell what is vulnerable.

use std::sync::Arc;

/// A compiled file, as it was when it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdvisoryData {
    /// All of it.
    pub bytes: Vec<u8>,
    /// The public key whose signature it must bear.
    pub trusted: Option<[u8; 32]>,
}

/// Who reads the file.
pub trait AdvisoryFile: Send + Sync {
    /// What the file holds now. It reads the file where that was changed, so it may block.
    fn current(&self) -> Arc<AdvisoryData>;
}
