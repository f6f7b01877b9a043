//! Each protocol's messages, byte for byte.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail by panic"
)]

mod support;

use std::fmt::Write as _;

use bartizan_model::ServiceModel;
use bartizan_types::Fault;
use bartizan_wire::{WireResponse, decode, encode, encode_fault, route};
use http::Method;
use serde_json::json;

use support::{echo, value, with_request};

fn shown(response: &WireResponse) -> String {
    let mut out = format!("{}\n", response.status);
    for (name, value) in &response.headers {
        let _ = writeln!(out, "{name}: {value}");
    }
    out.push('\n');
    if let Ok(text) = std::str::from_utf8(&response.body) {
        out.push_str(text);
    } else {
        for byte in &response.body {
            let _ = write!(out, "{byte:02x}");
        }
    }
    out
}

fn answered(service: &ServiceModel, operation: &str, output: &serde_json::Value) -> String {
    let operation = service.operation(operation).unwrap();
    let output = value(service, operation.output.unwrap(), output);
    shown(&encode(service, operation, &output, "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE"))
}

fn refused(service: &ServiceModel, fault: &Fault) -> String {
    shown(&encode_fault(service, fault, "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE", None))
}

fn known(name: &str) -> &'static ServiceModel {
    bartizan_model::service(name).unwrap()
}

/// A tree with every kind of member.
fn tree() -> serde_json::Value {
    json!({
        "Text": "a < b & c", "Int": -7, "Long": 9_007_199_254_740_993_i64, "Float": 0.5,
        "Flag": true, "Bytes": "bytes", "Time": 1_795_510_800, "IsoTime": 1_795_510_800,
        "Texts": ["x", ""], "NamedTexts": ["y"], "FlatTexts": ["p", "q"],
        "Trees": [{"Text": "leaf"}, {}], "Numbers": {"one": 1}, "FlatNumbers": {"two": 2},
        "Child": {"Flag": false},
    })
}

#[test]
fn a_tree_in_each_protocol() {
    for protocol in ["query", "ec2", "rest-xml", "rest-json", "json", "smithy-rpc-v2-cbor"] {
        insta::assert_snapshot!(
            format!("tree_{protocol}"),
            answered(&echo(protocol), "Plain", &tree())
        );
    }
}

#[test]
fn a_modelled_fault_in_each_protocol() {
    let fault = Fault::new("EchoFault", "no <echo>", 400);
    for protocol in ["query", "ec2", "rest-xml", "rest-json", "json", "smithy-rpc-v2-cbor"] {
        insta::assert_snapshot!(format!("fault_{protocol}"), refused(&echo(protocol), &fault));
    }
}

#[test]
fn answers_of_services() {
    let user = json!({"User": {
        "Path": "/team/", "UserName": "ada", "UserId": "AIDACKCEVSQ6C2EXAMPLE",
        "Arn": "arn:aws:iam::123456789012:user/team/ada", "CreateDate": 1_795_510_800,
        "Tags": [{"Key": "a&b", "Value": ""}],
    }});
    insta::assert_snapshot!("iam_get_user", answered(known("iam"), "GetUser", &user));
    let none = encode(
        known("iam"),
        known("iam").operation("DeleteUser").unwrap(),
        &bartizan_wire::Value::Null,
        "r",
    );
    insta::assert_snapshot!("iam_delete_user", shown(&none));
    let listing = json!({
        "Name": "ledger", "Prefix": "", "KeyCount": 2, "MaxKeys": 1000, "IsTruncated": false,
        "Contents": [
            {"Key": "a&b", "LastModified": 1_795_510_800, "ETag": "\"9b2c\"", "Size": 5, "StorageClass": "STANDARD"},
            {"Key": "\u{1}\r", "Size": 0},
        ],
        "CommonPrefixes": [{"Prefix": "2025/"}],
    });
    insta::assert_snapshot!("s3_list_objects", answered(known("s3"), "ListObjectsV2", &listing));
    let acl = json!({"Owner": {"ID": "o"}, "Grants": [
        {"Grantee": {"Type": "CanonicalUser", "ID": "o"}, "Permission": "FULL_CONTROL"},
    ]});
    insta::assert_snapshot!("s3_get_bucket_acl", answered(known("s3"), "GetBucketAcl", &acl));
    let place = json!({"LocationConstraint": "eu-west-1"});
    insta::assert_snapshot!("s3_location", answered(known("s3"), "GetBucketLocation", &place));
    let head = json!({
        "ETag": "\"9b2c\"", "ContentLength": 5, "ContentType": "text/plain",
        "LastModified": 1_795_510_800, "Metadata": {"team": "red\r\nx-evil: 1"},
    });
    insta::assert_snapshot!("s3_get_object", answered(known("s3"), "GetObject", &head));
    let events = json!({"Events": [
        {"EventId": "e", "EventTime": 1_795_510_800, "Resources": [{"ResourceName": "ada"}]},
    ]});
    insta::assert_snapshot!(
        "lookup_events",
        answered(known("cloudtrail"), "LookupEvents", &events)
    );
}

#[test]
fn faults_of_services() {
    let gone = Fault::new("NoSuchEntity", "The user with name ada cannot be found.", 400);
    insta::assert_snapshot!("iam_no_such_entity", refused(known("iam"), &gone));
    let denied = Fault::new("AccessDenied", "Access Denied", 403);
    insta::assert_snapshot!("sts_access_denied", refused(known("sts"), &denied));
    let key = Fault::new("NoSuchKey", "The specified key does not exist.", 404).with("Key", "a&b");
    insta::assert_snapshot!("s3_no_such_key", refused(known("s3"), &key));
    assert!(refused(known("s3"), &Fault::new("NotModified", "", 304)).ends_with("\n\n"));
    let token = Fault::new("InvalidNextTokenException", "Invalid token.", 400);
    insta::assert_snapshot!("cloudtrail_invalid_token", refused(known("cloudtrail"), &token));
}

/// Method, URI, headers, body, and what is read from them.
#[test]
fn requests_as_botocore_sends_them() {
    let copy = [("x-amz-copy-source", "b/k"), ("x-amz-meta-team", "red"), ("x-amz-tagging", "a=b")];
    let dates = [("if-modified-since", "yesterday"), ("range", "bytes=0-1")];
    for (name, service, method, uri, headers, body) in [
        (
            "create_user",
            "iam",
            Method::POST,
            "/",
            &[][..],
            "Action=CreateUser&Version=2010-05-08&UserName=ada&Tags.member.1.Key=a%26b&Tags.member.1.Value=",
        ),
        (
            "copy_object",
            "s3",
            Method::PUT,
            "/ledger/2026/%C3%A9%20b.txt?x-id=CopyObject",
            &copy[..],
            "",
        ),
        ("get_object", "s3", Method::GET, "/ledger/a+b?versionId=v", &dates[..], ""),
        (
            "delete_objects",
            "s3",
            Method::POST,
            "/ledger?delete",
            &[][..],
            "<Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Object><Key>a&amp;b</Key></Object><Object><Key> c </Key><VersionId>v</VersionId></Object><Quiet>true</Quiet></Delete>",
        ),
        ("put_bucket_policy", "s3", Method::PUT, "/ledger?policy", &[][..], "{\"Statement\":[]}"),
        (
            "lookup_events",
            "cloudtrail",
            Method::POST,
            "/",
            &[(
                "x-amz-target",
                "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents",
            )][..],
            "{\"StartTime\":1795510800.5,\"LookupAttributes\":[{\"AttributeKey\":\"Username\",\"AttributeValue\":\"ada\"}],\"NextToken\":null,\"Unknown\":1}",
        ),
    ] {
        let headers: Vec<_> = headers.iter().map(|(n, v)| ((*n).into(), (*v).into())).collect();
        let service = known(service);
        let read = with_request(&method, uri, &headers, body.as_bytes(), |request| {
            let operation = route(service, request).unwrap();
            let input = decode(service, operation, request).unwrap();
            format!("{} {:#}", operation.name, input.to_json())
        });
        insta::assert_snapshot!(format!("request_{name}"), read);
    }
}

#[test]
fn malformed_requests_in_the_words_of_aws() {
    for (service, operation, uri, body, fault) in [
        ("iam", "ListUsers", "/", "MaxItems=many", "MalformedInput"),
        ("iam", "CreateUser", "/", "UserName.x=1", "MalformedInput"),
        ("s3", "DeleteObjects", "/b?delete", "<Delete>", "MalformedXML"),
        ("s3", "ListObjectsV2", "/b?list-type=2&max-keys=x", "", "InvalidArgument"),
        ("s3", "GetObject", "/b/%FF", "", "InvalidURI"),
        (
            "cloudtrail",
            "LookupEvents",
            "/",
            "{\"MaxResults\":\"x\"}",
            "SerializationException: STRING_VALUE can not be converted to Integer",
        ),
        ("cloudtrail", "LookupEvents", "/", "{", "SerializationException"),
        (
            "cloudtrail",
            "LookupEvents",
            "/",
            "{\"NextToken\":{}}",
            "SerializationException: Start of structure or map found where not expected.",
        ),
    ] {
        let service = known(service);
        let operation = service.operation(operation).unwrap();
        let told = with_request(&Method::POST, uri, &[], body.as_bytes(), |request| {
            decode(service, operation, request).unwrap_err().to_string()
        });
        assert!(told.starts_with(fault), "{told}, not {fault}");
    }
}
