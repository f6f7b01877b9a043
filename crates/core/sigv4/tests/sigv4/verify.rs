//! What is verified, what is refused, and in which words.

use std::time::Duration;

use crate::support::{ACCESS_KEY, NOW, Request, SECRET};
use bartizan_sigv4::{Dialect, MAX_SKEW, PayloadHash, Secret, SigningError, Verifier};
use proptest::prelude::*;

fn sts() -> Request {
    Request::new("POST", "/", "", b"Action=GetCallerIdentity&Version=2011-06-15")
        .with("content-type", "application/x-www-form-urlencoded")
        .signed_with_body("sts")
}

fn s3() -> Request {
    Request::new("PUT", "/bucket/a%20key", "acl", b"bytes").signed_with_body("s3")
}

fn s3_url() -> Request {
    Request::new("GET", "/bucket/key", "", b"").presigned("s3", PayloadHash::Unsigned, 60)
}

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
fn what_is_signed_verifies() {
    for request in [sts(), s3(), s3_url()] {
        assert!(request.verify().is_ok(), "{request:?}");
    }
}

#[test]
fn an_unsigned_request_presents_nothing() {
    let request = Request::new("GET", "/bucket/key", "versionId=1", b"");
    assert_eq!(request.parse(), Ok(None));
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
            dated("AWS4-ECDSA-P256-SHA256 Credential=a"),
            "NotImplemented 501: Signing with AWS4-ECDSA-P256-SHA256 is not implemented. Sign \
             with AWS4-HMAC-SHA256.",
        ),
        (dated("AWS a:b"), "IncompleteSignature 400: Signature Version 2 is not supported."),
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
    let query = |from: &str, to: &str| {
        let request = s3_url();
        Request { query: request.query.replace(from, to), ..request }
    };
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

#[test]
fn s3_shows_what_it_signed_and_never_the_secret() {
    let request = Request { path: "/bucket/other".to_owned(), ..s3() };
    let fault = request.verify().unwrap_err().fault(Dialect::S3);
    let detail = |name| &fault.details.iter().find(|(known, _)| *known == name).unwrap().1;
    assert_eq!(detail("AWSAccessKeyId"), ACCESS_KEY);
    assert_eq!(detail("SignatureProvided").len(), 64);
    assert!(detail("StringToSign").starts_with("AWS4-HMAC-SHA256\n20261124T090000Z\n"));
    assert!(detail("CanonicalRequest").starts_with("PUT\n/bucket/other\nacl=\nhost:example"));
    assert!(detail("CanonicalRequestBytes").starts_with("50 55 54 0a 2f"));
    assert!(!format!("{fault:?} {request:?}").contains(SECRET));
}

#[test]
fn a_signature_is_good_for_fifteen_minutes_either_way() {
    let second = Duration::from_secs(1);
    let late = NOW.plus(MAX_SKEW + second);
    let early = bartizan_types::Timestamp::from_seconds(NOW.seconds() - 901);
    for (request, now, expected) in [
        (sts(), NOW.plus(MAX_SKEW), None),
        (
            sts(),
            late,
            Some(
                "SignatureDoesNotMatch: Signature expired: 20261124T090000Z is now earlier than \
                 20261124T090001Z (20261124T091501Z - 15 min.)",
            ),
        ),
        (
            sts(),
            early,
            Some(
                "SignatureDoesNotMatch: Signature not yet current: 20261124T090000Z is still \
                 later than 20261124T085959Z (20261124T084459Z + 15 min.)",
            ),
        ),
    ] {
        let words = request.verify_at(now).err().map(|e| e.fault(Dialect::Query).to_string());
        assert_eq!(words.as_deref(), expected);
    }
    let fault = s3().verify_at(late).unwrap_err().fault(Dialect::S3);
    assert_eq!(fault.code, "RequestTimeTooSkewed");
    assert_eq!(fault.details[2], ("MaxAllowedSkewMilliseconds", "900000".to_owned()));
}

#[test]
fn a_url_is_good_until_it_expires() {
    assert!(s3_url().verify_at(NOW.plus(Duration::from_mins(1))).is_ok());
    let fault = s3_url().verify_at(NOW.plus(Duration::from_secs(61))).unwrap_err();
    let fault = fault.fault(Dialect::S3);
    assert_eq!(fault.to_string(), "AccessDenied: Request has expired");
    assert_eq!(fault.details[1], ("Expires", "2026-11-24T09:01:00Z".to_owned()));
}

#[test]
fn a_body_must_be_hashed_first_where_no_hash_is_declared() {
    let request = sts();
    let presented = request.parse().unwrap().unwrap();
    assert_eq!(presented.payload, PayloadHash::OfBody);
    let verified =
        Verifier::new(1).verify(&presented, &request.borrowed(), None, &Secret::new(SECRET), NOW);
    assert_eq!(verified.unwrap_err(), SigningError::BodyNotHashed);
    let other = Request { body: b"Action=CreateUser".to_vec(), ..request };
    assert!(matches!(other.verify(), Err(SigningError::Mismatch(_))));
}

#[test]
fn a_scope_is_held_against_what_the_request_is_for() {
    let presented = s3().parse().unwrap().unwrap();
    assert!(presented.is_s3() && presented.require_service("s3").is_ok());
    let error = presented.require_region(&bartizan_types::Region::new("eu-west-1")).unwrap_err();
    let fault = error.fault(Dialect::S3);
    assert_eq!(
        fault.message,
        "The authorization header is malformed; the region 'us-east-1' is wrong; expecting \
         'eu-west-1'"
    );
    assert_eq!(fault.details, [("Region", "eu-west-1".to_owned())]);
    let error = presented.require_service("iam").unwrap_err();
    assert_eq!(
        error.fault(Dialect::Query).message,
        "Credential should be scoped to correct service: 'iam'. "
    );
}

fn text() -> impl Strategy<Value = String> {
    "[ -~]{0,40}"
}

/// What a path may hold on the wire.
fn path() -> impl Strategy<Value = String> {
    "(/([a-zA-Z0-9._~!$'()*,:@+-]|%[0-9a-fA-F]{2}){0,12}){1,4}"
}

fn request() -> impl Strategy<Value = (Request, &'static str)> {
    let service = prop_oneof![Just("s3"), Just("sts"), Just("kms")];
    let query = "([a-zA-Z0-9._~-]{1,8}(=([a-zA-Z0-9+._~-]|%[0-9A-F]{2}){0,8})?&?){0,4}";
    let parts = (service, path(), query, text(), any::<Vec<u8>>());
    parts.prop_map(|(service, path, query, header, body)| {
        (Request::new("POST", &path, &query, &body).with("x-amz-meta-a", &header), service)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_is_signed_verifies((request, service) in request()) {
        prop_assert!(request.clone().signed_with_body(service).verify().is_ok());
        let payload = PayloadHash::Sha256(request.hash());
        let payload = if service == "s3" { PayloadHash::Unsigned } else { payload };
        let presigned = request.presigned(service, payload, 60);
        prop_assert!(presigned.verify().is_ok(), "{presigned:?}");
    }

    #[test]
    fn any_change_is_refused((request, service) in request(), place: prop::sample::Index, change in 1_u8..128) {
        let signed = request.signed_with_body(service);
        let mut changed = signed.clone();
        // One byte of the body, of the signature, or of a signed header.
        let target = place.index(signed.body.len() + 64 + 21);
        if let Some(byte) = changed.body.get_mut(target) {
            *byte ^= change;
        } else if target < signed.body.len() + 64 {
            let mut text = signed.headers["authorization"].to_str().unwrap().as_bytes().to_vec();
            let last = text.len() - 1 - (target - signed.body.len());
            text[last] = if text[last] == b'0' { b'1' } else { b'0' };
            changed = changed.with("authorization", str::from_utf8(&text).unwrap());
        } else {
            let host = signed.headers["host"].to_str().unwrap();
            let at = target - signed.body.len() - 64;
            let host = format!("{}-{}", &host[..at], &host[at + 1..]);
            prop_assume!(host != signed.headers["host"].to_str().unwrap());
            changed = changed.with("host", &host);
        }
        prop_assert!(changed.verify().is_err());
    }

    #[test]
    fn a_changed_path_or_query_is_refused((request, service) in request(), name in "[a-z]{1,8}") {
        let signed = request.signed_with_body(service);
        let longer = Request { path: format!("{}{name}", signed.path), ..signed.clone() };
        prop_assert!(longer.verify().is_err());
        let more = Request { query: format!("{}&{name}=1", signed.query), ..signed };
        prop_assert!(more.verify().is_err());
    }

    #[test]
    fn noise_is_refused_in_peace(header in text(), query in text(), date in text()) {
        for prefix in ["", "AWS4-HMAC-SHA256 ", "AWS4-HMAC-SHA256 Credential=a/b/c/s3/aws4_request,"] {
            let request = Request::new("GET", "/", &query, b"")
                .with("authorization", &format!("{prefix}{header}"))
                .with("x-amz-date", &date);
            prop_assert!(request.verify().is_err());
        }
        let request = Request::new("GET", "/", &format!("X-Amz-Signature={query}"), b"");
        prop_assert!(request.verify().is_err());
    }
}
