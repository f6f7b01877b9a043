//! Queries are run beside the serving of requests.

use std::io::{BufRead, BufReader, Read, Write};
use std::sync::{Arc, mpsc};

use bartizan_service::store::{Key, Store, StoreError, Writer};
use bartizan_service::{Platform, Road};
use bartizan_sql::{Failure, Statement, Window};
use bartizan_types::{AccountId, Fault};

use super::apart::{Apart, Worker};
use super::delivery;
use super::queue::{end_turn, take};
use super::records::{DeliveryStatus, Query, Rows, Scan, Status};
use super::watch::{Reason, Watch};
use super::worker::{Ended, ROW, SOURCE, Source, Task};
use crate::lake::intake::{Limits, ingest_one};
use crate::lake::packing;
use crate::lake::records::{EventDataStore, Segment};

/// About how many bytes a part of a result has, and all of it.
const PART_BYTES: usize = 1 << 20;
const RESULT_BYTES_MAX: usize = 64 << 20;
/// The most bytes that are read of a worker's answer: a result that is too large, and how it ended.
const ANSWER_BYTES_MAX: u64 = 80 << 20;
/// How many segments are read at a time.
const SEGMENTS_READ: usize = 8;
/// How many queries are read at a time.
const QUERIES_READ: usize = 100;
/// The longest message. (CloudTrail API Reference, `DescribeQuery`.)
const MESSAGE_MAX: usize = 1000;

/// Runs the query whose turn it is, of those whose account has none running; whether there was one.
/// It may be called by several workers at once.
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
    road.platform().activity().flushed().await.map_err(Fault::from)?;
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
    let (on_thread, running, apart) = (road.clone(), query.clone(), limits.apart.clone());
    let ran = tokio::task::spawn_blocking(move || run(&on_thread, &running, &stores, &apart)).await;
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

    /// The end of a query that was given up.
    fn given_up(reason: Reason) -> Self {
        let message = match reason {
            Reason::Cancelled => return Self { status: Status::Cancelled, message: None },
            Reason::TimedOut => "The query took too long.",
            Reason::GaveWay => "The query took too long while queries of other accounts waited.",
        };
        Self { status: Status::TimedOut, message: Some(message.to_owned()) }
    }
}

impl From<Fault> for End {
    fn from(fault: Fault) -> Self {
        Self::failed(fault.message)
    }
}

/// Runs a query over the events of its stores, apart from this process as far as it can be.
fn run(
    road: &Road,
    query: &Query,
    stores: &[EventDataStore],
    apart: &Apart,
) -> Result<Outcome, End> {
    let platform = road.platform();
    let mut worker =
        Worker::begin(apart).map_err(|error| End::failed(format!("it cannot be run: {error}")))?;
    let (stop, watch) = (worker.stop(), Watch::new(Arc::clone(platform), query.key()));
    std::thread::scope(|scope| {
        let (running, ended) = mpsc::channel();
        let watching = std::thread::Builder::new()
            .spawn_scoped(scope, move || watch.until(&ended, || stop.now()))
            .map_err(|error| End::failed(format!("it cannot be run: {error}")))?;
        let outcome = tell(platform, query, stores, &mut worker)
            .and_then(|scan| listen(&platform.store, query, scan, &mut worker));
        drop(running);
        let reason = watching.join().unwrap_or(None);
        outcome.map_err(|end| reason.map_or(end, End::given_up))
    })
}

/// Tells a worker the statement and the events; what was told of them.
fn tell(
    platform: &Platform,
    query: &Query,
    stores: &[EventDataStore],
    worker: &mut Worker,
) -> Result<Scan, End> {
    let statement = Statement::read(&query.statement, query.created.millis())
        .map_err(|refusal| End::failed(refusal.to_string()))?;
    // Dropped at the end: then it knows that this is all.
    let mut input = worker.input.take();
    let mut say = |line: &str| {
        // One that reads no more has ended, and says why.
        if input.as_mut().is_some_and(|input| writeln!(input, "{line}").is_err()) {
            input = None;
        }
        input.is_some()
    };
    let (text, created_ms) = (query.statement.clone(), query.created.millis());
    say(&json(&Task { statement: text, created_ms }));
    let mut scan = Scan::default();
    for store in stores {
        let window = window(&statement, &store.id);
        let from_ms = window.from_ms.max(store.retained_from_ms(platform.now()));
        let window = Window { from_ms, ..window };
        say(&format!("{SOURCE}{}", json(&Source { store: store.id.clone(), from_ms })));
        read(&platform.store, store, window, |segment, lines| {
            scan.events += segment.events;
            scan.bytes += segment.bytes;
            Ok(lines.iter().all(|line| say(line)))
        })?;
    }
    Ok(scan)
}

/// Stores the rows that a worker answers.
fn listen(
    store: &Store,
    query: &Query,
    mut scan: Scan,
    worker: &mut Worker,
) -> Result<Outcome, End> {
    let mut result = Answer::new(store, query);
    let mut output = BufReader::new((&mut worker.output).take(ANSWER_BYTES_MAX));
    let broken = || End::failed("the query broke down");
    let mut line = Vec::new();
    while output.read_until(b'\n', &mut line).map_err(|_| broken())? > 0 {
        let text = str::from_utf8(&line).map_err(|_| broken())?;
        if text.starts_with(ROW) {
            result.push(text)?;
            line.clear();
            continue;
        }
        return match serde_json::from_str(text) {
            Ok(Ended::Matched(matched)) => {
                scan.matched = matched;
                result.close()?;
                Ok(Outcome { scan, parts: result.parts, stored: result.stored })
            }
            Ok(Ended::Failed(message)) => Err(End::failed(message)),
            Ok(Ended::TooLarge) => Err(End::failed(Failure::TooLarge.to_string())),
            Ok(Ended::Stopped) | Err(_) => Err(End::failed(Failure::Stopped.to_string())),
        };
    }
    // One that may still write has not ended, and nobody would read it.
    let is_cut = output.get_ref().limit() == 0;
    drop(output);
    Err(if is_cut || worker.was_ended() {
        End::failed(Failure::TooLarge.to_string())
    } else {
        broken()
    })
}

fn json(told: &impl serde::Serialize) -> String {
    serde_json::to_string(told).unwrap_or_default()
}

/// The time of the events of a store that a statement can make use of.
fn window(statement: &Statement, id: &str) -> Window {
    let stores = statement.stores();
    let found = stores.iter().find(|(store, _)| *store == id);
    found.map_or(Window::ALWAYS, |(_, window)| *window)
}

/// Reads the segments that have events of this time, until `take` wants no more.
fn read(
    records: &Store,
    store: &EventDataStore,
    window: Window,
    mut take: impl FnMut(&Segment, Vec<String>) -> Result<bool, End>,
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
            let is_wanted = segment.until_ms >= window.from_ms && from_ms <= window.until_ms;
            if is_wanted && !take(segment, packing::lines(segment)?)? {
                return Ok(());
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

    /// Takes a row: a list of texts in JSON, and the end of its line.
    fn push(&mut self, row: &str) -> Result<(), End> {
        self.text.push_str(row);
        self.rows += 1;
        self.bytes += row.len();
        if self.bytes > RESULT_BYTES_MAX {
            return Err(End::failed("the result is too large: ask for less by LIMIT"));
        }
        if self.text.len() >= PART_BYTES { self.close() } else { Ok(()) }
    }

    fn close(&mut self) -> Result<(), End> {
        if self.rows == 0 {
            return Ok(());
        }
        let rows = Rows { packed: packing::packed(&self.text)? };
        self.stored += u64::try_from(rows.packed.len()).unwrap_or(u64::MAX);
        let (query, key) = (self.query.key(), self.query.part_key(self.parts.len()));
        let written = self.store.write_blocking(move |writer| {
            let is_known = writer.get::<Query>(&query)?.is_some();
            if is_known {
                writer.put(&key, &rows)?;
            }
            Ok(is_known)
        });
        if !written.map_err(|error: StoreError| End::from(Fault::from(error)))? {
            return Err(End::failed(Failure::Stopped.to_string()));
        }
        self.parts.push(std::mem::take(&mut self.rows));
        self.text.clear();
        Ok(())
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
        end_turn(writer, query.account, now)?;
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
pub(super) fn forget_parts(writer: &mut Writer<'_>, query: &Query) -> Result<(), StoreError> {
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
