//! Elastic IP addresses. (Amazon EC2 User Guide, "Elastic IP addresses".)

mod association;
mod describe;
pub(crate) mod rule;

use std::net::Ipv4Addr;
use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

pub(crate) use association::{Standing, associate, disassociate, of_association, stand};
pub(crate) use describe::describe;

use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::{AddressRecord, BY_PUBLIC_ADDRESS, NetworkInterfaceRecord};
use crate::scope::Scope;
use crate::shapes::{AllocateAddressRequest, AllocateAddressResult, ReleaseAddressRequest};
use crate::{Ec2, defaults, quotas, tags};

/// The pool that addresses of Amazon's are from.
pub(crate) const POOL: &str = "amazon";
/// The addresses that are allocated: no network on the internet has them. (RFC 2544, 198.18.0.0/15.)
const BLOCK: u32 = 0xC612_0000;
const BLOCK_BITS: u32 = 17;
/// How often another address is tried where one is taken.
const TRIES: usize = 100;

/// Allocates an address.
pub(crate) async fn allocate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AllocateAddressRequest>,
) -> Result<AllocateAddressResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("Address", request.address.is_some()),
        ("CustomerOwnedIpv4Pool", request.customer_owned_ipv4_pool.is_some()),
        ("IpamPoolId", request.ipam_pool_id.is_some()),
        ("PublicIpv4Pool", request.public_ipv4_pool.as_ref().is_some_and(|pool| pool != POOL)),
        ("Domain standard", request.domain.as_deref() == Some("standard")),
    ])?;
    check_border_group(call, request.network_border_group.as_deref())?;
    let tags = tags::of_new(call, Kind::Address, request.tag_specifications)?;
    check_dry_run(request.dry_run)?;
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        if scope.count::<AddressRecord>(writer)? >= quotas::ADDRESSES {
            let message = "The maximum number of addresses has been reached.";
            return Err(Ec2Error::refused("AddressLimitExceeded", message));
        }
        let public = free_address(writer, &*random)?;
        let id = Kind::Address.new_id(&*random);
        let address = AddressRecord { id, public, association: None };
        scope.put(writer, &address)?;
        tags::put(writer, &scope, &address.id, tags)?;
        Ok(AllocateAddressResult {
            allocation_id: Some(address.id),
            public_ipv4_pool: Some(POOL.to_owned()),
            network_border_group: Some(scope.region.to_string()),
            domain: Some("vpc".to_owned()),
            public_ip: Some(public.to_string()),
            ..AllocateAddressResult::default()
        })
    });
    Ok(done.await?)
}

/// Whether addresses may be of this group: one of the region's name.
pub(crate) fn check_border_group(call: &Call, group: Option<&str>) -> Result<(), Ec2Error> {
    match group {
        Some(other) if other != call.region.as_str() => Err(Ec2Error::invalid(format!(
            "Value ({other}) for parameter networkBorderGroup is invalid. There is one of the \
             region's name."
        ))),
        _ => Ok(()),
    }
}

/// An address that nobody has.
pub(crate) fn free_address(reader: &Reader<'_>, random: &dyn Random) -> Result<Ipv4Addr, Ec2Error> {
    for _ in 0..TRIES {
        let place = u32::try_from(random.next_u64() >> (64 - BLOCK_BITS)).unwrap_or_default();
        let address = Ipv4Addr::from(BLOCK | place);
        let text = address.to_string();
        if reader.count_found::<AddressRecord>(BY_PUBLIC_ADDRESS, &text)? == 0
            && reader.count_found::<NetworkInterfaceRecord>(BY_PUBLIC_ADDRESS, &text)? == 0
        {
            return Ok(address);
        }
    }
    let message = "There are no more addresses to allocate.";
    Err(Ec2Error::refused("InsufficientAddressCapacity", message))
}

/// Gives an address back that stands for nothing.
pub(crate) async fn release(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ReleaseAddressRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    check_border_group(call, request.network_border_group.as_deref())?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let (id, public) = (request.allocation_id.as_deref(), request.public_ip.as_deref());
        let address = of_request(writer, &scope, id, public)?;
        if address.association.is_some() {
            let message = format!("Address {} is in use.", address.public);
            return Err(Ec2Error::refused("InvalidIPAddress.InUse", message));
        }
        scope.remove::<AddressRecord>(writer, &address.id)
    });
    Ok(done.await?)
}

/// The address that a request names by the id of its allocation, or by itself.
pub(crate) fn of_request(
    reader: &Reader<'_>,
    scope: &Scope,
    id: Option<&str>,
    public: Option<&str>,
) -> Result<AddressRecord, Ec2Error> {
    match (id, public) {
        (Some(id), None) => scope.find(reader, id),
        (None, Some(public)) => {
            let found = reader.find::<AddressRecord>(BY_PUBLIC_ADDRESS, public)?;
            let own = found.into_iter().find(|(key, address)| *key == scope.key(&address.id));
            own.map(|(_, address)| address).ok_or_else(|| not_found(public))
        }
        (Some(_), Some(_)) => Err(Ec2Error::combination(
            "You may specify public IP or allocation id, but not both in the same call",
        )),
        (None, None) => Err(Ec2Error::missing("allocationId")),
    }
}

fn not_found(public: &str) -> Ec2Error {
    Ec2Error::refused("InvalidAddress.NotFound", format!("Address '{public}' not found."))
}
