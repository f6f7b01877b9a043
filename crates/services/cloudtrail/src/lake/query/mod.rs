//! Queries: SQL over the events of event data stores.

mod apart;
mod cancel;
mod delivery;
mod list;
mod queue;
mod records;
mod results;
mod run;
mod start;
mod watch;
mod worker;

use bartizan_service::Call;
use bartizan_service::store::Reader;

use super::{Reference, find_active};
use crate::error::CloudTrailError;

pub use apart::Apart;
pub(crate) use cancel::cancel;
pub(crate) use list::{describe, list};
pub use queue::requeue_queries;
pub(crate) use records::Query;
pub(crate) use results::results;
pub use run::{forget_queries, run_next_query};
pub(crate) use start::start;
pub use worker::work_on_query;

/// The query of this id, whose event data stores must be in use; of the named one, if one is named.
fn find(
    reader: &Reader<'_>,
    call: &Call,
    id: &str,
    store: Option<&str>,
) -> Result<Query, CloudTrailError> {
    let account = call.account()?;
    let region = call.region.as_str();
    let unknown = || CloudTrailError::QueryIdNotFound(id.to_owned());
    let named = store.map(|store| Reference::read(call, store)).transpose()?;
    let found = reader.get::<Query>(&Query::key_of(account, region, id))?;
    let query = found.filter(|query| !query.is_old(call.now)).ok_or_else(unknown)?;
    for store in &query.stores {
        find_active(reader, &Reference::read(call, store)?, region)?;
    }
    if named.is_some_and(|named| !query.stores.iter().any(|store| named.is_called(store))) {
        return Err(unknown());
    }
    Ok(query)
}

/// Refuses to look into event data stores of another account.
fn check_owner(call: &Call, owner: Option<&str>) -> Result<(), CloudTrailError> {
    let own = call.account()?.to_string();
    match owner {
        Some(other) if other != own => Err(CloudTrailError::not_implemented(
            "A query on another account's event data store (EventDataStoreOwnerAccountId)",
        )),
        _ => Ok(()),
    }
}
