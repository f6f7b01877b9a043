//! The certificates of a listener beside its default one: which is shown, the client's host name says.
//! (ELB User Guide for Application Load Balancers, "SSL certificates for your Application Load
//! Balancer".)

use bartizan_service::{Authorized, Call};

use crate::error::ElbError;
use crate::naming::Scope;
use crate::records::ListenerRecord;
use crate::shapes::{
    AddListenerCertificatesInput, AddListenerCertificatesOutput, Certificate,
    DescribeListenerCertificatesInput, DescribeListenerCertificatesOutput,
    RemoveListenerCertificatesInput, RemoveListenerCertificatesOutput,
};
use crate::{LoadBalancing, certificate, limits, paging};

/// Adds certificates. One that is there stays.
pub(crate) async fn add_certificates(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<AddListenerCertificatesInput>,
) -> Result<AddListenerCertificatesOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let wanted = certificate::arns(Some(request.certificates))?;
    call.read(|reader| certificate::check(call, reader, &scope, &wanted))?;
    let done = call.commit(move |writer| {
        let mut listener: ListenerRecord = scope.find(writer, &request.listener_arn)?;
        if !listener.is_tls {
            let message = "Certificates cannot be added to a listener of HTTP";
            return Err(ElbError::refused("UnsupportedProtocol", message));
        }
        for arn in &wanted {
            if !listener.certificates.contains(arn) {
                listener.certificates.push(arn.clone());
            }
        }
        if listener.certificates.len() > limits::CERTIFICATES + 1 {
            let message = "The maximum number of certificates has been reached";
            return Err(ElbError::refused("TooManyCertificates", message));
        }
        scope.put(writer, &listener)?;
        let added = wanted.iter().map(|arn| shown(arn, false)).collect();
        Ok(AddListenerCertificatesOutput { certificates: Some(added) })
    });
    Ok(done.await?)
}

/// Takes certificates away, but never the default one.
pub(crate) async fn remove_certificates(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<RemoveListenerCertificatesInput>,
) -> Result<RemoveListenerCertificatesOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let wanted = certificate::arns(Some(request.certificates))?;
    let done = call.commit(move |writer| {
        let mut listener: ListenerRecord = scope.find(writer, &request.listener_arn)?;
        if listener.certificates.first().is_some_and(|default| wanted.contains(default)) {
            let message = "Default certificate cannot be removed from the listener";
            return Err(ElbError::refused("OperationNotPermitted", message));
        }
        listener.certificates.retain(|arn| !wanted.contains(arn));
        scope.put(writer, &listener)?;
        Ok(RemoveListenerCertificatesOutput {})
    });
    Ok(done.await?)
}

/// A listener's certificates.
pub(crate) async fn describe_certificates(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeListenerCertificatesInput>,
) -> Result<DescribeListenerCertificatesOutput, ElbError> {
    let scope = Scope::of(call)?;
    let listener =
        call.read(|reader| scope.find::<ListenerRecord>(reader, &request.listener_arn))?;
    let default = listener.certificates.first().cloned();
    let marker = request.marker.as_deref();
    let page = paging::page(listener.certificates, marker, request.page_size, String::clone)?;
    let shown = |arn: &String| shown(arn, Some(arn) == default.as_ref());
    Ok(DescribeListenerCertificatesOutput {
        certificates: Some(page.items.iter().map(shown).collect()),
        next_marker: page.next,
    })
}

fn shown(arn: &str, is_default: bool) -> Certificate {
    Certificate { certificate_arn: Some(arn.to_owned()), is_default: Some(is_default) }
}
