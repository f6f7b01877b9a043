//! What is written is read again, whatever the value.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail by panic"
)]

mod support;

use bartizan_model::{Member, ServiceModel, ShapeId, ShapeKind};
use bartizan_types::Timestamp;
use bartizan_wire::{Bytes, Value, decode, decode_output, encode, encode_fault, route, validate};
use http::Method;
use proptest::prelude::*;

use support::{echo, with_request};

/// Chooses from bytes that proptest makes and shrinks.
struct Choices<'a>(std::slice::Iter<'a, u8>);

impl Choices<'_> {
    fn byte(&mut self) -> u8 {
        self.0.next().copied().unwrap_or(0)
    }

    fn long(&mut self) -> i64 {
        i64::from_be_bytes(std::array::from_fn(|_| self.byte()))
    }

    fn text(&mut self) -> String {
        const ALPHABET: [char; 16] =
            ['a', 'Z', '0', ' ', '&', '<', '>', '"', '=', '+', '%', '.', '/', 'é', '🙂', '\n'];
        let length = self.byte() % 8;
        (0..length).map(|_| ALPHABET[usize::from(self.byte()) % ALPHABET.len()]).collect()
    }

    fn value(&mut self, service: &ServiceModel, id: ShapeId, depth: u8) -> Value {
        match &service.shape(id).kind {
            ShapeKind::Structure(structure) => {
                let mut fields = Vec::new();
                for member in &structure.members {
                    if self.byte() % 3 == 1 && depth < 4 {
                        fields.push((member.name, self.value(service, member.shape, depth + 1)));
                    }
                }
                Value::Struct(fields)
            }
            ShapeKind::List(list) => {
                let length = 1 + self.byte() % 3;
                let items = (0..length).map(|_| self.value(service, list.member.shape, depth + 1));
                Value::List(items.collect())
            }
            ShapeKind::Map(map) => {
                let length = 1 + self.byte() % 3;
                let entries = (0..length).map(|index| {
                    let key = format!("{index}{}", self.text());
                    (key, self.value(service, map.value.shape, depth + 1))
                });
                Value::Map(entries.collect())
            }
            ShapeKind::Text(_) | ShapeKind::Document => Value::Text(self.text()),
            ShapeKind::Integer { long: false, .. } => Value::Int(i64::from(self.long() as i32)),
            ShapeKind::Integer { long: true, .. } => Value::Int(self.long()),
            ShapeKind::Float { .. } => Value::Float(f64::from(self.long() as i32) / 8.0),
            ShapeKind::Boolean => Value::Bool(self.byte().is_multiple_of(2)),
            ShapeKind::Blob { .. } => Value::Blob(Bytes::from(self.text())),
            ShapeKind::Timestamp(_) => {
                Value::Time(Timestamp::from_seconds(self.long() % 4_000_000_000))
            }
        }
    }
}

/// Writes form parameters as botocore's serializers do.
fn form(
    service: &ServiceModel,
    ec2: bool,
    member: &Member,
    name: &str,
    value: &Value,
    out: &mut Vec<String>,
) {
    let escape = |text: &str| {
        percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
    };
    match (&service.shape(member.shape).kind, value) {
        (ShapeKind::Structure(structure), Value::Struct(fields)) => {
            for (field, value) in fields {
                let member = structure.member(field).unwrap();
                let flat = match &service.shape(member.shape).kind {
                    ShapeKind::List(list) if member.flattened && !ec2 => list.member.wire,
                    _ => None,
                };
                let part = flat.unwrap_or(member.wire_name());
                let path = if name.is_empty() { part.to_owned() } else { format!("{name}.{part}") };
                form(service, ec2, member, &path, value, out);
            }
        }
        (ShapeKind::List(list), Value::List(items)) => {
            let path = if member.flattened || ec2 {
                name.to_owned()
            } else {
                format!("{name}.{}", list.member.wire.unwrap_or("member"))
            };
            for (index, item) in items.iter().enumerate() {
                form(service, ec2, &list.member, &format!("{path}.{}", index + 1), item, out);
            }
        }
        (ShapeKind::Map(map), Value::Map(entries)) => {
            let path = if member.flattened { name.to_owned() } else { format!("{name}.entry") };
            for (index, (key, item)) in entries.iter().enumerate() {
                let entry = format!("{path}.{}", index + 1);
                out.push(format!("{entry}.{}={}", map.key.wire.unwrap_or("key"), escape(key)));
                let path = format!("{entry}.{}", map.value.wire.unwrap_or("value"));
                form(service, ec2, &map.value, &path, item, out);
            }
        }
        (_, leaf) => {
            let text = match leaf.to_json() {
                serde_json::Value::String(text) => text,
                other => other.to_string(),
            };
            out.push(format!("{name}={}", escape(&text)));
        }
    }
}

/// Structures that hold nothing leave no trace in a form.
fn without_empty(value: Value) -> Option<Value> {
    match value {
        Value::Struct(fields) => {
            let kept: Vec<_> = fields
                .into_iter()
                .filter_map(|(name, value)| Some((name, without_empty(value)?)))
                .collect();
            (!kept.is_empty()).then_some(Value::Struct(kept))
        }
        Value::List(items) => {
            let kept: Vec<_> = items.into_iter().filter_map(without_empty).collect();
            (!kept.is_empty()).then_some(Value::List(kept))
        }
        other => Some(other),
    }
}

fn echoed(service: &ServiceModel, name: &str, uri: &str, output: &Value) -> Value {
    let operation = service.operation(name).unwrap();
    let mut response = encode(service, operation, output, "id");
    assert_eq!(response.status, 200);
    response.headers.push(("x-amz-target".into(), format!("Echo.{name}")));
    with_request(&Method::POST, uri, &response.headers, &response.body, |request| {
        assert_eq!(route(service, request).unwrap().name, name);
        decode(service, operation, request).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bodies(seed in proptest::collection::vec(any::<u8>(), 0..400)) {
        for (protocol, uri) in [
            ("json", "/"),
            ("rest-json", "/"),
            ("rest-xml", "/"),
            ("smithy-rpc-v2-cbor", "/service/Echo/operation/Plain"),
        ] {
            let service = echo(protocol);
            let id = service.operation("Plain").unwrap().input.unwrap();
            let output = Choices(seed.iter()).value(&service, id, 0);
            prop_assert_eq!(echoed(&service, "Plain", uri, &output), output, "{}", protocol);
        }
    }

    #[test]
    fn answers(seed in proptest::collection::vec(any::<u8>(), 0..400)) {
        for protocol in ["query", "ec2", "json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"] {
            let service = echo(protocol);
            let operation = service.operation("Plain").unwrap();
            let output = Choices(seed.iter()).value(&service, operation.output.unwrap(), 0);
            let body = encode(&service, operation, &output, "id").body;
            let read = decode_output(&service, operation, &body).unwrap();
            prop_assert_eq!(read, output, "{}", protocol);
        }
    }

    #[test]
    fn forms(seed in proptest::collection::vec(any::<u8>(), 0..400)) {
        for protocol in ["query", "ec2"] {
            let service = echo(protocol);
            let operation = service.operation("Plain").unwrap();
            let input = Choices(seed.iter()).value(&service, operation.input.unwrap(), 0);
            let input = without_empty(input).unwrap_or(Value::Struct(Vec::new()));
            let root = service.shape_named("Trees").unwrap().0;
            let ShapeKind::List(list) = &service.shape(root).kind else { unreachable!() };
            let mut params = vec!["Action=Plain&Version=2026-01-01".to_owned()];
            form(&service, protocol == "ec2", &list.member, "", &input, &mut params);
            let body = params.join("&");
            let read = with_request(&Method::POST, "/", &[], body.as_bytes(), |request| {
                assert_eq!(route(&service, request).unwrap().name, "Plain");
                decode(&service, operation, request).unwrap()
            });
            prop_assert_eq!(read, input, "{}: {}", protocol, body);
        }
    }

    #[test]
    fn bindings(page in any::<i32>(), flag in any::<bool>(), seconds in 0i64..4_000_000_000, name in "[a-z]{1,8}", note in "[ -~]{0,8}") {
        for protocol in ["rest-json", "rest-xml"] {
            let service = echo(protocol);
            let bound = |flag| Value::Struct(vec![
                ("Label", "a b".into()),
                ("Rest", "x/y//z".into()),
                ("Page", Value::Int(page.into())),
                ("Filters", Value::List(vec![name.as_str().into(), "é".into()])),
                ("Flag", Value::Bool(flag)),
                ("Date", Value::Time(Timestamp::from_seconds(seconds))),
                ("Names", Value::List(vec![name.as_str().into(), "b".into()])),
                ("Metadata", Value::Map(vec![(name.clone(), note.trim().into())])),
                ("Tree", Value::Struct(vec![("Text", note.as_str().into())])),
            ]);
            let uri = format!("/echo/a%20b/x/y//z?page={page}&filter={name}&filter=%C3%A9");
            prop_assert_eq!(echoed(&service, "Echo", &uri, &bound(flag)), bound(flag));
        }
    }

    #[test]
    fn noise_is_refused_or_read(body in proptest::collection::vec(any::<u8>(), 0..200), query in "[ -~]{0,40}") {
        for protocol in ["query", "ec2", "json", "rest-json", "rest-xml", "smithy-rpc-v2-cbor"] {
            let service = echo(protocol);
            for operation in service.operations() {
                let uri = format!("/echo/a/b?{query}");
                let read = with_request(&Method::POST, &uri, &[], &body, |request| {
                    let _ = route(&service, request);
                    decode(&service, operation, request)
                });
                let _ = decode_output(&service, operation, &body);
                match read {
                    Ok(input) => drop(validate(&service, operation, &input)),
                    Err(fault) => {
                        prop_assert_eq!(fault.status, 400);
                        encode_fault(&service, &fault, "id", Some(operation));
                    }
                }
            }
        }
    }
}

#[test]
fn payloads_are_read_as_clients_get_them() {
    let s3 = bartizan_model::service("s3").unwrap();
    for (operation, body, path, expected) in [
        ("GetBucketPolicy", "{\"Version\":1}", "Policy", "{\"Version\":1}"),
        ("GetBucketLocation", "<L xmlns='x'>eu-west-1</L>", "LocationConstraint", "eu-west-1"),
        ("GetBucketVersioning", "<V><Status>Enabled</Status></V>", "Status", "Enabled"),
        (
            "GetObjectLockConfiguration",
            "<O><ObjectLockEnabled>Enabled</ObjectLockEnabled></O>",
            "ObjectLockConfiguration.ObjectLockEnabled",
            "Enabled",
        ),
    ] {
        let operation = s3.operation(operation).unwrap();
        let output = decode_output(s3, operation, body.as_bytes()).unwrap();
        assert_eq!(output.path(path).and_then(Value::text), Some(expected), "{output:?}");
    }
    let operation = s3.operation("GetBucketLogging").unwrap();
    assert_eq!(decode_output(s3, operation, b"").unwrap(), Value::Struct(Vec::new()));
    assert!(decode_output(s3, operation, b"<a>").is_err());
}
