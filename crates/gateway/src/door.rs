//! What stands before the gateway: shut while the root key is sealed.

use std::fmt;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use bartizan_types::{Clock, Fault, Random};
use http::header::CONNECTION;
use http::{HeaderValue, Method, Request, Response};
use hyper::body::Incoming;

use crate::exchange::Answer;
use crate::head::Head;
use crate::{AnswerBody, Answers, Gateway, destination, into_http, plain};

/// What clients are told, whose tools try again by themselves.
const SEALED: &str =
    "Bartizan is sealed: its operator opens it with `bartizan operator unseal`. Try again then.";

/// The way to the gateway. Until there is one, all who ask are told to try again.
pub struct Door {
    gateway: OnceLock<Arc<Gateway>>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
}

impl Door {
    /// A shut door.
    pub fn new(clock: Arc<dyn Clock>, random: Arc<dyn Random>) -> Self {
        Self { gateway: OnceLock::new(), clock, random }
    }

    /// Lets requests through to this gateway, from now on.
    pub fn open(&self, gateway: Arc<Gateway>) {
        // It opens once: a process is not sealed again.
        let _ = self.gateway.set(gateway);
    }

    /// How this Bartizan is: the status and the text of its health.
    pub fn health(&self) -> (u16, &'static str) {
        match self.gateway.get() {
            None => (503, "sealed\n"),
            Some(gateway) => gateway.health(),
        }
    }

    fn refuse(&self, head: &Head) -> Response<AnswerBody> {
        if head.path().starts_with("/_bartizan/") && head.virtual_bucket().is_none() {
            let is_health = (&head.method, head.path()) == (&Method::GET, "/_bartizan/health");
            let (status, text) = self.health();
            return if is_health { plain(status, text) } else { plain(503, SEALED) };
        }
        let presented = bartizan_sigv4::parse(&head.signed()).ok().flatten();
        let scope = presented.as_ref().map(|presented| presented.scope.service.as_str());
        let service = destination::service(scope, &head.headers, head.query(), None)
            .or_else(|| bartizan_model::service("s3"));
        let request_id = self.random.uuid_at(self.clock.now());
        let Some(service) = service else { return plain(503, SEALED) };
        // KMS has an error of its own for what fails inside. (KMS API Reference, `Encrypt`.)
        let code =
            if service.name == "kms" { "KMSInternalException" } else { "ServiceUnavailable" };
        let fault = Fault::new(code, SEALED, 503);
        let response = bartizan_wire::encode_fault(service, &fault, &request_id, None);
        into_http(Answer { response, body: None, service: service.name, operation: None })
    }
}

impl Answers for Door {
    async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        tls: bool,
    ) -> Response<AnswerBody> {
        if let Some(gateway) = self.gateway.get() {
            return gateway.answer(request, peer, tls).await;
        }
        let (parts, _unread) = request.into_parts();
        let mut response = self.refuse(&Head::new(parts, peer, tls));
        // Nobody reads the body, so the connection can take no further request.
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        response
    }

    async fn settled(&self) {
        if let Some(gateway) = self.gateway.get() {
            gateway.settled().await;
        }
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door")
            .field("is_open", &self.gateway.get().is_some())
            .finish_non_exhaustive()
    }
}
