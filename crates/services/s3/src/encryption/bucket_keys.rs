//! Bucket keys: data keys of KMS for many objects of a bucket, kept in memory for a while, so that KMS is
//! not asked for each object. (Amazon S3 User Guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket
//! Keys".)
//!
//! They are kept for each caller, so that each one's use of the key is recorded; and whether the caller
//! still may, and the key still is in use, is decided again each time.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bartizan_sealed_stream::DataKey;
use bartizan_service::Call;
use bartizan_types::{Fault, Principal, Timestamp};

use super::keys::{self, Given, Purpose};

/// How long one is kept.
const KEPT_MILLIS: i64 = 5 * 60 * 1000;
/// How many are kept.
const KEPT_MAX: usize = 10_000;

/// The bucket keys that are kept.
#[derive(Default)]
pub(crate) struct BucketKeys(Mutex<HashMap<Slot, Kept>>);

/// Who asked, and for what.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Slot {
    caller: String,
    /// The name of the key, as the request has it.
    key: String,
    /// The bucket and the encryption context, for new objects.
    context: String,
    /// What it was opened from; none for new objects.
    blob: Option<Vec<u8>>,
}

#[derive(Clone)]
struct Kept {
    plain: DataKey,
    /// The ARN of the key of KMS, which the name may cease to name.
    key: String,
    blob: Vec<u8>,
    since: Timestamp,
}

impl BucketKeys {
    /// A bucket key for a new object.
    ///
    /// # Errors
    /// As KMS answers.
    pub(super) async fn for_new(
        &self,
        call: &Call,
        purpose: &Purpose<'_>,
        named: Option<&str>,
    ) -> Result<Given, Fault> {
        let slot = Slot::new(call, purpose, named.unwrap_or_default(), None);
        if let Some(Kept { plain, key, blob, .. }) = self.find(call, &slot)
            && keys::still_may(call, purpose, named, "GenerateDataKey")? == key
        {
            return Ok(Given { plain, key, blob });
        }
        let given = keys::generate(call, purpose, named).await?;
        let (plain, key, blob) = (given.plain.clone(), given.key.clone(), given.blob.clone());
        self.keep(call, slot, Kept { plain, key, blob, since: call.now });
        Ok(given)
    }

    /// The bucket key that an object was sealed by.
    ///
    /// # Errors
    /// As KMS answers.
    pub(super) async fn of_object(
        &self,
        call: &Call,
        purpose: &Purpose<'_>,
        key: &str,
        blob: &[u8],
    ) -> Result<DataKey, Fault> {
        let slot = Slot::new(call, purpose, key, Some(blob));
        if let Some(kept) = self.find(call, &slot) {
            keys::still_may(call, purpose, Some(key), "Decrypt")?;
            return Ok(kept.plain);
        }
        let plain = keys::open(call, purpose, key, blob).await?;
        let (key, blob) = (key.to_owned(), Vec::new());
        let kept = Kept { plain: plain.clone(), key, blob, since: call.now };
        self.keep(call, slot, kept);
        Ok(plain)
    }

    fn find(&self, call: &Call, slot: &Slot) -> Option<Kept> {
        self.kept().get(slot).filter(|kept| kept.is_fresh(call.now)).cloned()
    }

    fn keep(&self, call: &Call, slot: Slot, kept: Kept) {
        let mut all = self.kept();
        all.retain(|_, kept| kept.is_fresh(call.now));
        if all.len() < KEPT_MAX {
            all.insert(slot, kept);
        }
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<Slot, Kept>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slot {
    fn new(call: &Call, purpose: &Purpose<'_>, key: &str, blob: Option<&[u8]>) -> Self {
        Self {
            caller: match &call.caller.principal {
                Principal::Service { name } => name.clone(),
                caller => caller.user_id().unwrap_or_default(),
            },
            key: key.to_owned(),
            context: serde_json::to_string(&purpose.context()).unwrap_or_default(),
            blob: blob.map(<[u8]>::to_vec),
        }
    }
}

impl Kept {
    const fn is_fresh(&self, now: Timestamp) -> bool {
        let age = now.millis().saturating_sub(self.since.millis());
        age >= 0 && age < KEPT_MILLIS
    }
}

impl fmt::Debug for BucketKeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BucketKeys(…)")
    }
}
