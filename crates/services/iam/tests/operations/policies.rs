//! A case for each operation of managed policies, of the simulator, and of what an account tells.

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

use crate::roles::{builder, role_arn};

/// A policy that allows to read a bucket.
pub(crate) const ALLOW: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::letters/*"}]}"#;

/// The policy that cases make.
pub(crate) fn policy() -> Json {
    json!({ "PolicyName": "reader", "PolicyDocument": ALLOW })
}

/// Its ARN.
pub(crate) fn policy_arn() -> String {
    format!("arn:aws:iam::{ACCOUNT}:policy/reader")
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = of_policies();
    cases.extend(of_versions());
    cases.extend(of_the_simulator());
    cases
}

fn with_policy(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreatePolicy", policy())
}

fn of_policies() -> Vec<Case> {
    let arn = || json!({ "PolicyArn": policy_arn() });
    let tags = || json!({ "PolicyArn": policy_arn(), "Tags": [{ "Key": "team", "Value": "red" }] });
    vec![
        Case::new("CreatePolicy", policy()),
        with_policy("GetPolicy", arn()),
        with_policy("DeletePolicy", arn()),
        with_policy("ListPolicies", json!({ "Scope": "Local" })),
        with_policy("ListEntitiesForPolicy", arn()),
        with_policy("TagPolicy", tags()),
        with_policy("UntagPolicy", json!({ "PolicyArn": policy_arn(), "TagKeys": ["team"] }))
            .after("TagPolicy", tags()),
        with_policy("ListPolicyTags", arn()).after("TagPolicy", tags()),
        Case::new(
            "ListPoliciesGrantingServiceAccess",
            json!({ "Arn": role_arn(), "ServiceNamespaces": ["s3"] }),
        )
        .after("CreateRole", builder()),
        with_policy("GetAccountAuthorizationDetails", json!({ "Filter": ["LocalManagedPolicy"] })),
    ]
}

fn of_versions() -> Vec<Case> {
    let second = || json!({ "PolicyArn": policy_arn(), "PolicyDocument": ALLOW });
    let version = |id: &str| json!({ "PolicyArn": policy_arn(), "VersionId": id });
    vec![
        with_policy("CreatePolicyVersion", second()),
        with_policy("GetPolicyVersion", version("v1")),
        with_policy("ListPolicyVersions", json!({ "PolicyArn": policy_arn() })),
        with_policy("SetDefaultPolicyVersion", version("v2"))
            .after("CreatePolicyVersion", second()),
        with_policy("DeletePolicyVersion", version("v2")).after("CreatePolicyVersion", second()),
    ]
}

fn of_the_simulator() -> Vec<Case> {
    let source = || json!({ "PolicySourceArn": role_arn() });
    vec![
        Case::new(
            "SimulateCustomPolicy",
            json!({ "PolicyInputList": [ALLOW], "ActionNames": ["s3:GetObject"] }),
        ),
        Case::new(
            "SimulatePrincipalPolicy",
            json!({ "PolicySourceArn": role_arn(), "ActionNames": ["s3:GetObject"] }),
        )
        .after("CreateRole", builder()),
        Case::new("GetContextKeysForCustomPolicy", json!({ "PolicyInputList": [ALLOW] })),
        Case::new("GetContextKeysForPrincipalPolicy", source()).after("CreateRole", builder()),
    ]
}
