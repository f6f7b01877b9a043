//! `TerminateInstances`.

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::{check_named, find, interfaces, state, terminated};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::{HostRecord, InstanceRecord};
use crate::scope::Scope;
use crate::shapes::{InstanceStateChange, TerminateInstancesRequest, TerminateInstancesResult};
use crate::{Ec2, defaults, network_interface};

/// Takes instances away: all that are named, or none.
pub(crate) async fn terminate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<TerminateInstancesRequest>,
) -> Result<TerminateInstancesResult, Ec2Error> {
    refuse_unbuilt(&[
        ("SkipOsShutdown", request.skip_os_shutdown == Some(true)),
        ("Force", request.force == Some(true)),
    ])?;
    check_named(&request.instance_ids)?;
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let ids = request.into_inner().instance_ids;
    let done = call.commit(move |writer| {
        let mut changes = Vec::new();
        for id in &ids {
            let instance = find(writer, &scope, id, now)?;
            let host = writer.get::<HostRecord>(&scope.key(id))?;
            changes.push(InstanceStateChange {
                instance_id: Some(id.clone()),
                current_state: Some(terminated()),
                previous_state: Some(state(&instance, host.as_ref(), now)),
            });
            end(writer, &scope, instance, now)?;
        }
        Ok::<_, Ec2Error>(TerminateInstancesResult { terminating_instances: Some(changes) })
    });
    Ok(done.await?)
}

fn end(
    writer: &mut Writer<'_>,
    scope: &Scope,
    mut instance: InstanceRecord,
    now: Timestamp,
) -> Result<(), Ec2Error> {
    if instance.terminated.is_some() {
        return Ok(());
    }
    if instance.disable_api_termination {
        let message = format!(
            "The instance '{}' may not be terminated. Modify its 'disableApiTermination' instance \
             attribute and try again.",
            instance.id
        );
        return Err(Ec2Error::refused("OperationNotPermitted", message));
    }
    for mut interface in interfaces(writer, &instance.id)? {
        let attachment = interface.attachment.take();
        if attachment.is_some_and(|attachment| attachment.delete_on_termination) {
            network_interface::remove(writer, scope, &interface)?;
        } else {
            interface.public = None;
            scope.put(writer, &interface)?;
        }
    }
    writer.delete::<HostRecord>(&scope.key(&instance.id))?;
    instance.terminated = Some(now);
    scope.put(writer, &instance)
}
