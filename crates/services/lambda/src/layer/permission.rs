//! Statements in the policies of layers' versions. (AWS Lambda API Reference, `AddLayerVersionPermission`.)

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::{Authorized, Call};
use bartizan_types::Arn;
use serde_json::{Value as Json, json};

use super::name::{read_name, version_arn};
use super::{found, number, version_key};
use crate::Lambda;
use crate::error::LambdaError;
use crate::permission::{POLICY_MAX, check_revision, principal, sid};
use crate::records::ResourcePolicy;
use crate::shapes::{
    AddLayerVersionPermissionRequest, AddLayerVersionPermissionResponse,
    GetLayerVersionPolicyRequest, GetLayerVersionPolicyResponse,
    RemoveLayerVersionPermissionRequest,
};

/// The one thing that others may be permitted.
const ACTION: &str = "lambda:GetLayerVersion";

/// Adds a statement.
pub(crate) async fn add(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<AddLayerVersionPermissionRequest>,
) -> Result<AddLayerVersionPermissionResponse, LambdaError> {
    let request = request.into_inner();
    let layer = read_name(call, &request.layer_name)?;
    let number = number(request.version_number)?;
    let statement = statement(&version_arn(&layer, number), &request)?;
    let (text, revision) = (statement.to_string(), call.platform.random.uuid());
    let done = call.commit(move |writer| {
        let mut version = found(writer, &layer, number)?;
        check_revision(request.revision_id.as_deref(), version.policy.as_ref())?;
        let mut statements = version.policy.map(|held| held.statements).unwrap_or_default();
        if statements.iter().any(|held| sid(held) == Some(&request.statement_id)) {
            return Err(LambdaError::Exists(format!(
                "The statement id ({}) provided already exists. Please provide a new statement id, or remove the existing statement.",
                request.statement_id
            )));
        }
        statements.push(statement);
        let policy = ResourcePolicy { statements, revision: revision.clone() };
        let whole = policy.text();
        if whole.len() > POLICY_MAX {
            return Err(LambdaError::PolicyLength(POLICY_MAX));
        }
        Policy::parse(&whole, PolicyKind::Resource).map_err(|error| {
            LambdaError::InvalidParameter(format!("The statement cannot be read: {error}"))
        })?;
        version.policy = Some(policy);
        writer.put(&version_key(&layer, number)?, &version)?;
        Ok(AddLayerVersionPermissionResponse { statement: Some(text), revision_id: Some(revision) })
    });
    Ok(done.await?)
}

fn statement(arn: &Arn, request: &AddLayerVersionPermissionRequest) -> Result<Json, LambdaError> {
    if request.action != ACTION {
        return Err(LambdaError::InvalidParameter(format!(
            "Only {ACTION} is permitted on a version of a layer."
        )));
    }
    let mut statement = json!({
        "Sid": request.statement_id,
        "Effect": "Allow",
        "Principal": principal(&request.principal)?,
        "Action": ACTION,
        "Resource": arn,
    });
    if let (Json::Object(members), Some(organization)) = (&mut statement, &request.organization_id)
    {
        let condition = json!({ "StringEquals": { "aws:PrincipalOrgID": organization } });
        members.insert("Condition".to_owned(), condition);
    }
    Ok(statement)
}

/// Takes a statement away.
pub(crate) async fn remove(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<RemoveLayerVersionPermissionRequest>,
) -> Result<(), LambdaError> {
    let request = request.into_inner();
    let layer = read_name(call, &request.layer_name)?;
    let number = number(request.version_number)?;
    let revision = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        let mut version = found(writer, &layer, number)?;
        check_revision(request.revision_id.as_deref(), version.policy.as_ref())?;
        let mut statements = version.policy.map(|held| held.statements).unwrap_or_default();
        let before = statements.len();
        statements.retain(|held| sid(held) != Some(&request.statement_id));
        if statements.len() == before {
            return Err(LambdaError::NotFound(format!(
                "Statement {} is not found in resource policy.",
                request.statement_id
            )));
        }
        version.policy =
            (!statements.is_empty()).then_some(ResourcePolicy { statements, revision });
        writer.put(&version_key(&layer, number)?, &version)?;
        Ok::<_, LambdaError>(())
    });
    Ok(done.await?)
}

/// Tells the policy.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetLayerVersionPolicyRequest>,
) -> Result<GetLayerVersionPolicyResponse, LambdaError> {
    let layer = read_name(call, &request.layer_name)?;
    let number = number(request.version_number)?;
    let version = call.read(|reader| found(reader, &layer, number))?;
    let none = "No policy is associated with the given resource.";
    let held = version.policy.ok_or_else(|| LambdaError::NotFound(none.to_owned()))?;
    Ok(GetLayerVersionPolicyResponse {
        policy: Some(held.text()),
        revision_id: Some(held.revision),
    })
}
