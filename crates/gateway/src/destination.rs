//! Which service a request is for.

use bartizan_model::{Protocol, ServiceModel};
use bartizan_sigv4::Presented;
use bartizan_types::Region;
use http::HeaderMap;

/// Finds the service: by the credential scope, then `X-Amz-Target`, then the host's first label,
/// then the API version a form names, and S3 for what remains.
pub(crate) fn service(
    scope_service: Option<&str>,
    headers: &HeaderMap,
    query: &str,
    form: Option<&str>,
) -> Option<&'static ServiceModel> {
    if let Some(name) = scope_service {
        // S3 and S3 Control sign alike; only the latter's requests name an account.
        let is_control = name == "s3" && headers.contains_key("x-amz-account-id");
        return by_signing_name(if is_control { "s3control" } else { name });
    }
    if let Some(target) = header(headers, "x-amz-target") {
        let (prefix, _) = target.rsplit_once('.')?;
        return models().find(|service| service.target_prefix == Some(prefix));
    }
    if let Some(host) = header(headers, "host")
        && let Some(service) = host.split('.').next().and_then(by_signing_name)
    {
        return Some(service);
    }
    if let Some(version) =
        parameter(query, "Version").or_else(|| parameter(form.unwrap_or_default(), "Version"))
    {
        let is_form = |service: &&ServiceModel| service.protocols.contains(&Protocol::Query);
        let named = models().filter(is_form).find(|service| service.api_version == version);
        if named.is_some() {
            return named;
        }
    }
    bartizan_model::service("s3")
}

/// The service in the protocol that a request is written in: `smithy-protocol` says it (Smithy RPC v2
/// CBOR protocol, "Requests"), or `X-Amz-Target`, or a form; else it is the one that current SDKs
/// speak.
pub(crate) fn spoken(
    service: &'static ServiceModel,
    headers: &HeaderMap,
    query: &str,
) -> &'static ServiceModel {
    if service.protocols.len() < 2 {
        return service;
    }
    let is_form = || {
        let kind = header(headers, "content-type").unwrap_or_default();
        kind.starts_with("application/x-www-form-urlencoded")
            || parameter(query, "Action").is_some()
    };
    let wanted: &[Protocol] = match header(headers, "smithy-protocol") {
        Some("rpc-v2-cbor") => &[Protocol::Cbor],
        _ if headers.contains_key("x-amz-target") => &[Protocol::Json10, Protocol::Json11],
        _ if is_form() => &[Protocol::Query],
        _ => &[],
    };
    wanted.iter().find_map(|protocol| service.spoken_in(*protocol)).unwrap_or(service)
}

/// The services that live once, in no region. Their calls are of `us-east-1`, whatever region a
/// client signs for, so that no caller chooses what `aws:RequestedRegion` says. (IAM User Guide,
/// "AWS global condition context keys", `aws:RequestedRegion`.)
const GLOBAL: &[&str] =
    &["iam", "organizations", "shield", "artifact", "cloudfront", "route53", "account"];

/// The region of a call.
pub(crate) fn region(service: &ServiceModel, presented: Option<&Presented>) -> Region {
    match presented {
        Some(presented) if !GLOBAL.contains(&service.name) => presented.scope.region.clone(),
        _ => Region::new(Region::GLOBAL_SIGNING),
    }
}

/// Whether a region's name is one: it becomes part of ARNs and records, so it may hold nothing
/// that has a meaning there.
pub(crate) fn is_region(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_part)
}

fn models() -> impl Iterator<Item = &'static ServiceModel> {
    bartizan_model::service_names().filter_map(bartizan_model::service)
}

fn by_signing_name(name: &str) -> Option<&'static ServiceModel> {
    bartizan_model::service(name).or_else(|| models().find(|service| service.signing_name == name))
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn parameter<'q>(query: &'q str, name: &str) -> Option<&'q str> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// The bucket in a virtual-hosted-style host: what stands before `.s3.` or `.s3-`, or before
/// `.localhost`. (S3 User Guide, "Virtual hosting of buckets".)
pub(crate) fn virtual_bucket(host: &str) -> Option<&str> {
    let name = host.rsplit_once(':').map_or(host, |(name, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { name } else { host }
    });
    let bucket = [".s3.", ".s3-"]
        .iter()
        .find_map(|mark| name.find(mark).and_then(|at| name.get(..at)))
        .or_else(|| name.strip_suffix(".localhost").filter(|rest| !is_service_label(rest)))?;
    (!bucket.is_empty()).then_some(bucket)
}

fn is_service_label(label: &str) -> bool {
    by_signing_name(label.split('.').next().unwrap_or_default()).is_some()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn a_target_names_its_service() {
        let named = |target: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("x-amz-target", HeaderValue::from_static(target));
            service(None, &headers, "", None).map(|service| service.name)
        };
        assert_eq!(
            named("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents"),
            Some("cloudtrail")
        );
        assert_eq!(named("Bartizan_20261124.ExplainRequest"), Some("bartizan"));
        assert_eq!(named("Nobody.Nothing"), None);
        assert_eq!(named("CloudTrail"), None);
    }

    #[test]
    fn regions_have_no_meaning_in_arns() {
        for (name, is_one) in [
            ("us-east-1", true),
            ("aws-global", true),
            ("local", true),
            ("", false),
            ("*", false),
            ("us-east-1:999999999999:x", false),
            ("US-EAST-1", false),
            ("-", false),
            ("us east", false),
        ] {
            assert_eq!(is_region(name), is_one, "{name}");
        }
    }

    #[test]
    fn buckets_in_hosts() {
        for (host, bucket) in [
            ("ledger.s3.localhost:4566", Some("ledger")),
            ("a.b.s3.eu-west-1.amazonaws.com", Some("a.b")),
            ("ledger.s3-eu-west-1.amazonaws.com", Some("ledger")),
            ("ledger.localhost:4566", Some("ledger")),
            ("s3.localhost:4566", None),
            ("iam.localhost:4566", None),
            ("localhost:4566", None),
            ("127.0.0.1:4566", None),
            ("[::1]:4566", None),
            (".s3.localhost", None),
        ] {
            assert_eq!(virtual_bucket(host), bucket, "{host}");
        }
    }
}
