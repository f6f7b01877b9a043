//! Connections that speak HTTP/2.

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bartizan_flood::Vector;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, DATE, SERVER};
use http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::server::conn::http2::Builder;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

use super::http1::content;
use crate::config::Attributes;
use crate::distribution::taken_out;
use crate::flood;
use crate::http1::Head;
use crate::proxy::{
    Answer, BodyError, Client, Exchange, Facts, OriginAnswer, OriginBody, Outcome, passed_on,
};
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

/// Serves a connection until it ends.
pub(super) async fn serve<S>(shared: &Arc<Shared>, stream: S, facts: Facts)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let client = facts.client;
    let state = Arc::new(State {
        shared: Arc::clone(shared),
        facts: Arc::new(facts),
        number: AtomicU32::new(0),
        active: AtomicUsize::new(0),
        resets: AtomicU32::new(0),
        is_abused: Notify::new(),
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
    let mut connection = std::pin::pin!(builder.serve_connection(TokioIo::new(stream), service));
    let served = tokio::select! {
        served = connection.as_mut() => served,
        () = state.is_abused.notified() => {
            flood::incident_at(shared, state.facts.port, Vector::RapidReset, client.ip());
            return;
        }
        () = state.is_over() => {
            connection.as_mut().graceful_shutdown();
            let drained = timeout(shared.limits.drain, connection.as_mut()).await;
            drained.unwrap_or(Ok(()))
        }
    };
    if let Err(error) = served {
        if let Some(vector) = abuse(&error) {
            flood::incident_at(shared, state.facts.port, vector, client.ip());
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

/// By what a connection was abused that the library below ended. Its errors have no other form in which
/// they would tell.
fn abuse(error: &hyper::Error) -> Option<Vector> {
    let text = format!("{error:?}");
    // A head without an end is one of too many frames, or of too many bytes, whichever comes first.
    if ["too_many_continuations", "header_list_way_too_large"].iter().any(|how| text.contains(how))
    {
        Some(Vector::Continuation)
    } else if ["too_many_resets", "too_many_internal_resets"].iter().any(|how| text.contains(how)) {
        Some(Vector::RapidReset)
    } else {
        None
    }
}

/// Counts a request as under way, and as reset where it is dropped without an answer.
struct UnderWay {
    state: Arc<State>,
    is_answered: bool,
}

impl UnderWay {
    fn new(state: &Arc<State>) -> Self {
        state.active.fetch_add(1, Ordering::Relaxed);
        Self { state: Arc::clone(state), is_answered: false }
    }

    async fn answer(mut self, request: Request<Incoming>) -> io::Result<Response<Answering>> {
        let response = self.answered(request).await;
        self.is_answered = true;
        response.map(|response| response.map(|body| Answering { _under_way: Some(self), ..body }))
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
        let mut client =
            Http2Client { incoming, idle, began: None, seen: 0, shared: &state.shared };
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
            Outcome::Origin(answer) => Ok(passed(*answer, record)),
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
        (record.status, record.sent) = (answer.status, length as u64);
    }
    let whole = (!is_head && length > 0).then_some(answer.body);
    let mut response =
        Response::new(Answering { whole, origin: None, idle: None, record, _under_way: None });
    let status = StatusCode::from_u16(answer.status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if !matches!(answer.status, 204 | 304) {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    if let Some(name) = answer.speaker.name() {
        headers.insert(SERVER, HeaderValue::from_static(name));
        if let Ok(date) = HeaderValue::try_from(state.shared.clock.now().http_date()) {
            headers.insert(DATE, date);
        }
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
        _under_way: None,
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

/// The body of an answer.
struct Answering {
    whole: Option<Bytes>,
    origin: Option<OriginBody>,
    idle: Option<Pin<Box<tokio::time::Sleep>>>,
    record: Option<Record>,
    /// Put in last: until then the request is not answered.
    _under_way: Option<UnderWay>,
}

impl Body for Answering {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let this = &mut *self;
        if let Some(whole) = this.whole.take() {
            return Poll::Ready(Some(Ok(Frame::data(whole))));
        }
        let Some(origin) = &mut this.origin else { return Poll::Ready(None) };
        match origin.poll_next(cx) {
            Poll::Ready(next) => {
                this.idle = None;
                match next {
                    Ok(Some(piece)) => {
                        if let Some(record) = &mut this.record {
                            record.sent += piece.len() as u64;
                        }
                        Poll::Ready(Some(Ok(Frame::data(piece))))
                    }
                    Ok(None) => Poll::Ready(None),
                    Err(_) => Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into()))),
                }
            }
            Poll::Pending => {
                let patience = origin.idle;
                let idle = this.idle.get_or_insert_with(|| Box::pin(tokio::time::sleep(patience)));
                match idle.as_mut().poll(cx) {
                    Poll::Ready(()) => Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into()))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.whole.is_none() && self.origin.as_ref().is_none_or(OriginBody::is_done)
    }

    fn size_hint(&self) -> SizeHint {
        let whole = self.whole.as_ref().map(|whole| whole.len() as u64);
        let left = self.origin.as_ref().map(OriginBody::length);
        match (whole, left) {
            (Some(length), _) | (None, Some(Some(length))) => SizeHint::with_exact(length),
            (None, Some(None)) => SizeHint::default(),
            (None, None) => SizeHint::with_exact(0),
        }
    }
}

/// The client of a request over HTTP/2.
struct Http2Client<'a> {
    incoming: Incoming,
    idle: Duration,
    began: Option<Instant>,
    seen: u64,
    shared: &'a Shared,
}

impl Client for Http2Client<'_> {
    async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        loop {
            let began = *self.began.get_or_insert_with(Instant::now);
            let patience = self.shared.limits.body.patience(began.elapsed(), self.seen);
            let patience = patience.ok_or(BodyError::TooSlow)?.min(self.idle);
            let frame = std::future::poll_fn(|cx| Pin::new(&mut self.incoming).poll_frame(cx));
            match timeout(patience, frame).await {
                Err(_) => return Err(BodyError::TooSlow),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(BodyError::Closed),
                Ok(Some(Ok(frame))) => {
                    // Trailers are left out, as no rule has seen them.
                    if let Ok(data) = frame.into_data() {
                        self.seen += data.len() as u64;
                        return Ok(Some(data));
                    }
                }
            }
        }
    }

    async fn closed(&mut self) {
        // A stream that is reset drops all of this.
        std::future::pending::<Infallible>().await;
    }
}
