//! Reusable delegation sets: name servers that several zones have. (Route 53 API Reference,
//! `CreateReusableDelegationSet`.)

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Random};
use bartizan_zones::Name;

use crate::error::Route53Error;
use crate::records::{BY_DELEGATION_SET, BY_REFERENCE, DelegationSetRecord, ZoneRecord};
use crate::shapes::{
    CreateReusableDelegationSetRequest, CreateReusableDelegationSetResponse, DelegationSet,
    DeleteReusableDelegationSetRequest, DeleteReusableDelegationSetResponse,
    GetReusableDelegationSetLimitRequest, GetReusableDelegationSetLimitResponse,
    GetReusableDelegationSetRequest, GetReusableDelegationSetResponse,
    ListReusableDelegationSetsRequest, ListReusableDelegationSetsResponse,
    ReusableDelegationSetLimit,
};
use crate::{Route53, id, name_servers, paging};

/// Sets of an account, and zones of a set. (Route 53 Developer Guide, "Quotas".)
const SETS_MAX: u64 = 100;
const ZONES_MAX: u64 = 100;
/// The most sets of a page.
const ITEMS: usize = 100;

/// Makes a set: new, or of the name servers that a zone has.
pub(crate) async fn create(
    _service: &Route53,
    call: &Call,
    request: Authorized<CreateReusableDelegationSetRequest>,
) -> Result<CreateReusableDelegationSetResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let random = call.platform.random.clone();
    let done = call.commit(move |writer| {
        let set = make(writer, account, request, &*random)?;
        let location = format!("https://route53.amazonaws.com/2013-04-01/delegationset/{}", set.id);
        Ok::<_, Route53Error>(CreateReusableDelegationSetResponse {
            delegation_set: shown(&set),
            location,
        })
    });
    Ok(done.await?)
}

fn make(
    writer: &mut Writer<'_>,
    account: AccountId,
    request: CreateReusableDelegationSetRequest,
    random: &dyn Random,
) -> Result<DelegationSetRecord, Route53Error> {
    let reference = ZoneRecord::reference(account, &request.caller_reference);
    if writer.count_found::<DelegationSetRecord>(BY_REFERENCE, &reference)? > 0 {
        let message = "A delegation set with the same owner and caller reference combination has \
                       already been created.";
        return Err(Route53Error::refused("DelegationSetAlreadyCreated", message));
    }
    if writer.count::<DelegationSetRecord>(&account.to_string(), "")? >= SETS_MAX {
        let message = "This account has reached the limit on the number of delegation sets.";
        return Err(Route53Error::refused("LimitsExceeded", message));
    }
    let zone = request.hosted_zone_id.as_deref().map(|zone| of_zone(writer, account, zone));
    let mut zone = zone.transpose()?;
    let set = DelegationSetRecord {
        id: id::of_delegation_set(random),
        account,
        caller_reference: request.caller_reference,
        name_servers: match &zone {
            Some(zone) => zone.name_servers.clone(),
            None => name_servers::new(random),
        },
    };
    if let Some(zone) = &mut zone {
        zone.delegation_set = Some(set.id.clone());
        writer.put(&Key::global(account, zone.id.as_str()), zone)?;
    }
    writer.put(&Key::global(account, set.id.as_str()), &set)?;
    Ok(set)
}

/// The zone whose name servers become a set.
fn of_zone(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
) -> Result<ZoneRecord, Route53Error> {
    let id = id::bare(text, id::ZONE);
    let zone: Option<ZoneRecord> = reader.get(&Key::global(account, id))?;
    let zone = zone.filter(|zone| !zone.is_private()).ok_or_else(|| {
        Route53Error::refused("HostedZoneNotFound", "The specified HostedZone can't be found.")
    })?;
    if zone.delegation_set.is_some() {
        let message = "The specified delegation set has already been marked as reusable.";
        return Err(Route53Error::refused("DelegationSetAlreadyReusable", message));
    }
    Ok(zone)
}

/// A set.
pub(crate) async fn show(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetReusableDelegationSetRequest>,
) -> Result<GetReusableDelegationSetResponse, Route53Error> {
    let account = call.account()?;
    let set = call.read(|reader| find(reader, account, &request.id))?;
    Ok(GetReusableDelegationSetResponse { delegation_set: shown(&set) })
}

/// How many zones have a set, and may.
pub(crate) async fn limit(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetReusableDelegationSetLimitRequest>,
) -> Result<GetReusableDelegationSetLimitResponse, Route53Error> {
    let account = call.account()?;
    let count = call.read(|reader| {
        let set = find(reader, account, &request.delegation_set_id)?;
        Ok::<_, Route53Error>(reader.count_found::<ZoneRecord>(BY_DELEGATION_SET, &set.id)?)
    })?;
    let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    Ok(GetReusableDelegationSetLimitResponse {
        limit: ReusableDelegationSetLimit {
            r#type: request.r#type.clone(),
            value: number(ZONES_MAX),
        },
        count: number(count),
    })
}

/// The account's sets, by their ids.
pub(crate) async fn list(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListReusableDelegationSetsRequest>,
) -> Result<ListReusableDelegationSetsResponse, Route53Error> {
    let account = call.account()?.to_string();
    let items = paging::items(request.max_items.as_deref(), ITEMS)?;
    let marker = request.marker.as_deref().unwrap_or_default();
    let all = usize::try_from(SETS_MAX).unwrap_or(usize::MAX);
    let found =
        call.read(|reader| reader.scan::<DelegationSetRecord>(&account, "", "", None, all))?;
    let mut sets: Vec<_> = found.into_iter().map(|(_, set)| set).collect();
    sets.retain(|set| set.id.as_str() >= marker);
    let next = sets.get(items).map(|set| set.id.clone());
    sets.truncate(items);
    Ok(ListReusableDelegationSetsResponse {
        delegation_sets: sets.iter().map(shown).collect(),
        marker: marker.to_owned(),
        is_truncated: next.is_some(),
        next_marker: next,
        max_items: items.to_string(),
    })
}

/// Deletes a set that no zone has.
pub(crate) async fn delete(
    _service: &Route53,
    call: &Call,
    request: Authorized<DeleteReusableDelegationSetRequest>,
) -> Result<DeleteReusableDelegationSetResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let done = call.commit(move |writer| {
        let set = find(writer, account, &request.id)?;
        if writer.count_found::<ZoneRecord>(BY_DELEGATION_SET, &set.id)? > 0 {
            let message = "The specified delegation contains associated hosted zones which must be \
                           deleted before the reusable delegation set can be deleted.";
            return Err(Route53Error::refused("DelegationSetInUse", message));
        }
        writer.delete::<DelegationSetRecord>(&Key::global(account, set.id))?;
        Ok(DeleteReusableDelegationSetResponse {})
    });
    Ok(done.await?)
}

/// The account's set with this id, as it is or as it is shown; it must be there.
pub(crate) fn find(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
) -> Result<DelegationSetRecord, Route53Error> {
    let found = reader.get(&Key::global(account, id::bare(text, id::DELEGATION_SET)))?;
    let message = "A reusable delegation set with the specified ID does not exist.";
    found.ok_or_else(|| Route53Error::refused("NoSuchDelegationSet", message))
}

/// The set for a new zone. No two zones with the same servers may be one within the other.
pub(crate) fn open_to(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
    name: &Name,
) -> Result<DelegationSetRecord, Route53Error> {
    let set = find(reader, account, text)?;
    let held = reader.find::<ZoneRecord>(BY_DELEGATION_SET, &set.id)?;
    let overlaps = |zone: &ZoneRecord| {
        let other = Name::parse(&zone.name);
        name.is_within(&zone.name) || other.is_ok_and(|other| other.is_within(name.as_str()))
    };
    if held.iter().any(|(_, zone)| overlaps(zone)) {
        let message = format!(
            "Cannot create hosted zone with DelegationSetId {} as the DNSName {} conflicts with \
             existing ones sharing the delegation set",
            set.id,
            name.as_str()
        );
        return Err(Route53Error::refused("ConflictingDomainExists", message));
    }
    if held.len() as u64 >= ZONES_MAX {
        let message = "The delegation set has as many hosted zones as it may have.";
        return Err(Route53Error::refused("TooManyHostedZones", message));
    }
    Ok(set)
}

fn shown(set: &DelegationSetRecord) -> DelegationSet {
    DelegationSet {
        id: Some(format!("{}{}", id::DELEGATION_SET, set.id)),
        caller_reference: Some(set.caller_reference.clone()),
        name_servers: set.name_servers.clone(),
    }
}
