//! The policy simulator: what policies would decide, without a call being made. (IAM API Reference,
//! `SimulateCustomPolicy`, `SimulatePrincipalPolicy`.)

mod answer;
mod caller;
mod context;
mod context_keys;
mod exclusion;
mod input;
mod policies;
mod position;
mod scenario;
mod source;

use bartizan_service::{Access, Ask, Authorized, Call};
use bartizan_types::{AccountId, Arn, Fault};

use crate::Iam;
use crate::error::IamError;
use crate::shapes::{
    GetContextKeysForCustomPolicyRequest, GetContextKeysForPolicyResponse,
    GetContextKeysForPrincipalPolicyRequest, SimulateCustomPolicyRequest, SimulatePolicyResponse,
    SimulatePrincipalPolicyRequest,
};
use answer::Simulation;
use exclusion::{Exclusions, Origin};
use input::Questions;
use source::Source;

/// The entity whose policies are looked at.
pub(crate) fn source_rule(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let text = ask.text("PolicySourceArn").unwrap_or_default();
    let arn: Arn = text.parse().map_err(|_| invalid_arn(text))?;
    Ok(vec![Access::on(ask.action(), &arn)])
}

/// Simulates policies that the caller sends.
pub(crate) async fn custom(
    _iam: &Iam,
    call: &Call,
    request: Authorized<SimulateCustomPolicyRequest>,
) -> Result<SimulatePolicyResponse, IamError> {
    let request = request.into_inner();
    let own = call.account()?;
    let caller = match &request.caller_arn {
        Some(arn) => Some(caller::named(call, arn)?),
        None if request.resource_policy.is_some() => return Err(caller_missing()),
        None => None,
    };
    let questions = Questions {
        actions: request.action_names,
        resources: request.resource_arns,
        handling: request.resource_handling_option,
        max_items: request.max_items,
        marker: request.marker,
    };
    let kind = policies::resource_kind(&questions.actions);
    let levels = request.ordered_organization_policy_input_list.unwrap_or_default();
    let simulation = Simulation {
        context: context::of(caller.as_ref(), request.context_entries.unwrap_or_default())?,
        resource_owner: resource_owner(request.resource_owner.as_deref())?,
        caller: caller.unwrap_or_else(|| caller::nameless(own)),
        identity: policies::identity(&request.policy_input_list)?,
        boundary: policies::boundary(request.permissions_boundary_policy_input_list.as_deref())?,
        resource_policy: policies::of_resource(request.resource_policy.as_deref(), kind)?,
        service_control: policies::service_control(&levels)?,
        is_management: false,
    };
    simulation.answer(&questions)
}

/// Simulates the policies of a user, a group or a role, and such as the caller adds.
pub(crate) async fn principal(
    _iam: &Iam,
    call: &Call,
    request: Authorized<SimulatePrincipalPolicyRequest>,
) -> Result<SimulatePolicyResponse, IamError> {
    let request = request.into_inner();
    let excluded = Exclusions::read(request.policy_exclusion_list.unwrap_or_default())?;
    let source = Source::of(call, &request.policy_source_arn, &excluded)?;
    let is_caller = !request.policy_source_arn.contains(":group/");
    let caller = match &request.caller_arn {
        Some(arn) => Some(caller::named(call, arn)?),
        None if is_caller => Some(caller::named(call, &request.policy_source_arn)?),
        None if request.resource_policy.is_some() => return Err(caller_missing()),
        None => None,
    };
    let questions = Questions {
        actions: request.action_names,
        resources: request.resource_arns,
        handling: request.resource_handling_option,
        max_items: request.max_items,
        marker: request.marker,
    };
    let mut identity = source.identity;
    identity.extend(policies::identity(request.policy_input_list.as_deref().unwrap_or_default())?);
    let given = policies::boundary(request.permissions_boundary_policy_input_list.as_deref())?;
    let account = call.directory.account(source.account);
    let service_control = account
        .filter(|_| !excluded.names(&Origin::ServiceControl))
        .map_or_else(Vec::new, |it| it.service_control_policies.clone());
    let kind = policies::resource_kind(&questions.actions);
    let simulation = Simulation {
        context: context::of(caller.as_ref(), request.context_entries.unwrap_or_default())?,
        resource_owner: resource_owner(request.resource_owner.as_deref())?,
        caller: caller.unwrap_or_else(|| caller::nameless(source.account)),
        identity,
        boundary: given.or(source.boundary),
        resource_policy: policies::of_resource(request.resource_policy.as_deref(), kind)?,
        service_control,
        is_management: account.is_some_and(|it| it.is_management),
    };
    simulation.answer(&questions)
}

/// The condition keys that policies which the caller sends refer to.
pub(crate) async fn custom_context_keys(
    _iam: &Iam,
    _call: &Call,
    request: Authorized<GetContextKeysForCustomPolicyRequest>,
) -> Result<GetContextKeysForPolicyResponse, IamError> {
    let policies = policies::identity(&request.policy_input_list)?;
    let names = context_keys::of(policies.iter().map(|one| one.policy.document()));
    Ok(GetContextKeysForPolicyResponse { context_key_names: Some(names) })
}

/// The condition keys that the policies of a user, a group or a role refer to, and such as the
/// caller adds.
pub(crate) async fn principal_context_keys(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetContextKeysForPrincipalPolicyRequest>,
) -> Result<GetContextKeysForPolicyResponse, IamError> {
    let source = Source::of(call, &request.policy_source_arn, &Exclusions::default())?;
    let mut policies = source.identity;
    policies.extend(policies::identity(request.policy_input_list.as_deref().unwrap_or_default())?);
    let names = context_keys::of(policies.iter().map(|one| one.policy.document()));
    Ok(GetContextKeysForPolicyResponse { context_key_names: Some(names) })
}

fn caller_missing() -> IamError {
    IamError::InvalidInput("CallerArn is required when a ResourcePolicy is specified.".to_owned())
}

fn invalid_arn(text: &str) -> IamError {
    IamError::InvalidInput(format!("Invalid ARN: {text}"))
}

/// The account of `ResourceOwner`, written as an ARN of the account or as its id.
fn resource_owner(text: Option<&str>) -> Result<Option<AccountId>, IamError> {
    let Some(text) = text else { return Ok(None) };
    let of_arn = || text.parse::<Arn>().ok()?.account_id();
    text.parse().ok().or_else(of_arn).map(Some).ok_or_else(|| invalid_arn(text))
}
