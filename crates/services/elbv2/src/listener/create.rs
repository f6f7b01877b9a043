//! `CreateListener`.

use std::collections::BTreeMap;
use std::sync::Arc;

use bartizan_service::{Authorized, Call};

use super::shown;
use crate::error::{ElbError, refuse_unbuilt};
use crate::naming::{Kind, Scope, new_id};
use crate::records::{BalancerRecord, ListenerRecord};
use crate::shapes::{CreateListenerInput, CreateListenerOutput, MutualAuthenticationAttributes};
use crate::{LoadBalancing, action, certificate, limits, policies, tags};

/// What a listener is to speak.
pub(super) struct Spoken {
    pub(super) is_tls: bool,
    pub(super) ssl_policy: Option<String>,
    /// The default certificate.
    pub(super) certificate: Option<String>,
}

/// Makes a listener.
pub(crate) async fn create(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<CreateListenerInput>,
) -> Result<CreateListenerOutput, ElbError> {
    let request = request.into_inner();
    check_supported(request.alpn_policy.as_ref(), request.mutual_authentication.as_ref())?;
    let tags = tags::read(request.tags)?;
    tags::check_policy(call, Kind::Listener, &tags)?;
    let port = request.port.and_then(|port| u16::try_from(port).ok());
    let port = port.ok_or_else(|| ElbError::invalid("A listener port must be specified"))?;
    let protocol = request.protocol;
    let protocol =
        protocol.ok_or_else(|| ElbError::invalid("A listener protocol must be specified"))?;
    let spoken =
        read_spoken(&protocol, request.ssl_policy, certificate::arns(request.certificates)?)?;
    let default_action = action::read(request.default_actions)?;
    check_port(call, port)?;
    let scope = Scope::of(call)?;
    if let Some(arn) = &spoken.certificate {
        let arns = std::slice::from_ref(arn);
        call.read(|reader| certificate::check(call, reader, &scope, arns))?;
    }
    let random = Arc::clone(&call.platform.random);
    let done = call.commit(move |writer| {
        let balancer: BalancerRecord = scope.find(writer, &request.load_balancer_arn)?;
        let others = scope.all::<ListenerRecord>(writer, &format!("{}/", balancer.id))?;
        if others.iter().any(|other| other.port == port) {
            let message = "A listener already exists on this port for this load balancer";
            return Err(ElbError::refused("DuplicateListener", message));
        }
        if others.len() >= limits::LISTENERS {
            let message = "The maximum number of listeners has been reached";
            return Err(ElbError::refused("TooManyListeners", message));
        }
        let at = (balancer.id.as_str(), balancer.vpc.as_str(), spoken.is_tls);
        action::check(writer, &scope, at, &default_action)?;
        let id = format!("{}/{}", balancer.id, new_id(&*random));
        let listener = ListenerRecord {
            arn: scope.arn(Kind::Listener, &id).to_string(),
            id,
            balancer: balancer.id,
            is_tls: spoken.is_tls,
            port,
            ssl_policy: spoken.ssl_policy,
            certificates: spoken.certificate.into_iter().collect(),
            default_action,
            default_rule: new_id(&*random),
            attributes: BTreeMap::new(),
            tags,
        };
        scope.put(writer, &listener)?;
        Ok(CreateListenerOutput { listeners: Some(vec![shown(&scope, &listener)]) })
    });
    Ok(done.await?)
}

/// Refuses a port that nothing would ever listen at.
pub(super) fn check_port(call: &Call, port: u16) -> Result<(), ElbError> {
    let edge = call.platform.ports.edge_fronts.as_ref();
    if edge.is_none_or(|edge| edge.may_listen(port)) {
        return Ok(());
    }
    let message = format!(
        "Port {port} is not served: `bartizan serve` opens ports 80 and 443, and those that \
         --edge-ports names"
    );
    Err(ElbError::refused("InvalidConfigurationRequest", message))
}

/// Refuses what listeners have elsewhere and not here.
pub(super) fn check_supported(
    alpn: Option<&Vec<String>>,
    mutual: Option<&MutualAuthenticationAttributes>,
) -> Result<(), ElbError> {
    let is_on = |mutual: &MutualAuthenticationAttributes| {
        mutual.mode.as_ref().is_some_and(|mode| mode != "off") || mutual.trust_store_arn.is_some()
    };
    refuse_unbuilt(&[
        ("an ALPN policy", alpn.is_some_and(|policies| !policies.is_empty())),
        ("mutual authentication", mutual.is_some_and(is_on)),
    ])
}

/// What a request lets a listener speak.
pub(super) fn read_spoken(
    protocol: &str,
    ssl_policy: Option<String>,
    certificates: Vec<String>,
) -> Result<Spoken, ElbError> {
    match protocol {
        "HTTP" if ssl_policy.is_some() || !certificates.is_empty() => Err(ElbError::invalid(
            "A certificate or a security policy cannot be specified for HTTP listeners",
        )),
        "HTTP" => Ok(Spoken { is_tls: false, ssl_policy: None, certificate: None }),
        "HTTPS" => {
            let ssl_policy = ssl_policy.unwrap_or_else(|| policies::DEFAULT.to_owned());
            policies::check(&ssl_policy)?;
            if certificates.len() > 1 {
                let message = "Exactly one certificate must be specified for HTTPS listeners";
                return Err(ElbError::refused("TooManyCertificates", message));
            }
            let certificate = certificates.into_iter().next().ok_or_else(|| {
                let message = "A certificate must be specified for HTTPS listeners";
                ElbError::refused("CertificateNotFound", message)
            })?;
            Ok(Spoken {
                is_tls: true,
                ssl_policy: Some(ssl_policy),
                certificate: Some(certificate),
            })
        }
        other => Err(ElbError::invalid(format!(
            "Listener protocol '{other}' must be one of 'HTTP, HTTPS'"
        ))),
    }
}
