//! VPC peering connections. (Amazon VPC Peering Guide.)

mod answer;
mod create;
mod describe;
pub(crate) mod rule;

use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_types::Timestamp;

pub(crate) use answer::{accept, delete, reject};
pub(crate) use create::create;
pub(crate) use describe::describe;

use crate::error::Ec2Error;
use crate::kind::Kind;
use crate::records::{BY_ID, BY_VPC, PeeringRecord, PeeringState};
use crate::scope::{self, Scope};

/// For how long a request may be answered, and for how long what has ended is shown. (Amazon VPC Peering
/// Guide, "VPC peering connection lifecycle".)
const ANSWERABLE: Duration = Duration::from_hours(7 * 24);
const SHOWN_ENDED: Duration = Duration::from_hours(2);

/// The peering connection of this id, of which an account must have a side.
pub(crate) fn find(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<PeeringRecord, Ec2Error> {
    known(reader, scope, id)?.ok_or_else(|| Kind::Peering.not_found(id))
}

/// The peering connection of this id, if an account has a side of it.
pub(crate) fn known(
    reader: &Reader<'_>,
    scope: &Scope,
    id: &str,
) -> Result<Option<PeeringRecord>, Ec2Error> {
    let found = scope::found::<PeeringRecord>(reader, BY_ID, id)?;
    let is_own =
        |peering: &PeeringRecord| peering.requester.is_in(scope) || peering.accepter.is_in(scope);
    Ok(found.into_iter().find(is_own))
}

/// The peering connections of a VPC that are active.
pub(crate) fn active(reader: &Reader<'_>, vpc: &str) -> Result<Vec<PeeringRecord>, Ec2Error> {
    let mut found = scope::found::<PeeringRecord>(reader, BY_VPC, vpc)?;
    found.retain(|peering| peering.state == PeeringState::Active);
    Ok(found)
}

/// Whether a VPC has a peering connection that is active or may become so.
pub(crate) fn is_any_open(
    reader: &Reader<'_>,
    scope: &Scope,
    vpc: &str,
    now: Timestamp,
) -> Result<bool, Ec2Error> {
    let found = scope::found::<PeeringRecord>(reader, BY_VPC, vpc)?;
    let is_own = |peering: &PeeringRecord| {
        peering.state == PeeringState::Active
            || (is_pending(peering, now) && peering.requester.is_in(scope))
    };
    Ok(found.iter().any(is_own))
}

/// Whether a request waits for its answer.
fn is_pending(peering: &PeeringRecord, now: Timestamp) -> bool {
    peering.state == PeeringState::Pending && now.since(peering.created) < ANSWERABLE
}

/// Whether a peering connection is still shown.
fn is_shown(peering: &PeeringRecord, now: Timestamp) -> bool {
    match peering.state {
        PeeringState::Active => true,
        PeeringState::Pending => now.since(peering.created) < ANSWERABLE + SHOWN_ENDED,
        _ => now.since(peering.changed) < SHOWN_ENDED,
    }
}

/// The code and the message of its status.
fn status(peering: &PeeringRecord, now: Timestamp) -> (&'static str, String) {
    match &peering.state {
        PeeringState::Pending if is_pending(peering, now) => {
            ("pending-acceptance", format!("Pending Acceptance by {}", peering.accepter.account))
        }
        PeeringState::Pending => ("expired", "Expired".to_owned()),
        PeeringState::Active => ("active", "Active".to_owned()),
        PeeringState::Rejected => ("rejected", format!("Rejected by {}", peering.accepter.account)),
        PeeringState::Deleted(by) => ("deleted", format!("Deleted by {by}")),
        PeeringState::Failed(why) => ("failed", why.clone()),
    }
}
