//! Hosted zones. (Route 53 Developer Guide, "Working with public hosted zones" and "Working with private
//! hosted zones".)

mod authorization;
mod create;
mod delete;
mod list;
mod vpc;

use bartizan_service::store::{Key, Reader};
use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

pub(crate) use authorization::{authorize, authorized, forbid};
pub(crate) use create::create;
pub(crate) use delete::delete;
pub(crate) use list::{count, list, list_by_name};
pub(crate) use vpc::{associate, disassociate, of_vpc};

use crate::error::Route53Error;
use crate::records::ZoneRecord;
use crate::shapes::{
    DNSSECStatus, DelegationSet, GetDNSSECRequest, GetDNSSECResponse, GetHostedZoneRequest,
    GetHostedZoneResponse, HostedZone, HostedZoneConfig, UpdateHostedZoneCommentRequest,
    UpdateHostedZoneCommentResponse,
};
use crate::{Route53, id};

/// A zone.
pub(crate) async fn show(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetHostedZoneRequest>,
) -> Result<GetHostedZoneResponse, Route53Error> {
    let account = call.account()?;
    let zone = call.read(|reader| find(reader, account, &request.id))?;
    Ok(GetHostedZoneResponse {
        hosted_zone: shown(&zone),
        delegation_set: (!zone.is_private()).then(|| servers_of(&zone)),
        vpcs: zone
            .is_private()
            .then(|| zone.vpcs.iter().map(|one| vpc::shown(&one.name)).collect()),
    })
}

/// Changes what is said about a zone.
pub(crate) async fn comment(
    _service: &Route53,
    call: &Call,
    request: Authorized<UpdateHostedZoneCommentRequest>,
) -> Result<UpdateHostedZoneCommentResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut zone = find(writer, account, &request.id)?;
        zone.comment = request.comment.filter(|comment| !comment.is_empty());
        writer.put(&Key::global(account, zone.id.as_str()), &zone)?;
        Ok::<_, Route53Error>(UpdateHostedZoneCommentResponse { hosted_zone: shown(&zone) })
    });
    Ok(done.await?)
}

/// Whether a zone is signed. None is.
pub(crate) async fn dnssec(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetDNSSECRequest>,
) -> Result<GetDNSSECResponse, Route53Error> {
    let account = call.account()?;
    call.read(|reader| find(reader, account, &request.hosted_zone_id))?;
    let serve_signature = Some("NOT_SIGNING".to_owned());
    let status = DNSSECStatus { serve_signature, ..DNSSECStatus::default() };
    Ok(GetDNSSECResponse { status, key_signing_keys: Vec::new() })
}

/// The account's zone with this id, as it is or as it is shown; it must be there.
pub(crate) fn find(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
) -> Result<ZoneRecord, Route53Error> {
    let id = id::bare(text, id::ZONE);
    reader.get(&Key::global(account, id))?.ok_or_else(|| Route53Error::no_zone(id))
}

/// A zone as answers show it.
fn shown(zone: &ZoneRecord) -> HostedZone {
    HostedZone {
        id: format!("{}{}", id::ZONE, zone.id),
        name: zone.name.clone(),
        caller_reference: zone.caller_reference.clone(),
        config: Some(HostedZoneConfig {
            comment: zone.comment.clone(),
            private_zone: Some(zone.is_private()),
        }),
        resource_record_set_count: i64::try_from(zone.record_sets).ok(),
        ..HostedZone::default()
    }
}

/// The name servers of a zone as answers show them, with the reusable delegation set that they are.
fn servers_of(zone: &ZoneRecord) -> DelegationSet {
    let id = zone.delegation_set.as_ref().map(|id| format!("{}{id}", id::DELEGATION_SET));
    DelegationSet { id, name_servers: zone.name_servers.clone(), ..DelegationSet::default() }
}
