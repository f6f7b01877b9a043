//! Events from before there were batches.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::activity::{advance, store};
use super::failed;
use super::id::Id;
use super::session::{blob, integer};
use crate::StoreError;
use crate::activity::frame::Frames;
use crate::activity::{ActivityRow, keys_from_json};

/// How many events are moved in one transaction, and about how many bytes of them.
const AT_ONCE: usize = 10_000;
const AT_ONCE_BYTES: usize = 8 << 20;

/// Moves the events of the first schema into batches, with their numbers. A start that is cut short
/// is gone on with by the next.
pub(super) fn adopt(connection: &Connection) -> Result<(), StoreError> {
    if !connection.table_exists(None, "event").map_err(failed)? {
        return Ok(());
    }
    let mut moved = 0;
    loop {
        let transaction = connection.unchecked_transaction().map_err(failed)?;
        let old = oldest(&transaction)?;
        let Some((last, _)) = old.last() else { break };
        for (number, row) in &old {
            transaction
                .prepare_cached("INSERT INTO event_id (id, number) VALUES (?1, ?2)")
                .and_then(|mut id| id.execute(params![Id::of(&row.event_id), number]))
                .map_err(failed)?;
        }
        let frames = Frames::of(old.iter().map(|(_, row)| row));
        let numbers = old.iter().map(|(number, _)| *number);
        store(&transaction, &numbers.zip(frames.read()?).collect::<Vec<_>>())?;
        advance(&transaction, *last)?;
        transaction.execute("DELETE FROM event WHERE number <= ?1", [last]).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        moved += old.len();
        tracing::info!(moved, "moving the activity record's events into batches");
    }
    let transaction = connection.unchecked_transaction().map_err(failed)?;
    // Also numbers of events that were removed are not given again.
    let last = "SELECT seq FROM sqlite_sequence WHERE name = 'event'";
    let last = transaction.query_row(last, [], |row| row.get(0)).optional().map_err(failed)?;
    advance(&transaction, last.unwrap_or(0))?;
    transaction.execute_batch("DROP TABLE event; DROP TABLE event_key").map_err(failed)?;
    transaction.commit().map_err(failed)
}

fn oldest(connection: &Connection) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT number, time_ms, event_id, request_id, account, region, body, keys \
             FROM event ORDER BY number LIMIT ?1",
        )
        .map_err(failed)?;
    let mut rows = statement.query([integer(AT_ONCE)]).map_err(failed)?;
    let (mut events, mut bytes) = (Vec::new(), 0);
    while bytes < AT_ONCE_BYTES
        && let Some(row) = rows.next().map_err(failed)?
    {
        let event = event(row)?;
        bytes += event.1.body.len();
        events.push(event);
    }
    Ok(events)
}

fn event(row: &Row<'_>) -> Result<(i64, ActivityRow), StoreError> {
    let number = row.get(0).map_err(failed)?;
    // What is damaged keeps nobody from starting: it is found by its ids and its time alone.
    let keys = blob(row, 7).and_then(keys_from_json).unwrap_or_else(|error| {
        tracing::error!(number, %error, "an event's lookup keys are damaged");
        Vec::new()
    });
    let read = || -> rusqlite::Result<_> {
        let event = ActivityRow {
            time_ms: row.get(1)?,
            event_id: row.get(2)?,
            request_id: row.get(3)?,
            account: row.get(4)?,
            region: row.get(5)?,
            body: row.get(6)?,
            keys,
        };
        Ok((number, event))
    };
    read().map_err(failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::activity::ActivityQuery;
    use crate::backend::sqlite::Sqlite;
    use crate::backend::sqlite::activity::Activity;
    use crate::backend::{ActivityReader as _, ActivityWriter as _, Backend as _};

    fn row(number: i64) -> ActivityRow {
        ActivityRow {
            time_ms: number / 3,
            event_id: format!("0192f0c1-a2b3-7cde-8f01-{number:012}"),
            request_id: format!("request {}", number / 2),
            account: "1".repeat(12),
            region: "eu-west-1".to_owned(),
            body: b"{}".to_vec(),
            keys: vec![("EventName".into(), format!("Name{}", number % 7).into())],
        }
    }

    #[test]
    fn events_of_the_first_schema_keep_their_numbers_and_are_found() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path()).unwrap();
        let old = Connection::open(folder.path().join("activity.db")).unwrap();
        old.execute_batch(include_str!("activity.1.sql")).unwrap();
        old.execute("INSERT INTO state (name, value) VALUES ('schema', 1)", []).unwrap();
        let count = integer(AT_ONCE) + 499;
        let last_given = count;
        old.execute_batch("BEGIN").unwrap();
        for number in (1..=count).filter(|number| number % 5 != 0) {
            let ActivityRow { time_ms, event_id, request_id, account, region, body, keys } =
                row(number);
            old.execute(
                "INSERT INTO event VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    number,
                    time_ms,
                    event_id,
                    request_id,
                    account,
                    region,
                    body,
                    serde_json::to_vec(&keys).unwrap()
                ],
            )
            .unwrap();
        }
        old.execute("UPDATE event SET keys = '?' WHERE number = 1", []).unwrap();
        old.execute("DELETE FROM event WHERE number > ?1", [count - 2]).unwrap();
        old.execute_batch("COMMIT").unwrap();
        drop(old);

        let sqlite = Sqlite::new(folder.path()).unwrap();
        let mut activity = Activity::new(sqlite.activity().unwrap());
        let all = activity.all(0, usize::MAX).unwrap();
        let left = (1..=count - 2).filter(|number| number % 5 != 0);
        let expected: Vec<_> = left.clone().map(|number| (number, row(number))).collect();
        assert_eq!(all.len(), expected.len());
        assert_eq!(all[1..], expected[1..]);
        assert!(all[0].1.keys.is_empty(), "they were damaged");
        assert_eq!(activity.number_of(&row(12).event_id), Ok(Some(12)));
        assert_eq!(activity.by_request("request 6"), Ok(vec![row(12), row(13)]));
        let query = ActivityQuery {
            account: "1".repeat(12),
            region: "eu-west-1".to_owned(),
            from_ms: 0,
            to_ms: i64::MAX,
            attribute: Some(("EventName".to_owned(), "Name3".to_owned())),
            page: None,
            limit: 2,
        };
        let newest = left.rev().filter(|number| number % 7 == 3).take(2);
        let newest: Vec<_> = newest.map(|number| (number, row(number))).collect();
        assert_eq!(activity.query(&query, None).unwrap(), newest);
        let more = Frames::of(&[row(count), row(count + 1)]);
        activity.append(&more.read().unwrap()).unwrap();
        let last = activity.all(count - 2, 9).unwrap();
        let numbers: Vec<_> = last.iter().map(|(number, _)| *number).collect();
        assert_eq!(numbers, [last_given + 1, last_given + 2], "no number is given twice");
        assert!(sqlite.open_activity_reader().is_ok());
    }
}
