//! Connections that speak HTTP/1.1.

use std::io;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bartizan_flood::Vector;
use bartizan_inspect::HttpVersion;
use tokio::io::{AsyncWriteExt, split};
use tokio::time::{Instant, timeout};

use super::one_way::OneWay;
use super::reading::{Carrier, Found, LOOK, Reading};
use super::wire::{Came, Http1Client, Paused, Who, Wire};
use crate::config::Attributes;
use crate::flood::{self, Flood};
use crate::http1::lines::Lines;
use crate::http1::response::ResponseFraming;
use crate::http1::{Class, Head};
use crate::proxy::{
    Answer, Exchange, Facts, Framed, OriginAnswer, Outcome, Rest, own_head, response_head, tunnel,
};
use crate::record::Record;
use crate::shared::Shared;

/// Pieces up to this size are written together with what goes before them, and larger ones in parts of
/// it.
const TOGETHER_BYTES: usize = 64 * 1024;
/// How much memory for what is written an idle connection keeps.
const KEPT_BYTES: usize = 8 * 1024;

/// Serves a connection until it ends.
pub(super) async fn serve<S: Carrier>(shared: &Arc<Shared>, stream: S, facts: Facts) {
    let facts = Arc::new(facts);
    let mut connection = Connection {
        shared,
        wire: Wire::new(stream),
        lines: Lines::default(),
        out: Vec::new(),
        opened: Instant::now(),
        handed: 0,
        waited: Duration::ZERO,
        flood: None,
    };
    let mut number = 0_u32;
    let mut idle = facts.attributes(&shared.routes()).idle_timeout;
    loop {
        let flood = connection.flood.as_deref();
        let who = Who { facts: &facts, is_new: number == 0, flood };
        match connection.wire.next_head(shared, &mut connection.lines, idle, who).await {
            Came::Nothing => return connection.wire.close().await,
            Came::Silence => {
                // Who has asked before may be idle.
                if number == 0 {
                    flood::incident_at(shared, &facts, Vector::Connections);
                }
                return connection.wire.close().await;
            }
            Came::Refused(error) => {
                if error.status == 408 {
                    flood::incident_at(shared, &facts, Vector::SlowHeaders);
                }
                let answer = Answer::of_status(error.status);
                connection.refuse(&answer).await;
                break;
            }
            Came::Head(head, memory) => {
                number = number.wrapping_add(1);
                let record = Record::new(shared, &facts, (*head, memory), number);
                // In a place of its own: who is idle does not take it.
                match Box::pin(connection.one(record, &facts)).await {
                    Ok(Next::Another(patience)) => {
                        idle = patience;
                        connection.shrink();
                    }
                    Ok(Next::End) => break,
                    Err(error) => {
                        tracing::debug!(client = %facts.client, %error, "connection ended");
                        return;
                    }
                }
            }
        }
    }
    connection.wire.end().await;
}

/// What follows a request.
enum Next {
    /// Another one, for which this long is waited.
    Another(Duration),
    /// The end of the connection.
    End,
}

struct Connection<'a, S> {
    shared: &'a Arc<Shared>,
    wire: Wire<S>,
    lines: Lines,
    /// What is written, kept to be used again.
    out: Vec<u8>,
    opened: Instant,
    /// How much of the answer was written, and for how long the client was waited for.
    handed: u64,
    waited: Duration,
    /// The detector of the front that was asked last.
    flood: Option<Arc<Flood>>,
}

impl<S: Carrier> Connection<'_, S> {
    /// Keeps no more memory than a small request needs: others may be idle for long.
    fn shrink(&mut self) {
        if self.out.capacity() > KEPT_BYTES {
            self.out = Vec::new();
        }
    }

    async fn refuse(&mut self, answer: &Answer) {
        self.out.clear();
        own_head(&mut self.out, answer, &self.shared.clock.now().http_date(), false);
        self.out.extend_from_slice(&answer.body);
        // Who sends such requests may be gone.
        let _ = self.wire.write(&self.out, self.shared.limits.head).await;
    }

    async fn one(&mut self, mut record: Record, facts: &Facts) -> io::Result<Next> {
        (self.handed, self.waited) = (0, Duration::ZERO);
        let routes = self.shared.routes();
        let host = record.head.host().unwrap_or_default();
        let listener = facts.listener(&routes, host);
        self.flood = listener.map(|listener| Arc::clone(&listener.flood));
        let default = Attributes::default();
        let attributes = listener.map_or(&default, |listener| &listener.attributes);
        let idle = attributes.idle_timeout;
        let may_stay = wants_to_stay(&record.head)
            && record.head.classified.class < Class::Ambiguous
            && self.opened.elapsed() < attributes.client_keep_alive;
        let limits = &self.shared.limits;
        let mut client = Http1Client::new(&mut self.wire, &record.head, idle, limits);
        let exchange =
            Exchange { shared: self.shared, facts, record: &mut record, out: &mut self.out };
        let outcome = { exchange }.run(&mut client).await;
        let (unread, unsent) = (client.unread(), client.pause());
        let may_stay = may_stay && !self.shared.is_stopping();
        let stays = may_stay && unread.is_some();
        let stays = match outcome {
            Outcome::Gone => false,
            Outcome::Own(answer) => self.answer(&mut record, &answer, stays, idle).await?,
            Outcome::Origin(answer) if answer.head.status == 101 => {
                self.upgrade(&mut record, *answer, idle).await?;
                false
            }
            Outcome::Origin(mut answer) => match answer.rest.take() {
                Some(rest) => {
                    let passed =
                        self.both_ways(&mut record, *answer, (rest, unsent), may_stay, idle);
                    let stays = passed.await?;
                    return Ok(if stays { Next::Another(idle) } else { Next::End });
                }
                None => self.pass_on(&mut record, *answer, stays, idle).await?,
            },
        };
        let stays = stays && self.passed_over(&mut record, unread.unwrap_or(0)).await;
        Ok(if stays { Next::Another(idle) } else { Next::End })
    }

    /// Reads the rest of a body whose request is answered, and lets it go; whether it came in time.
    async fn passed_over(&mut self, record: &mut Record, unread: u64) -> bool {
        let patience = self.shared.hurried(self.shared.limits.body.grace);
        let passed = timeout(patience, self.wire.pass_over(unread)).await;
        if passed.is_err() {
            record.incident(Vector::SlowBody);
        }
        passed.unwrap_or(false)
    }

    /// Writes an answer of the edge's own; whether the connection stays.
    async fn answer(
        &mut self,
        record: &mut Record,
        answer: &Answer,
        stays: bool,
        idle: Duration,
    ) -> io::Result<bool> {
        record.status = answer.status;
        // A request that may not be is no beginning of another.
        let stays = stays && !matches!(answer.status, 400 | 408 | 413 | 414 | 463);
        self.out.clear();
        own_head(&mut self.out, answer, &self.shared.clock.now().http_date(), stays);
        let body: &[u8] = if record.head.method() == b"HEAD" { &[] } else { &answer.body };
        if body.len() <= TOGETHER_BYTES {
            self.out.extend_from_slice(body);
            self.flush(record, idle).await?;
            return Ok(stays);
        }
        // Others have the same body: it is not copied for a client that may not read it.
        self.flush(record, idle).await?;
        for part in body.chunks(TOGETHER_BYTES) {
            self.write(part, record, idle).await?;
        }
        Ok(stays)
    }

    /// Writes a target's answer while the rest of the request goes to it; whether the connection stays.
    async fn both_ways(
        &mut self,
        record: &mut Record,
        answer: OriginAnswer,
        (rest, unsent): (Rest, Paused),
        stays: bool,
        idle: Duration,
    ) -> io::Result<bool> {
        let (from, to) = split(&mut self.wire.stream);
        let buffer = std::mem::take(&mut self.wire.buffer);
        let mut from = Wire { stream: OneWay(from), buffer };
        let mut to = Connection {
            shared: self.shared,
            wire: Wire::new(OneWay(to)),
            lines: Lines::default(),
            out: std::mem::take(&mut self.out),
            opened: self.opened,
            handed: self.handed,
            waited: self.waited,
            flood: None,
        };
        let sent = async {
            let mut client = unsent.over(&mut from, &self.shared.limits);
            Ok(rest.run(&mut client).await)
        };
        let passed = to.pass_on(record, answer, stays, idle);
        let (stays, (is_sent, received)) = tokio::try_join!(passed, sent)?;
        record.received += received;
        self.wire.buffer = from.buffer;
        Ok(stays && is_sent)
    }

    /// Writes a target's answer; whether the connection stays.
    async fn pass_on(
        &mut self,
        record: &mut Record,
        mut answer: OriginAnswer,
        stays: bool,
        idle: Duration,
    ) -> io::Result<bool> {
        let framed = match answer.head.framing {
            ResponseFraming::Empty => Framed::None,
            ResponseFraming::Length(length) => Framed::Length(length),
            _ if record.head.version == HttpVersion::Http10 => Framed::Close,
            ResponseFraming::Chunked | ResponseFraming::Close => Framed::Chunked,
        };
        let stays = stays && framed != Framed::Close;
        record.status = answer.head.status;
        record.content = content(&answer);
        self.out.clear();
        response_head(&mut self.out, &answer.head, &answer.cookies, &answer.added, framed, stays);
        loop {
            if answer.body.is_done() {
                break;
            }
            // What is here already goes out with the head; what is not must not keep it waiting.
            let ready = std::future::poll_fn(|cx| Poll::Ready(answer.body.poll_next(cx))).await;
            let piece = match ready {
                Poll::Ready(piece) => piece,
                Poll::Pending => {
                    if !self.out.is_empty() {
                        self.flush(record, idle).await?;
                    }
                    answer.body.next().await
                }
            };
            match piece {
                Ok(Some(piece)) => put(&mut self.out, &piece, framed),
                Ok(None) => break,
                // The answer cannot be taken back: that it is not whole shows in its end.
                Err(error) => {
                    tracing::debug!(?error, "an answer ended early");
                    self.flush(record, idle).await?;
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
            }
            if self.out.len() >= TOGETHER_BYTES {
                self.flush(record, idle).await?;
            }
        }
        if framed == Framed::Chunked {
            self.out.extend_from_slice(b"0\r\n\r\n");
        }
        self.flush(record, idle).await?;
        Ok(stays)
    }

    async fn flush(&mut self, record: &mut Record, idle: Duration) -> io::Result<()> {
        let mut out = std::mem::take(&mut self.out);
        let written = self.write(&out, record, idle).await;
        out.clear();
        self.out = out;
        written
    }

    /// Writes a part of an answer, which the client must take in time, as all before it. Who takes next to
    /// nothing of it is told while it is waited for.
    async fn write(&mut self, part: &[u8], record: &mut Record, idle: Duration) -> io::Result<()> {
        record.sent += part.len() as u64;
        self.handed += part.len() as u64;
        let pace = self.shared.limits.body;
        let patience = pace.patience(self.waited, self.handed).unwrap_or_default().min(idle);
        let began = Instant::now();
        let end = began + patience + record.facts.spread(patience);
        let mut look = began + LOOK;
        let (mut done, mut reading) = (0, Reading::default());
        let written = loop {
            match self.wire.write_until(part, &mut done, look.min(end)).await {
                Ok(false) => {}
                written => break written.map(|_| ()),
            }
            let now = Instant::now();
            let is_over = now >= end;
            let mut is_told = is_over;
            if now >= look {
                look += LOOK;
                let left = part.len().saturating_sub(done) as u64;
                let unread = self.wire.stream.unread().unwrap_or(0).saturating_add(left);
                let found = reading.look(0, unread, pace.bytes_a_second);
                is_told |= found == Found::Unread { is_told: true };
            }
            if is_told {
                record.incident(Vector::SlowRead);
            }
            if is_over {
                self.wire.stream.forget();
                break Err(io::ErrorKind::TimedOut.into());
            }
        };
        self.waited = self.waited.saturating_add(began.elapsed());
        written
    }

    /// Carries a WebSocket until it ends.
    async fn upgrade(
        &mut self,
        record: &mut Record,
        answer: OriginAnswer,
        idle: Duration,
    ) -> io::Result<()> {
        record.status = 101;
        self.out.clear();
        response_head(
            &mut self.out,
            &answer.head,
            &answer.cookies,
            &answer.added,
            Framed::Upgrade,
            true,
        );
        let Some((mut origin, busy)) = answer.body.into_origin() else { return Ok(()) };
        self.out.extend_from_slice(&origin.buffer);
        self.flush(record, idle).await?;
        if !self.wire.buffer.is_empty() {
            tokio::time::timeout(idle, origin.write_all(&self.wire.buffer)).await??;
            record.received += self.wire.buffer.len() as u64;
            self.wire.buffer.clear();
        }
        let over = busy.0.leave.passed();
        let (sent, received) = tunnel(&mut self.wire.stream, origin, idle, over).await;
        record.received += sent;
        record.sent += received;
        Ok(())
    }
}

/// The type and the length of an answer, for the log.
pub(super) fn content(answer: &OriginAnswer) -> (Option<String>, Option<u64>) {
    let kind = answer.head.value(b"content-type");
    let kind = kind.map(|kind| String::from_utf8_lossy(kind).into_owned());
    (kind, answer.body.length())
}

fn put(out: &mut Vec<u8>, piece: &[u8], framed: Framed) {
    if framed == Framed::Chunked {
        crate::proxy::put_chunk(out, piece);
    } else {
        out.extend_from_slice(piece);
    }
}

/// Whether the client may send another request over its connection. (RFC 9112, section 9.3.)
fn wants_to_stay(head: &Head) -> bool {
    match head.version {
        HttpVersion::Http10 => head.lists(b"connection", "keep-alive"),
        _ => !head.lists(b"connection", "close"),
    }
}
