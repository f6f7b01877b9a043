//! Which interface an elastic address stands for.

use std::net::Ipv4Addr;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

use super::of_request;
use crate::error::{Ec2Error, check_dry_run};
use crate::kind::new_id;
use crate::network_interface;
use crate::records::{
    AddressAssociation, AddressRecord, BY_VPC, InternetGatewayRecord, NetworkInterfaceRecord,
};
use crate::scope::Scope;
use crate::shapes::{AssociateAddressRequest, AssociateAddressResult, DisassociateAddressRequest};
use crate::{Ec2, defaults, instance};

/// What the ids of associations begin with.
const ASSOCIATION: &str = "eipassoc";

/// Lets an address stand for a private address of an interface.
pub(crate) async fn associate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AssociateAddressRequest>,
) -> Result<AssociateAddressResult, Ec2Error> {
    let request = request.into_inner();
    if request.network_interface_id.is_none() && request.instance_id.is_none() {
        return Err(Ec2Error::missing("networkInterfaceId"));
    }
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let id = new_id(ASSOCIATION, &*call.platform.random);
    let done = call.commit(move |writer| {
        let association_id = Some(put(writer, &scope, &request, id)?);
        Ok::<_, Ec2Error>(AssociateAddressResult { association_id })
    });
    Ok(done.await?)
}

fn put(
    writer: &mut Writer<'_>,
    scope: &Scope,
    request: &AssociateAddressRequest,
    id: String,
) -> Result<String, Ec2Error> {
    let (allocation, public) = (request.allocation_id.as_deref(), request.public_ip.as_deref());
    let address = of_request(writer, scope, allocation, public)?;
    let interface = match (&request.network_interface_id, &request.instance_id) {
        (None, Some(instance)) => instance::only_interface(writer, scope, instance)?,
        (Some(id), None) => scope.find(writer, id)?,
        _ => {
            return Err(Ec2Error::combination(
                "You may specify instance ID or network interface ID, but not both",
            ));
        }
    };
    network_interface::check_unmanaged(&interface)?;
    if writer.count_found::<InternetGatewayRecord>(BY_VPC, &interface.vpc)? == 0 {
        let message = format!("Network {} is not attached to any internet gateway", interface.vpc);
        return Err(Ec2Error::refused("Gateway.NotAttached", message));
    }
    let wanted = request.private_ip_address.as_deref();
    let private = interface
        .addresses
        .iter()
        .find(|address| wanted.is_none_or(|wanted| address.to_string() == wanted))
        .copied()
        .ok_or_else(|| {
            Ec2Error::invalid(format!(
                "Address {} is not assigned to network interface {}",
                wanted.unwrap_or_default(),
                interface.id
            ))
        })?;
    if let Some(present) = &address.association {
        if present.interface == interface.id && present.private == private {
            return Ok(present.id.clone());
        }
        if request.allow_reassociation == Some(false) {
            return Err(already_associated(&address.id, &present.id));
        }
    }
    for mut other in network_interface::addresses(writer, &interface.id)? {
        let Some(present) = other.association.take() else { continue };
        if other.id == address.id || present.private != private {
            continue;
        }
        if request.allow_reassociation == Some(false) {
            return Err(already_associated(&interface.id, &present.id));
        }
        scope.put(writer, &other)?;
    }
    let place = Standing { interface: interface.id, private };
    put_association(writer, scope, address, &place, id)
}

/// Where an address is to stand.
pub(crate) struct Standing {
    interface: String,
    private: Ipv4Addr,
}

impl Standing {
    /// For the primary address of an interface.
    pub(crate) fn primary(interface: &NetworkInterfaceRecord) -> Result<Self, Ec2Error> {
        let private = interface.addresses.first().copied().ok_or_else(|| {
            Ec2Error::refused("InternalError", "the interface was given no address")
        })?;
        Ok(Self { interface: interface.id.clone(), private })
    }
}

/// Lets an address that stands for nothing stand for this.
pub(crate) fn stand(
    writer: &mut Writer<'_>,
    scope: &Scope,
    address: AddressRecord,
    place: &Standing,
    random: &dyn Random,
) -> Result<String, Ec2Error> {
    put_association(writer, scope, address, place, new_id(ASSOCIATION, random))
}

fn put_association(
    writer: &mut Writer<'_>,
    scope: &Scope,
    mut address: AddressRecord,
    place: &Standing,
    id: String,
) -> Result<String, Ec2Error> {
    let (interface, private) = (place.interface.clone(), place.private);
    address.association = Some(AddressAssociation { id: id.clone(), interface, private });
    scope.put(writer, &address)?;
    // As of AWS, who gets an elastic address loses the public one that came with the interface.
    let mut holder: NetworkInterfaceRecord = scope.find(writer, &place.interface)?;
    if holder.public.is_some() && holder.addresses.first() == Some(&place.private) {
        holder.public = None;
        scope.put(writer, &holder)?;
    }
    Ok(id)
}

fn already_associated(what: &str, association: &str) -> Ec2Error {
    let message = format!("resource {what} is already associated with associate-id {association}");
    Ec2Error::refused("Resource.AlreadyAssociated", message)
}

/// Lets an address stand for nothing.
pub(crate) async fn disassociate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DisassociateAddressRequest>,
) -> Result<(), Ec2Error> {
    let request = request.into_inner();
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let done = call.commit(move |writer| {
        let mut address = match (&request.association_id, &request.public_ip) {
            (Some(id), None) => of_association(writer, &scope, id)?,
            (None, Some(public)) => of_request(writer, &scope, None, Some(public))?,
            (None, None) => return Err(Ec2Error::missing("associationId")),
            (Some(_), Some(_)) => {
                return Err(Ec2Error::combination(
                    "You may specify public IP or association id, but not both in the same call",
                ));
            }
        };
        address.association = None;
        scope.put(writer, &address)
    });
    Ok(done.await?)
}

/// The address of an association.
pub(crate) fn of_association(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<AddressRecord, Ec2Error> {
    let is_its =
        |address: &AddressRecord| address.association.as_ref().is_some_and(|one| one.id == id);
    scope.all::<AddressRecord>(reader)?.into_iter().find(is_its).ok_or_else(|| {
        let message = format!("The association ID '{id}' does not exist");
        Ec2Error::refused("InvalidAssociationID.NotFound", message)
    })
}
