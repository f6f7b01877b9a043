//! Answering what an organization asks.

use std::sync::Arc;

use bartizan_service::store::{Reader, StoreError, Writer};
use bartizan_service::{Access, Accounts, Authorized, Call};
use bartizan_types::{AccountId, Random, Timestamp};

use super::invitation::{refuse_full, refuse_member};
use super::{features, seen_by, shown};
use crate::error::OrganizationsError;
use crate::events::{Departure, Teller};
use crate::organization::{accounts, permit_linked_role};
use crate::records::{
    Handshake, HandshakeAction, HandshakeAnswer, JoinedMethod, Member, Node, NodeKind, Organization,
};
use crate::shapes::{
    AcceptHandshakeRequest, AcceptHandshakeResponse, CancelHandshakeRequest,
    CancelHandshakeResponse, DeclineHandshakeRequest, DeclineHandshakeResponse,
};
use crate::{Organizations, membership, policy, tree};

/// What a member needs that changes over to another organization.
const LEAVE: &str = "organizations:LeaveOrganization";

/// Joins the organization that invited the calling account, or approves or enables all features.
pub(crate) async fn accept(
    _service: &Organizations,
    call: &Call,
    request: Authorized<AcceptHandshakeRequest>,
) -> Result<AcceptHandshakeResponse, OrganizationsError> {
    let id = request.into_inner().handshake_id;
    let (caller, now) = (call.account()?, call.now);
    let (accounts, random) = (accounts(call)?, Arc::clone(&call.platform.random));
    let left = permit_joining(call, &id)?;
    let done = call.commit(move |tx| {
        let handshake = answered(tx, caller, &id, HandshakeAnswer::Accepted, now)?;
        match handshake.action {
            HandshakeAction::Invite => {
                if left_by(tx, caller, handshake.management)? != left {
                    return Err(OrganizationsError::AccessDenied);
                }
                join(tx, &*accounts, &handshake, &*random, now)?;
            }
            HandshakeAction::EnableAllFeatures => {
                features::finish(tx, &*accounts, &handshake, now)?;
            }
            HandshakeAction::ApproveAllFeatures => features::refuse_stranger(tx, &handshake)?,
        }
        let handshake = shown(&*accounts, tx, &handshake, now)?;
        Ok::<_, OrganizationsError>(AcceptHandshakeResponse { handshake: Some(handshake) })
    });
    Ok(done.await?)
}

/// Who joins gets a role of the service, and who changes over to another organization leaves one: it
/// must be allowed both. Answers which it leaves. (Organizations API Reference, `AcceptHandshake`;
/// Organizations User Guide, "Migrate an account to another organization".)
fn permit_joining(call: &Call, handshake: &str) -> Result<Option<AccountId>, OrganizationsError> {
    let (caller, now) = (call.account()?, call.now);
    let (action, left) = call.read(|reader| {
        let handshake = seen_by(reader, caller, handshake, now)?;
        let left = left_by(reader, caller, handshake.management)?;
        Ok::<_, OrganizationsError>((handshake.action, left))
    })?;
    if action != HandshakeAction::Invite {
        return Ok(None);
    }
    permit_linked_role(call)?;
    if left.is_some() {
        call.require(&Access::on_any(LEAVE))?;
    }
    Ok(left)
}

/// The management account of the organization that an account is in, if it is another than this.
fn left_by(
    reader: &Reader<'_>,
    account: AccountId,
    management: AccountId,
) -> Result<Option<AccountId>, StoreError> {
    let found = tree::of_account(reader, account)?;
    Ok(found.map(|(other, _)| other.management).filter(|other| *other != management))
}

/// Refuses an invitation that the calling account received.
pub(crate) async fn decline(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DeclineHandshakeRequest>,
) -> Result<DeclineHandshakeResponse, OrganizationsError> {
    let id = request.into_inner().handshake_id;
    let (caller, now, accounts) = (call.account()?, call.now, accounts(call)?);
    let done = call.commit(move |tx| {
        let handshake = answered(tx, caller, &id, HandshakeAnswer::Declined, now)?;
        features::cancel_parts(tx, &handshake, now)?;
        let handshake = shown(&*accounts, tx, &handshake, now)?;
        Ok::<_, OrganizationsError>(DeclineHandshakeResponse { handshake: Some(handshake) })
    });
    Ok(done.await?)
}

/// Takes back an invitation that the calling account sent.
pub(crate) async fn cancel(
    _service: &Organizations,
    call: &Call,
    request: Authorized<CancelHandshakeRequest>,
) -> Result<CancelHandshakeResponse, OrganizationsError> {
    let id = request.into_inner().handshake_id;
    let (caller, now, accounts) = (call.account()?, call.now, accounts(call)?);
    let done = call.commit(move |tx| {
        let handshake = answered(tx, caller, &id, HandshakeAnswer::Canceled, now)?;
        features::cancel_parts(tx, &handshake, now)?;
        let handshake = shown(&*accounts, tx, &handshake, now)?;
        Ok::<_, OrganizationsError>(CancelHandshakeResponse { handshake: Some(handshake) })
    });
    Ok(done.await?)
}

/// The invitation with its answer, which only one of both sides may give.
fn answered(
    tx: &mut Writer<'_>,
    caller: AccountId,
    id: &str,
    answer: HandshakeAnswer,
    now: Timestamp,
) -> Result<Handshake, OrganizationsError> {
    let handshake = seen_by(tx, caller, id, now)?;
    let answers = match answer {
        HandshakeAnswer::Canceled => handshake.management,
        HandshakeAnswer::Accepted | HandshakeAnswer::Declined => handshake.invited,
    };
    if answers != caller {
        return Err(OrganizationsError::AccessDenied);
    }
    match handshake.answer {
        Some((given, _)) if given == answer => {
            return Err(OrganizationsError::HandshakeAlreadyInState);
        }
        Some(_) => return Err(OrganizationsError::InvalidHandshakeTransition),
        None if !handshake.is_open(now) => {
            return Err(OrganizationsError::InvalidHandshakeTransition);
        }
        None => {}
    }
    let handshake = Handshake { answer: Some((answer, now)), ..handshake };
    tx.put(&Handshake::key(handshake.management, &handshake.id), &handshake)?;
    Ok(handshake)
}

/// Makes the invited account a member, below the root. One of another organization leaves that.
fn join(
    tx: &mut Writer<'_>,
    accounts: &dyn Accounts,
    handshake: &Handshake,
    random: &dyn Random,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let organization = inviting(tx, handshake)?;
    let invited = handshake.invited;
    refuse_member(tx, &organization, invited)?;
    refuse_full(tx, &organization)?;
    if let Some((other, node)) = tree::of_account(tx, invited)? {
        membership::part(tx, &other, &node)?;
        let teller = Teller { management: other.management, random, now };
        teller.departed(tx, invited, Departure::Left)?;
    }
    accounts.enrol(tx, invited, now, random)?;
    let node = Node {
        management: organization.management,
        id: invited.to_string(),
        parent: Some(organization.root.clone()),
        since: now,
        tags: handshake.tags.clone(),
        attached: policy::first(&organization),
        kind: NodeKind::Account(Member { account: invited, joined: JoinedMethod::Invited }),
    };
    tx.put(&Node::key(organization.management, &node.id), &node)?;
    let teller = Teller { management: organization.management, random, now };
    teller.joined(tx, invited, JoinedMethod::Invited)?;
    features::ask_newcomer(tx, &organization, invited, random, now)
}

/// The organization that sent the invitation.
pub(super) fn inviting(
    reader: &Reader<'_>,
    handshake: &Handshake,
) -> Result<Organization, OrganizationsError> {
    let key = Organization::key(handshake.management);
    reader.get::<Organization>(&key)?.ok_or(OrganizationsError::HandshakeNotFound)
}
