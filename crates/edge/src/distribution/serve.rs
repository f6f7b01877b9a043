//! A request's way through a distribution, behind the firewall: from the cache, or from the origin.

use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use tokio::time::Instant;

use super::cache::{Keeping, Stored};
use super::freshness::{Said, lifetime, number};
use super::origin::spoken;
use super::request::{Sent, is_loop, request_head};
use super::response::{HIT, MISS, REFRESH, added, dressed, via};
use super::{Distribution, compress, select, stored};
use crate::config::{Behaviour, Selection, ViewerProtocol};
use crate::http1::Framing;
use crate::http1::response::{ResponseFraming, ResponseHead};
use crate::proxy::{
    Answer, Begun, Busy, Client, Exchange, Failure, OriginAnswer, OriginBody, Outcome, Prefix,
    Rest, Speaker, failure, is_upgrade, passed_on, put_end, put_piece,
};
use crate::route::host_name;

/// Every method that a distribution can let through.
const METHODS: [&[u8]; 7] = [b"GET", b"HEAD", b"OPTIONS", b"PUT", b"POST", b"PATCH", b"DELETE"];

/// A request as its distribution understands it.
struct Asked<'a> {
    distribution: &'a Distribution,
    behaviour: &'a Behaviour,
    /// The path, behind the root object.
    path: Vec<u8>,
    /// What it is found by in the cache, if it may be there.
    key: Option<Vec<u8>>,
    /// What is there, and the time of the cache.
    stored: Option<Arc<Stored>>,
    epoch: u64,
    inserted: Vec<(String, String)>,
}

impl Exchange<'_> {
    /// Answers a request that the firewall let pass.
    pub(crate) async fn serve<C: Client>(
        &mut self,
        client: &mut C,
        distribution: &Distribution,
        prefix: Prefix,
        inserted: Vec<(String, String)>,
    ) -> Result<Outcome, Failure> {
        let head = &self.record.head;
        let (path, _) = head.split_target();
        let root = &distribution.config.root_object;
        let path = match path {
            b"/" if !root.is_empty() => format!("/{root}").into_bytes(),
            path => path.to_vec(),
        };
        let behaviour = distribution.behaviour(&path).ok_or(Failure::Status(404))?;
        if let Some(answer) = self.refused(distribution, behaviour)? {
            return Ok(Outcome::Own(answer));
        }
        let front = self.record.listener.as_ref().map(|one| Arc::clone(&one.front_arn));
        let front = front.as_deref().unwrap_or_default();
        let key = is_kept(behaviour, head)
            .then(|| select::key(front, behaviour, head, &target(head.target(), &path)));
        let found = key.as_ref().map(|key| self.shared.cache.find(front, key));
        let (stored, epoch) = found.unwrap_or_default();
        if let Some(fresh) = stored.as_ref().filter(|stored| stored.is_fresh()) {
            return Ok(self.hit(distribution, fresh, HIT).await);
        }
        let asked = Asked { distribution, behaviour, path, key, stored, epoch, inserted };
        match self.fetched(client, &asked, prefix).await {
            // What is old is better than nothing.
            Err(Failure::Status(status @ (502 | 504))) => match &asked.stored {
                Some(stored) => Ok(self.hit(distribution, stored, HIT).await),
                None => Err(Failure::Status(status)),
            },
            other => other,
        }
    }

    /// What a distribution does not let through.
    fn refused(
        &self,
        distribution: &Distribution,
        behaviour: &Behaviour,
    ) -> Result<Option<Answer>, Failure> {
        let head = &self.record.head;
        let method = head.method();
        if !METHODS.contains(&method) {
            return Err(Failure::Status(405));
        }
        let is_allowed = behaviour.methods.iter().any(|one| one.as_bytes() == method);
        let has_body = matches!(method, b"GET" | b"HEAD") && head.framing != Framing::Empty;
        if !is_allowed || has_body || is_loop(head, &distribution.config.domain) {
            return Err(Failure::Status(403));
        }
        if self.facts.tls.is_some() {
            return Ok(None);
        }
        match behaviour.viewer {
            ViewerProtocol::Any => Ok(None),
            ViewerProtocol::HttpsOnly => Err(Failure::Status(403)),
            ViewerProtocol::RedirectToHttps => {
                let host = String::from_utf8_lossy(host_name(head.host().unwrap_or_default()));
                let target = String::from_utf8_lossy(head.target());
                // So that the method stays as it is. (The Developer Guide, "Viewer protocol policy".)
                let status = if matches!(method, b"GET" | b"HEAD") { 301 } else { 307 };
                let mut answer = Answer::of_status(status);
                answer.headers.push(("Location".to_owned(), format!("https://{host}{target}")));
                Ok(Some(answer))
            }
        }
    }

    /// Answers from the cache.
    async fn hit(&mut self, distribution: &Distribution, stored: &Stored, from: &str) -> Outcome {
        if stored.status >= 400
            && let Some(page) = self.error_page(distribution, stored.status).await
        {
            return Outcome::Own(page);
        }
        match from {
            HIT => self.record.did("hit"),
            REFRESH => self.record.did("refresh-hit"),
            _ => {}
        }
        let (head, id) = (&self.record.head, &self.record.trace);
        Outcome::Own(stored::answered(stored, head, distribution, id, from))
    }

    /// Asks the origin.
    async fn fetched<C: Client>(
        &mut self,
        client: &mut C,
        asked: &Asked<'_>,
        prefix: Prefix,
    ) -> Result<Outcome, Failure> {
        let Asked { distribution, behaviour, .. } = asked;
        let (origin, named) = distribution.origin(behaviour).ok_or(Failure::Status(502))?;
        let spoken = spoken(origin, self.facts.tls.is_some());
        let reached = named.reached(origin, spoken, self.shared).await;
        let target = reached.map_err(failure)?;
        let head = &self.record.head;
        let is_upgrade = is_upgrade(head);
        let sent = Sent {
            behaviour,
            origin,
            spoken,
            domain: &distribution.config.domain,
            id: &self.record.trace,
            facts: self.facts,
            path: &asked.path,
            inserted: &asked.inserted,
            is_upgrade,
            asked_about: asked.stored.as_deref().filter(|stored| stored.has_validator()),
        };
        let is_asked_about = sent.asked_about.is_some();
        self.out.clear();
        request_head(self.out, head, &sent);
        put_piece(self.out, &prefix.bytes, head.framing);
        if prefix.is_whole {
            put_end(self.out, head.framing);
        }
        self.record.received = (head.bytes() + prefix.bytes.len()) as u64;
        let busy = Busy::new(Arc::clone(&target));
        let begun = self.sent(client, &target, prefix.is_whole, origin.read).await?;
        let Begun { origin: connection, answer, is_done, rest } = begun;
        self.record.answered(answer.status);
        if answer.status == 101 && !is_upgrade {
            return Err(Failure::Status(502));
        }
        let body = OriginBody::new(connection, &answer, is_done, origin.read, busy);
        self.taken(asked, (answer, rest), body, is_asked_about).await
    }

    /// What an origin's answer comes to.
    async fn taken(
        &mut self,
        asked: &Asked<'_>,
        (answer, rest): (ResponseHead, Option<Rest>),
        mut body: OriginBody,
        is_asked_about: bool,
    ) -> Result<Outcome, Failure> {
        let distribution = asked.distribution;
        if let Some(held) = &asked.stored {
            if answer.status == 304 && is_asked_about {
                let renewed = self.renewed(asked, held, &answer);
                return Ok(self.hit(distribution, &renewed, REFRESH).await);
            }
            if answer.status >= 500 {
                return Ok(self.hit(distribution, held, HIT).await);
            }
        }
        if let Some(mut keeping) = self.keeping(asked, &answer) {
            let length = compress::wanted(asked.behaviour, &self.record.head, &answer);
            if length.is_some_and(|length| keeping.memory.grow_to(length)) {
                return self.compressed(distribution, *keeping, body).await;
            }
            body.keep(keeping);
        }
        if answer.status >= 400
            && let Some(page) = self.error_page(distribution, answer.status).await
        {
            // It is read to its end, so that it is kept, and its connection is free again.
            while let Ok(Some(_)) = body.next().await {
                if !body.is_kept() {
                    break;
                }
            }
            return Ok(Outcome::Own(page));
        }
        let from = if answer.status >= 400 { super::response::ERROR } else { MISS };
        let added = added(distribution, &self.record.trace, from, via(&answer));
        let cookies = Vec::new();
        let answer = OriginAnswer { head: answer, body, cookies, added, rest };
        Ok(Outcome::Origin(Box::new(answer)))
    }

    /// Compresses an answer, keeps it, and answers it.
    async fn compressed(
        &mut self,
        distribution: &Distribution,
        keeping: Keeping,
        mut body: OriginBody,
    ) -> Result<Outcome, Failure> {
        let Keeping { cache, key, stored, body: mut bytes, memory: _memory, epoch } = keeping;
        while let Some(piece) = body.next().await.map_err(failure)? {
            bytes.extend_from_slice(&piece);
        }
        let body = compress::gzip(bytes).await.ok_or(Failure::Status(502))?;
        let body = cache.counted(body).ok_or(Failure::Status(503))?;
        let stored = compress::told(stored, body);
        cache.put(&key, stored.clone(), epoch);
        Ok(self.hit(distribution, &stored, MISS).await)
    }

    /// What is kept, as good as new: the origin says that nothing has changed.
    fn renewed(&self, asked: &Asked<'_>, held: &Stored, answer: &ResponseHead) -> Stored {
        let now = self.shared.clock.now();
        let said = headers_of(answer).unwrap_or_default();
        let headers = merged(&held.headers, said, &now.http_date());
        let (ttl, pages) = (asked.behaviour.ttl, &asked.distribution.config.error_pages);
        // It says of the whole answer for how long that is good.
        let lifetime = lifetime(&Said::of_kept(held.status, &headers), ttl, pages, now);
        let mut renewed = Stored {
            headers,
            since: Instant::now(),
            age: answer.value(b"age").and_then(number).unwrap_or(0),
            lifetime: Duration::from_secs(lifetime.unwrap_or(0)),
            ..held.clone()
        };
        if held.is_compressed {
            renewed = compress::marked(renewed);
        }
        if let (Some(_), Some(key)) = (lifetime, &asked.key) {
            self.shared.cache.put(key, renewed.clone(), asked.epoch);
        }
        renewed
    }

    /// What is to be kept of an answer, if it may be.
    fn keeping(&self, asked: &Asked<'_>, answer: &ResponseHead) -> Option<Box<Keeping>> {
        let key = asked.key.clone()?;
        let head = &self.record.head;
        let cache = &self.shared.cache;
        let (ttl, pages) = (asked.behaviour.ttl, &asked.distribution.config.error_pages);
        let lifetime = lifetime(&Said::of(answer), ttl, pages, self.shared.clock.now())?;
        let is_whole = match answer.framing {
            ResponseFraming::Empty | ResponseFraming::Chunked => true,
            ResponseFraming::Length(length) => length <= cache.object_max() as u64,
            // Where the end of the connection ends it, nobody knows whether it is whole.
            ResponseFraming::Close => false,
        };
        // What an origin says of parts, or of what the viewer has, is not about the whole.
        let has_condition = head.headers().any(|(name, _)| name.starts_with(b"if-"));
        let is_plain = !(has_condition && matches!(answer.status, 304 | 412));
        if !is_whole || !is_plain || head.method() == b"HEAD" {
            return None;
        }
        let stored = Stored {
            front_arn: Arc::clone(&self.record.listener.as_ref()?.front_arn),
            target: target(head.target(), &asked.path),
            status: answer.status,
            headers: headers_of(answer)?,
            body: bytes::Bytes::new(),
            since: Instant::now(),
            is_compressed: false,
            age: answer.value(b"age").and_then(number).unwrap_or(0),
            lifetime: Duration::from_secs(lifetime),
        };
        // What is old at once is of use only if it can be asked about.
        if lifetime == 0 && !stored.has_validator() {
            return None;
        }
        let (body, memory, epoch) = (BytesMut::new(), cache.hold(), asked.epoch);
        Some(Box::new(Keeping { cache: Arc::clone(cache), key, stored, body, memory, epoch }))
    }

    /// What a request came to, as its distribution answers it.
    pub(crate) async fn dressed(
        &mut self,
        outcome: Outcome,
        distribution: &Distribution,
    ) -> Outcome {
        match outcome {
            Outcome::Own(answer) if answer.speaker == Speaker::Balancer => {
                if answer.status >= 400
                    && let Some(page) = self.error_page(distribution, answer.status).await
                {
                    return Outcome::Own(page);
                }
                Outcome::Own(dressed(answer, distribution, &self.record.trace))
            }
            other => other,
        }
    }
}

/// The headers of what is kept, once an answer says that it is good, still: those that it names are as
/// it names them, but for what is about the body as it is kept. (RFC 9111, section 3.2.)
fn merged(
    held: &[(String, String)],
    said: Vec<(String, String)>,
    date: &str,
) -> Vec<(String, String)> {
    const OF_BODY: [&str; 4] =
        ["content-encoding", "content-length", "content-range", "content-type"];
    let is = |name: &str, other: &str| name.eq_ignore_ascii_case(other);
    let mut said = said;
    said.retain(|(name, _)| !OF_BODY.iter().any(|one| is(name, one)));
    if !said.iter().any(|(name, _)| is(name, "date")) {
        said.push(("Date".to_owned(), date.to_owned()));
    }
    // How old it was before says nothing any more.
    let is_out = |name: &str| is(name, "age") || said.iter().any(|(one, _)| is(one, name));
    let kept = held.iter().filter(|(name, _)| !is_out(name)).cloned().collect::<Vec<_>>();
    kept.into_iter().chain(said).collect()
}

/// Whether answers to a request are kept.
fn is_kept(behaviour: &Behaviour, head: &crate::http1::Head) -> bool {
    let is_method = match head.method() {
        b"GET" | b"HEAD" => true,
        b"OPTIONS" => behaviour.caches_options,
        _ => false,
    };
    // Where all headers are forwarded, nothing is cached. (The Developer Guide, "Cache content based
    // on request headers".)
    is_method
        && behaviour.ttl.max > 0
        && behaviour.key.headers != Selection::All
        && !is_upgrade(head)
}

/// The path with the query of a target.
fn target(asked: &[u8], path: &[u8]) -> Vec<u8> {
    let query = memchr::memchr(b'?', asked).and_then(|at| asked.get(at..)).unwrap_or_default();
    [path, query].concat()
}

/// The headers of an answer that go on; nothing where one is no text.
pub(super) fn headers_of(head: &ResponseHead) -> Option<Vec<(String, String)>> {
    let text = |bytes: &[u8]| std::str::from_utf8(bytes).map(str::to_owned).ok();
    passed_on(head, false).map(|(name, value)| Some((text(name)?, text(value)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(headers: &[(&str, &str)]) -> Vec<(String, String)> {
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_is_kept_takes_what_it_is_told_anew() {
        let held = headers(&[
            ("Cache-Control", "max-age=60"),
            ("Link", "<old>"),
            ("Content-Type", "text/plain"),
            ("Age", "50"),
            ("Date", "then"),
        ]);
        let said = headers(&[("link", "<a>"), ("link", "<b>"), ("Content-Type", "x/y")]);
        let wanted = headers(&[
            ("Cache-Control", "max-age=60"),
            ("Content-Type", "text/plain"),
            ("link", "<a>"),
            ("link", "<b>"),
            ("Date", "now"),
        ]);
        assert_eq!(merged(&held, said, "now"), wanted);
    }
}
