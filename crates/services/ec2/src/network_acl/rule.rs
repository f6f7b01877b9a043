//! What changes of network ACLs must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use super::with_association;
use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::rules;
use crate::scope::Scope;

/// The action on a new network ACL and on its VPC.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::NetworkAcl)?;
    all.push(rules::named(ask, Kind::Vpc, "VpcId")?);
    Ok(all)
}

/// The action on the network ACL that takes over, on the one before, and on the subnet.
pub(crate) fn replaced(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::network_acl(ask)?;
    let (scope, id) = (Scope::of(ask.call)?, ask.text("AssociationId").unwrap_or_default());
    let found =
        ask.call.read(|reader| Ok::<_, Ec2Error>(with_association(reader, &scope, id).ok()))?;
    if let Some(acl) = found {
        all.push(rules::existing(ask, Kind::NetworkAcl, &acl.id)?);
        if let Some(association) = acl.associations.iter().find(|one| one.id == id) {
            all.push(rules::existing(ask, Kind::Subnet, &association.subnet)?);
        }
    }
    Ok(all)
}
