//! Envoy's external authorisation: its filter `ext_authz` asks of each request whether it may go
//! on. The operator says which request is which question; without a rule nothing may.
//!
//! **Architecture invariant:** who a client is, its request proves, by a signature or by the
//! certificate that Envoy verified, or the operator says. No header says it.

mod answer;
mod check;
mod decide;
mod host;
mod messages;
mod path;
mod rules;
mod template;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;

pub use check::{Check, Unreadable};
pub use rules::{EnvoyOptions, Form, RuleOptions};

use crate::payload::WHOLE_BYTES_MAX;
use crate::request_body::RequestBody;
use crate::server::Answers;
use crate::{AnswerBody, Gateway};
use answer::Grpc;
use decide::Verdict;
use rules::Rules;

/// The path of the gRPC form.
const CHECK: &str = "/envoy.service.auth.v3.Authorization/Check";

/// Answers Envoy, by the road of a gateway.
pub struct Envoy {
    gateway: Arc<Gateway>,
    rules: Rules,
    form: Form,
    path_prefix: String,
    asker: String,
}

impl Envoy {
    /// Checks what the operator says.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(gateway: Arc<Gateway>, options: &EnvoyOptions) -> Result<Self, String> {
        rules::principal_arn(&options.asker).map_err(|wrong| format!("asker: {wrong}"))?;
        Ok(Self {
            gateway,
            rules: Rules::of(options)?,
            form: options.form,
            path_prefix: options.path_prefix.clone(),
            asker: options.asker.clone(),
        })
    }

    async fn by_grpc(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> (Response<AnswerBody>, u16) {
        let (parts, incoming) = request.into_parts();
        if parts.method != Method::POST || parts.uri.path() != CHECK {
            return (answer::grpc_failed(Grpc::Unimplemented), 501);
        }
        let (body, _ended) = RequestBody::new(incoming);
        let Ok(whole) = self.gateway.means.memory.read_whole(body, WHOLE_BYTES_MAX).await else {
            return (answer::grpc_failed(Grpc::InvalidArgument), 400);
        };
        let check = answer::unframed(&whole.bytes).and_then(|it| Check::from_grpc(it).ok());
        let Some(check) = check else { return (answer::grpc_failed(Grpc::InvalidArgument), 400) };
        let id = self.request_id();
        let verdict = self.decide(&check, peer.ip(), &id).await;
        (answer::grpc(&verdict, &id), status(&verdict))
    }

    async fn by_http(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
    ) -> (Response<AnswerBody>, u16) {
        let (parts, incoming) = request.into_parts();
        let (body, _ended) = RequestBody::new(incoming);
        let id = self.request_id();
        let verdict = match self.gateway.means.memory.read_whole(body, WHOLE_BYTES_MAX).await {
            Ok(whole) => match Check::from_http(parts, &self.path_prefix, whole.bytes) {
                Ok(check) => self.decide(&check, peer.ip(), &id).await,
                Err(unreadable) => Verdict::denied("InvalidRequest", unreadable.to_string()),
            },
            Err(fault) => Verdict::refused(&fault),
        };
        (answer::http(&verdict, &id), status(&verdict))
    }

    fn request_id(&self) -> String {
        let platform = self.gateway.means.road.platform();
        platform.random.uuid_at(platform.now())
    }
}

impl Answers for Envoy {
    async fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        _tls: bool,
    ) -> Response<AnswerBody> {
        let clock = &self.gateway.means.road.platform().clock;
        let started = clock.monotonic();
        let (response, status) = match self.form {
            Form::Grpc => self.by_grpc(request, peer).await,
            Form::Http => self.by_http(request, peer).await,
        };
        let elapsed = clock.monotonic().saturating_sub(started);
        self.gateway.metrics.count("envoy", Some("Check"), status, elapsed);
        response
    }

    async fn settled(&self) {
        self.gateway.settled().await;
    }
}

impl fmt::Debug for Envoy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envoy").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// What is counted of a verdict, as the HTTP form answers it.
const fn status(verdict: &Verdict) -> u16 {
    match verdict {
        Verdict::Allowed { .. } => StatusCode::OK.as_u16(),
        Verdict::Denied { .. } => StatusCode::FORBIDDEN.as_u16(),
        Verdict::Unavailable => StatusCode::SERVICE_UNAVAILABLE.as_u16(),
    }
}
