//! `ExplainRequest`: the event and the decisions of a request.

use std::sync::Arc;

use bartizan_service::store::{ActivityRow, StoreError};
use bartizan_service::{Authorized, Call, authorization_document, encode_authorization_message};
use bartizan_types::{AccountId, Fault};
use serde_json::Value as Json;

use crate::OwnApi;
use crate::error::OwnError;
use crate::shapes::{ExplainRequestInput, ExplainRequestOutput};

/// Tells who asked for what, and how each access was decided. The last requests are told in full;
/// of older ones, refusals are, and of what was allowed the outcome and what made it.
pub(crate) async fn explain(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<ExplainRequestInput>,
) -> Result<ExplainRequestOutput, OwnError> {
    let account = call.account()?;
    let id = request.into_inner().request_id;
    let row = recorded(call, &id, account).await?;
    let remembered = call.platform.explanations.of(&id, account);
    let body = row.and_then(|row| serde_json::from_slice::<Json>(&row.body).ok());
    if body.is_none() && remembered.is_none() {
        return Err(OwnError::RequestNotFound(id));
    }
    let event = body.as_ref().and_then(|body| body.get("event")).map(Json::to_string);
    let decisions = remembered.unwrap_or_else(|| {
        body.as_ref()
            .and_then(|body| body.get("decisions"))
            .and_then(Json::as_array)
            .cloned()
            .unwrap_or_default()
    });
    Ok(ExplainRequestOutput {
        request_id: id,
        event,
        encoded_authorization_message: encoded_denial(call, account, &decisions)?,
        decisions: decisions.iter().map(Json::to_string).collect(),
    })
}

/// The request's event in this account's record.
async fn recorded(call: &Call, id: &str, account: AccountId) -> Result<Option<ActivityRow>, Fault> {
    let (platform, id) = (Arc::clone(&call.platform), id.to_owned());
    let account = account.to_string();
    let found = tokio::task::spawn_blocking(move || {
        // The request may have been answered a moment ago.
        platform.activity().flush()?;
        let rows = platform.activity().by_request(&id)?;
        Ok::<_, StoreError>(rows.into_iter().find(|row| row.account == account))
    });
    let found = found.await.map_err(|error| {
        Fault::new("InternalFailure", format!("the activity record was not read: {error}"), 500)
    })?;
    Ok(found?)
}

/// The decision that denied, as `sts:DecodeAuthorizationMessage` opens it.
fn encoded_denial(
    call: &Call,
    account: AccountId,
    decisions: &[Json],
) -> Result<Option<String>, Fault> {
    let denied = decisions.iter().find(|told| {
        told.get("layers").is_some()
            && told.pointer("/decision/outcome").is_some_and(|outcome| outcome != "Allowed")
    });
    denied
        .map(|told| {
            let document = authorization_document(told).to_string();
            encode_authorization_message(&call.platform, account, &document)
        })
        .transpose()
}
