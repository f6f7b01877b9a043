//! The queue of queries: one of an account runs at a time, and accounts take turns.

use bartizan_service::Road;
use bartizan_service::store::{Key, StoreError, Writer};
use bartizan_types::{AccountId, Fault, Timestamp};

use super::records::{DeliveryStatus, Query, Status};
use super::run::forget_parts;

/// How many times a query is begun: one that ended the process twice is not run again.
const ATTEMPTS_MAX: u32 = 2;

/// Puts queries that ran when the process ended back into the queue, unless they have ended it
/// before. To be called at the start.
///
/// # Errors
/// The store cannot be written.
pub async fn requeue_queries(road: &Road) -> Result<(), Fault> {
    let write = road.platform().store.write(|writer| {
        for (key, mut query) in writer.find::<Query>("open", "yes")? {
            forget_parts(writer, &query)?;
            if query.attempts < ATTEMPTS_MAX {
                query.status = Status::Queued;
                query.started = None;
            } else {
                query.status = Status::Failed;
                query.delivered(DeliveryStatus::Failed);
                query.error = Some("Bartizan ended while it ran it, again and again".to_owned());
            }
            writer.put(&key, &query)?;
        }
        Ok(())
    });
    write.await.map_err(|error: StoreError| error.into())
}

/// Takes the query out of the queue whose turn it is.
pub(super) async fn take(road: &Road) -> Result<Option<Query>, Fault> {
    let store = &road.platform().store;
    let open: Result<Vec<(Key, Query)>, StoreError> =
        store.read(|reader| reader.find::<Query>("open", "yes"));
    if !open?.iter().any(|(_, query)| query.status == Status::Queued) {
        return Ok(None);
    }
    let now = road.platform().now();
    let write = store.write(move |writer| {
        let open: Vec<Query> =
            writer.find::<Query>("open", "yes")?.into_iter().map(|(_, query)| query).collect();
        let Some(mut next) = next(&open).cloned() else { return Ok(None) };
        next.status = Status::Running;
        next.started = Some(now);
        next.attempts += 1;
        writer.put(&next.key(), &next)?;
        Ok(Some(next))
    });
    write.await.map_err(|error: StoreError| error.into())
}

/// The query whose turn it is, of those whose account has none running: of the account whose turn
/// came first, the oldest.
fn next(open: &[Query]) -> Option<&Query> {
    let order = |query: &&Query| (query.turn(), query.created, query.id.clone());
    waiting(open).min_by_key(order)
}

/// Queries that wait for nothing but a place.
fn waiting(open: &[Query]) -> impl Iterator<Item = &Query> {
    let runs = |account: AccountId| {
        open.iter().any(|other| other.status == Status::Running && other.account == account)
    };
    open.iter().filter(move |query| query.status == Status::Queued && !runs(query.account))
}

/// Whether the turn of a query came before `since`, and it has no place yet.
pub(super) fn lacks_place(open: &[Query], since: Timestamp) -> bool {
    waiting(open).any(|query| query.turn() < since)
}

/// Puts the queries of an account that wait behind those of all others: it has had its turn.
pub(super) fn end_turn(
    writer: &mut Writer<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for (key, mut query) in writer.find::<Query>("open", "yes")? {
        if query.account == account && query.status == Status::Queued {
            query.turn = Some(now);
            writer.put(&key, &query)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Open queries: the account, the status, when it was created, and its turn.
    fn open(queries: &[(u64, Status, i64, Option<i64>)]) -> Vec<Query> {
        let one = |(number, (account, status, created, turn)): (usize, &(_, _, _, _))| Query {
            id: number.to_string(),
            account: format!("{account:012}").parse().unwrap(),
            status: *status,
            created: Timestamp::from_seconds(*created),
            turn: Option::<i64>::map(*turn, Timestamp::from_seconds),
            ..Query::example()
        };
        queries.iter().enumerate().map(one).collect()
    }

    #[test]
    fn accounts_take_turns() {
        use Status::{Queued, Running};
        for (queries, expected) in [
            (&[][..], None),
            (&[(1, Running, 1, None), (1, Queued, 2, None)], None),
            (&[(1, Queued, 2, None), (2, Queued, 1, None)], Some("1")),
            // The first account has had its turn at 9.
            (&[(1, Queued, 1, Some(9)), (1, Queued, 2, Some(9)), (2, Queued, 5, None)], Some("2")),
            (&[(1, Queued, 2, Some(9)), (1, Queued, 1, Some(9)), (2, Queued, 10, None)], Some("1")),
            (&[(1, Queued, 1, None), (1, Running, 0, None), (2, Queued, 7, None)], Some("2")),
        ] {
            let open = open(queries);
            assert_eq!(next(&open).map(|query| query.id.as_str()), expected, "{queries:?}");
        }
    }

    #[test]
    fn only_a_query_of_an_account_without_a_place_lacks_one() {
        use Status::{Queued, Running};
        let at = Timestamp::from_seconds;
        let own = open(&[(1, Running, 1, None), (1, Queued, 2, None)]);
        assert!(!lacks_place(&own, at(100)));
        let other = open(&[(1, Running, 1, None), (2, Queued, 2, None)]);
        assert!(lacks_place(&other, at(3)));
        assert!(!lacks_place(&other, at(2)));
    }
}
