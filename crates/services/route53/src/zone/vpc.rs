//! The VPCs of private zones. (Route 53 API Reference, `AssociateVPCWithHostedZone`,
//! `DisassociateVPCFromHostedZone` and `ListHostedZonesByVPC`.)

use std::sync::Arc;

use bartizan_service::store::{Key, Reader, Writer};
use bartizan_service::{Authorized, Call, NetworkPlace, Networks};
use bartizan_types::{AccountId, Region};

use super::find;
use crate::error::Route53Error;
use crate::records::{AUTHORIZED, BY_VPC, VpcName, ZoneRecord, ZoneVpc};
use crate::shapes::{
    AssociateVPCWithHostedZoneRequest, AssociateVPCWithHostedZoneResponse,
    DisassociateVPCFromHostedZoneRequest, DisassociateVPCFromHostedZoneResponse, HostedZoneOwner,
    HostedZoneSummary, ListHostedZonesByVPCRequest, ListHostedZonesByVPCResponse, VPC,
};
use crate::{Route53, change, id, paging};

/// VPCs of a zone. (Route 53 Developer Guide, "Quotas".)
const VPCS_MAX: usize = 300;
/// The most zones of a page.
const ITEMS: usize = 100;

/// The VPCs of the caller.
pub(super) struct Vpcs {
    networks: Option<Arc<dyn Networks>>,
    account: Option<AccountId>,
}

impl Vpcs {
    pub(super) fn of(call: &Call) -> Self {
        Self { networks: call.platform.ports.networks.clone(), account: call.account().ok() }
    }

    /// The caller's account, where it has this VPC.
    fn owner(&self, reader: &Reader<'_>, vpc: &VpcName) -> Result<AccountId, Route53Error> {
        if let (Some(networks), Some(account)) = (&self.networks, self.account) {
            let place = NetworkPlace { account, region: Region::new(&vpc.region) };
            if networks.has_vpc(reader, &place, &vpc.id)? {
                return Ok(account);
            }
        }
        let VpcName { id, .. } = vpc;
        let message =
            format!("The VPC: {id} you have provided is not authorized to make the association.");
        Err(Route53Error::refused("InvalidVPCId", message))
    }

    /// Associates a VPC of the caller with a zone, which is to be stored after that.
    pub(super) fn associate(
        &self,
        reader: &Reader<'_>,
        zone: &mut ZoneRecord,
        vpc: &VpcName,
    ) -> Result<(), Route53Error> {
        let account = self.owner(reader, vpc)?;
        let held = reader.find::<ZoneRecord>(BY_VPC, &vpc.key())?;
        if let Some((_, other)) = held.iter().find(|(_, other)| other.name == zone.name) {
            let VpcName { region, id } = vpc;
            let message = format!(
                "The VPC {id} in region {region} has already been associated with the hosted zone \
                 {} with the same domain name.",
                other.id
            );
            return Err(Route53Error::refused("ConflictingDomainExists", message));
        }
        if zone.vpcs.len() >= VPCS_MAX {
            let message = "The hosted zone is associated with as many VPCs as it may be.";
            return Err(Route53Error::refused("LimitsExceeded", message));
        }
        zone.vpcs.push(ZoneVpc { name: vpc.clone(), account });
        Ok(())
    }
}

/// Associates a VPC of the caller with a private zone: one of the caller's, or one whose owner has
/// authorized it.
pub(crate) async fn associate(
    _service: &Route53,
    call: &Call,
    request: Authorized<AssociateVPCWithHostedZoneRequest>,
) -> Result<AssociateVPCWithHostedZoneResponse, Route53Error> {
    let (account, now, request) = (call.account()?, call.now, request.into_inner());
    let (vpc, vpcs) = (named(&request.vpc)?, Vpcs::of(call));
    let change_id = id::of_change(&*call.platform.random, now);
    let done = call.commit(move |writer| {
        let mut zone = open_to(writer, account, &request.hosted_zone_id, &vpc)?;
        if !zone.is_private() {
            let message = "You're trying to associate a VPC with a public hosted zone. Amazon Route \
                           53 doesn't support associating a VPC with a public hosted zone.";
            return Err(Route53Error::refused("PublicZoneVPCAssociation", message));
        }
        vpcs.associate(writer, &mut zone, &vpc)?;
        put(writer, &zone)?;
        let change_info = change::keep(writer, account, (change_id, request.comment, now))?;
        Ok(AssociateVPCWithHostedZoneResponse { change_info })
    });
    Ok(done.await?)
}

/// The zone that a VPC may be associated with: nobody is told of others' zones that did not authorize it.
fn open_to(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
    vpc: &VpcName,
) -> Result<ZoneRecord, Route53Error> {
    let own = find(reader, account, text);
    if own.is_ok() {
        return own;
    }
    let authorization = ZoneRecord::authorization(id::bare(text, id::ZONE), vpc);
    let found = reader.find::<ZoneRecord>(AUTHORIZED, &authorization)?;
    found.into_iter().next().map_or(own, |(_, zone)| Ok(zone))
}

/// Takes a VPC from a private zone: the owner of either may.
pub(crate) async fn disassociate(
    _service: &Route53,
    call: &Call,
    request: Authorized<DisassociateVPCFromHostedZoneRequest>,
) -> Result<DisassociateVPCFromHostedZoneResponse, Route53Error> {
    let (account, now, request) = (call.account()?, call.now, request.into_inner());
    let change_id = id::of_change(&*call.platform.random, now);
    let done = call.commit(move |writer| {
        let mut zone = associated(writer, account, &request.hosted_zone_id, &request.vpc)?;
        let place = zone.vpcs.iter().position(|one| is_named(one, &request.vpc));
        let place = place.ok_or_else(|| {
            let message = "The specified VPC and hosted zone are not currently associated.";
            Route53Error::Refused("VPCAssociationNotFound", message.to_owned(), 404)
        })?;
        if zone.vpcs.len() == 1 {
            let message = "The VPC that you're trying to disassociate from the private hosted zone \
                 is the last VPC that is associated with the hosted zone. Amazon Route 53 doesn't \
                 support disassociating the last VPC from a hosted zone.";
            return Err(Route53Error::refused("LastVPCAssociation", message));
        }
        zone.vpcs.remove(place);
        put(writer, &zone)?;
        let change_info = change::keep(writer, account, (change_id, request.comment, now))?;
        Ok(DisassociateVPCFromHostedZoneResponse { change_info })
    });
    Ok(done.await?)
}

/// The caller's zone, or one that a VPC of the caller is associated with.
fn associated(
    reader: &Reader<'_>,
    account: AccountId,
    text: &str,
    vpc: &VPC,
) -> Result<ZoneRecord, Route53Error> {
    let own = find(reader, account, text);
    let (Err(_), Ok(name)) = (&own, named(vpc)) else { return own };
    let is_callers = |zone: &ZoneRecord| {
        let mut vpcs = zone.vpcs.iter();
        zone.id == id::bare(text, id::ZONE)
            && vpcs.any(|one| one.name == name && one.account == account)
    };
    let mut found = reader.find::<ZoneRecord>(BY_VPC, &name.key())?.into_iter();
    found.find(|(_, zone)| is_callers(zone)).map_or(own, |(_, zone)| Ok(zone))
}

/// Whether a request names this VPC: its id is enough where its zone is known.
fn is_named(one: &ZoneVpc, vpc: &VPC) -> bool {
    let is_region = vpc.vpc_region.as_ref().is_none_or(|region| *region == one.name.region);
    is_region && vpc.vpc_id.as_ref() == Some(&one.name.id)
}

/// The private zones of whatever account that a VPC of the caller is associated with, by their ids.
pub(crate) async fn of_vpc(
    _service: &Route53,
    call: &Call,
    request: Authorized<ListHostedZonesByVPCRequest>,
) -> Result<ListHostedZonesByVPCResponse, Route53Error> {
    let items = paging::items(request.max_items.as_deref(), ITEMS)?;
    let vpc = VpcName { region: request.vpc_region.clone(), id: request.vpc_id.clone() };
    let vpcs = Vpcs::of(call);
    let found = call.read(|reader| {
        vpcs.owner(reader, &vpc).map_err(|_| {
            Route53Error::input(format!("The VPC {} is not one of the account's", vpc.id))
        })?;
        Ok::<_, Route53Error>(reader.find::<ZoneRecord>(BY_VPC, &vpc.key())?)
    })?;
    let mut zones: Vec<ZoneRecord> = found.into_iter().map(|(_, zone)| zone).collect();
    zones.sort_by(|one, other| one.id.cmp(&other.id));
    let from = request.next_token.as_deref().unwrap_or_default();
    zones.retain(|zone| zone.id.as_str() >= from);
    let next_token = zones.get(items).map(|zone| zone.id.clone());
    zones.truncate(items);
    let summary = |zone: ZoneRecord| HostedZoneSummary {
        hosted_zone_id: zone.id,
        name: zone.name,
        owner: HostedZoneOwner {
            owning_account: Some(zone.account.to_string()),
            owning_service: None,
        },
    };
    Ok(ListHostedZonesByVPCResponse {
        hosted_zone_summaries: zones.into_iter().map(summary).collect(),
        max_items: items.to_string(),
        next_token,
    })
}

pub(super) fn put(writer: &mut Writer<'_>, zone: &ZoneRecord) -> Result<(), Route53Error> {
    Ok(writer.put(&Key::global(zone.account, zone.id.as_str()), zone)?)
}

/// The VPC that a request names, by its region and its id.
pub(super) fn named(vpc: &VPC) -> Result<VpcName, Route53Error> {
    match (&vpc.vpc_region, &vpc.vpc_id) {
        (Some(region), Some(id)) => Ok(VpcName { region: region.clone(), id: id.clone() }),
        _ => Err(Route53Error::input("A VPC is named by its VPCRegion and its VPCId")),
    }
}

pub(super) fn shown(vpc: &VpcName) -> VPC {
    VPC { vpc_region: Some(vpc.region.clone()), vpc_id: Some(vpc.id.clone()) }
}
