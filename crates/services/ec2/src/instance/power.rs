//! `StartInstances`, `StopInstances` and `RebootInstances`: of an instance that no machine runs, and of a
//! host, they say so.

use bartizan_service::{Authorized, Call};

use super::{check_named, find};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::records::InstanceRecord;
use crate::shapes::{
    RebootInstancesRequest, StartInstancesRequest, StartInstancesResult, StopInstancesRequest,
    StopInstancesResult,
};
use crate::{Ec2, defaults};

/// Starts instances.
pub(crate) async fn start(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<StartInstancesRequest>,
) -> Result<StartInstancesResult, Ec2Error> {
    refuse_unbuilt(&[("AdditionalInfo", request.additional_info.is_some())])?;
    Err(without_machine(call, &request.instance_ids, request.dry_run, "started").await?)
}

/// Stops instances.
pub(crate) async fn stop(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<StopInstancesRequest>,
) -> Result<StopInstancesResult, Ec2Error> {
    refuse_unbuilt(&[
        ("Hibernate", request.hibernate == Some(true)),
        ("SkipOsShutdown", request.skip_os_shutdown == Some(true)),
        ("Force", request.force == Some(true)),
    ])?;
    Err(without_machine(call, &request.instance_ids, request.dry_run, "stopped").await?)
}

/// Reboots instances.
pub(crate) async fn reboot(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<RebootInstancesRequest>,
) -> Result<(), Ec2Error> {
    Err(without_machine(call, &request.instance_ids, request.dry_run, "rebooted").await?)
}

/// Why the first of these instances cannot be so, once all are known.
async fn without_machine(
    call: &Call,
    ids: &[String],
    dry_run: Option<bool>,
    done: &str,
) -> Result<Ec2Error, Ec2Error> {
    check_named(ids)?;
    check_dry_run(dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let found = call.read(|reader| {
        ids.iter().map(|id| find(reader, &scope, id, now)).collect::<Result<Vec<_>, _>>()
    })?;
    if let Some(gone) = found.iter().find(|instance| instance.terminated.is_some()) {
        let message =
            format!("The instance '{}' is not in a state from which it can be {done}.", gone.id);
        return Ok(Ec2Error::refused("IncorrectInstanceState", message));
    }
    let first = found.first();
    let why = if first.is_some_and(InstanceRecord::is_host) {
        "it is a host with an agent, which only tells of it."
    } else {
        "no machine runs it. It was declared, with an image as its disk."
    };
    let id = first.map(|instance| instance.id.as_str()).unwrap_or_default();
    let message = format!("The instance '{id}' cannot be {done}: {why}");
    Ok(Ec2Error::refused("UnsupportedOperation", message))
}
