//! `DescribeNetworkInterfaces`.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::error::{Ec2Error, check_dry_run, refuse_without_managed};
use crate::filter::{Filtered, text};
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{
    AddressAssociation, AddressRecord, NetworkInterfaceRecord, SecurityGroupRecord, VpcRecord,
};
use crate::scope::Scope;
use crate::shapes::{
    DescribeNetworkInterfacesRequest, DescribeNetworkInterfacesResult, GroupIdentifier,
    NetworkInterface, NetworkInterfaceAssociation, NetworkInterfaceAttachment,
    NetworkInterfaceIpv6Address, NetworkInterfacePrivateIpAddress, OperatorResponse, Tag,
};
use crate::tags::Shown;
use crate::{Ec2, defaults};

/// What network interfaces lie among.
pub(crate) struct Surroundings {
    tags: Shown,
    /// The names of security groups, by their ids.
    groups: BTreeMap<String, String>,
    /// Elastic addresses, by interface and private address.
    addresses: BTreeMap<(String, Ipv4Addr), (AddressRecord, AddressAssociation)>,
    /// Whether a VPC gives names, by its id.
    named: BTreeMap<String, bool>,
}

impl Surroundings {
    pub(crate) fn all(reader: &Reader<'_>, scope: &Scope) -> Result<Self, Ec2Error> {
        let groups = scope.all::<SecurityGroupRecord>(reader)?.into_iter();
        let groups = groups.map(|group| (group.id, group.name)).collect();
        let vpcs = scope.all::<VpcRecord>(reader)?.into_iter();
        let named = vpcs.map(|vpc| (vpc.id, vpc.dns_hostnames)).collect();
        let addresses = by_place(scope.all::<AddressRecord>(reader)?);
        Ok(Self { tags: Shown::all(reader, scope)?, groups, addresses, named })
    }

    /// Those of one interface.
    pub(crate) fn of_one(
        reader: &Reader<'_>,
        scope: &Scope,
        interface: &NetworkInterfaceRecord,
    ) -> Result<Self, Ec2Error> {
        let mut groups = BTreeMap::new();
        for id in &interface.groups {
            groups.insert(id.clone(), scope.find::<SecurityGroupRecord>(reader, id)?.name);
        }
        let vpc: VpcRecord = scope.find(reader, &interface.vpc)?;
        Ok(Self {
            tags: Shown::one(reader, scope, &interface.id)?,
            groups,
            addresses: by_place(super::addresses(reader, &interface.id)?),
            named: BTreeMap::from([(vpc.id, vpc.dns_hostnames)]),
        })
    }
}

fn by_place(
    addresses: Vec<AddressRecord>,
) -> BTreeMap<(String, Ipv4Addr), (AddressRecord, AddressAssociation)> {
    let placed = addresses.into_iter().filter_map(|address| {
        let association = address.association.clone()?;
        Some(((association.interface.clone(), association.private), (address, association)))
    });
    placed.collect()
}

/// The account's network interfaces in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeNetworkInterfacesRequest>,
) -> Result<DescribeNetworkInterfacesResult, Ec2Error> {
    refuse_without_managed(request.include_managed_resources)?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let request = request.into_inner();
    let interfaces = call.read(|reader| {
        let around = Surroundings::all(reader, &scope)?;
        let interfaces = scope.all::<NetworkInterfaceRecord>(reader)?;
        let shown = |interface| shown(&scope, interface, &around);
        Ok::<_, Ec2Error>(interfaces.iter().map(shown).collect::<Vec<_>>())
    })?;
    let page = listing::page(
        interfaces,
        &Wanted {
            ids: request.network_interface_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeNetworkInterfacesResult {
        network_interfaces: Some(page.items),
        next_token: page.next,
    })
}

/// A network interface as answers show it.
pub(crate) fn shown(
    scope: &Scope,
    interface: &NetworkInterfaceRecord,
    around: &Surroundings,
) -> NetworkInterface {
    let is_named = around.named.get(&interface.vpc).copied().unwrap_or_default();
    let address = |(place, address): (usize, &Ipv4Addr)| {
        let association = around.addresses.get(&(interface.id.clone(), *address));
        NetworkInterfacePrivateIpAddress {
            association: match (association, interface.public.filter(|_| place == 0)) {
                (Some(found), _) => Some(association_of(scope, found)),
                (None, public) => public.map(given),
            },
            primary: Some(place == 0),
            private_dns_name: is_named.then(|| private_name(scope, *address)),
            private_ip_address: Some(address.to_string()),
        }
    };
    let addresses: Vec<_> = interface.addresses.iter().enumerate().map(address).collect();
    let primary = addresses.first().cloned().unwrap_or_default();
    let v6_address = |address: &Ipv6Addr| NetworkInterfaceIpv6Address {
        ipv6_address: Some(address.to_string()),
        is_primary_ipv6: Some(false),
        ..NetworkInterfaceIpv6Address::default()
    };
    let v6_addresses: Vec<_> = interface.v6_addresses.iter().map(v6_address).collect();
    let group = |id: &String| GroupIdentifier {
        group_id: Some(id.clone()),
        group_name: around.groups.get(id).cloned(),
    };
    let is_used = interface.manager.is_some() || interface.attachment.is_some();
    let status = if is_used { "in-use" } else { "available" };
    NetworkInterface {
        association: primary.association,
        attachment: attachment(scope, interface),
        availability_zone: Some(interface.zone.clone()),
        availability_zone_id: Some(interface.zone_id.clone()),
        description: Some(interface.description.clone()),
        groups: Some(interface.groups.iter().map(group).collect()),
        interface_type: Some("interface".to_owned()),
        ipv6_address: v6_addresses.first().and_then(|one| one.ipv6_address.clone()),
        ipv6_addresses: Some(v6_addresses),
        mac_address: Some(interface.mac.clone()),
        network_interface_id: Some(interface.id.clone()),
        operator: Some(OperatorResponse { managed: Some(false), ..OperatorResponse::default() }),
        owner_id: Some(scope.account.to_string()),
        private_dns_name: primary.private_dns_name,
        private_ip_address: primary.private_ip_address,
        private_ip_addresses: Some(addresses),
        requester_id: interface.manager.as_ref().map(|manager| manager.requester.clone()),
        requester_managed: Some(interface.manager.is_some()),
        source_dest_check: Some(interface.source_dest_check),
        status: Some(status.to_owned()),
        subnet_id: Some(interface.subnet.clone()),
        tag_set: Some(around.tags.of(&interface.id)),
        vpc_id: Some(interface.vpc.clone()),
        ..NetworkInterface::default()
    }
}

/// How an instance or a service has an interface in use.
fn attachment(
    scope: &Scope,
    interface: &NetworkInterfaceRecord,
) -> Option<NetworkInterfaceAttachment> {
    if let Some(attachment) = &interface.attachment {
        return Some(NetworkInterfaceAttachment {
            attach_time: Some(attachment.since),
            attachment_id: Some(attachment.id.clone()),
            delete_on_termination: Some(attachment.delete_on_termination),
            device_index: Some(attachment.device),
            network_card_index: Some(0),
            instance_id: Some(attachment.instance.clone()),
            instance_owner_id: Some(scope.account.to_string()),
            status: Some("attached".to_owned()),
            ..NetworkInterfaceAttachment::default()
        });
    }
    let manager = interface.manager.as_ref()?;
    Some(NetworkInterfaceAttachment {
        attachment_id: Some(manager.attachment.clone()),
        delete_on_termination: Some(false),
        device_index: Some(1),
        network_card_index: Some(0),
        instance_owner_id: Some(manager.requester.clone()),
        status: Some("attached".to_owned()),
        ..NetworkInterfaceAttachment::default()
    })
}

/// A public address that came with the interface.
fn given(public: Ipv4Addr) -> NetworkInterfaceAssociation {
    NetworkInterfaceAssociation {
        ip_owner_id: Some("amazon".to_owned()),
        public_ip: Some(public.to_string()),
        ..NetworkInterfaceAssociation::default()
    }
}

fn association_of(
    scope: &Scope,
    (address, association): &(AddressRecord, AddressAssociation),
) -> NetworkInterfaceAssociation {
    NetworkInterfaceAssociation {
        allocation_id: Some(address.id.clone()),
        association_id: Some(association.id.clone()),
        ip_owner_id: Some(scope.account.to_string()),
        public_ip: Some(address.public.to_string()),
        ..NetworkInterfaceAssociation::default()
    }
}

/// The name of a private address. (Amazon VPC User Guide, "DNS attributes for your VPC".)
fn private_name(scope: &Scope, address: Ipv4Addr) -> String {
    let domain = match scope.region.as_str() {
        "us-east-1" => "ec2.internal".to_owned(),
        region => format!("{region}.compute.internal"),
    };
    format!("ip-{}.{domain}", address.to_string().replace('.', "-"))
}

impl Listed for NetworkInterface {
    const KIND: Kind = Kind::NetworkInterface;

    fn id(&self) -> &str {
        self.network_interface_id.as_deref().unwrap_or_default()
    }
}

impl Filtered for NetworkInterface {
    const FILTERS: &'static [&'static str] = &[
        "addresses.association.owner-id",
        "addresses.association.public-ip",
        "addresses.primary",
        "addresses.private-ip-address",
        "association.allocation-id",
        "association.association-id",
        "association.ip-owner-id",
        "association.public-dns-name",
        "association.public-ip",
        "attachment.attach-time",
        "attachment.attachment-id",
        "attachment.delete-on-termination",
        "attachment.device-index",
        "attachment.instance-id",
        "attachment.instance-owner-id",
        "attachment.status",
        "availability-zone",
        "availability-zone-id",
        "description",
        "group-id",
        "group-name",
        "interface-type",
        "ipv6-addresses.ipv6-address",
        "mac-address",
        "network-interface-id",
        "operator.managed",
        "operator.principal",
        "owner-id",
        "private-dns-name",
        "private-ip-address",
        "requester-id",
        "requester-managed",
        "source-dest-check",
        "status",
        "subnet-id",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.tag_set.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        if let Some(what) = name.strip_prefix("addresses.") {
            let addresses = self.private_ip_addresses.iter().flatten();
            return addresses.flat_map(|address| of_address(address, what)).collect();
        }
        if let Some(what) = name.strip_prefix("association.") {
            return self.association.iter().flat_map(|one| of_association(one, what)).collect();
        }
        if let Some(what) = name.strip_prefix("attachment.") {
            return self.attachment.iter().flat_map(|one| of_attachment(one, what)).collect();
        }
        let groups = self.groups.iter().flatten();
        match name {
            "group-id" => groups.filter_map(|group| group.group_id.clone()).collect(),
            "group-name" => groups.filter_map(|group| group.group_name.clone()).collect(),
            "ipv6-addresses.ipv6-address" => {
                let addresses = self.ipv6_addresses.iter().flatten();
                addresses.filter_map(|one| one.ipv6_address.clone()).collect()
            }
            "operator.managed" => text(self.operator.as_ref().and_then(|one| one.managed.as_ref())),
            "requester-managed" => text(self.requester_managed.as_ref()),
            "source-dest-check" => text(self.source_dest_check.as_ref()),
            _ => text(of_interface(self, name)),
        }
    }
}

fn of_interface<'a>(interface: &'a NetworkInterface, name: &str) -> Option<&'a String> {
    match name {
        "availability-zone" => interface.availability_zone.as_ref(),
        "availability-zone-id" => interface.availability_zone_id.as_ref(),
        "description" => interface.description.as_ref(),
        "interface-type" => interface.interface_type.as_ref(),
        "mac-address" => interface.mac_address.as_ref(),
        "network-interface-id" => interface.network_interface_id.as_ref(),
        "owner-id" => interface.owner_id.as_ref(),
        "private-dns-name" => interface.private_dns_name.as_ref(),
        "private-ip-address" => interface.private_ip_address.as_ref(),
        "requester-id" => interface.requester_id.as_ref(),
        "status" => interface.status.as_ref(),
        "subnet-id" => interface.subnet_id.as_ref(),
        "vpc-id" => interface.vpc_id.as_ref(),
        _ => None,
    }
}

fn of_address(address: &NetworkInterfacePrivateIpAddress, what: &str) -> Vec<String> {
    let association = address.association.as_ref();
    match what {
        "association.owner-id" => text(association.and_then(|one| one.ip_owner_id.as_ref())),
        "association.public-ip" => text(association.and_then(|one| one.public_ip.as_ref())),
        "primary" => text(address.primary.as_ref()),
        _ => text(address.private_ip_address.as_ref()),
    }
}

fn of_association(association: &NetworkInterfaceAssociation, what: &str) -> Vec<String> {
    text(match what {
        "allocation-id" => association.allocation_id.as_ref(),
        "association-id" => association.association_id.as_ref(),
        "ip-owner-id" => association.ip_owner_id.as_ref(),
        "public-ip" => association.public_ip.as_ref(),
        _ => None,
    })
}

fn of_attachment(attachment: &NetworkInterfaceAttachment, what: &str) -> Vec<String> {
    match what {
        "attachment-id" => text(attachment.attachment_id.as_ref()),
        "delete-on-termination" => text(attachment.delete_on_termination.as_ref()),
        "attach-time" => text(attachment.attach_time.map(Timestamp::iso8601_millis).as_ref()),
        "device-index" => text(attachment.device_index.as_ref()),
        "instance-id" => text(attachment.instance_id.as_ref()),
        "instance-owner-id" => text(attachment.instance_owner_id.as_ref()),
        "status" => text(attachment.status.as_ref()),
        _ => Vec::new(),
    }
}
