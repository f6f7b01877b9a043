//! Values that a text holds: in XML, query parameters, headers and paths.

use bartizan_model::{Shape, ShapeKind, TimestampFormat};
use bartizan_types::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;

use crate::value::Value;

/// Reads a text as the shape asks; none if it is not of that form.
pub(crate) fn parse(shape: &Shape, text: &str) -> Option<Value> {
    match &shape.kind {
        ShapeKind::Text(_) => Some(Value::of_text(text)),
        ShapeKind::Boolean => match text.trim() {
            t if t.eq_ignore_ascii_case("true") => Some(Value::Bool(true)),
            t if t.eq_ignore_ascii_case("false") => Some(Value::Bool(false)),
            _ => None,
        },
        ShapeKind::Integer { long, .. } => {
            let number: i64 = text.trim().parse().ok()?;
            (*long || i32::try_from(number).is_ok()).then_some(Value::Int(number))
        }
        ShapeKind::Float { .. } => text.trim().parse().ok().map(Value::Float),
        ShapeKind::Blob { .. } => {
            let clean: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            STANDARD.decode(clean).ok().map(|bytes| Value::Blob(Bytes::from(bytes)))
        }
        ShapeKind::Timestamp(_) => timestamp(text.trim()).map(Value::Time),
        ShapeKind::Document => serde_json::from_str(text).ok().map(Value::Document),
        ShapeKind::Structure(_) | ShapeKind::List(_) | ShapeKind::Map(_) => None,
    }
}

/// Reads an instant in any form that AWS accepts.
fn timestamp(text: &str) -> Option<Timestamp> {
    if let Ok(seconds) = text.parse::<f64>()
        && !text.contains('T')
        && !(text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return from_seconds(seconds);
    }
    Timestamp::parse_iso8601(text).or_else(|_| Timestamp::parse_http_date(text)).ok()
}

/// An instant from seconds since the epoch; none for years beyond 9999 or not a number.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
pub(crate) fn from_seconds(seconds: f64) -> Option<Timestamp> {
    const YEAR_10000: f64 = 253_402_300_800.0;
    (seconds.abs() < YEAR_10000).then(|| Timestamp::from_millis((seconds * 1000.0).round() as i64))
}

/// Writes a value as text; instants in the format given. Lists, maps and structures have none.
pub(crate) fn text(value: &Value, format: TimestampFormat, millis: bool) -> Option<String> {
    Some(match value {
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => float(*value),
        Value::Text(text) => text.clone(),
        Value::Blob(bytes) => STANDARD.encode(bytes),
        Value::Time(instant) => match format {
            TimestampFormat::Iso8601 if millis => instant.iso8601_millis(),
            TimestampFormat::Iso8601 => instant.iso8601(),
            TimestampFormat::Rfc822 => instant.http_date(),
            TimestampFormat::Unix => seconds(*instant),
        },
        Value::Document(json) => json.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) | Value::Struct(_) => return None,
    })
}

/// Seconds since the epoch, with milliseconds where there are some.
fn seconds(instant: Timestamp) -> String {
    let (whole, millis) = (instant.seconds(), instant.millis().rem_euclid(1000));
    if millis == 0 { whole.to_string() } else { fraction(instant).to_string() }
}

/// Seconds since the epoch as a number.
#[expect(clippy::cast_precision_loss, reason = "exact for any year up to 9999")]
pub(crate) fn fraction(instant: Timestamp) -> f64 {
    instant.millis() as f64 / 1000.0
}

/// Not-a-number and the infinities as the Smithy specification writes them.
pub(crate) fn float(value: f64) -> String {
    if value.is_nan() {
        "NaN".to_owned()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.to_owned()
    } else {
        value.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_in_every_form() {
        let instant = Timestamp::from_seconds(1_795_510_800);
        for text in [
            "1795510800",
            "1795510800.0",
            "1.7955108E9",
            "2026-11-24T09:00:00Z",
            "20261124T090000Z",
            "Tue, 24 Nov 2026 09:00:00 GMT",
        ] {
            assert_eq!(timestamp(text), Some(instant), "{text}");
        }
        for text in ["", "soon", "NaN", "inf", "1e300"] {
            assert_eq!(timestamp(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_that_xml_has_no_digits_for() {
        assert_eq!(float(f64::NAN), "NaN");
        assert_eq!(float(f64::NEG_INFINITY), "-Infinity");
        assert_eq!(float(0.5), "0.5");
    }
}
