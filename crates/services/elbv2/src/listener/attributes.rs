//! The attributes of listeners: headers of requests that have other names, and headers of answers. (ELB
//! User Guide for Application Load Balancers, "HTTP header modification".)

use bartizan_service::{Authorized, Call};

use crate::LoadBalancing;
use crate::attributes::{self, Attribute, Values, attribute};
use crate::error::ElbError;
use crate::naming::Scope;
use crate::records::ListenerRecord;
use crate::shapes::{
    DescribeListenerAttributesInput, DescribeListenerAttributesOutput, ListenerAttribute,
    ModifyListenerAttributesInput, ModifyListenerAttributesOutput,
};

/// Whether the balancer's own answers name it.
pub const SERVER_HEADER: &str = "routing.http.response.server.enabled";
/// What targets are told the version of TLS by.
pub const TLS_VERSION_NAME: &str = "routing.http.request.x_amzn_tls_version.header_name";
/// What they are told the cipher suite by.
pub const CIPHER_SUITE_NAME: &str = "routing.http.request.x_amzn_tls_cipher_suite.header_name";
/// The attributes whose values are headers of every answer, and the headers.
pub const ANSWER_HEADERS: [(&str, &str); 10] = [
    ("routing.http.response.strict_transport_security.header_value", "Strict-Transport-Security"),
    (
        "routing.http.response.access_control_allow_origin.header_value",
        "Access-Control-Allow-Origin",
    ),
    (
        "routing.http.response.access_control_allow_methods.header_value",
        "Access-Control-Allow-Methods",
    ),
    (
        "routing.http.response.access_control_allow_headers.header_value",
        "Access-Control-Allow-Headers",
    ),
    (
        "routing.http.response.access_control_allow_credentials.header_value",
        "Access-Control-Allow-Credentials",
    ),
    (
        "routing.http.response.access_control_expose_headers.header_value",
        "Access-Control-Expose-Headers",
    ),
    ("routing.http.response.access_control_max_age.header_value", "Access-Control-Max-Age"),
    ("routing.http.response.content_security_policy.header_value", "Content-Security-Policy"),
    ("routing.http.response.x_content_type_options.header_value", "X-Content-Type-Options"),
    ("routing.http.response.x_frame_options.header_value", "X-Frame-Options"),
];

/// Those of a listener of HTTP.
fn of_answers() -> Vec<Attribute> {
    let mut all = vec![attribute(SERVER_HEADER, "true", Values::Switch)];
    all.extend(ANSWER_HEADERS.iter().map(|(key, header)| attribute(key, "", like(header))));
    all
}

/// Those of a listener.
fn of_listener(listener: &ListenerRecord) -> Vec<Attribute> {
    let mut all = of_answers();
    if listener.is_tls {
        all.extend([
            mutual(
                "routing.http.request.x_amzn_mtls_clientcert_serial_number.header_name",
                "X-Amzn-Mtls-Clientcert-Serial-Number",
            ),
            mutual(
                "routing.http.request.x_amzn_mtls_clientcert_issuer.header_name",
                "X-Amzn-Mtls-Clientcert-Issuer",
            ),
            mutual(
                "routing.http.request.x_amzn_mtls_clientcert_subject.header_name",
                "X-Amzn-Mtls-Clientcert-Subject",
            ),
            mutual(
                "routing.http.request.x_amzn_mtls_clientcert_validity.header_name",
                "X-Amzn-Mtls-Clientcert-Validity",
            ),
            mutual(
                "routing.http.request.x_amzn_mtls_clientcert_leaf.header_name",
                "X-Amzn-Mtls-Clientcert-Leaf",
            ),
            mutual(
                "routing.http.request.x_amzn_mtls_clientcert.header_name",
                "X-Amzn-Mtls-Clientcert",
            ),
            attribute(TLS_VERSION_NAME, "X-Amzn-Tls-Version", Values::HeaderName),
            attribute(CIPHER_SUITE_NAME, "X-Amzn-Tls-Cipher-Suite", Values::HeaderName),
        ]);
    }
    all
}

/// One of those that only mutual authentication uses, which is not built.
const fn mutual(key: &'static str, default: &'static str) -> Attribute {
    attribute(key, default, Values::Fixed)
}

/// What the value of a header of answers must be like.
fn like(header: &str) -> Values {
    Values::Header(match header {
        "Access-Control-Allow-Credentials" => |value| value == "true",
        "Access-Control-Allow-Methods" => |value| {
            const METHODS: [&str; 10] = [
                "*", "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
            ];
            value.split(',').all(|method| METHODS.contains(&method.trim_ascii()))
        },
        "Access-Control-Max-Age" => {
            |value| value.parse::<u32>().is_ok_and(|seconds| seconds <= 86_400)
        }
        "X-Content-Type-Options" => |value| value == "nosniff",
        "X-Frame-Options" => {
            |value| matches!(value, "DENY" | "SAMEORIGIN") || value.starts_with("ALLOW-FROM ")
        }
        _ => |_| true,
    })
}

/// A listener's attributes.
pub(crate) async fn describe_attributes(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<DescribeListenerAttributesInput>,
) -> Result<DescribeListenerAttributesOutput, ElbError> {
    let scope = Scope::of(call)?;
    let listener =
        call.read(|reader| scope.find::<ListenerRecord>(reader, &request.listener_arn))?;
    Ok(DescribeListenerAttributesOutput { attributes: Some(shown(&listener)) })
}

/// Sets attributes of a listener.
pub(crate) async fn modify_attributes(
    _service: &LoadBalancing,
    call: &Call,
    request: Authorized<ModifyListenerAttributesInput>,
) -> Result<ModifyListenerAttributesOutput, ElbError> {
    let (scope, request) = (Scope::of(call)?, request.into_inner());
    let done = call.commit(move |writer| {
        let mut listener: ListenerRecord = scope.find(writer, &request.listener_arn)?;
        let wanted = request.attributes.into_iter().map(|one| (one.key, one.value));
        attributes::set(&of_listener(&listener), &mut listener.attributes, wanted)?;
        check_names(&listener)?;
        scope.put(writer, &listener)?;
        Ok::<_, ElbError>(ModifyListenerAttributesOutput { attributes: Some(shown(&listener)) })
    });
    Ok(done.await?)
}

/// Refuses one name for two headers of requests.
fn check_names(listener: &ListenerRecord) -> Result<(), ElbError> {
    let known = of_listener(listener);
    let names = attributes::shown(&known, &listener.attributes)
        .filter(|(key, _)| key.ends_with(".header_name"));
    let mut names: Vec<_> = names.map(|(_, name)| name.to_ascii_lowercase()).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    if names.len() == count {
        return Ok(());
    }
    let message = "Two headers of requests cannot have the same name";
    Err(ElbError::refused("InvalidConfigurationRequest", message))
}

fn shown(listener: &ListenerRecord) -> Vec<ListenerAttribute> {
    let shown = |(key, value)| ListenerAttribute { key: Some(key), value: Some(value) };
    attributes::shown(&of_listener(listener), &listener.attributes).map(shown).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn values_become_headers_or_are_refused() {
        let told = |key: &str, value: &str| {
            let key = format!("routing.http.response.{key}");
            let wanted = [(Some(key), Some(value.to_owned()))];
            attributes::set(&of_answers(), &mut BTreeMap::new(), wanted.into_iter()).is_ok()
        };
        for (key, value, is_valid) in [
            ("server.enabled", "false", true),
            ("server.enabled", "no", false),
            ("strict_transport_security.header_value", "max-age=31536000; preload", true),
            ("strict_transport_security.header_value", "", true),
            ("strict_transport_security.header_value", "a\r\nSet-Cookie: b", false),
            ("strict_transport_security.header_value", " a", false),
            ("access_control_allow_methods.header_value", "GET, POST", true),
            ("access_control_allow_methods.header_value", "GET, FETCH", false),
            ("access_control_allow_credentials.header_value", "false", false),
            ("access_control_max_age.header_value", "86400", true),
            ("access_control_max_age.header_value", "86401", false),
            ("x_content_type_options.header_value", "nosniff", true),
            ("x_content_type_options.header_value", "sniff", false),
            ("x_frame_options.header_value", "SAMEORIGIN", true),
            ("x_frame_options.header_value", "ALL", false),
        ] {
            assert_eq!(told(key, value), is_valid, "{key} {value}");
        }
        assert!(!told("content_security_policy.header_value", &"a".repeat(1025)));
        assert!(told("content_security_policy.header_value", &"a".repeat(1024)));
    }
}
