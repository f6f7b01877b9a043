//! One request and its answer: route → decode → authenticate → the road → encode.

use std::sync::Arc;

use bartizan_model::{OperationModel, Protocol, ServiceModel};
use bartizan_service::{Body, Caller, Directory, Incoming, Road};
use bartizan_sigv4::{
    BodyDigest, Dialect, PayloadHash, Presented, SigningError, StreamingKind, Verified, Verifier,
};
use bartizan_types::{Fault, Region};
use bartizan_wire::{Value, WireResponse};
use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use tokio::sync::Semaphore;

use crate::authenticate::{Claimed, claim};
use crate::compression;
use crate::destination;
use crate::head::Head;
use crate::integrity;
use crate::payload::{self, BodyMemory, Check, Whole};
use crate::request_body::RequestBody;

/// What goes back to the client, and what is counted of it.
pub(crate) struct Answer {
    pub(crate) response: WireResponse,
    pub(crate) body: Option<Body>,
    pub(crate) service: &'static str,
    pub(crate) operation: Option<&'static str>,
}

/// What all exchanges share.
pub(crate) struct Means {
    pub(crate) road: Arc<Road>,
    pub(crate) verifier: Verifier,
    /// For the bodies that are read whole.
    pub(crate) memory: BodyMemory,
    /// A place for each call under way.
    pub(crate) places: Arc<Semaphore>,
}

/// What an exchange works with.
pub(crate) struct Exchange<'g> {
    pub(crate) means: &'g Means,
    pub(crate) head: Head,
    pub(crate) request_id: String,
}

/// How far a failed exchange came: what the error is encoded with.
struct Failure {
    fault: Fault,
    operation: Option<&'static OperationModel>,
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self { fault, operation: None }
    }
}

impl Exchange<'_> {
    /// Answers the request.
    pub(crate) async fn run(self, incoming: RequestBody) -> Answer {
        if self.head.has_two_hosts() {
            return self.refuse(&Fault::new("InvalidRequest", "Name one Host", 400));
        }
        let presented = match &self.head.inside {
            Some(inside) if inside.overrides => Ok(None),
            _ => bartizan_sigv4::parse(&self.head.signed()),
        };
        let scope_service = match &presented {
            Ok(Some(presented)) => Some(presented.scope.service.as_str()),
            _ => None,
        };
        // A form without a signature names its service by version, in the body.
        let unsigned_form = scope_service.is_none()
            && self.head.inside.is_none()
            && self.head.method == http::Method::POST;
        let (body, whole) = if unsigned_form && self.is_form() {
            match self.means.memory.read_whole(incoming, payload::WHOLE_BYTES_MAX).await {
                Ok(whole) => (None, Some(whole)),
                Err(fault) => return self.refuse(&fault),
            }
        } else {
            (Some(incoming), None)
        };
        let form = whole.as_ref().and_then(|whole| std::str::from_utf8(&whole.bytes).ok());
        let service = match &self.head.inside {
            Some(_) => bartizan_model::service("s3"),
            None => {
                destination::service(scope_service, &self.head.headers, self.head.query(), form)
            }
        };
        let Some(service) = service else {
            return self.refuse(&Fault::new(
                "UnknownOperationException",
                "The credential scope names a service that Bartizan does not have",
                404,
            ));
        };
        let service = destination::spoken(service, &self.head.headers, self.head.query());
        match self.served(service, presented, body, whole).await {
            Ok((operation, value, body)) => Answer {
                response: bartizan_wire::encode(service, operation, &value, &self.request_id),
                body,
                service: service.name,
                operation: Some(operation.name),
            },
            Err(Failure { fault, operation }) => Answer {
                response: bartizan_wire::encode_fault(service, &fault, &self.request_id, operation),
                body: None,
                service: service.name,
                operation: operation.map(|operation| operation.name),
            },
        }
    }

    fn is_form(&self) -> bool {
        self.head
            .header(CONTENT_TYPE)
            .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"))
    }

    /// A refusal before the service is known, in S3's form, which browsers and people can read.
    fn refuse(&self, fault: &Fault) -> Answer {
        let response = bartizan_model::service("s3").map_or_else(
            || WireResponse { status: fault.status, headers: Vec::new(), body: Bytes::new() },
            |s3| bartizan_wire::encode_fault(s3, fault, &self.request_id, None),
        );
        Answer { response, body: None, service: "unknown", operation: None }
    }

    async fn served(
        &self,
        service: &'static ServiceModel,
        presented: Result<Option<Presented>, SigningError>,
        incoming: Option<RequestBody>,
        whole: Option<Whole>,
    ) -> Result<(&'static OperationModel, Value, Option<Body>), Failure> {
        let dialect = dialect_of(service);
        let presented = presented.map_err(|error| error.fault(dialect))?;
        let path = self.head.routed_path(service);
        let is_rest = matches!(service.protocol, Protocol::RestXml | Protocol::RestJson);
        let routed = if is_rest {
            Some(bartizan_wire::route(service, &self.head.wire(&path, &[]))?)
        } else {
            None
        };
        let (received, claim) =
            self.receive(service, presented.as_ref(), routed, incoming, whole).await?;
        let authentic = self.authenticate(service, presented.as_ref(), &received, claim)?;
        let check = self
            .check(service, presented.as_ref(), &authentic)
            .map_err(|error| error.fault(dialect))?;
        // `_held` counts the body's memory until the exchange ends.
        let (whole, _held, stream) = match received {
            Received::Whole(whole) => {
                let bytes = payload::check_whole(check, whole.bytes.clone())
                    .map_err(|error| error.fault(dialect))?;
                (bytes, whole, None)
            }
            Received::Stream(incoming) => {
                let length = match &check {
                    Check::Chunked(_) => self.decoded_length(),
                    _ => self.head.content_length()?,
                };
                let stream = payload::streamed(incoming, check, length);
                (Bytes::new(), Whole::default(), Some(stream))
            }
        };
        let (whole, _inflated) = self.inflated(is_rest, whole)?;
        let wire = self.head.wire(&path, &whole);
        let operation = routed.map_or_else(|| bartizan_wire::route(service, &wire), Ok)?;
        let failed = |fault| Failure { fault, operation: Some(operation) };
        let declared = self
            .means
            .road
            .operation(service.name, operation.name)
            .ok_or_else(|| failed(self.means.road.missing(service.name, operation.name)))?;
        let input = integrity::check(service, operation, &self.head.headers, wire.body)
            .and_then(|()| bartizan_wire::decode(service, operation, &wire))
            .and_then(|input| bartizan_wire::validate(service, operation, &input).map(|()| input));
        let now = self.means.road.platform().now();
        let reply = self
            .means
            .travel(Incoming {
                operation: declared,
                caller: authentic.caller,
                region: self.region(service, presented.as_ref()),
                origin: self.origin(presented.as_ref(), now),
                on_behalf_of: self.acts_for(presented.as_ref()),
                via: None,
                request_id: self.request_id.clone(),
                input,
                body: stream,
            })
            .await
            .map_err(failed)?;
        Ok((operation, reply.value, reply.body))
    }

    /// Reads the body whole, unless it is to be streamed or was read already. What was claimed is
    /// told with it, where that was asked before the body came.
    async fn receive(
        &self,
        service: &ServiceModel,
        presented: Option<&Presented>,
        routed: Option<&OperationModel>,
        incoming: Option<RequestBody>,
        whole: Option<Whole>,
    ) -> Result<(Received, Option<Claim>), Fault> {
        let streams = routed.is_some_and(|operation| operation.streaming_input().is_some());
        match (whole, incoming) {
            (Some(whole), _) => Ok((Received::Whole(whole), None)),
            (None, Some(incoming)) if streams => Ok((Received::Stream(incoming), None)),
            (None, Some(incoming)) => {
                // Who is unknown need not be listened to.
                let claim = self.claim(service, presented)?;
                let named = routed.map(|operation| operation.name);
                let most = payload::whole_bytes_max(service.name, named);
                Ok((Received::Whole(self.read_whole(incoming, most).await?), claim))
            }
            (None, None) => Ok((Received::Whole(Whole::default()), None)),
        }
    }

    async fn read_whole(&self, incoming: RequestBody, most: u64) -> Result<Whole, Fault> {
        if self.head.content_length()?.is_some_and(|length| length > most) {
            return Err(payload::too_large(most));
        }
        self.means.memory.read_whole(incoming, most).await
    }

    /// A body without compression, and what counts its memory. One that is streamed, and one of an
    /// object, stays as it was sent.
    fn inflated(&self, is_rest: bool, whole: Bytes) -> Result<(Bytes, Whole), Fault> {
        let encoding = self.head.header(CONTENT_ENCODING);
        if is_rest || !compression::is_compressed(encoding)? {
            return Ok((whole, Whole::default()));
        }
        let held = self.means.memory.hold_most()?;
        Ok((compression::inflated(&whole)?, held))
    }

    fn decoded_length(&self) -> Option<u64> {
        self.head.header("x-amz-decoded-content-length")?.parse().ok()
    }

    /// Whom the request says it is from; nothing is verified yet.
    fn claim(
        &self,
        service: &ServiceModel,
        presented: Option<&Presented>,
    ) -> Result<Option<Claim>, Fault> {
        let Some(presented) = presented else { return Ok(None) };
        let fault = |error: SigningError| error.fault(dialect_of(service));
        presented.require_service(service.signing_name).map_err(fault)?;
        if !destination::is_region(presented.scope.region.as_str()) {
            presented.require_region(&Region::new(Region::GLOBAL_SIGNING)).map_err(fault)?;
        }
        let platform = self.means.road.platform();
        let directory = platform.directory()?;
        let region = destination::region(service, Some(presented));
        let claimed = claim(platform, &directory, presented, &region, &self.head.headers);
        let claimed = claimed.map_err(fault)?;
        Ok(Some(Claim { claimed, directory }))
    }

    /// What was claimed before the body came, if that is so still.
    fn still(&self, claim: Option<Claim>) -> Result<Option<Claim>, Fault> {
        let platform = self.means.road.platform();
        let (directory, now) = (platform.directory()?, platform.now());
        Ok(claim.filter(|claim| {
            let session = claim.claimed.caller.session.as_ref();
            Arc::ptr_eq(&claim.directory, &directory)
                && session.is_none_or(|session| now < session.expires)
        }))
    }

    fn authenticate(
        &self,
        service: &ServiceModel,
        presented: Option<&Presented>,
        received: &Received,
        claim: Option<Claim>,
    ) -> Result<Authentic, Fault> {
        let claim = match self.still(claim)? {
            Some(claim) => Some(claim),
            None => self.claim(service, presented)?,
        };
        let (Some(presented), Some(claim)) = (presented, claim) else {
            let inside = self.head.inside.as_ref().map(|inside| inside.caller.clone());
            let caller = inside.unwrap_or_else(Caller::anonymous);
            return Ok(Authentic { caller, verified: None });
        };
        let Claimed { caller, secret } = claim.claimed;
        let Some(secret) = secret else { return Ok(Authentic { caller, verified: None }) };
        let hash = match (presented.payload, received) {
            (PayloadHash::OfBody, Received::Whole(whole)) => {
                let mut digest = BodyDigest::new();
                digest.update(&whole.bytes);
                Some(digest.finish())
            }
            _ => None,
        };
        let now = self.means.road.platform().now();
        self.means
            .verifier
            .verify(presented, &self.head.signed(), hash.as_ref(), &secret, now)
            .map(|verified| Authentic { caller, verified: Some(verified) })
            .map_err(|error| error.fault(dialect_of(service)))
    }

    /// How the body is to be checked while it is read.
    fn check(
        &self,
        service: &ServiceModel,
        presented: Option<&Presented>,
        authentic: &Authentic,
    ) -> Result<Check, SigningError> {
        let declared = match presented {
            Some(presented) => presented.payload,
            None if service.name == "s3" => self.unsigned_payload()?,
            None => PayloadHash::Unsigned,
        };
        let decoder = match &authentic.verified {
            Some(verified) => verified.chunk_decoder(&self.head.headers)?,
            None => bartizan_sigv4::unverified_chunk_decoder(declared, &self.head.headers)?,
        };
        Ok(Check::of(declared, decoder))
    }

    /// What a request without a signature says of its body. It may be chunked, but no chunk can be
    /// signed.
    fn unsigned_payload(&self) -> Result<PayloadHash, SigningError> {
        match self.head.header("x-amz-content-sha256") {
            Some(kind) if kind == StreamingKind::UnsignedTrailer.as_str() => {
                Ok(PayloadHash::Streaming(StreamingKind::UnsignedTrailer))
            }
            Some(kind) if kind.starts_with("STREAMING-") => {
                Err(SigningError::MissingAuthenticationToken)
            }
            _ => Ok(PayloadHash::Unsigned),
        }
    }
}

/// A body as far as it was read.
enum Received {
    Whole(Whole),
    Stream(RequestBody),
}

/// Whom a request says it is from, by this directory.
struct Claim {
    claimed: Claimed,
    directory: Arc<Directory>,
}

/// A caller whose signature holds.
struct Authentic {
    caller: Caller,
    verified: Option<Verified>,
}

/// The family of error codes that a service answers a bad signature with.
fn dialect_of(service: &ServiceModel) -> Dialect {
    match service.protocol {
        Protocol::RestXml => Dialect::S3,
        Protocol::Query => Dialect::Query,
        Protocol::Ec2 => Dialect::Ec2,
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => Dialect::Json,
    }
}

/// Runs an exchange.
pub(crate) async fn run(
    means: &Means,
    head: Head,
    request_id: String,
    incoming: RequestBody,
) -> Answer {
    Exchange { means, head, request_id }.run(incoming).await
}
