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
        loop {
            tokio::time::sleep(GATHERED).await;
            let Some((stream, lines)) = self.take() else { return };
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

    /// The lines of one stream that one call takes.
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
        let Some(stream) = state.lines.first().map(|line| line.stream.clone()) else {
            state.is_writing = false;
            return None;
        };
        let (mut taken, mut bytes) = (Vec::new(), 0);
        let mut rest = Vec::new();
        for line in std::mem::take(&mut state.lines) {
            let size = line.text.len() + BESIDE;
            let fits = taken.len() < BATCH_EVENTS && bytes + size <= BATCH_BYTES;
            if fits && rest.is_empty() && line.stream == stream {
                bytes += size;
                taken.push(line);
            } else {
                rest.push(line);
            }
        }
        state.lines = rest;
        state.bytes = state.bytes.saturating_sub(bytes);
        Some((stream, taken))
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
