//! The last use of each key of the key service. (AWS KMS API Reference, `GetKeyLastUsage`.)

use bartizan_store::{Key, Record, StoreError, Writer};
use bartizan_types::{Arn, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Call;

/// What uses a key. (AWS KMS API Reference, `KeyLastUsageData`, `Operation`.)
const OPERATIONS: [&str; 14] = [
    "Decapsulate",
    "Decrypt",
    "DeriveSharedSecret",
    "Encapsulate",
    "Encrypt",
    "GenerateDataKey",
    "GenerateDataKeyPair",
    "GenerateDataKeyPairWithoutPlaintext",
    "GenerateDataKeyWithoutPlaintext",
    "GenerateMac",
    "ReEncrypt",
    "Sign",
    "Verify",
    "VerifyMac",
];
/// The type of keys in the activity record.
pub(super) const KEY_TYPE: &str = "AWS::KMS::Key";

/// The last use of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLastUse {
    /// When.
    pub time: Timestamp,
    /// The operation, as `Encrypt`.
    pub operation: String,
    /// The event that tells of it in the record of the key's account; none where another account used
    /// the key.
    pub event_id: Option<String>,
    /// The request's id.
    pub request_id: String,
}

impl Record for KeyLastUse {
    const COLLECTION: &'static str = "kms.last_use";
}

impl KeyLastUse {
    /// The store's key of a key's last use, by the key's ARN.
    pub(super) fn key(arn: &str) -> Option<Key> {
        let arn: Arn = arn.parse().ok()?;
        Some(Key::new(arn.account_id()?, arn.region(), arn.resource()))
    }

    /// Forgets the last use of a key that is deleted.
    ///
    /// # Errors
    /// The store cannot be written.
    pub fn forget(writer: &mut Writer<'_>, key: &Arn) -> Result<(), StoreError> {
        match Self::key(key.as_str()) {
            Some(row) => writer.delete::<Self>(&row).map(|_| ()),
            None => Ok(()),
        }
    }
}

/// Whether an operation uses a key.
pub(super) fn is_use(service: &str, operation: &str) -> bool {
    service == "kms" && OPERATIONS.contains(&operation)
}

/// The keys that a call used, with their last use.
pub(super) fn of(call: &Call) -> Vec<(String, KeyLastUse)> {
    if !is_use(call.operation.service, call.operation.name) {
        return Vec::new();
    }
    let event_id = call.event_id();
    let progress = call.progress();
    let keys = progress
        .decisions
        .iter()
        .filter(|decided| decided.access().resource_type == Some(KEY_TYPE));
    keys.map(|decided| {
        let last = KeyLastUse {
            time: call.now,
            operation: call.operation.name.to_owned(),
            event_id: decided.owner().is_none().then(|| event_id.clone()),
            request_id: call.request_id.clone(),
        };
        (decided.access().resource().to_owned(), last)
    })
    .collect()
}
