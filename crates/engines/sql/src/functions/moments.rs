//! Functions on moments. (Trino documentation, "Date and time functions and operators".)

use rusqlite::functions::Context;
use rusqlite::{Connection, Result};

use super::{failed, strict, text};
use crate::time::{Moment, Unit};

pub(super) fn install(connection: &Connection) -> Result<()> {
    strict(connection, "lake_timestamp", 1, |call| Ok(Some(moment(call, 0)?.text())))?;
    strict(connection, "lake_try_timestamp", 1, |call| {
        Ok(Moment::read(&text(call, 0)).map(Moment::text))
    })?;
    strict(connection, "lake_date", 1, |call| Ok(Some(moment(call, 0)?.day_text())))?;
    strict(connection, "lake_iso8601", 1, |call| {
        Ok(Some(format!("{}Z", moment(call, 0)?.text().replace(' ', "T"))))
    })?;
    strict(connection, "lake_date_trunc", 2, |call| {
        let cut = moment(call, 1)?.cut(unit(call, 0)?);
        Ok(Some(cut.ok_or_else(out_of_range)?.text()))
    })?;
    strict(connection, "lake_date_add", 3, |call| {
        let sum = moment(call, 2)?.plus(unit(call, 0)?, call.get(1)?);
        Ok(Some(sum.ok_or_else(out_of_range)?.text()))
    })?;
    strict(connection, "lake_date_diff", 3, |call| {
        moment(call, 1)?.until(unit(call, 0)?, moment(call, 2)?).ok_or_else(out_of_range).map(Some)
    })?;
    strict(connection, "lake_date_part", 2, |call| {
        Ok(Some(moment(call, 1)?.part(unit(call, 0)?)))
    })?;
    strict(connection, "lake_day_of_week", 1, |call| Ok(Some(moment(call, 0)?.weekday())))?;
    strict(connection, "lake_from_unixtime", 1, |call| {
        let seconds: f64 = call.get(0)?;
        #[allow(clippy::cast_possible_truncation, reason = "what is out of range is saturated")]
        let millis = (seconds * 1000.0).round() as i64;
        Ok(Some(Moment::from_millis(millis).ok_or_else(out_of_range)?.text()))
    })?;
    strict(connection, "lake_to_unixtime", 1, |call| {
        let millis = moment(call, 0)?.millis().ok_or_else(out_of_range)?;
        #[allow(clippy::cast_precision_loss, reason = "milliseconds of any year are exact")]
        let seconds = millis as f64 / 1000.0;
        Ok(Some(seconds))
    })
}

fn moment(call: &Context<'_>, place: usize) -> Result<Moment> {
    let text = text(call, place);
    Moment::read(&text).ok_or_else(|| failed(format!("`{text}` is not a timestamp")))
}

fn unit(call: &Context<'_>, place: usize) -> Result<Unit> {
    let text = text(call, place);
    Unit::read(&text).ok_or_else(|| failed(format!("`{text}` is not a unit of time")))
}

fn out_of_range() -> rusqlite::Error {
    failed("a timestamp is out of range")
}
