//! IP sets.

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use ipnet::IpNet;

use crate::Waf;
use crate::entity::{self, Place, summary};
use crate::error::WafError;
use crate::records::EntityRecord;
use crate::scope::Kind;
use crate::shapes::{
    CreateIPSetRequest, CreateIPSetResponse, DeleteIPSetRequest, GetIPSetRequest, GetIPSetResponse,
    ListIPSetsRequest, ListIPSetsResponse, UpdateIPSetRequest, UpdateIPSetResponse,
};

/// The most blocks of a set. (AWS WAF Developer Guide, "AWS WAF quotas".)
const ADDRESSES_MAX: usize = 10_000;

summary!(IPSetSummary);

/// Makes a set.
pub(crate) async fn create(
    _service: &Waf,
    call: &Call,
    request: Authorized<CreateIPSetRequest>,
) -> Result<CreateIPSetResponse, WafError> {
    let request = request.into_inner();
    let place = Place::of(call, &request.scope, Kind::IpSet)?;
    check(&request.ip_address_version, &request.addresses)?;
    let (description, tags) = (request.description.clone(), request.tags.clone());
    let settings = entity::settings(request.clone());
    let record = entity::new(call, &place, &request.name, description, tags, settings)?;
    let done = call.commit(move |writer| {
        entity::insert(writer, &place, &record)?;
        Ok::<_, WafError>(CreateIPSetResponse { summary: Some(summary(&record)) })
    });
    Ok(done.await?)
}

/// Shows a set.
pub(crate) async fn show(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetIPSetRequest>,
) -> Result<GetIPSetResponse, WafError> {
    let name = Place::of(call, &request.scope, Kind::IpSet)?.name(&request.name, &request.id);
    let record = call.read(|reader| entity::find(reader, &name))?;
    let ip_set = entity::shown("IPSet", &record)?;
    Ok(GetIPSetResponse { ip_set: Some(ip_set), lock_token: Some(record.lock_token) })
}

/// Gives a set other addresses.
pub(crate) async fn update(
    _service: &Waf,
    call: &Call,
    request: Authorized<UpdateIPSetRequest>,
) -> Result<UpdateIPSetResponse, WafError> {
    let request = request.into_inner();
    let name = Place::of(call, &request.scope, Kind::IpSet)?.name(&request.name, &request.id);
    let change = move |_: &Reader<'_>, record: &mut EntityRecord| {
        let version = record.settings.get("IPAddressVersion").and_then(|held| held.as_str());
        check(version.unwrap_or_default(), &request.addresses)?;
        if let Some(settings) = record.settings.as_object_mut() {
            settings.insert("Addresses".to_owned(), request.addresses.into());
        }
        record.description = request.description;
        Ok(())
    };
    let answer = |next_lock_token| UpdateIPSetResponse { next_lock_token };
    entity::update(call, name, request.lock_token, change, answer).await
}

/// Deletes a set.
pub(crate) async fn delete(
    _service: &Waf,
    call: &Call,
    request: Authorized<DeleteIPSetRequest>,
) -> Result<(), WafError> {
    let request = request.into_inner();
    let name = Place::of(call, &request.scope, Kind::IpSet)?.name(&request.name, &request.id);
    Ok(call.commit(move |writer| entity::delete(writer, &name, &request.lock_token)).await?)
}

/// Lists sets.
pub(crate) async fn list(
    _service: &Waf,
    call: &Call,
    request: Authorized<ListIPSetsRequest>,
) -> Result<ListIPSetsResponse, WafError> {
    let place = Place::of(call, &request.scope, Kind::IpSet)?;
    let page = entity::page(call, &place, request.next_marker.as_deref(), request.limit)?;
    let ip_sets = Some(page.items.iter().map(summary).collect());
    Ok(ListIPSetsResponse { next_marker: page.next, ip_sets })
}

/// Blocks of the version in CIDR notation, of any length but zero.
fn check(version: &str, addresses: &[String]) -> Result<(), WafError> {
    if addresses.len() > ADDRESSES_MAX {
        return Err(WafError::WAFLimitsExceeded);
    }
    for address in addresses {
        let block = address.parse::<IpNet>().ok();
        let is_sound = block.is_some_and(|block| {
            let is_version = matches!(block, IpNet::V4(_)) == (version == "IPV4");
            is_version && block.prefix_len() > 0
        });
        if !is_sound {
            return Err(WafError::format("IP_ADDRESS", address));
        }
    }
    Ok(())
}
