//! A case for each operation of roles and instance profiles.

use bartizan_service::testkit::{ACCOUNT, Case};
use serde_json::{Value as Json, json};

use crate::policies::{ALLOW, policy, policy_arn};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = of_roles();
    cases.extend(of_role_policies());
    cases.extend(of_linked_roles());
    cases.extend(of_instance_profiles());
    cases
}

fn role() -> Json {
    json!({ "RoleName": "builder", "Path": "/ci/", "AssumeRolePolicyDocument": TRUST })
}

fn with_role(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateRole", role())
}

fn of_roles() -> Vec<Case> {
    let name = || json!({ "RoleName": "builder" });
    let tags = json!({ "RoleName": "builder", "Tags": [{ "Key": "team", "Value": "red" }] });
    let mut made = role();
    made["Tags"] = json!([{ "Key": "team", "Value": "red" }]);
    made["MaxSessionDuration"] = json!(7200);
    vec![
        Case::new("CreateRole", made),
        with_role("GetRole", name()),
        with_role("ListRoles", json!({ "PathPrefix": "/ci/" })),
        with_role("UpdateRole", json!({ "RoleName": "builder", "MaxSessionDuration": 7200 })),
        with_role("UpdateRoleDescription", json!({ "RoleName": "builder", "Description": "CI" })),
        with_role(
            "UpdateAssumeRolePolicy",
            json!({ "RoleName": "builder", "PolicyDocument": TRUST }),
        ),
        with_role("DeleteRole", name()),
        with_role("TagRole", tags.clone()),
        with_role("UntagRole", json!({ "RoleName": "builder", "TagKeys": ["team"] }))
            .after("TagRole", tags.clone()),
        with_role("ListRoleTags", name()).after("TagRole", tags),
    ]
}

fn of_role_policies() -> Vec<Case> {
    let name = || json!({ "RoleName": "builder" });
    let inline = || json!({ "RoleName": "builder", "PolicyName": "build" });
    let put = || json!({ "RoleName": "builder", "PolicyName": "build", "PolicyDocument": ALLOW });
    let attached = || json!({ "RoleName": "builder", "PolicyArn": policy_arn() });
    let boundary = || json!({ "RoleName": "builder", "PermissionsBoundary": policy_arn() });
    vec![
        with_role("PutRolePolicy", put()),
        with_role("GetRolePolicy", inline()).after("PutRolePolicy", put()),
        with_role("DeleteRolePolicy", inline()).after("PutRolePolicy", put()),
        with_role("ListRolePolicies", name()).after("PutRolePolicy", put()),
        with_role("AttachRolePolicy", attached()).after("CreatePolicy", policy()),
        with_role("DetachRolePolicy", attached())
            .after("CreatePolicy", policy())
            .after("AttachRolePolicy", attached()),
        with_role("ListAttachedRolePolicies", name())
            .after("CreatePolicy", policy())
            .after("AttachRolePolicy", attached()),
        with_role("PutRolePermissionsBoundary", boundary()).after("CreatePolicy", policy()),
        with_role("DeleteRolePermissionsBoundary", name())
            .after("CreatePolicy", policy())
            .after("PutRolePermissionsBoundary", boundary()),
    ]
}

fn of_linked_roles() -> Vec<Case> {
    let service = || json!({ "AWSServiceName": "guardduty.amazonaws.com" });
    let role = || json!({ "RoleName": "AWSServiceRoleForAmazonGuardDuty" });
    vec![
        Case::new("CreateServiceLinkedRole", service()),
        Case::new("DeleteServiceLinkedRole", role()).after("CreateServiceLinkedRole", service()),
        Case::new(
            "GetServiceLinkedRoleDeletionStatus",
            json!({ "DeletionTaskId": "$DeleteServiceLinkedRole.DeletionTaskId" }),
        )
        .after("CreateServiceLinkedRole", service())
        .after("DeleteServiceLinkedRole", role()),
    ]
}

fn of_instance_profiles() -> Vec<Case> {
    let profile = || json!({ "InstanceProfileName": "machine" });
    let with_profile = |operation: &'static str, input: Json| {
        Case::new(operation, input).after("CreateInstanceProfile", profile())
    };
    let both = || json!({ "InstanceProfileName": "machine", "RoleName": "builder" });
    let tags =
        || json!({ "InstanceProfileName": "machine", "Tags": [{ "Key": "team", "Value": "red" }] });
    vec![
        Case::new("CreateInstanceProfile", profile()),
        with_profile("GetInstanceProfile", profile()),
        with_profile("DeleteInstanceProfile", profile()),
        with_profile("ListInstanceProfiles", json!({})),
        with_profile("AddRoleToInstanceProfile", both()).after("CreateRole", role()),
        with_profile("RemoveRoleFromInstanceProfile", both())
            .after("CreateRole", role())
            .after("AddRoleToInstanceProfile", both()),
        with_profile("ListInstanceProfilesForRole", json!({ "RoleName": "builder" }))
            .after("CreateRole", role())
            .after("AddRoleToInstanceProfile", both()),
        with_profile("TagInstanceProfile", tags()),
        with_profile(
            "UntagInstanceProfile",
            json!({ "InstanceProfileName": "machine", "TagKeys": ["team"] }),
        )
        .after("TagInstanceProfile", tags()),
        with_profile("ListInstanceProfileTags", profile()).after("TagInstanceProfile", tags()),
    ]
}

/// The ARN of the role that the cases make.
pub(crate) fn role_arn() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/ci/builder")
}

/// The role that the cases make.
pub(crate) fn builder() -> Json {
    role()
}
