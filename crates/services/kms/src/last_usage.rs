//! When keys were last used. (AWS KMS API Reference, `GetKeyLastUsage`.)

use bartizan_service::directory::kms::KmsKey;
use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::{Fault, Timestamp};

use crate::KeyManagement;
use crate::error::KmsError;
use crate::naming::{self, Named, OWN};
use crate::records::KeyRecord;
use crate::rules;
use crate::shapes::{GetKeyLastUsageRequest, GetKeyLastUsageResponse, KeyLastUsageData};

const SECONDS_OF_A_DAY: u64 = 24 * 60 * 60;

/// The last use of a key. Uses are kept from the day on that the key was made.
pub(crate) async fn show(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<GetKeyLastUsageRequest>,
) -> Result<GetKeyLastUsageResponse, KmsError> {
    let key = naming::key(call, &request.key_id, OWN)?;
    let (record, last) = call.read(|reader| {
        let last = call.platform.usage.last_key_use(reader, &key.arn)?;
        Ok::<_, KmsError>((KeyRecord::find(reader, &key.arn)?, last))
    })?;
    let shown = match last {
        Some(last) => KeyLastUsageData {
            operation: Some(last.operation),
            timestamp: Some(last.time),
            cloud_trail_event_id: last.event_id,
            kms_request_id: Some(last.request_id),
        },
        None => KeyLastUsageData {
            operation: None,
            timestamp: None,
            cloud_trail_event_id: None,
            kms_request_id: None,
        },
    };
    Ok(GetKeyLastUsageResponse {
        key_id: Some(key.arn.to_string()),
        key_last_usage: Some(shown),
        tracking_start_date: Some(record.created),
        key_creation_date: Some(record.created),
    })
}

/// The key named by `KeyId`, with how many days it was not used.
pub(crate) fn unused_key(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let accesses = rules::key(ask)?;
    let name = ask.text("KeyId").unwrap_or_default();
    let Named::Key(key, _) = naming::find(ask.call, name, OWN)? else { return Ok(accesses) };
    let days = days_unused(ask.call, &key)?.to_string();
    let with_days = |one: Access| one.key("kms:TrailingDaysWithoutKeyUsage", days.clone());
    Ok(accesses.into_iter().map(with_days).collect())
}

fn days_unused(call: &Call, key: &KmsKey) -> Result<u64, Fault> {
    let since: Timestamp = call.read(|reader| {
        let last = call.platform.usage.last_key_use(reader, &key.arn)?;
        let created = KeyRecord::find(reader, &key.arn)?.created;
        Ok::<_, KmsError>(last.map_or(created, |last| last.time))
    })?;
    Ok(call.now.since(since).as_secs() / SECONDS_OF_A_DAY)
}
