//! Managed rule groups.

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Scratch, WebRequest};
use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use super::{done, published_world, refused, visible, web_acl, world};

const COMMON: &str = "AWSManagedRulesCommonRuleSet";

fn common(more: &Json) -> Json {
    let named = json!({ "VendorName": "AWS", "Name": COMMON, "Scope": "REGIONAL" });
    super::with(named, more)
}

pub(crate) fn cases() -> Vec<Case> {
    let scope = || json!({ "Scope": "REGIONAL" });
    let vendor = json!({ "Scope": "REGIONAL", "VendorName": "AWS" });
    vec![
        Case::new("ListAvailableManagedRuleGroups", scope()),
        Case::new("ListAvailableManagedRuleGroupVersions", common(&json!({}))),
        Case::new("DescribeManagedRuleGroup", common(&json!({}))),
        Case::new("DescribeAllManagedProducts", scope()),
        Case::new("DescribeManagedProductsByVendor", vendor),
    ]
}

#[tokio::test]
async fn groups_are_described_by_rules_labels_and_capacity() {
    let world = world();
    let listed =
        done(&world, "ListAvailableManagedRuleGroups", json!({ "Scope": "REGIONAL" })).await;
    let all = listed["ManagedRuleGroups"].as_array().unwrap();
    assert!(all.iter().any(|held| held["Name"] == COMMON && held["VendorName"] == "AWS"));
    let described = done(&world, "DescribeManagedRuleGroup", common(&json!({}))).await;
    assert_eq!(described["Capacity"], 700);
    assert_eq!(described["LabelNamespace"], "awswaf:managed:aws:core-rule-set:");
    let rules = described["Rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["Name"] == "NoUserAgent_HEADER"), "{rules:?}");
    let unknown = common(&json!({ "VersionName": "Version_0.1" }));
    let (code, _) = refused(&world, "DescribeManagedRuleGroup", unknown).await;
    assert_eq!(code, "WAFNonexistentItemException");
}

#[tokio::test]
async fn a_web_acl_uses_a_group_with_overrides() {
    let (world, published) = published_world();
    let count = json!([{ "Name": "NoUserAgent_HEADER", "ActionToUse": { "Count": {} } }]);
    let uses = json!({
        "Name": "common", "Priority": 1, "OverrideAction": { "None": {} },
        "Statement": { "ManagedRuleGroupStatement": {
            "VendorName": "AWS", "Name": COMMON, "RuleActionOverrides": count,
        } },
        "VisibilityConfig": visible("common"),
    });
    let made = done(&world, "CreateWebACL", web_acl("shop", &[uses])).await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    let held = published.web_acl(arn).unwrap();
    let mut scratch = Scratch::default();
    for (query, action) in
        [("q=%3Cscript%3Ealert(1)%3C/script%3E", ActionKind::Block), ("q=lamp", ActionKind::Allow)]
    {
        let request =
            WebRequest { query: query.as_bytes(), ..WebRequest::new([192, 0, 2, 1].into(), b"/") };
        let decision = held.program.decide(&request, &Circumstances::default(), &mut scratch);
        assert_eq!(decision.action(), action, "{query}");
        let label = "awswaf:managed:aws:core-rule-set:NoUserAgent_Header";
        assert!(decision.labels().any(|held| held == label), "{query}");
    }
}

#[tokio::test]
async fn bot_control_is_of_the_common_level() {
    let world = world();
    let control = |name: &str, config: &Json| {
        json!({
            "Name": "bots", "Priority": 1, "OverrideAction": { "None": {} },
            "Statement": { "ManagedRuleGroupStatement": {
                "VendorName": "AWS", "Name": name, "ManagedRuleGroupConfigs": [config],
            } },
            "VisibilityConfig": visible("bots"),
        })
    };
    let bots = "AWSManagedRulesBotControlRuleSet";
    let level = |level: &str| json!({ bots: { "InspectionLevel": level } });
    for (name, config, code) in [
        (bots, level("TARGETED"), "NotImplemented"),
        (bots, json!({ "LoginPath": "/login" }), "NotImplemented"),
        (COMMON, level("COMMON"), "WAFInvalidParameterException"),
    ] {
        let acl = web_acl("shop", &[control(name, &config)]);
        assert_eq!(refused(&world, "CreateWebACL", acl).await.0, code, "{config}");
    }
    done(&world, "CreateWebACL", web_acl("shop", &[control(bots, &level("COMMON"))])).await;
}
