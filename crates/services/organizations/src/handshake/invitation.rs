//! Inviting an account.

use bartizan_service::store::{Reader, Writer};
use bartizan_service::{Accounts, Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use super::{features, shown};
use crate::error::OrganizationsError;
use crate::organization::accounts;
use crate::records::{BY_SENT, Handshake, HandshakeAction, Organization, sent};
use crate::shapes::{
    HandshakeParty, InviteAccountToOrganizationRequest, InviteAccountToOrganizationResponse,
};
use crate::{Organizations, account, ids, standing, tags, tree};

/// The most that are remembered of what an organization asks, twice as many as it can have accounts:
/// what is over is forgotten after a while.
pub(super) const HANDSHAKES_MAX: usize = 20_000;
/// How many are looked at to be forgotten, at a time.
const FORGOTTEN_MAX: usize = 1000;
/// How many an account can have from one organization, the newest.
const OF_ACCOUNT_MAX: usize = 20;

/// Invites an account, by its id or its root user's e-mail address.
pub(crate) async fn invite(
    _service: &Organizations,
    call: &Call,
    request: Authorized<InviteAccountToOrganizationRequest>,
) -> Result<InviteAccountToOrganizationResponse, OrganizationsError> {
    let request = request.into_inner();
    let (caller, now, dev) = (call.account()?, call.now, call.platform.settings.dev);
    let tags = tags::read(request.tags)?;
    let (accounts, id) = (accounts(call)?, ids::handshake(&*call.platform.random));
    let decided = standing::Decided::of(call)?;
    let made = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let (invited, email) = target(&*accounts, tx, request.target)?;
        refuse_unusable(&*accounts, tx, invited, dev)?;
        features::refuse_under_way(tx, &organization, now)?;
        refuse_member(tx, &organization, invited)?;
        refuse_full(tx, &organization)?;
        refuse_pending(tx, &organization, invited, now)?;
        make_room(tx, &organization, 1, now)?;
        let handshake = Handshake {
            id,
            management: caller,
            organization: organization.id,
            action: HandshakeAction::Invite,
            parent: None,
            invited,
            email,
            requested: now,
            notes: request.notes,
            tags,
            answer: None,
        };
        tx.put(&Handshake::key(caller, &handshake.id), &handshake)?;
        let handshake = shown(&*accounts, tx, &handshake, now)?;
        Ok::<_, OrganizationsError>(InviteAccountToOrganizationResponse {
            handshake: Some(handshake),
        })
    });
    Ok(made.await?)
}

/// Whom a request invites, and by which e-mail address.
fn target(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    party: HandshakeParty,
) -> Result<(AccountId, Option<String>), OrganizationsError> {
    match party.r#type.as_str() {
        "ACCOUNT" => {
            let id = party.id.parse().map_err(|_| {
                OrganizationsError::InvalidInput(
                    "INVALID_PATTERN",
                    "You provided a value that does not match the required pattern.",
                )
            })?;
            Ok((id, None))
        }
        "EMAIL" => {
            let found = accounts.by_email(reader, &party.id)?;
            let id = found.ok_or(OrganizationsError::InvalidInput(
                "INVALID_EMAIL_ADDRESS_TARGET",
                "You specified an e-mail address that is no account's.",
            ))?;
            Ok((id, Some(party.id)))
        }
        _ => Err(OrganizationsError::InvalidInput(
            "INVALID_PARTY_TYPE_TARGET",
            "You specified the wrong type of entity as a party: invite an ACCOUNT or an EMAIL.",
        )),
    }
}

/// One invitation of an account can be open. Where there are many that are over, the oldest are
/// forgotten.
fn refuse_pending(
    tx: &mut Writer<'_>,
    organization: &Organization,
    invited: AccountId,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let mut known = tx.find::<Handshake>(BY_SENT, &sent(organization.management, invited))?;
    known.retain(|(_, one)| one.action == HandshakeAction::Invite);
    if known.iter().any(|(_, one)| one.is_open(now)) {
        return Err(OrganizationsError::DuplicateHandshake);
    }
    known.sort_by_key(|(_, one)| one.requested);
    let many = (known.len() + 1).saturating_sub(OF_ACCOUNT_MAX);
    for (key, _) in known.iter().take(many) {
        tx.delete::<Handshake>(key)?;
    }
    Ok(())
}

/// An account of another organization may change over; one of this cannot join it.
pub(super) fn refuse_member(
    reader: &Reader<'_>,
    organization: &Organization,
    account: AccountId,
) -> Result<(), OrganizationsError> {
    let found = tree::of_account(reader, account)?;
    if found.is_some_and(|(other, _)| other.management == organization.management) {
        return Err(OrganizationsError::HandshakeConstraintViolation(
            "ALREADY_IN_AN_ORGANIZATION",
            "The account is already a member of an organization.",
        ));
    }
    Ok(())
}

/// A closed account cannot join, nor can one that nobody has. Under `--dev` every account is there,
/// whether or not it called yet.
fn refuse_unusable(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    account: AccountId,
    dev: bool,
) -> Result<(), OrganizationsError> {
    match accounts.find(reader, account)? {
        Some(facts) if facts.closed.is_none() => Ok(()),
        None if dev => Ok(()),
        _ => Err(OrganizationsError::HandshakeConstraintViolation(
            "TARGET_ACCOUNT_VALIDATION_FAILURE",
            "The account you specified doesn't exist, or is closed.",
        )),
    }
}

/// An organization that has all the accounts it may have takes in no more.
pub(super) fn refuse_full(
    reader: &Reader<'_>,
    organization: &Organization,
) -> Result<(), OrganizationsError> {
    if account::is_full(reader, organization)? {
        return Err(OrganizationsError::HandshakeConstraintViolation(
            "ACCOUNT_NUMBER_LIMIT_EXCEEDED",
            "You have exceeded the allowed number of AWS accounts.",
        ));
    }
    Ok(())
}

/// Where so many more would be too many, forgets some that are not shown any more, or refuses.
pub(super) fn make_room(
    tx: &mut Writer<'_>,
    organization: &Organization,
    more: usize,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let management = organization.management.to_string();
    let count = usize::try_from(tx.count::<Handshake>(&management, "")?).unwrap_or(usize::MAX);
    let mut room = HANDSHAKES_MAX.saturating_sub(count);
    if room >= more {
        return Ok(());
    }
    let known = tx.scan::<Handshake>(&management, "", "", None, FORGOTTEN_MAX.max(more))?;
    for (key, _) in known.iter().filter(|(_, one)| !one.is_shown(now)) {
        tx.delete::<Handshake>(key)?;
        room += 1;
    }
    if room >= more {
        return Ok(());
    }
    Err(OrganizationsError::HandshakeConstraintViolation(
        "HANDSHAKE_RATE_LIMIT_EXCEEDED",
        "You have exceeded the number of invitations that can be sent.",
    ))
}
