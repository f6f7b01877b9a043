//! What changes of internet gateways must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on a new internet gateway.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rules::new(ask, Kind::InternetGateway)
}

/// The action on an internet gateway and on a VPC.
pub(crate) fn attached(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let gateway = rules::named(ask, Kind::InternetGateway, "InternetGatewayId")?;
    Ok(vec![gateway, rules::named(ask, Kind::Vpc, "VpcId")?])
}
