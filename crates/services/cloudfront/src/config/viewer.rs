//! What viewers see: names, certificates and protocols. (Amazon `CloudFront` API Reference, `Aliases`,
//! `ViewerCertificate` and `HttpVersion`.)

use crate::error::{CdnError, refuse_unbuilt};
use crate::policy::listed;
use crate::published::Certificate;
use crate::shapes::{Aliases, ViewerCertificate};

/// The most other names. (`CloudFront` Developer Guide, "Quotas".)
const ALIASES_MAX: usize = 100;
/// The policy without TLS 1.2. (The Developer Guide, "Supported protocols and ciphers".)
const TLS13_ONLY: &str = "TLSv1.3_2025";

/// The other names, in lower case.
pub(super) fn aliases(
    aliases: Option<&Aliases>,
    certificate: &Certificate,
) -> Result<Vec<String>, CdnError> {
    let Some(aliases) = aliases.cloned() else { return Ok(Vec::new()) };
    let mut names: Vec<String> = Vec::new();
    for name in listed(aliases.quantity, aliases.items)? {
        let name = name.to_ascii_lowercase();
        let is_label = |label: &str| {
            let is_plain = |one: u8| one.is_ascii_alphanumeric() || matches!(one, b'-' | b'_');
            (1..=63).contains(&label.len()) && label.bytes().all(is_plain)
        };
        let plain = name.strip_prefix("*.").unwrap_or(&name);
        let is_name = plain.contains('.') && plain.len() <= 253 && plain.split('.').all(is_label);
        if !is_name || plain.ends_with("cloudfront.net") || plain.ends_with(".amazonaws.com") {
            let message = "The parameter CNAME contains one or more parameters that are not valid.";
            return Err(CdnError::argument(message));
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.len() > ALIASES_MAX {
        let message = "Your request contains more CNAMEs than are allowed per distribution.";
        return Err(CdnError::refused("TooManyDistributionCNAMEs", message));
    }
    if !names.is_empty() && *certificate == Certificate::Default {
        let message = "To add an alternate domain name (CNAME) to a CloudFront distribution, you must \
            attach a trusted certificate that validates your authorization to use the domain name.";
        return Err(CdnError::refused("InvalidViewerCertificate", message));
    }
    Ok(names)
}

/// The certificate, and whether TLS 1.2 is spoken with it.
pub(super) fn certificate(
    viewer: Option<&ViewerCertificate>,
) -> Result<(Certificate, bool), CdnError> {
    let Some(viewer) = viewer else { return Ok((Certificate::Default, true)) };
    let invalid = |message: &str| Err(CdnError::refused("InvalidViewerCertificate", message));
    let is_default = viewer.cloud_front_default_certificate == Some(true);
    let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let certificate =
        match (is_default, named(&viewer.iam_certificate_id), named(&viewer.acm_certificate_arn)) {
            (_, None, None) => return Ok((Certificate::Default, true)),
            (false, Some(id), None) => Certificate::Iam(id),
            (false, None, Some(arn)) => Certificate::Acm(arn),
            _ => return invalid("Only one certificate can be specified for a distribution."),
        };
    match viewer.ssl_support_method.as_deref() {
        Some("sni-only") => {}
        Some(_) => {
            return Err(CdnError::not_implemented("an SSL support method other than sni-only"));
        }
        None => return invalid("The parameter SSLSupportMethod is required with a certificate."),
    }
    let minimum = viewer.minimum_protocol_version.as_deref().unwrap_or("TLSv1");
    let is_known = matches!(
        minimum,
        "TLSv1"
            | "TLSv1_2016"
            | "TLSv1.1_2016"
            | "TLSv1.2_2018"
            | "TLSv1.2_2019"
            | "TLSv1.2_2021"
            | "TLSv1.2_2025"
            | TLS13_ONLY
    );
    if !is_known {
        let message = "The minimum protocol version specified is not valid.";
        return Err(CdnError::refused("InvalidMinimumProtocolVersion", message));
    }
    Ok((certificate, minimum != TLS13_ONLY))
}

/// Whether HTTP/2 is spoken.
pub(super) fn has_http2(version: Option<&str>) -> Result<bool, CdnError> {
    let version = version.unwrap_or("http2").to_ascii_lowercase();
    refuse_unbuilt(&[("HTTP/3", matches!(version.as_str(), "http3" | "http2and3"))])?;
    match version.as_str() {
        "http1.1" => Ok(false),
        "http2" => Ok(true),
        _ => Err(CdnError::argument("The parameter HttpVersion is not valid.")),
    }
}
