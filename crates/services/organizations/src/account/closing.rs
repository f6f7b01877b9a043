//! Closing accounts. (Organizations User Guide, "Closing a member account in your organization".)

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use super::find;
use crate::error::OrganizationsError;
use crate::events::Teller;
use crate::organization::{accounts, facts_of};
use crate::records::{ACCOUNTS, Closings, Organization};
use crate::shapes::CloseAccountRequest;
use crate::{Organizations, delegation, standing, tree, trusted_access};

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
    let (decided, now, accounts) = (standing::Decided::of(call)?, call.now, accounts(call)?);
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |tx| {
        let organization = standing::management(tx, &decided)?;
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
        if delegation::is_registered(tx, &organization, &id)? {
            return Err(OrganizationsError::constraint(
                "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG",
                "You cannot close an account that is a delegated administrator: deregister it \
                 first.",
            ));
        }
        let closings = with_one_more(tx, &organization, now)?;
        tx.put(&Closings::key(organization.management), &closings)?;
        accounts.close(tx, member.account, now)?;
        let teller = Teller { management: organization.management, random: &*random, now };
        teller.closed(tx, member.account)?;
        Ok(())
    });
    Ok(done.await?)
}

/// The closings that count, with one more. Those of accounts that are members no more count as well.
fn with_one_more(
    reader: &Reader<'_>,
    organization: &Organization,
    now: Timestamp,
) -> Result<Closings, OrganizationsError> {
    let key = Closings::key(organization.management);
    let mut closings = reader.get::<Closings>(&key)?.unwrap_or_default();
    closings.at.retain(|at| now.since(*at) < COUNTED_FOR);
    let (least, most) = CLOSED_MAX;
    let closed = closings.at.len();
    if closed >= least {
        let members = tree::count(reader, organization, ACCOUNTS)?;
        if closed >= least.max(members / 5).min(most) {
            return Err(OrganizationsError::constraint(
                "CLOSE_ACCOUNT_QUOTA_EXCEEDED",
                "You have exceeded the number of accounts that can be closed in 30 days.",
            ));
        }
    }
    closings.at.push(now);
    Ok(closings)
}

#[cfg(test)]
mod tests {
    use bartizan_service::testkit::World;
    use bartizan_types::AccountId;

    use super::*;
    use crate::records::FeatureSet;

    #[test]
    fn so_many_accounts_are_closed_in_thirty_days_and_no_more() {
        let world = World::new(Vec::new(), |_| Vec::new());
        let begin = Timestamp::from_seconds(0);
        let organization = Organization {
            id: "o-0000000000".to_owned(),
            management: AccountId::from_number(1).unwrap(),
            feature_set: FeatureSet::All,
            created: begin,
            root: "r-0000".to_owned(),
            enabled: Vec::new(),
            trusted: Vec::new(),
            resource_policy: None,
            all_features: None,
        };
        let management = organization.management;
        let closes = |now| {
            let organization = organization.clone();
            let closed = world.road.platform().store.write_blocking(move |tx| {
                let closings = with_one_more(tx, &organization, now)?;
                Ok::<_, OrganizationsError>(tx.put(&Closings::key(management), &closings)?)
            });
            closed.is_ok()
        };
        // None of them is a member any more.
        assert!((0..CLOSED_MAX.0).all(|_| closes(begin)));
        assert!(!closes(begin));
        assert!(closes(begin.plus(COUNTED_FOR)));
    }
}
