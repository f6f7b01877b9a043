//! What changes of network interfaces must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on a new network interface, on its subnet and on its security groups.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::NetworkInterface)?;
    all.push(rules::named(ask, Kind::Subnet, "SubnetId")?);
    with_groups(ask, all)
}

/// The action on a network interface, with the attribute that is changed, and on the security groups
/// that it gets.
pub(crate) fn modified(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let interface = rules::named(ask, Kind::NetworkInterface, "NetworkInterfaceId")?;
    with_groups(ask, vec![rules::with_attributes(ask, interface, "NetworkInterfaceId")])
}

fn with_groups(ask: &Ask<'_>, mut all: Vec<Access>) -> Result<Vec<Access>, Fault> {
    for group in rules::texts(ask, "Groups") {
        all.push(rules::existing(ask, Kind::SecurityGroup, group)?);
    }
    Ok(all)
}
