//! Whether a key policy lets itself be changed again. (AWS KMS API Reference, `PutKeyPolicy`,
//! `BypassPolicyLockoutSafetyCheck`.)

use std::sync::Arc;

use bartizan_policy::{Attached, Policy};
use bartizan_service::{Access, Call};

use crate::error::KmsError;

/// Whether the caller may change the policy again, or those of its account whose identity policies
/// say so. `access` is the change of the key's policy.
pub(super) fn keeps_a_way_in(
    call: &Call,
    access: Access,
    policy: Policy,
) -> Result<bool, KmsError> {
    let policy = Attached::inline("key policy", Arc::new(policy));
    let access =
        access.resource_policy(Some(policy)).key("kms:BypassPolicyLockoutSafetyCheck", "false");
    Ok(call.may(&access) || call.by_root(call.account()?).may(&access))
}
