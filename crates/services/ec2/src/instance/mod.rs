//! Instances. There is no hypervisor: an instance is declared, with an image as its disk, and no machine
//! runs it, or it is a host with an agent. (Amazon EC2 API Reference, `RunInstances` and its kin.)

mod attachment;
mod attribute;
mod describe;
mod filter;
pub(crate) mod host;
mod interface;
mod power;
pub(crate) mod rule;
mod run;
mod status;
mod terminate;

use std::collections::BTreeMap;
use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_types::Timestamp;

pub(crate) use attachment::{attach, detach, with_attachment};
pub(crate) use attribute::{describe as describe_attribute, modify};
pub(crate) use describe::describe;
pub(crate) use power::{reboot, start, stop};
pub(crate) use run::{DEFAULT_TYPE, default_subnet, run};
pub(crate) use status::describe as describe_status;
pub(crate) use terminate::terminate;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::records::{BY_INSTANCE, HostRecord, InstanceRecord, NetworkInterfaceRecord};
use crate::scope::{self, Scope};
use crate::shapes::InstanceState;

/// For how long a terminated one is shown. (Amazon EC2 User Guide, "Instance state changes": about an
/// hour.)
const SHOWN_TERMINATED: Duration = Duration::from_hours(1);
/// The most instances that one call names: our own bound.
const NAMED_MAX: usize = 1000;

/// Whether an instance is still shown.
fn is_shown(instance: &InstanceRecord, now: Timestamp) -> bool {
    instance.terminated.is_none_or(|terminated| now.since(terminated) < SHOWN_TERMINATED)
}

/// The state of an instance: what no machine runs, or no agent says it does, is stopped. (Amazon EC2 API
/// Reference, `InstanceState`.)
fn state(instance: &InstanceRecord, host: Option<&HostRecord>, now: Timestamp) -> InstanceState {
    match instance.terminated {
        Some(_) => terminated(),
        None if host.is_some_and(|host| is_heard(host, now)) => {
            InstanceState { code: Some(16), name: Some("running".to_owned()) }
        }
        None => stopped(),
    }
}

/// Whether an agent still counts as heard of.
fn is_heard(host: &HostRecord, now: Timestamp) -> bool {
    now < host.silent_after
}

/// The hosts of an account in a region, by their instances.
fn hosts(reader: &Reader<'_>, scope: &Scope) -> Result<BTreeMap<String, HostRecord>, Ec2Error> {
    let all = scope.all::<HostRecord>(reader)?.into_iter();
    Ok(all.map(|host| (host.id.clone(), host)).collect())
}

fn stopped() -> InstanceState {
    InstanceState { code: Some(80), name: Some("stopped".to_owned()) }
}

fn terminated() -> InstanceState {
    InstanceState { code: Some(48), name: Some("terminated".to_owned()) }
}

/// An instance that is shown.
fn find(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
    now: Timestamp,
) -> Result<InstanceRecord, Ec2Error> {
    let found: Option<InstanceRecord> = reader.get(&scope.key(id))?;
    found.filter(|instance| is_shown(instance, now)).ok_or_else(|| not_found(id))
}

/// There is no instance of this id, or it cannot be one.
fn not_found(id: &str) -> Ec2Error {
    let is_wellformed = id.strip_prefix("i-").is_some_and(|rest| {
        matches!(rest.len(), 8 | 17) && rest.chars().all(|one| one.is_ascii_hexdigit())
    });
    if is_wellformed {
        return Kind::Instance.not_found(id);
    }
    Ec2Error::refused("InvalidInstanceID.Malformed", format!("Invalid id: \"{id}\""))
}

/// Whether the ids that a request names are as many as may be.
fn check_named(ids: &[String]) -> Result<(), Ec2Error> {
    if ids.is_empty() {
        return Err(Ec2Error::missing("InstanceId"));
    }
    if ids.len() > NAMED_MAX {
        return Err(Ec2Error::invalid(format!("A call names at most {NAMED_MAX} instances")));
    }
    Ok(())
}

/// The interfaces of an instance, by their device indices.
fn interfaces(reader: &Reader<'_>, id: &str) -> Result<Vec<NetworkInterfaceRecord>, Ec2Error> {
    let mut found = scope::found::<NetworkInterfaceRecord>(reader, BY_INSTANCE, id)?;
    found.sort_by_key(|one| one.attachment.as_ref().map(|attachment| attachment.device));
    Ok(found)
}

/// The interface of an instance that has just one.
pub(crate) fn only_interface(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<NetworkInterfaceRecord, Ec2Error> {
    scope.find::<InstanceRecord>(reader, id)?;
    let mut found = interfaces(reader, id)?.into_iter();
    match (found.next(), found.next()) {
        (Some(interface), None) => Ok(interface),
        (None, _) => {
            let message = format!("The instance '{id}' has no network interface.");
            Err(Ec2Error::refused("IncorrectInstanceState", message))
        }
        (Some(_), Some(_)) => {
            let message = format!(
                "There are multiple interfaces attached to instance '{id}'. Please specify an \
                 interface ID for the operation instead."
            );
            Err(Ec2Error::refused("InvalidInstanceID", message))
        }
    }
}

/// The instances that have interfaces, by these.
pub(crate) fn attached(
    reader: &Reader<'_>,
    scope: &Scope,
) -> Result<BTreeMap<String, String>, Ec2Error> {
    let interfaces = scope.all::<NetworkInterfaceRecord>(reader)?.into_iter();
    let pair = |one: NetworkInterfaceRecord| Some((one.id, one.attachment?.instance));
    Ok(interfaces.filter_map(pair).collect())
}
