//! What a health check is asked to be, read and shown. (Route 53 API Reference, `HealthCheckConfig`.)

use std::net::IpAddr;

use super::invalid;
use crate::error::{Route53Error, refuse_unbuilt};
use crate::records::{Endpoint, EndpointKind, HealthCheckRecord, Subject};
use crate::shapes::HealthCheckConfig;

/// What the API names checks of other checks.
const CALCULATED: &str = "CALCULATED";
/// The seconds between two looks. (The same page, `RequestInterval`.)
const INTERVALS: [i32; 2] = [10, 30];
const INTERVAL: i32 = 30;
/// How many looks change what is thought of an endpoint. (The same page, `FailureThreshold`.)
const THRESHOLD: i32 = 3;

/// What is read of a configuration: subject, inverted, disabled.
pub(super) type Read = (Subject, bool, bool);

/// Reads a configuration.
pub(super) fn read(config: HealthCheckConfig) -> Result<Read, Route53Error> {
    let kind = config.r#type.as_str();
    refuse_unbuilt(&[
        ("a health check of the type CLOUDWATCH_METRIC", kind == "CLOUDWATCH_METRIC"),
        ("a health check of the type RECOVERY_CONTROL", kind == "RECOVERY_CONTROL"),
        ("AlarmIdentifier", config.alarm_identifier.is_some()),
        ("InsufficientDataHealthStatus", config.insufficient_data_health_status.is_some()),
        ("RoutingControlArn", config.routing_control_arn.is_some()),
        ("Regions", config.regions.is_some()),
    ])?;
    let inverted = config.inverted.unwrap_or(false);
    let disabled = config.disabled.unwrap_or(false);
    let subject = match EndpointKind::named(kind) {
        Some(kind) => Subject::Endpoint(endpoint(kind, config)?),
        None => others(config)?,
    };
    Ok((subject, inverted, disabled))
}

fn others(config: HealthCheckConfig) -> Result<Subject, Route53Error> {
    refuse_given(
        CALCULATED,
        &[
            ("IPAddress", config.ip_address.is_some()),
            ("Port", config.port.is_some()),
            ("ResourcePath", config.resource_path.is_some()),
            ("FullyQualifiedDomainName", config.fully_qualified_domain_name.is_some()),
            ("SearchString", config.search_string.is_some()),
            ("RequestInterval", config.request_interval.is_some()),
            ("FailureThreshold", config.failure_threshold.is_some()),
            ("MeasureLatency", config.measure_latency.is_some()),
            ("EnableSNI", config.enable_sni.is_some()),
        ],
    )?;
    let missing = || invalid("A CALCULATED health check must have a HealthThreshold");
    let threshold = config.health_threshold.ok_or_else(missing)?;
    let children = config.child_health_checks;
    let named = children.as_deref().unwrap_or_default();
    let is_repeated =
        named.iter().enumerate().any(|(place, id)| named.iter().take(place).any(|one| one == id));
    if is_repeated {
        return Err(invalid("ChildHealthChecks names a health check twice"));
    }
    Ok(Subject::Others { threshold: u32::try_from(threshold).unwrap_or(u32::MAX), children })
}

fn endpoint(kind: EndpointKind, config: HealthCheckConfig) -> Result<Endpoint, Route53Error> {
    let (is_tcp, name) = (kind == EndpointKind::Tcp, kind.as_str());
    refuse_given(
        name,
        &[
            ("HealthThreshold", config.health_threshold.is_some()),
            ("ChildHealthChecks", config.child_health_checks.is_some()),
            ("ResourcePath", is_tcp && config.resource_path.is_some()),
            ("SearchString", !kind.has_text() && config.search_string.is_some()),
            ("EnableSNI", is_tcp && config.enable_sni == Some(true)),
        ],
    )?;
    if kind.has_text() && config.search_string.as_deref().is_none_or(str::is_empty) {
        return Err(invalid(&format!("A {name} health check must have a SearchString")));
    }
    let (address, domain) = (config.ip_address, config.fully_qualified_domain_name);
    if address.is_none() && domain.as_deref().is_none_or(str::is_empty) {
        let message = "Either IPAddress or FullyQualifiedDomainName must be specified";
        return Err(invalid(message));
    }
    if address.as_deref().is_some_and(|address| address.parse::<IpAddr>().is_err()) {
        return Err(invalid("IPAddress is no address"));
    }
    if !domain.as_deref().is_none_or(|domain| domain.bytes().all(is_of_host)) {
        return Err(invalid("FullyQualifiedDomainName is no domain name"));
    }
    let path = config.resource_path;
    if !path.as_deref().is_none_or(|path| path.bytes().all(|byte| byte.is_ascii_graphic())) {
        return Err(invalid("ResourcePath has characters that no path has"));
    }
    let port = match (config.port, kind) {
        (Some(port), _) => port,
        (None, EndpointKind::Tcp) => return Err(invalid("A TCP health check must have a Port")),
        (None, _) => {
            if kind.is_tls() {
                443
            } else {
                80
            }
        }
    };
    let interval = config.request_interval.unwrap_or(INTERVAL);
    if !INTERVALS.contains(&interval) {
        return Err(invalid("RequestInterval must be 10 or 30"));
    }
    let threshold = config.failure_threshold.unwrap_or(THRESHOLD);
    Ok(Endpoint {
        kind,
        address,
        domain,
        port: u16::try_from(port).map_err(|_| invalid("Port is no port"))?,
        path,
        text: config.search_string,
        interval: interval.unsigned_abs(),
        threshold: threshold.unsigned_abs(),
        measures_latency: config.measure_latency.unwrap_or(false),
        tells_name: config.enable_sni.unwrap_or(kind.is_tls()),
    })
}

/// What stands in host names, underscores among it.
fn is_of_host(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

fn refuse_given(kind: &str, given: &[(&str, bool)]) -> Result<(), Route53Error> {
    match given.iter().find(|(_, is_given)| *is_given) {
        Some((what, _)) => {
            Err(invalid(&format!("{what} must not be specified for a {kind} health check")))
        }
        None => Ok(()),
    }
}

/// A configuration as answers show it.
pub(super) fn shown(record: &HealthCheckRecord) -> HealthCheckConfig {
    let flags = HealthCheckConfig {
        inverted: Some(record.is_inverted),
        disabled: Some(record.is_disabled),
        ..HealthCheckConfig::default()
    };
    match &record.subject {
        Subject::Others { threshold, children } => HealthCheckConfig {
            r#type: CALCULATED.to_owned(),
            health_threshold: i32::try_from(*threshold).ok(),
            child_health_checks: children.clone(),
            ..flags
        },
        Subject::Endpoint(endpoint) => {
            let is_tcp = endpoint.kind == EndpointKind::Tcp;
            HealthCheckConfig {
                r#type: endpoint.kind.as_str().to_owned(),
                ip_address: endpoint.address.clone(),
                port: Some(endpoint.port.into()),
                resource_path: endpoint.path.clone(),
                fully_qualified_domain_name: endpoint.domain.clone(),
                search_string: endpoint.text.clone(),
                request_interval: i32::try_from(endpoint.interval).ok(),
                failure_threshold: i32::try_from(endpoint.threshold).ok(),
                measure_latency: Some(endpoint.measures_latency),
                enable_sni: (!is_tcp).then_some(endpoint.tells_name),
                ..flags
            }
        }
    }
}
