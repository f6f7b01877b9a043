//! Grants: they admit from when they are made on, and nobody once they are ended.

use std::sync::Arc;

use bartizan_policy::{Attached, Policy, PolicyKind};
use bartizan_service::testkit::{ACCOUNT, Case, World, admin, nobody, root};
use bartizan_service::types::{Arn, Principal, Session, SessionKind, Timestamp, UniqueId};
use bartizan_service::{Caller, SessionFacts};
use serde_json::{Value as Json, json};

use super::decision::stranger;
use super::{KEY, OTHER, arn, ask, done, key, made, refused, world};

pub(crate) fn cases() -> Vec<Case> {
    let granted = |operation: &'static str, input: Json| {
        let mut case = made(operation, input);
        case.before.push(("CreateGrant", grant(KEY, &["DescribeKey"]), None));
        case
    };
    let named = json!({ "KeyId": KEY, "GrantId": "$CreateGrant.GrantId" });
    vec![
        made("CreateGrant", grant(KEY, &["Decrypt", "DescribeKey"])),
        granted("ListGrants", json!({ "KeyId": KEY })),
        granted("ListRetirableGrants", json!({ "RetiringPrincipal": user("admin") })),
        granted("RevokeGrant", named.clone()),
        granted("RetireGrant", named),
    ]
}

fn user(name: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:user/{name}")
}

/// A grant of operations to the user who may do nothing.
fn grant(key: &str, operations: &[&str]) -> Json {
    json!({
        "KeyId": key,
        "GranteePrincipal": user("nobody"),
        "RetiringPrincipal": user("admin"),
        "Operations": operations,
    })
}

async fn may_describe(world: &World, id: &str) -> bool {
    ask(world, &nobody(), "DescribeKey", json!({ "KeyId": id })).await.is_ok()
}

#[tokio::test]
async fn a_grant_admits_at_once_and_a_revoked_one_no_more() {
    let world = world();
    let id = key(&world, json!({})).await;
    assert!(!may_describe(&world, &id).await);
    let granted = done(&world, "CreateGrant", grant(&id, &["DescribeKey"])).await;
    assert!(may_describe(&world, &id).await);
    let tokens = json!([granted["GrantToken"]]);
    let described = json!({ "KeyId": id, "GrantTokens": tokens });
    assert!(ask(&world, &nobody(), "DescribeKey", described).await.is_ok());
    let named = json!({ "KeyId": id, "GrantId": granted["GrantId"] });
    done(&world, "RevokeGrant", named.clone()).await;
    assert!(!may_describe(&world, &id).await);
    let (code, message) = refused(&world, "RevokeGrant", named).await;
    let missing = format!("Grant ID {} not found", granted["GrantId"].as_str().unwrap());
    assert_eq!((code.as_str(), message), ("NotFoundException", missing));
}

#[tokio::test]
async fn an_explicit_deny_of_the_key_policy_is_stronger_than_a_grant() {
    let world = world();
    let id = key(&world, json!({})).await;
    done(&world, "CreateGrant", grant(&id, &["DescribeKey"])).await;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
                "Action": "kms:*", "Resource": "*",
            },
            {
                "Effect": "Deny", "Principal": { "AWS": user("nobody") },
                "Action": "kms:DescribeKey", "Resource": "*",
            },
        ],
    });
    done(&world, "PutKeyPolicy", json!({ "KeyId": id, "Policy": policy.to_string() })).await;
    assert!(!may_describe(&world, &id).await);
}

#[tokio::test]
async fn a_grant_opens_a_key_to_another_account() {
    let world = world();
    let id = key(&world, json!({})).await;
    let stranger_arn = format!("arn:aws:iam::{OTHER}:user/stranger");
    let mut input = grant(&id, &["DescribeKey"]);
    input["GranteePrincipal"] = json!(stranger_arn);
    done(&world, "CreateGrant", input).await;
    let by_arn = json!({ "KeyId": arn(&id) });
    assert!(ask(&world, &stranger(), "DescribeKey", by_arn).await.is_ok());
}

#[tokio::test]
async fn a_grant_to_an_account_leaves_it_to_the_policies_there() {
    let world = world();
    let id = key(&world, json!({})).await;
    let to = |account: &str| {
        let root = format!("arn:aws:iam::{account}:root");
        let mut input = grant(&id, &["CreateGrant", "DescribeKey"]);
        input["GranteePrincipal"] = json!(root);
        input["RetiringPrincipal"] = json!(root);
        input
    };
    let by_arn = json!({ "KeyId": arn(&id) });
    assert!(ask(&world, &stranger(), "DescribeKey", by_arn.clone()).await.is_err());
    let granted = done(&world, "CreateGrant", to(OTHER)).await;
    done(&world, "CreateGrant", to(ACCOUNT)).await;
    assert!(ask(&world, &stranger(), "DescribeKey", by_arn.clone()).await.is_ok());
    assert!(!may_describe(&world, &id).await, "no policy of the user's own says so");
    let mut passed_on = grant(&arn(&id), &["DescribeKey"]);
    passed_on.as_object_mut().unwrap().remove("RetiringPrincipal");
    assert!(ask(&world, &stranger(), "CreateGrant", passed_on).await.is_ok());
    assert!(may_describe(&world, &id).await);
    let by_token = json!({ "GrantToken": granted["GrantToken"] });
    assert!(ask(&world, &nobody(), "RetireGrant", by_token.clone()).await.is_err());
    assert!(ask(&world, &stranger(), "RetireGrant", by_token).await.is_ok());
    assert!(ask(&world, &stranger(), "DescribeKey", by_arn).await.is_err());
}

#[tokio::test]
async fn a_key_policy_does_not_say_who_retires_grants() {
    let world = world();
    let policy = |effect: &str| {
        json!({
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{ACCOUNT}:root") },
                    "Action": "kms:*", "Resource": "*",
                },
                { "Effect": effect, "Principal": "*", "Action": "kms:RetireGrant", "Resource": "*" },
            ],
        })
    };
    for (effect, caller, may) in [("Allow", nobody(), false), ("Deny", admin(), true)] {
        let id = key(&world, json!({ "Policy": policy(effect).to_string() })).await;
        let granted = done(&world, "CreateGrant", grant(&id, &["DescribeKey"])).await;
        let by_token = json!({ "GrantToken": granted["GrantToken"] });
        assert_eq!(ask(&world, &caller, "RetireGrant", by_token).await.is_ok(), may, "{effect}");
    }
}

#[tokio::test]
async fn a_grant_is_retired_by_its_retiring_principal_its_grantee_or_its_account() {
    let world = world();
    let id = key(&world, json!({})).await;
    for (caller, operations, retiring, may) in [
        (nobody(), &["DescribeKey"][..], "admin", false),
        (nobody(), &["DescribeKey", "RetireGrant"], "admin", true),
        (nobody(), &["DescribeKey"], "nobody", true),
        (root(), &["DescribeKey"], "admin", true),
        (stranger(), &["DescribeKey"], "admin", false),
    ] {
        let mut input = grant(&id, operations);
        input["RetiringPrincipal"] = json!(user(retiring));
        let granted = done(&world, "CreateGrant", input).await;
        let by_token = json!({ "GrantToken": granted["GrantToken"] });
        let retired = ask(&world, &caller, "RetireGrant", by_token).await;
        assert_eq!(retired.is_ok(), may, "{operations:?} {retiring}: {retired:?}");
        if may {
            let missing = json!({ "KeyId": arn(&id), "GrantId": granted["GrantId"] });
            assert_eq!(refused(&world, "RetireGrant", missing).await.0, "NotFoundException");
        }
    }
}

#[tokio::test]
async fn a_grantee_passes_on_no_more_than_it_was_granted() {
    let world = world();
    let id = key(&world, json!({})).await;
    let mut parent = grant(&id, &["CreateGrant", "Decrypt", "Encrypt"]);
    parent["Constraints"] = json!({ "EncryptionContextSubset": { "team": "red" } });
    done(&world, "CreateGrant", parent).await;
    let red = json!({ "EncryptionContextSubset": { "team": "red", "app": "x" } });
    let exactly = json!({ "EncryptionContextEquals": { "team": "red" } });
    let blue = json!({ "EncryptionContextSubset": { "team": "blue" } });
    for (operations, constraints, may) in [
        (&["Decrypt"][..], Some(&red), true),
        (&["Decrypt", "CreateGrant"], Some(&exactly), true),
        (&["Decrypt"], Some(&blue), false),
        (&["Decrypt"], None, false),
        (&["GenerateDataKey"], Some(&red), false),
    ] {
        let mut child = grant(&id, operations);
        if let Some(constraints) = constraints {
            child["Constraints"] = constraints.clone();
        }
        let made = ask(&world, &nobody(), "CreateGrant", child.clone()).await;
        assert_eq!(made.is_ok(), may, "{child}: {made:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_repeated_under_its_name_makes_no_second_grant() {
    let world = world();
    let id = key(&world, json!({})).await;
    let mut input = grant(&id, &["Encrypt"]);
    input["Name"] = json!("once");
    let first = done(&world, "CreateGrant", input.clone()).await;
    let again = done(&world, "CreateGrant", input.clone()).await;
    assert_eq!(first["GrantId"], again["GrantId"]);
    assert_ne!(first["GrantToken"], again["GrantToken"]);
    input["Operations"] = json!(["Decrypt"]);
    assert_ne!(done(&world, "CreateGrant", input.clone()).await["GrantId"], first["GrantId"]);
    input["DryRun"] = json!(true);
    assert_eq!(refused(&world, "CreateGrant", input).await.0, "DryRunOperationException");
    let listed = done(&world, "ListGrants", json!({ "KeyId": id })).await;
    let grants = listed["Grants"].as_array().unwrap();
    assert_eq!(grants.len(), 2);
    assert_eq!(grants[0]["GranteePrincipal"], user("nobody"));
    assert_eq!(grants[0]["RetiringPrincipal"], user("admin"));
    assert_eq!(grants[0]["IssuingAccount"], format!("arn:aws:iam::{ACCOUNT}:root"));
    assert_eq!(grants[0]["KeyId"], arn(&id));
    let retirable = json!({ "RetiringPrincipal": user("admin"), "Limit": 1 });
    let page = done(&world, "ListRetirableGrants", retirable).await;
    assert_eq!((page["Grants"].as_array().unwrap().len(), &page["Truncated"]), (1, &json!(true)));
}

#[tokio::test]
async fn what_no_grant_may_be_is_refused() {
    let world = world();
    let id = key(&world, json!({})).await;
    let signing = json!({ "KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY" });
    let signing = key(&world, signing).await;
    let with = |member: &str, value: Json| {
        let mut input = grant(&id, &["Decrypt"]);
        input[member] = value;
        input
    };
    let mut constrained = grant(&signing, &["Sign"]);
    constrained["Constraints"] = json!({ "EncryptionContextEquals": { "a": "1" } });
    let long = json!({ "EncryptionContextEquals": { "a": "1".repeat(384) } });
    for (input, code) in [
        (with("GranteePrincipal", json!(user("unknown"))), "InvalidArnException"),
        (with("GranteePrincipal", json!("somebody")), "InvalidArnException"),
        (with("Operations", json!(["Sign"])), "ValidationException"),
        (grant(&signing, &["Decrypt"]), "ValidationException"),
        (with("Constraints", long), "ValidationException"),
        (constrained, "ValidationException"),
        (with("RetiringServicePrincipal", json!("s3.amazonaws.com")), "ValidationException"),
        (with("GranteeServicePrincipal", json!("s3.amazonaws.com")), "ValidationException"),
        (with("GrantTokens", json!(["none"])), "InvalidGrantTokenException"),
    ] {
        assert_eq!(refused(&world, "CreateGrant", input.clone()).await.0, code, "{input}");
    }
    done(&world, "DisableKey", json!({ "KeyId": id })).await;
    let disabled = ask(&world, &admin(), "CreateGrant", grant(&id, &["Decrypt"])).await;
    assert_eq!(disabled.unwrap_err().message, format!("{} is disabled.", arn(&id)));
}

/// A session of the role that is there.
fn session(name: &str, policies: Option<&str>) -> Caller {
    let account = ACCOUNT.parse().unwrap();
    let kind = SessionKind::Role {
        role_arn: Arn::new("iam", "", Some(account), "role/guest"),
        role_id: UniqueId::from_stored("AROAGUESTAAAAAAAAAAAA"),
        service_linked: false,
        federated_by: None,
    };
    let arn = Arn::new("sts", "", Some(account), &format!("assumed-role/guest/{name}"));
    let session = Session { account, arn, name: name.to_owned(), kind };
    let policy = |text: &str| {
        let policy = Policy::parse(text, PolicyKind::Session).unwrap();
        Attached::inline("session", Arc::new(policy))
    };
    let facts = SessionFacts {
        issued: Timestamp::from_seconds(1_795_510_000),
        expires: Timestamp::from_seconds(1_895_510_000),
        mfa_authenticated: None,
        is_plain: false,
        delegated_to: None,
        root_task: None,
        chained: false,
        policies: policies.map(|text| Arc::from([policy(text)])),
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        source_identity: None,
        default_regions_only: false,
    };
    Caller {
        principal: Principal::Session(session),
        session: Some(Arc::new(facts)),
        ..Caller::anonymous()
    }
}

#[tokio::test]
async fn a_grant_to_a_role_is_for_its_sessions_and_one_to_a_session_for_no_other() {
    let world = world();
    let allow = |action: &str| {
        format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{action}","Resource":"*"}}}}"#
        )
    };
    let (kms, s3) = (allow("kms:*"), allow("s3:*"));
    for (grantee, caller, may) in [
        ("iam::ACCOUNT:role/guest", session("one", None), true),
        ("iam::ACCOUNT:role/guest", session("one", Some(&kms)), true),
        ("iam::ACCOUNT:role/guest", session("one", Some(&s3)), false),
        ("sts::ACCOUNT:assumed-role/guest/one", session("one", None), true),
        ("sts::ACCOUNT:assumed-role/guest/one", session("two", None), false),
    ] {
        let id = key(&world, json!({})).await;
        let grantee = format!("arn:aws:{}", grantee.replace("ACCOUNT", ACCOUNT));
        let mut input = grant(&id, &["DescribeKey"]);
        input["GranteePrincipal"] = json!(grantee);
        done(&world, "CreateGrant", input).await;
        let found = ask(&world, &caller, "DescribeKey", json!({ "KeyId": id })).await;
        assert_eq!(found.is_ok(), may, "{grantee}: {found:?}");
        let listed = done(&world, "ListGrants", json!({ "KeyId": id })).await;
        assert_eq!(listed["Grants"][0]["GranteePrincipal"], grantee);
    }
}

#[tokio::test]
async fn pages_of_grants_hold_each_grant_once() {
    let world = world();
    let id = key(&world, json!({})).await;
    let mut made = Vec::new();
    for number in 0..7 {
        let mut input = grant(&id, &["DescribeKey"]);
        let grantee = if number % 3 == 0 { "admin" } else { "nobody" };
        input["GranteePrincipal"] = json!(user(grantee));
        made.push((done(&world, "CreateGrant", input).await["GrantId"].clone(), grantee));
    }
    made.sort_by_key(|(id, _)| id.to_string());
    let ids = |grantee: Option<&str>| -> Vec<Json> {
        let of = made.iter().filter(|(_, one)| grantee.is_none_or(|grantee| grantee == *one));
        of.map(|(id, _)| id.clone()).collect()
    };
    let by_key = json!({ "KeyId": id, "Limit": 2 });
    let of_one = json!({ "KeyId": id, "Limit": 2, "GranteePrincipal": user("nobody") });
    let retirable = json!({ "RetiringPrincipal": user("admin"), "Limit": 2 });
    for (operation, input, expected, pages) in [
        ("ListGrants", by_key, ids(None), 4),
        ("ListGrants", of_one, ids(Some("nobody")), 2),
        ("ListRetirableGrants", retirable, ids(None), 4),
    ] {
        let listed = pages_of(&world, operation, input).await;
        assert_eq!(listed.len(), pages, "{operation}");
        assert_eq!(listed.concat(), expected, "{operation}");
    }
    let (one, _) = &made[3];
    let by_id = json!({ "KeyId": id, "GrantId": one });
    assert_eq!(pages_of(&world, "ListGrants", by_id).await, [[one.clone()]]);
    let unknown = json!({ "RetiringPrincipal": user("admin"), "Marker": "bm9uZQ" });
    assert_eq!(refused(&world, "ListRetirableGrants", unknown).await.0, "InvalidMarkerException");
}

/// The ids of the grants on each page of a list.
async fn pages_of(world: &World, operation: &str, mut input: Json) -> Vec<Vec<Json>> {
    let mut pages = Vec::new();
    loop {
        let page = done(world, operation, input.clone()).await;
        let grants = page["Grants"].as_array().unwrap();
        pages.push(grants.iter().map(|grant| grant["GrantId"].clone()).collect());
        if page["Truncated"] == json!(false) {
            return pages;
        }
        input["Marker"] = page["NextMarker"].clone();
    }
}
