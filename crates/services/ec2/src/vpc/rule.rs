//! What changes of VPCs must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::scope::Scope;
use crate::{rules, vpc};

/// The action on a new VPC.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rules::new(ask, Kind::Vpc)
}

/// The action on a VPC, with the attributes that are changed.
pub(crate) fn modified(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::named(ask, Kind::Vpc, "VpcId")?;
    Ok(vec![rules::with_attributes(ask, access, "VpcId")])
}

/// The action on the VPC that has the block of this association.
pub(crate) fn disassociated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let association = ask.text("AssociationId").unwrap_or_default();
    let found = ask.call.read(|reader| {
        Ok::<_, Ec2Error>(vpc::with_block(reader, &scope, association).ok().map(|vpc| vpc.id))
    })?;
    Ok(vec![rules::existing(ask, Kind::Vpc, found.as_deref().unwrap_or("*"))?])
}
