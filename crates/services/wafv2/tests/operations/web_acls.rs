//! Web ACLs and rule groups.

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Scratch, WebRequest};
use serde_json::json;

use super::{
    done, locked, named, path, published_world, refused, rule, uses, visible, web_acl, with, world,
};

#[tokio::test]
async fn a_web_acl_is_shown_as_it_was_written_and_decides() {
    let (world, published) = published_world();
    let made =
        done(&world, "CreateWebACL", web_acl("shop", &[rule("admin", 1, &path("/admin"))])).await;
    let shown = done(&world, "GetWebACL", named(&made)).await;
    let statement = &shown["WebACL"]["Rules"][0]["Statement"]["ByteMatchStatement"];
    assert_eq!(statement["SearchString"], "L2FkbWlu");
    assert_eq!(shown["WebACL"]["Capacity"], 12);
    assert_eq!(shown["WebACL"]["LabelNamespace"], "awswaf:123456789012:webacl:shop:");
    let by_arn = done(&world, "GetWebACL", json!({ "ARN": made["Summary"]["ARN"] })).await;
    assert_eq!(by_arn, shown);
    let held = published.web_acl(made["Summary"]["ARN"].as_str().unwrap()).unwrap();
    let mut scratch = Scratch::default();
    for (path, action) in [("/ADMIN/x", ActionKind::Block), ("/", ActionKind::Allow)] {
        let request = WebRequest::new([192, 0, 2, 1].into(), path.as_bytes());
        let decision = held.program.decide(&request, &Circumstances::default(), &mut scratch);
        assert_eq!(decision.action(), action, "{path}");
    }
}

#[tokio::test]
async fn what_does_not_compile_is_not_written() {
    let world = world();
    let regex = json!({ "RegexMatchStatement": {
        "RegexString": "(a)\\1", "FieldToMatch": { "Method": {} },
        "TextTransformations": [{ "Priority": 0, "Type": "NONE" }],
    } });
    let missing = "arn:aws:wafv2:us-east-1:123456789012:regional/ipset/a/1";
    for (statement, field, parameter) in [
        (regex, "REGEX_MATCH_STATEMENT", "(a)\\1"),
        (json!({ "IPSetReferenceStatement": { "ARN": missing } }), "RULE", "Statement"),
        (
            json!({ "AndStatement": { "Statements": [path("/a")] } }),
            "AND_STATEMENT",
            "AndStatement",
        ),
        (json!({}), "STATEMENT", "Statement"),
    ] {
        let input = web_acl("shop", &[rule("r", 1, &statement)]);
        let (code, message) = refused(&world, "CreateWebACL", input).await;
        assert_eq!(code, "WAFInvalidParameterException");
        let end = format!("field: {field}, parameter: {parameter}");
        assert!(message.starts_with("Error reason: ") && message.ends_with(&end), "{message}");
    }
    assert_eq!(
        done(&world, "ListWebACLs", json!({ "Scope": "REGIONAL" })).await["WebACLs"],
        json!([])
    );
}

#[tokio::test]
async fn settings_that_bartizan_does_not_heed_are_refused() {
    let world = world();
    for more in [
        json!({ "OnSourceDDoSProtectionConfig": { "ALBLowReputationMode": "ALWAYS_ON" } }),
        json!({ "MonetizationConfig": { "CurrencyMode": "TEST" } }),
    ] {
        let (code, _) = refused(&world, "CreateWebACL", with(web_acl("a", &[]), &more)).await;
        assert_eq!(code, "NotImplemented", "{more}");
    }
}

#[tokio::test]
async fn distributions_web_acls_are_in_one_region() {
    let (world, _) = published_world();
    let global = with(web_acl("a", &[]), &json!({ "Scope": "CLOUDFRONT" }));
    let made = done(&world, "CreateWebACL", global).await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    assert!(arn.starts_with("arn:aws:wafv2:us-east-1:123456789012:global/webacl/a/"), "{arn}");
    let (code, message) =
        refused(&world, "CreateWebACL", with(web_acl("a", &[]), &json!({ "Scope": "WORLD" })))
            .await;
    assert_eq!(code, "WAFInvalidParameterException", "{message}");
}

#[tokio::test]
async fn a_group_keeps_within_its_capacity_and_to_its_users_overrides() {
    let world = world();
    let group = |capacity: i64, rules: &[serde_json::Value]| {
        json!({
            "Name": "own", "Scope": "REGIONAL", "Capacity": capacity, "Rules": rules,
            "VisibilityConfig": visible("own"),
        })
    };
    let rules = [rule("a", 1, &path("/a")), rule("b", 2, &path("/b"))];
    let (code, _) = refused(&world, "CreateRuleGroup", group(20, &rules)).await;
    assert_eq!(code, "WAFLimitsExceededException");
    let made = done(&world, "CreateRuleGroup", group(50, &rules)).await;
    let arn = made["Summary"]["ARN"].as_str().unwrap();
    let mut used = uses("use", arn);
    let overrides = json!([{ "Name": "a", "ActionToUse": { "Count": {} } }]);
    used["Statement"]["RuleGroupReferenceStatement"]["RuleActionOverrides"] = overrides;
    let acl = done(&world, "CreateWebACL", web_acl("shop", &[used])).await;
    let shown = done(&world, "GetWebACL", named(&acl)).await;
    assert_eq!(shown["WebACL"]["Capacity"], 50);
    let fewer = json!({ "Rules": [rule("b", 2, &path("/b"))], "VisibilityConfig": visible("own") });
    let (code, message) = refused(&world, "UpdateRuleGroup", with(locked(&made), &fewer)).await;
    assert_eq!(code, "WAFInvalidParameterException", "{message}");
    assert_eq!(
        done(&world, "GetRuleGroup", named(&made)).await["RuleGroup"]["Rules"][1]["Name"],
        "b"
    );
    let (code, _) = refused(&world, "DeleteRuleGroup", locked(&made)).await;
    assert_eq!(code, "WAFAssociatedItemException");
}

#[tokio::test]
async fn capacity_is_weighed_before_anything_is_made() {
    let world = world();
    let host = json!({ "ByteMatchStatement": {
        "SearchString": "example.com", "FieldToMatch": { "SingleHeader": { "Name": "host" } },
        "TextTransformations": [{ "Priority": 0, "Type": "LOWERCASE" }],
        "PositionalConstraint": "EXACTLY",
    } });
    let countries = json!({ "GeoMatchStatement": { "CountryCodes": ["US", "IN"] } });
    let rules = [
        rule("basic", 0, &json!({ "AndStatement": { "Statements": [host, countries] } })),
        rule(
            "rate",
            1,
            &json!({ "RateBasedStatement": { "Limit": 1000, "AggregateKeyType": "IP" } }),
        ),
    ];
    let weighed =
        done(&world, "CheckCapacity", json!({ "Scope": "REGIONAL", "Rules": rules })).await;
    assert_eq!(weighed["Capacity"], 15);
}

#[tokio::test]
async fn a_group_tells_the_labels_that_it_adds_and_asks_for() {
    let world = world();
    let mut held = rule(
        "a",
        1,
        &json!({ "NotStatement": { "Statement": {
        "LabelMatchStatement": { "Scope": "LABEL", "Key": "seen" },
    } } }),
    );
    held["RuleLabels"] = json!([{ "Name": "tier:gold" }]);
    let made = done(
        &world,
        "CreateRuleGroup",
        json!({
            "Name": "own", "Scope": "REGIONAL", "Capacity": 10, "Rules": [held],
            "VisibilityConfig": visible("own"),
        }),
    )
    .await;
    let group = &done(&world, "GetRuleGroup", named(&made)).await["RuleGroup"];
    let prefix = "awswaf:123456789012:rulegroup:own:";
    assert_eq!(group["AvailableLabels"], json!([{ "Name": format!("{prefix}tier:gold") }]));
    assert_eq!(group["ConsumedLabels"], json!([{ "Name": format!("{prefix}seen") }]));
}

#[tokio::test]
async fn where_requests_come_from_is_not_asked_while_nobody_knows() {
    let world = world();
    let country = json!({ "GeoMatchStatement": { "CountryCodes": ["DE"] } });
    for statement in [
        json!({ "NotStatement": { "Statement": country } }),
        json!({ "AsnMatchStatement": { "AsnList": [64_500] } }),
        json!({ "RateBasedStatement": {
            "Limit": 100, "AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": [{ "ASN": {} }],
        } }),
        json!({ "RateBasedStatement": {
            "Limit": 100, "AggregateKeyType": "IP", "ScopeDownStatement": country,
        } }),
    ] {
        let rules = [rule("origin", 1, &statement)];
        let (code, message) = refused(&world, "CreateWebACL", web_acl("shop", &rules)).await;
        assert_eq!(code, "NotImplemented", "{statement}: {message}");
        let group = json!({
            "Name": "own", "Scope": "REGIONAL", "Capacity": 100, "Rules": rules,
            "VisibilityConfig": visible("own"),
        });
        assert_eq!(refused(&world, "CreateRuleGroup", group).await.0, "NotImplemented");
    }
}

#[tokio::test]
async fn what_an_application_is_like_is_kept() {
    let world = world();
    let like = json!({ "ApplicationConfig": {
        "Attributes": [{ "Name": "FrameworkName", "Values": ["PHP"] }],
    } });
    let made = done(&world, "CreateWebACL", with(web_acl("shop", &[]), &like)).await;
    let shown = done(&world, "GetWebACL", named(&made)).await;
    assert_eq!(shown["WebACL"]["ApplicationConfig"], like["ApplicationConfig"]);
}
