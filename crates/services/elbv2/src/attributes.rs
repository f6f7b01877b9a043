//! Attributes of balancers and target groups: which there are, and which values are honoured. (ELB User
//! Guide for Application Load Balancers, "Edit attributes for your Application Load Balancer" and
//! "Edit target group attributes for your Application Load Balancer".)

use std::collections::BTreeMap;

use crate::error::ElbError;

/// An attribute.
pub(crate) struct Attribute {
    pub(crate) key: &'static str,
    pub(crate) default: &'static str,
    values: Values,
}

/// Which values an attribute may have.
pub(crate) enum Values {
    Switch,
    /// Seconds from one number to another.
    Seconds(u32, u32),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// The name of a cookie.
    Cookie,
    /// The name of a bucket, or none.
    Bucket,
    /// What the keys of log files begin with.
    Prefix,
    /// The name of a header that the balancer adds.
    HeaderName,
    /// The value of a header, or none, and what it must be like.
    Header(fn(&str) -> bool),
    /// AWS has others; here there is the default alone.
    Fixed,
}

pub(crate) const fn attribute(
    key: &'static str,
    default: &'static str,
    values: Values,
) -> Attribute {
    Attribute { key, default, values }
}

/// Those of a balancer.
pub(crate) const OF_BALANCER: [Attribute; 23] = [
    attribute("access_logs.s3.enabled", "false", Values::Switch),
    attribute("access_logs.s3.bucket", "", Values::Bucket),
    attribute("access_logs.s3.prefix", "", Values::Prefix),
    attribute("client_keep_alive.seconds", "3600", Values::Seconds(60, 604_800)),
    attribute("connection_logs.s3.enabled", "false", Values::Fixed),
    attribute("connection_logs.s3.bucket", "", Values::Fixed),
    attribute("connection_logs.s3.prefix", "", Values::Fixed),
    attribute("health_check_logs.s3.enabled", "false", Values::Fixed),
    attribute("health_check_logs.s3.bucket", "", Values::Fixed),
    attribute("health_check_logs.s3.prefix", "", Values::Fixed),
    attribute("deletion_protection.enabled", "false", Values::Switch),
    attribute("idle_timeout.timeout_seconds", "60", Values::Seconds(1, 4000)),
    attribute("ipv6.deny_all_igw_traffic", "false", Values::Fixed),
    attribute("load_balancing.cross_zone.enabled", "true", Values::Fixed),
    attribute(
        "routing.http.desync_mitigation_mode",
        "defensive",
        Values::OneOf(&["defensive", "strictest"]),
    ),
    attribute("routing.http.drop_invalid_header_fields.enabled", "false", Values::Switch),
    attribute("routing.http.preserve_host_header.enabled", "false", Values::Switch),
    attribute("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", Values::Switch),
    attribute("routing.http.xff_client_port.enabled", "false", Values::Switch),
    attribute(
        "routing.http.xff_header_processing.mode",
        "append",
        Values::OneOf(&["append", "preserve", "remove"]),
    ),
    attribute("routing.http2.enabled", "true", Values::Switch),
    attribute("waf.fail_open.enabled", "false", Values::Switch),
    attribute("zonal_shift.config.enabled", "false", Values::Fixed),
];

/// Those of a target group.
pub(crate) const OF_GROUP: [Attribute; 14] = [
    attribute("deregistration_delay.timeout_seconds", "300", Values::Seconds(0, 3600)),
    attribute(
        "load_balancing.algorithm.type",
        "round_robin",
        Values::OneOf(&["round_robin", "least_outstanding_requests"]),
    ),
    attribute("load_balancing.algorithm.anomaly_mitigation", "off", Values::Fixed),
    attribute(
        "load_balancing.cross_zone.enabled",
        "use_load_balancer_configuration",
        Values::Fixed,
    ),
    attribute("slow_start.duration_seconds", "0", Values::Fixed),
    attribute("stickiness.enabled", "false", Values::Switch),
    attribute("stickiness.type", "lb_cookie", Values::OneOf(&["lb_cookie", "app_cookie"])),
    attribute("stickiness.lb_cookie.duration_seconds", "86400", Values::Seconds(1, 604_800)),
    attribute("stickiness.app_cookie.cookie_name", "", Values::Cookie),
    attribute("stickiness.app_cookie.duration_seconds", "86400", Values::Seconds(1, 604_800)),
    attribute("target_group_health.dns_failover.minimum_healthy_targets.count", "1", Values::Fixed),
    attribute(
        "target_group_health.dns_failover.minimum_healthy_targets.percentage",
        "off",
        Values::Fixed,
    ),
    attribute(
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
        "1",
        Values::Fixed,
    ),
    attribute(
        "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
        "off",
        Values::Fixed,
    ),
];

/// All attributes with their values: those that were set and the defaults of others.
pub(crate) fn shown(
    known: &[Attribute],
    set: &BTreeMap<String, String>,
) -> impl Iterator<Item = (String, String)> {
    known.iter().map(|attribute| {
        let value = set.get(attribute.key).map_or(attribute.default, String::as_str);
        (attribute.key.to_owned(), value.to_owned())
    })
}

/// Sets attributes.
pub(crate) fn set(
    known: &[Attribute],
    set: &mut BTreeMap<String, String>,
    wanted: impl Iterator<Item = (Option<String>, Option<String>)>,
) -> Result<(), ElbError> {
    for (key, value) in wanted {
        let (key, value) = (key.unwrap_or_default(), value.unwrap_or_default());
        let attribute = known.iter().find(|attribute| attribute.key == key);
        let attribute = attribute.ok_or_else(|| {
            ElbError::invalid(format!("The attribute key '{key}' is not recognized"))
        })?;
        attribute.check(&value)?;
        set.insert(key, value);
    }
    Ok(())
}

impl Attribute {
    fn check(&self, value: &str) -> Result<(), ElbError> {
        /// The longest name of a cookie, and those that balancers keep for themselves. (ELB User Guide,
        /// "Sticky sessions for your Application Load Balancer".)
        const COOKIE_MAX: usize = 256;
        const OWN_COOKIES: [&str; 3] = ["AWSALB", "AWSALBAPP", "AWSALBTG"];
        /// The longest name of a bucket, and a prefix that leaves room for a file's name in its key.
        /// (Amazon S3 User Guide, "General purpose bucket naming rules", "Naming Amazon S3 objects".)
        const BUCKET_MAX: usize = 255;
        const PREFIX_MAX: usize = 512;
        let is_valid = match self.values {
            Values::Switch => matches!(value, "true" | "false"),
            Values::Seconds(least, most) => {
                value.parse::<u32>().is_ok_and(|seconds| (least..=most).contains(&seconds))
            }
            Values::OneOf(values) if values.contains(&value) => true,
            Values::OneOf(_) if matches!(value, "monitor" | "weighted_random") => {
                return Err(self.not_implemented(value));
            }
            Values::OneOf(_) => false,
            Values::Cookie => {
                let may_be =
                    |one: char| one.is_ascii_graphic() && !"()<>@,;:\\\"/[]?={}".contains(one);
                !value.is_empty()
                    && value.len() <= COOKIE_MAX
                    && value.chars().all(may_be)
                    && !OWN_COOKIES.iter().any(|own| value.starts_with(own))
            }
            Values::Bucket => {
                let may_be = |one: u8| one.is_ascii_alphanumeric() || b"-._".contains(&one);
                value.len() <= BUCKET_MAX && value.bytes().all(may_be)
            }
            Values::Prefix => {
                value.len() <= PREFIX_MAX
                    && !value.contains("AWSLogs")
                    && !value.chars().any(char::is_control)
            }
            Values::HeaderName => is_header_name(value),
            Values::Header(is_like) => value.is_empty() || (is_header(value) && is_like(value)),
            Values::Fixed if value == self.default => true,
            Values::Fixed => return Err(self.not_implemented(value)),
        };
        if is_valid {
            return Ok(());
        }
        let message = format!("The value '{value}' is not valid for the attribute '{}'", self.key);
        Err(ElbError::refused("InvalidConfigurationRequest", message))
    }

    fn not_implemented(&self, value: &str) -> ElbError {
        ElbError::not_implemented(&format!("the value '{value}' of the attribute {}", self.key))
    }
}

/// Whether a header that the balancer adds may be called so: not as one that means something else to it
/// or to its targets.
fn is_header_name(value: &str) -> bool {
    const BYTES_MAX: usize = 40;
    const OWN: [&str; 18] = [
        "authorization",
        "connection",
        "content-encoding",
        "content-length",
        "content-type",
        "cookie",
        "expect",
        "host",
        "keep-alive",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-amzn-trace-id",
        "x-forwarded-for",
        "x-forwarded-host",
        "x-forwarded-port",
        "x-forwarded-proto",
    ];
    let may_be = |one: u8| one.is_ascii_alphanumeric() || b"-_".contains(&one);
    (1..=BYTES_MAX).contains(&value.len())
        && value.bytes().all(may_be)
        && !OWN.iter().any(|own| value.eq_ignore_ascii_case(own))
}

/// Whether this can be the value of a header.
fn is_header(value: &str) -> bool {
    const BYTES_MAX: usize = 1024;
    value.len() <= BYTES_MAX
        && value.bytes().all(|one| (b' '..=b'~').contains(&one))
        && value.trim_ascii().len() == value.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_honoured_or_refused() {
        let told = |known: &[Attribute], key: &str, value: &str| {
            let wanted = [(Some(key.to_owned()), Some(value.to_owned()))];
            match set(known, &mut BTreeMap::new(), wanted.into_iter()) {
                Ok(()) => "",
                Err(ElbError::Refused(code, _)) => code,
                Err(ElbError::Platform(_)) => "NotImplemented",
            }
        };
        for (key, value, code) in [
            ("idle_timeout.timeout_seconds", "4000", ""),
            ("idle_timeout.timeout_seconds", "4001", "InvalidConfigurationRequest"),
            ("idle_timeout.timeout_seconds", "soon", "InvalidConfigurationRequest"),
            ("routing.http2.enabled", "maybe", "InvalidConfigurationRequest"),
            ("routing.http.desync_mitigation_mode", "strictest", ""),
            ("routing.http.desync_mitigation_mode", "monitor", "NotImplemented"),
            ("access_logs.s3.enabled", "false", ""),
            ("access_logs.s3.enabled", "true", ""),
            ("access_logs.s3.bucket", "logs.example", ""),
            ("access_logs.s3.bucket", "logs/a", "InvalidConfigurationRequest"),
            ("access_logs.s3.prefix", "a/b", ""),
            ("access_logs.s3.prefix", "a/AWSLogs", "InvalidConfigurationRequest"),
            ("connection_logs.s3.enabled", "true", "NotImplemented"),
            ("colour", "red", "ValidationError"),
        ] {
            assert_eq!(told(&OF_BALANCER, key, value), code, "{key} {value}");
        }
        for (key, value, code) in [
            ("stickiness.app_cookie.cookie_name", "session", ""),
            ("stickiness.app_cookie.cookie_name", "AWSALB", "InvalidConfigurationRequest"),
            ("stickiness.app_cookie.cookie_name", "a=b", "InvalidConfigurationRequest"),
            ("slow_start.duration_seconds", "30", "NotImplemented"),
            ("load_balancing.algorithm.type", "weighted_random", "NotImplemented"),
        ] {
            assert_eq!(told(&OF_GROUP, key, value), code, "{key} {value}");
        }
    }
}
