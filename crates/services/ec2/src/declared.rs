//! The instances of an account as who assesses them asks about them.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};

use bartizan_service::store::{Key, Reader, Record as _};
use bartizan_types::{AccountId, Fault, Region, Tag, Timestamp};

use crate::error::Ec2Error;
use crate::records::{
    AddressRecord, BY_SIDE, BY_VPC, FlowLogRecord, HostRecord, ImageRecord, InstanceRecord,
    NetworkInterfaceRecord, PeeringRecord, PeeringState, VpcRecord,
};
use crate::scope::{Scope, found};
use crate::tags::records::TagsRecord;

/// What all collections of the service begin with.
const COLLECTIONS: &str = "ec2.";

/// An instance that is not terminated.
#[derive(Debug, Clone)]
pub struct DeclaredInstance {
    /// Its id.
    pub id: String,
    /// The id of its image; none of a host.
    pub image: Option<String>,
    /// The path of its image below the folder of images; `None` where the image was deregistered.
    pub disk: Option<String>,
    /// As `t3.micro`; none of a host.
    pub instance_type: Option<String>,
    /// The id of its VPC.
    pub vpc: String,
    /// The id of its subnet.
    pub subnet: String,
    /// When it was declared.
    pub declared: Timestamp,
    /// The ids of its network interfaces, the primary one first.
    pub interfaces: Vec<String>,
    /// Its addresses, those in its subnets and those of the internet.
    pub addresses: Vec<IpAddr>,
    /// Its tags.
    pub tags: Vec<Tag>,
}

/// The instances of an account in a region.
///
/// # Errors
/// The store cannot be read.
pub fn instances(
    reader: &Reader<'_>,
    account: AccountId,
    region: &Region,
) -> Result<Vec<DeclaredInstance>, Fault> {
    Ok(all(reader, &Scope { account, region: region.clone() })?)
}

/// Whether a change of a collection may change what a network lets pass, or an instance.
pub fn is_of_instances(collection: &str) -> bool {
    collection.starts_with(COLLECTIONS)
        && ![FlowLogRecord::COLLECTION, HostRecord::COLLECTION].contains(&collection)
}

/// The accounts and regions whose networks the change of a record may change, by the state after it: that of
/// the record; where it is a VPC, those at the other ends of its peering connections too; where it is an
/// interface, those of all connections, whose rules may name its security groups; and where it is a peering
/// connection that is or was in force, both of its ends.
///
/// # Errors
/// The store cannot be read.
pub fn changed_by(
    reader: &Reader<'_>,
    collection: &str,
    key: &Key,
) -> Result<Vec<(AccountId, Region)>, Fault> {
    let mut places: Vec<(AccountId, Region)> = Vec::new();
    let is_active = |peering: &&PeeringRecord| peering.state == PeeringState::Active;
    let mut add = |peering: &PeeringRecord| {
        for side in [&peering.requester, &peering.accepter] {
            places.push((side.account, Region::new(&side.region)));
        }
    };
    if collection == PeeringRecord::COLLECTION {
        let found = reader.get::<PeeringRecord>(key)?;
        let was_in_force = |peering: &&PeeringRecord| {
            matches!(peering.state, PeeringState::Active | PeeringState::Deleted(_))
        };
        found.iter().filter(was_in_force).for_each(add);
        return Ok(places);
    }
    if collection == VpcRecord::COLLECTION {
        let found = found::<PeeringRecord>(reader, BY_VPC, &key.id)?;
        found.iter().filter(is_active).for_each(&mut add);
    }
    if let Ok(account) = key.account.parse() {
        let place = (account, Region::new(&key.region));
        if collection == NetworkInterfaceRecord::COLLECTION {
            let scope = Scope { account, region: place.1.clone() };
            let side = PeeringRecord::side_key(&scope);
            let found = found::<PeeringRecord>(reader, BY_SIDE, &side)?;
            found.iter().filter(is_active).for_each(&mut add);
        }
        places.push(place);
    }
    Ok(places)
}

fn all(reader: &Reader<'_>, scope: &Scope) -> Result<Vec<DeclaredInstance>, Ec2Error> {
    let mut records = scope.all::<InstanceRecord>(reader)?;
    records.retain(|instance| instance.terminated.is_none());
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let mut interfaces: BTreeMap<String, Vec<NetworkInterfaceRecord>> = BTreeMap::new();
    for interface in scope.all::<NetworkInterfaceRecord>(reader)? {
        let Some(attachment) = &interface.attachment else { continue };
        interfaces.entry(attachment.instance.clone()).or_default().push(interface);
    }
    let elastic: BTreeMap<String, Vec<Ipv4Addr>> = elastic(reader, scope)?;
    let images = scope.all::<ImageRecord>(reader)?.into_iter();
    let images: BTreeMap<String, String> = images.map(|one| (one.id, one.location)).collect();
    let tags = scope.all::<TagsRecord>(reader)?.into_iter();
    let mut tags: BTreeMap<String, Vec<Tag>> =
        tags.map(|record| (record.resource, record.tags)).collect();
    let told = |record: InstanceRecord| {
        let mut own = interfaces.remove(&record.id).unwrap_or_default();
        own.sort_by_key(|one| one.attachment.as_ref().map(|attachment| attachment.device));
        let public = |one: &NetworkInterfaceRecord| {
            let associated = elastic.get(&one.id).into_iter().flatten().copied();
            one.public.into_iter().chain(associated).collect::<Vec<_>>()
        };
        let addresses = own.iter().flat_map(|one| {
            let public = public(one).into_iter().map(IpAddr::V4);
            one.all_addresses().chain(public).collect::<Vec<IpAddr>>()
        });
        DeclaredInstance {
            addresses: addresses.collect(),
            interfaces: own.iter().map(|one| one.id.clone()).collect(),
            disk: record.image.as_ref().and_then(|image| images.get(image).cloned()),
            tags: tags.remove(&record.id).unwrap_or_default(),
            id: record.id,
            image: record.image,
            instance_type: record.instance_type,
            vpc: record.vpc,
            subnet: record.subnet,
            declared: record.declared,
        }
    };
    Ok(records.into_iter().map(told).collect())
}

/// The elastic addresses of network interfaces.
fn elastic(
    reader: &Reader<'_>,
    scope: &Scope,
) -> Result<BTreeMap<String, Vec<Ipv4Addr>>, Ec2Error> {
    let mut found: BTreeMap<String, Vec<Ipv4Addr>> = BTreeMap::new();
    for address in scope.all::<AddressRecord>(reader)? {
        let Some(association) = address.association else { continue };
        found.entry(association.interface).or_default().push(address.public);
    }
    Ok(found)
}
