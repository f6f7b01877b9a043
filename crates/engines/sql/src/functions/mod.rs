//! Functions that SQLite lacks, or has with another meaning. Statements cannot name them: they are
//! written in where Trino's functions stand.

mod cast;
mod json;
mod matching;
mod moments;
mod text;

use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{ToSql, ValueRef};
use rusqlite::{Connection, Error, Result};

/// What all have: they depend on their arguments alone.
const PURE: FunctionFlags = FunctionFlags::SQLITE_UTF8.union(FunctionFlags::SQLITE_DETERMINISTIC);

/// Makes every function known.
pub(crate) fn install(connection: &Connection) -> Result<()> {
    text::install(connection)?;
    matching::install(connection)?;
    json::install(connection)?;
    moments::install(connection)?;
    cast::install(connection)
}

/// Makes a function known whose answer is `NULL` where an argument is.
fn strict<T, F>(connection: &Connection, name: &'static str, arguments: i32, f: F) -> Result<()>
where
    T: ToSql,
    F: Fn(&Context<'_>) -> Result<Option<T>> + Send + 'static,
{
    connection.create_scalar_function(name, arguments, PURE, move |context| {
        if (0..context.len()).any(|place| context.get_raw(place) == ValueRef::Null) {
            return Ok(None);
        }
        f(context)
    })
}

/// A text argument; a number counts as its text.
fn text(context: &Context<'_>, place: usize) -> String {
    match context.get_raw(place) {
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => format!("{number:?}"),
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
    }
}

/// A function's failure, which ends the query.
fn failed(message: impl Into<String>) -> Error {
    Error::UserFunctionError(message.into().into())
}
