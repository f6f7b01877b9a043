//! What an organization asks of accounts, which AWS calls handshakes: to join, and to approve all
//! features. (Organizations User Guide, "Managing account invitations", "Enabling all features".)

mod answer;
mod features;
mod invitation;
mod listing;

pub(crate) use answer::{accept, cancel, decline};
pub(crate) use features::enable_all;
pub(crate) use invitation::invite;
pub(crate) use listing::{list_for_account, list_for_organization};

use bartizan_service::store::Reader;
use bartizan_service::{Accounts, Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use crate::Organizations;
use crate::error::OrganizationsError;
use crate::organization::{accounts, facts_of};
use crate::records::{BY_ID, BY_INVITED, Handshake as Stored, HandshakeAction, Organization};
use crate::shapes::{
    DescribeHandshakeRequest, DescribeHandshakeResponse, Handshake, HandshakeParty,
    HandshakeResource,
};

/// The state of a request to enable all features that waits for members.
const REQUESTED: &str = "REQUESTED";

/// A handshake that the calling account sent or received.
pub(crate) async fn describe(
    _service: &Organizations,
    call: &Call,
    request: Authorized<DescribeHandshakeRequest>,
) -> Result<DescribeHandshakeResponse, OrganizationsError> {
    let accounts = accounts(call)?;
    let handshake = call.read(|reader| {
        let caller = call.account()?;
        let found = seen_by(reader, caller, &request.handshake_id, call.now)?;
        shown(&*accounts, reader, &found, call.now)
    })?;
    Ok(DescribeHandshakeResponse { handshake: Some(handshake) })
}

/// The handshake with this id, if the account sent or received it.
pub(crate) fn seen_by(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
    now: Timestamp,
) -> Result<Stored, OrganizationsError> {
    let mut found = reader.find::<Stored>(BY_ID, id)?.into_iter().map(|(_, one)| one);
    let is_seen = |one: &Stored| one.management == account || one.invited == account;
    found.find(|one| is_seen(one) && one.is_shown(now)).ok_or(OrganizationsError::HandshakeNotFound)
}

/// What an account was asked.
fn received(reader: &Reader<'_>, account: AccountId) -> Result<Vec<Stored>, OrganizationsError> {
    let found = reader.find::<Stored>(BY_INVITED, &account.to_string())?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// A handshake as answers show it.
fn shown(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    handshake: &Stored,
    now: Timestamp,
) -> Result<Handshake, OrganizationsError> {
    let key = Organization::key(handshake.management);
    let organization =
        reader.get::<Organization>(&key)?.ok_or(OrganizationsError::HandshakeNotFound)?;
    let mut parties = vec![party(handshake.organization.clone(), "ORGANIZATION")];
    parties.extend(recipient(handshake).map(|(kind, id)| party(id, kind)));
    let is_waiting = handshake.action == HandshakeAction::EnableAllFeatures
        && handshake.is_open(now)
        && !features::is_approved(accounts, reader, &organization, handshake)?;
    let state = if is_waiting { REQUESTED } else { handshake.state(now) };
    Ok(Handshake {
        id: Some(handshake.id.clone()),
        arn: Some(handshake.arn().to_string()),
        parties: Some(parties),
        state: Some(state.to_owned()),
        requested_timestamp: Some(handshake.requested),
        expiration_timestamp: Some(handshake.expires()),
        action: Some(handshake.action.name().to_owned()),
        resources: Some(resources(accounts, reader, handshake, &organization)?),
    })
}

/// Who is asked, with the word for what it is; nobody but the organization where that is to enable
/// all features.
fn recipient(handshake: &Stored) -> Option<(&'static str, String)> {
    match (handshake.action, &handshake.email) {
        (HandshakeAction::EnableAllFeatures, _) => None,
        (_, Some(email)) => Some(("EMAIL", email.clone())),
        (_, None) => Some(("ACCOUNT", handshake.invited.to_string())),
    }
}

/// What a handshake tells: an invitation also who sends it. (Organizations API Reference,
/// `HandshakeResource`.)
fn resources(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    handshake: &Stored,
    organization: &Organization,
) -> Result<Vec<HandshakeResource>, OrganizationsError> {
    let of_sender = if handshake.action == HandshakeAction::Invite {
        let sender = facts_of(accounts, reader, handshake.management)?;
        Some(vec![
            resource("MASTER_EMAIL", sender.email),
            resource("MASTER_NAME", sender.name),
            resource("ORGANIZATION_FEATURE_SET", organization.feature_set.name().to_owned()),
        ])
    } else {
        None
    };
    let parent = handshake.parent.iter();
    let mut all: Vec<HandshakeResource> =
        parent.map(|parent| resource("PARENT_HANDSHAKE", parent.clone())).collect();
    all.push(HandshakeResource {
        resources: of_sender,
        ..resource("ORGANIZATION", handshake.organization.clone())
    });
    all.extend(recipient(handshake).map(|(kind, id)| resource(kind, id)));
    all.extend(handshake.notes.iter().map(|notes| resource("NOTES", notes.clone())));
    Ok(all)
}

fn party(id: String, kind: &str) -> HandshakeParty {
    HandshakeParty { id, r#type: kind.to_owned() }
}

fn resource(kind: &str, value: String) -> HandshakeResource {
    HandshakeResource { value: Some(value), r#type: Some(kind.to_owned()), resources: None }
}
