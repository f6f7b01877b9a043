//! Addresses of IPv6 of network interfaces. (Amazon EC2 User Guide, "IPv6 addresses".)

use std::net::Ipv6Addr;
use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

use super::check_unmanaged;
use super::create::ADDRESSES_MAX;
use crate::error::{Ec2Error, refuse_unbuilt};
use crate::records::{BY_SUBNET, NetworkInterfaceRecord, SubnetRecord};
use crate::scope;
use crate::shapes::{
    AssignIpv6AddressesRequest, AssignIpv6AddressesResult, UnassignIpv6AddressesRequest,
    UnassignIpv6AddressesResult,
};
use crate::{Ec2, cidr, defaults};

/// How often another address is tried where one is taken.
const TRIES: usize = 100;

/// The addresses of IPv6 that an interface is to get.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// These.
    Named(Vec<Ipv6Addr>),
    /// So many of its subnet.
    Any(usize),
}

impl Wanted {
    /// What a request says; `None` where it says nothing.
    pub(crate) fn read<'t>(
        named: impl Iterator<Item = Option<&'t str>>,
        count: Option<i32>,
    ) -> Result<Option<Self>, Ec2Error> {
        let mut addresses: Vec<Ipv6Addr> = Vec::new();
        for text in named {
            let address = address(text.ok_or_else(|| Ec2Error::missing("ipv6Address"))?)?;
            if addresses.contains(&address) {
                return Err(Ec2Error::invalid(format!("Address {address} is specified twice.")));
            }
            addresses.push(address);
        }
        if !addresses.is_empty() && count.is_some_and(|count| count > 0) {
            return Err(Ec2Error::combination(
                "Only one of ipv6Addresses and ipv6AddressCount may be specified",
            ));
        }
        if !addresses.is_empty() {
            return Ok(Some(Self::Named(addresses)));
        }
        let count = count.map(|count| {
            usize::try_from(count).map_err(|_| {
                Ec2Error::invalid(format!("Value ({count}) for ipv6AddressCount is invalid."))
            })
        });
        Ok(count.transpose()?.map(Self::Any))
    }

    /// Whether it says which.
    pub(crate) const fn is_named(&self) -> bool {
        matches!(self, Self::Named(_))
    }

    /// How many they are.
    const fn count(&self) -> usize {
        match self {
            Self::Named(addresses) => addresses.len(),
            Self::Any(count) => *count,
        }
    }

    /// Those addresses of a subnet, which must be free, for an interface that has so many.
    pub(super) fn choose(
        self,
        reader: &Reader<'_>,
        subnet: &SubnetRecord,
        present: usize,
        random: &dyn Random,
    ) -> Result<Vec<Ipv6Addr>, Ec2Error> {
        if self.count() == 0 {
            return Ok(Vec::new());
        }
        if present.saturating_add(self.count()) > ADDRESSES_MAX {
            let message =
                format!("A network interface has at most {ADDRESSES_MAX} IPv6 addresses.");
            return Err(Ec2Error::refused("PrivateIpAddressLimitExceeded", message));
        }
        let Some(block) = subnet.v6_block.as_ref().map(|block| block.cidr) else {
            let message = format!("The subnet {} has no IPv6 CIDR block", subnet.id);
            return Err(Ec2Error::invalid(message));
        };
        let others = scope::found::<NetworkInterfaceRecord>(reader, BY_SUBNET, &subnet.id)?;
        let mut taken: Vec<Ipv6Addr> =
            others.into_iter().flat_map(|one| one.v6_addresses).collect();
        let count = match self {
            Self::Named(addresses) => {
                for address in &addresses {
                    check_free(block, *address, &taken)?;
                }
                return Ok(addresses);
            }
            Self::Any(count) => count,
        };
        let mut chosen = Vec::new();
        while chosen.len() < count {
            let mut tries = (0..TRIES).map(|_| cidr::ending_with(block, random.next_u64()));
            let free = tries
                .find(|address| cidr::is_usable_v6(block, *address) && !taken.contains(address))
                .ok_or_else(|| {
                    let message = "The specified subnet does not have enough free addresses to \
                                   satisfy the request.";
                    Ec2Error::refused("InsufficientFreeAddressesInSubnet", message)
                })?;
            taken.push(free);
            chosen.push(free);
        }
        Ok(chosen)
    }
}

fn check_free(
    block: ipnet::Ipv6Net,
    address: Ipv6Addr,
    taken: &[Ipv6Addr],
) -> Result<(), Ec2Error> {
    if !block.contains(&address) {
        let message = format!("Address {address} does not fall within the subnet's address range");
        return Err(Ec2Error::invalid(message));
    }
    if !cidr::is_usable_v6(block, address) {
        let message = format!("Address {address} is in subnet's reserved address range");
        return Err(Ec2Error::invalid(message));
    }
    if taken.contains(&address) {
        let message = format!("Address {address} is in use.");
        return Err(Ec2Error::refused("InvalidIPAddress.InUse", message));
    }
    Ok(())
}

fn address(text: &str) -> Result<Ipv6Addr, Ec2Error> {
    text.parse().map_err(|_| {
        Ec2Error::invalid(format!(
            "Value ({text}) for parameter ipv6Address is invalid. Invalid IP address"
        ))
    })
}

/// Gives an interface more addresses.
pub(crate) async fn assign(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AssignIpv6AddressesRequest>,
) -> Result<AssignIpv6AddressesResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("Ipv6Prefixes", request.ipv6_prefixes.as_ref().is_some_and(|list| !list.is_empty())),
        ("Ipv6PrefixCount", request.ipv6_prefix_count.is_some_and(|count| count > 0)),
    ])?;
    let named = request.ipv6_addresses.iter().flatten().map(|text| Some(text.as_str()));
    let wanted = Wanted::read(named, request.ipv6_address_count)?;
    let wanted = wanted.filter(|wanted| wanted.count() > 0);
    let wanted = wanted.ok_or_else(|| Ec2Error::missing("ipv6Addresses or ipv6AddressCount"))?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let id = request.network_interface_id;
    let done = call.commit(move |writer| {
        let mut interface: NetworkInterfaceRecord = scope.find(writer, &id)?;
        check_unmanaged(&interface)?;
        let subnet: SubnetRecord = scope.find(writer, &interface.subnet)?;
        let present = interface.v6_addresses.len();
        let new = wanted.choose(writer, &subnet, present, &*random)?;
        let assigned = new.iter().map(ToString::to_string).collect();
        interface.v6_addresses.extend(new);
        scope.put(writer, &interface)?;
        Ok::<_, Ec2Error>(AssignIpv6AddressesResult {
            assigned_ipv6_addresses: Some(assigned),
            network_interface_id: Some(id),
            ..AssignIpv6AddressesResult::default()
        })
    });
    Ok(done.await?)
}

/// Takes addresses from an interface.
pub(crate) async fn unassign(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<UnassignIpv6AddressesRequest>,
) -> Result<UnassignIpv6AddressesResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[(
        "Ipv6Prefixes",
        request.ipv6_prefixes.as_ref().is_some_and(|list| !list.is_empty()),
    )])?;
    let named = request.ipv6_addresses.iter().flatten().map(|text| Some(text.as_str()));
    let Some(Wanted::Named(gone)) = Wanted::read(named, None)? else {
        return Err(Ec2Error::missing("ipv6Addresses"));
    };
    let (scope, id) = (defaults::network(call).await?, request.network_interface_id);
    let done = call.commit(move |writer| {
        let mut interface: NetworkInterfaceRecord = scope.find(writer, &id)?;
        check_unmanaged(&interface)?;
        if let Some(other) = gone.iter().find(|one| !interface.v6_addresses.contains(one)) {
            let message =
                format!("Address {other} is not assigned to the network interface '{id}'");
            return Err(Ec2Error::invalid(message));
        }
        interface.v6_addresses.retain(|address| !gone.contains(address));
        scope.put(writer, &interface)?;
        Ok(UnassignIpv6AddressesResult {
            network_interface_id: Some(id),
            unassigned_ipv6_addresses: Some(gone.iter().map(ToString::to_string).collect()),
            ..UnassignIpv6AddressesResult::default()
        })
    });
    Ok(done.await?)
}
