//! Which subnets follow a route table. (Amazon VPC User Guide, "Subnet route tables".)

use std::sync::Arc;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};

use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::new_id;
use crate::records::{Association, BY_VPC, RouteTableRecord, SubnetRecord};
use crate::scope::{self, Scope};
use crate::shapes::{
    AssociateRouteTableRequest, AssociateRouteTableResult, DisassociateRouteTableRequest,
    ReplaceRouteTableAssociationRequest, ReplaceRouteTableAssociationResult,
    RouteTableAssociationState,
};
use crate::{Ec2, defaults};

/// What the ids of associations begin with.
pub(crate) const ASSOCIATION: &str = "rtbassoc";

/// Lets a subnet follow a route table.
pub(crate) async fn associate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AssociateRouteTableRequest>,
) -> Result<AssociateRouteTableResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[
        ("GatewayId", request.gateway_id.is_some()),
        ("PublicIpv4Pool", request.public_ipv4_pool.is_some()),
    ])?;
    let subnet = request.subnet_id.ok_or_else(|| Ec2Error::missing("subnetId"))?;
    check_dry_run(request.dry_run)?;
    let scope = defaults::network(call).await?;
    let id = new_id(ASSOCIATION, &*call.platform.random);
    let done = call.commit(move |writer| {
        let mut table: RouteTableRecord = scope.find(writer, &request.route_table_id)?;
        let subnet: SubnetRecord = scope.find(writer, &subnet)?;
        check_one_network(&table, &subnet)?;
        let is_its = |one: &Association| one.subnet.as_ref() == Some(&subnet.id);
        let tables = scope::found::<RouteTableRecord>(writer, BY_VPC, &subnet.vpc)?;
        if let Some(own) = table.associations.iter().find(|one| is_its(one)) {
            // As of AWS, the same again changes nothing.
            return Ok(associated(own.id.clone()));
        }
        if tables.iter().any(|other| other.associations.iter().any(is_its)) {
            let message = format!(
                "the specified association for route table {} conflicts with an existing \
                 association",
                table.id
            );
            return Err(Ec2Error::refused("Resource.AlreadyAssociated", message));
        }
        table.associations.push(Association { id: id.clone(), subnet: Some(subnet.id) });
        scope.put(writer, &table)?;
        Ok(associated(id))
    });
    Ok(done.await?)
}

fn associated(id: String) -> AssociateRouteTableResult {
    AssociateRouteTableResult { association_id: Some(id), association_state: Some(state()) }
}

/// Lets a subnet follow its VPC's main route table again.
pub(crate) async fn disassociate(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DisassociateRouteTableRequest>,
) -> Result<(), Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, id) = (defaults::network(call).await?, request.into_inner().association_id);
    let done = call.commit(move |writer| {
        let mut table = with_association(writer, &scope, &id)?;
        if table.associations.iter().any(|one| one.id == id && one.subnet.is_none()) {
            let message = format!("cannot disassociate the main route table association {id}");
            return Err(Ec2Error::invalid(message));
        }
        table.associations.retain(|one| one.id != id);
        scope.put(writer, &table)
    });
    Ok(done.await?)
}

/// Lets another route table take over what follows one: a subnet, or, by the main association, all
/// that no table is given.
pub(crate) async fn replace(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<ReplaceRouteTableAssociationRequest>,
) -> Result<ReplaceRouteTableAssociationResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, request) = (defaults::network(call).await?, request.into_inner());
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let replaced = |id| ReplaceRouteTableAssociationResult {
            new_association_id: Some(id),
            association_state: Some(state()),
        };
        let mut from = with_association(writer, &scope, &request.association_id)?;
        let mut to: RouteTableRecord = scope.find(writer, &request.route_table_id)?;
        if from.id == to.id {
            return Ok(replaced(request.association_id));
        }
        if from.vpc != to.vpc {
            return Err(Ec2Error::invalid(format!(
                "route table {} and association {} belong to different networks",
                to.id, request.association_id
            )));
        }
        let is_it = |one: &Association| one.id == request.association_id;
        let moved =
            from.associations.iter().find(|one| is_it(one)).and_then(|one| one.subnet.clone());
        from.associations.retain(|one| !is_it(one));
        let id = new_id(ASSOCIATION, &*random);
        to.associations.push(Association { id: id.clone(), subnet: moved });
        scope.put(writer, &from)?;
        scope.put(writer, &to)?;
        Ok(replaced(id))
    });
    Ok(done.await?)
}

fn check_one_network(table: &RouteTableRecord, subnet: &SubnetRecord) -> Result<(), Ec2Error> {
    if table.vpc == subnet.vpc {
        return Ok(());
    }
    Err(Ec2Error::invalid(format!(
        "route table {} and subnet {} belong to different networks",
        table.id, subnet.id
    )))
}

/// The route table that has this association.
pub(crate) fn with_association(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<RouteTableRecord, Ec2Error> {
    let has = |table: &RouteTableRecord| table.associations.iter().any(|one| one.id == id);
    scope.all::<RouteTableRecord>(reader)?.into_iter().find(has).ok_or_else(|| {
        let message = format!("The association ID '{id}' does not exist");
        Ec2Error::refused("InvalidAssociationID.NotFound", message)
    })
}

/// The state of every association that is there.
pub(super) fn state() -> RouteTableAssociationState {
    RouteTableAssociationState {
        state: Some("associated".to_owned()),
        ..RouteTableAssociationState::default()
    }
}
