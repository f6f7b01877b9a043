//! A connection to the activity record.

use std::collections::HashMap;

use postgres::Row;

use super::session::integer;
use super::{Link, Param, text};
use crate::StoreError;
use crate::activity::frame::Frame;
use crate::activity::{ActivityQuery, ActivityRow, Place, Stretch, keys_from_json, keys_to_json};
use crate::backend::{ActivityReader, ActivityWriter};

/// A query for what [`event`] reads.
macro_rules! events {
    ($rest:literal) => {
        concat!(
            "SELECT e.number, e.time_ms, e.event_id, e.request_id, e.account, e.region, e.body, \
             e.keys FROM ",
            $rest
        )
    };
}

pub(super) struct Activity {
    link: Link,
}

impl Activity {
    pub(super) fn new(link: Link) -> Self {
        Self { link }
    }

    fn events(
        &self,
        sql: &'static str,
        params: Vec<Param>,
    ) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        self.link.rows(sql, params)?.iter().map(event).collect()
    }

    /// Stores events that are not there yet, and what each can be looked up by.
    fn insert(&self, events: &[Frame<'_>]) -> Result<(), StoreError> {
        let bytes = |of: fn(&Frame<'_>) -> Vec<u8>| Param::Texts(events.iter().map(of).collect());
        let stored = self.link.rows(
            "INSERT INTO event (time_ms, event_id, request_id, account, region, body, keys) \
             SELECT time_ms, event_id, request_id, account, region, body, keys \
             FROM unnest($1::bigint[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], \
             $6::bytea[], $7::bytea[]) WITH ORDINALITY \
             AS e (time_ms, event_id, request_id, account, region, body, keys, place) \
             ORDER BY place ON CONFLICT (event_id) DO NOTHING RETURNING number, event_id",
            vec![
                Param::Ints(events.iter().map(|event| event.time_ms).collect()),
                bytes(|event| event.event_id.as_bytes().to_vec()),
                bytes(|event| event.request_id.as_bytes().to_vec()),
                bytes(|event| event.account.as_bytes().to_vec()),
                bytes(|event| event.region.as_bytes().to_vec()),
                bytes(|event| event.body.to_vec()),
                bytes(|event| keys_to_json(event.keys())),
            ],
        )?;
        let numbers = stored.iter().map(|row| Ok((text(row, 1)?, row.get(0))));
        let mut numbers = numbers.collect::<Result<HashMap<&str, i64>, StoreError>>()?;
        let mut columns: [Vec<Vec<u8>>; 4] = Default::default();
        let (mut times, mut places) = (Vec::new(), Vec::new());
        for event in events {
            // An event may be there already, or twice among the rows.
            let Some(number) = numbers.remove(event.event_id) else { continue };
            for (name, value) in event.keys() {
                let texts = [event.account, event.region, name, value];
                for (column, text) in columns.iter_mut().zip(texts) {
                    column.push(text.as_bytes().to_vec());
                }
                times.push(event.time_ms);
                places.push(number);
            }
        }
        let [accounts, regions, names, values] = columns.map(Param::Texts);
        self.link
            .rows(
                "INSERT INTO event_key (account, region, name, value, time_ms, number) \
                 SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bytea[], $4::bytea[], \
                 $5::bigint[], $6::bigint[]) ON CONFLICT DO NOTHING",
                vec![accounts, regions, names, values, Param::Ints(times), Param::Ints(places)],
            )
            .map(drop)
    }
}

impl ActivityWriter for Activity {
    fn append(&mut self, events: &[Frame<'_>]) -> Result<(), StoreError> {
        self.link.run("BEGIN")?;
        self.insert(events)?;
        self.link.run("COMMIT")
    }

    fn prune(&mut self, before_ms: i64, limit: usize) -> Result<usize, StoreError> {
        let removed = self.link.rows(
            "WITH old AS (SELECT number FROM event WHERE time_ms < $1 ORDER BY time_ms LIMIT $2), \
             keys AS (DELETE FROM event_key k USING old WHERE k.number = old.number) \
             DELETE FROM event e USING old WHERE e.number = old.number RETURNING e.number",
            vec![Param::Int(before_ms), integer(limit)],
        )?;
        Ok(removed.len())
    }
}

impl ActivityReader for Activity {
    fn ready(&self) -> Result<(), StoreError> {
        self.link.run("SELECT 1")
    }

    fn query(
        &self,
        query: &ActivityQuery,
        page: Option<(i64, i64)>,
    ) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let (page_ms, page_number) = page.unwrap_or((i64::MAX, i64::MAX));
        let mut params = vec![
            (&query.account).into(),
            (&query.region).into(),
            Param::Int(query.from_ms),
            Param::Int(query.to_ms),
            Param::Int(page_ms),
            Param::Int(page_number),
            integer(query.limit),
        ];
        match &query.attribute {
            None => self.events(
                events!(
                    "event e WHERE e.account = $1 AND e.region = $2 \
                     AND e.time_ms >= $3 AND e.time_ms <= $4 AND (e.time_ms, e.number) < ($5, $6) \
                     ORDER BY e.time_ms DESC, e.number DESC LIMIT $7"
                ),
                params,
            ),
            Some((name, value)) => {
                params.extend([name.into(), value.into()]);
                self.events(
                    events!(
                        "event_key k JOIN event e ON e.number = k.number \
                         WHERE k.account = $1 AND k.region = $2 AND k.name = $8 AND k.value = $9 \
                         AND k.time_ms >= $3 AND k.time_ms <= $4 \
                         AND (k.time_ms, k.number) < ($5, $6) \
                         ORDER BY k.time_ms DESC, k.number DESC LIMIT $7"
                    ),
                    params,
                )
            }
        }
    }

    fn by_request(&self, request_id: &str) -> Result<Vec<ActivityRow>, StoreError> {
        let events = self.events(
            events!("event e WHERE e.request_id = $1 ORDER BY e.time_ms, e.number LIMIT 1000"),
            vec![request_id.into()],
        )?;
        Ok(events.into_iter().map(|(_, row)| row).collect())
    }

    fn all(&self, after: i64, limit: usize) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        self.events(
            events!("event e WHERE e.number > $1 ORDER BY e.number LIMIT $2"),
            vec![Param::Int(after), integer(limit)],
        )
    }

    fn stretch(&self, account: &str, after: i64, limit: usize) -> Result<Stretch, StoreError> {
        let passed = self.link.rows(
            "SELECT number, time_ms, event_id FROM event WHERE number > $1 ORDER BY number LIMIT $2",
            vec![Param::Int(after), integer(limit)],
        )?;
        let Some(last) = passed.last() else { return Ok(Stretch::default()) };
        let rows = self.events(
            events!(
                "event e WHERE e.number > $1 AND e.number <= $2 AND e.account = $3 \
                 ORDER BY e.number"
            ),
            vec![Param::Int(after), Param::Int(last.get(0)), account.into()],
        )?;
        Ok(Stretch {
            rows: rows.into_iter().map(|(_, row)| row).collect(),
            end: Some(Place { event_id: text(last, 2)?.to_owned(), time_ms: last.get(1) }),
            goes_on: passed.len() == limit,
        })
    }

    fn by_ids(&self, event_ids: &[String]) -> Result<Vec<(i64, ActivityRow)>, StoreError> {
        let ids = event_ids.iter().map(|id| id.clone().into_bytes()).collect();
        self.events(events!("event e WHERE e.event_id = ANY($1::bytea[])"), vec![Param::Texts(ids)])
    }

    fn number_of(&self, event_id: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT number FROM event WHERE event_id = $1";
        let rows = self.link.rows(sql, vec![event_id.into()])?;
        Ok(rows.first().map(|row| row.get(0)))
    }

    fn last_before(&self, time_ms: i64) -> Result<Option<String>, StoreError> {
        let rows = self.link.rows(
            "SELECT event_id FROM event WHERE number < coalesce(\
             (SELECT min(number) FROM event WHERE time_ms >= $1), 9223372036854775807) \
             ORDER BY number DESC LIMIT 1",
            vec![Param::Int(time_ms)],
        )?;
        rows.first().map(|row| Ok(text(row, 0)?.to_owned())).transpose()
    }
}

fn event(row: &Row) -> Result<(i64, ActivityRow), StoreError> {
    let event = ActivityRow {
        time_ms: row.get(1),
        event_id: text(row, 2)?.to_owned(),
        request_id: text(row, 3)?.to_owned(),
        account: text(row, 4)?.to_owned(),
        region: text(row, 5)?.to_owned(),
        body: row.get(6),
        keys: keys_from_json(row.get(7))?,
    };
    Ok((row.get(0), event))
}
