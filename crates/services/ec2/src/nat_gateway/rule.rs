//! What changes of NAT gateways must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;

/// The action on a new NAT gateway, on its subnet and on its address.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::NatGateway)?;
    for (kind, member) in [(Kind::Subnet, "SubnetId"), (Kind::Address, "AllocationId")] {
        if ask.text(member).is_some() {
            all.push(rules::named(ask, kind, member)?);
        }
    }
    Ok(all)
}
