//! What changes of elastic addresses must be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use super::{of_association, of_request};
use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::records::AddressRecord;
use crate::rules;
use crate::scope::Scope;

/// The action on a new address.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rules::new(ask, Kind::Address)
}

/// The action on the address that is named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let (id, public) = (ask.text("AllocationId"), ask.text("PublicIp"));
    let found = ask.call.read(|reader| {
        Ok::<_, Ec2Error>(of_request(reader, &scope, id, public).ok().map(|address| address.id))
    })?;
    let id = found.as_deref().or(id).unwrap_or("*");
    Ok(vec![rules::existing(ask, Kind::Address, id)?])
}

/// The action on an address and on the interface that is to have it.
pub(crate) fn associated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut all = named(ask)?;
    if ask.text("NetworkInterfaceId").is_some() {
        all.extend(rules::network_interface(ask)?);
    }
    if ask.text("InstanceId").is_some() {
        all.extend(rules::instance(ask)?);
    }
    Ok(all)
}

/// The action on an address and on the interface that has it.
pub(crate) fn disassociated(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let scope = Scope::of(ask.call)?;
    let found = ask.call.read(|reader| {
        let found = match ask.text("AssociationId") {
            Some(id) => of_association(reader, &scope, id),
            None => of_request(reader, &scope, None, ask.text("PublicIp")),
        };
        Ok::<_, Ec2Error>(found.ok())
    })?;
    let Some(AddressRecord { id, association, .. }) = found else {
        return Ok(vec![rules::existing(ask, Kind::Address, "*")?]);
    };
    let mut all = vec![rules::existing(ask, Kind::Address, &id)?];
    if let Some(association) = association {
        all.push(rules::existing(ask, Kind::NetworkInterface, &association.interface)?);
    }
    Ok(all)
}
