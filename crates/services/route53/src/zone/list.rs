//! Lists of zones.

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;
use bartizan_zones::{Name, reversed};

use super::shown;
use crate::error::Route53Error;
use crate::records::ZoneRecord;
use crate::shapes::{
    GetHostedZoneCountRequest, GetHostedZoneCountResponse, ListHostedZonesByNameRequest,
    ListHostedZonesByNameResponse, ListHostedZonesRequest, ListHostedZonesResponse,
};
use crate::{Route53, delegation_set, id, paging};

/// The most zones of a page.
const ITEMS: usize = 100;
/// The most zones that an account can have, and more.
const ALL: usize = 10_000;

/// How many zones the account has.
pub(crate) async fn count(
    _service: &Route53,
    call: &Call,
    _request: Authorized<GetHostedZoneCountRequest>,
) -> Result<GetHostedZoneCountResponse, Route53Error> {
    let account = call.account()?.to_string();
    let count = call.read(|reader| reader.count::<ZoneRecord>(&account, ""))?;
    Ok(GetHostedZoneCountResponse { hosted_zone_count: i64::try_from(count).unwrap_or(i64::MAX) })
}

/// The account's zones, by their ids.
pub(crate) async fn list(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListHostedZonesRequest>,
) -> Result<ListHostedZonesResponse, Route53Error> {
    // The model has one type: private ones.
    let wants_private = request.hosted_zone_type.is_some();
    let account = call.account()?;
    let items = paging::items(request.max_items.as_deref(), ITEMS)?;
    let marker = request.marker.as_deref().unwrap_or_default();
    let set = request.delegation_set_id.as_deref();
    let set = set.map(|set| call.read(|reader| delegation_set::find(reader, account, set)));
    let set = set.transpose()?.map(|set| set.id);
    let mut zones = call.read(|reader| all(reader, account))?;
    zones.retain(|zone| {
        zone.id.as_str() >= marker
            && (!wants_private || zone.is_private())
            && (set.is_none() || zone.delegation_set == set)
    });
    let next = zones.get(items).map(|zone| zone.id.clone());
    zones.truncate(items);
    Ok(ListHostedZonesResponse {
        hosted_zones: zones.iter().map(shown).collect(),
        marker: marker.to_owned(),
        is_truncated: next.is_some(),
        next_marker: next,
        max_items: items.to_string(),
    })
}

/// The account's zones, by their names' labels in reverse.
pub(crate) async fn list_by_name(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListHostedZonesByNameRequest>,
) -> Result<ListHostedZonesByNameResponse, Route53Error> {
    let account = call.account()?;
    let items = paging::items(request.max_items.as_deref(), ITEMS)?;
    let name = request.dns_name.as_deref().filter(|name| !name.is_empty()).map(Name::parse);
    let name = name
        .transpose()
        .map_err(|error| Route53Error::refused("InvalidDomainName", error.reason()))?;
    let after = request.hosted_zone_id.as_deref().map(|text| id::bare(text, id::ZONE));
    if name.is_none() && after.is_some() {
        return Err(Route53Error::input("A HostedZoneId is given with a DNSName only"));
    }
    let mut zones = call.read(|reader| all(reader, account))?;
    zones.sort_by_cached_key(|zone| (reversed(&zone.name), zone.id.clone()));
    if let Some(name) = &name {
        let from = (name.reversed(), after.unwrap_or_default().to_owned());
        zones.retain(|zone| (reversed(&zone.name), zone.id.clone()) >= from);
    }
    let next = zones.get(items).map(|zone| (zone.name.clone(), zone.id.clone()));
    zones.truncate(items);
    let (next_dns_name, next_hosted_zone_id) = next.unzip();
    Ok(ListHostedZonesByNameResponse {
        hosted_zones: zones.iter().map(shown).collect(),
        dns_name: request.dns_name.clone(),
        hosted_zone_id: request.hosted_zone_id.clone(),
        is_truncated: next_dns_name.is_some(),
        next_dns_name,
        next_hosted_zone_id,
        max_items: items.to_string(),
    })
}

fn all(reader: &Reader<'_>, account: AccountId) -> Result<Vec<ZoneRecord>, Route53Error> {
    let zones = reader.scan::<ZoneRecord>(&account.to_string(), "", "", None, ALL)?;
    Ok(zones.into_iter().map(|(_, zone)| zone).collect())
}
