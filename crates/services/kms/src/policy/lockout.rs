//! Whether a key policy lets itself be changed again. (AWS KMS API Reference, `PutKeyPolicy`,
//! `BypassPolicyLockoutSafetyCheck`.)

use std::sync::Arc;

use bartizan_policy::{Attached, Context, Flags, Layers, Policy, Request, decide};
use bartizan_service::{Access, Call};
use bartizan_types::{Arn, Principal};

use crate::error::KmsError;
use crate::rules;

const ACTION: &str = "kms:PutKeyPolicy";

/// Whether the caller may change the policy again, or those of its account whose identity policies
/// say so.
pub(super) fn keeps_a_way_in(call: &Call, key: &Arn, policy: Policy) -> Result<bool, KmsError> {
    let policy = Attached::inline("key policy", Arc::new(policy));
    let access = Access::on(ACTION, key).resource_policy(Some(policy.clone()));
    Ok(call.may(&rules::asked(call, access)) || admits_account(call, key, &policy)?)
}

fn admits_account(call: &Call, key: &Arn, policy: &Attached) -> Result<bool, KmsError> {
    let account = call.account()?;
    let principal = Principal::Root { account };
    let mut context = Context::new();
    context.set("aws:PrincipalAccount", account.to_string());
    context.set("kms:CallerAccount", account.to_string());
    if let Some(arn) = principal.principal_arn() {
        context.set("aws:PrincipalArn", arn.as_str());
    }
    let request = Request {
        principal: &principal,
        action: ACTION,
        resource: key.as_str(),
        resource_account: Some(account),
        context: &context,
        flags: Flags::default(),
    };
    let layers = Layers { resource: Some(policy), ..Layers::default() };
    Ok(decide(&request, &layers).is_allowed())
}
