//! Enabling all features in an organization that was made for consolidated billing: every invited
//! member approves, then the management account completes it. (Organizations User Guide, "Enabling all
//! features in your organization".)

use std::collections::HashSet;
use std::sync::Arc;

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Accounts, Authorized, Call};
use bartizan_types::{AccountId, Random, Timestamp};

use super::answer::inviting;
use super::invitation::make_room;
use super::shown;
use crate::error::OrganizationsError;
use crate::organization::{accounts, facts_of};
use crate::records::{
    BY_WHOLE, FeatureSet, Handshake, HandshakeAction, HandshakeAnswer, JoinedMethod, Organization,
    part_of,
};
use crate::shapes::EnableAllFeaturesResponse;
use crate::{Organizations, ids, standing, tree};

/// Asks every invited member to approve all features.
pub(crate) async fn enable_all(
    _service: &Organizations,
    call: &Call,
    _request: Authorized<()>,
) -> Result<EnableAllFeaturesResponse, OrganizationsError> {
    let (caller, now, accounts) = (call.account()?, call.now, accounts(call)?);
    let random = Arc::clone(&call.platform.random);
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        if organization.feature_set == FeatureSet::All {
            return Err(OrganizationsError::HandshakeConstraintViolation(
                "ORGANIZATION_ALREADY_HAS_ALL_FEATURES",
                "The organization already has all features enabled.",
            ));
        }
        if under_way(tx, &organization, now)?.is_some() {
            return Err(OrganizationsError::HandshakeConstraintViolation(
                "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION",
                "The process to enable all features has already begun.",
            ));
        }
        let whole = Handshake {
            id: ids::handshake(&*random),
            management: caller,
            organization: organization.id.clone(),
            action: HandshakeAction::EnableAllFeatures,
            parent: None,
            invited: caller,
            email: None,
            requested: now,
            notes: None,
            tags: Vec::new(),
            answer: None,
        };
        let members = approvers(&*accounts, tx, &organization)?;
        make_room(tx, &organization, members.len() + 1, now)?;
        tx.put(&Handshake::key(caller, &whole.id), &whole)?;
        for member in members {
            ask(tx, &whole, member, &*random, now)?;
        }
        let changed = Organization { all_features: Some(whole.id.clone()), ..organization };
        tx.put(&Organization::key(caller), &changed)?;
        let handshake = shown(&*accounts, tx, &whole, now)?;
        Ok(EnableAllFeaturesResponse { handshake: Some(handshake) })
    });
    Ok(done.await?)
}

/// Asks a member to approve all features.
fn ask(
    tx: &mut Writer<'_>,
    whole: &Handshake,
    member: AccountId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let part = Handshake {
        id: ids::handshake(random),
        action: HandshakeAction::ApproveAllFeatures,
        parent: Some(whole.id.clone()),
        invited: member,
        requested: now,
        ..whole.clone()
    };
    tx.put(&Handshake::key(part.management, &part.id), &part)?;
    Ok(())
}

/// Asks a member as well that joins, by an invitation from before, while others are asked.
pub(super) fn ask_newcomer(
    tx: &mut Writer<'_>,
    organization: &Organization,
    member: AccountId,
    random: &dyn Random,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let Some(whole) = under_way(tx, organization, now)? else { return Ok(()) };
    for part in parts(tx, &whole)?.iter().filter(|part| part.invited == member) {
        tx.delete::<Handshake>(&Handshake::key(part.management, &part.id))?;
    }
    ask(tx, &whole, member, random, now)
}

/// The members that were invited: those that the organization made need not be asked, and those that
/// are closed cannot be.
fn approvers(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    organization: &Organization,
) -> Result<Vec<AccountId>, OrganizationsError> {
    let mut found = Vec::new();
    for node in tree::accounts(reader, organization)? {
        let invited = node.member().filter(|member| {
            member.joined == JoinedMethod::Invited && member.account != organization.management
        });
        if let Some(member) = invited
            && facts_of(accounts, reader, member.account)?.closed.is_none()
        {
            found.push(member.account);
        }
    }
    Ok(found)
}

/// Nobody is invited while members are asked.
pub(super) fn refuse_under_way(
    reader: &Reader<'_>,
    organization: &Organization,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    if under_way(reader, organization, now)?.is_none() {
        return Ok(());
    }
    Err(OrganizationsError::HandshakeConstraintViolation(
        "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES",
        "You can't invite accounts while all features are being enabled.",
    ))
}

/// The request to enable all features that is open.
fn under_way(
    reader: &Reader<'_>,
    organization: &Organization,
    now: Timestamp,
) -> Result<Option<Handshake>, OrganizationsError> {
    let Some(id) = &organization.all_features else { return Ok(None) };
    let found = reader.get::<Handshake>(&Handshake::key(organization.management, id))?;
    Ok(found.filter(|whole| whole.is_open(now)))
}

/// Whether every member that is asked approved.
pub(super) fn is_approved(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    organization: &Organization,
    whole: &Handshake,
) -> Result<bool, OrganizationsError> {
    let mut approved: HashSet<AccountId> = HashSet::new();
    for part in parts(reader, whole)? {
        if part.answer.is_some_and(|(answer, _)| answer == HandshakeAnswer::Accepted) {
            approved.insert(part.invited);
        }
    }
    let members = approvers(accounts, reader, organization)?;
    Ok(members.iter().all(|member| approved.contains(member)))
}

/// Enables all features, when everybody approved. No type of policies is on yet.
pub(super) fn finish(
    tx: &mut Writer<'_>,
    accounts: &dyn Accounts,
    whole: &Handshake,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let organization = inviting(tx, whole)?;
    if !is_approved(accounts, tx, &organization, whole)? {
        return Err(OrganizationsError::InvalidHandshakeTransition);
    }
    let changed = Organization { feature_set: FeatureSet::All, ..organization };
    tx.put(&Organization::key(changed.management), &changed)?;
    cancel_parts(tx, whole, now)
}

/// Refuses the approval of an account that is a member no more.
pub(super) fn refuse_stranger(
    reader: &Reader<'_>,
    part: &Handshake,
) -> Result<(), OrganizationsError> {
    let found = tree::of_account(reader, part.invited)?;
    if found.is_some_and(|(organization, _)| organization.management == part.management) {
        return Ok(());
    }
    Err(OrganizationsError::InvalidHandshakeTransition)
}

/// Takes back what members were asked and did not answer, with the request that it is a part of.
pub(super) fn cancel_parts(
    tx: &mut Writer<'_>,
    whole: &Handshake,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    for part in parts(tx, whole)? {
        if part.is_open(now) {
            let part = Handshake { answer: Some((HandshakeAnswer::Canceled, now)), ..part };
            tx.put(&Handshake::key(part.management, &part.id), &part)?;
        }
    }
    Ok(())
}

fn parts(reader: &Reader<'_>, whole: &Handshake) -> Result<Vec<Handshake>, OrganizationsError> {
    let found = reader.find::<Handshake>(BY_WHOLE, &part_of(whole.management, &whole.id))?;
    Ok(found.into_iter().map(|(_, part)| part).collect())
}
