//! One request's way: judged, routed, sent to a target, and what came of it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use bartizan_flood::Vector;
use bartizan_inspect::HttpVersion;
use bytes::Bytes;
use tokio::sync::Notify;
use tokio::time::timeout;

use super::answer::Answer;
use super::body::{BodyError, Client};
use super::headers::{self, Told};
use super::judge::{Judged, Prefix};
use super::origin::{Origin, OriginError};
use super::outcome::{Busy, OriginAnswer, OriginBody, Outcome};
use super::upload::{Left, Rest, put_end, put_piece, wants_more};
use crate::config::{Attributes, DesyncMode};
use crate::distribution::identity;
use crate::http1::response::ResponseHead;
use crate::http1::{Class, Framing, Head};
use crate::inspect::Location;
use crate::record::Record;
use crate::route::{self, Action, Group, Listener, Question, Routes, StickyCookie, Target};
use crate::shared::Shared;
use crate::tls::TlsFacts;

/// The longest address that a redirect may lead to. (ELB User Guide, "Troubleshoot your Application
/// Load Balancers", HTTP 507.)
const LOCATION_BYTES_MAX: usize = 8 * 1024;

/// What is known of a client's connection.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(crate) client: SocketAddr,
    pub(crate) port: u16,
    pub(crate) tls: Option<TlsFacts>,
    /// The listener that TLS was spoken with.
    pub(crate) shaken: Option<Arc<Listener>>,
    /// Whether it is a distribution of this edge that speaks.
    pub(crate) is_looped: bool,
    /// The name of the balancer that such a connection is to, whatever host it names.
    pub(crate) balancer: Option<Arc<str>>,
    pub(crate) connection_id: u128,
    pub(crate) location: Location,
    /// Wakes whoever of the source is idle longest, to make place.
    pub(crate) asked: Arc<Notify>,
}

impl Facts {
    /// The listener that a host leads to over this connection. An internal one is not there for the
    /// internet, and a distribution whose origin is a balancer gets that one, as at an address of its
    /// own.
    pub(crate) fn listener<'a>(
        &self,
        routes: &'a Routes,
        host: &[u8],
    ) -> Option<&'a Arc<Listener>> {
        let host = self.balancer.as_ref().map_or(host, |name| name.as_bytes());
        let listener = routes.listener(self.port, host, self.tls.is_some())?;
        listener.is_for(self.private()).then_some(listener)
    }

    /// How much longer than its time who does not read is held: up to a quarter of it, another part for
    /// each connection, so that not all who came together go together.
    pub(crate) fn spread(&self, time: Duration) -> Duration {
        const PARTS: u32 = 1 << 16;
        let part = u32::try_from(self.connection_id % u128::from(PARTS)).unwrap_or_default();
        time / 4 / PARTS * part
    }

    /// The client, where it may be one of the private network.
    pub(crate) fn private(&self) -> Option<IpAddr> {
        (!self.is_looped).then(|| self.client.ip())
    }

    /// Whether what was agreed upon in the handshake is not enough for a listener: another account's
    /// certificate vouched for this edge, or an older TLS is spoken than it allows. (RFC 9110, section
    /// 15.5.20.)
    fn is_misdirected(&self, listener: &Listener) -> bool {
        let is_others = self.shaken.as_ref().is_some_and(|one| !one.is_of_same_account(listener));
        let is_too_old = |tls: &TlsFacts| listener.tls.as_ref().is_some_and(|own| !own.allows(tls));
        is_others || self.tls.as_ref().is_some_and(is_too_old)
    }

    /// The attributes that hold before a request has come: those of the listener that TLS was spoken
    /// with, as far as its client named one.
    pub(crate) fn attributes(&self, routes: &Routes) -> Attributes {
        let name = self.tls.as_ref().and_then(|tls| tls.server_name.as_deref());
        let listener = name.and_then(|name| self.listener(routes, name.as_bytes()));
        listener.map_or_else(Attributes::default, |listener| listener.attributes.clone())
    }
}

/// A request on its way.
pub(crate) struct Exchange<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) facts: &'a Facts,
    pub(crate) record: &'a mut Record,
    /// What is sent to the target, kept to be used again.
    pub(crate) out: &'a mut Vec<u8>,
}

/// What came of a request that was sent.
pub(crate) struct Begun {
    pub(crate) origin: Origin,
    pub(crate) answer: ResponseHead,
    /// Whether all was sent before the answer came, and what is to be sent while it passes.
    pub(crate) is_done: bool,
    pub(crate) rest: Option<Rest>,
}

/// Why no target answers.
pub(crate) enum Failure {
    Status(u16),
    Client(BodyError),
    Gone,
}

impl Exchange<'_> {
    /// Carries the request.
    pub(crate) async fn run<C: Client>(&mut self, client: &mut C) -> Outcome {
        let host = self.record.head.host().unwrap_or_default();
        let routes = self.shared.routes();
        let Some(listener) = self.facts.listener(&routes, host).cloned() else {
            return Outcome::Own(Answer::of_status(404));
        };
        if self.facts.is_misdirected(&listener) {
            return Outcome::Own(Answer::of_status(421));
        }
        listener.flood.observe(&self.record.head, self.facts);
        self.record.listener = Some(Arc::clone(&listener));
        if listener.distribution().is_some() {
            self.record.trace = identity(self.shared);
        }
        let outcome = match self.carried(client, &listener).await {
            Ok(outcome) => outcome,
            Err(Failure::Status(status)) => Outcome::Own(Answer::of_status(status)),
            Err(Failure::Client(BodyError::TooSlow)) => {
                listener.flood.incident(Vector::SlowBody, self.facts);
                Outcome::Own(Answer::of_status(408))
            }
            Err(Failure::Client(BodyError::Malformed)) => Outcome::Own(Answer::of_status(400)),
            Err(Failure::Client(BodyError::Closed)) => {
                self.record.status = 400;
                Outcome::Gone
            }
            Err(Failure::Gone) => {
                self.record.status = 460;
                Outcome::Gone
            }
        };
        match listener.distribution() {
            Some(distribution) => self.dressed(outcome, distribution).await,
            None => outcome.with_headers(&listener.headers),
        }
    }

    async fn carried<C: Client>(
        &mut self,
        client: &mut C,
        listener: &Arc<Listener>,
    ) -> Result<Outcome, Failure> {
        let head = &self.record.head;
        let is_strict = listener.attributes.desync == DesyncMode::Strictest;
        if is_strict && head.classified.class > Class::Compliant {
            return Err(Failure::Status(400));
        }
        if listener.distribution().is_none() && headers::has_too_many_forwarded(head) {
            return Err(Failure::Status(463));
        }
        let (prefix, inserted) = match self.judged(client, listener).await? {
            Judged::Passed(prefix, inserted) => (prefix, inserted),
            Judged::Answered(answer) => return Ok(Outcome::Own(answer)),
        };
        let client_ip = self.facts.client.ip().to_canonical();
        let question = Question { head: &self.record.head, client: client_ip };
        let (priority, action) = listener.action(question);
        self.record.rule_priority = Some(priority);
        let is_tls = self.facts.tls.is_some();
        match action {
            Action::Unserved => Err(Failure::Status(503)),
            Action::Serve(distribution) => self.serve(client, distribution, prefix, inserted).await,
            Action::Fixed(fixed) => {
                self.record.did("fixed-response");
                let body = Bytes::from(fixed.body.clone());
                Ok(Outcome::Own(Answer::new(fixed.status, &fixed.content_type, body)))
            }
            Action::Redirect(redirect) => {
                let location = route::location(redirect, question, listener.port, is_tls);
                self.record.did("redirect");
                if location.len() > LOCATION_BYTES_MAX {
                    return Err(Failure::Status(507));
                }
                let mut answer = Answer::of_status(redirect.status);
                answer.headers.push(("Location".to_owned(), location.clone()));
                self.record.redirect = Some(location);
                Ok(Outcome::Own(answer))
            }
            Action::Forward(forward) => {
                let chosen = forward.choose(question).ok_or(Failure::Status(503))?;
                let group = Arc::clone(chosen.group);
                let cookies = chosen.cookie.into_iter().collect();
                self.record.did("forward");
                self.forward(client, listener, &group, prefix, inserted, cookies).await
            }
        }
    }
}

impl Exchange<'_> {
    async fn forward<C: Client>(
        &mut self,
        client: &mut C,
        listener: &Listener,
        group: &Arc<Group>,
        prefix: Prefix,
        inserted: Vec<(String, String)>,
        mut cookies: Vec<StickyCookie>,
    ) -> Result<Outcome, Failure> {
        self.record.group = Some(Arc::clone(group));
        let picked = group.pick(&self.record.head).ok_or(Failure::Status(503))?;
        let target = picked.target;
        cookies.extend(picked.cookie);
        let told = Told {
            facts: self.facts,
            port: listener.port,
            attributes: &listener.attributes,
            headers: &listener.headers,
            trace: &self.record.trace,
            inserted: &inserted,
            is_upgrade: is_upgrade(&self.record.head),
        };
        self.out.clear();
        headers::request_head(self.out, &self.record.head, told);
        put_piece(self.out, &prefix.bytes, self.record.head.framing);
        if prefix.is_whole {
            put_end(self.out, self.record.head.framing);
        }
        self.record.received = (self.record.head.bytes() + prefix.bytes.len()) as u64;
        let busy = Busy::new(Arc::clone(&target));
        let idle = listener.attributes.idle_timeout;
        let begun = tokio::select! {
            begun = self.sent(client, &target, prefix.is_whole, idle) => begun?,
            // (ELB User Guide, "Troubleshoot your Application Load Balancers", HTTP 502.)
            () = target.leave.passed() => return Err(Failure::Status(502)),
        };
        let Begun { origin, answer, is_done, rest } = begun;
        self.record.answered(answer.status);
        if answer.status == 101 && !is_upgrade(&self.record.head) {
            return Err(Failure::Status(502));
        }
        let sets_cookie = |name: &str| {
            answer.headers().any(|(held, value)| {
                held.eq_ignore_ascii_case(b"set-cookie")
                    && value
                        .strip_prefix(name.as_bytes())
                        .is_some_and(|rest| rest.starts_with(b"="))
            })
        };
        if let Some((name, cookie)) = group.application_cookie(&target)
            && sets_cookie(name)
        {
            cookies.push(cookie);
        }
        let body = OriginBody::new(origin, &answer, is_done, idle, busy);
        Ok(Outcome::Origin(Box::new(OriginAnswer {
            head: answer,
            body,
            cookies,
            added: Vec::new(),
            rest,
        })))
    }

    /// Sends what is written, and the rest of the body until an answer comes.
    pub(crate) async fn sent<C: Client>(
        &mut self,
        client: &mut C,
        target: &Arc<Target>,
        is_whole: bool,
        idle: Duration,
    ) -> Result<Begun, Failure> {
        let (is_whole, mut memory) = self.together(client, is_whole).await?;
        let is_head = self.record.head.method() == b"HEAD";
        let may_repeat = is_whole
            && matches!(
                self.record.head.method(),
                b"GET" | b"HEAD" | b"OPTIONS" | b"PUT" | b"DELETE"
            );
        loop {
            let origin = if let Some(origin) = target.pool.take() {
                Ok(origin)
            } else {
                self.shared.connect(target).await
            };
            let mut origin = origin.map_err(failure)?;
            self.record.sending(target.address);
            let wrote = timeout(idle, origin.write(self.out)).await;
            let (mut is_done, mut rest) = (is_whole, None);
            let early = match (wrote, is_whole) {
                (Err(_), _) => return Err(Failure::Status(504)),
                // What was said before the connection ended is read below.
                (Ok(Err(_)), _) | (Ok(Ok(())), true) => None,
                (Ok(Ok(())), false) => {
                    *self.out = Vec::new();
                    memory.give_back();
                    let early = self.stream(client, &mut origin, idle).await?;
                    let going_on = early.as_ref().map(|early| early.as_ref().ok());
                    let left = match going_on {
                        None => Left::Nothing,
                        Some(Some(answer)) if wants_more(answer) => {
                            self.at_once(client, &mut origin).await
                        }
                        Some(_) => Left::Unwanted,
                    };
                    is_done = matches!(left, Left::Nothing);
                    if let Left::Pending(bytes, is_ended) = left {
                        let framing = self.record.head.framing;
                        let (half, to) = origin.split();
                        origin = half;
                        rest = Some(Rest { to, bytes, is_ended, framing, idle });
                    }
                    early
                }
            };
            let answer = if let Some(answer) = early {
                answer
            } else {
                tokio::select! {
                    answer = timeout(idle, origin.read_head(is_head)) => {
                        answer.unwrap_or(Err(OriginError::Timeout))
                    }
                    () = client.closed(), if is_done => return Err(Failure::Gone),
                }
            };
            match answer {
                Ok(answer) => return Ok(Begun { origin, answer, is_done, rest }),
                // It closed while it was idle, as the request was on its way. (RFC 9110, section
                // 9.2.2.)
                Err(OriginError::Closed) if origin.is_used && may_repeat => {}
                Err(error) => return Err(failure(error)),
            }
        }
    }
}

pub(crate) fn failure(error: OriginError) -> Failure {
    Failure::Status(if error == OriginError::Timeout { 504 } else { 502 })
}

/// Whether the client asks for a WebSocket. (RFC 6455, section 4.1.) No other protocol is changed
/// to: HTTP/2 in clear, above all, would pass the firewall by.
pub(crate) fn is_upgrade(head: &Head) -> bool {
    head.version == HttpVersion::Http11
        && head.framing == Framing::Empty
        && head.method() == b"GET"
        && head.value(b"upgrade").is_some_and(|value| value.eq_ignore_ascii_case(b"websocket"))
        && head.lists(b"connection", "upgrade")
}
