//! Managed rule sets: what an account publishes for all.

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Scratch, WebRequest};
use bartizan_service::testkit::{Case, World};
use bartizan_wafv2::{Published, end_versions};
use serde_json::{Value as Json, json};

use super::{
    ask, done, locked, path, published_world, refused, rule, sharing, visible, web_acl, with,
};

const ID: &str = "a1b2c3d4-5678-90ab-cdef-000000000001";
const ANY: &str = "a1b2c3d4-5678-90ab-cdef-000000000002";
const GROUP: &str = "$CreateRuleGroup.Summary.ARN";

fn group(name: &str, start: &str) -> Json {
    json!({
        "Name": name, "Scope": "REGIONAL", "Capacity": 50,
        "Rules": [rule("start", 1, &path(start))], "VisibilityConfig": visible(name),
    })
}

fn set(more: &Json) -> Json {
    with(json!({ "Name": "shield-wall", "Scope": "REGIONAL", "Id": ID }), more)
}

fn offer(lock_token: &str, version: &str, arn: &str) -> Json {
    set(&json!({
        "LockToken": lock_token, "RecommendedVersion": version,
        "VersionsToPublish": { version: { "AssociatedRuleGroupArn": arn, "ForecastedLifetime": 90 } },
    }))
}

pub(crate) fn cases() -> Vec<Case> {
    let of_group = |operation, input| {
        Case::new(operation, input).after("CreateRuleGroup", group("own", "/admin"))
    };
    let of_set = |operation, input| {
        of_group(operation, input).after("PutManagedRuleSetVersions", offer(ANY, "1.0", GROUP))
    };
    let again = json!({
        "LockToken": "$PutManagedRuleSetVersions.NextLockToken", "VersionToExpire": "1.0",
        "ExpiryTimestamp": "2100-01-01T00:00:00Z",
    });
    let acl = json!({
        "WebACLArn": "$CreateWebACL.Summary.ARN",
        "WebACLLockToken": "$CreateWebACL.Summary.LockToken",
    });
    let two = with(
        offer(ANY, "2.0", GROUP),
        &json!({ "VersionsToPublish": {
            "1.0": { "AssociatedRuleGroupArn": GROUP }, "2.0": { "AssociatedRuleGroupArn": GROUP },
        } }),
    );
    vec![
        of_group("PutManagedRuleSetVersions", offer(ANY, "1.0", GROUP)),
        of_group("UpdateManagedRuleSetVersionExpiryDate", set(&again))
            .after("PutManagedRuleSetVersions", two),
        of_set("GetManagedRuleSet", set(&json!({}))),
        of_set("ListManagedRuleSets", json!({ "Scope": "REGIONAL" })),
        Case::new("DeleteFirewallManagerRuleGroups", acl)
            .after("CreateWebACL", web_acl("shop", &[])),
    ]
}

fn uses(version: Option<&str>) -> Json {
    let mut used = json!({ "VendorName": "123456789012", "Name": "shield-wall" });
    if let Some(version) = version {
        used["Version"] = version.into();
    }
    json!({
        "Name": "bought", "Priority": 1, "OverrideAction": { "None": {} },
        "Statement": { "ManagedRuleGroupStatement": used }, "VisibilityConfig": visible("bought"),
    })
}

fn blocks(published: &Published, arn: &str, start: &str) -> bool {
    let held = published.web_acl(arn).unwrap();
    let request = WebRequest::new([192, 0, 2, 1].into(), start.as_bytes());
    let mut scratch = Scratch::default();
    let decision = held.program.decide(&request, &Circumstances::default(), &mut scratch);
    decision.action() == ActionKind::Block
}

async fn arn_of(world: &World, name: &str, start: &str) -> (Json, String) {
    let made = done(world, "CreateRuleGroup", group(name, start)).await;
    let arn = made["Summary"]["ARN"].as_str().unwrap().to_owned();
    (made, arn)
}

#[tokio::test]
async fn what_an_account_publishes_protects_others_in_versions() {
    let (world, published) = published_world();
    let (first, one) = arn_of(&world, "one", "/one").await;
    let (_, two) = arn_of(&world, "two", "/two").await;
    let put = done(&world, "PutManagedRuleSetVersions", offer(ANY, "1.0", &one)).await;
    let (code, _) = refused(&world, "PutManagedRuleSetVersions", offer(ANY, "2.0", &two)).await;
    assert_eq!(code, "WAFOptimisticLockException");

    // A customer takes the recommended version, another one the first.
    let neighbour = sharing::neighbour();
    let theirs = async |name: &str, version: Option<&str>| {
        let input = web_acl(name, &[uses(version)]);
        let made = ask(&world, &neighbour, "CreateWebACL", input).await.unwrap();
        made["Summary"]["ARN"].as_str().unwrap().to_owned()
    };
    let (newest, pinned) = (theirs("newest", None).await, theirs("pinned", Some("1.0")).await);
    assert!(blocks(&published, &newest, "/one") && blocks(&published, &pinned, "/one"));
    let token = put["NextLockToken"].as_str().unwrap();
    let put = done(&world, "PutManagedRuleSetVersions", offer(token, "2.0", &two)).await;
    assert!(blocks(&published, &newest, "/two") && !blocks(&published, &newest, "/one"));
    assert!(blocks(&published, &pinned, "/one") && !blocks(&published, &pinned, "/two"));
    let unknown = web_acl("other", &[uses(Some("3.0"))]);
    let denied = ask(&world, &neighbour, "CreateWebACL", unknown).await.unwrap_err();
    assert_eq!(denied.code, "WAFInvalidParameterException");

    // They see its rules and versions, and not its statements.
    let named = json!({ "Scope": "REGIONAL", "VendorName": "123456789012", "Name": "shield-wall" });
    let shown = ask(&world, &neighbour, "DescribeManagedRuleGroup", named.clone()).await.unwrap();
    assert_eq!(shown["LabelNamespace"], "awswaf:managed:123456789012:shield-wall:");
    assert_eq!(
        (&shown["VersionName"], &shown["Rules"][0]["Name"]),
        (&json!("2.0"), &json!("start"))
    );
    let versions = done(&world, "ListAvailableManagedRuleGroupVersions", named.clone()).await;
    assert_eq!(versions["Versions"].as_array().unwrap().len(), 2);

    // A version that ends is not chosen any more, and goes on until its time has come.
    let (code, _) = refused(&world, "DeleteRuleGroup", locked(&first)).await;
    assert_eq!(code, "WAFAssociatedItemException");
    let end = |version: &str, at: &str, token: &Json| {
        set(&json!({ "LockToken": token, "VersionToExpire": version, "ExpiryTimestamp": at }))
    };
    let operation = "UpdateManagedRuleSetVersionExpiryDate";
    let recommended = end("2.0", "2100-01-01T00:00:00Z", &put["NextLockToken"]);
    assert_eq!(refused(&world, operation, recommended).await.0, "WAFInvalidParameterException");
    let ended = end("1.0", "2100-01-01T00:00:00Z", &put["NextLockToken"]);
    let ended = done(&world, operation, ended).await;
    let late = web_acl("late", &[uses(Some("1.0"))]);
    let late = ask(&world, &neighbour, "CreateWebACL", late).await.unwrap_err();
    assert_eq!(late.code, "WAFExpiredManagedRuleGroupVersionException");
    let versions = done(&world, "ListAvailableManagedRuleGroupVersions", named).await;
    assert_eq!(versions["Versions"].as_array().unwrap().len(), 1);
    end_versions(world.road.platform()).await.unwrap();
    assert!(blocks(&published, &pinned, "/one"));
    let over = end("1.0", "2000-01-01T00:00:00Z", &ended["NextLockToken"]);
    done(&world, operation, over).await;
    assert!(!blocks(&published, &pinned, "/one") && blocks(&published, &pinned, "/two"));
    done(&world, "DeleteRuleGroup", locked(&first)).await;
}

#[tokio::test]
async fn only_own_rule_groups_become_versions() {
    let (world, _) = published_world();
    let arn = |account: &str, scope: &str, kind: &str| {
        format!("arn:aws:wafv2:us-east-1:{account}:{scope}/{kind}/a/{ANY}")
    };
    for (arn, code) in [
        (arn("210987654321", "regional", "rulegroup"), "AccessDeniedException"),
        (arn("123456789012", "global", "rulegroup"), "WAFInvalidParameterException"),
        (arn("123456789012", "regional", "ipset"), "WAFInvalidParameterException"),
        (arn("123456789012", "regional", "rulegroup"), "WAFNonexistentItemException"),
    ] {
        let offer = offer(ANY, "1.0", &arn);
        assert_eq!(refused(&world, "PutManagedRuleSetVersions", offer).await.0, code, "{arn}");
    }
    let nothing = set(&json!({ "LockToken": ANY, "RecommendedVersion": "1.0" }));
    let (code, _) = refused(&world, "PutManagedRuleSetVersions", nothing).await;
    assert_eq!(code, "WAFInvalidParameterException");
}
