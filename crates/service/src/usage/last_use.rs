//! The last use of an access key or a role.

use bartizan_store::{Key, Record, StoreError, Writer};
use bartizan_types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};

/// The last use of an access key or a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// When.
    pub time: Timestamp,
    /// The service called, as `s3`.
    pub service: String,
    /// The region called.
    pub region: String,
}

impl Record for LastUse {
    const COLLECTION: &'static str = "iam.last_use";
}

impl LastUse {
    /// Forgets the last use of a key or role that is deleted.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget(
        writer: &mut Writer<'_>,
        account: AccountId,
        subject: &str,
    ) -> Result<(), StoreError> {
        writer.delete::<Self>(&Key::global(account, subject)).map(|_| ())
    }

    /// Takes a use into account, unless a later one is known.
    pub(super) fn note(&mut self, time: Timestamp, service: &str, region: &str) {
        if time < self.time {
            return;
        }
        self.time = time;
        if self.service != service || self.region != region {
            service.clone_into(&mut self.service);
            region.clone_into(&mut self.region);
        }
    }
}
