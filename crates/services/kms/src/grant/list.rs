//! `ListGrants` and `ListRetirableGrants`.

use bartizan_service::directory::kms::{GrantConstraints, KmsKey};
use bartizan_service::paging::{Page, page_of_read, token};
use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Arn, Principal};

use super::principal;
use crate::error::KmsError;
use crate::naming::{self, ANY_ACCOUNT};
use crate::records::{BY_RETIRING, GrantRecord};
use crate::shapes::{
    self, GrantListEntry, ListGrantsRequest, ListGrantsResponse, ListRetirableGrantsRequest,
};
use crate::{KeyManagement, paging};

/// How many grants a page has unless the request says, and the most of them. (AWS KMS API Reference,
/// `ListGrants`.)
const DEFAULT_GRANTS: usize = 50;
const GRANTS_MAX: i32 = 100;

/// How many grants are read for a page of those that a request picks: a page may hold fewer than it asks
/// for, or none, and say that there are more.
const READ_MAX: usize = 1000;

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
    let grantee = match &request.grantee_principal {
        Some(text) => Some(principal::stored(text, &call.directory)?),
        None => None,
    };
    let service = request.grantee_service_principal.clone();
    let picked = Picked { grantee, service };
    if let Some(id) = &request.grant_id {
        let row = GrantRecord::key_of(key.account, &key.region, &key.id, id);
        let found = call.read(|reader| reader.get::<GrantRecord>(&row))?;
        let items = found.into_iter().filter(|grant| picked.has(grant)).collect();
        return Ok(answer(call, Page { items, next: None }));
    }
    let (marker, size) = (request.marker.as_deref(), size(request.limit));
    let page = call.read(|reader| picked.page(reader, &key, marker, size))?;
    Ok(answer(call, page))
}

/// Which grants of a key a request picks.
struct Picked {
    grantee: Option<String>,
    service: Option<String>,
}

impl Picked {
    fn has(&self, grant: &GrantRecord) -> bool {
        let is = |asked: &Option<String>| asked.as_ref().is_none_or(|one| *one == grant.grantee);
        is(&self.grantee) && is(&self.service)
    }

    fn page(
        &self,
        reader: &Reader<'_>,
        key: &KmsKey,
        marker: Option<&str>,
        size: usize,
    ) -> Result<Page<GrantRecord>, KmsError> {
        let is_all = self.grantee.is_none() && self.service.is_none();
        let limit = if is_all { size + 1 } else { READ_MAX };
        let (account, prefix) = (key.account.to_string(), GrantRecord::prefix(&key.id));
        let after = paging::place(marker)?.map(|id| format!("{prefix}{id}"));
        let found = reader.scan::<GrantRecord>(
            &account,
            key.region.as_str(),
            &prefix,
            after.as_deref(),
            limit,
        )?;
        let mut goes_on = found.len() == limit;
        let (mut items, mut last) = (Vec::new(), None);
        for (_, grant) in found {
            if items.len() == size {
                goes_on = true;
                break;
            }
            last = Some(grant.id.clone());
            items.extend(self.has(&grant).then_some(grant));
        }
        let next = last.filter(|_| goes_on).map(|id| token(&id));
        Ok(Page { items, next })
    }
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
    let size = size(request.limit);
    let after = match paging::place(request.marker.as_deref())? {
        Some(place) => Some(key_of(&place).ok_or_else(KmsError::InvalidMarker)?),
        None => None,
    };
    let found = call.read(|reader| {
        reader.find_from::<GrantRecord>(BY_RETIRING, &value, after.as_ref(), size + 1)
    })?;
    let page = page_of_read(found, size, |(key, _)| place_of(key));
    let items = page.items.into_iter().map(|(_, grant)| grant).collect();
    Ok(answer(call, Page { items, next: page.next }))
}

/// A record's key, as a marker says it.
fn place_of(key: &Key) -> String {
    format!("{} {} {}", key.account, key.region, key.id)
}

fn key_of(place: &str) -> Option<Key> {
    let mut parts = place.splitn(3, ' ').map(str::to_owned);
    Some(Key { account: parts.next()?, region: parts.next()?, id: parts.next()? })
}

fn size(limit: Option<i32>) -> usize {
    paging::size(limit.map(|limit| limit.min(GRANTS_MAX)), DEFAULT_GRANTS)
}

fn answer(call: &Call, page: Page<GrantRecord>) -> ListGrantsResponse {
    ListGrantsResponse {
        grants: Some(page.items.iter().map(|grant| shown(call, grant)).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    }
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
