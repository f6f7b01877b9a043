//! A case for each operation of users, groups and access keys.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::policies::{ALLOW, policy, policy_arn};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = of_users();
    cases.extend(of_user_policies());
    cases.extend(of_groups());
    cases.extend(of_group_policies());
    cases.extend(of_access_keys());
    cases
}

fn with_user(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateUser", json!({ "UserName": "ada" }))
}

fn with_group(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input)
        .after("CreateGroup", json!({ "GroupName": "writers", "Path": "/team/" }))
}

fn of_users() -> Vec<Case> {
    let name = || json!({ "UserName": "ada" });
    let tags = || json!({ "UserName": "ada", "Tags": [{ "Key": "team", "Value": "red" }] });
    let boundary = || json!({ "UserName": "ada", "PermissionsBoundary": policy_arn() });
    let mut made = tags();
    made["Path"] = json!("/team/");
    vec![
        Case::new("CreateUser", made),
        with_user("GetUser", name()),
        with_user("UpdateUser", json!({ "UserName": "ada", "NewUserName": "lovelace" })),
        with_user("DeleteUser", name()),
        with_user("ListUsers", json!({ "PathPrefix": "/" })),
        with_user("TagUser", tags()),
        with_user("UntagUser", json!({ "UserName": "ada", "TagKeys": ["team"] }))
            .after("TagUser", tags()),
        with_user("ListUserTags", name()),
        with_user("PutUserPermissionsBoundary", boundary()).after("CreatePolicy", policy()),
        with_user("DeleteUserPermissionsBoundary", name())
            .after("CreatePolicy", policy())
            .after("PutUserPermissionsBoundary", boundary()),
    ]
}

fn of_user_policies() -> Vec<Case> {
    let name = || json!({ "UserName": "ada" });
    let inline = || json!({ "UserName": "ada", "PolicyName": "read" });
    let put = || json!({ "UserName": "ada", "PolicyName": "read", "PolicyDocument": ALLOW });
    let attached = || json!({ "UserName": "ada", "PolicyArn": policy_arn() });
    vec![
        with_user("PutUserPolicy", put()),
        with_user("GetUserPolicy", inline()).after("PutUserPolicy", put()),
        with_user("DeleteUserPolicy", inline()).after("PutUserPolicy", put()),
        with_user("ListUserPolicies", name()),
        with_user("AttachUserPolicy", attached()).after("CreatePolicy", policy()),
        with_user("DetachUserPolicy", attached())
            .after("CreatePolicy", policy())
            .after("AttachUserPolicy", attached()),
        with_user("ListAttachedUserPolicies", name()),
    ]
}

fn of_groups() -> Vec<Case> {
    let name = || json!({ "GroupName": "writers" });
    let member = || json!({ "GroupName": "writers", "UserName": "ada" });
    let ada = || json!({ "UserName": "ada" });
    vec![
        Case::new("CreateGroup", json!({ "GroupName": "writers", "Path": "/team/" })),
        with_group("GetGroup", name()),
        with_group("UpdateGroup", json!({ "GroupName": "writers", "NewPath": "/" })),
        with_group("DeleteGroup", name()),
        with_group("ListGroups", json!({})),
        with_group("AddUserToGroup", member()).after("CreateUser", ada()),
        with_group("RemoveUserFromGroup", member())
            .after("CreateUser", ada())
            .after("AddUserToGroup", member()),
        with_user("ListGroupsForUser", ada()),
    ]
}

fn of_group_policies() -> Vec<Case> {
    let name = || json!({ "GroupName": "writers" });
    let inline = || json!({ "GroupName": "writers", "PolicyName": "read" });
    let put = || json!({ "GroupName": "writers", "PolicyName": "read", "PolicyDocument": ALLOW });
    let attached = || {
        let arn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
        json!({ "GroupName": "writers", "PolicyArn": arn })
    };
    vec![
        with_group("PutGroupPolicy", put()),
        with_group("GetGroupPolicy", inline()).after("PutGroupPolicy", put()),
        with_group("DeleteGroupPolicy", inline()).after("PutGroupPolicy", put()),
        with_group("ListGroupPolicies", name()),
        with_group("AttachGroupPolicy", attached()),
        with_group("DetachGroupPolicy", attached()).after("AttachGroupPolicy", attached()),
        with_group("ListAttachedGroupPolicies", name()),
    ]
}

fn of_access_keys() -> Vec<Case> {
    let ada = || json!({ "UserName": "ada" });
    let id = "$CreateAccessKey.AccessKey.AccessKeyId";
    let key = || json!({ "UserName": "ada", "AccessKeyId": id });
    let with_key = |operation, input| with_user(operation, input).after("CreateAccessKey", ada());
    vec![
        with_user("CreateAccessKey", ada()),
        with_key(
            "UpdateAccessKey",
            json!({ "UserName": "ada", "AccessKeyId": id, "Status": "Inactive" }),
        ),
        with_key("DeleteAccessKey", key()),
        with_key("ListAccessKeys", ada()),
        with_key("GetAccessKeyLastUsed", json!({ "AccessKeyId": id })),
    ]
}
