//! `DescribeInstances`.

use std::collections::BTreeMap;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{hosts, interfaces, is_heard, is_shown, state};
use crate::error::{Ec2Error, check_dry_run, refuse_without_managed};
use crate::image::ROOT_DEVICE_TYPE;
use crate::kind::Kind;
use crate::listing::{self, Listed, Wanted};
use crate::records::{HostRecord, InstanceRecord};
use crate::scope::Scope;
use crate::shapes::{
    DescribeInstancesRequest, DescribeInstancesResult, Instance, InstanceIpv6Address,
    InstanceNetworkInterface, InstanceNetworkInterfaceAssociation,
    InstanceNetworkInterfaceAttachment, InstancePrivateIpAddress, Monitoring, NetworkInterface,
    NetworkInterfaceAssociation, Placement, Reservation, StateReason,
};
use crate::tags::Shown;
use crate::{Ec2, defaults, network_interface};

/// What instances lie among.
pub(super) struct Surroundings {
    now: Timestamp,
    hosts: BTreeMap<String, HostRecord>,
    tags: Shown,
    /// The interfaces of each, as answers show them.
    interfaces: BTreeMap<String, Vec<NetworkInterface>>,
}

impl Surroundings {
    /// Those of these instances.
    pub(super) fn of(
        reader: &Reader<'_>,
        scope: &Scope,
        instances: &[InstanceRecord],
        now: Timestamp,
    ) -> Result<Self, Ec2Error> {
        let around = network_interface::Surroundings::all(reader, scope)?;
        let mut shown = BTreeMap::new();
        for instance in instances {
            let own = interfaces(reader, &instance.id)?;
            let own = own.iter().map(|one| network_interface::shown(scope, one, &around));
            shown.insert(instance.id.clone(), own.collect());
        }
        let (hosts, tags) = (hosts(reader, scope)?, Shown::all(reader, scope)?);
        Ok(Self { now, hosts, tags, interfaces: shown })
    }
}

/// The account's instances in the region.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeInstancesRequest>,
) -> Result<DescribeInstancesResult, Ec2Error> {
    refuse_without_managed(request.include_managed_resources)?;
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let request = request.into_inner();
    let listed = call.read(|reader| {
        let mut instances = scope.all::<InstanceRecord>(reader)?;
        instances.retain(|instance| is_shown(instance, now));
        let around = Surroundings::of(reader, &scope, &instances, now)?;
        let listed = instances.into_iter().map(|record| {
            let shown = shown(&record, &around);
            OfReservation {
                reservation: record.reservation,
                owner: scope.account.to_string(),
                shown,
            }
        });
        Ok::<_, Ec2Error>(listed.collect::<Vec<_>>())
    })?;
    for id in request.instance_ids.iter().flatten() {
        if !listed.iter().any(|one| one.id() == id) {
            return Err(super::not_found(id));
        }
    }
    let page = listing::page(
        listed,
        &Wanted {
            ids: request.instance_ids,
            filters: request.filters,
            max_results: request.max_results,
            next_token: request.next_token,
        },
    )?;
    Ok(DescribeInstancesResult {
        reservations: Some(reservations(page.items)),
        next_token: page.next,
    })
}

/// An instance with the call that declared it.
pub(super) struct OfReservation {
    pub(super) reservation: String,
    pub(super) owner: String,
    pub(super) shown: Instance,
}

impl Listed for OfReservation {
    const KIND: Kind = Kind::Instance;

    fn id(&self) -> &str {
        self.shown.instance_id.as_deref().unwrap_or_default()
    }
}

/// Instances by the calls that declared them.
fn reservations(listed: Vec<OfReservation>) -> Vec<Reservation> {
    let mut all: Vec<Reservation> = Vec::new();
    for one in listed {
        let id = Some(one.reservation);
        let place = all.iter().position(|other| other.reservation_id == id).unwrap_or_else(|| {
            all.push(Reservation {
                reservation_id: id,
                owner_id: Some(one.owner),
                groups: Some(Vec::new()),
                instances: Some(Vec::new()),
                ..Reservation::default()
            });
            all.len() - 1
        });
        if let Some(reservation) = all.get_mut(place) {
            reservation.instances.get_or_insert_default().push(one.shown);
        }
    }
    for instances in all.iter_mut().filter_map(|one| one.instances.as_mut()) {
        instances.sort_by_key(|instance| instance.ami_launch_index);
    }
    all
}

/// What one call declared.
pub(super) fn reservation(
    scope: &Scope,
    made: &[InstanceRecord],
    around: &Surroundings,
) -> Reservation {
    Reservation {
        reservation_id: made.first().map(|instance| instance.reservation.clone()),
        owner_id: Some(scope.account.to_string()),
        groups: Some(Vec::new()),
        instances: Some(made.iter().map(|instance| shown(instance, around)).collect()),
        ..Reservation::default()
    }
}

/// An instance as answers show it.
fn shown(instance: &InstanceRecord, around: &Surroundings) -> Instance {
    let interfaces = around.interfaces.get(&instance.id).map(Vec::as_slice).unwrap_or_default();
    let primary = interfaces.first();
    let is_there = instance.terminated.is_none();
    let host = around.hosts.get(&instance.id);
    let place = Placement {
        availability_zone: Some(instance.zone.clone()),
        availability_zone_id: Some(instance.zone_id.clone()),
        tenancy: Some("default".to_owned()),
        group_name: Some(String::new()),
        ..Placement::default()
    };
    Instance {
        architecture: Some(instance.architecture.clone()),
        block_device_mappings: Some(Vec::new()),
        client_token: instance.client_token.clone(),
        ebs_optimized: Some(false),
        network_interfaces: Some(interfaces.iter().map(of_instance).collect()),
        root_device_type: Some(ROOT_DEVICE_TYPE.to_owned()),
        security_groups: primary.and_then(|one| one.groups.clone()),
        source_dest_check: primary.and_then(|one| one.source_dest_check),
        state_reason: reason(instance, host, around.now),
        tags: Some(around.tags.of(&instance.id)),
        virtualization_type: Some("hvm".to_owned()),
        instance_id: Some(instance.id.clone()),
        image_id: instance.image.clone(),
        key_name: instance.key_name.clone(),
        state: Some(state(instance, host, around.now)),
        private_dns_name: primary.and_then(|one| one.private_dns_name.clone()),
        state_transition_reason: Some(String::new()),
        ami_launch_index: Some(instance.index),
        product_codes: Some(Vec::new()),
        instance_type: instance.instance_type.clone(),
        launch_time: Some(instance.declared),
        placement: Some(place),
        monitoring: Some(Monitoring {
            state: Some("disabled".to_owned()),
            ..Monitoring::default()
        }),
        subnet_id: is_there.then(|| instance.subnet.clone()),
        vpc_id: is_there.then(|| instance.vpc.clone()),
        private_ip_address: primary.and_then(|one| one.private_ip_address.clone()),
        ipv6_address: primary.and_then(|one| one.ipv6_address.clone()),
        public_ip_address: primary
            .and_then(|one| one.association.as_ref())
            .and_then(|one| one.public_ip.clone()),
        operator: primary.and_then(|one| one.operator.clone()),
        ..Instance::default()
    }
}

/// Why an instance does not run.
fn reason(
    instance: &InstanceRecord,
    host: Option<&HostRecord>,
    now: Timestamp,
) -> Option<StateReason> {
    let (code, message) = match host {
        _ if instance.terminated.is_some() => {
            ("Client.UserInitiatedShutdown", "User initiated shutdown".to_owned())
        }
        Some(host) if is_heard(host, now) => return None,
        Some(host) => (
            "Client.AgentSilent",
            format!("The agent of this host was last heard of at {}", host.heard.iso8601()),
        ),
        None => {
            let message = "No machine runs this instance; an image is its disk";
            ("Client.Declared", message.to_owned())
        }
    };
    Some(StateReason { code: Some(code.to_owned()), message: Some(format!("{code}: {message}")) })
}

/// A network interface as its instance shows it.
fn of_instance(interface: &NetworkInterface) -> InstanceNetworkInterface {
    let address =
        |one: &crate::shapes::NetworkInterfacePrivateIpAddress| InstancePrivateIpAddress {
            association: one.association.as_ref().map(association),
            primary: one.primary,
            private_dns_name: one.private_dns_name.clone(),
            private_ip_address: one.private_ip_address.clone(),
        };
    let addresses = interface.private_ip_addresses.iter().flatten().map(address).collect();
    let v6_addresses = interface.ipv6_addresses.iter().flatten().map(|one| InstanceIpv6Address {
        ipv6_address: one.ipv6_address.clone(),
        is_primary_ipv6: one.is_primary_ipv6,
    });
    let attachment = interface.attachment.as_ref().map(|one| InstanceNetworkInterfaceAttachment {
        attach_time: one.attach_time,
        attachment_id: one.attachment_id.clone(),
        delete_on_termination: one.delete_on_termination,
        device_index: one.device_index,
        status: one.status.clone(),
        network_card_index: one.network_card_index,
        ..InstanceNetworkInterfaceAttachment::default()
    });
    InstanceNetworkInterface {
        association: interface.association.as_ref().map(association),
        attachment,
        description: interface.description.clone(),
        groups: interface.groups.clone(),
        ipv6_addresses: Some(v6_addresses.collect()),
        mac_address: interface.mac_address.clone(),
        network_interface_id: interface.network_interface_id.clone(),
        owner_id: interface.owner_id.clone(),
        private_dns_name: interface.private_dns_name.clone(),
        private_ip_address: interface.private_ip_address.clone(),
        private_ip_addresses: Some(addresses),
        source_dest_check: interface.source_dest_check,
        status: interface.status.clone(),
        subnet_id: interface.subnet_id.clone(),
        vpc_id: interface.vpc_id.clone(),
        interface_type: interface.interface_type.clone(),
        ..InstanceNetworkInterface::default()
    }
}

fn association(one: &NetworkInterfaceAssociation) -> InstanceNetworkInterfaceAssociation {
    InstanceNetworkInterfaceAssociation {
        ip_owner_id: one.ip_owner_id.clone(),
        public_dns_name: one.public_dns_name.clone(),
        public_ip: one.public_ip.clone(),
        ..InstanceNetworkInterfaceAssociation::default()
    }
}
