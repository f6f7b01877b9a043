//! Security policies of HTTPS. (ELB User Guide for Application Load Balancers, "Security policies for
//! your Application Load Balancer".)

use bartizan_service::{Authorized, Call};

use crate::LoadBalancing;
use crate::error::ElbError;
use crate::paging;
use crate::shapes::{Cipher, DescribeSSLPoliciesInput, DescribeSSLPoliciesOutput, SslPolicy};

/// The policy where a request names none. AWS's is one that speaks TLS 1.0, too.
pub(crate) const DEFAULT: &str = "ELBSecurityPolicy-TLS13-1-2-2021-06";
/// The policies that are honoured: their names, and whether TLS 1.2 is spoken beside 1.3.
const POLICIES: [(&str, bool); 3] = [
    (DEFAULT, true),
    ("ELBSecurityPolicy-TLS13-1-2-Res-2021-06", true),
    ("ELBSecurityPolicy-TLS13-1-3-2021-06", false),
];
/// The suites of TLS 1.3, and those of TLS 1.2 that go with them.
const TLS13: [&str; 3] =
    ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];
const TLS12: [&str; 4] = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
];
/// What the names of AWS's policies begin with.
const PREFIX: &str = "ELBSecurityPolicy-";

/// Whether a listener may have this policy.
pub(crate) fn check(name: &str) -> Result<(), ElbError> {
    if POLICIES.iter().any(|(known, _)| *known == name) {
        return Ok(());
    }
    if name.starts_with(PREFIX) {
        return Err(ElbError::not_implemented(&format!("the security policy {name}")));
    }
    Err(not_found(name))
}

fn not_found(name: &str) -> ElbError {
    ElbError::refused("SSLPolicyNotFound", format!("SSL policy '{name}' not found"))
}

/// The policies.
pub(crate) async fn describe(
    _service: &LoadBalancing,
    _call: &Call,
    request: Authorized<DescribeSSLPoliciesInput>,
) -> Result<DescribeSSLPoliciesOutput, ElbError> {
    let names = request.names.as_deref().unwrap_or_default();
    let is_known = |name: &String| POLICIES.iter().any(|(known, _)| known == name);
    if let Some(unknown) = names.iter().find(|name| !is_known(name)) {
        return Err(not_found(unknown));
    }
    let is_application =
        request.load_balancer_type.as_deref().is_none_or(|kind| kind == "application");
    let wanted = POLICIES.into_iter().filter(|(name, _)| {
        is_application && (names.is_empty() || names.iter().any(|wanted| wanted == name))
    });
    let page =
        paging::page(wanted.collect(), request.marker.as_deref(), request.page_size, |one| {
            one.0.to_owned()
        })?;
    let shown = |(name, has_tls12): (&str, bool)| SslPolicy {
        name: Some(name.to_owned()),
        ssl_protocols: Some(protocols(has_tls12)),
        ciphers: Some(ciphers(has_tls12)),
        supported_load_balancer_types: Some(vec!["application".to_owned()]),
    };
    Ok(DescribeSSLPoliciesOutput {
        ssl_policies: Some(page.items.into_iter().map(shown).collect()),
        next_marker: page.next,
    })
}

fn protocols(has_tls12: bool) -> Vec<String> {
    let old = has_tls12.then(|| "TLSv1.2".to_owned());
    old.into_iter().chain(["TLSv1.3".to_owned()]).collect()
}

fn ciphers(has_tls12: bool) -> Vec<Cipher> {
    let old: &[&str] = if has_tls12 { &TLS12 } else { &[] };
    let named = |(name, priority): (&&str, i32)| Cipher {
        name: Some((*name).to_owned()),
        priority: Some(priority),
    };
    TLS13.iter().chain(old).zip(1..).map(named).collect()
}
