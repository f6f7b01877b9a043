//! Cases of buckets and keys.

use bartizan_posture::Topic::{
    AccountPublicAccess, BucketExposure, BucketPolicies, BucketPublicAccess, BucketVersions,
    KeyPolicies, Keys,
};
use bartizan_posture::{Outcome, Topic};
use serde_json::{Value as Json, json};

use crate::{Case, case, verdict};

fn of_bucket(topic: Topic, value: Json) -> (Topic, Vec<Json>) {
    (topic, vec![json!({"Bucket": "ledger", "Value": value})])
}

fn block(flags: [bool; 4]) -> Json {
    let [acls, ignore, policy, restrict] = flags;
    json!({"BlockPublicAcls": acls, "IgnorePublicAcls": ignore, "BlockPublicPolicy": policy,
        "RestrictPublicBuckets": restrict})
}

fn account(flags: [bool; 4]) -> (Topic, Vec<Json>) {
    (AccountPublicAccess, vec![block(flags)])
}

fn bucket(flags: [bool; 4]) -> (Topic, Vec<Json>) {
    of_bucket(BucketPublicAccess, block(flags))
}

fn exposure(is_public: bool, grantee: &str) -> (Topic, Vec<Json>) {
    let uri = format!("http://acs.amazonaws.com/groups/{grantee}");
    let grants = json!([{"Grantee": {"ID": "x"}, "Permission": "FULL_CONTROL"},
        {"Grantee": {"URI": uri}, "Permission": "READ"}]);
    of_bucket(BucketExposure, json!({"IsPublic": is_public, "Grants": grants}))
}

fn key(spec: &str, origin: &str, rotates: bool) -> (Topic, Vec<Json>) {
    (
        Keys,
        vec![json!({"KeyId": "k", "KeySpec": spec, "Origin": origin, "KeyState": "Enabled",
        "KeyRotationEnabled": rotates})],
    )
}

fn policy(principal: &Json) -> Json {
    let statement =
        json!({"Effect": "Allow", "Principal": principal, "Action": "kms:*", "Resource": "*"});
    json!(json!({"Statement": [statement]}).to_string())
}

const ON: [bool; 4] = [true; 4];
const OFF: [bool; 4] = [false; 4];
const ALL: &str = "global/AllUsers";
const LOGS: &str = "s3/LogDelivery";

pub(crate) fn cases() -> Vec<Case> {
    let tls = json!({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*",
        "Resource": ["arn:aws:s3:::ledger", "arn:aws:s3:::ledger/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]});
    let other = json!(tls.to_string().replace("ledger", "other"));
    let locked = |mode: &str| json!({"ObjectLockConfiguration": {"Rule": {"DefaultRetention": {"Mode": mode}}}});
    vec![
        case(
            "3.1.1",
            [of_bucket(BucketPolicies, json!(tls.to_string()))],
            [of_bucket(BucketPolicies, Json::Null)],
        ),
        case(
            "3.1.1",
            [of_bucket(BucketPolicies, json!(tls.to_string()))],
            [of_bucket(BucketPolicies, other)],
        ),
        case(
            "3.1.2",
            [of_bucket(BucketVersions, json!({"Status": "Enabled", "MFADelete": "Enabled"}))],
            [of_bucket(BucketVersions, json!({"Status": "Enabled"}))],
        ),
        case(
            "3.1.2",
            [of_bucket(BucketVersions, locked("COMPLIANCE"))],
            [of_bucket(BucketVersions, locked("GOVERNANCE"))],
        ),
        case("3.1.4", [account(ON), bucket(OFF)], [account(OFF), bucket(OFF)]),
        case(
            "3.1.4",
            [account(OFF), bucket(ON)],
            [account(OFF), bucket([true, true, false, true])],
        ),
        case(
            "3.1.4",
            [account([true, true, false, false]), bucket([false, false, true, true])],
            [account([true, true, false, false]), bucket([false, true, true, false])],
        ),
        case("3.1.4", [account(ON)], [(AccountPublicAccess, vec![Json::Null])]),
        case(
            "4.6",
            [key("SYMMETRIC_DEFAULT", "AWS_KMS", true)],
            [key("SYMMETRIC_DEFAULT", "AWS_KMS", false)],
        ),
        case(
            "B.2",
            [account(OFF), bucket(OFF), exposure(false, LOGS)],
            [account(OFF), bucket(OFF), exposure(true, LOGS)],
        ),
        case(
            "B.2",
            [account(OFF), bucket([false, true, false, true]), exposure(true, ALL)],
            [account(OFF), bucket([true, false, true, false]), exposure(false, ALL)],
        ),
        case("B.2", [account(ON), exposure(true, ALL)], [account(OFF), exposure(true, ALL)]),
        case(
            "B.3",
            [(KeyPolicies, vec![policy(&json!({"AWS": "arn:aws:iam::123456789012:root"}))])],
            [(KeyPolicies, vec![policy(&json!("*"))])],
        ),
    ]
}

#[test]
fn keys_that_cannot_rotate_are_not_asked_to() {
    for key in [key("RSA_2048", "AWS_KMS", false), key("SYMMETRIC_DEFAULT", "EXTERNAL", false)] {
        assert_eq!(verdict("4.6", &[key]).outcome, Outcome::NotApplicable);
    }
}

#[test]
fn the_statement_that_mends_is_added_to_what_is_there() {
    let policy = json!({"Statement": {"Sid": "Mine", "Effect": "Allow"}}).to_string();
    let failed = verdict("3.1.1", &[of_bucket(BucketPolicies, json!(policy))]);
    let command = &failed.evidence[0].command;
    let (head, text) = command.split_once(" --policy ").unwrap();
    assert_eq!(head, "aws s3api put-bucket-policy --bucket ledger");
    let mended = json!({"Bucket": "ledger", "Value": text.trim_matches('\'')});
    assert!(text.contains("\"Sid\":\"Mine\""), "{text}");
    assert_eq!(verdict("3.1.1", &[(BucketPolicies, vec![mended])]).outcome, Outcome::Passed);
}
