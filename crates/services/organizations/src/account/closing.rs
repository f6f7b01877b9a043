//! Closing accounts. (Organizations User Guide, "Closing a member account in your organization".)

use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_service::{Accounts, Authorized, Call};
use bartizan_types::Timestamp;

use super::find;
use crate::error::OrganizationsError;
use crate::organization::{accounts, facts_of};
use crate::records::Organization;
use crate::shapes::CloseAccountRequest;
use crate::{Organizations, standing, tree, trusted_access};

/// In what time closed accounts count, and how many there may be in it: the first number, or a fifth
/// of all where that is more, up to the second.
const COUNTED_FOR: Duration = Duration::from_hours(30 * 24);
const CLOSED_MAX: (usize, usize) = (250, 1000);

/// Closes a member account: nobody acts for it from then on, and nobody uses what it has.
pub(crate) async fn close(
    _service: &Organizations,
    call: &Call,
    request: Authorized<CloseAccountRequest>,
) -> Result<(), OrganizationsError> {
    let id = request.into_inner().account_id;
    let (caller, now, accounts) = (call.account()?, call.now, accounts(call)?);
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, caller)?;
        let organization = trusted_access::of_all_features(organization)?;
        let (_, member) = find(tx, &organization, &id)?;
        if member.account == organization.management {
            return Err(OrganizationsError::constraint(
                "CANNOT_CLOSE_MANAGEMENT_ACCOUNT",
                "You cannot close the management account of the organization.",
            ));
        }
        if facts_of(&*accounts, tx, member.account)?.closed.is_some() {
            return Err(OrganizationsError::AccountAlreadyClosed);
        }
        refuse_many(&*accounts, tx, &organization, now)?;
        accounts.close(tx, member.account, now)?;
        Ok(())
    });
    Ok(done.await?)
}

fn refuse_many(
    accounts: &dyn Accounts,
    reader: &Reader<'_>,
    organization: &Organization,
    now: Timestamp,
) -> Result<(), OrganizationsError> {
    let nodes = tree::all(reader, organization)?;
    let (mut members, mut closed) = (0, 0);
    for member in nodes.iter().filter_map(|node| node.member()) {
        let facts = facts_of(accounts, reader, member.account)?;
        members += 1;
        closed += usize::from(facts.closed.is_some_and(|at| now.since(at) < COUNTED_FOR));
    }
    let (least, most) = CLOSED_MAX;
    if closed < least.max(members / 5).min(most) {
        return Ok(());
    }
    Err(OrganizationsError::constraint(
        "CLOSE_ACCOUNT_QUOTA_EXCEEDED",
        "You have exceeded the number of accounts that can be closed in 30 days.",
    ))
}
