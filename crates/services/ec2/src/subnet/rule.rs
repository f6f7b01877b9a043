//! What changes of subnets must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use super::v6;
use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::rules;
use crate::scope::Scope;

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

/// The action on the subnet that has the block of this association.
pub(crate) fn disassociated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let association = ask.text("AssociationId").unwrap_or_default();
    let found = ask.call.read(|reader| {
        Ok::<_, Ec2Error>(v6::with_block(reader, &scope, association).ok().map(|subnet| subnet.id))
    })?;
    Ok(vec![rules::existing(ask, Kind::Subnet, found.as_deref().unwrap_or("*"))?])
}
