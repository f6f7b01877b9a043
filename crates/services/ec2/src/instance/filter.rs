//! The filters of `DescribeInstances`.

use bartizan_types::Timestamp;

use super::describe::OfReservation;
use crate::filter::{Filtered, text};
use crate::shapes::{
    InstanceNetworkInterface, InstanceNetworkInterfaceAssociation,
    InstanceNetworkInterfaceAttachment, InstancePrivateIpAddress, Tag,
};

impl Filtered for OfReservation {
    const FILTERS: &'static [&'static str] = &[
        "architecture",
        "availability-zone",
        "availability-zone-id",
        "block-device-mapping.attach-time",
        "block-device-mapping.delete-on-termination",
        "block-device-mapping.device-name",
        "block-device-mapping.status",
        "block-device-mapping.volume-id",
        "client-token",
        "dns-name",
        "hypervisor",
        "iam-instance-profile.arn",
        "iam-instance-profile.id",
        "image-id",
        "instance-id",
        "instance-lifecycle",
        "instance-state-code",
        "instance-state-name",
        "instance-type",
        "instance.group-id",
        "instance.group-name",
        "ip-address",
        "ipv6-address",
        "kernel-id",
        "key-name",
        "launch-index",
        "launch-time",
        "monitoring-state",
        "network-interface.addresses.association.ip-owner-id",
        "network-interface.addresses.association.public-ip",
        "network-interface.addresses.primary",
        "network-interface.addresses.private-ip-address",
        "network-interface.association.ip-owner-id",
        "network-interface.association.public-ip",
        "network-interface.attachment.attach-time",
        "network-interface.attachment.attachment-id",
        "network-interface.attachment.delete-on-termination",
        "network-interface.attachment.device-index",
        "network-interface.attachment.status",
        "network-interface.description",
        "network-interface.group-id",
        "network-interface.group-name",
        "network-interface.ipv6-addresses.ipv6-address",
        "network-interface.ipv6-addresses.is-primary-ipv6",
        "network-interface.mac-address",
        "network-interface.network-interface-id",
        "network-interface.owner-id",
        "network-interface.private-dns-name",
        "network-interface.source-dest-check",
        "network-interface.status",
        "network-interface.subnet-id",
        "network-interface.vpc-id",
        "owner-id",
        "placement-group-name",
        "platform",
        "private-dns-name",
        "private-ip-address",
        "product-code",
        "ramdisk-id",
        "reason",
        "requester-id",
        "reservation-id",
        "root-device-name",
        "root-device-type",
        "source-dest-check",
        "spot-instance-request-id",
        "state-reason-code",
        "state-reason-message",
        "subnet-id",
        "tenancy",
        "virtualization-type",
        "vpc-id",
    ];

    fn tags(&self) -> &[Tag] {
        self.shown.tags.as_deref().unwrap_or_default()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        if let Some(what) = name.strip_prefix("network-interface.") {
            let interfaces = self.shown.network_interfaces.iter().flatten();
            return interfaces.flat_map(|one| of_interface(one, what)).collect();
        }
        let groups = self.shown.security_groups.iter().flatten();
        match name {
            "instance.group-id" => groups.filter_map(|one| one.group_id.clone()).collect(),
            "instance.group-name" => groups.filter_map(|one| one.group_name.clone()).collect(),
            "owner-id" => vec![self.owner.clone()],
            "reservation-id" => vec![self.reservation.clone()],
            _ => self.of_instance(name),
        }
    }
}

impl OfReservation {
    fn of_instance(&self, name: &str) -> Vec<String> {
        let one = &self.shown;
        let (state, place) = (one.state.as_ref(), one.placement.as_ref());
        let reason = one.state_reason.as_ref();
        match name {
            "architecture" => text(one.architecture.as_ref()),
            "availability-zone" => text(place.and_then(|one| one.availability_zone.as_ref())),
            "availability-zone-id" => text(place.and_then(|one| one.availability_zone_id.as_ref())),
            "client-token" => text(one.client_token.as_ref()),
            "image-id" => text(one.image_id.as_ref()),
            "instance-id" => text(one.instance_id.as_ref()),
            "instance-state-code" => text(state.and_then(|one| one.code.as_ref())),
            "instance-state-name" => text(state.and_then(|one| one.name.as_ref())),
            "instance-type" => text(one.instance_type.as_ref()),
            "ip-address" => text(one.public_ip_address.as_ref()),
            "ipv6-address" => text(one.ipv6_address.as_ref()),
            "key-name" => text(one.key_name.as_ref()),
            "launch-index" => text(one.ami_launch_index.as_ref()),
            "launch-time" => text(one.launch_time.map(Timestamp::iso8601_millis).as_ref()),
            "monitoring-state" => text(one.monitoring.as_ref().and_then(|one| one.state.as_ref())),
            "private-dns-name" => text(one.private_dns_name.as_ref()),
            "private-ip-address" => text(one.private_ip_address.as_ref()),
            "reason" => text(one.state_transition_reason.as_ref()),
            "root-device-type" => text(one.root_device_type.as_ref()),
            "source-dest-check" => text(one.source_dest_check.as_ref()),
            "state-reason-code" => text(reason.and_then(|one| one.code.as_ref())),
            "state-reason-message" => text(reason.and_then(|one| one.message.as_ref())),
            "subnet-id" => text(one.subnet_id.as_ref()),
            "tenancy" => text(place.and_then(|one| one.tenancy.as_ref())),
            "virtualization-type" => text(one.virtualization_type.as_ref()),
            "vpc-id" => text(one.vpc_id.as_ref()),
            _ => Vec::new(),
        }
    }
}

fn of_interface(one: &InstanceNetworkInterface, name: &str) -> Vec<String> {
    if let Some(what) = name.strip_prefix("addresses.") {
        let addresses = one.private_ip_addresses.iter().flatten();
        return addresses.flat_map(|address| of_address(address, what)).collect();
    }
    if let Some(what) = name.strip_prefix("association.") {
        return of_association(one.association.as_ref(), what);
    }
    if let Some(what) = name.strip_prefix("attachment.") {
        return one.attachment.iter().flat_map(|one| of_attachment(one, what)).collect();
    }
    let groups = one.groups.iter().flatten();
    let v6_addresses = one.ipv6_addresses.iter().flatten();
    match name {
        "ipv6-addresses.ipv6-address" => {
            v6_addresses.filter_map(|one| one.ipv6_address.clone()).collect()
        }
        "ipv6-addresses.is-primary-ipv6" => {
            v6_addresses.flat_map(|one| text(one.is_primary_ipv6.as_ref())).collect()
        }
        "group-id" => groups.filter_map(|group| group.group_id.clone()).collect(),
        "group-name" => groups.filter_map(|group| group.group_name.clone()).collect(),
        "description" => text(one.description.as_ref()),
        "mac-address" => text(one.mac_address.as_ref()),
        "network-interface-id" => text(one.network_interface_id.as_ref()),
        "owner-id" => text(one.owner_id.as_ref()),
        "private-dns-name" => text(one.private_dns_name.as_ref()),
        "source-dest-check" => text(one.source_dest_check.as_ref()),
        "status" => text(one.status.as_ref()),
        "subnet-id" => text(one.subnet_id.as_ref()),
        _ => text(one.vpc_id.as_ref()),
    }
}

fn of_address(address: &InstancePrivateIpAddress, what: &str) -> Vec<String> {
    match what {
        "primary" => text(address.primary.as_ref()),
        "private-ip-address" => text(address.private_ip_address.as_ref()),
        other => {
            let other = other.strip_prefix("association.").unwrap_or_default();
            of_association(address.association.as_ref(), other)
        }
    }
}

fn of_association(one: Option<&InstanceNetworkInterfaceAssociation>, what: &str) -> Vec<String> {
    text(one.and_then(|one| match what {
        "ip-owner-id" => one.ip_owner_id.as_ref(),
        _ => one.public_ip.as_ref(),
    }))
}

fn of_attachment(one: &InstanceNetworkInterfaceAttachment, what: &str) -> Vec<String> {
    match what {
        "attach-time" => text(one.attach_time.map(Timestamp::iso8601_millis).as_ref()),
        "attachment-id" => text(one.attachment_id.as_ref()),
        "delete-on-termination" => text(one.delete_on_termination.as_ref()),
        "device-index" => text(one.device_index.as_ref()),
        _ => text(one.status.as_ref()),
    }
}
