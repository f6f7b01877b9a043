//! A changed health check. (Route 53 API Reference, `UpdateHealthCheck`.)

use bartizan_service::store::Key;
use bartizan_service::{Authorized, Call};

use super::{check_children, config, find, shown};
use crate::Route53;
use crate::error::{Route53Error, refuse_unbuilt};
use crate::records::{HealthCheckRecord, Subject};
use crate::shapes::{HealthCheckConfig, UpdateHealthCheckRequest, UpdateHealthCheckResponse};

/// Changes what is named, and leaves the rest.
pub(crate) async fn update(
    _service: &Route53,
    call: &Call,
    request: Authorized<UpdateHealthCheckRequest>,
) -> Result<UpdateHealthCheckResponse, Route53Error> {
    let (account, request) = (call.account()?, request.into_inner());
    let resets = request.reset_elements.clone().unwrap_or_default();
    refuse_unbuilt(&[
        ("Regions", request.regions.is_some() || resets.iter().any(|one| one == "Regions")),
        ("AlarmIdentifier", request.alarm_identifier.is_some()),
        ("InsufficientDataHealthStatus", request.insufficient_data_health_status.is_some()),
    ])?;
    let done = call.commit(move |writer| {
        let mut record = find(writer, account, &request.health_check_id)?;
        if request.health_check_version.is_some_and(|version| version != record.version) {
            let message = "The value of HealthCheckVersion in the request doesn't match the value \
                 of HealthCheckVersion in the health check.";
            let code = "HealthCheckVersionMismatch";
            return Err(Route53Error::Refused(code, message.to_owned(), 409));
        }
        let wanted = config::read(merged(&record, request, &resets))?;
        (record.subject, record.is_inverted, record.is_disabled) = wanted;
        record.version += 1;
        check_children(writer, account, &record)?;
        writer.put(&Key::global(account, record.id.as_str()), &record)?;
        Ok(UpdateHealthCheckResponse { health_check: shown(&record) })
    });
    Ok(done.await?)
}

/// The configuration as it is to be.
fn merged(
    record: &HealthCheckRecord,
    request: UpdateHealthCheckRequest,
    resets: &[String],
) -> HealthCheckConfig {
    let mut config = config::shown(record);
    if let Subject::Endpoint(endpoint) = &record.subject {
        config.enable_sni = Some(endpoint.tells_name);
    }
    for element in resets {
        match element.as_str() {
            "FullyQualifiedDomainName" => config.fully_qualified_domain_name = None,
            "ResourcePath" => config.resource_path = None,
            _ => config.child_health_checks = None,
        }
    }
    HealthCheckConfig {
        ip_address: request.ip_address.or(config.ip_address),
        port: request.port.or(config.port),
        resource_path: request.resource_path.or(config.resource_path),
        fully_qualified_domain_name: request
            .fully_qualified_domain_name
            .or(config.fully_qualified_domain_name),
        search_string: request.search_string.or(config.search_string),
        failure_threshold: request.failure_threshold.or(config.failure_threshold),
        inverted: request.inverted.or(config.inverted),
        disabled: request.disabled.or(config.disabled),
        health_threshold: request.health_threshold.or(config.health_threshold),
        child_health_checks: request.child_health_checks.or(config.child_health_checks),
        enable_sni: request.enable_sni.or(config.enable_sni),
        ..config
    }
}
