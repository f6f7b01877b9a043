//! `AcceptVpcPeeringConnection`, `RejectVpcPeeringConnection` and `DeleteVpcPeeringConnection`.

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::create::overlap;
use super::describe::shown;
use super::{active, find, is_pending, status};
use crate::error::{Ec2Error, check_dry_run};
use crate::records::{PeeringRecord, PeeringState, VpcRecord};
use crate::scope::Scope;
use crate::shapes::{
    AcceptVpcPeeringConnectionRequest, AcceptVpcPeeringConnectionResult,
    DeleteVpcPeeringConnectionRequest, DeleteVpcPeeringConnectionResult,
    RejectVpcPeeringConnectionRequest, RejectVpcPeeringConnectionResult,
};
use crate::tags::Shown;
use crate::{Ec2, defaults, quotas};

/// Accepts a request.
pub(crate) async fn accept(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<AcceptVpcPeeringConnectionRequest>,
) -> Result<AcceptVpcPeeringConnectionResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let id = request.into_inner().vpc_peering_connection_id;
    let done = call.commit(move |writer| {
        let mut peering = of_accepter(writer, &scope, &id, now)?;
        check_vpcs(writer, &peering)?;
        put(writer, &mut peering, PeeringState::Active, now)?;
        let tags = Shown::one(writer, &scope, &id)?;
        let shown = shown(writer, &peering, &tags, now)?;
        Ok::<_, Ec2Error>(AcceptVpcPeeringConnectionResult { vpc_peering_connection: Some(shown) })
    });
    Ok(done.await?)
}

/// Whether the two VPCs can be peered still.
fn check_vpcs(reader: &Reader<'_>, peering: &PeeringRecord) -> Result<(), Ec2Error> {
    let of = |side: &crate::records::PeeringSide| side.scope().find::<VpcRecord>(reader, &side.vpc);
    let (one, other) = (of(&peering.requester)?, of(&peering.accepter)?);
    if overlap(&one, &other) {
        let message = "The VPCs have overlapping CIDR blocks";
        return Err(Ec2Error::refused("OperationNotPermitted", message));
    }
    for vpc in [&one.id, &other.id] {
        if active(reader, vpc)?.len() >= quotas::PEERINGS_PER_VPC {
            let message =
                format!("The maximum number of peering connections of {vpc} has been reached.");
            return Err(Ec2Error::refused("VpcPeeringConnectionsPerVpcLimitExceeded", message));
        }
    }
    Ok(())
}

/// Rejects a request.
pub(crate) async fn reject(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<RejectVpcPeeringConnectionRequest>,
) -> Result<RejectVpcPeeringConnectionResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let id = request.into_inner().vpc_peering_connection_id;
    let done = call.commit(move |writer| {
        let mut peering = of_accepter(writer, &scope, &id, now)?;
        put(writer, &mut peering, PeeringState::Rejected, now)?;
        Ok::<_, Ec2Error>(RejectVpcPeeringConnectionResult { r#return: Some(true) })
    });
    Ok(done.await?)
}

/// A request that waits for this account's answer.
fn of_accepter(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
    now: Timestamp,
) -> Result<PeeringRecord, Ec2Error> {
    let peering = find(reader, scope, id)?;
    if !peering.accepter.is_in(scope) {
        let message = format!(
            "User ({}) cannot accept or reject peering {id}: only the accepter can, in the region \
             of its VPC",
            scope.account
        );
        return Err(Ec2Error::refused("OperationNotPermitted", message));
    }
    if !is_pending(&peering, now) {
        return Err(in_state(&peering, now));
    }
    Ok(peering)
}

/// A peering connection is in a state that allows no such change.
fn in_state(peering: &PeeringRecord, now: Timestamp) -> Ec2Error {
    let (state, _) = status(peering, now);
    let message = format!(
        "The vpcPeeringConnection '{}' is in state '{state}', which does not allow this operation",
        peering.id
    );
    Ec2Error::refused("InvalidStateTransition", message)
}

/// Ends a peering connection, or takes a request back: both sides may.
pub(crate) async fn delete(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<DeleteVpcPeeringConnectionRequest>,
) -> Result<DeleteVpcPeeringConnectionResult, Ec2Error> {
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let id = request.into_inner().vpc_peering_connection_id;
    let done = call.commit(move |writer| {
        let mut peering = find(writer, &scope, &id)?;
        let may = match peering.state {
            PeeringState::Active => true,
            PeeringState::Pending => is_pending(&peering, now) && peering.requester.is_in(&scope),
            _ => false,
        };
        if !may {
            return Err(in_state(&peering, now));
        }
        put(writer, &mut peering, PeeringState::Deleted(scope.account), now)?;
        Ok(DeleteVpcPeeringConnectionResult { r#return: Some(true) })
    });
    Ok(done.await?)
}

fn put(
    writer: &mut Writer<'_>,
    peering: &mut PeeringRecord,
    state: PeeringState,
    now: Timestamp,
) -> Result<(), Ec2Error> {
    peering.state = state;
    peering.changed = now;
    peering.requester.scope().put(writer, peering)
}
