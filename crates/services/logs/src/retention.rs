//! How long groups keep their events.

use bartizan_service::{Authorized, Call};

use crate::error::LogsError;
use crate::shapes::{DeleteRetentionPolicyRequest, PutRetentionPolicyRequest};
use crate::{Logs, names};

/// How many days may be named. (Amazon CloudWatch Logs API Reference, `PutRetentionPolicy`.)
const DAYS: [i32; 22] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
];

/// Has a group keep its events for some days.
pub(crate) async fn put(
    _logs: &Logs,
    call: &Call,
    request: Authorized<PutRetentionPolicyRequest>,
) -> Result<(), LogsError> {
    let days = request.retention_in_days;
    if !DAYS.contains(&days) {
        let known = DAYS.iter().map(ToString::to_string);
        return Err(LogsError::invalid(format!(
            "1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy \
             constraint: Member must satisfy enum value set: [{}]",
            known.collect::<Vec<_>>().join(", ")
        )));
    }
    set(call, &request.log_group_name, Some(days)).await
}

/// Has a group keep its events for ever.
pub(crate) async fn delete(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DeleteRetentionPolicyRequest>,
) -> Result<(), LogsError> {
    set(call, &request.log_group_name, None).await
}

async fn set(call: &Call, name: &str, days: Option<i32>) -> Result<(), LogsError> {
    let arn = names::group(call, name)?;
    let done = call.commit(move |writer| {
        let mut group = names::find(writer, &arn)?;
        group.retention_days = days;
        Ok::<_, LogsError>(writer.put(&group.key()?, &group)?)
    });
    Ok(done.await?)
}
