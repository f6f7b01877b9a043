//! Messages that are JSON, and conditions on what is in them.

mod selector;

use std::collections::BTreeMap;

use serde_json::Value as Json;

use self::selector::Selector;
use crate::cursor::{Cursor, InvalidFilter};
use crate::value::{self, Test};

/// How deep parentheses may nest.
const DEPTH_MAX: usize = 16;

/// What a message must be.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    One(Selector, Predicate),
}

/// What a value in a message must be.
#[derive(Debug, Clone)]
pub(crate) enum Predicate {
    Is(Test),
    Null,
    True,
    False,
    Exists,
    Absent,
}

impl Predicate {
    fn admits(&self, values: &[&Json]) -> bool {
        match self {
            Self::Absent => values.is_empty(),
            Self::Exists => !values.is_empty(),
            Self::Null => values.iter().any(|value| value.is_null()),
            Self::True => values.contains(&&Json::Bool(true)),
            Self::False => values.contains(&&Json::Bool(false)),
            Self::Is(test) => values.iter().any(|value| admits(test, value)),
        }
    }
}

fn admits(test: &Test, value: &Json) -> bool {
    match value {
        Json::String(found) => test.admits_text(found),
        Json::Number(number) => {
            let written = number.to_string();
            number.as_f64().is_some_and(|number| test.admits_number(number, &written))
        }
        Json::Bool(is) => test.admits_text(if *is { "true" } else { "false" }),
        Json::Null | Json::Array(_) | Json::Object(_) => false,
    }
}

impl Condition {
    pub(crate) fn matches(&self, message: &str) -> bool {
        read(message).is_some_and(|json| self.admits(&json))
    }

    pub(crate) fn extract(&self, message: &str) -> Option<BTreeMap<String, String>> {
        let json = read(message).filter(|json| self.admits(json))?;
        let mut extracted = BTreeMap::new();
        self.gather(&json, &mut extracted);
        Some(extracted)
    }

    fn admits(&self, json: &Json) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.admits(json)),
            Self::Any(parts) => parts.iter().any(|part| part.admits(json)),
            Self::One(selector, predicate) => predicate.admits(&selector.select(json)),
        }
    }

    fn gather(&self, json: &Json, into: &mut BTreeMap<String, String>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.gather(json, into);
                }
            }
            Self::One(selector, _) => {
                if let Some(value) = selector.select(json).first() {
                    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                    into.insert(selector.text().to_owned(), text);
                }
            }
        }
    }
}

/// A message that is an object or a list.
fn read(message: &str) -> Option<Json> {
    if !message.trim_start().starts_with(['{', '[']) {
        return None;
    }
    serde_json::from_str(message).ok()
}

pub(crate) fn parse(cursor: &mut Cursor<'_>) -> Result<Condition, InvalidFilter> {
    cursor.expect("{")?;
    let condition = any(cursor, 0)?;
    cursor.expect("}")?;
    Ok(condition)
}

fn any(cursor: &mut Cursor<'_>, depth: usize) -> Result<Condition, InvalidFilter> {
    let mut parts = vec![all(cursor, depth)?];
    while cursor.take("||") {
        parts.push(all(cursor, depth)?);
    }
    Ok(Condition::Any(parts))
}

fn all(cursor: &mut Cursor<'_>, depth: usize) -> Result<Condition, InvalidFilter> {
    let mut parts = vec![one(cursor, depth)?];
    while cursor.take("&&") {
        parts.push(one(cursor, depth)?);
    }
    Ok(Condition::All(parts))
}

fn one(cursor: &mut Cursor<'_>, depth: usize) -> Result<Condition, InvalidFilter> {
    cursor.part()?;
    if cursor.take("(") {
        if depth == DEPTH_MAX {
            return Err(InvalidFilter::new("the pattern is too deep"));
        }
        let inside = any(cursor, depth + 1)?;
        cursor.expect(")")?;
        return Ok(inside);
    }
    cursor.skip_spaces();
    let selector = selector::parse(cursor)?;
    let predicate = predicate(cursor)?;
    Ok(Condition::One(selector, predicate))
}

fn predicate(cursor: &mut Cursor<'_>) -> Result<Predicate, InvalidFilter> {
    if cursor.take_word("NOT") {
        let is_exists = cursor.take_word("EXISTS");
        return if is_exists {
            Ok(Predicate::Absent)
        } else {
            Err(InvalidFilter::new("expected EXISTS behind NOT"))
        };
    }
    if cursor.take_word("EXISTS") {
        return Ok(Predicate::Exists);
    }
    if cursor.take_word("IS") {
        let known =
            [("NULL", Predicate::Null), ("TRUE", Predicate::True), ("FALSE", Predicate::False)];
        let found = known.into_iter().find(|(word, _)| cursor.take_word(word));
        return found
            .map(|(_, predicate)| predicate)
            .ok_or_else(|| InvalidFilter::new("expected NULL, TRUE or FALSE behind IS"));
    }
    value::test(cursor, ")}").map(Predicate::Is)
}
