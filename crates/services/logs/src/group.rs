//! Groups made and deleted.

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};

use crate::error::LogsError;
use crate::records::{Group, Refuse};
use crate::shapes::{
    CreateLogGroupRequest, DeleteLogGroupRequest, PutLogGroupDeletionProtectionRequest,
};
use crate::{Logs, names, tags};

/// What a group is for where nothing is said.
const STANDARD: &str = "STANDARD";
/// The most groups of an account in a region. (Amazon CloudWatch Logs User Guide, "CloudWatch Logs
/// quotas".)
const GROUPS_MAX: u64 = 1_000_000;

/// Makes a group.
pub(crate) async fn create(
    _logs: &Logs,
    call: &Call,
    request: Authorized<CreateLogGroupRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    if request.kms_key_id.is_some() {
        return Err(LogsError::invalid("Keys of KMS cannot be used for log groups here."));
    }
    let account = names::account(call)?;
    let class = request.log_group_class.unwrap_or_else(|| STANDARD.to_owned());
    if class != STANDARD {
        return Err(LogsError::invalid(format!("The log group class {class} is not supported.")));
    }
    let group = Group {
        id: call.platform.random.uuid(),
        arn: names::group(call, &request.log_group_name)?,
        created: call.now,
        class,
        retention_days: None,
        is_protected: request.deletion_protection_enabled.unwrap_or(false),
        tags: tags::read(request.tags.unwrap_or_default())?,
        subscriptions: Vec::new(),
    };
    call.platform.vault.prepare(&call.platform.store, account).await?;
    let done = call.commit(move |writer| {
        let key = group.key()?;
        if writer.get::<Group>(&key)?.is_some() {
            return Err(LogsError::GroupExists);
        }
        if writer.count::<Group>(&key.account, &key.region)? >= GROUPS_MAX {
            return Err(LogsError::LimitExceeded);
        }
        Ok(writer.put(&key, &group)?)
    });
    Ok(done.await?)
}

/// Deletes a group with all that is in it.
pub(crate) async fn delete(
    _logs: &Logs,
    call: &Call,
    request: Authorized<DeleteLogGroupRequest>,
) -> Result<(), LogsError> {
    let arn = names::group(call, &request.log_group_name)?;
    let done = call.commit(move |writer| {
        let group = names::find(writer, &arn)?;
        if group.is_protected {
            return Err(LogsError::Protected(format!(
                "The log group {} cannot be deleted while its deletion protection is enabled.",
                group.name()
            )));
        }
        let key = group.key()?;
        writer.delete::<Group>(&key)?;
        Ok(writer.put(&Key { id: group.id, ..key }, &Refuse {})?)
    });
    Ok(done.await?)
}

/// Protects a group from being deleted, or no longer.
pub(crate) async fn protect(
    _logs: &Logs,
    call: &Call,
    request: Authorized<PutLogGroupDeletionProtectionRequest>,
) -> Result<(), LogsError> {
    let request = request.into_inner();
    let arn = names::identified(call, None, Some(&request.log_group_identifier))?;
    let done = call.commit(move |writer| {
        let mut group = names::find(writer, &arn)?;
        group.is_protected = request.deletion_protection_enabled;
        Ok::<_, LogsError>(writer.put(&group.key()?, &group)?)
    });
    Ok(done.await?)
}
