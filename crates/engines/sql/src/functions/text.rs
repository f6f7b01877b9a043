//! Functions on texts. (Trino documentation, "String functions and operators".)

use rusqlite::{Connection, Result};

use super::{failed, strict, text};

/// The longest text that padding makes.
const PADDED_MAX: usize = 10_000;

/// How many bytes a replacement may put in.
const REPLACED_BYTES_MAX: usize = 512 << 10;

pub(super) fn install(connection: &Connection) -> Result<()> {
    strict(connection, "lake_lower", 1, |call| Ok(Some(text(call, 0).to_lowercase())))?;
    strict(connection, "lake_upper", 1, |call| Ok(Some(text(call, 0).to_uppercase())))?;
    strict(connection, "lake_reverse", 1, |call| {
        Ok(Some(text(call, 0).chars().rev().collect::<String>()))
    })?;
    strict(connection, "lake_starts_with", 2, |call| {
        Ok(Some(text(call, 0).starts_with(&text(call, 1))))
    })?;
    strict(connection, "lake_replace", 3, |call| {
        let (whole, from, to) = (text(call, 0), text(call, 1), text(call, 2));
        let grown = whole.matches(&from).count().saturating_mul(to.len());
        if grown > REPLACED_BYTES_MAX {
            return Err(failed("replace makes too long a text"));
        }
        Ok(Some(whole.replace(&from, &to)))
    })?;
    strict(connection, "lake_strpos", 2, |call| {
        let (whole, part) = (text(call, 0), text(call, 1));
        let before = whole.find(&part).and_then(|place| whole.get(..place));
        let place = before.map_or(0, |before| before.chars().count() + 1);
        Ok(Some(i64::try_from(place).unwrap_or(i64::MAX)))
    })?;
    strict(connection, "lake_split_part", 3, |call| {
        let (whole, mark, number) = (text(call, 0), text(call, 1), call.get::<i64>(2)?);
        if mark.is_empty() || number < 1 {
            return Err(failed("split_part needs a delimiter, and an index from 1"));
        }
        let place = usize::try_from(number - 1).unwrap_or(usize::MAX);
        Ok(whole.split(&mark).nth(place).map(str::to_owned))
    })?;
    pad(connection, "lake_lpad", true)?;
    pad(connection, "lake_rpad", false)
}

/// Fills a text up to a length, at its beginning or its end, or cuts it.
fn pad(connection: &Connection, name: &'static str, is_left: bool) -> Result<()> {
    strict(connection, name, 3, move |call| {
        let (whole, filler) = (text(call, 0), text(call, 2));
        let length =
            usize::try_from(call.get::<i64>(1)?).ok().filter(|length| *length <= PADDED_MAX);
        let length = length.filter(|_| !filler.is_empty());
        let length = length.ok_or_else(|| failed("a text cannot be padded like this"))?;
        let has = whole.chars().count();
        let padding: String = filler.chars().cycle().take(length.saturating_sub(has)).collect();
        let kept: String = whole.chars().take(length).collect();
        Ok(Some(if is_left { padding + &kept } else { kept + &padding }))
    })
}
