//! Shelves: of each resource, what its findings are chosen, sorted and counted by, in few records that are
//! read fast. They are written with the findings, in the same transaction. See
//! `docs/adr/0079-lists-read-shelves.md`.

mod row;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicU64, Ordering};

use bartizan_service::store::{Key, Reader, Record, StoreError, Writer};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use self::row::Texts;
pub(crate) use self::row::{Fact, Row, fact_at};
use super::record::FindingRecord;

/// How many lines a part of a shelf has at most, and about how many bytes.
const LINES_MAX: usize = 1000;
const BYTES_MAX: usize = 256 << 10;
/// How many parts are read at a time.
const PARTS: usize = 16;

/// A part of the shelf of a resource.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct ShelfRecord {
    /// The id of the resource.
    pub(crate) resource: String,
    /// How its findings tell the resource: what was closed tells it as it was then.
    pub(crate) resources: Vec<Json>,
    lines: usize,
    rows: String,
}

impl Record for ShelfRecord {
    const COLLECTION: &'static str = "inspector2.finding-shelf";
}

/// A part of a shelf, read where it lies.
#[derive(Debug, Deserialize)]
pub(crate) struct Shelf<'b> {
    /// The id of the resource.
    #[serde(borrow)]
    pub(crate) resource: Cow<'b, str>,
    #[serde(borrow)]
    rows: Cow<'b, str>,
    /// All of it as it is stored, and the resources in it, once somebody asked for them.
    #[serde(skip)]
    stored: &'b [u8],
    #[serde(skip)]
    resources: OnceCell<Vec<Json>>,
    /// No two have the same, while the process lives.
    #[serde(skip)]
    pub(crate) serial: u64,
}

impl<'b> Shelf<'b> {
    fn of(stored: &'b [u8]) -> serde_json::Result<Self> {
        static SERIALS: AtomicU64 = AtomicU64::new(1);
        let serial = SERIALS.fetch_add(1, Ordering::Relaxed);
        Ok(Self { stored, serial, ..serde_json::from_slice(stored)? })
    }

    /// The findings on it, by their ids.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        Texts(&self.rows).map(Row::of)
    }

    /// The resource that a finding on it tells.
    pub(crate) fn resource_of(&self, row: &Row<'_>) -> Option<&Json> {
        let at = row.whole(Fact::Resource).and_then(|at| usize::try_from(at).ok())?;
        let resources = self.resources.get_or_init(|| {
            let record = serde_json::from_slice::<ShelfRecord>(self.stored);
            record.map(|record| record.resources).unwrap_or_default()
        });
        resources.get(at)
    }
}

impl ShelfRecord {
    /// The findings on it, by their ids.
    fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        Texts(&self.rows).map(Row::of)
    }

    fn is_full(&self) -> bool {
        self.lines >= LINES_MAX || self.rows.len() >= BYTES_MAX
    }

    fn add(&mut self, id: &str, record: &FindingRecord) {
        let told = record.finding.pointer("/resources/0").cloned().unwrap_or_default();
        let at = self.resources.iter().position(|known| *known == told);
        let at = at.unwrap_or_else(|| {
            self.resources.push(told);
            self.resources.len() - 1
        });
        row::write(&mut self.rows, id, record, at);
        self.lines += 1;
    }
}

/// What the ids of all parts of a resource begin with. Shelves are ordered by it.
pub(crate) fn prefix(resource: &str) -> String {
    format!("{resource}/")
}

/// Writes the shelf of a resource, which has just these findings, by their ids.
pub(crate) fn put(
    writer: &mut Writer<'_>,
    (account, region, resource): (&str, &str, &str),
    findings: &BTreeMap<String, FindingRecord>,
) -> Result<(), StoreError> {
    let key = |id: String| Key { account: account.to_owned(), region: region.to_owned(), id };
    let prefix = prefix(resource);
    let part = |number: usize| key(format!("{prefix}{number:06}"));
    let empty = || ShelfRecord { resource: resource.to_owned(), ..ShelfRecord::default() };
    let (mut number, mut shelf) = (0, empty());
    for (id, record) in findings {
        shelf.add(id, record);
        if shelf.is_full() {
            writer.put(&part(number), &std::mem::replace(&mut shelf, empty()))?;
            number += 1;
        }
    }
    if shelf.lines > 0 {
        writer.put(&part(number), &shelf)?;
        number += 1;
    }
    while writer.delete::<ShelfRecord>(&part(number))? {
        number += 1;
    }
    Ok(())
}

/// Tells of the parts of an account's shelves in a region, in order, from the resource of this prefix on,
/// until it is told to stop.
pub(crate) fn each<E: From<StoreError>>(
    reader: &Reader<'_>,
    account: &str,
    region: &str,
    from: Option<&str>,
    mut tell: impl FnMut(&Shelf<'_>) -> Result<ControlFlow<()>, E>,
) -> Result<ControlFlow<()>, E> {
    // Numbers of parts are digits, which are behind the prefix alone.
    let mut after = from.map(str::to_owned);
    loop {
        let (mut count, mut last, mut failed) = (0, None, None);
        let place = (account, region);
        let flow =
            reader.scan_stored::<ShelfRecord>(place, after.as_deref(), PARTS, |id, stored| {
                count += 1;
                last = Some(id.to_owned());
                let shelf = Shelf::of(stored).map_err(|error| corrupt(place, id, &error));
                let told = shelf.map_err(E::from).and_then(|shelf| tell(&shelf));
                told.unwrap_or_else(|error| {
                    failed = Some(error);
                    ControlFlow::Break(())
                })
            })?;
        if let Some(error) = failed {
            return Err(error);
        }
        if flow.is_break() || count < PARTS {
            return Ok(flow);
        }
        after = last;
    }
}

fn corrupt((account, region): (&str, &str), id: &str, error: &serde_json::Error) -> StoreError {
    let (account, region, id) = (account.to_owned(), region.to_owned(), id.to_owned());
    StoreError::Corrupt {
        collection: ShelfRecord::COLLECTION.to_owned(),
        key: Box::new(Key { account, region, id }),
        reason: error.to_string(),
    }
}

/// Parts of shelves, each with its resource, and where to go on.
pub(crate) type Overdue = (Vec<(Key, String)>, Option<Key>);

/// Shelves of all accounts that have a finding whose time is over, each once, and where to go on.
pub(crate) fn overdue(
    reader: &Reader<'_>,
    after: Option<&Key>,
    now: i64,
) -> Result<Overdue, StoreError> {
    let page = reader.scan_all::<ShelfRecord>(after, PARTS)?;
    let next = page.last().filter(|_| page.len() == PARTS).map(|(key, _)| key.clone());
    let is_over = |row: Row<'_>| row.whole(Fact::Forgotten).is_some_and(|at| at <= now);
    let over = page.into_iter().filter(|(_, shelf)| shelf.rows().any(is_over));
    let mut over: Vec<(Key, String)> = over.map(|(key, shelf)| (key, shelf.resource)).collect();
    over.dedup_by(|a, b| (&a.0.account, &a.0.region, &a.1) == (&b.0.account, &b.0.region, &b.1));
    Ok((over, next))
}

#[cfg(test)]
mod tests {
    use bartizan_service::store::Store;
    use bartizan_service::testkit::{ACCOUNT, REGION, World};
    use bartizan_types::Timestamp;
    use serde_json::json;

    use super::super::record::Closed;
    use super::*;

    fn findings(count: usize, title: &str) -> BTreeMap<String, FindingRecord> {
        let at = Timestamp::from_millis(1);
        let record = |number: usize| FindingRecord {
            identity: number.to_string(),
            resource: "i-1".to_owned(),
            finding: json!({ "title": title, "resources": [{ "id": number % 2 }] }),
            exploited: None,
            first_observed: at,
            last_observed: at,
            updated: at,
            closed: (number == 7).then_some(Closed { at, forgotten: at }),
        };
        (0..count).map(|number| (format!("{number:05}"), record(number))).collect()
    }

    fn write(store: &Store, resource: &'static str, findings: BTreeMap<String, FindingRecord>) {
        let write =
            move |writer: &mut Writer<'_>| put(writer, (ACCOUNT, REGION, resource), &findings);
        store.write_blocking(write).unwrap();
    }

    /// How many parts there are from a resource on, and the ids on them.
    fn read(store: &Store, from: Option<&str>) -> (usize, Vec<String>) {
        let (mut parts, mut ids) = (0, Vec::new());
        let tell = |shelf: &Shelf<'_>| {
            parts += 1;
            for row in shelf.rows() {
                assert!(shelf.resource_of(&row).is_some());
                ids.push(row.text(Fact::Id).to_owned());
            }
            Ok::<_, StoreError>(ControlFlow::Continue(()))
        };
        let from = from.map(prefix);
        let read = |reader: &Reader<'_>| each(reader, ACCOUNT, REGION, from.as_deref(), tell);
        assert!(store.read(read).unwrap().is_continue());
        (parts, ids)
    }

    #[test]
    fn a_shelf_has_as_many_parts_as_it_needs() {
        let world = World::new(Vec::new(), |_| Vec::new());
        let store = &world.road.platform().store;
        write(store, "i-0", findings(1, "one"));
        for (count, title, parts) in [
            (LINES_MAX * 20 + 1, "a".to_owned(), 21),
            (LINES_MAX, "a".to_owned(), 1),
            (0, String::new(), 0),
            (4, "a".repeat(BYTES_MAX), 4),
            (1, "a".to_owned(), 1),
        ] {
            write(store, "i-1", findings(count, &title));
            let (found, ids) = read(store, Some("i-1"));
            assert_eq!((found, ids.len()), (parts, count));
            assert!(ids.is_sorted());
            assert_eq!(read(store, None).1.len(), count + 1);
        }
    }

    #[test]
    fn what_is_to_be_forgotten_is_found_a_shelf_at_a_time() {
        let world = World::new(Vec::new(), |_| Vec::new());
        let store = &world.road.platform().store;
        write(store, "i-1", findings(8, "one"));
        write(store, "i-2", findings(7, "one"));
        let over = |now| store.read(|reader| overdue(reader, None, now)).unwrap();
        assert!(over(0).0.is_empty());
        let (found, next) = over(1);
        let resources: Vec<String> = found.into_iter().map(|(_, resource)| resource).collect();
        assert_eq!((resources, next), (vec!["i-1".to_owned()], None));
    }
}
