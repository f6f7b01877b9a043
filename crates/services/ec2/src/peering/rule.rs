//! What changes of peering connections must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use super::known;
use crate::kind::Kind;
use crate::rules;
use crate::scope::Scope;

/// The action on a new peering connection and on the VPC that asks.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let requester = scope.arn(Kind::Vpc, ask.text("VpcId").unwrap_or("*")).to_string();
    let new = rules::new(ask, Kind::Peering)?.into_iter();
    let mut all: Vec<_> =
        new.map(|access| access.key("ec2:RequesterVpc", requester.clone())).collect();
    all.push(rules::named(ask, Kind::Vpc, "VpcId")?);
    Ok(all)
}

/// The action on the peering connection that is named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![rules::named(ask, Kind::Peering, "VpcPeeringConnectionId")?])
}

/// The action on the peering connection that is named and on the VPC that accepts.
pub(crate) fn accepted(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = named(ask)?;
    let (scope, id) = (Scope::of(ask.call)?, ask.text("VpcPeeringConnectionId"));
    let found = ask.call.read(|reader| known(reader, &scope, id.unwrap_or_default()))?;
    if let Some(peering) = found.filter(|peering| peering.accepter.is_in(&scope)) {
        all.push(rules::existing(ask, Kind::Vpc, &peering.accepter.vpc)?);
    }
    Ok(all)
}
