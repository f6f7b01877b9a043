//! A statement on its way over events.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Error, ErrorCode, params_from_iter};
use serde_json::Value as Json;

use crate::functions;
use crate::kind::Kind;
use crate::statement::{Statement, Window};
use crate::time::Moment;

/// The longest value, in bytes: more than an event.
const VALUE_BYTES_MAX: i32 = 512 << 10;
/// The deepest expression: SQLite's own limit.
const DEPTH_MAX: i32 = 1000;
/// How many pages of 4 KiB the events' values may take.
const PAGES_MAX: u32 = 128 << 10;
/// After how many steps of SQLite it is asked whether to go on.
const STEPS: i32 = 200;

/// Why a statement gave no result.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It was stopped from outside.
    #[error("the query was stopped")]
    Stopped,
    /// Its events take too much room.
    #[error("the query needs too much memory: name fewer columns, or a shorter time by eventTime")]
    TooLarge,
    /// It met a value that it cannot deal with, or is too complex.
    #[error("{0}")]
    Query(String),
}

/// A statement that is run over events: they are added first, then the result is read.
pub struct Session {
    connection: Connection,
    statement: Statement,
    /// One `INSERT` for each table.
    inserts: Vec<String>,
    /// How many events were added.
    events: u64,
    matched: Arc<Mutex<Matched>>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("events", &self.events).finish_non_exhaustive()
    }
}

impl Session {
    /// Prepares to run a statement. `stops` is asked again and again whether to give up.
    ///
    /// # Errors
    /// [`Failure::Query`] if the statement is too complex for SQLite.
    pub fn start(
        statement: Statement,
        stops: impl FnMut() -> bool + Send + 'static,
    ) -> Result<Self, Failure> {
        let matched = Arc::new(Mutex::new(Matched::default()));
        let mut connection = open(&matched).map_err(failure)?;
        let mut inserts = Vec::new();
        for (number, table) in statement.tables.iter().enumerate() {
            let (mut columns, mut values) =
                (String::from("id INTEGER PRIMARY KEY"), String::from("?"));
            for place in 0..table.paths.len() {
                let _ = write!(columns, ", c{place}");
                values.push_str(", ?");
            }
            let create = format!("CREATE TABLE t{number} ({columns})");
            connection.execute_batch(&create).map_err(failure)?;
            inserts.push(format!("INSERT INTO t{number} VALUES ({values})"));
        }
        // One transaction: nothing is to be kept.
        connection.execute_batch("BEGIN").map_err(failure)?;
        connection.prepare(&statement.sql).map_err(failure)?;
        connection.progress_handler(STEPS, Some(stops)).map_err(failure)?;
        Ok(Self { connection, statement, inserts, events: 0, matched })
    }

    /// Adds an event of an event data store, unless it happened before `from_ms`, in milliseconds
    /// since 1970, or outside of the time that the statement asks for.
    ///
    /// # Errors
    /// [`Failure::Stopped`], [`Failure::TooLarge`].
    pub fn add(&mut self, store: &str, from_ms: i64, event: &str) -> Result<(), Failure> {
        let json: Json = serde_json::from_str(event)
            .map_err(|_| Failure::Query("an event cannot be read".to_owned()))?;
        let time = json.get("eventTime").and_then(Json::as_str).and_then(Moment::read);
        let time_ms = time.and_then(Moment::millis).unwrap_or(0);
        let wants = |window: Window, of: &str| of == store && window.holds(time_ms);
        let is_wanted = self.statement.tables.iter().any(|table| wants(table.window, &table.store));
        if time_ms < from_ms || !is_wanted {
            return Ok(());
        }
        self.events += 1;
        let id = i64::try_from(self.events).unwrap_or(i64::MAX);
        for (table, insert) in self.statement.tables.iter().zip(&self.inserts) {
            if wants(table.window, &table.store) {
                let values = table.paths.iter().map(|path| path.value(&json, event));
                let row = std::iter::once(Value::Integer(id)).chain(values);
                let mut insert = self.connection.prepare_cached(insert).map_err(failure)?;
                insert.execute(params_from_iter(row)).map_err(failure)?;
            }
        }
        Ok(())
    }

    /// Reads the result, a row after the other, until `take` has enough; how many of the events had
    /// part in it: those that passed the conditions of the statement.
    ///
    /// # Errors
    /// [`Failure`]; what `take` answers.
    pub fn rows(
        mut self,
        mut take: impl FnMut(Vec<String>) -> Result<(), Failure>,
    ) -> Result<u64, Failure> {
        self.connection.authorizer(Some(allows)).map_err(failure)?;
        {
            let mut query = self.connection.prepare(&self.statement.sql).map_err(failure)?;
            let mut rows = query.query(params_from_iter(&self.statement.texts)).map_err(failure)?;
            while let Some(row) = rows.next().map_err(failure)? {
                let mut shown = Vec::with_capacity(self.statement.columns.len());
                for (place, column) in self.statement.columns.iter().enumerate() {
                    shown.push(text(row.get_ref(place).map_err(failure)?, column.kind));
                }
                take(shown)?;
            }
        }
        let matched = self.matched.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(matched.count)
    }
}

/// A database in memory that can do nothing but what is needed.
fn open(matched: &Arc<Mutex<Matched>>) -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    connection.pragma_update(None, "page_size", 4096)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.query_row(&format!("PRAGMA max_page_count = {PAGES_MAX}"), [], |_| Ok(()))?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, VALUE_BYTES_MAX)?;
    connection.set_limit(Limit::SQLITE_LIMIT_EXPR_DEPTH, DEPTH_MAX)?;
    connection.set_limit(Limit::SQLITE_LIMIT_WORKER_THREADS, 0)?;
    functions::install(&connection)?;
    let matched = Arc::clone(matched);
    // It counts, so it is called for each row anew.
    connection.create_scalar_function(
        "lake_matched",
        -1,
        FunctionFlags::SQLITE_UTF8,
        move |call| {
            let mut matched = matched.lock().unwrap_or_else(PoisonError::into_inner);
            for place in 0..call.len() {
                if let ValueRef::Integer(event) = call.get_raw(place) {
                    matched.enter(event);
                }
            }
            Ok(true)
        },
    )?;
    Ok(connection)
}

/// What a statement may do: the second wall behind the writing of it.
fn allows(context: AuthContext<'_>) -> Authorization {
    let is_fine = match context.action {
        AuthAction::Select => true,
        AuthAction::Read { table_name, .. } => {
            table_name.is_empty() || table_name.strip_prefix('t').is_some_and(is_number)
        }
        AuthAction::Function { function_name } => {
            function_name.starts_with("lake_") || BUILT_IN.contains(&function_name)
        }
        _ => false,
    };
    if is_fine { Authorization::Allow } else { Authorization::Deny }
}

/// The functions of SQLite's own that statements are written with.
const BUILT_IN: [&str; 14] = [
    "abs", "avg", "coalesce", "count", "length", "ltrim", "max", "min", "nullif", "round", "rtrim",
    "substr", "sum", "trim",
];

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The events that had part in a result, a bit each.
#[derive(Debug, Default)]
struct Matched {
    bits: Vec<u64>,
    count: u64,
}

impl Matched {
    fn enter(&mut self, event: i64) {
        let Ok(event) = usize::try_from(event) else { return };
        let (word, bit) = (event / 64, 1_u64 << (event % 64));
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        if let Some(bits) = self.bits.get_mut(word).filter(|bits| **bits & bit == 0) {
            *bits |= bit;
            self.count += 1;
        }
    }
}

/// A value as results show it; none is an empty text.
fn text(value: ValueRef<'_>, kind: Kind) -> String {
    match (value, kind) {
        (ValueRef::Integer(truth), Kind::Boolean) => (truth != 0).to_string(),
        (ValueRef::Integer(number), Kind::Real) => format!("{number}.0"),
        (ValueRef::Integer(number), _) => number.to_string(),
        (ValueRef::Real(number), _) => format!("{number:?}"),
        (ValueRef::Text(bytes) | ValueRef::Blob(bytes), _) => {
            String::from_utf8_lossy(bytes).into_owned()
        }
        (ValueRef::Null, _) => String::new(),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is what `map_err` hands over")]
fn failure(error: Error) -> Failure {
    match &error {
        Error::SqliteFailure(code, message) => match code.code {
            ErrorCode::OperationInterrupted => Failure::Stopped,
            ErrorCode::DiskFull | ErrorCode::OutOfMemory => Failure::TooLarge,
            ErrorCode::TooBig => Failure::Query("a value is too long".to_owned()),
            _ => Failure::Query(message.clone().unwrap_or_else(|| error.to_string())),
        },
        Error::SqlInputError { msg, .. } => Failure::Query(msg.clone()),
        _ => Failure::Query(error.to_string()),
    }
}
