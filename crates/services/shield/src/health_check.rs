//! Health checks of protections. (AWS Shield Advanced API Reference, `AssociateHealthCheck`.)

use bartizan_service::{Authorized, Call};

use crate::error::ShieldError;
use crate::protection::of_id;
use crate::records::key;
use crate::shapes::{
    AssociateHealthCheckRequest, AssociateHealthCheckResponse, DisassociateHealthCheckRequest,
    DisassociateHealthCheckResponse,
};
use crate::{Shield, limits};

/// Gives a protection a health check.
pub(crate) async fn associate(
    _service: &Shield,
    call: &Call,
    request: Authorized<AssociateHealthCheckRequest>,
) -> Result<AssociateHealthCheckResponse, ShieldError> {
    let (account, request) = (call.account()?, request.into_inner());
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
