//! What the fuzz targets share: a body is read as the input of an operation that has every kind
//! of member, and what is read is checked, written and read again.

use std::sync::OnceLock;

use bartizan_model::ServiceModel;
use bartizan_wire::{Value, WireRequest, decode, encode, encode_fault, route, validate};
use http::{HeaderMap, Method};

/// The echo service of the tests, in a protocol by botocore's name of it.
pub fn echo(protocol: &str) -> ServiceModel {
    let text = include_str!("../../tests/support/echo.json");
    let text = text.replace("@PROTOCOL@", protocol).replace("@WRAPPER@", "");
    match ServiceModel::parse("echo", Box::leak(text.into_boxed_str())) {
        Ok(service) => service,
        Err(error) => panic!("{error}"),
    }
}

/// Reads a body; where it can be read, what is written from it reads as the same.
pub fn check(service: &OnceLock<ServiceModel>, protocol: &str, body: &[u8]) {
    let service = service.get_or_init(|| echo(protocol));
    let Some(operation) = service.operation("Plain") else { return };
    let read = |body: &[u8]| {
        let headers = HeaderMap::new();
        let method = Method::POST;
        let request =
            WireRequest { method: &method, path: "/", query: "", headers: &headers, body };
        let _ = route(service, &request);
        decode(service, operation, &request)
    };
    match read(body) {
        Ok(input) => {
            let _ = validate(service, operation, &input);
            let written = encode(service, operation, &input, "id");
            if protocol != "query" && protocol != "ec2" && is_finite(&input) {
                let again = read(&written.body);
                assert!(again.is_ok(), "{again:?}");
            }
        }
        Err(fault) => {
            assert_eq!(fault.status, 400);
            encode_fault(service, &fault, "id", Some(operation));
        }
    }
}

/// Whether XML has a form for every number and character in the value.
fn is_finite(value: &Value) -> bool {
    match value {
        Value::Float(number) => number.is_finite(),
        Value::Text(text) => !text.chars().any(|c| c.is_control() || c > '\u{fffd}'),
        Value::List(items) => items.iter().all(is_finite),
        Value::Map(entries) => entries
            .iter()
            .all(|(key, value)| !key.chars().any(char::is_control) && is_finite(value)),
        Value::Struct(fields) => fields.iter().all(|(_, value)| is_finite(value)),
        _ => true,
    }
}
