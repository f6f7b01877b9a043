//! Making and showing delegation requests.

use std::collections::BTreeMap;
use std::time::Duration;

use bartizan_policy::template::{ParameterValue, PolicyTemplate};
use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Authorized, Call};
use bartizan_store::{Reader, Writer};
use bartizan_types::{AccountId, Arn, Timestamp};

use super::{boundaries, check, missing};
use crate::error::IamError;
use crate::records::{
    self, BY_OWNER, BY_REQUESTOR, BY_WORKFLOW, DelegationParameter, DelegationRequest,
    DelegationState, DelegationStep, DelegationTemplate,
};
use crate::shapes::{
    CreateDelegationRequestRequest, CreateDelegationRequestResponse, DelegationPermission,
    DelegationRequest as Shown, GetDelegationRequestRequest, GetDelegationRequestResponse,
    ListDelegationRequestsRequest, ListDelegationRequestsResponse, PolicyParameter,
};
use crate::{Iam, paging};

/// How many requests an account may have made that are not forgotten yet.
const REQUESTS_MAX: usize = 1000;
/// How long a request is shown after it has expired.
const RETENTION: Duration = Duration::from_hours(30 * 24);

/// Makes a request.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateDelegationRequestRequest>,
) -> Result<CreateDelegationRequestResponse, IamError> {
    let (account, now) = (call.account()?, call.now);
    let request = request.into_inner();
    let owner_account =
        match request.owner_account_id.as_deref() {
            Some(text) => Some(text.parse().map_err(|_| {
                IamError::InvalidInput(format!("{text} is not the id of an account."))
            })?),
            None => None,
        };
    check_channel(account, &request.notification_channel)?;
    let session_seconds = u32::try_from(request.session_duration)
        .map_err(|_| IamError::InvalidInput("SessionDuration must not be negative.".to_owned()))?;
    let id = format!("dr-{}", call.platform.random.uuid());
    let made = call.commit(move |tx| {
        make_room(tx, account, &request.requestor_workflow_id, now)?;
        let (template, parameters, policy) = permissions(tx, account, request.permissions)?;
        let delegation = DelegationRequest {
            id,
            requestor: account,
            requestor_name: template.requestor_name.clone(),
            workflow: request.requestor_workflow_id,
            channel: request.notification_channel,
            template: template.arn().to_string(),
            parameters,
            boundaries: boundaries::of(policy.document())?,
            policy: policy.text().to_owned(),
            description: request.description,
            message: request.request_message,
            redirect_url: request.redirect_url,
            session_seconds,
            only_send_by_owner: request.only_send_by_owner.unwrap_or(false),
            owner_account,
            owner: None,
            approver: None,
            notes: None,
            rejection_reason: None,
            history: vec![DelegationStep { state: DelegationState::Unassigned, since: now }],
            sealed_token: None,
        };
        tx.put(&DelegationRequest::key(&delegation.id), &delegation)?;
        Ok::<_, IamError>(CreateDelegationRequestResponse {
            console_deep_link: None,
            delegation_request_id: Some(delegation.id),
        })
    });
    Ok(made.await?)
}

/// A request, and whether the caller could grant what it asks for.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetDelegationRequestRequest>,
) -> Result<GetDelegationRequestResponse, IamError> {
    let delegation = find(call, &request.delegation_request_id)?;
    let checked = request
        .delegation_permission_check
        .unwrap_or(false)
        .then(|| check::result(call, &delegation.policy).to_owned());
    Ok(GetDelegationRequestResponse {
        delegation_request: Some(shown(delegation, call.now)),
        permission_check_status: checked.as_ref().map(|_| "COMPLETE".to_owned()),
        permission_check_result: checked,
    })
}

/// The requests that somebody of the account has taken on.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListDelegationRequestsRequest>,
) -> Result<ListDelegationRequestsResponse, IamError> {
    let account = call.account()?.to_string();
    let mut requests =
        call.read(|reader| records::indexed::<DelegationRequest>(reader, BY_OWNER, &account))?;
    requests.retain(|one| {
        let owner = one.owner.as_ref().map(|owner| owner.arn.as_str());
        owner.is_some() && request.owner_id.as_deref().is_none_or(|asked| owner == Some(asked))
    });
    let page =
        paging::page(requests, request.marker.as_deref(), request.max_items, |one| one.id.clone())?;
    Ok(ListDelegationRequestsResponse {
        delegation_requests: Some(page.items.into_iter().map(|one| shown(one, call.now)).collect()),
        marker: page.marker,
        is_truncated: page.is_truncated,
    })
}

/// The request of this id, as far as the caller's account may know of it.
pub(super) fn find(call: &Call, id: &str) -> Result<DelegationRequest, IamError> {
    let account = call.account()?;
    let found = call.read(|reader| DelegationRequest::find(reader, account, id))?;
    found.ok_or_else(|| missing(id))
}

/// Only a topic of the requestor's own account is told anything. (IAM User Guide, "Building your
/// integration".)
fn check_channel(account: AccountId, text: &str) -> Result<(), IamError> {
    let is_own_topic = text.parse::<Arn>().is_ok_and(|arn| {
        arn.service() == "sns"
            && !arn.region().is_empty()
            && arn.account_id() == Some(account)
            && !arn.resource().is_empty()
    });
    if is_own_topic {
        return Ok(());
    }
    Err(IamError::InvalidInput(format!(
        "NotificationChannel {text} is not the ARN of an SNS topic in account {account}."
    )))
}

/// Forgets what has long expired, and refuses what is there already or one too many.
fn make_room(
    tx: &mut Writer<'_>,
    account: AccountId,
    workflow: &str,
    now: Timestamp,
) -> Result<(), IamError> {
    let made: Vec<DelegationRequest> = records::indexed(tx, BY_REQUESTOR, &account.to_string())?;
    let mut count = made.len();
    for one in made {
        if one.expires().plus(RETENTION) <= now {
            tx.delete::<DelegationRequest>(&DelegationRequest::key(&one.id))?;
            count -= 1;
        }
    }
    let value = DelegationRequest::workflow_value(account, workflow);
    if !records::indexed::<DelegationRequest>(tx, BY_WORKFLOW, &value)?.is_empty() {
        return Err(IamError::EntityAlreadyExists(format!(
            "A delegation request with the requestor workflow id {workflow} already exists."
        )));
    }
    if count >= REQUESTS_MAX {
        return Err(IamError::quota("DelegationRequestsPerAccount", REQUESTS_MAX));
    }
    Ok(())
}

/// The template of the permissions, its parameters, and the policy that they make.
fn permissions(
    reader: &Reader<'_>,
    account: AccountId,
    permissions: DelegationPermission,
) -> Result<(DelegationTemplate, Vec<DelegationParameter>, Policy), IamError> {
    let arn = permissions.policy_template_arn.ok_or_else(|| {
        IamError::InvalidInput("Permissions must name a PolicyTemplateArn.".to_owned())
    })?;
    let template = match DelegationTemplate::key_of(account, &arn) {
        Some(key) => reader.get::<DelegationTemplate>(&key)?,
        None => None,
    };
    let template = template.ok_or_else(|| {
        IamError::InvalidInput(format!(
            "Policy template {arn} is not registered in account {account}."
        ))
    })?;
    let mut parameters = Vec::new();
    for parameter in permissions.parameters.unwrap_or_default() {
        parameters.push(read(parameter)?);
    }
    let values = values(&parameters)?;
    let refused = |why: String| IamError::InvalidInput(format!("Policy template {arn}: {why}."));
    let text = PolicyTemplate::parse(&template.document)
        .and_then(|parsed| parsed.render(&values))
        .map_err(|error| refused(error.to_string()))?;
    let policy = Policy::parse(&text, PolicyKind::Session)
        .map_err(|error| refused(error.aws_message(PolicyKind::Session).to_owned()))?;
    Ok((template, parameters, policy))
}

fn read(parameter: PolicyParameter) -> Result<DelegationParameter, IamError> {
    let wrong = |what: &str| IamError::InvalidInput(format!("A policy parameter {what}."));
    let name = parameter.name.ok_or_else(|| wrong("has no name"))?;
    let values = parameter.values.unwrap_or_default();
    let is_list = match parameter.r#type.as_deref() {
        Some("string") => false,
        Some("stringList") => true,
        _ => return Err(wrong("has no type")),
    };
    Ok(DelegationParameter { name, values, is_list })
}

fn values(
    parameters: &[DelegationParameter],
) -> Result<BTreeMap<String, ParameterValue>, IamError> {
    let mut values = BTreeMap::new();
    for parameter in parameters {
        let name = &parameter.name;
        let wrong =
            |what: &str| IamError::InvalidInput(format!("The policy parameter {name} {what}."));
        let value = match (parameter.is_list, parameter.values.as_slice()) {
            (_, []) => return Err(wrong("has no value")),
            (true, all) => ParameterValue::List(all.to_vec()),
            (false, [one]) => ParameterValue::Text(one.clone()),
            (false, _) => return Err(wrong("is a string with more than one value")),
        };
        if values.insert(name.clone(), value).is_some() {
            return Err(wrong("is given twice"));
        }
    }
    Ok(values)
}

fn shown(one: DelegationRequest, now: Timestamp) -> Shown {
    let type_of = |is_list| if is_list { "stringList" } else { "string" };
    let state = one.state(now);
    let parameters = one.parameters.iter().map(|parameter| PolicyParameter {
        name: Some(parameter.name.clone()),
        values: Some(parameter.values.clone()),
        r#type: Some(type_of(parameter.is_list).to_owned()),
    });
    Shown {
        permissions: Some(DelegationPermission {
            policy_template_arn: Some(one.template.clone()),
            parameters: Some(parameters.collect()),
        }),
        expiration_time: Some(one.expires()),
        updated_time: Some(one.last_step().since),
        create_date: one.history.first().map(|step| step.since),
        state: Some(state.name().to_owned()),
        delegation_request_id: Some(one.id),
        owner_account_id: one.owner_account.map(|account| account.to_string()),
        description: Some(one.description),
        request_message: one.message,
        permission_policy: Some(one.policy),
        role_permission_restriction_arns: (!one.boundaries.is_empty()).then_some(one.boundaries),
        owner_id: one.owner.map(|owner| owner.arn.to_string()),
        approver_id: one.approver.map(|approver| approver.arn.to_string()),
        requestor_id: Some(one.requestor.to_string()),
        requestor_name: Some(one.requestor_name),
        session_duration: i32::try_from(one.session_seconds).ok(),
        redirect_url: one.redirect_url,
        notes: one.notes,
        rejection_reason: one.rejection_reason,
        only_send_by_owner: Some(one.only_send_by_owner),
    }
}
