//! Statements that `AddPermission` puts into the policies of functions, versions and aliases. (AWS Lambda API Reference,
//! `AddPermission`.)

use bartizan_policy::{Policy, PolicyKind};
use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn};
use serde_json::{Map, Value as Json, json};

use crate::Lambda;
use crate::error::LambdaError;
use crate::names::{self, LATEST, Named};
use crate::records::{self, ResourcePolicy, below_key};
use crate::settings::refuse;
use crate::shapes::{
    AddPermissionRequest, AddPermissionResponse, GetPolicyRequest, GetPolicyResponse,
    RemovePermissionRequest,
};

/// The most bytes of a policy. (AWS Lambda Developer Guide, "Lambda quotas".)
pub(crate) const POLICY_MAX: usize = 20 << 10;

/// Adds a statement.
pub(crate) async fn add(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<AddPermissionRequest>,
) -> Result<AddPermissionResponse, LambdaError> {
    let request = request.into_inner();
    let named = policied(call, &request.function_name, request.qualifier.as_deref())?;
    refuse(&[
        ("FunctionUrlAuthType", request.function_url_auth_type.is_some()),
        ("InvokedViaFunctionUrl", request.invoked_via_function_url.is_some()),
    ])?;
    let statement = statement(&named.qualified(), &request)?;
    let text = statement.to_string();
    let (id, seen) = (request.statement_id, request.revision_id);
    let revision = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        check_there(writer, &named)?;
        let key = below_key(&named.arn, named.qualifier.as_deref().unwrap_or_default())?;
        let held = writer.get::<ResourcePolicy>(&key)?;
        check_revision(seen.as_deref(), held.as_ref())?;
        let mut statements = held.map(|held| held.statements).unwrap_or_default();
        if statements.iter().any(|held| sid(held) == Some(&id)) {
            return Err(LambdaError::Exists(format!(
                "The statement id ({id}) provided already exists. Please provide a new statement id, or remove the existing statement."
            )));
        }
        statements.push(statement);
        let policy = ResourcePolicy { statements, revision };
        let whole = policy.text();
        if whole.len() > POLICY_MAX {
            return Err(LambdaError::PolicyLength(POLICY_MAX));
        }
        Policy::parse(&whole, PolicyKind::Resource).map_err(|error| {
            LambdaError::InvalidParameter(format!("The statement cannot be read: {error}"))
        })?;
        writer.put(&key, &policy)?;
        Ok(AddPermissionResponse { statement: Some(text) })
    });
    Ok(done.await?)
}

/// Takes a statement away.
pub(crate) async fn remove(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<RemovePermissionRequest>,
) -> Result<(), LambdaError> {
    let request = request.into_inner();
    let named = policied(call, &request.function_name, request.qualifier.as_deref())?;
    let revision = call.platform.random.uuid();
    let done = call.commit(move |writer| {
        check_there(writer, &named)?;
        let key = below_key(&named.arn, named.qualifier.as_deref().unwrap_or_default())?;
        let held = writer.get::<ResourcePolicy>(&key)?;
        check_revision(request.revision_id.as_deref(), held.as_ref())?;
        let mut statements = held.map(|held| held.statements).unwrap_or_default();
        let before = statements.len();
        statements.retain(|held| sid(held) != Some(&request.statement_id));
        if statements.len() == before {
            return Err(LambdaError::NotFound(format!(
                "Statement {} is not found in resource policy.",
                request.statement_id
            )));
        }
        if statements.is_empty() {
            writer.delete::<ResourcePolicy>(&key)?;
        } else {
            writer.put(&key, &ResourcePolicy { statements, revision })?;
        }
        Ok::<_, LambdaError>(())
    });
    Ok(done.await?)
}

/// Tells the policy.
pub(crate) async fn get(
    _lambda: &Lambda,
    call: &Call,
    request: Authorized<GetPolicyRequest>,
) -> Result<GetPolicyResponse, LambdaError> {
    let named = policied(call, &request.function_name, request.qualifier.as_deref())?;
    let held = call.read(|reader| {
        check_there(reader, &named)?;
        let key = below_key(&named.arn, named.qualifier.as_deref().unwrap_or_default())?;
        Ok::<_, LambdaError>(reader.get::<ResourcePolicy>(&key)?)
    })?;
    let none = "The resource you requested does not exist.";
    let held = held.ok_or_else(|| LambdaError::NotFound(none.to_owned()))?;
    Ok(GetPolicyResponse { policy: Some(held.text()), revision_id: Some(held.revision) })
}

/// What a policy is of; `$LATEST` has none of its own.
fn policied(call: &Call, name: &str, qualifier: Option<&str>) -> Result<Named, LambdaError> {
    let named = names::read(call, name, qualifier)?;
    if named.qualifier.as_deref() == Some(LATEST) {
        return Err(LambdaError::InvalidParameter(
            "We currently do not support adding policies for $LATEST.".to_owned(),
        ));
    }
    Ok(named)
}

fn check_there(reader: &Reader<'_>, named: &Named) -> Result<(), LambdaError> {
    let function = records::function(reader, named)?;
    records::version(reader, &function, named.qualifier.as_deref(), 1.0).map(drop)
}

/// That the policy is the one that the caller has seen.
pub(crate) fn check_revision(
    seen: Option<&str>,
    held: Option<&ResourcePolicy>,
) -> Result<(), LambdaError> {
    match seen {
        Some(seen) if held.is_none_or(|held| held.revision != seen) => {
            Err(LambdaError::PreconditionFailed)
        }
        _ => Ok(()),
    }
}

/// The id of a statement.
pub(crate) fn sid(statement: &Json) -> Option<&str> {
    statement.get("Sid").and_then(Json::as_str)
}

fn statement(arn: &Arn, request: &AddPermissionRequest) -> Result<Json, LambdaError> {
    let mut conditions: Map<String, Json> = Map::new();
    let mut when = |operator: &str, key: &str, value: &Option<String>| {
        if let Some(value) = value {
            let block = conditions.entry(operator).or_insert_with(|| json!({}));
            if let Json::Object(block) = block {
                block.insert(key.to_owned(), json!(value));
            }
        }
    };
    when("StringEquals", "AWS:SourceAccount", &request.source_account);
    when("StringEquals", "lambda:EventSourceToken", &request.event_source_token);
    when("StringEquals", "aws:PrincipalOrgID", &request.principal_org_id);
    when("ArnLike", "AWS:SourceArn", &request.source_arn);
    let mut statement = json!({
        "Sid": request.statement_id,
        "Effect": "Allow",
        "Principal": principal(&request.principal)?,
        "Action": request.action,
        "Resource": arn,
    });
    if !conditions.is_empty()
        && let Json::Object(members) = &mut statement
    {
        members.insert("Condition".to_owned(), Json::Object(conditions));
    }
    Ok(statement)
}

/// The principal that a request names.
pub(crate) fn principal(text: &str) -> Result<Json, LambdaError> {
    if text == "*" {
        return Ok(json!("*"));
    }
    if let Ok(account) = text.parse::<AccountId>() {
        return Ok(json!({ "AWS": format!("arn:aws:iam::{account}:root") }));
    }
    let arn: Option<Arn> = text.parse().ok();
    if arn.is_some_and(|arn| matches!(arn.service(), "iam" | "sts")) {
        return Ok(json!({ "AWS": text }));
    }
    if text.ends_with(".amazonaws.com") {
        return Ok(json!({ "Service": text }));
    }
    Err(LambdaError::InvalidParameter(
        "The provided principal was invalid. Please check the principal and try again.".to_owned(),
    ))
}
