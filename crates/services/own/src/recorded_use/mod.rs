//! `SummarizeUse`: what a user or role did, and what its identity policies would let it do.

mod granted;
mod tally;

use std::sync::Arc;

use bartizan_service::replay::{Change, PrincipalChange, Rehearsal};
use bartizan_service::{Authorized, Call};
use bartizan_types::Fault;

use self::tally::Tally;
use crate::OwnApi;
use crate::error::OwnError;
use crate::record::Walk;
use crate::shapes::{SummarizeUseInput, SummarizeUseOutput};
use crate::subject::{Subject, entity};

/// Counts a page of the activity record. The first page tells what the policies say, too.
pub(crate) async fn summarize(
    _service: &OwnApi,
    call: &Call,
    request: Authorized<SummarizeUseInput>,
) -> Result<SummarizeUseOutput, OwnError> {
    let request = request.into_inner();
    let Subject { entity, visible_since } =
        entity(call, &request.principal, request.account_id.as_deref())?;
    let is_first = request.next_token.is_none();
    let accounts = [(entity.account, visible_since)];
    let walk = Walk::of(accounts, request.since, call.now, request.next_token.as_deref())?;
    let change = Change::Principal(PrincipalChange {
        account: entity.account,
        id: entity.id.clone(),
        present: Arc::clone(&entity.identity),
        planned: Arc::clone(&entity.identity),
    });
    let rehearsal = Rehearsal::new(Arc::clone(&call.directory), change).map_err(|error| {
        Fault::new("InternalFailure", format!("the policies cannot be rehearsed: {error}"), 500)
    })?;
    let platform = Arc::clone(&call.platform);
    let done = tokio::task::spawn_blocking(move || {
        let mut tally = Tally::new(&rehearsal);
        let next_token = walk.along(platform.activity(), |row| tally.take(row))?;
        let (uses, totals) = tally.finish();
        Ok(SummarizeUseOutput {
            principal_arn: entity.arn.to_string(),
            uses,
            granted: is_first.then(|| granted::services(&entity.identity)),
            denies: is_first.then(|| granted::denies(&entity.identity)),
            totals,
            next_token,
        })
    });
    done.await.map_err(|error| {
        Fault::new("InternalFailure", format!("the activity record was not read: {error}"), 500)
    })?
}
