//! A statement that can be run.

use crate::compile;
use crate::kind::Kind;
use crate::path::Path;
use crate::refusal::Refusal;
use crate::time::Moment;

/// A `SELECT` statement that was read, checked, and written anew for SQLite.
#[derive(Debug, Clone)]
pub struct Statement {
    pub(crate) sql: String,
    /// The literals, in the order of their parameters.
    pub(crate) texts: Vec<String>,
    pub(crate) tables: Vec<Table>,
    pub(crate) columns: Vec<Column>,
}

/// One mention of an event data store in a statement: what of its events is read.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    /// The event data store's id.
    pub(crate) store: String,
    /// The values that are columns of the table.
    pub(crate) paths: Vec<Path>,
    pub(crate) window: Window,
}

/// A column of a result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

/// The time that events of interest are from, in milliseconds since 1970, both ends in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The earliest.
    pub from_ms: i64,
    /// The latest.
    pub until_ms: i64,
}

impl Window {
    /// All of time.
    pub const ALWAYS: Self = Self { from_ms: i64::MIN, until_ms: i64::MAX };

    /// Whether it has this moment in it.
    pub const fn holds(self, time_ms: i64) -> bool {
        self.from_ms <= time_ms && time_ms <= self.until_ms
    }

    /// The shortest one that holds both.
    const fn with(self, other: Self) -> Self {
        let from_ms = if self.from_ms < other.from_ms { self.from_ms } else { other.from_ms };
        let until_ms = if self.until_ms > other.until_ms { self.until_ms } else { other.until_ms };
        Self { from_ms, until_ms }
    }
}

impl Statement {
    /// Reads a statement. `now_ms` is what `now()` stands for, in milliseconds since 1970.
    ///
    /// # Errors
    /// What is wrong with it or not known here.
    pub fn read(text: &str, now_ms: i64) -> Result<Self, Refusal> {
        let now =
            Moment::from_millis(now_ms).ok_or_else(|| Refusal::new("There is no such time."))?;
        compile::compile(text, now)
    }

    /// The ids of the event data stores that it reads, each once, with the time of the events that
    /// it can make use of.
    pub fn stores(&self) -> Vec<(&str, Window)> {
        let mut stores: Vec<(&str, Window)> = Vec::new();
        for table in &self.tables {
            match stores.iter_mut().find(|(store, _)| *store == table.store) {
                Some((_, window)) => *window = window.with(table.window),
                None => stores.push((&table.store, table.window)),
            }
        }
        stores
    }

    /// What it was written as, for SQLite.
    pub fn written(&self) -> &str {
        &self.sql
    }

    /// The names of the columns of its result.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }
}
