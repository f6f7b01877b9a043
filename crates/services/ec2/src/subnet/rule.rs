//! What changes of subnets must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on a new subnet and on its VPC.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::Subnet)?;
    all.push(rules::named(ask, Kind::Vpc, "VpcId")?);
    Ok(all)
}

/// The action on a subnet, with the attributes that are changed.
pub(crate) fn modified(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::named(ask, Kind::Subnet, "SubnetId")?;
    Ok(vec![rules::with_attributes(ask, access, "SubnetId")])
}
