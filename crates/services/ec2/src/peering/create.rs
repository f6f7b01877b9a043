//! `CreateVpcPeeringConnection`.

use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use super::describe::shown;
use super::{is_pending, is_shown};
use crate::error::{Ec2Error, check_dry_run, refuse_unbuilt};
use crate::kind::Kind;
use crate::records::{BY_SIDE, BY_VPC, PeeringRecord, PeeringSide, PeeringState, VpcRecord};
use crate::scope::{self, Scope};
use crate::shapes::{
    CreateVpcPeeringConnectionRequest, CreateVpcPeeringConnectionResult,
    VpcPeeringConnectionStateReason,
};
use crate::tags::{self, Shown};
use crate::{Ec2, cidr, defaults, quotas};

/// Asks for a peering connection.
pub(crate) async fn create(
    _ec2: &Ec2,
    call: &Call,
    request: Authorized<CreateVpcPeeringConnectionRequest>,
) -> Result<CreateVpcPeeringConnectionResult, Ec2Error> {
    let request = request.into_inner();
    refuse_unbuilt(&[(
        "RequesterPeeringConnectionOptions",
        request.requester_peering_connection_options.is_some(),
    )])?;
    let peer = request.peer_vpc_id.ok_or_else(|| Ec2Error::missing("peerVpcId"))?;
    let tags = tags::of_new(call, Kind::Peering, request.tag_specifications)?;
    let owner = request.peer_owner_id.as_deref().map(account).transpose()?;
    check_dry_run(request.dry_run)?;
    let (scope, now) = (defaults::network(call).await?, call.platform.now());
    let random = Arc::clone(&call.platform.random);
    let accepter = PeeringSide {
        account: owner.unwrap_or(scope.account),
        region: request.peer_region.unwrap_or_else(|| scope.region.to_string()),
        vpc: peer,
    };
    let requester = PeeringSide {
        account: scope.account,
        region: scope.region.to_string(),
        vpc: request.vpc_id,
    };
    let done = call.commit(move |writer| {
        forget_ended(writer, &scope, now)?;
        let vpc: VpcRecord = scope.find(writer, &requester.vpc)?;
        check_new(writer, &scope, (&requester, &accepter), now)?;
        let state = state_of_new(writer, &vpc, &accepter)?;
        let id = Kind::Peering.new_id(&*random);
        let peering = PeeringRecord { id, requester, accepter, state, created: now, changed: now };
        scope.put(writer, &peering)?;
        tags::put(writer, &scope, &peering.id, tags)?;
        let tags = Shown::one(writer, &scope, &peering.id)?;
        let mut shown = shown(writer, &peering, &tags, now)?;
        if peering.state == PeeringState::Pending {
            // The answer tells of the step before it waits. (Amazon EC2 API Reference,
            // `CreateVpcPeeringConnection`.)
            shown.status = Some(VpcPeeringConnectionStateReason {
                code: Some("initiating-request".to_owned()),
                message: Some(format!("Initiating Request to {}", peering.accepter.account)),
            });
        }
        Ok::<_, Ec2Error>(CreateVpcPeeringConnectionResult { vpc_peering_connection: Some(shown) })
    });
    Ok(done.await?)
}

fn account(text: &str) -> Result<AccountId, Ec2Error> {
    text.parse().map_err(|_| {
        Ec2Error::invalid(format!("Value ({text}) for parameter peerOwnerId is invalid."))
    })
}

/// Whether there may be a peering connection between these.
fn check_new(
    reader: &Reader<'_>,
    scope: &Scope,
    (requester, accepter): (&PeeringSide, &PeeringSide),
    now: Timestamp,
) -> Result<(), Ec2Error> {
    if accepter.is_in(scope) {
        if requester.vpc == accepter.vpc {
            return Err(Ec2Error::invalid("A VPC cannot be peered with itself"));
        }
        scope.find::<VpcRecord>(reader, &accepter.vpc)?;
    }
    let own = scope::found::<PeeringRecord>(reader, BY_VPC, &requester.vpc)?;
    let is_open = |peering: &&PeeringRecord| {
        peering.state == PeeringState::Active || is_pending(peering, now)
    };
    let open: Vec<_> = own.iter().filter(is_open).collect();
    if let Some(present) = open.iter().find(|one| one.is_of(&accepter.vpc)) {
        let message = format!(
            "The VPC peering connection '{}' already exists between the specified VPCs",
            present.id
        );
        return Err(Ec2Error::refused("VpcPeeringConnectionAlreadyExists", message));
    }
    if open.len() >= quotas::PEERINGS_PER_VPC {
        let message = "The maximum number of peering connections of this VPC has been reached.";
        return Err(Ec2Error::refused("VpcPeeringConnectionsPerVpcLimitExceeded", message));
    }
    let side = PeeringRecord::side_key(scope);
    let of_account = scope::found::<PeeringRecord>(reader, BY_SIDE, &side)?;
    let waiting =
        of_account.iter().filter(|one| one.requester.is_in(scope) && is_pending(one, now));
    if waiting.count() >= quotas::PENDING_PEERINGS {
        let message = "The maximum number of outstanding peering connection requests has been \
                       reached.";
        return Err(Ec2Error::refused("OutstandingVpcPeeringConnectionLimitExceeded", message));
    }
    Ok(())
}

/// What a new one begins as: it fails at once where it can never be active. (Amazon VPC Peering Guide,
/// "VPC peering connection lifecycle".)
fn state_of_new(
    reader: &Reader<'_>,
    vpc: &VpcRecord,
    accepter: &PeeringSide,
) -> Result<PeeringState, Ec2Error> {
    let other = reader.get::<VpcRecord>(&accepter.scope().key(&accepter.vpc))?;
    let overlaps = other.as_ref().is_some_and(|other| overlap(vpc, other));
    Ok(match other {
        Some(_) if !overlaps => PeeringState::Pending,
        _ => PeeringState::Failed(
            "Failed due to incorrect VPC-ID, Account ID, or overlapping CIDR range".to_owned(),
        ),
    })
}

/// Whether two VPCs share addresses.
pub(super) fn overlap(one: &VpcRecord, other: &VpcRecord) -> bool {
    let mut blocks = one.blocks.iter();
    blocks.any(|own| other.blocks.iter().any(|block| cidr::overlap(own.cidr, block.cidr)))
}

/// Forgets what ended and is shown no more.
fn forget_ended(writer: &mut Writer<'_>, scope: &Scope, now: Timestamp) -> Result<(), Ec2Error> {
    for peering in scope.all::<PeeringRecord>(writer)? {
        if !is_shown(&peering, now) {
            scope.remove::<PeeringRecord>(writer, &peering.id)?;
            let other = peering.accepter.scope();
            writer.delete::<crate::tags::records::TagsRecord>(&other.key(&peering.id))?;
        }
    }
    Ok(())
}
