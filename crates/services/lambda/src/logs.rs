//! The log of a function, written in the background as its role: a role that may not write has no log.
//! (AWS Lambda Developer Guide, "Sending Lambda function logs to CloudWatch Logs".)

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bartizan_functions::LogSink;
use bartizan_types::{Fault, FaultKind};
use bartizan_wire::Value;

use crate::role::SharedRole;

/// How long lines are gathered before they are written.
const GATHERED: Duration = Duration::from_millis(100);
/// The most bytes of lines that wait to be written; more are dropped.
const WAITING_MAX: usize = 8 << 20;
/// The most bytes and events of one `PutLogEvents`, and what each event counts beside its text. (Amazon CloudWatch
/// Logs API Reference, `PutLogEvents`.)
const BATCH_BYTES: usize = 1_048_576;
const BATCH_EVENTS: usize = 10_000;
const BESIDE: usize = 26;
/// How long nothing is written after a refusal.
const REFUSED: Duration = Duration::from_secs(10);
/// How often what a failure kept is tried again, and after how long.
const TRIES: u32 = 3;
const PAUSE: Duration = Duration::from_millis(500);

/// The log of one version of a function. Clones are the same.
#[derive(Clone)]
pub(crate) struct FunctionLog(Arc<Inner>);

struct Inner {
    group: String,
    region: String,
    role: SharedRole,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    lines: Vec<Line>,
    bytes: usize,
    dropped: u64,
    is_writing: bool,
    /// The streams that are there.
    streams: HashSet<String>,
    refused: Option<SystemTime>,
}

impl State {
    /// The lines of one stream that one call takes.
    fn take(&mut self) -> Option<(String, Vec<Line>)> {
        let Some(stream) = self.lines.first().map(|line| line.stream.clone()) else {
            self.is_writing = false;
            return None;
        };
        let (mut taken, mut bytes) = (Vec::new(), 0);
        let (mut rest, mut is_full) = (Vec::new(), false);
        // Environments at work at once write between each other's lines.
        for line in std::mem::take(&mut self.lines) {
            let size = line.text.len() + BESIDE;
            let is_of_stream = line.stream == stream;
            is_full |= is_of_stream && (taken.len() >= BATCH_EVENTS || bytes + size > BATCH_BYTES);
            if is_of_stream && !is_full {
                bytes += size;
                taken.push(line);
            } else {
                rest.push(line);
            }
        }
        self.lines = rest;
        self.bytes = self.bytes.saturating_sub(bytes);
        Some((stream, taken))
    }
}

struct Line {
    stream: String,
    at: i64,
    text: String,
}

impl FunctionLog {
    pub(crate) fn new(group: String, region: &str, role: SharedRole) -> Self {
        Self(Arc::new(Inner { group, region: region.to_owned(), role, state: Mutex::default() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes until nothing waits.
    async fn write(self) {
        let mut is_behind = false;
        loop {
            if !is_behind {
                tokio::time::sleep(GATHERED).await;
            }
            let Some((stream, lines)) = self.take() else { return };
            is_behind = !self.state().lines.is_empty();
            let mut written = self.put(&stream, &lines).await;
            for _ in 1..TRIES {
                let fails = |fault: &Fault| fault.kind() == FaultKind::Server && !is_missing(fault);
                if !written.as_ref().is_err_and(fails) {
                    break;
                }
                tokio::time::sleep(PAUSE).await;
                written = self.put(&stream, &lines).await;
            }
            if let Err(fault) = written {
                tracing::debug!(group = self.0.group, %fault, "lines of a function's log are lost");
                self.state().refused = Some(SystemTime::now());
            }
        }
    }

    /// What the next call takes.
    fn take(&self) -> Option<(String, Vec<Line>)> {
        let mut state = self.state();
        if state.dropped > 0 {
            tracing::warn!(
                group = self.0.group,
                lines = state.dropped,
                "lines of a log were dropped"
            );
            state.dropped = 0;
        }
        state.take()
    }

    async fn put(&self, stream: &str, lines: &[Line]) -> Result<(), Fault> {
        let is_known = self.state().streams.contains(stream);
        if !is_known {
            self.make(stream).await?;
            self.state().streams.insert(stream.to_owned());
        }
        match self.put_events(stream, lines).await {
            Err(fault) if fault.code == "ResourceNotFoundException" => {
                self.make(stream).await?;
                self.put_events(stream, lines).await
            }
            put => put,
        }
    }

    /// Makes the stream, and the group where it is missing.
    async fn make(&self, stream: &str) -> Result<(), Fault> {
        let group = ("logGroupName", Value::of_text(self.0.group.as_str()));
        let input =
            || Value::Struct(vec![group.clone(), ("logStreamName", Value::of_text(stream))]);
        match self.call("CreateLogStream", input()).await {
            Err(fault) if fault.code == "ResourceNotFoundException" => {
                let made = self.call("CreateLogGroup", Value::Struct(vec![group.clone()])).await;
                unless_there(made)?;
                unless_there(self.call("CreateLogStream", input()).await)
            }
            made => unless_there(made),
        }
    }

    async fn put_events(&self, stream: &str, lines: &[Line]) -> Result<(), Fault> {
        let event = |line: &Line| {
            Value::Struct(vec![
                ("timestamp", Value::Int(line.at)),
                ("message", Value::of_text(line.text.as_str())),
            ])
        };
        let input = Value::Struct(vec![
            ("logGroupName", Value::of_text(self.0.group.as_str())),
            ("logStreamName", Value::of_text(stream)),
            ("logEvents", Value::List(lines.iter().map(event).collect())),
        ]);
        self.call("PutLogEvents", input).await
    }

    async fn call(&self, operation: &'static str, input: Value) -> Result<(), Fault> {
        let role = &self.0.role;
        role.call(("logs", operation), &self.0.region, input, None).await.map(drop)
    }
}

fn is_missing(fault: &Fault) -> bool {
    fault.code == "NotImplemented"
}

fn unless_there(made: Result<(), Fault>) -> Result<(), Fault> {
    match made {
        Err(fault) if fault.code == "ResourceAlreadyExistsException" => Ok(()),
        made => made,
    }
}

impl LogSink for FunctionLog {
    fn line(&self, stream: &str, at: SystemTime, line: &str) {
        if line.is_empty() {
            return;
        }
        let mut state = self.state();
        let is_refused = state
            .refused
            .is_some_and(|refused| at.duration_since(refused).is_ok_and(|since| since < REFUSED));
        if is_refused {
            return;
        }
        let size = line.len() + BESIDE;
        if state.bytes + size > WAITING_MAX {
            state.dropped += 1;
            return;
        }
        state.bytes += size;
        let millis = at.duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        let at = i64::try_from(millis).unwrap_or(i64::MAX);
        state.lines.push(Line { stream: stream.to_owned(), at, text: line.to_owned() });
        let begins = !std::mem::replace(&mut state.is_writing, true);
        drop(state);
        if begins {
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn(self.clone().write())),
                Err(_) => self.state().is_writing = false,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(stream: &str, text: &str) -> Line {
        Line { stream: stream.to_owned(), at: 0, text: text.to_owned() }
    }

    fn texts((stream, lines): (String, Vec<Line>)) -> (String, Vec<String>) {
        (stream, lines.into_iter().map(|line| line.text).collect())
    }

    #[test]
    fn lines_of_environments_at_work_at_once_are_few_calls() {
        let mut state = State::default();
        for number in 0..100 {
            for stream in ["a", "b", "c"] {
                state.lines.push(line(stream, &number.to_string()));
            }
        }
        for stream in ["a", "b", "c"] {
            let (of, taken) = texts(state.take().unwrap());
            assert_eq!((of.as_str(), taken.len()), (stream, 100));
            assert!(taken.iter().enumerate().all(|(at, text)| *text == at.to_string()));
        }
        assert!(state.take().is_none());
    }

    #[test]
    fn a_call_takes_what_it_may_and_the_rest_follows_in_order() {
        let mut state = State::default();
        let long = "x".repeat(BATCH_BYTES / 2);
        for text in ["1", &long, &long, "2"] {
            state.lines.push(line("a", text));
            state.lines.push(line("b", "between"));
        }
        let (_, first) = texts(state.take().unwrap());
        assert_eq!(first, ["1", &*long]);
        let (stream, between) = texts(state.take().unwrap());
        assert_eq!((stream.as_str(), between.len()), ("b", 4));
        let (_, last) = texts(state.take().unwrap());
        assert_eq!(last, [&*long, "2"]);
    }
}
