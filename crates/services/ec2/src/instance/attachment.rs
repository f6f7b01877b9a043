//! `AttachNetworkInterface` and `DetachNetworkInterface`.

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use super::interface::INTERFACES_MAX;
use super::run::check_zone;
use super::{find, interfaces};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::new_id;
use crate::records::{Attachment, InstanceRecord, NetworkInterfaceRecord};
use crate::scope::Scope;
use crate::shapes::{
    AttachNetworkInterfaceRequest, AttachNetworkInterfaceResult, DetachNetworkInterfaceRequest,
};
use crate::{Ec2, defaults, network_interface};

/// What the ids of attachments begin with.
pub(super) const ATTACHMENT: &str = "eni-attach";

/// Gives an instance an interface that is there.
pub(crate) async fn attach(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AttachNetworkInterfaceRequest>,
) -> Result<AttachNetworkInterfaceResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("NetworkCardIndex", request.network_card_index.is_some_and(|index| index != 0)),
        ("EnaSrdSpecification", request.ena_srd_specification.is_some()),
        ("EnaQueueCount", request.ena_queue_count.is_some()),
    ])?;
    let device = request.device_index;
    if device < 0 {
        let message = format!("Value ({device}) for parameter deviceIndex is invalid.");
        return Err(Ec2Error::invalid(message));
    }
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let mut interface: NetworkInterfaceRecord =
            scope.find(writer, &request.network_interface_id)?;
        let instance = find(writer, &scope, &request.instance_id, now)?;
        check_free(&interface)?;
        check_zone(&instance, &interface.zone)?;
        check_room(writer, &instance, device)?;
        let attachment = Attachment {
            id: new_id(ATTACHMENT, &*random),
            instance: instance.id,
            device,
            // What was there before stays.
            delete_on_termination: false,
            since: now,
        };
        let id = attachment.id.clone();
        interface.attachment = Some(attachment);
        scope.put(writer, &interface)?;
        Ok::<_, Ec2Error>(AttachNetworkInterfaceResult {
            attachment_id: Some(id),
            network_card_index: Some(0),
        })
    });
    Ok(done.await?)
}

/// Whether an instance may be given an interface.
pub(super) fn check_free(interface: &NetworkInterfaceRecord) -> Result<(), Ec2Error> {
    network_interface::check_unmanaged(interface)?;
    if interface.attachment.is_none() {
        return Ok(());
    }
    let message = format!("interface: [{}] in-use", interface.id);
    Err(Ec2Error::refused("InvalidNetworkInterface.InUse", message))
}

/// Whether an instance may have another interface, as this device.
fn check_room(reader: &Reader<'_>, instance: &InstanceRecord, device: i32) -> Result<(), Ec2Error> {
    let id = &instance.id;
    if instance.terminated.is_some() {
        let message = format!("Instance '{id}' is not 'running' or 'stopped'");
        return Err(Ec2Error::refused("IncorrectState", message));
    }
    if instance.is_host() {
        let message = format!("The instance '{id}' is a host, whose interfaces its machine has");
        return Err(Ec2Error::refused("UnsupportedOperation", message));
    }
    let present = interfaces(reader, id)?;
    let mut devices = present.iter().filter_map(|one| Some(one.attachment.as_ref()?.device));
    if devices.any(|other| other == device) {
        return Err(Ec2Error::invalid(format!(
            "Instance '{id}' already has an interface attached at device index '{device}'."
        )));
    }
    if present.len() >= INTERFACES_MAX {
        let message = format!("Interface count {} exceeds the limit for {id}", present.len() + 1);
        return Err(Ec2Error::refused("AttachmentLimitExceeded", message));
    }
    Ok(())
}

/// Takes an instance an interface, any but the primary one. No machine holds it, so that none is forced.
pub(crate) async fn detach(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DetachNetworkInterfaceRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().attachment_id);
    let done = call.commit(move |writer| {
        let mut interface = with_attachment(writer, &scope, &id)?;
        network_interface::check_unmanaged(&interface)?;
        if interface.attachment.take().is_some_and(|attachment| attachment.device == 0) {
            let message =
                "The network interface at device index 0 and networkCard index 0 cannot be detached.";
            return Err(Ec2Error::refused("OperationNotPermitted", message));
        }
        interface.public = None;
        scope.put(writer, &interface)
    });
    Ok(done.await?)
}

/// The interface that is attached by this.
pub(crate) fn with_attachment(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<NetworkInterfaceRecord, Ec2Error> {
    let has = |interface: &NetworkInterfaceRecord| {
        let own = interface.attachment.as_ref().map(|one| &one.id);
        let managed = interface.manager.as_ref().map(|one| &one.attachment);
        [own, managed].into_iter().flatten().any(|one| one == id)
    };
    scope
        .all::<NetworkInterfaceRecord>(reader)?
        .into_iter()
        .find(has)
        .ok_or_else(|| network_interface::no_attachment(id))
}
