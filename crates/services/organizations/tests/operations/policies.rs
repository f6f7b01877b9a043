//! Policies and where they are attached.

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

use super::{ROOT, UNIT, organized, rooted, with_unit};

const POLICY: &str = "$CreatePolicy.Policy.PolicySummary.Id";
const SCP: &str = "SERVICE_CONTROL_POLICY";
const TAGS: &str = "TAG_POLICY";

fn policy() -> Json {
    json!({
        "Name": "no-s3", "Description": "nobody uses S3", "Type": SCP,
        "Content": r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#,
        "Tags": [{ "Key": "team", "Value": "red" }],
    })
}

fn with_policy(operation: &'static str, input: Json) -> Case {
    with_unit(operation, input)
        .after("EnablePolicyType", enabling())
        .after("CreatePolicy", policy())
}

fn enabling() -> Json {
    json!({ "RootId": ROOT, "PolicyType": SCP })
}

fn attached(operation: &'static str, input: Json) -> Case {
    with_policy(operation, input)
        .after("AttachPolicy", json!({ "PolicyId": POLICY, "TargetId": UNIT }))
}

/// A case in an organization whose management account has a tag policy.
fn with_tag_policy(operation: &'static str, input: Json) -> Case {
    let policy = json!({
        "Name": "tags", "Description": "", "Type": TAGS,
        "Content": r#"{"tags":{"team":{"tag_key":{"@@assign":"Team"}}}}"#,
    });
    rooted(operation, input)
        .after("EnablePolicyType", json!({ "RootId": ROOT, "PolicyType": TAGS }))
        .after("CreatePolicy", policy)
        .after("AttachPolicy", json!({ "PolicyId": POLICY, "TargetId": ACCOUNT }))
}

pub(crate) fn cases() -> Vec<Case> {
    let named = json!({ "PolicyId": POLICY });
    vec![
        organized("CreatePolicy", policy()),
        with_policy("DescribePolicy", named.clone()),
        with_policy("UpdatePolicy", json!({ "PolicyId": POLICY, "Name": "nothing-of-s3" })),
        with_policy("DeletePolicy", named.clone()),
        with_policy("AttachPolicy", json!({ "PolicyId": POLICY, "TargetId": UNIT })),
        attached("DetachPolicy", json!({ "PolicyId": POLICY, "TargetId": UNIT })),
        with_policy("ListPolicies", json!({ "Filter": SCP })),
        attached("ListPoliciesForTarget", json!({ "TargetId": UNIT, "Filter": SCP })),
        attached("ListTargetsForPolicy", named),
        rooted("EnablePolicyType", enabling()),
        rooted("DisablePolicyType", enabling()).after("EnablePolicyType", enabling()),
        with_tag_policy("DescribeEffectivePolicy", json!({ "PolicyType": TAGS })),
        with_tag_policy(
            "ListEffectivePolicyValidationErrors",
            json!({ "AccountId": ACCOUNT, "PolicyType": TAGS }),
        ),
        with_tag_policy("ListAccountsWithInvalidEffectivePolicy", json!({ "PolicyType": TAGS })),
    ]
}
