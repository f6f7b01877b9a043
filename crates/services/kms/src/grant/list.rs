//! `ListGrants` and `ListRetirableGrants`.

use bartizan_service::directory::kms::GrantConstraints;
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Principal};

use super::principal;
use crate::error::KmsError;
use crate::naming::{self, ANY_ACCOUNT};
use crate::records::{self, BY_RETIRING, GrantRecord};
use crate::shapes::{
    self, GrantListEntry, ListGrantsRequest, ListGrantsResponse, ListRetirableGrantsRequest,
};
use crate::{KeyManagement, paging};

/// How many grants a page has unless the request says, and the most of them. (AWS KMS API Reference,
/// `ListGrants`.)
const DEFAULT_GRANTS: usize = 50;
const GRANTS_MAX: i32 = 100;

/// The grants of a key.
pub(crate) async fn of_key(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ListGrantsRequest>,
) -> Result<ListGrantsResponse, KmsError> {
    let is_service = matches!(call.caller.principal, Principal::Service { .. });
    if request.grantee_service_principal.is_some() && !is_service {
        return Err(KmsError::Validation(
            "GranteeServicePrincipal is for service principals of AWS alone.".to_owned(),
        ));
    }
    let key = naming::key(call, &request.key_id, ANY_ACCOUNT)?;
    let prefix = GrantRecord::prefix(&key.id);
    let mut grants: Vec<GrantRecord> =
        call.read(|reader| records::all(reader, key.account, &key.region, &prefix))?;
    if let Some(id) = &request.grant_id {
        grants.retain(|grant| grant.id == *id);
    }
    if let Some(text) = &request.grantee_principal {
        let grantee = principal::stored(text, &call.directory)?;
        grants.retain(|grant| grant.grantee == grantee);
    }
    if let Some(service) = &request.grantee_service_principal {
        grants.retain(|grant| grant.grantee == *service);
    }
    answer(call, grants, request.marker.as_deref(), request.limit)
}

/// The grants that a principal of the caller's account may retire.
pub(crate) async fn retirable(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<ListRetirableGrantsRequest>,
) -> Result<ListGrantsResponse, KmsError> {
    let text = request.retiring_principal.as_deref().unwrap_or_default();
    let retiring = principal::stored(text, &call.directory)?;
    let value = GrantRecord::retiring_value(&call.region, &retiring);
    let found = call.read(|reader| reader.find::<GrantRecord>(BY_RETIRING, &value))?;
    let grants = found.into_iter().map(|(_, grant)| grant).collect();
    answer(call, grants, request.marker.as_deref(), request.limit)
}

fn answer(
    call: &Call,
    grants: Vec<GrantRecord>,
    marker: Option<&str>,
    limit: Option<i32>,
) -> Result<ListGrantsResponse, KmsError> {
    let limit = limit.map(|limit| limit.min(GRANTS_MAX));
    let page = paging::page(grants, marker, limit, DEFAULT_GRANTS, |grant| grant.id.clone())?;
    Ok(ListGrantsResponse {
        grants: Some(page.items.iter().map(|grant| shown(call, grant)).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

fn shown(call: &Call, grant: &GrantRecord) -> GrantListEntry {
    let of = |stored: &String, service: bool| {
        (principal::is_service(stored) == service)
            .then(|| principal::shown(stored, &call.directory))
    };
    let retiring = grant.retiring.as_ref();
    GrantListEntry {
        key_id: Some(grant.key_arn().to_string()),
        grant_id: Some(grant.id.clone()),
        name: grant.name.clone(),
        creation_date: Some(grant.created),
        grantee_principal: of(&grant.grantee, false),
        retiring_principal: retiring.and_then(|stored| of(stored, false)),
        issuing_account: Some(Arn::new("iam", "", Some(grant.issuer), "root").to_string()),
        operations: Some(grant.operations.clone()),
        constraints: shown_constraints(&grant.constraints),
        grantee_service_principal: of(&grant.grantee, true),
        retiring_service_principal: retiring.and_then(|stored| of(stored, true)),
    }
}

fn shown_constraints(constraints: &GrantConstraints) -> Option<shapes::GrantConstraints> {
    (*constraints != GrantConstraints::default()).then(|| shapes::GrantConstraints {
        encryption_context_subset: constraints.context_subset.clone(),
        encryption_context_equals: constraints.context_equals.clone(),
        source_arn: constraints.source_arn.clone(),
    })
}
