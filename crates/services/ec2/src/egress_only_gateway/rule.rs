//! What changes of egress-only internet gateways must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on a new egress-only internet gateway and on its VPC.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::EgressOnlyGateway)?;
    all.push(rules::named(ask, Kind::Vpc, "VpcId")?);
    Ok(all)
}

/// The action on the egress-only internet gateway that is named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![rules::named(ask, Kind::EgressOnlyGateway, "EgressOnlyInternetGatewayId")?])
}
