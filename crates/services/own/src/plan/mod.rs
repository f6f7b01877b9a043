//! `PlanPolicy`: which past requests a policy would deny, or allow, before it is attached.

mod change;
mod tally;

use std::sync::Arc;

use bartizan_service::replay::Rehearsal;
use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use self::change::Planned;
use self::tally::Tally;
use crate::OwnApi;
use crate::error::OwnError;
use crate::record::Walk;
use crate::shapes::{PlanPolicyInput, PlanPolicyOutput};

/// Replays a page of the activity record. Each answer has the changes of its page; whoever reads all
/// pages adds them up.
pub(crate) async fn plan(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<PlanPolicyInput>,
) -> Result<PlanPolicyOutput, OwnError> {
    let request = request.into_inner();
    let Planned { change, accounts, insiders } = Planned::of(call, &request)?;
    let walk = Walk::of(accounts, request.since, call.now, request.next_token.as_deref())?;
    let directory = Arc::clone(&call.directory);
    let rehearsal = Rehearsal::new(Arc::clone(&directory), change).map_err(|error| {
        Fault::new("InternalFailure", format!("the policies cannot be rehearsed: {error}"), 500)
    })?;
    let platform = Arc::clone(&call.platform);
    let done = tokio::task::spawn_blocking(move || {
        let mut tally = Tally::new(&rehearsal, &directory, insiders);
        let next_token = walk.along(platform.activity(), |row| tally.take(row))?;
        let (changes, totals) = tally.finish();
        Ok(PlanPolicyOutput { changes, totals, next_token })
    });
    done.await.map_err(|error| {
        Fault::new("InternalFailure", format!("the activity record was not read: {error}"), 500)
    })?
}
