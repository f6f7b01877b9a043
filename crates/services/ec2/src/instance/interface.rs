//! The interfaces that a request gives an instance.

use std::net::Ipv4Addr;

use crate::error::{Ec2Error, refuse_unbuilt};
use crate::network_interface::{self, WantedV6};
use crate::shapes::{InstanceNetworkInterfaceSpecification, RunInstancesRequest};

/// The most interfaces of an instance. (Amazon EC2 User Guide, "Maximum IP addresses per network
/// interface", the largest.)
pub(super) const INTERFACES_MAX: usize = 15;

/// An interface that an instance is to have.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) device: i32,
    /// An interface that is there.
    pub(super) existing: Option<String>,
    pub(super) subnet: Option<String>,
    pub(super) groups: Vec<String>,
    /// The names of groups, in the VPC of the subnet.
    pub(super) group_names: Vec<String>,
    pub(super) addresses: Vec<Ipv4Addr>,
    /// How many addresses it has, those with them.
    pub(super) count: usize,
    /// Its addresses of IPv6; `None` for as its subnet has it.
    pub(super) v6: Option<WantedV6>,
    pub(super) description: String,
    pub(super) delete_on_termination: bool,
    /// Whether it gets a public address; `None` for as its subnet has it.
    pub(super) is_public: Option<bool>,
}

/// The interfaces of each instance, the primary one first.
pub(super) fn read(request: &RunInstancesRequest) -> Result<Vec<Wanted>, Ec2Error> {
    let listed = request.network_interfaces.as_deref().unwrap_or_default();
    let v6 = request.ipv6_addresses.iter().flatten();
    refuse_unbuilt(&[("IsPrimaryIpv6", v6.clone().any(|one| one.is_primary_ipv6 == Some(true)))])?;
    let v6 = v6.map(|one| one.ipv6_address.as_deref());
    let v6 = WantedV6::read(v6, request.ipv6_address_count)?;
    let groups = request.security_group_ids.clone().unwrap_or_default();
    let names = request.security_groups.clone().unwrap_or_default();
    if listed.is_empty() {
        let address = request.private_ip_address.as_deref().map(network_interface::address);
        return Ok(vec![Wanted {
            device: 0,
            existing: None,
            subnet: request.subnet_id.clone(),
            groups,
            group_names: names,
            addresses: address.transpose()?.into_iter().collect(),
            count: 1,
            v6,
            description: String::new(),
            delete_on_termination: true,
            is_public: None,
        }]);
    }
    let own = [
        ("subnet ID", request.subnet_id.is_some()),
        ("security groups", !groups.is_empty() || !names.is_empty()),
        ("private address", request.private_ip_address.is_some()),
        ("IPv6 address", v6.is_some()),
    ];
    if let Some((what, _)) = own.into_iter().find(|(_, is_given)| *is_given) {
        return Err(Ec2Error::combination(format!(
            "Network interfaces and an instance-level {what} may not be specified on the same request"
        )));
    }
    if listed.len() > INTERFACES_MAX {
        let message =
            format!("Interface count {} exceeds the limit for the instance", listed.len());
        return Err(Ec2Error::refused("AttachmentLimitExceeded", message));
    }
    let mut wanted = listed.iter().map(of).collect::<Result<Vec<_>, _>>()?;
    wanted.sort_by_key(|one| one.device);
    let are_apart =
        wanted.iter().zip(wanted.iter().skip(1)).all(|(one, next)| one.device != next.device);
    if !are_apart || wanted.first().is_some_and(|one| one.device != 0) {
        return Err(Ec2Error::invalid(
            "Each network interface requires a device index of its own, the first one 0.",
        ));
    }
    if wanted.len() > 1 && wanted.iter().any(|one| one.is_public == Some(true)) {
        return Err(Ec2Error::combination(
            "The associatePublicIPAddress parameter cannot be specified when launching with multiple \
             network interfaces.",
        ));
    }
    Ok(wanted)
}

fn of(one: &InstanceNetworkInterfaceSpecification) -> Result<Wanted, Ec2Error> {
    let some = |length: Option<usize>| length.is_some_and(|length| length > 0);
    let v6 = one.ipv6_addresses.iter().flatten();
    let has_primary_v6 = v6.clone().any(|one| one.is_primary_ipv6 == Some(true));
    let v6 = v6.map(|one| one.ipv6_address.as_deref());
    let v6 = WantedV6::read(v6, one.ipv6_address_count)?;
    refuse_unbuilt(&[
        ("Ipv4Prefixes", some(one.ipv4_prefixes.as_ref().map(Vec::len))),
        ("Ipv4PrefixCount", one.ipv4_prefix_count.is_some_and(|count| count > 0)),
        ("Ipv6Prefixes", some(one.ipv6_prefixes.as_ref().map(Vec::len))),
        ("Ipv6PrefixCount", one.ipv6_prefix_count.is_some_and(|count| count > 0)),
        ("PrimaryIpv6", one.primary_ipv6 == Some(true) || has_primary_v6),
        ("AssociateCarrierIpAddress", one.associate_carrier_ip_address == Some(true)),
        ("InterfaceType", one.interface_type.as_ref().is_some_and(|name| name != "interface")),
        ("NetworkCardIndex", one.network_card_index.is_some_and(|index| index != 0)),
        ("EnaSrdSpecification", one.ena_srd_specification.is_some()),
        ("EnaQueueCount", one.ena_queue_count.is_some()),
        ("ConnectionTrackingSpecification", one.connection_tracking_specification.is_some()),
    ])?;
    let device = one.device_index.unwrap_or_default();
    let addresses = network_interface::addresses_of(
        one.private_ip_address.as_deref(),
        one.private_ip_addresses.clone().unwrap_or_default(),
    )?;
    let more = one.secondary_private_ip_address_count.unwrap_or_default();
    let groups = one.groups.clone().unwrap_or_default();
    let is_described = one.subnet_id.is_some()
        || !groups.is_empty()
        || !addresses.is_empty()
        || more != 0
        || v6.is_some();
    if one.network_interface_id.is_some()
        && (is_described || one.associate_public_ip_address.is_some())
    {
        return Err(Ec2Error::combination(
            "A network interface may not specify both a network interface ID and what a new one is to be",
        ));
    }
    Ok(Wanted {
        device,
        existing: one.network_interface_id.clone(),
        subnet: one.subnet_id.clone(),
        groups,
        group_names: Vec::new(),
        count: network_interface::count_of(&addresses, more)?,
        addresses,
        v6,
        description: one.description.clone().unwrap_or_default(),
        // What was there before the instance stays after it.
        delete_on_termination: one
            .delete_on_termination
            .unwrap_or(one.network_interface_id.is_none()),
        is_public: one.associate_public_ip_address,
    })
}
