//! NAT gateways. (Amazon VPC User Guide, "NAT gateways".)

mod describe;
pub(crate) mod rule;

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{Random, Timestamp};

pub(crate) use describe::describe;

use self::describe::{Surroundings, shown};
use crate::address::{self, Standing};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::{Kind, new_id};
use crate::network_interface::{self, New, WantedV6};
use crate::records::{
    AddressRecord, BY_VPC, InternetGatewayRecord, Manager, NatGatewayRecord,
    NetworkInterfaceRecord, SubnetRecord,
};
use crate::scope::{self, Scope};
use crate::shapes::{
    CreateNatGatewayRequest, CreateNatGatewayResult, DeleteNatGatewayRequest,
    DeleteNatGatewayResult,
};
use crate::{Ec2, defaults, quotas, tags};

/// Who has the interfaces of NAT gateways.
pub(crate) const REQUESTER: &str = "amazon-nat";
/// For how long a deleted one is shown. (The same guide, "Delete a NAT gateway": about an hour.)
const SHOWN_DELETED: Duration = Duration::from_hours(1);

/// Makes a NAT gateway, with a network interface.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateNatGatewayRequest>,
) -> Result<CreateNatGatewayResult, Ec2Error> {
    let mut request = request.into_inner();
    check_supported(&request)?;
    let tags = tags::of_new(call, Kind::NatGateway, request.tag_specifications.take())?;
    let is_public = request.connectivity_type.as_deref() != Some("private");
    if is_public && request.allocation_id.is_none() {
        return Err(Ec2Error::missing("AllocationId"));
    }
    if !is_public && request.allocation_id.is_some() {
        return Err(Ec2Error::combination(
            "AllocationId cannot be specified with ConnectivityType 'private'",
        ));
    }
    check_dry_run(request.dry_run)?;
    let now = call.platform.now();
    let (scope, random) = (defaults::network(call).await?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let token = request.client_token.clone();
        let made = match scope.made_before::<NatGatewayRecord>(writer, token.as_deref())? {
            Some(made) if Some(&made.subnet) != request.subnet_id.as_ref() => {
                return Err(scope::token_mismatch());
            }
            Some(made) => made,
            None => {
                let made = put_new(writer, &scope, &request, now, &*random)?;
                tags::put(writer, &scope, &made.id, tags)?;
                made
            }
        };
        let around = Surroundings::of_one(writer, &scope, &made)?;
        Ok(CreateNatGatewayResult { client_token: token, nat_gateway: Some(shown(&made, &around)) })
    });
    Ok(done.await?)
}

fn check_supported(request: &CreateNatGatewayRequest) -> Result<(), Ec2Error> {
    let some = |list: &Option<Vec<String>>| list.as_ref().is_some_and(|list| !list.is_empty());
    refuse_unbuilt(&[
        ("AvailabilityMode regional", request.availability_mode.as_deref() == Some("regional")),
        ("VpcId", request.vpc_id.is_some()),
        ("AvailabilityZoneAddresses", request.availability_zone_addresses.is_some()),
        ("SecondaryAllocationIds", some(&request.secondary_allocation_ids)),
        ("SecondaryPrivateIpAddresses", some(&request.secondary_private_ip_addresses)),
        (
            "SecondaryPrivateIpAddressCount",
            request.secondary_private_ip_address_count.is_some_and(|count| count > 0),
        ),
    ])?;
    match request.subnet_id {
        Some(_) => Ok(()),
        None => Err(Ec2Error::missing("SubnetId")),
    }
}

fn put_new(
    writer: &mut Writer<'_>,
    scope: &Scope,
    request: &CreateNatGatewayRequest,
    now: Timestamp,
    random: &dyn Random,
) -> Result<NatGatewayRecord, Ec2Error> {
    forget_deleted(writer, scope, now)?;
    let subnet = request.subnet_id.as_deref().unwrap_or_default();
    let subnet: SubnetRecord = scope.find(writer, subnet)?;
    check_count(writer, scope, &subnet)?;
    let is_public = request.allocation_id.is_some();
    if is_public && writer.count_found::<InternetGatewayRecord>(BY_VPC, &subnet.vpc)? == 0 {
        let message = format!("Network {} has no Internet gateway attached", subnet.vpc);
        return Err(Ec2Error::refused("Gateway.NotAttached", message));
    }
    let id = Kind::NatGateway.new_id(random);
    let wanted = request.private_ip_address.as_deref();
    let interface = network_interface::put_new(
        writer,
        scope,
        New {
            subnet: subnet.id.clone(),
            description: format!("Interface for NAT Gateway {id}"),
            groups: Vec::new(),
            addresses: wanted.map(network_interface::address).transpose()?.into_iter().collect(),
            count: 1,
            v6: Some(WantedV6::Any(0)),
            manager: Some(Manager {
                requester: REQUESTER.to_owned(),
                resource: scope.arn(Kind::NatGateway, &id).to_string(),
                attachment: new_id("ela-attach", random),
            }),
            client_token: None,
            attachment: None,
            public: None,
        },
        random,
    )?;
    if let Some(allocation) = &request.allocation_id {
        let address: AddressRecord = scope.find(writer, allocation)?;
        if address.association.is_some() {
            let message = format!("Elastic IP address [{allocation}] is already associated");
            return Err(Ec2Error::refused("Resource.AlreadyAssociated", message));
        }
        address::stand(writer, scope, address, &Standing::primary(&interface)?, random)?;
    }
    let made = NatGatewayRecord {
        id,
        vpc: subnet.vpc,
        subnet: subnet.id,
        is_public,
        interface: interface.id,
        created: now,
        deleted: None,
        client_token: request.client_token.clone(),
    };
    scope.put(writer, &made)?;
    Ok(made)
}

fn check_count(reader: &Reader<'_>, scope: &Scope, subnet: &SubnetRecord) -> Result<(), Ec2Error> {
    let mut count = 0;
    for other in scope.all::<NatGatewayRecord>(reader)? {
        if other.deleted.is_none()
            && scope.find::<SubnetRecord>(reader, &other.subnet)?.zone == subnet.zone
        {
            count += 1;
        }
    }
    if count >= quotas::NAT_GATEWAYS_PER_ZONE {
        let message = format!(
            "Performing this operation would exceed the limit of {} NAT gateways",
            quotas::NAT_GATEWAYS_PER_ZONE
        );
        return Err(Ec2Error::refused("NatGatewayLimitExceeded", message));
    }
    Ok(())
}

/// Whether a NAT gateway is still shown.
fn is_shown(gateway: &NatGatewayRecord, now: Timestamp) -> bool {
    gateway.deleted.is_none_or(|deleted| now.since(deleted) < SHOWN_DELETED)
}

fn forget_deleted(writer: &mut Writer<'_>, scope: &Scope, now: Timestamp) -> Result<(), Ec2Error> {
    for gateway in scope.all::<NatGatewayRecord>(writer)? {
        if !is_shown(&gateway, now) {
            scope.remove::<NatGatewayRecord>(writer, &gateway.id)?;
        }
    }
    Ok(())
}

/// Deletes a NAT gateway, with its network interface; its address is free again.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteNatGatewayRequest>,
) -> Result<DeleteNatGatewayResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().nat_gateway_id);
    let now = call.platform.now();
    let done = call.commit(move |writer| {
        let mut gateway: NatGatewayRecord = scope.find(writer, &id)?;
        if !is_shown(&gateway, now) {
            return Err(Kind::NatGateway.not_found(&id));
        }
        if gateway.deleted.is_none() {
            gateway.deleted = Some(now);
            let interface: NetworkInterfaceRecord = scope.find(writer, &gateway.interface)?;
            network_interface::remove(writer, &scope, &interface)?;
            scope.put(writer, &gateway)?;
        }
        Ok(DeleteNatGatewayResult { nat_gateway_id: Some(id) })
    });
    Ok(done.await?)
}
