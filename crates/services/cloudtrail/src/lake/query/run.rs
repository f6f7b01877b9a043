//! Queries are run beside the serving of requests, one of an account at a time.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use bartizan_service::Road;
use bartizan_service::store::{Key, Store, StoreError, Writer};
use bartizan_sql::{Failure, Session, Statement, Window};
use bartizan_types::{AccountId, Fault};

use super::delivery;
use super::records::{DeliveryStatus, Query, Rows, Scan, Status};
use super::watch::{Reason, Watch};
use crate::lake::intake::{Limits, ingest_one};
use crate::lake::packing;
use crate::lake::records::{EventDataStore, Segment};

/// About how many bytes a part of a result has, and all of it.
const PART_BYTES: usize = 1 << 20;
const RESULT_BYTES_MAX: usize = 64 << 20;
/// How many segments are read at a time.
const SEGMENTS_READ: usize = 8;
/// How many queries are read at a time.
const QUERIES_READ: usize = 100;
/// How many times a query is begun: one that ended the process twice is not run again.
const ATTEMPTS_MAX: u32 = 2;
/// The longest message. (CloudTrail API Reference, `DescribeQuery`.)
const MESSAGE_MAX: usize = 1000;

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

/// Runs the query that waits longest, of those whose account has none running; whether there was
/// one. It may be called by several workers at once.
///
/// # Errors
/// The store cannot be read or written. What is wrong with a query is its own failure.
pub async fn run_next_query(road: &Road, limits: &Limits) -> Result<bool, Fault> {
    let Some(query) = take(road).await? else { return Ok(false) };
    let outcome = attempt(road, limits, &query).await;
    let account = query.account;
    let delivered = match &outcome {
        Ok(outcome) => delivery::deliver(road, &query, outcome.parts.len()).await,
        Err(_) => DeliveryStatus::Failed,
    };
    finish(road, query, outcome, delivered).await?;
    forget_surplus(road, limits, account).await?;
    Ok(true)
}

/// Runs a query that was taken out of the queue.
async fn attempt(road: &Road, limits: &Limits, query: &Query) -> Result<Outcome, End> {
    // What happened until now is to be found.
    let all = road.clone();
    let flushed = tokio::task::spawn_blocking(move || all.platform().activity().flush()).await;
    flushed.unwrap_or(Ok(())).map_err(Fault::from)?;
    let mut stores = Vec::new();
    for id in &query.stores {
        let key = Key::new(query.account, &query.region, id.as_str());
        let found: Result<_, StoreError> =
            road.platform().store.read(|reader| reader.get::<EventDataStore>(&key));
        let found = found.map_err(Fault::from)?;
        let Some(store) = found.filter(|store| store.deleted.is_none()) else {
            return Err(End::failed(format!("event data store {id} is inactive")));
        };
        ingest_one(road, limits, &store).await?;
        stores.push(store);
    }
    let (on_thread, running) = (road.clone(), query.clone());
    let ran = tokio::task::spawn_blocking(move || run(&on_thread, &running, &stores)).await;
    ran.unwrap_or_else(|_| Err(End::failed("the query broke down")))
}

/// What a query read, and the parts of its result.
struct Outcome {
    scan: Scan,
    parts: Vec<u64>,
    stored: u64,
}

/// How a query ended that has no result.
struct End {
    status: Status,
    message: Option<String>,
}

impl End {
    fn failed(message: impl Into<String>) -> Self {
        let message = message.into().chars().take(MESSAGE_MAX).collect();
        Self { status: Status::Failed, message: Some(message) }
    }
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        Self::failed(fault.message)
    }
}

/// Takes a query out of the queue.
async fn take(road: &Road) -> Result<Option<Query>, Fault> {
    let store = &road.platform().store;
    let waits = |query: &Query| query.status == Status::Queued;
    let open: Result<Vec<(Key, Query)>, StoreError> =
        store.read(|reader| reader.find::<Query>("open", "yes"));
    if !open?.iter().any(|(_, query)| waits(query)) {
        return Ok(None);
    }
    let now = road.platform().now();
    let write = store.write(move |writer| {
        let mut open: Vec<Query> =
            writer.find::<Query>("open", "yes")?.into_iter().map(|(_, query)| query).collect();
        open.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
        let is_busy = |query: &Query| {
            let runs = |other: &Query| other.status == Status::Running;
            open.iter().any(|other| runs(other) && other.account == query.account)
        };
        let Some(next) = open.iter().find(|query| waits(query) && !is_busy(query)) else {
            return Ok(None);
        };
        let mut next = next.clone();
        next.status = Status::Running;
        next.started = Some(now);
        next.attempts += 1;
        writer.put(&next.key(), &next)?;
        Ok(Some(next))
    });
    write.await.map_err(|error: StoreError| error.into())
}

/// Runs a query over the events of its stores.
fn run(road: &Road, query: &Query, stores: &[EventDataStore]) -> Result<Outcome, End> {
    let platform = road.platform();
    let watch = Arc::new(Mutex::new(Watch::new(Arc::clone(platform), query.key())));
    let stops = {
        let watch = Arc::clone(&watch);
        move || watch.lock().unwrap_or_else(PoisonError::into_inner).stops()
    };
    let statement = Statement::read(&query.statement, query.created.millis())
        .map_err(|refusal| End::failed(refusal.to_string()))?;
    let ended = |failure: Failure| {
        let reason = watch.lock().unwrap_or_else(PoisonError::into_inner).reason();
        end(&failure, reason)
    };
    let windows: Vec<Window> = stores.iter().map(|store| window(&statement, &store.id)).collect();
    let mut session = Session::start(statement, stops.clone()).map_err(ended)?;
    let mut scan = Scan::default();
    for (store, window) in stores.iter().zip(windows) {
        let retained = store.retained_from_ms(platform.now());
        let window = Window { from_ms: window.from_ms.max(retained), ..window };
        read(&platform.store, store, window, |segment, lines| {
            for line in lines {
                if stops() {
                    return Err(ended(Failure::Stopped));
                }
                session.add(&store.id, window.from_ms, &line).map_err(ended)?;
            }
            scan.events += segment.events;
            scan.bytes += segment.bytes;
            Ok(())
        })?;
    }
    let mut result = Answer::new(&platform.store, query);
    scan.matched = session.rows(|row| result.push(&row)).map_err(ended)?;
    result.close().map_err(ended)?;
    Ok(Outcome { scan, parts: result.parts, stored: result.stored })
}

/// The time of the events of a store that a statement can make use of.
fn window(statement: &Statement, id: &str) -> Window {
    let stores = statement.stores();
    let found = stores.iter().find(|(store, _)| *store == id);
    found.map_or(Window::ALWAYS, |(_, window)| *window)
}

/// Reads the segments that have events of this time.
fn read(
    records: &Store,
    store: &EventDataStore,
    window: Window,
    mut take: impl FnMut(&Segment, Vec<String>) -> Result<(), End>,
) -> Result<(), End> {
    let (account, prefix) = (store.account.to_string(), store.segment_prefix());
    let mut after: Option<Key> = None;
    loop {
        let behind = after.as_ref().map(|key| key.id.as_str());
        let found = records.read(|reader| {
            reader.scan::<Segment>(&account, &store.region, &prefix, behind, SEGMENTS_READ)
        });
        let found = found.map_err(|error: StoreError| End::from(Fault::from(error)))?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = Some(last.clone());
        for (_, segment) in &found {
            // An event's time is told in whole seconds.
            let from_ms = segment.from_ms - segment.from_ms.rem_euclid(1000);
            if segment.until_ms >= window.from_ms && from_ms <= window.until_ms {
                take(segment, packing::lines(segment)?)?;
            }
        }
    }
}

/// A result that is being stored.
struct Answer<'r> {
    store: &'r Store,
    query: &'r Query,
    text: String,
    rows: u64,
    bytes: usize,
    parts: Vec<u64>,
    /// How many bytes they take in the store.
    stored: u64,
}

impl<'r> Answer<'r> {
    fn new(store: &'r Store, query: &'r Query) -> Self {
        let (text, parts) = (String::new(), Vec::new());
        Self { store, query, text, rows: 0, bytes: 0, parts, stored: 0 }
    }

    fn push(&mut self, row: &[String]) -> Result<(), Failure> {
        let before = self.text.len();
        let _ = writeln!(self.text, "{}", serde_json::Value::from(row));
        self.rows += 1;
        self.bytes += self.text.len() - before;
        if self.bytes > RESULT_BYTES_MAX {
            return Err(Failure::Query(
                "the result is too large: ask for less by LIMIT".to_owned(),
            ));
        }
        if self.text.len() >= PART_BYTES { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), Failure> {
        if self.rows == 0 {
            return Ok(());
        }
        let failed = |fault: Fault| Failure::Query(fault.message);
        let rows = Rows { packed: packing::packed(&self.text).map_err(failed)? };
        self.stored += u64::try_from(rows.packed.len()).unwrap_or(u64::MAX);
        let (query, key) = (self.query.key(), self.query.part_key(self.parts.len()));
        let written = self.store.write_blocking(move |writer| {
            let is_known = writer.get::<Query>(&query)?.is_some();
            if is_known {
                writer.put(&key, &rows)?;
            }
            Ok(is_known)
        });
        if !written.map_err(|error: StoreError| failed(error.into()))? {
            return Err(Failure::Stopped);
        }
        self.parts.push(std::mem::take(&mut self.rows));
        self.text.clear();
        Ok(())
    }
}

fn end(failure: &Failure, reason: Option<Reason>) -> End {
    match (failure, reason) {
        (Failure::Stopped, Some(Reason::Cancelled)) => {
            End { status: Status::Cancelled, message: None }
        }
        (Failure::Stopped, Some(Reason::TimedOut)) => {
            let message = Some("The query took too long.".to_owned());
            End { status: Status::TimedOut, message }
        }
        (Failure::Stopped, _) => End::failed(Failure::TooLarge.to_string()),
        (failure, _) => End::failed(failure.to_string()),
    }
}

/// Enters how a query ended, unless it was cancelled before. Only a finished one keeps its rows.
async fn finish(
    road: &Road,
    query: Query,
    outcome: Result<Outcome, End>,
    delivered: DeliveryStatus,
) -> Result<(), Fault> {
    let now = road.platform().now();
    let write = road.platform().store.write(move |writer| {
        let key = query.key();
        let found = writer.get::<Query>(&key)?;
        let Some(mut query) = found.filter(|query| query.status == Status::Running) else {
            return forget_parts(writer, &query);
        };
        query.ended = Some(now);
        query.delivered(delivered);
        match outcome {
            Ok(Outcome { scan, parts, stored }) => {
                query.status = Status::Finished;
                query.scan = scan;
                query.parts = parts;
                query.stored = stored;
            }
            Err(End { status, message }) => {
                query.status = status;
                query.error = message;
                forget_parts(writer, &query)?;
            }
        }
        writer.put(&key, &query)
    });
    write.await.map_err(|error: StoreError| error.into())
}

/// Forgets queries after seven days, with their results.
///
/// # Errors
/// The store cannot be read or written.
pub async fn forget_queries(road: &Road) -> Result<(), Fault> {
    let store = &road.platform().store;
    let now = road.platform().now();
    let mut after: Option<Key> = None;
    loop {
        let queries: Result<Vec<(Key, Query)>, StoreError> =
            store.read(|reader| reader.scan_all::<Query>(after.as_ref(), QUERIES_READ));
        let queries = queries?;
        let Some((last, _)) = queries.last() else { return Ok(()) };
        after = Some(last.clone());
        for (_, query) in queries.into_iter().filter(|(_, query)| query.is_old(now)) {
            forget(store, query).await?;
        }
    }
}

/// Forgets the oldest queries of an account that has too many, or too large results.
async fn forget_surplus(road: &Road, limits: &Limits, account: AccountId) -> Result<(), Fault> {
    let store = &road.platform().store;
    let found: Result<Vec<(Key, Query)>, StoreError> =
        store.read(|reader| reader.find::<Query>("account", &account.to_string()));
    let mut queries: Vec<Query> = found?.into_iter().map(|(_, query)| query).collect();
    queries.retain(|query| !query.status.is_open());
    queries.sort_by_key(|query| std::cmp::Reverse(query.created));
    let mut bytes: u64 = 0;
    for (number, query) in queries.into_iter().enumerate() {
        bytes = bytes.saturating_add(query.stored);
        if number >= limits.queries_max || bytes > limits.result_bytes_max {
            forget(store, query).await?;
        }
    }
    Ok(())
}

async fn forget(store: &Store, query: Query) -> Result<(), Fault> {
    let write = store.write(move |writer| {
        forget_parts(writer, &query)?;
        writer.delete::<Query>(&query.key()).map(drop)
    });
    write.await.map_err(|error: StoreError| error.into())
}

/// Removes the rows of a query.
fn forget_parts(writer: &mut Writer<'_>, query: &Query) -> Result<(), StoreError> {
    let (account, prefix) = (query.account.to_string(), format!("{}/", query.id));
    loop {
        let parts = writer.scan::<Rows>(&account, &query.region, &prefix, None, SEGMENTS_READ)?;
        if parts.is_empty() {
            return Ok(());
        }
        for (key, _) in &parts {
            writer.delete::<Rows>(key)?;
        }
    }
}
