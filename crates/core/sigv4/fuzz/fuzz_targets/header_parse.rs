//! Whatever a head holds, it is parsed or refused, and its error can be worded.
#![no_main]

use bartizan_sigv4::{Dialect, Secret, SignedRequest, Verifier, parse};
use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (String, String, Vec<u8>, Vec<u8>, Vec<u8>)| {
    let (path, query, authorization, date, payload) = input;
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("authorization", &authorization),
        ("x-amz-date", &date),
        ("x-amz-content-sha256", &payload),
    ] {
        if let Ok(value) = HeaderValue::from_bytes(value) {
            headers.insert(name, value);
        }
    }
    let request = SignedRequest { method: "GET", path: &path, query: &query, headers: &headers };
    let error = match parse(&request) {
        Ok(None) => return,
        Ok(Some(presented)) => {
            let secret = Secret::new("secret");
            let now = presented.timestamp;
            let body = [0; 32];
            Verifier::new(1).verify(&presented, &request, Some(&body), &secret, now).unwrap_err()
        }
        Err(error) => error,
    };
    for dialect in [Dialect::S3, Dialect::Query, Dialect::Ec2, Dialect::Json] {
        let _ = error.fault(dialect);
    }
});
