//! `CreateNetworkInterface`.

use std::net::Ipv4Addr;
use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

use super::describe::{Surroundings, shown};
use super::v6::Wanted;
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::{
    Attachment, BY_SUBNET, BY_VPC, Manager, NetworkInterfaceRecord, SecurityGroupRecord,
    SubnetRecord,
};
use crate::scope::{self, Scope};
use crate::shapes::{
    CreateNetworkInterfaceRequest, CreateNetworkInterfaceResult, PrivateIpAddressSpecification,
};
use crate::{Ec2, cidr, defaults, quotas, tags};

/// The most private addresses that one call gives an interface. (Amazon EC2 User Guide, "IP addresses
/// per network interface per instance type", the largest.)
pub(super) const ADDRESSES_MAX: usize = 50;

/// What a new network interface is to be.
#[derive(Debug)]
pub(crate) struct New {
    pub(crate) subnet: String,
    pub(crate) description: String,
    /// None for the VPC's default one.
    pub(crate) groups: Vec<String>,
    /// The addresses that it must have, the primary one first.
    pub(crate) addresses: Vec<Ipv4Addr>,
    /// How many addresses it has, at least one.
    pub(crate) count: usize,
    /// Its addresses of IPv6; `None` for as its subnet has it.
    pub(crate) v6: Option<Wanted>,
    pub(crate) manager: Option<Manager>,
    pub(crate) attachment: Option<Attachment>,
    /// The public address of the primary one.
    pub(crate) public: Option<Ipv4Addr>,
    pub(crate) client_token: Option<String>,
}

/// Makes a network interface.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateNetworkInterfaceRequest>,
) -> Result<CreateNetworkInterfaceResult, Ec2Error> {
    let mut request = request.into_inner();
    check_supported(&request)?;
    let specifications = request.tag_specifications.take();
    let tags = tags::of_new(call, Kind::NetworkInterface, specifications)?;
    check_dry_run(request.dry_run)?;
    let new = new(request)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let token = new.client_token.as_deref();
        let interface = match scope.made_before::<NetworkInterfaceRecord>(writer, token)? {
            Some(interface) if interface.subnet != new.subnet => {
                return Err(scope::token_mismatch());
            }
            Some(interface) => interface,
            None => {
                let interface = put_new(writer, &scope, new, &*random)?;
                tags::put(writer, &scope, &interface.id, tags)?;
                interface
            }
        };
        let around = Surroundings::of_one(writer, &scope, &interface)?;
        Ok(CreateNetworkInterfaceResult {
            client_token: interface.client_token.clone(),
            network_interface: Some(shown(&scope, &interface, &around)),
        })
    });
    Ok(done.await?)
}

fn check_supported(request: &CreateNetworkInterfaceRequest) -> Result<(), Ec2Error> {
    let some = |list: Option<usize>| list.is_some_and(|length| length > 0);
    let mut v6 = request.ipv6_addresses.iter().flatten();
    let has_primary = v6.any(|one| one.is_primary_ipv6 == Some(true));
    refuse_unbuilt(&[
        ("Ipv4Prefixes", some(request.ipv4_prefixes.as_ref().map(Vec::len))),
        ("Ipv4PrefixCount", request.ipv4_prefix_count.is_some_and(|count| count > 0)),
        ("Ipv6Prefixes", some(request.ipv6_prefixes.as_ref().map(Vec::len))),
        ("Ipv6PrefixCount", request.ipv6_prefix_count.is_some_and(|count| count > 0)),
        ("EnablePrimaryIpv6", request.enable_primary_ipv6 == Some(true) || has_primary),
        ("InterfaceType", request.interface_type.as_ref().is_some_and(|name| name != "interface")),
        ("ConnectionTrackingSpecification", request.connection_tracking_specification.is_some()),
        ("Operator", request.operator.is_some()),
    ])
}

fn new(request: CreateNetworkInterfaceRequest) -> Result<New, Ec2Error> {
    let addresses = addresses_of(
        request.private_ip_address.as_deref(),
        request.private_ip_addresses.unwrap_or_default(),
    )?;
    let more = request.secondary_private_ip_address_count.unwrap_or_default();
    let count = count_of(&addresses, more)?;
    let v6 = request.ipv6_addresses.iter().flatten();
    let v6 = Wanted::read(v6.map(|one| one.ipv6_address.as_deref()), request.ipv6_address_count)?;
    Ok(New {
        subnet: request.subnet_id,
        description: request.description.unwrap_or_default(),
        groups: request.groups.unwrap_or_default(),
        addresses,
        count,
        v6,
        manager: None,
        attachment: None,
        public: None,
        client_token: request.client_token,
    })
}

/// The private addresses that a request names, the primary one first.
pub(crate) fn addresses_of(
    primary: Option<&str>,
    mut listed: Vec<PrivateIpAddressSpecification>,
) -> Result<Vec<Ipv4Addr>, Ec2Error> {
    let mut addresses = Vec::new();
    if let Some(text) = primary {
        addresses.push(address(text)?);
    }
    if listed.iter().filter(|one| one.primary == Some(true)).count() + addresses.len() > 1 {
        return Err(Ec2Error::combination("Only one primary private IP address can be specified"));
    }
    listed.sort_by_key(|one| one.primary != Some(true));
    for one in listed {
        let text = one.private_ip_address.ok_or_else(|| Ec2Error::missing("privateIpAddress"))?;
        let address = address(&text)?;
        if addresses.contains(&address) {
            return Err(Ec2Error::invalid(format!("Address {address} is specified twice.")));
        }
        addresses.push(address);
    }
    Ok(addresses)
}

/// How many addresses an interface has: those that are named, at least one, and so many more.
pub(crate) fn count_of(named: &[Ipv4Addr], more: i32) -> Result<usize, Ec2Error> {
    let more = usize::try_from(more).map_err(|_| {
        Ec2Error::invalid(format!("Value ({more}) for secondaryPrivateIpAddressCount is invalid."))
    })?;
    let count = named.len().max(1).saturating_add(more);
    if count > ADDRESSES_MAX {
        let message = format!("A network interface has at most {ADDRESSES_MAX} private addresses.");
        return Err(Ec2Error::refused("PrivateIpAddressLimitExceeded", message));
    }
    Ok(count)
}

/// How many addresses of a subnet are free.
pub(crate) fn free(reader: &Reader<'_>, subnet: &SubnetRecord) -> Result<usize, Ec2Error> {
    let present = scope::found::<NetworkInterfaceRecord>(reader, BY_SUBNET, &subnet.id)?;
    let taken: usize = present.iter().map(|one| one.addresses.len()).sum();
    let usable = usize::try_from(cidr::usable(subnet.cidr)).unwrap_or(usize::MAX);
    Ok(usable.saturating_sub(taken))
}

/// A private address that a parameter gives.
pub(crate) fn address(text: &str) -> Result<Ipv4Addr, Ec2Error> {
    text.parse().map_err(|_| {
        Ec2Error::invalid(format!(
            "Value ({text}) for parameter privateIpAddress is invalid. Invalid IP address"
        ))
    })
}

/// Stores a new network interface.
pub(crate) fn put_new(
    writer: &mut Writer<'_>,
    scope: &Scope,
    new: New,
    random: &dyn Random,
) -> Result<NetworkInterfaceRecord, Ec2Error> {
    let subnet: SubnetRecord = scope.find(writer, &new.subnet)?;
    if scope.count::<NetworkInterfaceRecord>(writer)? >= quotas::NETWORK_INTERFACES {
        let message = "The maximum number of network interfaces has been reached.";
        return Err(Ec2Error::refused("NetworkInterfaceLimitExceeded", message));
    }
    let groups = groups_of_new(writer, scope, &subnet.vpc, new.groups)?;
    let addresses = addresses(writer, &subnet, new.addresses, new.count)?;
    // Services do not take the addresses that a subnet assigns.
    let assigned = usize::from(subnet.assigns_v6 && new.manager.is_none());
    let v6 = new.v6.unwrap_or(Wanted::Any(assigned));
    let v6_addresses = v6.choose(writer, &subnet, 0, random)?;
    let interface = NetworkInterfaceRecord {
        id: Kind::NetworkInterface.new_id(random),
        vpc: subnet.vpc,
        subnet: subnet.id,
        zone: subnet.zone,
        zone_id: subnet.zone_id,
        description: new.description,
        addresses,
        v6_addresses,
        groups,
        mac: mac(random),
        source_dest_check: true,
        manager: new.manager,
        attachment: new.attachment,
        public: new.public,
        client_token: new.client_token,
    };
    scope.put(writer, &interface)?;
    Ok(interface)
}

/// The wanted addresses, which must be free, and others up to `count`.
fn addresses(
    reader: &Reader<'_>,
    subnet: &SubnetRecord,
    wanted: Vec<Ipv4Addr>,
    count: usize,
) -> Result<Vec<Ipv4Addr>, Ec2Error> {
    let present = scope::found::<NetworkInterfaceRecord>(reader, BY_SUBNET, &subnet.id)?;
    let mut taken: Vec<Ipv4Addr> = present.into_iter().flat_map(|one| one.addresses).collect();
    for address in &wanted {
        if !subnet.cidr.contains(address) {
            let message =
                format!("Address {address} does not fall within the subnet's address range");
            return Err(Ec2Error::invalid(message));
        }
        if !cidr::is_usable(subnet.cidr, *address) {
            let message = format!("Address {address} is in subnet's reserved address range");
            return Err(Ec2Error::invalid(message));
        }
        if taken.contains(address) {
            let message = format!("Address {address} is in use.");
            return Err(Ec2Error::refused("InvalidIPAddress.InUse", message));
        }
        taken.push(*address);
    }
    let mut addresses = wanted;
    while addresses.len() < count {
        let free = cidr::first_free(subnet.cidr, &taken).ok_or_else(|| {
            let message = "The specified subnet does not have enough free addresses to satisfy \
                           the request.";
            Ec2Error::refused("InsufficientFreeAddressesInSubnet", message)
        })?;
        taken.push(free);
        addresses.push(free);
    }
    Ok(addresses)
}

/// The security groups of a new interface: those, or the VPC's default one.
pub(crate) fn groups_of_new(
    reader: &Reader<'_>,
    scope: &Scope,
    vpc: &str,
    groups: Vec<String>,
) -> Result<Vec<String>, Ec2Error> {
    if groups.is_empty() {
        return Ok(vec![default_group(reader, vpc)?]);
    }
    check_groups(reader, scope, vpc, &groups)?;
    Ok(groups)
}

/// The id of a VPC's default security group.
fn default_group(reader: &Reader<'_>, vpc: &str) -> Result<String, Ec2Error> {
    let groups = scope::found::<SecurityGroupRecord>(reader, BY_VPC, vpc)?;
    let default = groups.into_iter().find(|group| group.name == SecurityGroupRecord::DEFAULT);
    default.map(|group| group.id).ok_or_else(|| Kind::SecurityGroup.not_found("default"))
}

/// Whether an interface in a VPC may have these security groups.
pub(crate) fn check_groups(
    reader: &Reader<'_>,
    scope: &Scope,
    vpc: &str,
    groups: &[String],
) -> Result<(), Ec2Error> {
    if groups.is_empty() {
        return Err(Ec2Error::missing("securityGroupId"));
    }
    for (place, id) in groups.iter().enumerate() {
        if scope.find::<SecurityGroupRecord>(reader, id)?.vpc != vpc {
            let message = "You have specified two resources that belong to different networks.";
            return Err(Ec2Error::refused("InvalidGroup.NotFound", message));
        }
        if groups.iter().skip(place + 1).any(|other| other == id) {
            let message = format!("The security group '{id}' is specified twice.");
            return Err(Ec2Error::refused("InvalidGroup.Duplicate", message));
        }
    }
    if groups.len() > quotas::GROUPS_PER_INTERFACE {
        let message = "The maximum number of security groups per interface has been reached.";
        return Err(Ec2Error::refused("SecurityGroupsPerInterfaceLimitExceeded", message));
    }
    Ok(())
}

/// A hardware address of those that nobody was given. (IEEE 802, locally administered.)
fn mac(random: &dyn Random) -> String {
    let mut bytes = [0_u8; 5];
    random.fill(&mut bytes);
    bytes.iter().fold("02".to_owned(), |text, byte| format!("{text}:{byte:02x}"))
}
