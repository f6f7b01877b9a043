//! Which operation a request asks for.

use bartizan_model::{Location, OperationModel, Protocol, Segment, ServiceModel};
use bartizan_types::Fault;

use crate::malformed::Malformed;
use crate::message::WireRequest;
use crate::{query, rest};

/// Finds the operation: by `Action` in the body or the query string, by `X-Amz-Target`, or by
/// method, path and query string, where the most specific wins.
///
/// # Errors
/// As AWS answers where there is no such operation: `InvalidAction`, `MissingAction`,
/// `UnknownOperationException`, or S3's `MethodNotAllowed`.
pub fn route<'m>(
    service: &'m ServiceModel,
    request: &WireRequest<'_>,
) -> Result<&'m OperationModel, Fault> {
    match service.protocol {
        Protocol::Query | Protocol::Ec2 => by_action(service, request),
        Protocol::Json10 | Protocol::Json11 => by_target(service, request),
        Protocol::Cbor => by_rpc_path(service, request),
        Protocol::RestXml | Protocol::RestJson => by_template(service, request),
    }
}

fn by_action<'m>(
    service: &'m ServiceModel,
    request: &WireRequest<'_>,
) -> Result<&'m OperationModel, Fault> {
    let malformed = |malformed: Malformed| malformed.fault(service);
    let body = std::str::from_utf8(request.body)
        .map_err(|_| malformed(Malformed::Body("the body is not UTF-8")))?;
    let mut pairs = query::pairs(body).map_err(malformed)?;
    pairs.extend(query::pairs(request.query).map_err(malformed)?);
    let param =
        |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
    let action = param("Action").ok_or_else(|| {
        Fault::new("MissingAction", "The request must contain the parameter Action", 400)
    })?;
    let version = param("Version").unwrap_or(service.api_version);
    service.operation(action).filter(|_| version == service.api_version).ok_or_else(|| {
        let message = format!("Could not find operation {action} for version {version}");
        Fault::new("InvalidAction", message, 400)
    })
}

fn by_target<'m>(
    service: &'m ServiceModel,
    request: &WireRequest<'_>,
) -> Result<&'m OperationModel, Fault> {
    let target = request.header("x-amz-target").unwrap_or_default();
    let operation = target.rsplit_once('.').and_then(|(prefix, name)| {
        service.operation(name).filter(|_| service.target_prefix == Some(prefix))
    });
    operation.ok_or_else(|| unknown(400))
}

/// Smithy RPC v2: `/service/{service}/operation/{operation}`.
fn by_rpc_path<'m>(
    service: &'m ServiceModel,
    request: &WireRequest<'_>,
) -> Result<&'m OperationModel, Fault> {
    let mut parts = request.path.rsplit('/');
    let (name, marker) = (parts.next(), parts.next());
    let found = name.filter(|_| marker == Some("operation"));
    found.and_then(|name| service.operation(name)).ok_or_else(|| unknown(404))
}

fn by_template<'m>(
    service: &'m ServiceModel,
    request: &WireRequest<'_>,
) -> Result<&'m OperationModel, Fault> {
    let pairs = query::pairs(request.query).map_err(|malformed| malformed.fault(service))?;
    service
        .operations()
        .filter_map(|operation| Some((rank(service, operation, request, &pairs)?, operation)))
        .max_by(|(left, a), (right, b)| left.cmp(right).then(b.name.cmp(a.name)))
        .map(|(_, operation)| operation)
        .ok_or_else(|| no_template(service))
}

/// How specific a match is, from the weightiest criterion on: literal query parameters, literal
/// parts of the path, required members that the request has (none may be missing, or it ranks
/// below all that miss none), the SDKs' hint `x-id`, not deprecated.
type Rank = (usize, usize, bool, usize, bool, bool);

fn rank(
    service: &ServiceModel,
    operation: &OperationModel,
    request: &WireRequest<'_>,
    pairs: &[(String, String)],
) -> Option<Rank> {
    if operation.method != request.method.as_str() {
        return None;
    }
    rest::matches(&operation.uri, request.path)?;
    let has = |name: &str, wanted: Option<&str>| {
        pairs.iter().any(|(known, value)| known == name && wanted.is_none_or(|w| w == value))
    };
    if !operation.uri.query.iter().all(|(name, wanted)| has(name, *wanted)) {
        return None;
    }
    let literals =
        operation.uri.segments.iter().filter(|part| matches!(part, Segment::Literal(_))).count();
    let input = operation.input.and_then(|id| service.shape(id).structure());
    let members = input.map(|input| input.members.as_slice()).unwrap_or_default();
    let (mut present, mut missing) = (0, 0);
    for member in members.iter().filter(|member| member.required) {
        let name = member.wire_name();
        let found = match member.location {
            Location::Query => has(name, None),
            Location::Header => request.headers.contains_key(name),
            _ => continue,
        };
        if found { present += 1 } else { missing += 1 }
    }
    let hinted = has("x-id", Some(operation.name));
    let queries = operation.uri.query.len();
    Some((queries, literals, missing == 0, present, hinted, !operation.deprecated))
}

fn unknown(status: u16) -> Fault {
    Fault::new("UnknownOperationException", "", status)
}

fn no_template(service: &ServiceModel) -> Fault {
    if !service.bare_errors {
        return unknown(404);
    }
    let message = "The specified method is not allowed against this resource.";
    Fault::new("MethodNotAllowed", message, 405)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, Method};

    use super::*;

    fn routed(
        service: &str,
        method: &Method,
        uri: &str,
        body: &str,
    ) -> Result<&'static str, String> {
        let (path, query) = uri.split_once('?').unwrap_or((uri, ""));
        let mut headers = HeaderMap::new();
        if let Some(target) = body.strip_prefix("target:") {
            headers.insert("x-amz-target", HeaderValue::from_str(target).unwrap());
        }
        if body == "copy" {
            headers.insert("x-amz-copy-source", HeaderValue::from_static("/b/k"));
        }
        let request = WireRequest { method, path, query, headers: &headers, body: body.as_bytes() };
        let service = bartizan_model::service(service).unwrap();
        route(service, &request).map(|operation| operation.name).map_err(|fault| fault.to_string())
    }

    #[test]
    fn query_services_by_action() {
        let post = |uri, body| routed("iam", &Method::POST, uri, body);
        assert_eq!(post("/", "Action=GetUser&Version=2010-05-08").unwrap(), "GetUser");
        assert_eq!(post("/?Action=GetUser", "").unwrap(), "GetUser");
        assert_eq!(post("/?Action=GetRole", "Action=GetUser").unwrap(), "GetUser");
        assert_eq!(
            post("/", "Action=Nope").unwrap_err(),
            "InvalidAction: Could not find operation Nope for version 2010-05-08"
        );
        assert!(post("/", "Action=GetUser&Version=1999-01-01").unwrap_err().contains("1999-01-01"));
        assert!(post("/", "").unwrap_err().starts_with("MissingAction"));
    }

    #[test]
    fn json_services_by_target() {
        let post =
            |target: &str| routed("cloudtrail", &Method::POST, "/", &format!("target:{target}"));
        let prefix = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101";
        assert_eq!(post(&format!("{prefix}.LookupEvents")).unwrap(), "LookupEvents");
        assert!(post("Other.LookupEvents").unwrap_err().starts_with("UnknownOperation"));
        assert!(post(&format!("{prefix}.Nope")).is_err());
    }

    #[test]
    fn s3_by_the_most_specific_template() {
        for (method, uri, body, operation) in [
            (Method::GET, "/", "", "ListBuckets"),
            (Method::GET, "/?x-id=ListDirectoryBuckets", "", "ListDirectoryBuckets"),
            (Method::GET, "/b", "", "ListObjects"),
            (Method::GET, "/b/?list-type=2&prefix=a", "", "ListObjectsV2"),
            (Method::GET, "/b?list-type=3", "", "ListObjects"),
            (Method::GET, "/b?versions", "", "ListObjectVersions"),
            (Method::GET, "/b?uploads=", "", "ListMultipartUploads"),
            (Method::GET, "/b?lifecycle", "", "GetBucketLifecycleConfiguration"),
            (Method::GET, "/b?analytics", "", "ListBucketAnalyticsConfigurations"),
            (Method::GET, "/b?analytics&id=x", "", "GetBucketAnalyticsConfiguration"),
            (Method::GET, "/b/k", "", "GetObject"),
            (Method::GET, "/b/k?x-id=GetObject", "", "GetObject"),
            (Method::GET, "/b/k?uploadId=u", "", "ListParts"),
            (Method::GET, "/b/k?tagging", "", "GetObjectTagging"),
            (Method::GET, "/b/k?attributes", "", "GetObjectAttributes"),
            (Method::PUT, "/b/k", "", "PutObject"),
            (Method::PUT, "/b/k", "copy", "CopyObject"),
            (Method::PUT, "/b/k?partNumber=1&uploadId=u", "", "UploadPart"),
            (Method::PUT, "/b/k?partNumber=1&uploadId=u", "copy", "UploadPartCopy"),
            (Method::POST, "/b?delete", "", "DeleteObjects"),
            (Method::POST, "/b/k?uploads", "", "CreateMultipartUpload"),
            (Method::POST, "/b/k?uploadId=u", "", "CompleteMultipartUpload"),
            (Method::DELETE, "/b/k?uploadId=u", "", "AbortMultipartUpload"),
            (Method::DELETE, "/b/k", "", "DeleteObject"),
            (Method::HEAD, "/b", "", "HeadBucket"),
            (Method::PUT, "/b?policy", "", "PutBucketPolicy"),
        ] {
            let found = routed("s3", &method, uri, body);
            assert_eq!(found.as_deref(), Ok(operation), "{method} {uri}");
        }
        let fault = routed("s3", &Method::PATCH, "/b/k", "").unwrap_err();
        assert!(fault.starts_with("MethodNotAllowed"), "{fault}");
    }
}
