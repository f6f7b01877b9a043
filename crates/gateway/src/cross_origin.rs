//! What browsers ask before a web page's request, and read of the answers: by the bucket's CORS
//! configuration. (Amazon S3 API Reference, `OPTIONS` object; Fetch Standard, "CORS protocol".)

use std::sync::Arc;

use bartizan_service::{CorsRule, Directory, Platform};
use bartizan_types::Fault;
use bartizan_wire::WireResponse;
use bytes::Bytes;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::exchange::Answer;
use crate::head::Head;

/// What the answer depends on beside the address.
const VARIES: &str = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method";

/// The answer to a preflight: what a browser asks for a web page, without credentials.
pub(crate) fn preflight(head: &Head, platform: &Platform, request_id: &str) -> Answer {
    let admitted = platform.directory().and_then(|directory| asked(head, &directory));
    let response = match (admitted, bartizan_model::service("s3")) {
        (Err(fault), Some(s3)) => bartizan_wire::encode_fault(s3, &fault, request_id, None),
        (admitted, _) => WireResponse {
            status: admitted.as_ref().map_or_else(|fault| fault.status, |_| 200),
            headers: admitted.as_ref().map(texts).unwrap_or_default(),
            body: Bytes::new(),
        },
    };
    Answer { response, body: None, service: "s3", operation: Some("Preflight") }
}

/// The headers of the answer to a preflight.
///
/// # Errors
/// It asks for too little, or the bucket admits no such request.
fn asked(head: &Head, directory: &Directory) -> Result<HeaderMap, Fault> {
    let origin = head.header(ORIGIN.as_str()).ok_or_else(|| {
        bad_request("Insufficient information. Origin request header needed.".to_owned())
    })?;
    let asked = head.header(ACCESS_CONTROL_REQUEST_METHOD.as_str());
    let method = asked.filter(|method| is_method(method)).ok_or_else(|| {
        let asked = asked.unwrap_or("null");
        bad_request(format!("Invalid Access-Control-Request-Method: {asked}"))
    })?;
    let names: Vec<String> = head
        .header(ACCESS_CONTROL_REQUEST_HEADERS.as_str())
        .unwrap_or_default()
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .collect();
    let rules = rules(head, directory);
    let forbidden = |message: &'static str| {
        let kind = if object(head) { "OBJECT" } else { "BUCKET" };
        Fault::new("AccessForbidden", message, 403)
            .with("Method", method)
            .with("ResourceType", kind)
    };
    let Some(rules) = rules else {
        return Err(forbidden("CORSResponse: CORS is not enabled for this bucket."));
    };
    let rule = rules.iter().find(|rule| rule.admits(origin, method, &names)).ok_or_else(|| {
        forbidden(
            "CORSResponse: This CORS request is not allowed. This is usually because the \
             evalution of Origin, request method / Access-Control-Request-Method or \
             Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        )
    })?;
    let mut headers = admitted(rule, origin);
    put(&mut headers, ACCESS_CONTROL_ALLOW_HEADERS, &names.join(", "));
    Ok(headers)
}

/// The headers that let a page read the answer to its request; none where the bucket does not say
/// so.
pub(crate) fn headers(head: &Head, platform: &Platform) -> HeaderMap {
    let Some(origin) = head.header(ORIGIN.as_str()) else { return HeaderMap::new() };
    let rules = platform.directory().ok().and_then(|directory| rules(head, &directory));
    let method = head.method.as_str();
    let rule = rules.iter().flat_map(|all| all.iter()).find(|one| one.admits(origin, method, &[]));
    rule.map(|rule| admitted(rule, origin)).unwrap_or_default()
}

fn admitted(rule: &CorsRule, origin: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    if rule.is_for_every_origin() {
        put(&mut headers, ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    } else {
        put(&mut headers, ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        put(&mut headers, ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    put(&mut headers, ACCESS_CONTROL_ALLOW_METHODS, &rule.methods.join(", "));
    put(&mut headers, ACCESS_CONTROL_EXPOSE_HEADERS, &rule.exposed.join(", "));
    if let Some(seconds) = rule.max_age_seconds {
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from(seconds));
    }
    put(&mut headers, VARY, VARIES);
    headers
}

fn texts(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = |value: &HeaderValue| value.to_str().map(str::to_owned).ok();
    headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?)))
        .collect()
}

/// Enters a header, unless it says nothing.
fn put(headers: &mut HeaderMap, name: HeaderName, text: &str) {
    if let (false, Ok(value)) = (text.is_empty(), HeaderValue::from_str(text)) {
        headers.insert(name, value);
    }
}

fn is_method(method: &str) -> bool {
    [Method::GET, Method::PUT, Method::HEAD, Method::POST, Method::DELETE]
        .iter()
        .any(|known| known == method)
}

fn rules(head: &Head, directory: &Directory) -> Option<Arc<[CorsRule]>> {
    let bucket = head.virtual_bucket().or_else(|| head.path().split('/').nth(1))?;
    directory.cors(bucket)
}

/// Whether the request is for an object.
fn object(head: &Head) -> bool {
    let key = head.path().trim_start_matches('/');
    match head.virtual_bucket() {
        Some(_) => !key.is_empty(),
        None => key.split_once('/').is_some_and(|(_, key)| !key.is_empty()),
    }
}

fn bad_request(message: String) -> Fault {
    Fault::new("BadRequest", message, 400)
}
