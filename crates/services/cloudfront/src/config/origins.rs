//! Origins. (Amazon `CloudFront` API Reference, `Origin` and `CustomOriginConfig`.)

use std::net::IpAddr;
use std::time::Duration;

use bartizan_service::store::Reader;
use bartizan_types::AccountId;

use super::buckets;
use crate::error::{CdnError, refuse_unbuilt};
use crate::policy::listed;
use crate::published::{Bucket, Origin, OriginProtocol};
use crate::shapes::{self, CustomHeaders, CustomOriginConfig, Origins, S3OriginConfig};

/// The most origins. (`CloudFront` Developer Guide, "Quotas".)
const ORIGINS_MAX: usize = 100;
/// The most custom headers of an origin, and their longest name and value. (The same.)
const HEADERS_MAX: usize = 30;
const HEADER_NAME_MAX: usize = 256;
const HEADER_VALUE_MAX: usize = 1783;
/// The longest name of a host.
const HOST_MAX: usize = 253;

/// The origins of a configuration.
pub(super) fn read(
    reader: &Reader<'_>,
    account: AccountId,
    origins: &Origins,
) -> Result<Vec<Origin>, CdnError> {
    let items = listed(origins.quantity, Some(origins.items.clone()))?;
    if items.is_empty() {
        return Err(CdnError::argument("The parameter Origins is required."));
    }
    if items.len() > ORIGINS_MAX {
        let message = "You cannot create more origins for the distribution.";
        return Err(CdnError::refused("TooManyOrigins", message));
    }
    let mut read: Vec<Origin> = Vec::with_capacity(items.len());
    for item in items {
        if item.id.is_empty() || read.iter().any(|one| one.id == item.id) {
            let message = "The parameter Id of an origin is required, and must be unique.";
            return Err(CdnError::argument(message));
        }
        let bucket = buckets::of(reader, account, &item)?;
        read.push(origin(item, bucket)?);
    }
    Ok(read)
}

fn origin(origin: shapes::Origin, bucket: Option<Bucket>) -> Result<Origin, CdnError> {
    check_built(&origin)?;
    let custom = match (origin.custom_origin_config, origin.s3_origin_config) {
        (Some(custom), None) => custom,
        (None, Some(s3)) => of_bucket(&s3),
        _ => {
            let message = "The parameter CustomOriginConfig or S3OriginConfig is required.";
            return Err(CdnError::argument(message));
        }
    };
    let host = origin.domain_name;
    check_host(&host)?;
    let path = origin.origin_path.unwrap_or_default();
    let is_plain = |byte: u8| matches!(byte, b'!'..=b'~') && byte != b'?' && byte != b'#';
    let is_path = path.is_empty() || (path.starts_with('/') && !path.ends_with('/'));
    if !is_path || !path.bytes().all(is_plain) {
        let message = "The parameter OriginPath must begin with / and not end with it.";
        return Err(CdnError::argument(message));
    }
    let between = |value: Option<i32>, usual: u32, least: u32, most: u32, name: &str| {
        let value = value.map_or(Ok(usual), u32::try_from).unwrap_or_default();
        if (least..=most).contains(&value) {
            return Ok(value);
        }
        let message = format!("The parameter {name} must be between {least} and {most}.");
        Err(CdnError::argument(message))
    };
    let attempts = between(origin.connection_attempts, 3, 1, 3, "ConnectionAttempts")?;
    let connect = between(origin.connection_timeout, 10, 1, 10, "ConnectionTimeout")?;
    let read =
        between(custom.origin_read_timeout, 30, 1, 120, "OriginReadTimeout").map_err(|_| {
            CdnError::refused(
                "InvalidOriginReadTimeout",
                "The read timeout specified for the origin is not valid.",
            )
        })?;
    let keep_alive = between(custom.origin_keepalive_timeout, 5, 1, 120, "OriginKeepaliveTimeout")
        .map_err(|_| {
            CdnError::refused(
                "InvalidOriginKeepaliveTimeout",
                "The keep alive timeout specified for the origin is not valid.",
            )
        })?;
    Ok(Origin {
        id: origin.id,
        host,
        path,
        headers: headers(origin.custom_headers)?,
        bucket,
        ports: (port(custom.http_port, "HTTPPort")?, port(custom.https_port, "HTTPSPort")?),
        protocol: protocol(&custom)?,
        attempts,
        connect: Duration::from_secs(connect.into()),
        read: Duration::from_secs(read.into()),
        keep_alive: Duration::from_secs(keep_alive.into()),
    })
}

/// What an origin that is a bucket would say if it were another.
fn of_bucket(s3: &S3OriginConfig) -> CustomOriginConfig {
    CustomOriginConfig {
        http_port: 80,
        https_port: 443,
        origin_protocol_policy: "match-viewer".to_owned(),
        origin_ssl_protocols: None,
        origin_read_timeout: s3.origin_read_timeout,
        origin_keepalive_timeout: None,
        ip_address_type: None,
        origin_mtls_config: None,
    }
}

fn check_built(origin: &shapes::Origin) -> Result<(), CdnError> {
    let has_shield = origin.origin_shield.as_ref().is_some_and(|shield| shield.enabled);
    let custom = origin.custom_origin_config.as_ref();
    let other_addresses = custom.and_then(|custom| custom.ip_address_type.as_deref());
    refuse_unbuilt(&[
        ("an origin of type VpcOriginConfig", origin.vpc_origin_config.is_some()),
        ("OriginShield", has_shield),
        (
            "ResponseCompletionTimeout",
            origin.response_completion_timeout.is_some_and(|one| one > 0),
        ),
        (
            "an address type of an origin other than ipv4",
            other_addresses.is_some_and(|kind| kind != "ipv4"),
        ),
        ("OriginMtlsConfig", custom.is_some_and(|custom| custom.origin_mtls_config.is_some())),
    ])
}

/// Whether a host can be an origin: a name, as AWS takes no address.
fn check_host(host: &str) -> Result<(), CdnError> {
    if host.parse::<IpAddr>().is_ok() {
        return Err(CdnError::argument("The parameter origin name cannot be an IP address."));
    }
    let is_label = |label: &str| {
        let is_plain = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_');
        (1..=63).contains(&label.len()) && label.bytes().all(is_plain)
    };
    if host.len() > HOST_MAX || !host.split('.').all(is_label) {
        let message = "The parameter origin name must be a valid domain name.";
        return Err(CdnError::argument(message));
    }
    Ok(())
}

/// A port that origins may have. (The API Reference, `HTTPPort`; the Developer Guide, "HTTP port".)
fn port(port: i32, name: &str) -> Result<u16, CdnError> {
    match u16::try_from(port) {
        Ok(port @ (80 | 443 | 1024..)) => Ok(port),
        _ => Err(CdnError::argument(format!("The parameter {name} is not valid."))),
    }
}

fn protocol(custom: &CustomOriginConfig) -> Result<OriginProtocol, CdnError> {
    let protocol = match custom.origin_protocol_policy.as_str() {
        "http-only" => OriginProtocol::Http,
        "https-only" => OriginProtocol::Https,
        "match-viewer" => OriginProtocol::Viewers,
        _ => return Err(CdnError::argument("The parameter OriginProtocolPolicy is not valid.")),
    };
    if let Some(spoken) = custom.origin_ssl_protocols.clone() {
        let spoken = listed(spoken.quantity, Some(spoken.items))?;
        let has_tls12 = spoken.iter().any(|one| one == "TLSv1.2");
        let is_needed = protocol != OriginProtocol::Http && !spoken.is_empty() && !has_tls12;
        refuse_unbuilt(&[("a TLS version with origins below 1.2", is_needed)])?;
    }
    Ok(protocol)
}

/// The headers that a distribution adds. (The Developer Guide, "Add custom headers to origin
/// requests": those that it can't add.)
fn headers(headers: Option<CustomHeaders>) -> Result<Vec<(String, String)>, CdnError> {
    let Some(headers) = headers else { return Ok(Vec::new()) };
    let items = listed(headers.quantity, headers.items)?;
    if items.len() > HEADERS_MAX {
        let message = "Your request contains too many origin custom headers.";
        return Err(CdnError::refused("TooManyOriginCustomHeaders", message));
    }
    let mut read = Vec::with_capacity(items.len());
    for item in items {
        let (name, value) = (item.header_name, item.header_value);
        let lower = name.to_ascii_lowercase();
        let is_token = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_');
        let is_name = (1..=HEADER_NAME_MAX).contains(&name.len()) && name.bytes().all(is_token);
        let is_value = value.len() <= HEADER_VALUE_MAX
            && value.bytes().all(|one| matches!(one, b' '..=b'~' | b'\t'))
            && value.trim() == value;
        if !is_name || !is_value || is_reserved(&lower) {
            let message = format!("The custom header {name} is not valid.");
            return Err(CdnError::argument(message));
        }
        read.push((name, value));
    }
    Ok(read)
}

fn is_reserved(lower: &str) -> bool {
    matches!(
        lower,
        "cache-control"
            | "connection"
            | "content-length"
            | "cookie"
            | "expect"
            | "host"
            | "if-match"
            | "if-modified-since"
            | "if-none-match"
            | "if-range"
            | "if-unmodified-since"
            | "keep-alive"
            | "max-forwards"
            | "pragma"
            | "proxy-authenticate"
            | "proxy-authorization"
            | "proxy-connection"
            | "range"
            | "request-range"
            | "te"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
            | "via"
            | "x-forwarded-for"
            | "x-forwarded-proto"
            | "x-real-ip"
    ) || lower.starts_with("x-amz-")
        || lower.starts_with("x-edge-")
}
