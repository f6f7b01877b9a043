//! Which resources calls about delegation requests concern. Whoever took a request on may look at
//! it, forward it, reject it and send its token without any policy that says so. (IAM User Guide,
//! "IAM temporary delegation", on permissions for delegation requests.)

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::{Access, Ask, Call};
use bartizan_types::{AccountId, Fault, Principal};
use bartizan_wire::Value;
use serde_json::json;

use crate::records::DelegationRequest;

/// The condition key of who took a request on.
const OWNER: &str = "iam:DelegationRequestOwner";
/// What owners may do with their requests by default.
const OWNERS_ACTIONS: [&str; 4] = [
    "iam:GetDelegationRequest",
    "iam:UpdateDelegationRequest",
    "iam:RejectDelegationRequest",
    "iam:SendDelegationToken",
];

/// A request that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let arn = DelegationRequest::arn(ask.call.account()?, "*");
    let template = ask.input.path("Permissions.PolicyTemplateArn").and_then(Value::text);
    let seconds = ask.input.field("SessionDuration").map(|value| value.to_json().to_string());
    Ok(vec![
        Access::on(ask.action(), &arn)
            .resource_type(DelegationRequest::TYPE)
            .key_if("iam:DelegationDuration", seconds)
            .key_if("iam:NotificationChannel", ask.text("NotificationChannel"))
            .key_if("iam:TemplateArn", template),
    ])
}

/// The request that the call names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    of(ask, ask.text("DelegationRequestId").unwrap_or_default())
}

/// The request that the call names by its ARN.
pub(crate) fn entity(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("EntityArn").unwrap_or_default();
    let id = super::id_of(ask.call.account()?, text)?;
    of(ask, &id)
}

/// The requests of the owner that the call names, or of all owners.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let owner = ask.text("OwnerId");
    let caller = ask.call.caller.principal.arn();
    let is_own = owner.is_some() && owner == caller.as_ref().map(bartizan_types::Arn::as_str);
    let grant = if is_own { grant(ask.call, &[ask.action()]) } else { None };
    Ok(vec![
        Access::on_any(ask.action())
            .owned_by(ask.call.account()?)
            .key_if(OWNER, owner)
            .resource_policy(grant),
    ])
}

fn of(ask: &Ask<'_>, id: &str) -> Result<Vec<Access>, Fault> {
    let account: AccountId = ask.call.account()?;
    let found = ask.call.read(|reader| DelegationRequest::find(reader, account, id))?;
    let owner = found.as_ref().and_then(|request| request.owner.as_ref());
    let is_own = owner.is_some_and(|owner| super::is_caller(ask.call, owner));
    let grant = if is_own { grant(ask.call, &OWNERS_ACTIONS) } else { None };
    Ok(vec![
        Access::on(ask.action(), &DelegationRequest::arn(account, id))
            .resource_type(DelegationRequest::TYPE)
            .key_if(OWNER, owner.map(|owner| owner.arn.as_str()))
            .resource_policy(grant),
    ])
}

/// A policy of the request that names the caller.
fn grant(call: &Call, actions: &[&str]) -> Option<Attached> {
    let caller = match &call.caller.principal {
        // The root user needs no grant.
        Principal::User { .. } | Principal::Session(_) => call.caller.principal.arn()?,
        _ => return None,
    };
    let text = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Principal": { "AWS": caller }, "Action": actions, "Resource": "*",
        }],
    });
    let policy = Policy::parse(&text.to_string(), PolicyKind::Resource).ok()?;
    Some(Attached::inline("delegation request", Arc::new(policy)))
}
