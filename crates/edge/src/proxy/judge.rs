//! The firewall asked.

use bartizan_inspect::WebRequest;
use bytes::{Bytes, BytesMut};

use super::answer::Answer;
use super::body::Client;
use super::exchange::{Exchange, Failure};
use super::headers::is_hop_by_hop;
use crate::http1::Framing;
use crate::inspect::{Verdict, WafAnswer};
use crate::route::Listener;
use crate::shared::Held;

/// Where answers name the request. AWS's APIs and distributions name it so, its balancers nowhere.
const REQUEST_ID_HEADER: &str = "x-amzn-RequestId";

/// What is held of a body before it goes on.
#[derive(Debug, Default)]
pub(crate) struct Prefix {
    pub(crate) bytes: BytesMut,
    /// Whether that is all of it.
    pub(crate) is_whole: bool,
    /// The memory that it may take.
    memory: Option<Held>,
}

/// What the firewall says of a request.
pub(super) enum Judged {
    /// It goes on, with headers that are put into it.
    Passed(Prefix, Vec<(String, String)>),
    /// It is answered.
    Answered(Answer),
}

impl Exchange<'_> {
    /// Asks the firewall, with as much of the body as it may see.
    pub(super) async fn judged<C: Client>(
        &mut self,
        client: &mut C,
        listener: &Listener,
    ) -> Result<Judged, Failure> {
        let head = &self.record.head;
        let limit = listener.inspected_body_bytes;
        let prefix = self.prefix(client, limit).await?;
        let headers: Vec<(&[u8], &[u8])> = head.headers().collect();
        let (path, query) = head.split_target();
        let body = prefix.bytes.get(..prefix.bytes.len().min(limit)).unwrap_or_default();
        let fingerprints = self.facts.tls.as_ref().and_then(|tls| tls.fingerprints.as_ref());
        let request = WebRequest {
            client: self.facts.client.ip().to_canonical(),
            method: head.method_text(),
            path,
            query,
            http_version: head.version,
            headers: &headers,
            body,
            body_truncated: prefix.bytes.len() > limit || !prefix.is_whole,
            country: self.facts.location.country.as_deref(),
            asn: self.facts.location.asn,
            ja3: fingerprints.map(|known| known.ja3.as_str()),
            ja4: fingerprints.map(|known| known.ja4.as_str()),
            // A client keeps it to itself. (RFC 9112, section 3.2.)
            uri_fragment: None,
        };
        let verdict =
            self.shared.inspector.inspect(&listener.front_arn, &self.record.trace, &request);
        match verdict {
            Verdict::Pass(inserted) => {
                if limit > 0 {
                    self.record.did("waf");
                }
                Ok(Judged::Passed(prefix, inserted))
            }
            Verdict::Answer(answer) => {
                self.record.did("waf");
                Ok(Judged::Answered(answered(answer, &self.record.trace)))
            }
            Verdict::Failed if listener.attributes.waf_fails_open => {
                self.record.did("waf-failed");
                Ok(Judged::Passed(prefix, Vec::new()))
            }
            Verdict::Failed => Err(Failure::Status(500)),
        }
    }

    /// As much of the body as the firewall may see, and a byte more where there is more.
    async fn prefix<C: Client>(&self, client: &mut C, limit: usize) -> Result<Prefix, Failure> {
        let is_whole = self.record.head.framing == Framing::Empty;
        let mut prefix = Prefix { is_whole, ..Prefix::default() };
        let mut memory = self.shared.memory.hold();
        // One byte more tells whether there is more.
        while limit > 0 && !prefix.is_whole && prefix.bytes.len() <= limit {
            let piece = client.next().await.map_err(Failure::Client)?;
            let length = prefix.bytes.len() + piece.as_ref().map_or(0, Bytes::len);
            if !memory.grow_to(length) {
                return Err(Failure::Status(503));
            }
            match piece {
                Some(piece) if prefix.bytes.is_empty() => {
                    prefix.bytes =
                        piece.try_into_mut().unwrap_or_else(|piece| BytesMut::from(&*piece));
                }
                Some(piece) => prefix.bytes.extend_from_slice(&piece),
                None => prefix.is_whole = true,
            }
        }
        prefix.memory = Some(memory);
        Ok(prefix)
    }
}

/// The answer of the firewall, with the request's id, which tells its client and who protects the
/// resource of what they speak.
fn answered(answer: WafAnswer, id: &str) -> Answer {
    let mut own = match answer.body {
        Some(body) => Answer::new(answer.status, "", body),
        None => Answer::of_refusal(answer.status, id),
    };
    // How it is framed is the edge's to say.
    let may_stand = |(name, _): &(String, String)| {
        let lower = name.to_ascii_lowercase();
        !is_hop_by_hop(lower.as_bytes()) && lower != "content-length"
    };
    own.headers.extend(answer.headers.into_iter().filter(may_stand));
    own.headers.push((REQUEST_ID_HEADER.to_owned(), id.to_owned()));
    own
}
