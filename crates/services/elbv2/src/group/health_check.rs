//! How the health of targets is checked. (ELB User Guide for Application Load Balancers, "Health checks
//! for Application Load Balancer target groups".)

use crate::error::ElbError;
use crate::records::HealthCheck;
use crate::shapes::{CreateTargetGroupInput, Matcher, ModifyTargetGroupInput};

/// The port that stands for the target's own.
const TRAFFIC_PORT: &str = "traffic-port";
/// The statuses that can be successes.
const STATUSES: std::ops::RangeInclusive<u16> = 200..=499;
/// The most single statuses and ranges of a matcher.
const RANGES_MAX: usize = 50;

/// What a request says of health checks.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    enabled: Option<bool>,
    protocol: Option<String>,
    port: Option<String>,
    path: Option<String>,
    interval: Option<i32>,
    timeout: Option<i32>,
    healthy: Option<i32>,
    unhealthy: Option<i32>,
    matcher: Option<Matcher>,
}

impl From<CreateTargetGroupInput> for Wanted {
    fn from(request: CreateTargetGroupInput) -> Self {
        Self {
            enabled: request.health_check_enabled,
            protocol: request.health_check_protocol,
            port: request.health_check_port,
            path: request.health_check_path,
            interval: request.health_check_interval_seconds,
            timeout: request.health_check_timeout_seconds,
            healthy: request.healthy_threshold_count,
            unhealthy: request.unhealthy_threshold_count,
            matcher: request.matcher,
        }
    }
}

impl From<ModifyTargetGroupInput> for Wanted {
    fn from(request: ModifyTargetGroupInput) -> Self {
        Self {
            enabled: request.health_check_enabled,
            protocol: request.health_check_protocol,
            port: request.health_check_port,
            path: request.health_check_path,
            interval: request.health_check_interval_seconds,
            timeout: request.health_check_timeout_seconds,
            healthy: request.healthy_threshold_count,
            unhealthy: request.unhealthy_threshold_count,
            matcher: request.matcher,
        }
    }
}

/// Those of a group that says nothing of them.
pub(super) fn of_new() -> HealthCheck {
    HealthCheck {
        protocol: "HTTP".to_owned(),
        port: None,
        path: "/".to_owned(),
        interval_seconds: 30,
        timeout_seconds: 5,
        healthy_threshold: 5,
        unhealthy_threshold: 2,
        matcher: vec![(200, 200)],
    }
}

/// Health checks as they are wanted.
pub(super) fn changed(present: &HealthCheck, wanted: Wanted) -> Result<HealthCheck, ElbError> {
    if wanted.enabled == Some(false) {
        let message = "Health check enabled must be true for target groups with target type 'ip'";
        return Err(ElbError::invalid(message));
    }
    let number = |asked: Option<i32>, present: u32| {
        asked.and_then(|asked| u32::try_from(asked).ok()).unwrap_or(present)
    };
    let protocol = wanted.protocol.unwrap_or_else(|| present.protocol.clone());
    if !matches!(protocol.as_str(), "HTTP" | "HTTPS") {
        let message = format!("Health check protocol '{protocol}' must be HTTP or HTTPS");
        return Err(ElbError::invalid(message));
    }
    let path = wanted.path.unwrap_or_else(|| present.path.clone());
    if !path.starts_with('/') || !path.bytes().all(|one| one.is_ascii_graphic()) {
        let message = format!("Health check path '{path}' must begin with a '/'");
        return Err(ElbError::invalid(message));
    }
    let matcher = match wanted.matcher {
        Some(Matcher { grpc_code: Some(_), .. }) => {
            return Err(ElbError::not_implemented("a matcher of gRPC"));
        }
        Some(Matcher { http_code: Some(text), .. }) => read_matcher(&text)?,
        _ => present.matcher.clone(),
    };
    let check = HealthCheck {
        protocol,
        port: match wanted.port {
            None => present.port,
            Some(text) => read_port(&text)?,
        },
        path,
        interval_seconds: number(wanted.interval, present.interval_seconds),
        timeout_seconds: number(wanted.timeout, present.timeout_seconds),
        healthy_threshold: number(wanted.healthy, present.healthy_threshold),
        unhealthy_threshold: number(wanted.unhealthy, present.unhealthy_threshold),
        matcher,
    };
    if check.interval_seconds <= check.timeout_seconds {
        return Err(ElbError::invalid(format!(
            "Health check timeout '{}' must be smaller than the interval '{}'",
            check.timeout_seconds, check.interval_seconds
        )));
    }
    Ok(check)
}

fn read_port(text: &str) -> Result<Option<u16>, ElbError> {
    if text == TRAFFIC_PORT {
        return Ok(None);
    }
    let port = text.parse::<u16>().ok().filter(|port| *port > 0);
    port.map(Some).ok_or_else(|| {
        ElbError::invalid(format!(
            "Health check port '{text}' must be '{TRAFFIC_PORT}' or between 1 and 65535"
        ))
    })
}

/// The statuses that a text such as `200,301-302` names.
fn read_matcher(text: &str) -> Result<Vec<(u16, u16)>, ElbError> {
    let status = |text: &str| {
        let status = text.parse::<u16>().ok().filter(|_| text.len() == 3);
        status.filter(|status| STATUSES.contains(status))
    };
    let range = |part: &str| {
        let (first, last) = part.split_once('-').unwrap_or((part, part));
        let (first, last) = (status(first)?, status(last)?);
        (first <= last).then_some((first, last))
    };
    let ranges: Option<Vec<_>> = text.split(',').take(RANGES_MAX + 1).map(range).collect();
    ranges.filter(|ranges| ranges.len() <= RANGES_MAX).ok_or_else(|| {
        ElbError::invalid(format!(
            "Health check matcher HTTP code '{text}' must be within '200-499' inclusive"
        ))
    })
}

/// Statuses as a text.
pub(super) fn matcher_text(ranges: &[(u16, u16)]) -> String {
    let text = |(first, last): &(u16, u16)| {
        if first == last { first.to_string() } else { format!("{first}-{last}") }
    };
    ranges.iter().map(text).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matchers_are_statuses_and_ranges() {
        for (text, is_valid) in [
            ("200", true),
            ("200,301-302", true),
            ("200-499", true),
            ("", false),
            ("199", false),
            ("500", false),
            ("302-301", false),
            ("200,", false),
            ("200-201-202", false),
            ("+200", false),
        ] {
            let read = read_matcher(text);
            assert_eq!(read.is_ok(), is_valid, "{text}");
            if let Ok(ranges) = read {
                assert_eq!(matcher_text(&ranges), text);
            }
        }
        assert!(read_matcher(&["200"; 51].join(",")).is_err());
    }

    #[test]
    fn what_is_not_said_stays() {
        let wanted =
            Wanted { interval: Some(10), port: Some("8080".to_owned()), ..Wanted::default() };
        let check = changed(&of_new(), wanted).unwrap();
        assert_eq!(
            (check.interval_seconds, check.timeout_seconds, check.port),
            (10, 5, Some(8080))
        );
        for wrong in [
            Wanted { interval: Some(5), ..Wanted::default() },
            Wanted { path: Some("health".to_owned()), ..Wanted::default() },
            Wanted { port: Some("0".to_owned()), ..Wanted::default() },
            Wanted { protocol: Some("TCP".to_owned()), ..Wanted::default() },
            Wanted { enabled: Some(false), ..Wanted::default() },
        ] {
            let told = format!("{wrong:?}");
            assert!(changed(&of_new(), wrong).is_err(), "{told}");
        }
    }
}
