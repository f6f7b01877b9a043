//! `ModifyListener`.

use bartizan_service::{Authorized, Call};

use super::create::{check_port, check_supported, read_spoken};
use super::shown;
use crate::error::ElbError;
use crate::naming::Scope;
use crate::records::{BalancerRecord, ListenerRecord};
use crate::shapes::{ModifyListenerInput, ModifyListenerOutput};
use crate::{LoadBalancing, action, certificate};

/// Changes a listener: what the request does not name stays.
pub(crate) async fn modify(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<ModifyListenerInput>,
) -> Result<ModifyListenerOutput, ElbError> {
    let request = request.into_inner();
    check_supported(request.alpn_policy.as_ref(), request.mutual_authentication.as_ref())?;
    let scope = Scope::of(call)?;
    let wanted = certificate::arns(request.certificates)?;
    call.read(|reader| {
        if wanted.is_empty() {
            return Ok(());
        }
        certificate::check(call, reader, &scope, &wanted)
    })?;
    let action = match request.default_actions.filter(|actions| !actions.is_empty()) {
        Some(actions) => Some(action::read(actions)?),
        None => None,
    };
    let port = request.port.and_then(|port| u16::try_from(port).ok());
    port.map_or(Ok(()), |port| check_port(call, port))?;
    let done = call.commit(move |writer| {
        let mut listener: ListenerRecord = scope.find(writer, &request.listener_arn)?;
        let balancer: BalancerRecord = scope.by_id(writer, &listener.balancer)?;
        if let Some(port) = port {
            let others = scope.all::<ListenerRecord>(writer, &format!("{}/", balancer.id))?;
            if others.iter().any(|other| other.port == port && other.id != listener.id) {
                let message = "A listener already exists on this port for this load balancer";
                return Err(ElbError::refused("DuplicateListener", message));
            }
            listener.port = port;
        }
        let was = if listener.is_tls { "HTTPS" } else { "HTTP" };
        let protocol = request.protocol.as_deref().unwrap_or(was);
        let stays = protocol == "HTTPS";
        let certificates = if wanted.is_empty() && stays {
            listener.certificates.iter().take(1).cloned().collect()
        } else {
            wanted
        };
        let policy = request.ssl_policy.or_else(|| listener.ssl_policy.clone().filter(|_| stays));
        let spoken = read_spoken(protocol, policy, certificates)?;
        listener.is_tls = spoken.is_tls;
        listener.ssl_policy = spoken.ssl_policy;
        let rest = listener.certificates.iter().skip(1).filter(|_| spoken.is_tls);
        let rest = rest.filter(|arn| Some(*arn) != spoken.certificate.as_ref()).cloned();
        listener.certificates = spoken.certificate.clone().into_iter().chain(rest).collect();
        listener.default_action = action.unwrap_or(listener.default_action);
        let at = (balancer.id.as_str(), balancer.vpc.as_str(), listener.is_tls);
        action::check(writer, &scope, at, &listener.default_action)?;
        scope.put(writer, &listener)?;
        Ok(ModifyListenerOutput { listeners: Some(vec![shown(&scope, &listener)]) })
    });
    Ok(done.await?)
}
