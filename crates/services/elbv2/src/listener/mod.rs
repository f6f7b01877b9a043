//! Listeners. (ELB User Guide for Application Load Balancers, "Listeners for your Application Load
//! Balancers".)

mod attributes;
mod certificates;
mod create;
mod modify;

use bartizan_service::{Authorized, Call};

pub use attributes::{ANSWER_HEADERS, CIPHER_SUITE_NAME, SERVER_HEADER, TLS_VERSION_NAME};
pub(crate) use attributes::{describe_attributes, modify_attributes};
pub(crate) use certificates::{add_certificates, describe_certificates, remove_certificates};
pub(crate) use create::create;
pub(crate) use modify::modify;

use crate::error::ElbError;
use crate::naming::{Kind, Scope};
use crate::records::{BalancerRecord, ListenerRecord, RuleRecord};
use crate::shapes::{
    Certificate, DeleteListenerInput, DeleteListenerOutput, DescribeListenersInput,
    DescribeListenersOutput, Listener,
};
use crate::{LoadBalancing, action, paging};

/// The listeners of a balancer, or those that are named.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeListenersInput>,
) -> Result<DescribeListenersOutput, ElbError> {
    let scope = Scope::of(call)?;
    let arns = request.listener_arns.as_deref().unwrap_or_default();
    if arns.is_empty() == request.load_balancer_arn.is_none() {
        return Err(ElbError::invalid(
            "You must specify either listener ARNs or a load balancer ARN",
        ));
    }
    let listeners = call.read(|reader| match &request.load_balancer_arn {
        Some(arn) => {
            let balancer: BalancerRecord = scope.find(reader, arn)?;
            scope.all::<ListenerRecord>(reader, &format!("{}/", balancer.id))
        }
        None => arns.iter().map(|arn| scope.find::<ListenerRecord>(reader, arn)).collect(),
    })?;
    let page = paging::page(listeners, request.marker.as_deref(), request.page_size, |one| {
        one.id.clone()
    })?;
    Ok(DescribeListenersOutput {
        listeners: Some(page.items.iter().map(|one| shown(&scope, one)).collect()),
        next_marker: page.next,
    })
}

/// Deletes a listener with its rules.
pub(crate) async fn delete(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DeleteListenerInput>,
) -> Result<DeleteListenerOutput, ElbError> {
    let (scope, arn) = (Scope::of(call)?, request.into_inner().listener_arn);
    let done = call.commit(move |writer| {
        let listener: ListenerRecord = scope.find(writer, &arn)?;
        for rule in scope.all::<RuleRecord>(writer, &format!("{}/", listener.id))? {
            scope.remove::<RuleRecord>(writer, &rule.id)?;
        }
        scope.remove::<ListenerRecord>(writer, &listener.id)?;
        Ok::<_, ElbError>(DeleteListenerOutput {})
    });
    Ok(done.await?)
}

/// A listener as answers show it.
fn shown(scope: &Scope, listener: &ListenerRecord) -> Listener {
    let certificate =
        |arn: &String| Certificate { certificate_arn: Some(arn.clone()), ..Certificate::default() };
    Listener {
        listener_arn: Some(listener.arn.clone()),
        load_balancer_arn: Some(scope.arn(Kind::Balancer, &listener.balancer).to_string()),
        port: Some(i32::from(listener.port)),
        protocol: Some(if listener.is_tls { "HTTPS" } else { "HTTP" }.to_owned()),
        certificates: listener
            .is_tls
            .then(|| listener.certificates.iter().take(1).map(certificate).collect()),
        ssl_policy: listener.ssl_policy.clone(),
        default_actions: Some(vec![action::shown(&listener.default_action)]),
        ..Listener::default()
    }
}
