//! Casts, which fail where Trino's fail. (Trino documentation, "Conversion functions".)

use rusqlite::functions::Context;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Result};

use super::{failed, strict, text};

pub(super) fn install(connection: &Connection) -> Result<()> {
    strict(connection, "lake_integer", 1, |call| told(call, "bigint", integer(call)))?;
    strict(connection, "lake_try_integer", 1, |call| Ok(integer(call)))?;
    strict(connection, "lake_real", 1, |call| told(call, "double", real(call)))?;
    strict(connection, "lake_try_real", 1, |call| Ok(real(call)))?;
    strict(connection, "lake_boolean", 1, |call| told(call, "boolean", boolean(call)))?;
    strict(connection, "lake_try_boolean", 1, |call| Ok(boolean(call)))
}

fn told<T>(call: &Context<'_>, name: &str, cast: Option<T>) -> Result<Option<T>> {
    match cast {
        Some(value) => Ok(Some(value)),
        None => Err(failed(format!("cannot cast `{}` to {name}", text(call, 0)))),
    }
}

fn integer(call: &Context<'_>) -> Option<i64> {
    match call.get_raw(0) {
        ValueRef::Integer(number) => Some(number),
        ValueRef::Real(number) => {
            #[allow(clippy::cast_possible_truncation, reason = "its range is checked")]
            let whole = number.round() as i64;
            (number.abs() < 9.0e18).then_some(whole)
        }
        _ => text(call, 0).trim().parse().ok(),
    }
}

fn real(call: &Context<'_>) -> Option<f64> {
    match call.get_raw(0) {
        ValueRef::Real(number) => Some(number),
        _ => text(call, 0).trim().parse().ok(),
    }
}

fn boolean(call: &Context<'_>) -> Option<bool> {
    match text(call, 0).to_ascii_lowercase().as_str() {
        "true" | "t" | "1" => Some(true),
        "false" | "f" | "0" => Some(false),
        _ => None,
    }
}
