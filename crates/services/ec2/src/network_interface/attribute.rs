//! `ModifyNetworkInterfaceAttribute` and `DescribeNetworkInterfaceAttribute`.

use bartizan_service::{Authorized, Call};

use super::{Surroundings, check_groups, check_unmanaged, shown};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::NetworkInterfaceRecord;
use crate::shapes::{
    AttributeBooleanValue, AttributeValue, DescribeNetworkInterfaceAttributeRequest,
    DescribeNetworkInterfaceAttributeResult, ModifyNetworkInterfaceAttributeRequest,
};
use crate::{Ec2, defaults};

/// Changes one attribute.
pub(crate) async fn modify(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifyNetworkInterfaceAttributeRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("EnaSrdSpecification", request.ena_srd_specification.is_some()),
        ("EnablePrimaryIpv6", request.enable_primary_ipv6.is_some()),
        ("ConnectionTrackingSpecification", request.connection_tracking_specification.is_some()),
        ("AssociatePublicIpAddress", request.associate_public_ip_address.is_some()),
        ("AssociatedSubnetIds", request.associated_subnet_ids.is_some()),
        ("Attachment", request.attachment.is_some()),
    ])?;
    let check = request.source_dest_check.and_then(|asked| asked.value);
    let description = request.description.map(|asked| asked.value.unwrap_or_default());
    let asked = [check.is_some(), description.is_some(), request.groups.is_some()]
        .into_iter()
        .filter(|is| *is);
    match asked.count() {
        0 => return Err(Ec2Error::missing("attribute")),
        1 => {}
        _ => {
            return Err(Ec2Error::combination(
                "Fields for multiple attribute types specified: change one attribute in a request",
            ));
        }
    }
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut interface: NetworkInterfaceRecord =
            scope.find(writer, &request.network_interface_id)?;
        check_unmanaged(&interface)?;
        if let Some(groups) = request.groups {
            check_groups(writer, &scope, &interface.vpc, &groups)?;
            interface.groups = groups;
        }
        interface.source_dest_check = check.unwrap_or(interface.source_dest_check);
        interface.description = description.unwrap_or(interface.description);
        scope.put(writer, &interface)
    });
    Ok(done.await?)
}

/// Tells one attribute.
pub(crate) async fn describe(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DescribeNetworkInterfaceAttributeRequest>,
) -> Result<DescribeNetworkInterfaceAttributeResult, Ec2Error> {
    let attribute = request.attribute.as_deref().ok_or_else(|| Ec2Error::missing("attribute"))?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let interface = call.read(|reader| {
        let record = scope.find::<NetworkInterfaceRecord>(reader, &request.network_interface_id)?;
        let around = Surroundings::of_one(reader, &scope, &record)?;
        Ok::<_, Ec2Error>(shown(&scope, &record, &around))
    })?;
    let mut result = DescribeNetworkInterfaceAttributeResult {
        network_interface_id: interface.network_interface_id,
        ..DescribeNetworkInterfaceAttributeResult::default()
    };
    match attribute {
        "description" => {
            result.description = Some(AttributeValue { value: interface.description });
        }
        "groupSet" => result.groups = interface.groups,
        "sourceDestCheck" => {
            let value = interface.source_dest_check;
            result.source_dest_check = Some(AttributeBooleanValue { value });
        }
        "attachment" => result.attachment = interface.attachment,
        "associatePublicIpAddress" => {
            let owner = interface.association.and_then(|one| one.ip_owner_id);
            result.associate_public_ip_address = Some(owner.as_deref() == Some("amazon"));
        }
        other => {
            return Err(Ec2Error::invalid(format!(
                "Value ({other}) for parameter attribute is invalid. Unknown attribute."
            )));
        }
    }
    Ok(result)
}
