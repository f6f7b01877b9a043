//! The side of a query that is run apart from the server.
//!
//! It is told the statement in a line of JSON, then of each event data store a line that begins with
//! `@`, and behind that the store's events, a line of JSON each. It answers the rows, a list of texts
//! in JSON each, and in a last line how it ended.

use std::io::{self, BufRead, Write};

use bartizan_sql::{Failure, Session, Statement};
use serde::{Deserialize, Serialize};

/// What the line begins with that tells where the events behind it are from.
pub(super) const SOURCE: char = '@';
/// What a row begins with, and the last line does not.
pub(super) const ROW: char = '[';

/// What is to be run.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Task {
    pub(super) statement: String,
    /// When the query was started: `now()`.
    pub(super) created_ms: i64,
}

/// Where events are from.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Source {
    pub(super) store: String,
    /// Events of before are not looked at.
    pub(super) from_ms: i64,
}

/// How a query ended.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Ended {
    /// With a result; so many events passed the conditions.
    Matched(u64),
    TooLarge,
    Stopped,
    Failed(String),
}

/// Runs the query that is told by `input`, and answers to `output`. `stops` is asked again and again
/// whether to give up.
///
/// # Errors
/// Nobody reads the answer.
pub fn work_on_query(
    input: impl BufRead,
    mut output: impl Write,
    stops: impl FnMut() -> bool + Send + 'static,
) -> io::Result<()> {
    let ended = match rows(input, &mut output, stops) {
        Ok(matched) => Ended::Matched(matched),
        Err(Failure::TooLarge) => Ended::TooLarge,
        Err(Failure::Stopped) => Ended::Stopped,
        Err(Failure::Query(message)) => Ended::Failed(message),
    };
    writeln!(output, "{}", serde_json::to_string(&ended)?)?;
    output.flush()
}

fn rows(
    input: impl BufRead,
    output: &mut impl Write,
    stops: impl FnMut() -> bool + Send + 'static,
) -> Result<u64, Failure> {
    let unread = || Failure::Query("the query was not told in whole".to_owned());
    let mut lines = input.lines();
    let task = lines.next().and_then(Result::ok).ok_or_else(unread)?;
    let task: Task = serde_json::from_str(&task).map_err(|_| unread())?;
    let statement = Statement::read(&task.statement, task.created_ms)
        .map_err(|refusal| Failure::Query(refusal.to_string()))?;
    let mut session = Session::start(statement, stops)?;
    let mut source = None;
    for line in lines {
        let line = line.map_err(|_| unread())?;
        if let Some(told) = line.strip_prefix(SOURCE) {
            source = Some(serde_json::from_str::<Source>(told).map_err(|_| unread())?);
        } else {
            let source = source.as_ref().ok_or_else(unread)?;
            session.add(&source.store, source.from_ms, &line)?;
        }
    }
    session.rows(|row| {
        // Who reads no more wants no more.
        writeln!(output, "{}", serde_json::Value::from(row)).map_err(|_| Failure::Stopped)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(lines: &[&str]) -> String {
        let mut output = Vec::new();
        work_on_query(lines.join("\n").as_bytes(), &mut output, || false).unwrap();
        String::from_utf8(output).unwrap()
    }

    #[test]
    fn rows_are_answered_and_how_it_ended() {
        let id = "a8574c6f-ae6d-4b6f-bb4a-79a517cec22a";
        let task = format!(r#"{{"statement":"SELECT eventName FROM {id}","created_ms":0}}"#);
        let source = format!(r#"@{{"store":"{id}","from_ms":1000}}"#);
        let event = r#"{"eventName":"A","eventTime":"2026-11-25T00:00:00Z"}"#;
        let old = r#"{"eventName":"B","eventTime":"1970-01-01T00:00:00Z"}"#;
        assert_eq!(told(&[&task, &source, event, old]), "[\"A\"]\n{\"Matched\":1}\n");
        assert_eq!(told(&[&task]), "{\"Matched\":0}\n");
    }

    #[test]
    fn what_is_not_told_in_whole_is_not_run() {
        for lines in [&[][..], &["{"], &[r#"{"statement":"SELECT 1","created_ms":0}"#]] {
            assert!(told(lines).starts_with("{\"Failed\":"), "{lines:?}");
        }
    }
}
