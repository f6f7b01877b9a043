//! In which words a request is refused.

use bartizan_sigv4::{Dialect, SigningError};

use crate::support::Request;
use crate::verify::{s3, s3_url, sts};

fn authorization(request: &Request, change: impl Fn(&str) -> String) -> Request {
    let text = request.headers["authorization"].to_str().unwrap();
    request.clone().with("authorization", &change(text))
}

/// Code, status and message in one line.
fn words(request: &Request, dialect: Dialect) -> String {
    match request.verify() {
        Ok(_) => "verified".to_owned(),
        Err(error) => {
            let fault = error.fault(dialect);
            format!("{} {}: {}", fault.code, fault.status, fault.message)
        }
    }
}

#[test]
fn malformed_authorization_headers_are_told_what_they_lack() {
    let no_date = |text: &str| Request::new("POST", "/", "", b"").with("authorization", text);
    let dated = |text: &str| no_date(text).with("x-amz-date", "20261124T090000Z");
    let scope = "20261124/us-east-1/sts/aws4_request";
    for (request, expected) in [
        (
            no_date("Bearer x"),
            "IncompleteSignature 400: Authorization header requires 'Credential' parameter. \
             Authorization header requires 'Signature' parameter. Authorization header requires \
             'SignedHeaders' parameter. Authorization header requires existence of either a \
             'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) \
             Authorization=",
        ),
        (
            dated("AWS4-HMAC-SHA256 Credential=a, Signature=b"),
            "IncompleteSignature 400: Authorization header requires 'SignedHeaders' parameter. \
             (Hashed",
        ),
        (
            dated("AWS4-HMAC-SHA256 Credential=a, nonsense, Signature=b"),
            "IncompleteSignature 400: Invalid key=value pair (missing equal-sign) in \
             Authorization header (hashed with SHA-256 and encoded with Base64): '",
        ),
        (
            dated("AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=b"),
            "IncompleteSignature 400: Credential must have exactly 5 slash-delimited elements, \
             e.g. keyid/date/region/service/term, got 'a/b'",
        ),
        (
            no_date(&format!(
                "AWS4-HMAC-SHA256 Credential=a/{scope}, SignedHeaders=host, Signature=b"
            )),
            "IncompleteSignature 400: Authorization header requires existence of either a \
             'X-Amz-Date' or a 'Date' header.",
        ),
        (
            no_date(&format!(
                "AWS4-HMAC-SHA256 Credential=a/{scope}, SignedHeaders=host, Signature=b"
            ))
            .with("x-amz-date", "yesterday"),
            "IncompleteSignature 400: Date must be in ISO-8601 'basic format'. Got 'yesterday'. \
             See http://en.wikipedia.org/wiki/ISO_8601",
        ),
        (
            dated(
                "AWS4-ECDSA-P256-SHA256 Credential=a/20261124/sts/aws4_request, \
                 SignedHeaders=host, Signature=b",
            ),
            "IncompleteSignature 400: 'X-Amz-Region-Set' must name a region, or be '*'.",
        ),
        (dated("AWS a:b"), "IncompleteSignature 400: Signature Version 2 is not supported."),
    ] {
        let words = words(&request, Dialect::Query);
        assert!(words.starts_with(expected), "{words}\n{expected}");
    }
}

#[test]
fn credentials_scoped_wrongly_are_told_what_is_expected() {
    for (request, expected) in [
        (
            authorization(&sts(), |text| text.replace("aws4_request", "aws5_request")),
            "SignatureDoesNotMatch 403: Credential should be scoped with a valid terminator: \
             'aws4_request', not 'aws5_request'. ",
        ),
        (
            authorization(&sts(), |text| text.replace("/20261124/", "/20261123/")),
            "SignatureDoesNotMatch 403: Date in Credential scope does not match YYYYMMDD from \
             ISO-8601 version of date from HTTP: '20261123' != '20261124', from \
             '20261124T090000Z'.",
        ),
        (
            authorization(&sts(), |text| text.replace(";host;", ";")),
            "SignatureDoesNotMatch 403: 'Host' or ':authority' must be a 'SignedHeader' in the \
             AWS Authorization. ",
        ),
        (
            authorization(&sts(), |text| text.replace("/sts/", "/iam/")),
            "SignatureDoesNotMatch 403: The request signature we calculated does not match the \
             signature you provided. Check your AWS Secret Access Key and signing method. Consult \
             the service documentation for details.",
        ),
    ] {
        let words = words(&request, Dialect::Query);
        assert!(words.starts_with(expected), "{words}\n{expected}");
    }
}

#[test]
fn s3_says_it_in_its_own_words() {
    let both = Request { query: s3_url().query, ..s3() };
    for (request, expected) in [
        (
            Request::new("GET", "/", "", b"").with("authorization", "Basic eDp5"),
            "InvalidArgument 400: Unsupported Authorization Type",
        ),
        (
            Request::new("GET", "/", "", b"").with("authorization", "AWS a:b"),
            "InvalidRequest 400: The authorization mechanism you have provided is not supported. \
             Please use AWS4-HMAC-SHA256.",
        ),
        (both, "InvalidArgument 400: Only one auth mechanism allowed; "),
        (
            authorization(&s3(), |text| text.replace("/s3/aws4_request", "/s3")),
            "AuthorizationHeaderMalformed 400: The authorization header is malformed; the \
             Credential is mal-formed; expecting \
             \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".",
        ),
        (
            authorization(&s3(), |text| text.replace("/20261124/", "/20261123/")),
            "AuthorizationHeaderMalformed 400: The authorization header is malformed; Invalid \
             credential date \"20261123\". This date is not the same as X-Amz-Date: \"20261124\".",
        ),
        (
            s3().without("x-amz-date"),
            "AccessDenied 403: AWS authentication requires a valid Date or x-amz-date header",
        ),
        (
            s3().without("x-amz-content-sha256"),
            "InvalidRequest 400: Missing required header for this request: x-amz-content-sha256",
        ),
        (
            s3().with("x-amz-content-sha256", "abc"),
            "InvalidArgument 400: x-amz-content-sha256 must be UNSIGNED-PAYLOAD, ",
        ),
        (
            s3().with("x-amz-acl", "public-read"),
            "AccessDenied 403: There were headers present in the request which were not signed",
        ),
        (
            Request { body: b"other".to_vec(), ..s3() },
            "XAmzContentSHA256Mismatch 400: The provided 'x-amz-content-sha256' header does not \
             match what was computed.",
        ),
        (
            Request { path: "/bucket/other".to_owned(), ..s3() },
            "SignatureDoesNotMatch 403: The request signature we calculated does not match the \
             signature you provided. Check your key and signing method.",
        ),
    ] {
        let words = words(&request, Dialect::S3);
        assert!(words.starts_with(expected), "{words}\n{expected}");
    }
}

#[test]
fn s3_says_what_is_wrong_with_a_presigned_address() {
    let query = |from: &str, to: &str| {
        let request = s3_url();
        Request { query: request.query.replace(from, to), ..request }
    };
    for (request, expected) in [
        (
            query("X-Amz-Expires=60&", ""),
            "AuthorizationQueryParametersError 400: Query-string authentication version 4 \
             requires the X-Amz-Algorithm, ",
        ),
        (
            query("Expires=60", "Expires=604801"),
            "AuthorizationQueryParametersError 400: X-Amz-Expires must be less than a week",
        ),
        (
            query("Expires=60", "Expires=-1"),
            "AuthorizationQueryParametersError 400: X-Amz-Expires must be non-negative",
        ),
        (
            query("Expires=60", "Expires=soon"),
            "AuthorizationQueryParametersError 400: X-Amz-Expires should be a number",
        ),
        (
            query("AWS4-HMAC-SHA256", "MD5"),
            "AuthorizationQueryParametersError 400: X-Amz-Algorithm only supports",
        ),
        (
            query("20261124T090000Z", "now"),
            "AuthorizationQueryParametersError 400: X-Amz-Date must be in the ISO8601 Long Format",
        ),
        (
            query("%2Faws4_request", ""),
            "AuthorizationQueryParametersError 400: Error parsing the X-Amz-Credential parameter; \
             the Credential is mal-formed;",
        ),
        (
            query("X-Amz-Date=", "X-Amz-Date=1&X-Amz-Date="),
            "AuthorizationQueryParametersError 400: X-Amz-Date must be given once",
        ),
    ] {
        let words = words(&request, Dialect::S3);
        assert!(words.starts_with(expected), "{words}\n{expected}");
    }
}

#[test]
fn ec2_has_its_own_codes() {
    for (error, code, status) in [
        (SigningError::InvalidToken, "AuthFailure", 401),
        (SigningError::UnknownAccessKey("AKIA".to_owned()), "AuthFailure", 401),
        (SigningError::ExpiredToken, "RequestExpired", 400),
        (SigningError::MissingAuthenticationToken, "MissingAuthenticationToken", 403),
        (SigningError::DateMissing, "IncompleteSignature", 400),
    ] {
        let fault = error.fault(Dialect::Ec2);
        assert_eq!((&*fault.code, fault.status), (code, status));
    }
}

#[test]
fn the_json_protocols_have_their_own_codes() {
    let wrong = authorization(&sts(), |text| text.replace("/sts/", "/kms/"));
    assert!(words(&wrong, Dialect::Json).starts_with("InvalidSignatureException 400: "));
    for (error, code) in [
        (SigningError::MissingAuthenticationToken, "MissingAuthenticationTokenException"),
        (SigningError::InvalidToken, "UnrecognizedClientException"),
        (SigningError::ExpiredToken, "ExpiredTokenException"),
        (SigningError::DateMissing, "IncompleteSignatureException"),
    ] {
        assert_eq!(error.fault(Dialect::Json).code, code);
    }
    let unknown = SigningError::UnknownAccessKey("AKIA".to_owned());
    assert_eq!(
        unknown.fault(Dialect::Query).to_string(),
        "InvalidClientTokenId: The security token included in the request is invalid."
    );
    assert_eq!(unknown.fault(Dialect::S3).code, "InvalidAccessKeyId");
}
