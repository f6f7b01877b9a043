//! One environment of a function: started, asked, and ended.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde_json::json;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::api::{self, Answer, Api, LARGEST_ANSWER, Phase, Work};
use crate::bridge;
use crate::error::Error;
use crate::function::{Credentials, Function, FunctionError, Invocation, Outcome};
use crate::logs::Logs;
use crate::options::Endpoint;
use crate::sandbox::{Exit, Host, Outlets, Process};
use crate::variables;

/// How long a runtime may start beside the time of its first invocation.
const INIT: Duration = Duration::from_secs(10);
/// How long what a process wrote last is waited for.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// An environment ends so long before its credentials do.
const MARGIN: Duration = Duration::from_mins(1);

/// An environment. It ends when this is dropped.
pub(crate) struct Environment {
    function: Arc<Function>,
    process: Process,
    api: Arc<Api>,
    logs: Arc<Logs>,
    started: Instant,
    ends: Instant,
    fresh: bool,
    /// Serve the environment; they end with it.
    tasks: JoinSet<()>,
}

/// What came of an invocation in an environment.
struct Answered {
    payload: Bytes,
    error: Option<FunctionError>,
    duration: Duration,
    init: Option<Duration>,
    /// What Lambda says of it in the log.
    said: Option<String>,
    /// Whether the environment may be used again.
    lives: bool,
}

impl Environment {
    pub(crate) async fn start(
        host: &Arc<Host>,
        function: &Arc<Function>,
        endpoint: Option<&Endpoint>,
        lifetime: Duration,
    ) -> Result<Self, Error> {
        let credentials = function.role.credentials().await.map_err(Error::Credentials)?;
        let started = Instant::now();
        let ends = started + lifetime.min(good_for(&credentials));
        let stream = variables::stream(function);
        let (process, outlets) = {
            let (host, function, stream) = (Arc::clone(host), Arc::clone(function), stream.clone());
            let start = move || host.start(&function, &credentials, &stream);
            tokio::task::spawn_blocking(start).await.map_err(failed)??
        };
        let Outlets { api: listener, endpoint: bridged, logs } = outlets;
        let logs = Arc::new(Logs::new(logs, stream, function.logs.clone()).map_err(failed)?);
        let api = Arc::new(Api::new());
        let mut tasks = JoinSet::new();
        tasks.spawn(api::serve(Arc::clone(&api), listen(listener).map_err(failed)?));
        if let (Some(bridged), Some(endpoint)) = (bridged, endpoint) {
            tasks.spawn(bridge::carry(listen(bridged).map_err(failed)?, endpoint.clone()));
        }
        tasks.spawn({
            let logs = Arc::clone(&logs);
            async move { logs.follow().await }
        });
        let function = Arc::clone(function);
        Ok(Self { function, process, api, logs, started, ends, fresh: true, tasks })
    }

    /// Whether it can take another invocation.
    pub(crate) fn lives(&mut self) -> bool {
        Instant::now() < self.ends && self.process.exit().is_none()
    }

    /// Has the function answer, and tells whether the environment may be used again. None if the process ended while
    /// it waited, before it could have seen this invocation.
    pub(crate) async fn invoke(&mut self, invocation: &Invocation) -> Option<(Outcome, bool)> {
        let id = &invocation.request_id;
        if !self.fresh {
            self.logs.catch_up();
            self.logs.begin();
        }
        let answered = self.answer(invocation).await?;
        let Answered { payload, error, duration, init, said, lives } = answered;
        if lives {
            self.logs.catch_up();
        } else {
            self.last_words().await;
        }
        if let Some(said) = said {
            self.logs.say(&said);
        }
        let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
        let total = duration + init.unwrap_or_default();
        let billed = u64::try_from(total.as_micros().div_ceil(1000)).unwrap_or(u64::MAX);
        let memory_used = self.process.peak().div_ceil(1 << 20).min(self.function.memory.into());
        let init_said = init.map(|init| format!("\tInit Duration: {:.2} ms", milliseconds(init)));
        self.logs.say(&format!("END RequestId: {id}"));
        self.logs.say(&format!(
            "REPORT RequestId: {id}\tDuration: {:.2} ms\tBilled Duration: {billed} ms\tMemory Size: {} MB\tMax Memory Used: {memory_used} MB{}\t",
            milliseconds(duration),
            self.function.memory,
            init_said.unwrap_or_default(),
        ));
        let outcome = Outcome {
            payload,
            error,
            log_tail: self.logs.tail(),
            duration,
            billed: Duration::from_millis(billed),
            init,
            memory_used,
        };
        Some((outcome, lives))
    }

    async fn answer(&mut self, invocation: &Invocation) -> Option<Answered> {
        let id = invocation.request_id.clone();
        let limit = self.function.timeout;
        let warm = !std::mem::take(&mut self.fresh);
        let started = if warm { Ok(Ok(())) } else { timeout(INIT + limit, self.ready()).await };
        let init = (!warm).then(|| self.started.elapsed());
        self.begin(&id);
        match started {
            Ok(Ok(())) => {}
            Ok(Err(ended)) => return Some(ended.answered(&id, Duration::ZERO, init)),
            Err(_) => return Some(Ended::Timeout(limit).answered(&id, limit, Some(INIT))),
        }
        let begun = Instant::now();
        let (answer, answered) = oneshot::channel();
        let headers = headers(invocation, limit);
        let payload = invocation.payload.clone();
        self.api.offer(Work { id: id.clone(), headers, payload, answer });
        let ended = tokio::select! {
            biased;
            Ok(answer) = answered => {
                return Some(Answered { init, ..of(answer, begun.elapsed()) });
            }
            exit = self.process.exited() => Ended::Exit(exit),
            () = tokio::time::sleep(limit) => Ended::Timeout(limit),
        };
        if warm && matches!(ended, Ended::Exit(_)) && self.api.take_back() {
            return None;
        }
        let duration = match ended {
            Ended::Timeout(limit) => limit,
            _ => begun.elapsed(),
        };
        Some(ended.answered(&id, duration, init))
    }

    fn begin(&self, id: &str) {
        self.logs.catch_up();
        self.logs.say(&format!("START RequestId: {id} Version: {}", self.function.version));
    }

    /// Waits until the runtime asks for its first invocation.
    async fn ready(&mut self) -> Result<(), Ended> {
        let mut phase = self.api.phase();
        let changed = async {
            let phase = phase.wait_for(|phase| *phase != Phase::Starting).await;
            phase.map(|phase| phase.clone())
        };
        tokio::select! {
            biased;
            Ok(phase) = changed => match phase {
                Phase::Failed(why) => Err(Ended::Failed(why)),
                Phase::Ready | Phase::Starting => Ok(()),
            },
            exit = self.process.exited() => Err(Ended::Exit(exit)),
        }
    }

    /// Ends the processes, and reads what they wrote to the end.
    async fn last_words(&mut self) {
        self.process.end();
        let _ = timeout(LAST_WORDS, self.logs.follow()).await;
        self.logs.catch_up();
        self.tasks.abort_all();
    }
}

/// How long credentials are good for a new environment.
fn good_for(credentials: &Credentials) -> Duration {
    let left = credentials.expires.duration_since(SystemTime::now()).unwrap_or_default();
    left.saturating_sub(MARGIN)
}

fn failed(problem: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Start(problem.into().to_string())
}

fn listen(listener: std::net::TcpListener) -> std::io::Result<tokio::net::TcpListener> {
    listener.set_nonblocking(true)?;
    tokio::net::TcpListener::from_std(listener)
}

fn headers(invocation: &Invocation, limit: Duration) -> HeaderMap {
    let deadline = (SystemTime::now() + limit).duration_since(SystemTime::UNIX_EPOCH);
    let deadline = deadline.unwrap_or_default().as_millis().to_string();
    let mut headers = HeaderMap::new();
    let mut set = |name: &'static str, value: Option<&str>| {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(value).ok()) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    set("content-type", Some("application/json"));
    set("lambda-runtime-aws-request-id", Some(&invocation.request_id));
    set("lambda-runtime-deadline-ms", Some(&deadline));
    set("lambda-runtime-invoked-function-arn", Some(&invocation.arn));
    set("lambda-runtime-trace-id", invocation.trace.as_deref());
    set("lambda-runtime-client-context", invocation.client_context.as_deref());
    headers
}

fn of(answer: Answer, duration: Duration) -> Answered {
    let (payload, error) = match answer {
        Answer::Response(payload) => (payload, None),
        Answer::Error { payload, handled: true } => (payload, Some(FunctionError::Handled)),
        Answer::Error { payload, handled: false } => (payload, Some(FunctionError::Unhandled)),
        Answer::TooLarge => {
            let message = format!(
                "Response payload size exceeded maximum allowed payload size ({LARGEST_ANSWER} bytes)."
            );
            let kind = "Function.ResponseSizeTooLarge";
            (error_of(kind, &message), Some(FunctionError::Unhandled))
        }
    };
    Answered { payload, error, duration, init: None, said: None, lives: true }
}

fn error_of(kind: &str, message: &str) -> Bytes {
    json!({ "errorType": kind, "errorMessage": message }).to_string().into()
}

/// Why an environment ended without an answer.
enum Ended {
    Exit(Exit),
    Timeout(Duration),
    Failed(Bytes),
}

impl Ended {
    fn answered(self, id: &str, duration: Duration, init: Option<Duration>) -> Answered {
        let (payload, said) = match self {
            Self::Failed(why) => (why, None),
            Self::Exit(exit) => {
                let how = match exit {
                    Exit::Code(0) => "Runtime exited without providing a reason".to_owned(),
                    Exit::Code(code) => {
                        format!("Runtime exited with error: exit status {code}")
                    }
                    Exit::Signal(signal) => {
                        format!("Runtime exited with error: signal: {}", signal_name(signal))
                    }
                };
                let said = format!("RequestId: {id} Error: {how}");
                (error_of("Runtime.ExitError", &said), Some(format!("{said}\nRuntime.ExitError")))
            }
            Self::Timeout(limit) => {
                let how = format!("Task timed out after {:.2} seconds", limit.as_secs_f64());
                let message = format!("RequestId: {id} Error: {how}");
                let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S%.3fZ");
                let said = format!("{now} {id} {how}");
                (error_of("Sandbox.Timedout", &message), Some(said))
            }
        };
        let error = Some(FunctionError::Unhandled);
        Answered { payload, error, duration, init, said, lives: false }
    }
}

/// A signal as Go, which Lambda says these in, names it.
fn signal_name(signal: i32) -> String {
    let name = match signal {
        libc::SIGHUP => "hangup",
        libc::SIGINT => "interrupt",
        libc::SIGQUIT => "quit",
        libc::SIGILL => "illegal instruction",
        libc::SIGTRAP => "trace/breakpoint trap",
        libc::SIGABRT => "aborted",
        libc::SIGBUS => "bus error",
        libc::SIGFPE => "floating point exception",
        libc::SIGKILL => "killed",
        libc::SIGSEGV => "segmentation fault",
        libc::SIGPIPE => "broken pipe",
        libc::SIGALRM => "alarm clock",
        libc::SIGTERM => "terminated",
        other => return format!("signal {other}"),
    };
    name.to_owned()
}
