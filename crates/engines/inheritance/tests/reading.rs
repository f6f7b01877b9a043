//! What is read as a policy of each type, and what is refused, and where. What Organizations itself
//! takes and refuses is marked: those cases are recorded from it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use bartizan_inheritance::{Policy, PolicyType, Refusal};
use serde_json::{Map, Value};

#[test]
fn every_type_of_the_api_has_a_name() {
    for kind in PolicyType::ALL {
        assert_eq!(PolicyType::from_name(kind.name()), Some(kind));
    }
    assert_eq!(PolicyType::from_name("SERVICE_CONTROL_POLICY"), None);
}

/// Examples of the User Guide's pages on the syntax of each type.
#[test]
fn the_documented_examples_are_read() {
    let examples: Map<String, Value> =
        serde_json::from_str(include_str!("data/examples.json")).unwrap();
    for kind in PolicyType::ALL {
        if kind != PolicyType::SecurityHubCspm {
            let text = examples[kind.name()].to_string();
            assert_eq!(Policy::parse(kind, &text).map(|policy| policy.kind()), Ok(kind), "{text}");
        }
    }
}

/// Recorded from Organizations: tag policies that `CreatePolicy` takes.
#[test]
fn tag_policies_that_organizations_takes() {
    for text in [
        r#"{"tags": {}}"#,
        r#"{"tags": {"key": {}}}"#,
        r#"{"TAGS": {"Key": {"tag_key": {"@@assign": "Key"}, "TAG_VALUE": {"@@Assign": ["red"]}}}}"#,
        r#"{"tags": {"key": {"tag_value": {"@@assign": [12, true, null]}}}}"#,
        r#"{"tags": {"key": {"tag_value": {"@@assign": ["a"], "@@append": ["b"]}}}}"#,
        r#"{"tags": {"@@operators_allowed_for_child_policies": ["@@all", "@@assign"]}}"#,
        r#"{"tags": {"@@Operators_Allowed_For_Child_Policies": ["@@None"]}}"#,
        r#"{"tags": {"@@operators_allowed_for_child_policies": ["@@assign", "@@Assign"]}}"#,
        r#"{"tags": {"key": {"enforced_for": {"@@assign": ["ecs:ALL_SUPPORTED", "sqs:queue"]}}}}"#,
        r#"{"tags": {}, "@@assign": null}"#,
        r#"{"tags": {}, "@@append": ["value"]}"#,
    ] {
        assert!(Policy::parse(PolicyType::Tag, text).is_ok(), "{text}");
    }
}

/// Recorded from Organizations, but for the place and the reason: what `CreatePolicy` refuses.
#[test]
fn tag_policies_that_organizations_refuses() {
    for (text, problem, pointer) in [
        ("{}", "the type's own key is missing", ""),
        (r#"{"wrong": {}}"#, "the field is unknown", "/wrong"),
        (r#"{"tags": {}, "tags": {}}"#, "the key occurs twice", "/tags"),
        (r#"{"tags": {"Key": {}, "key": {}}}"#, "the key occurs twice", "/tags/key"),
        (r#"{"tags": {"": {}}}"#, "the name must be 1 to 128 characters", "/tags/"),
        (r#"{"tags": {"k": {"unknown": {}}}}"#, "the field is unknown", "/tags/k/unknown"),
        (
            r#"{"tags": {"k": {"tag_key": "k"}}}"#,
            "an object with operators or settings is missing",
            "/tags/k/tag_key",
        ),
        (
            r#"{"tags": {"a/b": {"tag_key": {"@@assign": "other"}}}}"#,
            "the value must be the name of the setting around it, in any case",
            "/tags/a~1b/tag_key/@@assign",
        ),
        (
            r#"{"tags": {"k": {"tag_key": {"@@append": ["k"]}}}}"#,
            "a setting of one value takes @@assign only",
            "/tags/k/tag_key/@@append",
        ),
        (
            r#"{"tags": {"k": {"tag_value": {"@@assign": ["a*b*"]}}}}"#,
            "the value must be up to 256 characters with at most one `*`",
            "/tags/k/tag_value/@@assign",
        ),
        (
            r#"{"tags": {"k": {"tag_value": {"@@assign": [{"x": "y"}]}}}}"#,
            "a value is missing",
            "/tags/k/tag_value/@@assign",
        ),
        (
            r#"{"tags": {"@@assign": ["value"]}}"#,
            "only settings with values take this operator",
            "/tags/@@assign",
        ),
        (
            r#"{"tags": {}, "@@assign": {}}"#,
            "only settings with values take this operator",
            "/@@assign",
        ),
        (
            r#"{"tags": {"@@operators_allowed_for_child_policies": ["@@none", "@@remove"]}}"#,
            "@@none must stand alone",
            "/tags/@@operators_allowed_for_child_policies",
        ),
        (
            r#"{"tags": {"@@operators_allowed_for_child_policies": ["@@assign", "@@assign"]}}"#,
            "a child control operator occurs twice",
            "/tags/@@operators_allowed_for_child_policies",
        ),
        (
            r#"{"tags": {"@@operators_allowed_for_child_policies": ["@@wrong"]}}"#,
            "a child control operator is unknown",
            "/tags/@@operators_allowed_for_child_policies",
        ),
    ] {
        match Policy::parse(PolicyType::Tag, text) {
            Err(Refusal::Malformed { problem: found, pointer: place, .. }) => {
                assert_eq!((found.as_str(), place.as_str()), (problem, pointer), "{text}");
            }
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn other_types_refuse_what_their_page_does_not_have() {
    for (kind, text) in [
        (PolicyType::AiServicesOptOut, r#"{"services": {"nosuchservice": {}}}"#),
        (
            PolicyType::AiServicesOptOut,
            r#"{"services": {"default": {"opt_out_policy": {"@@assign": "optout"}}}}"#,
        ),
        (
            PolicyType::S3,
            r#"{"s3_attributes": {"public_access_block_configuration": {"@@assign": "some"}}}"#,
        ),
        (
            PolicyType::Inspector,
            r#"{"inspector": {"enablement": {"ec2_scanning": {"enable_in_regions": {"@@assign": ["mars"]}}}}}"#,
        ),
        (
            PolicyType::Inspector,
            r#"{"inspector": {"enablement": {"ec2_scanning": {"enable_in_regions": {"@@assign": "us-east-1"}}}}}"#,
        ),
        (
            PolicyType::DeclarativeEc2,
            r#"{"ec2_attributes": {"serial_console_access": {"status": {"@@assign": "on"}}}}"#,
        ),
        (
            PolicyType::DeclarativeEc2,
            r#"{"ec2_attributes": {"instance_metadata_defaults": {"http_put_response_hop_limit": {"@@assign": "65"}}}}"#,
        ),
        (
            PolicyType::Backup,
            r#"{"plans": {"p": {"rules": {"r": {"start_backup_window_minutes": {"@@assign": "59"}}}}}}"#,
        ),
        (
            PolicyType::Backup,
            r#"{"plans": {"p": {"rules": {"r": {"copy_actions": {"vault": {}}}}}}}"#,
        ),
        (
            PolicyType::Bedrock,
            r#"{"bedrock": {"guardrail_inference": {"us-east-1": {"c": {"identifier": {"@@assign": "arn:aws:bedrock:us-east-1:123456789012:guardrail/g:DRAFT"}}}}}}"#,
        ),
        (
            PolicyType::GuardDuty,
            r#"{"guardduty": {"enablement": {"default": {"foundational": {"status": {"@@assign": true}}}}}}"#,
        ),
    ] {
        let refused = Policy::parse(kind, text);
        assert!(matches!(refused, Err(Refusal::Malformed { .. })), "{text}: {refused:?}");
    }
}

#[test]
fn a_refusal_says_what_and_where() {
    let text = "{\"tags\": {\n  \"k\": {\"unknown\": {}}}}";
    let refusal = Policy::parse(PolicyType::Tag, text).unwrap_err();
    assert_eq!(refusal.to_string(), "the field is unknown at `/tags/k/unknown`, line 2 column 19");
    let refusal = Policy::parse(PolicyType::Tag, "{\"tags\"").unwrap_err();
    assert_eq!(refusal.to_string(), "a colon is missing at ``, line 1 column 7");
}

/// "Quotas and service limits": the size counts all characters, white space too.
#[test]
fn a_policy_has_a_size_at_most() {
    for (kind, text, characters_max) in [
        (PolicyType::Tag, r#"{"tags": {}}"#, 10_000),
        (PolicyType::AiServicesOptOut, r#"{"services": {}}"#, 2_500),
    ] {
        let full = format!("{text}{}", " ".repeat(characters_max - text.len()));
        assert!(Policy::parse(kind, &full).is_ok());
        assert_eq!(
            Policy::parse(kind, &format!("{full} ")),
            Err(Refusal::TooLong { characters: characters_max + 1, characters_max })
        );
    }
}

#[test]
fn a_type_of_unknown_syntax_is_refused() {
    let refusal = Policy::parse(PolicyType::SecurityHubCspm, "{}").unwrap_err();
    assert_eq!(refusal, Refusal::Unsupported(PolicyType::SecurityHubCspm));
    assert_eq!(
        refusal.to_string(),
        "policies of the type SECURITYHUB_CSPM_POLICY are not supported"
    );
}
