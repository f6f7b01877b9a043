//! The Simple Storage Service. Metadata are records of the store; an object's bytes are an
//! immutable file that is durable before the transaction which names it commits.

mod acl;
mod bucket;
mod checksum;
mod commit;
mod condition;
mod control;
mod copy_source;
mod encryption;
mod error;
mod files;
mod listing;
mod multipart;
mod object;
mod object_lock;
mod operations;
mod owner;
mod projection;
mod public;
mod range;
mod records;
mod refused;
mod rules;
mod shapes;
mod tags;
mod versions;

use std::path::Path;
use std::sync::Arc;

use bartizan_store::Store;
use bartizan_types::SystemRandom;

pub use control::S3Control;
pub use projection::S3Projection;

use encryption::BucketKeys;
use files::Files;

/// The service.
#[derive(Debug)]
pub struct S3 {
    files: Arc<Files>,
    bucket_keys: BucketKeys,
}

impl S3 {
    /// The service with its objects' bytes in this folder, made if it is not there.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub fn open(folder: &Path) -> std::io::Result<Self> {
        Ok(Self {
            files: Files::open(folder, Arc::new(SystemRandom))?,
            bucket_keys: BucketKeys::default(),
        })
    }

    /// Removes what a kill left behind: files of earlier runs that no record names. It reads every
    /// record once, and may run while requests are served.
    ///
    /// # Errors
    /// The store or the folder cannot be read.
    pub fn sweep(&self, store: &Store) -> Result<usize, String> {
        files::sweep(&self.files, store)
    }
}
