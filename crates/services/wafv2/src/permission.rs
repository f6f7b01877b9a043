//! Policies that share rule groups with other accounts.

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn};
use serde_json::Value as Json;

use crate::Waf;
use crate::entity;
use crate::error::WafError;
use crate::scope::{Kind, Name};
use crate::shapes::{
    DeletePermissionPolicyRequest, GetPermissionPolicyRequest, GetPermissionPolicyResponse,
    PutPermissionPolicyRequest,
};

/// What a policy may allow. (AWS WAF API Reference, `PutPermissionPolicy`.)
const ACTIONS: [&str; 4] = [
    "wafv2:CreateWebACL",
    "wafv2:UpdateWebACL",
    "wafv2:PutFirewallManagerRuleGroups",
    "wafv2:GetRuleGroup",
];

/// Shares a rule group.
pub(crate) async fn put(
    _service: &Waf,
    call: &Call,
    request: Authorized<PutPermissionPolicyRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    named(&request.resource_arn)?;
    read(&request.policy, &request.resource_arn).map_err(WafError::WAFInvalidPermissionPolicy)?;
    change(call, &request.resource_arn, Some(request.policy)).await
}

/// Shows the policy of a rule group.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetPermissionPolicyRequest>,
) -> Result<GetPermissionPolicyResponse, WafError> {
    let name = named(&request.resource_arn)?;
    let record = call.read(|reader| entity::find(reader, &name))?;
    let policy = record.policy.ok_or(WafError::WAFNonexistentItem)?;
    Ok(GetPermissionPolicyResponse { policy: Some(policy) })
}

/// Ends the sharing of a rule group.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeletePermissionPolicyRequest>,
) -> Result<(), WafError> {
    change(call, &request.resource_arn, None).await
}

/// Only the group's account changes its policy. While another account uses the group it stays
/// shared.
async fn change(call: &Call, arn: &str, policy: Option<String>) -> Result<(), WafError> {
    let name = named(arn)?;
    if name.account != call.account()? {
        return Err(WafError::WAFNonexistentItem);
    }
    let done = call.commit(move |writer| {
        let mut record = entity::find(writer, &name)?;
        let users = crate::compile::users(writer, &name)?;
        if policy.is_none() && users.iter().any(|user| user.name.account != name.account) {
            return Err(WafError::WAFAssociatedItem);
        }
        if policy.is_none() && record.policy.is_none() {
            return Err(WafError::WAFNonexistentItem);
        }
        record.policy = policy;
        Ok::<_, WafError>(writer.put(&record.key(), &record)?)
    });
    Ok(done.await?)
}

fn named(arn: &str) -> Result<Name, WafError> {
    Name::of_arn(arn).filter(|name| name.kind == Kind::RuleGroup).ok_or_else(|| WafError::arn(arn))
}

/// A policy about a rule group. It names no resource: that is the group. (AWS WAF API Reference,
/// `PutPermissionPolicy`, says what such a policy may have.)
pub(crate) fn read(text: &str, arn: &str) -> Result<Policy, String> {
    let mut document: Json = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if document.get("Version").and_then(Json::as_str) != Some("2012-10-17") {
        return Err("The policy must be of the version 2012-10-17.".to_owned());
    }
    let statements = match document.get_mut("Statement") {
        Some(Json::Array(statements)) => statements.as_mut_slice(),
        Some(statement) => std::slice::from_mut(statement),
        None => return Err("The policy must have a statement.".to_owned()),
    };
    for statement in statements {
        if statement.get("Effect").and_then(Json::as_str) != Some("Allow") {
            return Err("Effect must be Allow.".to_owned());
        }
        let actions = statement.get("Action").map(texts_of).unwrap_or_default();
        if actions.is_empty() || !actions.iter().all(|action| ACTIONS.contains(action)) {
            return Err(format!("Action must be of {}.", ACTIONS.join(", ")));
        }
        let members = statement.as_object_mut().ok_or("A statement must be an object.")?;
        if members.contains_key("Resource") || members.contains_key("NotResource") {
            return Err("The policy must not name a resource.".to_owned());
        }
        members.insert("Resource".to_owned(), arn.into());
    }
    Policy::parse(&document.to_string(), PolicyKind::Resource).map_err(|error| error.to_string())
}

fn texts_of(json: &Json) -> Vec<&str> {
    match json {
        Json::Array(items) => items.iter().map(|item| item.as_str().unwrap_or_default()).collect(),
        other => other.as_str().into_iter().collect(),
    }
}

/// Whether a policy names an account or someone of it. Whoever calls was asked about exactly before;
/// this keeps a group from accounts that its policy does not speak of.
pub(crate) fn names(policy: &str, account: AccountId) -> bool {
    let document: Json = serde_json::from_str(policy).unwrap_or_default();
    let statements = match document.get("Statement") {
        Some(Json::Array(statements)) => statements.as_slice(),
        Some(statement) => std::slice::from_ref(statement),
        None => &[],
    };
    let is_of = |text: &str| {
        let of_arn = |arn: Arn| arn.account_id() == Some(account);
        text == "*" || text == account.to_string() || text.parse().is_ok_and(of_arn)
    };
    let names = |statement: &Json| {
        let principal = statement.get("Principal");
        let held = principal.map(|held| held.get("AWS").unwrap_or(held)).map(texts_of);
        held.into_iter().flatten().any(is_of)
    };
    statements.iter().any(names)
}
