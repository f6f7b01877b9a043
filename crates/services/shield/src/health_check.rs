//! Health checks of protections. (AWS Shield Advanced API Reference, `AssociateHealthCheck`; AWS WAF
//! Developer Guide, "Managing health check associations".)

use bartizan_flood::Health;
use bartizan_service::{Authorized, Call, CheckHealth, HealthChecks};
use bartizan_types::AccountId;

use crate::error::ShieldError;
use crate::protection::of_id;
use crate::records::{ProtectionRecord, key};
use crate::resource::ResourceKind;
use crate::shapes::{
    AssociateHealthCheckRequest, AssociateHealthCheckResponse, DisassociateHealthCheckRequest,
    DisassociateHealthCheckResponse,
};
use crate::{Shield, limits};

/// Gives a protection a health check, which must be well: an unhealthy one would let detection take usual
/// traffic for attacks from the start.
pub(crate) async fn associate(
    _service: &Shield,
    call: &Call,
    request: Authorized<AssociateHealthCheckRequest>,
) -> Result<AssociateHealthCheckResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    call.read(|reader| check_kind(&of_id(reader, account, &request.protection_id)?))?;
    let known =
        health(call.platform.ports.health_checks.as_deref(), account, &request.health_check_arn);
    check_health(&request.health_check_arn, known.as_ref())?;
    let done = call.commit(move |writer| {
        let mut record = of_id(writer, account, &request.protection_id)?;
        if record.health_checks.len() >= limits::HEALTH_CHECKS {
            return Err(ShieldError::LimitExceeded("HEALTH_CHECK", limits::HEALTH_CHECKS));
        }
        record.health_checks.push(request.health_check_arn);
        writer.put(&key(account, &record.id), &record)?;
        Ok(AssociateHealthCheckResponse {})
    });
    Ok(done.await?)
}

/// Takes a health check from a protection.
pub(crate) async fn disassociate(
    _service: &Shield,
    call: &Call,
    request: Authorized<DisassociateHealthCheckRequest>,
) -> Result<DisassociateHealthCheckResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut record = of_id(writer, account, &request.protection_id)?;
        let place = record.health_checks.iter().position(|arn| *arn == request.health_check_arn);
        let place = place.ok_or(ShieldError::NotFound("HEALTH_CHECK", "health check"))?;
        record.health_checks.remove(place);
        writer.put(&key(account, &record.id), &record)?;
        Ok::<_, ShieldError>(DisassociateHealthCheckResponse {})
    });
    Ok(done.await?)
}

/// What is known of the health check that an ARN names; nothing where the account has none there.
pub(crate) fn health(
    checks: Option<&dyn HealthChecks>,
    account: AccountId,
    arn: &str,
) -> Option<CheckHealth> {
    let (_, id) = arn.rsplit_once('/')?;
    checks?.health(account, id)
}

/// The health of what a protection protects. A health check that is gone says nothing.
pub(crate) fn health_of(
    checks: Option<&dyn HealthChecks>,
    account: AccountId,
    record: &ProtectionRecord,
) -> Health {
    let known = record.health_checks.iter().filter_map(|arn| health(checks, account, arn));
    let is_healthy = known.map(|one| one.is_healthy).reduce(|all, one| all && one);
    match is_healthy.filter(|_| record.kind != ResourceKind::HostedZone) {
        None => Health::Unknown,
        Some(true) => Health::Healthy,
        Some(false) => Health::Unhealthy,
    }
}

fn check_kind(record: &ProtectionRecord) -> Result<(), ShieldError> {
    if record.kind != ResourceKind::HostedZone {
        return Ok(());
    }
    let message = "Health-based detection is for all kinds of resources but hosted zones.";
    Err(ShieldError::InvalidParameter(message.to_owned()))
}

fn check_health(arn: &str, known: Option<&CheckHealth>) -> Result<(), ShieldError> {
    let message = match known {
        Some(known) if known.is_healthy => return Ok(()),
        Some(_) => format!("The health check {arn} must be healthy when it is associated."),
        None => format!("The health check {arn} does not exist, or is not the account's."),
    };
    Err(ShieldError::InvalidResource(message))
}
