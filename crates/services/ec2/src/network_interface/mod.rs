//! Network interfaces. (Amazon EC2 User Guide, "Elastic network interfaces".)

mod attribute;
mod create;
mod describe;
pub(crate) mod rule;
mod v6;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};

pub(crate) use attribute::{describe as describe_attribute, modify, no_attachment};
pub(crate) use create::{
    New, address, addresses_of, check_groups, count_of, create, free, groups_of_new, put_new,
};
pub(crate) use describe::{Surroundings, describe, shown};
pub(crate) use v6::{Wanted as WantedV6, assign as assign_v6, unassign as unassign_v6};

use crate::error::{Ec2Error, check_dry_run};
use crate::records::{AddressRecord, BY_INTERFACE, NetworkInterfaceRecord};
use crate::scope::{self, Scope};
use crate::shapes::DeleteNetworkInterfaceRequest;
use crate::{Ec2, defaults};

/// Deletes a network interface that is not in use.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteNetworkInterfaceRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().network_interface_id);
    let done = call.commit(move |writer| {
        let interface: NetworkInterfaceRecord = scope.find(writer, &id)?;
        if interface.manager.is_some() || interface.attachment.is_some() {
            let message = format!("Network interface '{id}' is currently in use.");
            return Err(Ec2Error::invalid(message));
        }
        remove(writer, &scope, &interface)
    });
    Ok(done.await?)
}

/// Removes a network interface; its elastic addresses are free again.
pub(crate) fn remove(
    writer: &mut Writer<'_>,
    scope: &Scope,
    interface: &NetworkInterfaceRecord,
) -> Result<(), Ec2Error> {
    for mut address in addresses(writer, &interface.id)? {
        address.association = None;
        scope.put(writer, &address)?;
    }
    scope.remove::<NetworkInterfaceRecord>(writer, &interface.id)
}

/// The elastic addresses of an interface.
pub(crate) fn addresses(reader: &Reader<'_>, id: &str) -> Result<Vec<AddressRecord>, Ec2Error> {
    scope::found(reader, BY_INTERFACE, id)
}

/// Whether users may change an interface: those that a service manages they may not.
pub(crate) fn check_unmanaged(interface: &NetworkInterfaceRecord) -> Result<(), Ec2Error> {
    let Some(manager) = &interface.manager else { return Ok(()) };
    let message = format!(
        "You are not allowed to change the network interface '{}', which {} manages.",
        interface.id, manager.requester
    );
    Err(Ec2Error::refused("OperationNotPermitted", message))
}
