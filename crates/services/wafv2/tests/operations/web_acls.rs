//! Web ACLs and rule groups.

use bartizan_inspect::language::ActionKind;
use bartizan_inspect::{Circumstances, Scratch, WebRequest};
use bartizan_service::testkit::admin;
use serde_json::json;

use super::{
    ask, done, locked, named, path, published_world, refused, rule, uses, visible, web_acl, with,
    world,
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
        (
            json!({ "IPSetReferenceStatement": { "ARN": missing } }),
            "IP_SET_REFERENCE_STATEMENT",
            missing,
        ),
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
    for (capacity, weighed) in [(20, 24), (5_001, 5_001)] {
        let (code, message) = refused(&world, "CreateRuleGroup", group(capacity, &rules)).await;
        assert_eq!(code, "WAFInvalidParameterException");
        let said =
            "You exceeded the capacity limit for a rule group or web ACL., field: RULE_GROUP";
        assert_eq!(message, format!("Error reason: {said}, parameter: {weighed}"));
    }
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
async fn a_web_acl_keeps_within_its_capacity() {
    let world = world();
    let sqli = json!({ "SqliMatchStatement": {
        "FieldToMatch": { "QueryString": {} }, "SensitivityLevel": "HIGH",
        "TextTransformations": [{ "Priority": 0, "Type": "LOWERCASE" }],
    } });
    let rules: Vec<_> = (0..126).map(|at| rule(&format!("r{at}"), at, &sqli)).collect();
    let (code, message) = refused(&world, "CreateWebACL", web_acl("shop", &rules)).await;
    assert_eq!(code, "WAFInvalidParameterException");
    let end =
        "exceeded the capacity limit for a rule group or web ACL., field: WEB_ACL, parameter: 5040";
    assert!(message.ends_with(end), "{message}");
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
    let body = json!({ "Block": { "CustomResponse": {
        "ResponseCode": 403, "CustomResponseBodyKey": "elsewhere",
    } } });
    let rules = [with(rule("body", 1, &path("/a")), &json!({ "Action": body }))];
    done(&world, "CheckCapacity", json!({ "Scope": "REGIONAL", "Rules": rules })).await;
}

#[tokio::test]
async fn custom_answers_do_not_say_how_they_are_framed() {
    let world = world();
    for (name, is_refused) in
        [("x-why", false), ("Content-Type", true), ("content-length", true), ("Connection", true)]
    {
        let answer = json!({ "Block": { "CustomResponse": {
            "ResponseCode": 403, "ResponseHeaders": [{ "Name": name, "Value": "1" }],
        } } });
        let rules = [with(rule("body", 1, &path("/a")), &json!({ "Action": answer }))];
        let asked = ask(&world, &admin(), "CreateWebACL", web_acl(name, &rules)).await;
        assert_eq!(asked.is_err(), is_refused, "{name}");
    }
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
async fn rules_that_no_web_acl_takes_are_not_weighed() {
    let world = world();
    let plain = |name: &str, priority| rule(name, priority, &path("/a"));
    let of = |statement: &serde_json::Value| vec![rule("r", 1, statement)];
    let regex = json!({ "RegexMatchStatement": {
        "RegexString": "(a", "FieldToMatch": { "Method": {} },
        "TextTransformations": [{ "Priority": 0, "Type": "NONE" }],
    } });
    let rate = json!({ "RateBasedStatement": { "Limit": 100, "AggregateKeyType": "IP" } });
    let missing = "arn:aws:wafv2:us-east-1:123456789012:regional/ipset/a/1";
    let mut actionless = plain("a", 1);
    actionless.as_object_mut().unwrap().remove("Action");
    for (rules, parameter) in [
        (vec![plain("a", 1), plain("a", 2)], "a"),
        (vec![plain("a", 1), plain("b", 1)], "Priority"),
        (of(&regex), "(a"),
        (of(&with(path("/a"), &regex)), "Statement"),
        (of(&json!({ "NotStatement": { "Statement": rate } })), "RateBasedStatement"),
        (vec![actionless], "Action"),
        (of(&json!({ "IPSetReferenceStatement": { "ARN": missing } })), missing),
        (of(&json!({})), "Statement"),
        (vec![plain("All", 1)], "All"),
    ] {
        let input = json!({ "Scope": "REGIONAL", "Rules": rules });
        let (code, message) = refused(&world, "CheckCapacity", input).await;
        assert_eq!(code, "WAFInvalidParameterException", "{message}");
        assert!(message.ends_with(&format!("parameter: {parameter}")), "{message}");
    }
    let countries = of(&json!({ "GeoMatchStatement": { "CountryCodes": ["DE"] } }));
    let input = json!({ "Scope": "REGIONAL", "Rules": countries });
    assert_eq!(done(&world, "CheckCapacity", input).await["Capacity"], 1);
}

#[tokio::test]
async fn a_group_that_nobody_uses_is_checked_as_it_is_changed() {
    let world = world();
    let group = json!({
        "Name": "own", "Scope": "REGIONAL", "Capacity": 50, "VisibilityConfig": visible("own"),
    });
    let made = done(&world, "CreateRuleGroup", group).await;
    let common = json!({ "VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet" });
    let managed = json!({ "ManagedRuleGroupStatement": common });
    let ours = json!({ "RuleGroupReferenceStatement": { "ARN": made["Summary"]["ARN"] } });
    for (statement, parameter) in [
        (managed, "ManagedRuleGroupStatement"),
        (ours, "RuleGroupReferenceStatement"),
        (json!({ "OrStatement": { "Statements": [] } }), "OrStatement"),
    ] {
        let mut held = rule("r", 1, &statement);
        if !parameter.starts_with("Or") {
            held.as_object_mut().unwrap().remove("Action");
            held["OverrideAction"] = json!({ "None": {} });
        }
        let rules = json!({ "Rules": [held], "VisibilityConfig": visible("own") });
        let (code, message) = refused(&world, "UpdateRuleGroup", with(locked(&made), &rules)).await;
        assert_eq!(code, "WAFInvalidParameterException");
        assert!(message.ends_with(&format!("parameter: {parameter}")), "{message}");
    }
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
