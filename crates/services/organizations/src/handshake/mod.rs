//! Invitations of accounts, which AWS calls handshakes. (Organizations User Guide, "Managing account
//! invitations".)

mod answer;
mod invitation;
mod listing;

pub(crate) use answer::{accept, cancel, decline};
pub(crate) use invitation::invite;
pub(crate) use listing::{list_for_account, list_for_organization};

use bartizan_service::store::Reader;
use bartizan_service::{Accounts, Authorized, Call};
use bartizan_types::{AccountId, Timestamp};

use crate::Organizations;
use crate::error::OrganizationsError;
use crate::organization::{accounts, facts_of};
use crate::records::{BY_INVITED, Handshake as Stored, Organization};
use crate::shapes::{
    DescribeHandshakeRequest, DescribeHandshakeResponse, Handshake, HandshakeParty,
    HandshakeResource,
};

/// What invitations are for.
const INVITE: &str = "INVITE";

/// An invitation that the calling account sent or received.
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

/// The invitation with this id, if the account sent or received it.
pub(crate) fn seen_by(
    reader: &Reader<'_>,
    account: AccountId,
    id: &str,
    now: Timestamp,
) -> Result<Stored, OrganizationsError> {
    let sent = reader.get::<Stored>(&Stored::key(account, id))?;
    let found = match sent {
        Some(sent) => Some(sent),
        None => received(reader, account)?.into_iter().find(|one| one.id == id),
    };
    found.filter(|one| one.is_shown(now)).ok_or(OrganizationsError::HandshakeNotFound)
}

/// The invitations of an account.
fn received(reader: &Reader<'_>, account: AccountId) -> Result<Vec<Stored>, OrganizationsError> {
    let found = reader.find::<Stored>(BY_INVITED, &account.to_string())?;
    Ok(found.into_iter().map(|(_, one)| one).collect())
}

/// An invitation as answers show it.
fn shown(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    handshake: &Stored,
    now: Timestamp,
) -> Result<Handshake, OrganizationsError> {
    let key = Organization::key(handshake.management);
    let organization =
        reader.get::<Organization>(&key)?.ok_or(OrganizationsError::HandshakeNotFound)?;
    let sender = facts_of(accounts, reader, handshake.management)?;
    let resource = |kind: &str, value: String| HandshakeResource {
        value: Some(value),
        r#type: Some(kind.to_owned()),
        resources: None,
    };
    let of_sender = vec![
        resource("MASTER_EMAIL", sender.email),
        resource("MASTER_NAME", sender.name),
        resource("ORGANIZATION_FEATURE_SET", organization.feature_set.name().to_owned()),
    ];
    let (kind, target) = match &handshake.email {
        Some(email) => ("EMAIL", email.clone()),
        None => ("ACCOUNT", handshake.invited.to_string()),
    };
    let mut resources = vec![
        HandshakeResource {
            resources: Some(of_sender),
            ..resource("ORGANIZATION", handshake.organization.clone())
        },
        resource(kind, target.clone()),
    ];
    resources.extend(handshake.notes.iter().map(|notes| resource("NOTES", notes.clone())));
    let party = |id: String, kind: &str| HandshakeParty { id, r#type: kind.to_owned() };
    Ok(Handshake {
        id: Some(handshake.id.clone()),
        arn: Some(handshake.arn().to_string()),
        parties: Some(vec![
            party(handshake.organization.clone(), "ORGANIZATION"),
            party(target, kind),
        ]),
        state: Some(handshake.state(now).to_owned()),
        requested_timestamp: Some(handshake.requested),
        expiration_timestamp: Some(handshake.expires()),
        action: Some(INVITE.to_owned()),
        resources: Some(resources),
    })
}
