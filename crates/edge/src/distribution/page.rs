//! The pages that errors are answered with. (Amazon `CloudFront` Developer Guide, "Create a custom error
//! page for specific HTTP status codes".)

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::time::{Instant, timeout};

use super::Distribution;
use super::cache::Stored;
use super::freshness::{Said, lifetime};
use super::origin::spoken;
use super::response::{ERROR, added};
use super::serve::headers_of;
use crate::http1::response::ResponseHead;
use crate::proxy::{Answer, Busy, Exchange, OriginBody, Speaker, put};

/// The longest page.
const PAGE_BYTES_MAX: usize = 1024 * 1024;

impl Exchange<'_> {
    /// The page of an error, if the distribution has one and it can be had.
    pub(super) async fn error_page(
        &mut self,
        distribution: &Distribution,
        status: u16,
    ) -> Option<Answer> {
        let pages = &distribution.config.error_pages;
        let (path, shown) = pages.iter().find(|page| page.status == status)?.page.as_ref()?;
        let front = Arc::clone(&self.record.listener.as_ref()?.front_arn);
        // No key of a viewer's request has two names with nothing between them.
        let key = [front.as_bytes(), b"\0\0", path.as_bytes()].concat();
        let (held, epoch) = self.shared.cache.find(&front, &key);
        let page = if let Some(fresh) = held.filter(|held| held.is_fresh()) {
            fresh
        } else {
            let page = self.page(distribution, front, path).await?;
            if !page.lifetime.is_zero() {
                self.shared.cache.put(&key, page.clone(), epoch);
            }
            Arc::new(page)
        };
        let more = added(distribution, &self.record.trace, ERROR, page.value("via"));
        let is_added = |name: &str| more.iter().any(|(held, _)| held.eq_ignore_ascii_case(name));
        let is_of_page = |name: &str| !is_added(name) && !name.eq_ignore_ascii_case("age");
        let kept = page.headers.iter().filter(|(name, _)| is_of_page(name));
        let mut headers: Vec<_> = kept.cloned().collect();
        headers.extend(more.into_iter().map(|(name, value)| (name.to_owned(), value)));
        let body = page.body.clone();
        Some(Answer { status: *shown, headers, body, speaker: Speaker::Origin, is_page: false })
    }

    /// Fetches a page by the behaviour of its path.
    async fn page(
        &self,
        distribution: &Distribution,
        front_arn: Arc<str>,
        path: &str,
    ) -> Option<Stored> {
        let behaviour = distribution.behaviour(path.as_bytes())?;
        let (origin, named) = distribution.origin(behaviour)?;
        let spoken = spoken(origin, self.facts.tls.is_some());
        let target = named.reached(origin, spoken, self.shared).await.ok()?;
        let mut connection = target.pool.take()?;
        let (domain, id) = (&distribution.config.domain, &self.record.trace);
        let mut request = Vec::new();
        put(
            &mut request,
            format_args!(
                "GET {}{path} HTTP/1.1\r\nHost: {}\r\nUser-Agent: Amazon CloudFront\r\n\
                 Via: 1.1 {domain} (CloudFront)\r\nX-Amz-Cf-Id: {id}\r\n",
                origin.path, origin.host
            ),
        );
        for (name, value) in &origin.headers {
            put(&mut request, format_args!("{name}: {value}\r\n"));
        }
        request.extend_from_slice(b"Connection: Keep-Alive\r\n\r\n");
        let asked = async {
            connection.write(&request).await.ok()?;
            connection.read_head(false).await.ok()
        };
        let head: ResponseHead = timeout(origin.read, asked).await.ok()??;
        if head.status != 200 {
            return None;
        }
        let busy = Busy::new(Arc::clone(&target));
        let mut body = OriginBody::new(connection, &head, true, origin.read, busy);
        let mut bytes = BytesMut::new();
        while let Some(piece) = body.next().await.ok()? {
            if bytes.len() + piece.len() > PAGE_BYTES_MAX {
                return None;
            }
            bytes.extend_from_slice(&piece);
        }
        let pages = &distribution.config.error_pages;
        let seconds = lifetime(&Said::of(&head), behaviour.ttl, pages, self.shared.clock.now());
        Some(Stored {
            front_arn,
            target: path.as_bytes().to_vec(),
            status: 200,
            headers: headers_of(&head)?,
            body: self.shared.cache.counted(Bytes::copy_from_slice(&bytes))?,
            since: Instant::now(),
            is_compressed: false,
            age: 0,
            lifetime: Duration::from_secs(seconds.unwrap_or(0)),
        })
    }
}
