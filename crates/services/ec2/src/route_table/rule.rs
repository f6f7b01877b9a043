//! What changes of route tables must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::route_table;
use crate::rules;
use crate::scope::Scope;

/// The action on a new route table and on its VPC.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::new(ask, Kind::RouteTable)?;
    all.push(rules::named(ask, Kind::Vpc, "VpcId")?);
    Ok(all)
}

/// The action on a route table and on the subnet or the gateway that is to follow it.
pub(crate) fn associated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::route_table(ask)?;
    for (kind, member) in [(Kind::Subnet, "SubnetId"), (Kind::InternetGateway, "GatewayId")] {
        if ask.text(member).is_some() {
            all.push(rules::named(ask, kind, member)?);
        }
    }
    Ok(all)
}

/// The action on the route table of an association, and on its subnet.
pub(crate) fn disassociated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (table, subnet) = of_association(ask)?;
    let mut all = vec![rules::existing(ask, Kind::RouteTable, table.as_deref().unwrap_or("*"))?];
    if let Some(subnet) = subnet {
        all.push(rules::existing(ask, Kind::Subnet, &subnet)?);
    }
    Ok(all)
}

/// The action on the route table that takes over, and on the association's subnet.
pub(crate) fn replaced(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = rules::route_table(ask)?;
    if let (_, Some(subnet)) = of_association(ask)? {
        all.push(rules::existing(ask, Kind::Subnet, &subnet)?);
    }
    Ok(all)
}

/// The ids of the route table and of the subnet that an association is between.
fn of_association(ask: &Ask<'_>) -> Result<(Option<String>, Option<String>), Fault> {
    let scope = Scope::of(ask.call)?;
    let id = ask.text("AssociationId").unwrap_or_default();
    ask.call.read(|reader| {
        let found = route_table::with_association(reader, &scope, id).ok();
        Ok::<_, Ec2Error>(found.map_or((None, None), |table| {
            let association = table.associations.iter().find(|one| one.id == id);
            let subnet = association.and_then(|one| one.subnet.clone());
            (Some(table.id), subnet)
        }))
    })
}
