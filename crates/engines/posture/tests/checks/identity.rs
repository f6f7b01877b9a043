//! Cases of users, their credentials, and who is granted what.

use bartizan_posture::Topic::{
    GroupDetails, PolicyDetails, RoleDetails, ServerCertificates, UserDetails, Users,
};
use bartizan_posture::{Outcome, Topic};
use serde_json::{Value as Json, json};

use crate::{Case, case, verdict};

const MADE: &str = "2026-11-01T00:00:00Z";
const STAR: &str = r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
const SOME: &str = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;

fn user(password: bool, devices: usize, keys: &[Json]) -> (Topic, Vec<Json>) {
    let profile = if password { json!({"CreateDate": MADE}) } else { Json::Null };
    let devices = vec![json!({"SerialNumber": "s"}); devices];
    let user = json!({"UserName": "ada", "CreateDate": MADE, "LoginProfile": profile,
        "MFADevices": devices, "AccessKeys": keys});
    (Users, vec![user])
}

fn key(status: &str, made: &str, used: Option<&str>) -> Json {
    json!({"AccessKeyId": "AKIA1", "Status": status, "CreateDate": made, "LastUsedDate": used})
}

fn password(last: Option<&str>, made: &str) -> (Topic, Vec<Json>) {
    let user = json!({"UserName": "ada", "CreateDate": made, "LoginProfile": {"CreateDate": made},
        "PasswordLastUsed": last, "MFADevices": [], "AccessKeys": []});
    (Users, vec![user])
}

fn credentials() -> Vec<Case> {
    let later = "2026-11-01T00:01:01Z";
    let (old, idle) = ("2026-08-28T00:00:00Z", "2026-08-29T00:00:00Z");
    vec![
        case("2.9", [user(true, 1, &[])], [user(true, 0, &[])]),
        case(
            "2.10",
            [user(true, 1, &[key("Active", later, None)])],
            [user(true, 1, &[key("Active", MADE, None)])],
        ),
        case(
            "2.10",
            [user(true, 1, &[key("Active", MADE, Some(later)), key("Inactive", MADE, None)])],
            [user(true, 1, &[json!({"Status": "Active"})])],
        ),
        case("2.11", [password(None, MADE)], [password(None, idle)]),
        case("2.11", [password(Some(MADE), idle)], [password(Some(idle), idle)]),
        case(
            "2.11",
            [user(false, 0, &[key("Active", idle, Some(MADE)), key("Active", MADE, None)])],
            [user(false, 0, &[key("Active", idle, None)])],
        ),
        case(
            "2.12",
            [user(false, 0, &[key("Active", MADE, None), key("Inactive", MADE, None)])],
            [user(false, 0, &[key("Active", MADE, None), key("Active", later, None)])],
        ),
        case(
            "2.13",
            [user(false, 0, &[key("Active", idle, None), key("Inactive", old, None)])],
            [user(false, 0, &[key("Active", old, None)])],
        ),
    ]
}

fn holder(name: &str, inline: &str, documents: &[&str], attached: &[&str]) -> Json {
    let inline_policies: Vec<Json> =
        documents.iter().map(|one| json!({"PolicyName": "in", "PolicyDocument": one})).collect();
    let attached: Vec<Json> = attached.iter().map(|arn| json!({"PolicyArn": arn})).collect();
    json!({name: "ada", inline: inline_policies, "AttachedManagedPolicies": attached})
}

fn user_detail(documents: &[&str], attached: &[&str]) -> (Topic, Vec<Json>) {
    (UserDetails, vec![holder("UserName", "UserPolicyList", documents, attached)])
}

fn role_detail(documents: &[&str], attached: &[&str]) -> (Topic, Vec<Json>) {
    (RoleDetails, vec![holder("RoleName", "RolePolicyList", documents, attached)])
}

fn group_detail(documents: &[&str], attached: &[&str]) -> (Topic, Vec<Json>) {
    (GroupDetails, vec![holder("GroupName", "GroupPolicyList", documents, attached)])
}

fn managed(arn: &str, now: &str, before: &str) -> (Topic, Vec<Json>) {
    let versions = json!([{"Document": before, "IsDefaultVersion": false},
        {"Document": now, "IsDefaultVersion": true}]);
    (PolicyDetails, vec![json!({"Arn": arn, "PolicyVersionList": versions})])
}

fn trust(statement: &Json) -> [(Topic, Vec<Json>); 1] {
    let policy = json!({"Statement": [statement]}).to_string();
    [(RoleDetails, vec![json!({"RoleName": "r", "AssumeRolePolicyDocument": policy})])]
}

pub(crate) fn cases() -> Vec<Case> {
    let arn = "arn:aws:iam::123456789012:policy/p";
    let encoded = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C\
        %22Resource%22%3A%22%2A%22%7D%7D";
    let allow = |principal: Json| json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
    let shell = "arn:aws:iam::aws:policy/AWSCloudShellFullAccess";
    let support = "arn:aws:iam::aws:policy/AWSSupportAccess";
    let expires = |at: &str| {
        [(ServerCertificates, vec![json!({"ServerCertificateName": "c", "Expiration": at})])]
    };
    let mut cases = credentials();
    cases.extend([
        case("2.14", [user_detail(&[], &[])], [user_detail(&[SOME], &[])]),
        case("2.14", [user_detail(&[], &[])], [user_detail(&[], &[arn])]),
        case("2.15", [user_detail(&[SOME], &[])], [user_detail(&[SOME, STAR], &[])]),
        case("2.15", [group_detail(&[SOME], &[])], [group_detail(&[encoded], &[])]),
        case(
            "2.15",
            [role_detail(&[], &[arn]), managed(arn, SOME, STAR)],
            [role_detail(&[], &[arn]), managed(arn, STAR, SOME)],
        ),
        case(
            "2.15",
            [role_detail(&[], &[]), managed(arn, STAR, STAR)],
            [role_detail(&[], &["arn:aws:iam::aws:policy/AdministratorAccess"])],
        ),
        case("2.16", [role_detail(&[], &[arn, support])], [role_detail(&[], &[arn])]),
        case("2.18", expires("2026-11-27T00:00:01Z"), expires("2026-11-27T00:00:00Z")),
        case("2.21", [user_detail(&[], &[arn])], [group_detail(&[], &[shell])]),
        case(
            "B.1",
            trust(&allow(json!({"AWS": "arn:aws:iam::123456789012:root"}))),
            trust(&allow(json!({"AWS": ["arn:aws:iam::1:root", "*"]}))),
        ),
    ]);
    cases
}

#[test]
fn who_has_no_credentials_is_not_asked_for_them() {
    for id in ["2.9", "2.10", "2.11", "2.13"] {
        assert_eq!(verdict(id, &[user(false, 0, &[])]).outcome, Outcome::NotApplicable, "{id}");
    }
}

#[test]
fn a_policy_that_is_not_known_is_not_passed() {
    let role = role_detail(&[], &["arn:aws:iam::123456789012:policy/other"]);
    assert_eq!(verdict("2.15", &[role]).outcome, Outcome::NotAssessed);
    let broken = role_detail(&["{"], &[]);
    assert_eq!(verdict("2.15", &[broken]).outcome, Outcome::NotAssessed);
}

#[test]
fn commands_name_who_and_what() {
    let failed = verdict("2.15", &[role_detail(&[STAR], &[])]);
    let expected = "aws iam delete-role-policy --role-name ada --policy-name in";
    assert_eq!(failed.evidence[0].command, expected);
    let failed = verdict("2.14", &[user_detail(&[], &["arn:aws:iam::aws:policy/ReadOnlyAccess"])]);
    let expected = "aws iam detach-user-policy --user-name ada --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess";
    assert_eq!(failed.evidence[0].command, expected);
}
