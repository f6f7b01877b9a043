//! How accounts leave, and how an organization ends.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Reader, Record, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::error::OrganizationsError;
use crate::events::{Departure, Teller};
use crate::organization::{accounts, facts_of};
use crate::records::{
    ACCOUNTS, Bearing, Closings, Creation, Delegation, Handshake, Node, Organization, Policy,
};
use crate::shapes::RemoveAccountFromOrganizationRequest;
use crate::{Organizations, account, delegation, effective, standing, tree};

/// How many records are removed at a time.
const BATCH: usize = 1000;
/// How long a closed account stays a member. (Account Management Guide, "Close an AWS account".)
const CLOSED_FOR: Duration = Duration::from_hours(90 * 24);

/// Removes a member account, which becomes a standalone account.
pub(crate) async fn remove(
    _service: &Organizations,
    call: &Call,
    request: Authorized<RemoveAccountFromOrganizationRequest>,
) -> Result<(), OrganizationsError> {
    let id = request.into_inner().account_id;
    let (decided, now, accounts) = (standing::Decided::of(call)?, call.now, accounts(call)?);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        let (node, member) = account::find(tx, &organization, &id)?;
        refuse_closed(facts_of(&*accounts, tx, member.account)?.closed, now)?;
        part(tx, &organization, &node)?;
        let teller = Teller { management: organization.management, random: &*random, now };
        Ok::<_, OrganizationsError>(teller.departed(tx, member.account, Departure::Removed)?)
    });
    Ok(done.await?)
}

/// A closed account stays until AWS would have ended it for good. (Organizations User Guide, "Closing
/// a member account in your organization".)
fn refuse_closed(closed: Option<Timestamp>, now: Timestamp) -> Result<(), OrganizationsError> {
    if closed.is_some_and(|at| now.since(at) < CLOSED_FOR) {
        return Err(OrganizationsError::constraint(
            "ACCOUNT_CANNOT_LEAVE_ORGANIZATION",
            "You cannot remove an account that is suspended.",
        ));
    }
    Ok(())
}

/// Takes the calling account out of its organization.
pub(crate) async fn leave(
    _service: &Organizations,
    call: &Call,
    _request: Authorized<()>,
) -> Result<(), OrganizationsError> {
    let (caller, now) = (call.account()?, call.now);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |tx| {
        let (organization, node) = standing::member(tx, caller)?;
        part(tx, &organization, &node)?;
        let teller = Teller { management: organization.management, random: &*random, now };
        Ok::<_, OrganizationsError>(teller.departed(tx, caller, Departure::Left)?)
    });
    Ok(done.await?)
}

/// Takes an account out of its organization, with its tags and attachments.
pub(crate) fn part(
    tx: &mut Writer<'_>,
    organization: &Organization,
    node: &Node,
) -> Result<(), OrganizationsError> {
    if node.id == organization.management.to_string() {
        return Err(OrganizationsError::MasterCannotLeaveOrganization);
    }
    if delegation::is_registered(tx, organization, &node.id)? {
        return Err(OrganizationsError::constraint(
            "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
            "You cannot remove a delegated administrator from your organization: deregister it \
             first.",
        ));
    }
    tx.delete::<Node>(&Node::key(organization.management, &node.id))?;
    Ok(effective::forget(tx, organization, &node.id)?)
}

/// Ends an organization that only its management account is in.
pub(crate) async fn end(
    _service: &Organizations,
    call: &Call,
    _request: Authorized<()>,
) -> Result<(), OrganizationsError> {
    let decided = standing::Decided::of(call)?;
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
        if tree::count(tx, &organization, ACCOUNTS)? > 1 {
            return Err(OrganizationsError::OrganizationNotEmpty);
        }
        clear::<Node>(tx, &organization)?;
        clear::<Bearing>(tx, &organization)?;
        clear::<Policy>(tx, &organization)?;
        clear::<Creation>(tx, &organization)?;
        clear::<Handshake>(tx, &organization)?;
        clear::<Delegation>(tx, &organization)?;
        clear::<Closings>(tx, &organization)?;
        tx.delete::<Organization>(&Organization::key(organization.management))?;
        Ok(())
    });
    Ok(done.await?)
}

/// Removes every record of a kind that the organization has.
fn clear<T: Record>(
    tx: &mut Writer<'_>,
    organization: &Organization,
) -> Result<(), OrganizationsError> {
    let management = organization.management.to_string();
    loop {
        let reader: &Reader<'_> = tx;
        let found = reader.scan::<T>(&management, "", "", None, BATCH)?;
        if found.is_empty() {
            return Ok(());
        }
        for (key, _) in found {
            tx.delete::<T>(&key)?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_account_stays_for_ninety_days() {
        let closed = Timestamp::from_seconds(0);
        let later = closed.plus(CLOSED_FOR);
        assert!(refuse_closed(None, closed).is_ok());
        assert!(refuse_closed(Some(closed), closed).is_err());
        assert!(refuse_closed(Some(closed), later).is_ok());
    }
}
