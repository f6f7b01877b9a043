//! What health checks have seen. (Route 53 API Reference, `GetHealthCheckStatus` and
//! `GetHealthCheckLastFailureReason`.)

use bartizan_service::{Authorized, Call, CheckHealth, Observation};

use super::{find, invalid};
use crate::Route53;
use crate::error::Route53Error;
use crate::records::Subject;
use crate::shapes::{
    GetHealthCheckLastFailureReasonRequest, GetHealthCheckLastFailureReasonResponse,
    GetHealthCheckStatusRequest, GetHealthCheckStatusResponse, HealthCheckObservation,
    StatusReport,
};

/// Where health checks are made, as far as answers have a word for it: where global services are.
const REGION: &str = "us-east-1";

/// What a health check saw last.
pub(crate) async fn status(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetHealthCheckStatusRequest>,
) -> Result<GetHealthCheckStatusResponse, Route53Error> {
    let health = health(call, &request.health_check_id)?;
    let seen = health.and_then(|health| health.last);
    Ok(GetHealthCheckStatusResponse { health_check_observations: shown(seen) })
}

/// The last failure that a health check saw.
pub(crate) async fn last_failure(
    _service: &Route53,
    call: &Call,
    request: Authorized<GetHealthCheckLastFailureReasonRequest>,
) -> Result<GetHealthCheckLastFailureReasonResponse, Route53Error> {
    let health = health(call, &request.health_check_id)?;
    let seen = health.and_then(|health| health.last_failure);
    Ok(GetHealthCheckLastFailureReasonResponse { health_check_observations: shown(seen) })
}

fn health(call: &Call, id: &str) -> Result<Option<CheckHealth>, Route53Error> {
    let account = call.account()?;
    let record = call.read(|reader| find(reader, account, id))?;
    if matches!(record.subject, Subject::Others { .. }) {
        let message = "A CALCULATED health check has no observations: its status is the metric \
             HealthCheckStatus";
        return Err(invalid(message));
    }
    let checks = call.platform.ports.health_checks.as_ref();
    Ok(checks.and_then(|checks| checks.health(account, &record.id)))
}

fn shown(seen: Option<Observation>) -> Vec<HealthCheckObservation> {
    let shown = |seen: Observation| HealthCheckObservation {
        region: Some(REGION.to_owned()),
        ip_address: seen.from.map(|address| address.to_string()),
        status_report: Some(StatusReport {
            status: Some(seen.status),
            checked_time: Some(seen.at),
        }),
    };
    seen.into_iter().map(shown).collect()
}
