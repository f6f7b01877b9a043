//! Connections inside of the process, by which distributions ask for what is in buckets: the same
//! exchange as everyone's, from HTTP to the service and back, but for who asks. (Amazon `CloudFront`
//! Developer Guide, "Restrict access to an Amazon S3 origin".)

use std::convert::Infallible;
use std::sync::Arc;

use bartizan_model::ServiceModel;
use bartizan_service::{Caller, Origin, SignatureForm};
use bartizan_sigv4::Presented;
use bartizan_types::{Arn, Principal, Region, Timestamp};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::io::DuplexStream;

use crate::exchange::Exchange;
use crate::head::Head;
use crate::server::HEAD_BYTES_MAX;
use crate::{Gateway, destination};

/// How much of a connection is on its way at a time, in each direction.
const PIPE_BYTES: usize = 64 * 1024;

/// As whom requests over a connection come. They are for S3 alone.
#[derive(Debug)]
pub struct Inside {
    /// Who asks.
    pub caller: Caller,
    /// The resource that it acts for, as a distribution.
    pub on_behalf_of: Option<Arn>,
    /// The region that it is asked in.
    pub region: Region,
    /// Whether a signature that a request brings counts for nothing; else it stands for whoever made
    /// it.
    pub overrides: bool,
}

impl Inside {
    /// Where a request came from: of the process itself, where nobody can listen, as with TLS. Whose
    /// viewer it was is not told, as AWS tells buckets the address of its own edge.
    fn origin(&self, of_request: Origin) -> Origin {
        let unaddressed = Origin { source_ip: None, tls: true, ..of_request };
        let Principal::Service { name } = &self.caller.principal else { return unaddressed };
        Origin {
            user_agent: Some(name.clone()),
            host: None,
            signature: SignatureForm::Header,
            signature_age_millis: Some(0),
            ..unaddressed
        }
    }
}

impl Exchange<'_> {
    /// As whom a request from inside of the process comes, unless it speaks for itself.
    fn speaks_inside(&self, presented: Option<&Presented>) -> Option<&Inside> {
        self.head.inside.as_deref().filter(|_| presented.is_none())
    }

    /// The region of the call.
    pub(crate) fn region(&self, service: &ServiceModel, presented: Option<&Presented>) -> Region {
        match self.speaks_inside(presented) {
            Some(inside) => inside.region.clone(),
            None => destination::region(service, presented),
        }
    }

    /// Where the request came from.
    pub(crate) fn origin(&self, presented: Option<&Presented>, now: Timestamp) -> Origin {
        let origin = self.head.origin(presented, now);
        match self.speaks_inside(presented) {
            Some(inside) => inside.origin(origin),
            None => origin,
        }
    }

    /// The resource that the call is made for.
    pub(crate) fn acts_for(&self, presented: Option<&Presented>) -> Option<Arn> {
        self.speaks_inside(presented)?.on_behalf_of.clone()
    }
}

impl Gateway {
    /// Opens a connection whose requests are answered as `inside` says.
    pub fn open_inside(self: &Arc<Self>, inside: Arc<Inside>) -> DuplexStream {
        let (theirs, ours) = tokio::io::duplex(PIPE_BYTES);
        let gateway = Arc::clone(self);
        tokio::spawn(async move {
            let service = service_fn(move |request: http::Request<hyper::body::Incoming>| {
                let (gateway, inside) = (Arc::clone(&gateway), Arc::clone(&inside));
                async move {
                    let (parts, incoming) = request.into_parts();
                    let answer = gateway.answered(Head::inside(parts, inside), incoming).await;
                    Ok::<_, Infallible>(answer)
                }
            });
            let mut builder = Builder::new(TokioExecutor::new()).http1_only();
            builder.http1().max_buf_size(HEAD_BYTES_MAX).preserve_header_case(false);
            if let Err(error) = builder.serve_connection(TokioIo::new(ours), service).await {
                tracing::debug!(error, "a connection inside of the process ended");
            }
        });
        theirs
    }
}
