//! Connections that speak HTTP/2.

mod answering;
mod client;
mod frames;
mod sent;

use std::convert::Infallible;
use std::io;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use bartizan_flood::Vector;
use http::header::{CONTENT_LENGTH, DATE, SERVER};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http2::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use self::answering::{Answering, Taking};
use self::client::Http2Client;
pub use self::frames::http2_frames;
use self::frames::{Arrived, Framed};
use self::sent::{Due, Sent, Watched};
use super::http1::content;
use super::reading::{Carrier, LOOK};
use crate::config::Attributes;
use crate::distribution::taken_out;
use crate::flood;
use crate::http1::Head;
use crate::proxy::{Answer, Exchange, Facts, OriginAnswer, Outcome, passed_on};
use crate::record::Record;
use crate::shared::Shared;

/// The most requests of a connection at a time.
const STREAMS_MAX: u32 = 64;
/// The most bytes of a request's head, decompressed: few bytes on the wire can name many.
const HEAD_BYTES_MAX: u32 = 32 * 1024;
/// How many times its bytes a head takes, and what each header takes beside them.
const HEAD_COPIES: usize = 3;
const HEADER_BYTES: usize = 128;
/// How much a client may send of a body, and of all of a connection's, before anybody reads it.
const STREAM_WINDOW_BYTES: u32 = 64 * 1024;
const CONNECTION_WINDOW_BYTES: u32 = 256 * 1024;
/// How many streams a client may have reset before anybody looked at them, and how many errors of
/// streams it may cause, until its connection ends. (CVE-2023-44487.)
const RESETS_PENDING_MAX: usize = 20;
const RESETS_BY_ERROR_MAX: usize = 100;
/// How much of an answer waits for a slow reader.
const SEND_BYTES_MAX: usize = 64 * 1024;
/// How often a silent client is asked whether it is there.
const PING: Duration = Duration::from_secs(20);
/// How many answers are kept an eye on before those that have ended are forgotten.
const TAKINGS_KEPT: usize = 2 * STREAMS_MAX as usize;

/// Serves a connection until it ends.
pub(super) async fn serve<S: Carrier + 'static>(shared: &Arc<Shared>, stream: S, facts: Facts) {
    let client = facts.client;
    let state = Arc::new(State {
        shared: Arc::clone(shared),
        facts: Arc::new(facts),
        number: AtomicU32::new(0),
        active: AtomicUsize::new(0),
        resets: AtomicU32::new(0),
        is_abused: Notify::new(),
        takings: Mutex::default(),
    });
    let in_service = Arc::clone(&state);
    let service = service_fn(move |request| {
        let under_way = UnderWay::new(&in_service);
        async move { under_way.answer(request).await }
    });
    let mut builder = Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS_MAX)
        .max_header_list_size(HEAD_BYTES_MAX)
        .initial_stream_window_size(STREAM_WINDOW_BYTES)
        .initial_connection_window_size(CONNECTION_WINDOW_BYTES)
        .max_pending_accept_reset_streams(RESETS_PENDING_MAX)
        .max_local_error_reset_streams(RESETS_BY_ERROR_MAX)
        .max_send_buf_size(SEND_BYTES_MAX)
        .keep_alive_interval(PING)
        .auto_date_header(false);
    let (arrived, sent) = (Arc::new(Arrived::default()), Arc::new(Sent::default()));
    let stream = Framed::new(stream, Arc::clone(&arrived), Arc::clone(&sent));
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = state.is_abused.notified() => {
            flood::incident_at(shared, &state.facts, Vector::RapidReset);
            return;
        }
        () = state.is_read_too_slowly(&sent) => {
            flood::incident_at(shared, &state.facts, Vector::SlowRead);
            sent.forget();
            tracing::debug!(%client, "connection ended: its client does not read");
            return;
        }
        never = state.silence() => match never {},
        () = state.is_over() => {
            connection.as_mut().graceful_shutdown();
            let drained = timeout(shared.limits.drain, connection.as_mut()).await;
            drained.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = served {
        let abused = is_abuse(&error).then(|| arrived.vector());
        if let Some(vector) = arrived.flood().or(abused) {
            flood::incident_at(shared, &state.facts, vector);
        }
        tracing::debug!(%client, %error, "connection ended");
    }
}

struct State {
    shared: Arc<Shared>,
    facts: Arc<Facts>,
    number: AtomicU32,
    /// How many requests are under way.
    active: AtomicUsize,
    /// How many were reset before they were answered, and who waits for there to be too many.
    resets: AtomicU32,
    is_abused: Notify,
    /// How answers are taken.
    takings: Mutex<Vec<Weak<Taking>>>,
}

impl State {
    /// Resolves when the connection should take no more requests: it was idle, it is old, others need
    /// its place, or the edge stops.
    async fn is_over(&self) {
        let Attributes { idle_timeout, client_keep_alive, .. } = self.attributes();
        let mut stopping = self.shared.stopping.clone();
        let idle = async {
            let mut last = (self.number.load(Ordering::Relaxed), Instant::now());
            loop {
                tokio::time::sleep(idle_timeout / 4).await;
                let number = self.number.load(Ordering::Relaxed);
                if number != last.0 || self.active.load(Ordering::Relaxed) > 0 {
                    last = (number, Instant::now());
                } else if last.1.elapsed() >= idle_timeout {
                    return;
                }
            }
        };
        tokio::select! {
            () = idle => {}
            () = tokio::time::sleep(client_keep_alive) => {}
            () = self.pressed(&self.shared.pressure) => {}
            () = self.pressed(&self.facts.asked) => {}
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
    }

    /// Tells of a client that has asked for nothing.
    async fn silence(&self) -> Infallible {
        let has_asked = || self.number.load(Ordering::Relaxed) > 0;
        flood::silence(&self.shared, &self.facts, has_asked).await
    }

    /// Resolves when the client has taken an answer too slowly for long enough.
    async fn is_read_too_slowly(&self, sent: &Sent) {
        self.is_read_slowly(sent).await;
        let idle = self.attributes().idle_timeout;
        tokio::time::sleep(self.facts.spread(idle)).await;
    }

    /// Resolves when the client takes an answer too slowly, and tells of it until then.
    async fn is_read_slowly(&self, sent: &Sent) {
        let (pace, idle) = (self.shared.limits.body, self.attributes().idle_timeout);
        let (mut watched, mut look) = (Watched::default(), Instant::now() + LOOK);
        loop {
            tokio::time::sleep((idle / 4).min(LOOK)).await;
            let takings = self.takings().clone();
            let there: Vec<_> = takings.iter().filter_map(Weak::upgrade).collect();
            if there.iter().any(|taking| taking.is_slow(pace, idle)) {
                return;
            }
            if Instant::now() < look {
                continue;
            }
            look = Instant::now() + LOOK;
            let waits = there.iter().map(|taking| taking.waits()).max().unwrap_or_default();
            match watched.look(sent, waits, (idle, pace.bytes_a_second)) {
                Due::Nothing => {}
                Due::Told => flood::incident_at(&self.shared, &self.facts, Vector::SlowRead),
                Due::End => return,
            }
        }
    }

    /// How the next answer is taken.
    fn taking(&self) -> Arc<Taking> {
        let taking = Arc::new(Taking::default());
        let mut takings = self.takings();
        if takings.len() >= TAKINGS_KEPT {
            takings.retain(|one| one.strong_count() > 0);
        }
        takings.push(Arc::downgrade(&taking));
        taking
    }

    fn takings(&self) -> MutexGuard<'_, Vec<Weak<Taking>>> {
        self.takings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Resolves when this connection is asked to make place, and is idle. Who is busy lets another be
    /// asked.
    async fn pressed(&self, asked: &Notify) {
        loop {
            asked.notified().await;
            if self.active.load(Ordering::Relaxed) == 0 {
                return;
            }
            asked.notify_one();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn attributes(&self) -> Attributes {
        self.facts.attributes(&self.shared.routes())
    }
}

/// Whether the library below ended a connection because it was abused. Its errors have no other form
/// in which they would tell.
fn is_abuse(error: &hyper::Error) -> bool {
    let text = format!("{error:?}");
    text.contains("ENHANCE_YOUR_CALM") && text.contains("Library")
}

/// Counts a request as under way, and as reset where it is dropped without an answer.
struct UnderWay {
    state: Arc<State>,
    is_answered: bool,
    taking: Arc<Taking>,
}

impl UnderWay {
    fn new(state: &Arc<State>) -> Self {
        state.active.fetch_add(1, Ordering::Relaxed);
        Self { state: Arc::clone(state), is_answered: false, taking: state.taking() }
    }

    async fn answer(mut self, request: Request<Incoming>) -> io::Result<Response<Answering>> {
        let response = self.answered(request).await;
        self.is_answered = true;
        response.map(|response| response.map(|body| Answering { under_way: Some(self), ..body }))
    }

    async fn answered(&self, request: Request<Incoming>) -> io::Result<Response<Answering>> {
        let state = &self.state;
        let (parts, incoming) = request.into_parts();
        let head = match Head::of_http2(&parts, incoming.is_end_stream()) {
            Ok(head) => head,
            Err(error) => return Ok(own(state, Answer::of_status(error.status), None)),
        };
        drop(parts);
        let mut memory = state.shared.memory.hold();
        if !memory.grow_to(head.bytes() * HEAD_COPIES + head.len() * HEADER_BYTES) {
            return Ok(own(state, Answer::of_status(503), None));
        }
        let number = state.number.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let mut record = Record::new(&state.shared, &state.facts, (head, memory), number);
        let routes = state.shared.routes();
        let listener = state.facts.listener(&routes, record.head.host().unwrap_or_default());
        let idle =
            listener.map_or(Attributes::default().idle_timeout, |one| one.attributes.idle_timeout);
        let mut client = Http2Client::new(incoming, idle, state.shared.limits.body);
        let mut out = Vec::new();
        let mut exchange = Exchange {
            shared: &state.shared,
            facts: &state.facts,
            record: &mut record,
            out: &mut out,
        };
        match exchange.run(&mut client).await {
            Outcome::Gone => Err(io::ErrorKind::ConnectionAborted.into()),
            Outcome::Own(answer) => Ok(own(state, answer, Some(record))),
            Outcome::Origin(mut answer) => {
                if let Some(rest) = answer.rest.take() {
                    tokio::spawn(async move { rest.run(&mut client).await });
                }
                Ok(passed(*answer, record))
            }
        }
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.state.active.fetch_sub(1, Ordering::Relaxed);
        if !self.is_answered {
            let resets = self.state.resets.fetch_add(1, Ordering::Relaxed);
            if resets >= self.state.shared.limits.resets {
                self.state.is_abused.notify_one();
            }
        }
    }
}

fn own(state: &State, answer: Answer, mut record: Option<Record>) -> Response<Answering> {
    let is_head = record.as_ref().is_some_and(|one| one.head.method() == b"HEAD");
    let length = answer.body.len();
    if let Some(record) = &mut record {
        record.status = answer.status;
    }
    let whole = (!is_head && length > 0).then_some(answer.body);
    let mut response =
        Response::new(Answering { whole, origin: None, idle: None, record, under_way: None });
    let status = StatusCode::from_u16(answer.status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if !matches!(answer.status, 204 | 304) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Some(name) = answer.speaker.name() {
        headers.insert(SERVER, HeaderValue::from_static(name));
    }
    if answer.speaker.is_of_edge()
        && let Ok(date) = HeaderValue::try_from(state.shared.clock.now().http_date())
    {
        headers.insert(DATE, date);
    }
    for (name, value) in &answer.headers {
        append(headers, name.as_bytes(), value.as_bytes());
    }
    response
}

fn passed(answer: OriginAnswer, mut record: Record) -> Response<Answering> {
    record.status = answer.head.status;
    record.content = content(&answer);
    let mut headers = http::HeaderMap::new();
    let added = &answer.added;
    for (name, value) in passed_on(&answer.head, true).filter(|(name, _)| !taken_out(added, name)) {
        append(&mut headers, name, value);
    }
    for (name, value) in added {
        append(&mut headers, name.as_bytes(), value.as_bytes());
    }
    for line in answer.cookies.iter().flat_map(crate::route::StickyCookie::lines) {
        append(&mut headers, b"set-cookie", line.as_bytes());
    }
    let status = StatusCode::from_u16(answer.head.status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = Response::new(Answering {
        whole: None,
        origin: Some(answer.body),
        idle: None,
        record: Some(record),
        under_way: None,
    });
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

fn append(headers: &mut http::HeaderMap, name: &[u8], value: &[u8]) {
    if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
        headers.append(name, value);
    }
}
