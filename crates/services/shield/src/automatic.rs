//! Automatic answers to attacks. (AWS WAF Developer Guide, "Automating application layer `DDoS`
//! mitigation with Shield Advanced".)

use std::sync::Arc;

use bartizan_service::store::Writer;
use bartizan_service::{Authorized, Call, WebMitigations};
use bartizan_types::{AccountId, Arn};

use crate::Shield;
use crate::error::ShieldError;
use crate::protection::of_resource;
use crate::records::{AutomaticResponse, ProtectionRecord, key};
use crate::shapes::{
    DisableApplicationLayerAutomaticResponseRequest,
    DisableApplicationLayerAutomaticResponseResponse,
    EnableApplicationLayerAutomaticResponseRequest,
    EnableApplicationLayerAutomaticResponseResponse, ResponseAction,
    UpdateApplicationLayerAutomaticResponseRequest,
    UpdateApplicationLayerAutomaticResponseResponse,
};

/// Lets attacks on a resource be answered in its web ACL, which keeps room for that.
pub(crate) async fn enable(
    _service: &Shield,
    call: &Call,
    request: Authorized<EnableApplicationLayerAutomaticResponseRequest>,
) -> Result<EnableApplicationLayerAutomaticResponseResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    let blocks = blocks(&request.action)?;
    let (port, random) = (port(call)?, Arc::clone(&call.platform.random));
    let done = call.commit(move |writer| {
        let mut record = of_resource(writer, account, &request.resource_arn)?;
        let arn = check_kind(&record)?;
        if record.automatic.is_some_and(|held| held.is_enabled) {
            let message = "Automatic mitigation is enabled: update it instead.";
            return Err(ShieldError::InvalidOperation(message.to_owned()));
        }
        if !port.has_web_acl(writer, &arn)? {
            let message = "The resource must be associated with a web ACL.";
            return Err(ShieldError::InvalidOperation(message.to_owned()));
        }
        if !port.reserve(writer, &arn, &*random)? {
            let message = "The web ACL has no capacity left for the rule group of Shield Advanced.";
            return Err(ShieldError::InvalidOperation(message.to_owned()));
        }
        record.automatic = Some(AutomaticResponse { is_enabled: true, blocks });
        put(writer, account, &record)?;
        Ok(EnableApplicationLayerAutomaticResponseResponse {})
    });
    Ok(done.await?)
}

/// Says what is done with the requests of attacks, from the next rule on.
pub(crate) async fn update(
    _service: &Shield,
    call: &Call,
    request: Authorized<UpdateApplicationLayerAutomaticResponseRequest>,
) -> Result<UpdateApplicationLayerAutomaticResponseResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    let blocks = blocks(&request.action)?;
    let done = call.commit(move |writer| {
        let mut record = enabled(writer, account, &request.resource_arn)?;
        record.automatic = Some(AutomaticResponse { is_enabled: true, blocks });
        put(writer, account, &record)?;
        Ok::<_, ShieldError>(UpdateApplicationLayerAutomaticResponseResponse {})
    });
    Ok(done.await?)
}

/// Lets attacks on a resource be answered no more.
pub(crate) async fn disable(
    _service: &Shield,
    call: &Call,
    request: Authorized<DisableApplicationLayerAutomaticResponseRequest>,
) -> Result<DisableApplicationLayerAutomaticResponseResponse, ShieldError> {
    let (account, port) = (call.account()?, port(call)?);
    let resource = request.into_inner().resource_arn;
    let done = call.commit(move |writer| {
        let mut record = enabled(writer, account, &resource)?;
        port.release(writer, &check_kind(&record)?)?;
        record.automatic =
            record.automatic.map(|held| AutomaticResponse { is_enabled: false, ..held });
        put(writer, account, &record)?;
        Ok::<_, ShieldError>(DisableApplicationLayerAutomaticResponseResponse {})
    });
    Ok(done.await?)
}

fn port(call: &Call) -> Result<Arc<dyn WebMitigations>, ShieldError> {
    call.platform.ports.web_mitigations.clone().ok_or_else(|| {
        ShieldError::InvalidOperation("There are no web ACLs to mitigate attacks in.".to_owned())
    })
}

/// Whether requests shall be blocked; counted otherwise.
fn blocks(action: &ResponseAction) -> Result<bool, ShieldError> {
    match (&action.block, &action.count) {
        (Some(_), None) => Ok(true),
        (None, Some(_)) => Ok(false),
        _ => {
            let message = "The action must be exactly one of Block and Count.";
            Err(ShieldError::InvalidParameter(message.to_owned()))
        }
    }
}

fn check_kind(record: &ProtectionRecord) -> Result<Arn, ShieldError> {
    let arn = record.resource.parse().ok().filter(|_| record.kind.has_web_acl());
    arn.ok_or_else(|| {
        let message = "Automatic mitigation is for distributions and application load balancers.";
        ShieldError::InvalidParameter(message.to_owned())
    })
}

fn enabled(
    writer: &Writer<'_>,
    account: AccountId,
    resource: &str,
) -> Result<ProtectionRecord, ShieldError> {
    let record = of_resource(writer, account, resource)?;
    if record.automatic.is_some_and(|held| held.is_enabled) {
        return Ok(record);
    }
    let message = "Automatic mitigation is not enabled for the resource.";
    Err(ShieldError::InvalidOperation(message.to_owned()))
}

fn put(
    writer: &mut Writer<'_>,
    account: AccountId,
    record: &ProtectionRecord,
) -> Result<(), ShieldError> {
    Ok(writer.put(&key(account, &record.id), record)?)
}
