//! Subnets. (Amazon VPC User Guide, "Subnets for your VPC".)

mod create;
mod describe;
pub(crate) mod rule;
mod v6;

use bartizan_service::{Authorized, Call};

pub(crate) use create::{check_count, create, create_default};
pub(crate) use describe::describe;
pub(crate) use v6::{associate, disassociate};

use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::{BY_SUBNET, BY_VPC, NetworkInterfaceRecord, RouteTableRecord, SubnetRecord};
use crate::scope;
use crate::shapes::{DeleteSubnetRequest, ModifySubnetAttributeRequest};
use crate::{Ec2, defaults, network_acl};

/// Deletes a subnet that nothing is in.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteSubnetRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().subnet_id);
    let done = call.commit(move |writer| {
        let subnet: SubnetRecord = scope.find(writer, &id)?;
        if writer.count_found::<NetworkInterfaceRecord>(BY_SUBNET, &id)? > 0 {
            let message = format!("The subnet '{id}' has dependencies and cannot be deleted.");
            return Err(Ec2Error::dependency(message));
        }
        let is_of = |subnet: &Option<String>| subnet.as_ref() == Some(&id);
        for mut table in scope::found::<RouteTableRecord>(writer, BY_VPC, &subnet.vpc)? {
            if table.associations.iter().any(|one| is_of(&one.subnet)) {
                table.associations.retain(|one| !is_of(&one.subnet));
                scope.put(writer, &table)?;
            }
        }
        network_acl::disassociate(writer, &scope, &subnet)?;
        scope.remove::<SubnetRecord>(writer, &id)
    });
    Ok(done.await?)
}

/// Changes one attribute.
pub(crate) async fn modify(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifySubnetAttributeRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("MapCustomerOwnedIpOnLaunch", request.map_customer_owned_ip_on_launch.is_some()),
        ("CustomerOwnedIpv4Pool", request.customer_owned_ipv4_pool.is_some()),
        ("EnableDns64", request.enable_dns64.is_some()),
        ("PrivateDnsHostnameTypeOnLaunch", request.private_dns_hostname_type_on_launch.is_some()),
        (
            "EnableResourceNameDnsARecordOnLaunch",
            request.enable_resource_name_dns_a_record_on_launch.is_some(),
        ),
        (
            "EnableResourceNameDnsAAAARecordOnLaunch",
            request.enable_resource_name_dns_aaaa_record_on_launch.is_some(),
        ),
        ("EnableLniAtDeviceIndex", request.enable_lni_at_device_index.is_some()),
        ("DisableLniAtDeviceIndex", request.disable_lni_at_device_index.is_some()),
    ])?;
    let map = request.map_public_ip_on_launch.and_then(|asked| asked.value);
    let assign = request.assign_ipv6_address_on_creation.and_then(|asked| asked.value);
    match (map, assign) {
        (None, None) => return Err(Ec2Error::missing("attribute")),
        (Some(_), Some(_)) => {
            return Err(Ec2Error::combination(
                "Fields for multiple attribute types specified: change one attribute in a request",
            ));
        }
        _ => {}
    }
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut subnet: SubnetRecord = scope.find(writer, &request.subnet_id)?;
        if assign == Some(true) && subnet.v6_block.is_none() {
            return Err(Ec2Error::invalid(format!(
                "Invalid value 'true' for assignIpv6AddressOnCreation. The subnet {} has no IPv6 CIDR \
                 block",
                subnet.id
            )));
        }
        subnet.map_public_ip = map.unwrap_or(subnet.map_public_ip);
        subnet.assigns_v6 = assign.unwrap_or(subnet.assigns_v6);
        scope.put(writer, &subnet)
    });
    Ok(done.await?)
}
