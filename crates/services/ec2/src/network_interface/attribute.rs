//! `ModifyNetworkInterfaceAttribute` and `DescribeNetworkInterfaceAttribute`.

use bartizan_service::{Authorized, Call};

use super::{Surroundings, check_groups, check_unmanaged, shown};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::NetworkInterfaceRecord;
use crate::shapes::{
    AttributeBooleanValue, AttributeValue, DescribeNetworkInterfaceAttributeRequest,
    DescribeNetworkInterfaceAttributeResult, ModifyNetworkInterfaceAttributeRequest,
    NetworkInterfaceAttachmentChanges,
};
use crate::{Ec2, defaults};

/// Changes one attribute.
pub(crate) async fn modify(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ModifyNetworkInterfaceAttributeRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    let change = request.attachment.as_ref();
    let is_queued = change.is_some_and(|change| {
        change.ena_queue_count.is_some() || change.default_ena_queue_count.is_some()
    });
    refuse_unbuilt(&[
        ("EnaSrdSpecification", request.ena_srd_specification.is_some()),
        ("EnablePrimaryIpv6", request.enable_primary_ipv6.is_some()),
        ("ConnectionTrackingSpecification", request.connection_tracking_specification.is_some()),
        ("AssociatePublicIpAddress", request.associate_public_ip_address.is_some()),
        ("AssociatedSubnetIds", request.associated_subnet_ids.is_some()),
        ("EnaQueueCount", is_queued),
    ])?;
    let check = request.source_dest_check.and_then(|asked| asked.value);
    let description = request.description.map(|asked| asked.value.unwrap_or_default());
    let attachment = request.attachment.map(read_attachment).transpose()?;
    let asked =
        [check.is_some(), description.is_some(), request.groups.is_some(), attachment.is_some()];
    match asked.into_iter().filter(|is| *is).count() {
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
        if let Some((id, deletes)) = attachment {
            let own = interface.attachment.as_mut().filter(|own| own.id == id);
            own.ok_or_else(|| no_attachment(&id))?.delete_on_termination = deletes;
        }
        interface.source_dest_check = check.unwrap_or(interface.source_dest_check);
        interface.description = description.unwrap_or(interface.description);
        scope.put(writer, &interface)
    });
    Ok(done.await?)
}

/// Of which attachment it is to be told whether the instance takes the interface with it, and whether.
fn read_attachment(change: NetworkInterfaceAttachmentChanges) -> Result<(String, bool), Ec2Error> {
    let id = change.attachment_id.ok_or_else(|| Ec2Error::missing("attachmentId"))?;
    let deletes =
        change.delete_on_termination.ok_or_else(|| Ec2Error::missing("deleteOnTermination"))?;
    Ok((id, deletes))
}

/// There is no attachment of this id.
pub(crate) fn no_attachment(id: &str) -> Ec2Error {
    let message = format!("The attachment ID '{id}' does not exist");
    Ec2Error::refused("InvalidAttachmentID.NotFound", message)
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
