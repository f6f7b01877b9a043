//! One request and its answer: route → decode → authenticate → the road → encode.

use std::sync::Arc;

use bartizan_model::{OperationModel, Protocol, ServiceModel};
use bartizan_service::{Body, Caller, Incoming, Road, not_implemented};
use bartizan_sigv4::{
    BodyDigest, Dialect, PayloadHash, Presented, SigningError, Verified, Verifier,
};
use bartizan_types::{Fault, Region};
use bartizan_wire::{Value, WireResponse};
use bytes::Bytes;

use crate::authenticate::{Claimed, claim};
use crate::destination;
use crate::head::Head;
use crate::payload::{self, Check};

/// What goes back to the client, and what is counted of it.
pub(crate) struct Answer {
    pub(crate) response: WireResponse,
    pub(crate) body: Option<Body>,
    pub(crate) service: &'static str,
    pub(crate) operation: Option<&'static str>,
}

/// What an exchange works with.
pub(crate) struct Exchange<'g> {
    pub(crate) road: &'g Road,
    pub(crate) verifier: &'g Verifier,
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
    pub(crate) async fn run(self, incoming: hyper::body::Incoming) -> Answer {
        let presented = bartizan_sigv4::parse(&self.head.signed());
        let scope_service = match &presented {
            Ok(Some(presented)) => Some(presented.scope.service.as_str()),
            _ => None,
        };
        // A form without a signature names its service by version, in the body.
        let unsigned_form = scope_service.is_none() && self.head.method == http::Method::POST;
        let (body, whole) = if unsigned_form && self.is_form() {
            match payload::read_whole(incoming).await {
                Ok(whole) => (None, Some(whole)),
                Err(fault) => return self.refuse(&fault),
            }
        } else {
            (Some(incoming), None)
        };
        let form = whole.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        let Some(service) =
            destination::service(scope_service, &self.head.headers, self.head.query(), form)
        else {
            return self.refuse(&Fault::new(
                "UnknownOperationException",
                "The credential scope names a service that Bartizan does not have",
                404,
            ));
        };
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
            .header("content-type")
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
        incoming: Option<hyper::body::Incoming>,
        whole: Option<Bytes>,
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
        let streams = routed.is_some_and(|operation| operation.streaming_input().is_some());
        let whole = match (whole, incoming) {
            (Some(whole), _) => Received::Whole(whole),
            (None, Some(incoming)) if streams => Received::Stream(incoming),
            (None, Some(incoming)) => Received::Whole(self.read_whole(incoming).await?),
            (None, None) => Received::Whole(Bytes::new()),
        };
        let authentic = self.authenticate(service, presented.as_ref(), &whole)?;
        let check = Check::of(
            presented.as_ref().map_or(PayloadHash::Unsigned, |presented| presented.payload),
            authentic
                .decoder(&self.head, presented.as_ref())
                .map_err(|error| error.fault(dialect))?,
        );
        let (whole, stream) = match whole {
            Received::Whole(bytes) => {
                (payload::check_whole(check, bytes).map_err(|error| error.fault(dialect))?, None)
            }
            Received::Stream(incoming) => {
                let length = match &check {
                    Check::Chunked(_) => self.decoded_length(),
                    _ => self.head.content_length()?,
                };
                (Bytes::new(), Some(payload::streamed(incoming, check, length)))
            }
        };
        let wire = self.head.wire(&path, &whole);
        let operation = routed.map_or_else(|| bartizan_wire::route(service, &wire), Ok)?;
        let failed = |fault| Failure { fault, operation: Some(operation) };
        let declared = self
            .road
            .operation(service.name, operation.name)
            .ok_or_else(|| failed(not_implemented(service.name, operation.name)))?;
        let input = bartizan_wire::decode(service, operation, &wire)
            .and_then(|input| bartizan_wire::validate(service, operation, &input).map(|()| input));
        let now = self.road.platform().now();
        let reply = self
            .road
            .travel(Incoming {
                operation: declared,
                caller: authentic.caller,
                region: presented.as_ref().map_or_else(
                    || Region::new(Region::GLOBAL_SIGNING),
                    |presented| presented.scope.region.clone(),
                ),
                origin: self.head.origin(presented.as_ref(), now),
                request_id: self.request_id.clone(),
                input,
                body: stream,
            })
            .await
            .map_err(failed)?;
        Ok((operation, reply.value, reply.body))
    }

    async fn read_whole(&self, incoming: hyper::body::Incoming) -> Result<Bytes, Fault> {
        if self.head.content_length()?.is_some_and(|length| length > payload::WHOLE_BYTES_MAX) {
            return Err(payload::too_large());
        }
        payload::read_whole(incoming).await
    }

    fn decoded_length(&self) -> Option<u64> {
        self.head.header("x-amz-decoded-content-length")?.parse().ok()
    }

    fn authenticate(
        &self,
        service: &ServiceModel,
        presented: Option<&Presented>,
        received: &Received,
    ) -> Result<Authentic, Fault> {
        let Some(presented) = presented else {
            return Ok(Authentic { caller: Caller::anonymous(), verified: None });
        };
        let dialect = dialect_of(service);
        let fault = |error: SigningError| error.fault(dialect);
        let platform = self.road.platform();
        let directory = platform.directory()?;
        presented.require_service(service.signing_name).map_err(fault)?;
        let Claimed { caller, secret } =
            claim(platform, &directory, presented, &self.head).map_err(fault)?;
        let verified = match secret {
            None => None,
            Some(secret) => {
                let hash = match (presented.payload, received) {
                    (PayloadHash::OfBody, Received::Whole(bytes)) => {
                        let mut digest = BodyDigest::new();
                        digest.update(bytes);
                        Some(digest.finish())
                    }
                    _ => None,
                };
                let verified = self.verifier.verify(
                    presented,
                    &self.head.signed(),
                    hash.as_ref(),
                    &secret,
                    platform.now(),
                );
                Some(verified.map_err(fault)?)
            }
        };
        Ok(Authentic { caller, verified })
    }
}

/// A body as far as it was read.
enum Received {
    Whole(Bytes),
    Stream(hyper::body::Incoming),
}

/// A caller whose signature holds.
struct Authentic {
    caller: Caller,
    verified: Option<Verified>,
}

impl Authentic {
    fn decoder(
        &self,
        head: &Head,
        presented: Option<&Presented>,
    ) -> Result<Option<bartizan_sigv4::ChunkDecoder>, SigningError> {
        match (&self.verified, presented) {
            (Some(verified), _) => verified.chunk_decoder(&head.headers),
            (None, Some(presented)) => {
                bartizan_sigv4::unverified_chunk_decoder(presented.payload, &head.headers)
            }
            (None, None) => Ok(None),
        }
    }
}

/// The family of error codes that a service answers a bad signature with.
fn dialect_of(service: &ServiceModel) -> Dialect {
    match service.protocol {
        Protocol::RestXml => Dialect::S3,
        Protocol::Query | Protocol::Ec2 => Dialect::Query,
        Protocol::RestJson | Protocol::Json10 | Protocol::Json11 | Protocol::Cbor => Dialect::Json,
    }
}

/// Runs an exchange.
pub(crate) async fn run(
    road: &Arc<Road>,
    verifier: &Verifier,
    head: Head,
    request_id: String,
    incoming: hyper::body::Incoming,
) -> Answer {
    Exchange { road, verifier, head, request_id }.run(incoming).await
}
