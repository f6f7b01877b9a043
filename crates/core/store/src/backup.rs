//! Backups: one file with all records and events, in a form of its own that either database is
//! filled from. [`crate::Store::restore`] documents the form.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::activity::ActivityRow;
use crate::activity::frame::Frames;
use crate::backend::{ActivityWriter, Backend, RowRef, WriteSession};
use crate::{Key, Reader, Store, StoreError};

/// The format this program writes and the only one it reads.
const FORMAT: u32 = 1;
/// How many records or events are read or stored at a time.
const BATCH: usize = 1000;

/// One line of a backup.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Line {
    BartizanBackup { format: u32, sequence: u64 },
    Record(StoredRecord),
    Event(ActivityRow),
    End { records: u64, events: u64 },
}

#[derive(Serialize, Deserialize)]
struct StoredRecord {
    collection: String,
    #[serde(flatten)]
    key: Key,
    version: u32,
    body: String,
    keys: Vec<(String, String)>,
}

pub(crate) fn write(store: &Store, to: &Path) -> Result<(), StoreError> {
    let failed = |error: std::io::Error| {
        StoreError::Io(format!("the backup `{}` cannot be written: {error}", to.display()))
    };
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(to).map_err(failed)?;
    let mut out = Output { file: BufWriter::new(file), records: 0, events: 0 };
    let written = out.write_all_of(store).and_then(|()| {
        let file = out.file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)
    });
    if written.is_err() {
        // A part of a backup is of no use; that it cannot be removed adds nothing to the error.
        let _ = std::fs::remove_file(to);
    }
    written
}

struct Output {
    file: BufWriter<File>,
    records: u64,
    events: u64,
}

impl Output {
    fn write_all_of(&mut self, store: &Store) -> Result<(), StoreError> {
        // Events first leave the outbox: the record then has all up to the state that is read.
        store.activity().flush()?;
        store.read(|reader| self.records(reader))?;
        let mut after = 0;
        loop {
            let events = store.activity().all(after, BATCH)?;
            let Some((last, _)) = events.last() else { break };
            after = *last;
            for (_, event) in events {
                self.line(&Line::Event(event))?;
                self.events += 1;
            }
        }
        self.line(&Line::End { records: self.records, events: self.events })
    }

    fn records(&mut self, reader: &Reader<'_>) -> Result<(), StoreError> {
        let query = reader.query();
        self.line(&Line::BartizanBackup { format: FORMAT, sequence: query.sequence()? })?;
        for collection in query.collections()? {
            let mut after = None;
            loop {
                let mut batch = Vec::new();
                reader.each_of(&collection, after.as_ref(), BATCH, &mut |row| {
                    batch.push(stored(&collection, &row)?);
                    Ok(())
                })?;
                let Some(last) = batch.last() else { break };
                after = Some(last.key.clone());
                for mut record in batch {
                    record.keys = query.index_keys(&collection, &record.key)?;
                    self.line(&Line::Record(record))?;
                    self.records += 1;
                }
            }
        }
        // Events that were emitted since the flush and are of this state.
        let mut after = 0;
        loop {
            let waiting = query.outbox(after, BATCH)?;
            let Some((last, _)) = waiting.last() else { return Ok(()) };
            after = *last;
            for (_, event) in waiting {
                self.line(&Line::Event(event))?;
                self.events += 1;
            }
        }
    }

    fn line(&mut self, line: &Line) -> Result<(), StoreError> {
        let failed = |error: std::io::Error| StoreError::Io(error.to_string());
        serde_json::to_writer(&mut self.file, line).map_err(|error| failed(error.into()))?;
        self.file.write_all(b"\n").map_err(failed)
    }
}

fn stored(collection: &str, row: &RowRef<'_>) -> Result<StoredRecord, StoreError> {
    let body = std::str::from_utf8(row.body).map_err(|error| StoreError::Corrupt {
        collection: collection.to_owned(),
        key: Box::new(row.key()),
        reason: error.to_string(),
    })?;
    Ok(StoredRecord {
        collection: collection.to_owned(),
        key: row.key(),
        version: row.version,
        body: body.to_owned(),
        keys: Vec::new(),
    })
}

pub(crate) fn restore(from: &Path, backend: &dyn Backend) -> Result<(), StoreError> {
    let file = File::open(from).map_err(|error| {
        StoreError::Backup(format!("`{}` cannot be read: {error}", from.display()))
    })?;
    let session = backend.open_writer()?;
    if session.sequence()? > 0 {
        return Err(StoreError::Backup(
            "the store is not empty: name a new folder or database".to_owned(),
        ));
    }
    let mut activity = backend.open_activity_writer()?;
    // The state is committed last: a restore that failed half way can be repeated, as events are
    // stored once.
    session.begin()?;
    let restored = Input { session: &*session, activity: &mut *activity, events: Vec::new() }
        .read_all_of(BufReader::new(file));
    match restored {
        Ok(()) => session.commit(),
        Err(error) => {
            session.rollback()?;
            Err(error)
        }
    }
}

struct Input<'a> {
    session: &'a dyn WriteSession,
    activity: &'a mut dyn ActivityWriter,
    events: Vec<ActivityRow>,
}

impl Input<'_> {
    fn read_all_of(mut self, file: impl BufRead) -> Result<(), StoreError> {
        let (mut records, mut events) = (0, 0);
        let mut started_at = None;
        for (number, line) in (1_u64..).zip(file.lines()) {
            let unreadable = |reason: &dyn std::fmt::Display| {
                StoreError::Backup(format!("its line {number} cannot be read: {reason}"))
            };
            let line = line.map_err(|error| unreadable(&error))?;
            match serde_json::from_str(&line).map_err(|error| unreadable(&error))? {
                Line::BartizanBackup { format: FORMAT, sequence } if number == 1 => {
                    started_at = Some(sequence);
                }
                Line::BartizanBackup { format, .. } if number == 1 => {
                    return Err(StoreError::NewerSchema {
                        what: "the backup".to_owned(),
                        found: format,
                        known: FORMAT,
                    });
                }
                Line::Record(record) if started_at.is_some() => {
                    self.record(&record)?;
                    records += 1;
                }
                Line::Event(event) if started_at.is_some() => {
                    self.events.push(event);
                    events += 1;
                    if self.events.len() == BATCH {
                        self.store_events()?;
                    }
                }
                Line::End { records: r, events: e } if (r, e) == (records, events) => {
                    self.store_events()?;
                    // An empty store keeps the number 0, and can be restored into again.
                    return started_at.map_or(Ok(()), |sequence| self.session.start_at(sequence));
                }
                _ => return Err(unreadable(&"it does not belong there")),
            }
        }
        Err(StoreError::Backup("it ends too early: use a whole one".to_owned()))
    }

    fn record(&self, record: &StoredRecord) -> Result<(), StoreError> {
        let StoredRecord { collection, key, version, body, keys } = record;
        let keys: Vec<_> = keys.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.session.put(collection, key, *version, body.as_bytes(), &keys)
    }

    fn store_events(&mut self) -> Result<(), StoreError> {
        self.activity.append(&Frames::of(&self.events).read()?)?;
        self.events.clear();
        Ok(())
    }
}
