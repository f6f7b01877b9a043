//! What is verified, what is refused, and in which words.

use std::time::Duration;

use crate::support::{ACCESS_KEY, NOW, Request, SECRET};
use bartizan_sigv4::{Dialect, MAX_SKEW, PayloadHash, Secret, SigningError, Verifier};
use proptest::prelude::*;

pub(crate) fn sts() -> Request {
    Request::new("POST", "/", "", b"Action=GetCallerIdentity&Version=2011-06-15")
        .with("content-type", "application/x-www-form-urlencoded")
        .signed_with_body("sts")
}

pub(crate) fn s3() -> Request {
    Request::new("PUT", "/bucket/a%20key", "acl", b"bytes").signed_with_body("s3")
}

pub(crate) fn s3_url() -> Request {
    Request::new("GET", "/bucket/key", "", b"").presigned("s3", PayloadHash::Unsigned, 60)
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
