//! Which condition keys calls about keys set, where the rules of all keys do not say it.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use super::deletion::WINDOW_DAYS;
use crate::naming::{self, Named, OWN};
use crate::{last_usage, managed, rules};

/// A key that the call makes, and its tags where it gets any.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let spec = ask.text("KeySpec").or(ask.text("CustomerMasterKeySpec"));
    let is_multi_region = rules::flag(ask, "MultiRegion");
    let access = rules::asked(ask.call, Access::on_any(ask.action()))
        .key("kms:BypassPolicyLockoutSafetyCheck", bypass(ask))
        .key("kms:KeyOrigin", ask.text("Origin").unwrap_or("AWS_KMS"))
        .key("kms:KeySpec", spec.unwrap_or("SYMMETRIC_DEFAULT"))
        .key("kms:KeyUsage", ask.text("KeyUsage").unwrap_or("ENCRYPT_DECRYPT"))
        .key("kms:MultiRegion", is_multi_region.to_string())
        .key_if("kms:MultiRegionKeyType", is_multi_region.then_some("PRIMARY"))
        .request_tags(rules::tags(ask));
    // The key has no id yet.
    let account = ask.call.account()?;
    let any = Arn::new("kms", ask.call.region.as_str(), Some(account), "key/*");
    Ok(with_tagging(ask, access, &any))
}

/// What makes a key, and the permission to tag it where it gets tags at once. (AWS KMS Developer
/// Guide, "Controlling access to tags".)
pub(crate) fn with_tagging(ask: &Ask<'_>, access: Access, key: &Arn) -> Vec<Access> {
    if rules::tags(ask).is_empty() {
        return vec![access];
    }
    let tag = rules::asked(ask.call, Access::on("kms:TagResource", key))
        .key("aws:RequestedRegion", key.region());
    vec![access, tag.request_tags(rules::tags(ask))]
}

/// A key that is shown. One that AWS manages for a service may still have to be made: then it has no id
/// yet.
pub(crate) fn described(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("KeyId").unwrap_or_default();
    match managed::unmade(ask.call, name) {
        Some((account, service)) => managed::access(ask, account, service).map(|one| vec![one]),
        None => rules::granted_key(ask),
    }
}

/// A key that shall be deleted, and how long that waits.
pub(crate) fn deleted(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let days = rules::number(ask, "PendingWindowInDays").unwrap_or(WINDOW_DAYS.into());
    let access = last_usage::unused_key(ask)?.into_iter();
    Ok(access
        .map(|one| one.key("kms:ScheduleKeyDeletionPendingWindowInDays", days.to_string()))
        .collect())
}

/// A key that shall have another policy.
pub(crate) fn with_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::key(ask)?.into_iter();
    let name = ask.text("KeyId").unwrap_or_default();
    if let Named::Key(key, _) = naming::find(ask.call, name, OWN)? {
        ask.call.rest_on(key.policy.policy.text());
    }
    Ok(access.map(|one| one.key("kms:BypassPolicyLockoutSafetyCheck", bypass(ask))).collect())
}

/// A key and the tags that the call names.
pub(crate) fn with_tags(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let keys = ask.tag_keys("TagKeys");
    let access = rules::key(ask)?.into_iter().map(|one| one.request_tags(rules::tags(ask)));
    Ok(access
        .map(|one| if keys.is_empty() { one } else { one.key_list("aws:TagKeys", keys.clone()) })
        .collect())
}

/// Whether the check of the policy is left out, as the condition key tells it.
pub(crate) fn bypass(ask: &Ask<'_>) -> String {
    rules::flag(ask, "BypassPolicyLockoutSafetyCheck").to_string()
}
