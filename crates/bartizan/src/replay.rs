//! What past requests come to under a policy, asked of the running server page by page and added up.

use std::collections::BTreeMap;

use bartizan_types::{Clock, SystemClock, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;

/// How many changes are held at most: more than anybody reads, and far less than memory holds.
const CHANGES_MAX: usize = 200_000;

/// What a policy would change.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Replay {
    /// The changes: those that deny first, each kind by account, principal, action and resource.
    pub(crate) changes: Vec<Change>,
    pub(crate) totals: Totals,
}

/// Accesses that a policy would deny or allow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(crate) struct Change {
    /// `DENIED` or `ALLOWED`.
    pub(crate) effect: String,
    pub(crate) account_id: String,
    pub(crate) principal: String,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// How often it was asked for.
    pub(crate) count: i64,
    #[serde(deserialize_with = "time", serialize_with = "iso8601")]
    pub(crate) first_time: Timestamp,
    #[serde(deserialize_with = "time", serialize_with = "iso8601")]
    pub(crate) last_time: Timestamp,
    /// The last event of them.
    pub(crate) example_event_id: String,
    pub(crate) decided_by: DecidedBy,
}

/// What denies.
#[derive(Debug, Default, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(crate) struct DecidedBy {
    pub(crate) layer: Option<String>,
    pub(crate) node_id: Option<String>,
    pub(crate) policy: Option<String>,
    pub(crate) sid: Option<String>,
    pub(crate) line: Option<i64>,
    pub(crate) column: Option<i64>,
}

/// How much was replayed.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(crate) struct Totals {
    /// Requests that the policy is about.
    pub(crate) requests: i64,
    /// What they asked for: a request may need several permissions.
    pub(crate) accesses: i64,
    /// Accesses of which too little was kept to decide them again.
    pub(crate) not_replayable: i64,
    pub(crate) denied_requests: i64,
    pub(crate) allowed_requests: i64,
    /// Accesses that were allowed, and are denied by what is in force now.
    pub(crate) denied_already: i64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    changes: Vec<Change>,
    totals: Totals,
}

/// Times are seconds since 1970, with a fraction, in answers of this protocol.
pub(crate) fn time<'de, D: serde::Deserializer<'de>>(input: D) -> Result<Timestamp, D::Error> {
    let seconds = f64::deserialize(input)?;
    #[allow(clippy::cast_possible_truncation, reason = "times are far smaller")]
    let millis = (seconds * 1000.0).round() as i64;
    Ok(Timestamp::from_millis(millis))
}

/// A time for people and programs.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
pub(crate) fn iso8601<S: serde::Serializer>(time: &Timestamp, out: S) -> Result<S::Ok, S::Error> {
    out.serialize_str(&time.iso8601())
}

/// Asks for a policy's effect: all pages of it.
///
/// # Errors
/// The server cannot be reached, or refuses.
pub(crate) fn replay(
    endpoint: &str,
    credentials: &Credentials,
    input: &Json,
) -> Result<Replay, CliError> {
    let mut found: BTreeMap<Key, Change> = BTreeMap::new();
    let mut totals = Totals::default();
    pages(endpoint, credentials, "PlanPolicy", input, |page: Page| {
        totals.add(&page.totals);
        for change in page.changes {
            match found.get_mut(&change.key()) {
                Some(known) => known.add(change),
                None => drop(found.insert(change.key(), change)),
            }
        }
        if found.len() <= CHANGES_MAX {
            return Ok(());
        }
        Err(CliError::Failed(format!(
            "the policy would change more than {CHANGES_MAX} different accesses: ask with a later \
             --since"
        )))
    })?;
    Ok(Replay { changes: found.into_values().collect(), totals })
}

/// Asks for every page of an operation's answer.
///
/// # Errors
/// The server cannot be reached or refuses, or what `each` answers.
pub(crate) fn pages<P: serde::de::DeserializeOwned>(
    endpoint: &str,
    credentials: &Credentials,
    operation: &str,
    input: &Json,
    mut each: impl FnMut(P) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let mut input = input.clone();
    loop {
        let answer = client::call(endpoint, credentials, operation, &input)?;
        let next = answer.get("NextToken").cloned();
        each(serde_json::from_value(answer).map_err(CliError::failed)?)?;
        let Some(next) = next else { return Ok(()) };
        if let Some(input) = input.as_object_mut() {
            input.insert("NextToken".to_owned(), next);
        }
    }
}

/// The instant so long ago, in seconds since 1970: `30d`, `12h`, `90m` or `2w`.
///
/// # Errors
/// It is no such time.
pub(crate) fn since(text: &str) -> Result<Ago, String> {
    let wrong = || format!("`{text}` is no time: write 30d, 12h, 90m or 2w");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let seconds = match unit {
        'm' => 60,
        'h' => 60 * 60,
        'd' => 24 * 60 * 60,
        'w' => 7 * 24 * 60 * 60,
        _ => return Err(wrong()),
    };
    let number: i64 = text.strip_suffix(unit).and_then(|it| it.parse().ok()).ok_or_else(wrong)?;
    let number = if number < 1 { None } else { number.checked_mul(seconds) };
    number.map(Ago).ok_or_else(wrong)
}

/// So many seconds ago.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ago(i64);

impl Ago {
    /// When that was, in seconds since 1970.
    pub(crate) fn seconds(self) -> i64 {
        SystemClock::default().now().seconds().saturating_sub(self.0).max(0)
    }
}

type Key = (bool, String, String, String, String, DecidedBy);

impl Change {
    /// Whether it denies.
    pub(crate) fn denies(&self) -> bool {
        self.effect == "DENIED"
    }

    fn key(&self) -> Key {
        let Self { account_id, principal, action, resource, decided_by, .. } = self.clone();
        (!self.denies(), account_id, principal, action, resource, decided_by)
    }

    /// Adds what a later page tells.
    fn add(&mut self, later: Self) {
        self.count += later.count;
        self.first_time = self.first_time.min(later.first_time);
        if later.last_time >= self.last_time {
            self.last_time = later.last_time;
            self.example_event_id = later.example_event_id;
        }
    }
}

impl Totals {
    fn add(&mut self, page: &Self) {
        self.requests += page.requests;
        self.accesses += page.accesses;
        self.not_replayable += page.not_replayable;
        self.denied_requests += page.denied_requests;
        self.allowed_requests += page.allowed_requests;
        self.denied_already += page.denied_already;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_ago_has_a_unit() {
        for (text, seconds) in [("90m", 5400), ("12h", 43_200), ("30d", 2_592_000), ("1w", 604_800)]
        {
            assert_eq!(since(text), Ok(Ago(seconds)), "{text}");
        }
        for wrong in ["", "30", "d", "0d", "-1d", "1.5h", "1y", "9223372036854775807w", "30 d", "é"]
        {
            assert!(since(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn pages_are_added_up() {
        let change = |count, first, last, event: &str| Change {
            effect: "DENIED".to_owned(),
            account_id: "123456789012".to_owned(),
            principal: "arn:aws:iam::123456789012:role/r".to_owned(),
            action: "s3:GetObject".to_owned(),
            resource: "*".to_owned(),
            count,
            first_time: Timestamp::from_seconds(first),
            last_time: Timestamp::from_seconds(last),
            example_event_id: event.to_owned(),
            decided_by: DecidedBy::default(),
        };
        let mut sum = change(2, 10, 20, "a");
        sum.add(change(3, 5, 30, "b"));
        assert_eq!(sum, change(5, 5, 30, "b"));
        sum.add(change(1, 7, 8, "c"));
        assert_eq!(sum, change(6, 5, 30, "b"));
    }
}
