//! From the records of load balancers to what the edge serves.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use bartizan_edge::config::{
    Action, Algorithm, Attributes, Condition, DesyncMode, FixedResponse, Forward, ForwardedFor,
    HealthCheck, HealthPort, ListenerHeaders, Redirect, RedirectProtocol, Scheme, StatusRange,
    Stickiness, Target, TargetGroup, TextPattern, WeightedGroup,
};
use bartizan_elbv2::{self as elb, BalancerRecord, GroupRecord};

/// How long what is under way at a target has unless said otherwise. (ELB API Reference,
/// `TargetGroupAttribute`.)
const DEREGISTRATION_DELAY: Duration = Duration::from_mins(5);

pub(super) fn condition(condition: &elb::Condition) -> Condition {
    let patterns = |texts: &[String]| texts.iter().cloned().map(TextPattern::Wildcard).collect();
    match condition {
        elb::Condition::Host(texts) => Condition::Host(patterns(texts)),
        elb::Condition::Path(texts) => Condition::Path(patterns(texts)),
        elb::Condition::Header(name, texts) => Condition::Header(name.clone(), patterns(texts)),
        elb::Condition::Method(names) => Condition::Method(names.clone()),
        elb::Condition::Query(pairs) => Condition::Query(pairs.clone()),
        elb::Condition::SourceIp(networks) => Condition::SourceIp(networks.clone()),
    }
}

pub(super) fn action(action: &elb::Action) -> Action {
    match action {
        elb::Action::Forward(forward) => {
            let group =
                |(arn, weight): &(String, u32)| WeightedGroup { arn: arn.clone(), weight: *weight };
            Action::Forward(Forward {
                groups: forward.groups.iter().map(group).collect(),
                stickiness: forward.stickiness_seconds.map(seconds),
            })
        }
        elb::Action::Redirect(redirect) => Action::Redirect(Redirect {
            protocol: match redirect.protocol.as_str() {
                "HTTP" => RedirectProtocol::Http,
                "HTTPS" => RedirectProtocol::Https,
                _ => RedirectProtocol::Same,
            },
            host: redirect.host.clone(),
            port: redirect.port.clone(),
            path: redirect.path.clone(),
            query: redirect.query.clone(),
            status: redirect.status,
        }),
        elb::Action::Fixed(fixed) => Action::Fixed(FixedResponse {
            status: fixed.status,
            content_type: fixed.content_type.clone(),
            body: fixed.body.clone(),
        }),
    }
}

pub(super) fn attributes(balancer: &BalancerRecord) -> Attributes {
    let (set, other) = (&balancer.attributes, Attributes::default());
    let is_on = |key: &str, default| value(set, key).unwrap_or(default);
    let desync = value::<String>(set, "routing.http.desync_mitigation_mode");
    let forwarded_for = value::<String>(set, "routing.http.xff_header_processing.mode");
    Attributes {
        idle_timeout: value(set, "idle_timeout.timeout_seconds")
            .map_or(other.idle_timeout, seconds),
        client_keep_alive: value(set, "client_keep_alive.seconds")
            .map_or(other.client_keep_alive, seconds),
        desync: match desync.as_deref() {
            Some("strictest") => DesyncMode::Strictest,
            _ => DesyncMode::Defensive,
        },
        drops_invalid_headers: is_on(
            "routing.http.drop_invalid_header_fields.enabled",
            other.drops_invalid_headers,
        ),
        preserves_host: is_on("routing.http.preserve_host_header.enabled", other.preserves_host),
        forwarded_for: match forwarded_for.as_deref() {
            Some("preserve") => ForwardedFor::Preserve,
            Some("remove") => ForwardedFor::Remove,
            _ => ForwardedFor::Append,
        },
        forwards_client_port: is_on(
            "routing.http.xff_client_port.enabled",
            other.forwards_client_port,
        ),
        forwards_tls: is_on(
            "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
            other.forwards_tls,
        ),
        has_http2: is_on("routing.http2.enabled", other.has_http2),
        waf_fails_open: is_on("waf.fail_open.enabled", other.waf_fails_open),
        is_logged: is_on("access_logs.s3.enabled", other.is_logged),
        is_internal: !balancer.is_internet_facing,
    }
}

pub(super) fn headers(set: &BTreeMap<String, String>) -> ListenerHeaders {
    let given = |key: &str| set.get(key).filter(|value| !value.is_empty()).cloned();
    let of_answers = elb::ANSWER_HEADERS.iter();
    ListenerHeaders {
        set: of_answers.filter_map(|(key, name)| Some((*name, given(key)?))).collect(),
        hides_server: value(set, elb::SERVER_HEADER) == Some(false),
        tls_version: given(elb::TLS_VERSION_NAME),
        cipher_suite: given(elb::CIPHER_SUITE_NAME),
    }
}

pub(super) fn group(record: &GroupRecord) -> TargetGroup {
    let health = &record.health;
    let target =
        |target: &elb::Target| Target { address: SocketAddr::from((target.address, target.port)) };
    let algorithm = value::<String>(&record.attributes, "load_balancing.algorithm.type");
    let status = |(first, last): &(u16, u16)| StatusRange { first: *first, last: *last };
    TargetGroup {
        arn: record.arn.clone(),
        scheme: scheme(&record.protocol),
        targets: record.targets.iter().map(target).collect(),
        health: HealthCheck {
            is_enabled: true,
            scheme: scheme(&health.protocol),
            port: health.port.map_or(HealthPort::Traffic, HealthPort::Port),
            path: health.path.clone(),
            interval: seconds(health.interval_seconds),
            timeout: seconds(health.timeout_seconds),
            healthy_threshold: health.healthy_threshold,
            unhealthy_threshold: health.unhealthy_threshold,
            matcher: health.matcher.iter().map(status).collect(),
        },
        algorithm: match algorithm.as_deref() {
            Some("least_outstanding_requests") => Algorithm::LeastOutstanding,
            _ => Algorithm::RoundRobin,
        },
        stickiness: stickiness(&record.attributes),
        deregistration_delay: value(&record.attributes, "deregistration_delay.timeout_seconds")
            .map_or(DEREGISTRATION_DELAY, seconds),
    }
}

fn stickiness(set: &BTreeMap<String, String>) -> Option<Stickiness> {
    /// How long clients stay unless said otherwise. (ELB User Guide for Application Load Balancers,
    /// "Edit target group attributes for your Application Load Balancer".)
    const SECONDS: u32 = 86_400;
    if !value(set, "stickiness.enabled").unwrap_or(false) {
        return None;
    }
    let lasts = |key: &str| seconds(value(set, key).unwrap_or(SECONDS));
    match set.get("stickiness.type").map(String::as_str) {
        Some("app_cookie") => {
            let name = set.get("stickiness.app_cookie.cookie_name")?.clone();
            let lasts = lasts("stickiness.app_cookie.duration_seconds");
            Some(Stickiness::Application(name, lasts))
        }
        _ => Some(Stickiness::Balancer(lasts("stickiness.lb_cookie.duration_seconds"))),
    }
}

fn scheme(protocol: &str) -> Scheme {
    if protocol == "HTTPS" { Scheme::Https } else { Scheme::Http }
}

fn seconds(seconds: u32) -> Duration {
    Duration::from_secs(seconds.into())
}

fn value<T: FromStr>(set: &BTreeMap<String, String>, key: &str) -> Option<T> {
    set.get(key)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;

    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn balancer(set: &[(&str, &str)]) -> BalancerRecord {
        BalancerRecord {
            arn: String::new(),
            id: String::new(),
            name: String::new(),
            dns_name: String::new(),
            is_internet_facing: true,
            vpc: String::new(),
            subnets: Vec::new(),
            security_groups: Vec::new(),
            created: Timestamp::from_millis(0),
            attributes: texts(set),
            tags: Vec::new(),
        }
    }

    #[test]
    fn attributes_that_nobody_set_are_the_edges_own() {
        assert_eq!(attributes(&balancer(&[])), Attributes::default());
        let set = [
            ("idle_timeout.timeout_seconds", "7"),
            ("routing.http.desync_mitigation_mode", "strictest"),
            ("routing.http.xff_header_processing.mode", "remove"),
            ("routing.http2.enabled", "false"),
            ("waf.fail_open.enabled", "true"),
        ];
        let wanted = Attributes {
            idle_timeout: Duration::from_secs(7),
            desync: DesyncMode::Strictest,
            forwarded_for: ForwardedFor::Remove,
            has_http2: false,
            waf_fails_open: true,
            ..Attributes::default()
        };
        assert_eq!(attributes(&balancer(&set)), wanted);
    }

    #[test]
    fn clients_stay_where_they_are_told_to() {
        let on = ("stickiness.enabled", "true");
        let day = Duration::from_hours(24);
        assert_eq!(stickiness(&texts(&[])), None);
        assert_eq!(stickiness(&texts(&[on])), Some(Stickiness::Balancer(day)));
        let application =
            [on, ("stickiness.type", "app_cookie"), ("stickiness.app_cookie.cookie_name", "id")];
        let wanted = Stickiness::Application("id".to_owned(), day);
        assert_eq!(stickiness(&texts(&application)), Some(wanted));
    }
}
