use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::addresses::AddressSet;
use crate::program::Program;

struct Known;

impl References for Known {
    fn ip_set(&self, arn: &str) -> Option<Arc<AddressSet>> {
        (arn == "ip").then(Arc::default)
    }

    fn regex_patterns(&self, arn: &str) -> Option<Vec<String>> {
        (arn == "regex").then(|| vec!["a+".to_owned(), "(?i)b".to_owned()])
    }

    fn rule_group(&self, arn: &str) -> Option<RuleGroupDefinition> {
        (arn == "group").then(|| RuleGroupDefinition {
            arn: arn.to_owned(),
            label_namespace: "awswaf:1:rulegroup:group:".to_owned(),
            capacity: 50,
            rules: vec![rule(&json!({"GeoMatchStatement": {"CountryCodes": ["DE"]}}))],
            bodies: HashMap::new(),
        })
    }

    fn managed(&self, _: &str, _: &str, _: Option<&str>) -> Option<ManagedGroup> {
        None
    }
}

fn rule(statement: &Value) -> RuleDefinition {
    let uses_group = statement.get("RuleGroupReferenceStatement").is_some()
        || statement.get("ManagedRuleGroupStatement").is_some();
    let action = if uses_group { "OverrideAction" } else { "Action" };
    let kind = if uses_group { "None" } else { "Block" };
    serde_json::from_value(json!({
        "Name": "rule",
        "Priority": 1,
        "Statement": statement,
        action: {kind: {}},
        "VisibilityConfig": {
            "SampledRequestsEnabled": true,
            "CloudWatchMetricsEnabled": false,
            "MetricName": "metric",
        },
    }))
    .unwrap()
}

fn compiled(rules: &[RuleDefinition]) -> Result<Program, Invalid> {
    let policy = policy(
        &PolicyDefinition {
            arn: "acl",
            label_namespace: "awswaf:1:webacl:acl:",
            rules,
            default_action: &serde_json::from_value(json!({"Allow": {}})).unwrap(),
            bodies: &HashMap::new(),
            captcha: None,
            challenge: None,
        },
        &Known,
    )?;
    Ok(Program::compile(&policy).unwrap())
}

fn bytes(field: &Value, constraint: &str, transformations: &[&str]) -> Value {
    let transformations: Vec<Value> = transformations
        .iter()
        .enumerate()
        .map(|(at, kind)| json!({"Priority": at, "Type": kind}))
        .collect();
    json!({"ByteMatchStatement": {
        "SearchString": "YWRtaW4=",
        "FieldToMatch": field,
        "TextTransformations": transformations,
        "PositionalConstraint": constraint,
    }})
}

fn path() -> Value {
    bytes(&json!({"UriPath": {}}), "STARTS_WITH", &["NONE"])
}

#[test]
fn statements_weigh_what_the_guide_says() {
    let none = json!([{"Priority": 0, "Type": "NONE"}]);
    let body = json!({"JsonBody": {"MatchPattern": {"All": {}}, "MatchScope": "ALL"}});
    let keys = json!([{"IP": {}}, {"HTTPMethod": {}}]);
    let forwarded = |position: &str| json!({"HeaderName": "X-Forwarded-For", "FallbackBehavior": "MATCH", "Position": position});
    for (statement, capacity) in [
        (path(), 2),
        (bytes(&json!({"UriPath": {}}), "CONTAINS", &["LOWERCASE", "URL_DECODE"]), 30),
        (bytes(&json!({"AllQueryArguments": {}}), "EXACTLY", &["NONE"]), 12),
        (bytes(&body, "CONTAINS_WORD", &["LOWERCASE"]), 30),
        (json!({"GeoMatchStatement": {"CountryCodes": ["DE", "FR"]}}), 1),
        (
            json!({"XssMatchStatement": {"FieldToMatch": {"QueryString": {}}, "TextTransformations": none}}),
            40,
        ),
        (
            json!({"SqliMatchStatement": {"FieldToMatch": {"QueryString": {}}, "TextTransformations": none}}),
            20,
        ),
        (
            json!({"SqliMatchStatement": {"SensitivityLevel": "HIGH", "FieldToMatch": {"AllQueryArguments": {}}, "TextTransformations": none}}),
            40,
        ),
        (json!({"AsnMatchStatement": {"AsnList": [64500]}}), 1),
        (json!({"LabelMatchStatement": {"Scope": "LABEL", "Key": "a"}}), 1),
        (json!({"IPSetReferenceStatement": {"ARN": "ip"}}), 1),
        (
            json!({"IPSetReferenceStatement": {"ARN": "ip", "IPSetForwardedIPConfig": forwarded("ANY")}}),
            5,
        ),
        (
            json!({"RegexMatchStatement": {"RegexString": "a", "FieldToMatch": {"Method": {}}, "TextTransformations": none}}),
            3,
        ),
        (
            json!({"RegexPatternSetReferenceStatement": {"ARN": "regex", "FieldToMatch": {"Method": {}}, "TextTransformations": none}}),
            25,
        ),
        (
            json!({"SizeConstraintStatement": {"ComparisonOperator": "GT", "Size": 9, "FieldToMatch": {"Body": {}}, "TextTransformations": none}}),
            1,
        ),
        (json!({"NotStatement": {"Statement": path()}}), 2),
        (json!({"AndStatement": {"Statements": [path(), path()]}}), 4),
        (json!({"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP"}}), 2),
        (
            json!({"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "CUSTOM_KEYS", "CustomKeys": keys, "ScopeDownStatement": path()}}),
            64,
        ),
        (json!({"RuleGroupReferenceStatement": {"ARN": "group"}}), 50),
    ] {
        let rules = [rule(&statement)];
        assert_eq!(capacity_of(&rules, &Known), Ok(capacity), "{statement}");
        if let Err(error) = compiled(&rules) {
            panic!("{error}: {statement}");
        }
    }
}

#[test]
fn what_aws_refuses_is_refused_with_field_and_parameter() {
    let rate = |more: Value| {
        let mut rate = json!({"Limit": 10, "AggregateKeyType": "IP"});
        rate.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"RateBasedStatement": rate})
    };
    let both = json!({"UriPath": {}, "Method": {}});
    for (statement, field, parameter) in [
        (json!({}), "STATEMENT", "Statement"),
        (json!({"AndStatement": {"Statements": [path()]}}), "AND_STATEMENT", "AndStatement"),
        (json!({"OrStatement": {"Statements": []}}), "OR_STATEMENT", "OrStatement"),
        (
            json!({"NotStatement": {"Statement": rate(json!({}))}}),
            "RATE_BASED_STATEMENT",
            "RateBasedStatement",
        ),
        (bytes(&both, "EXACTLY", &["NONE"]), "FIELD_TO_MATCH", "FieldToMatch"),
        (
            bytes(&json!({"UriPath": {}}), "EXACTLY", &[]),
            "TEXT_TRANSFORMATION",
            "TextTransformations",
        ),
        (bytes(&json!({"UriPath": {}}), "EXACTLY", &["ROT13"]), "TEXT_TRANSFORMATION", "ROT13"),
        (bytes(&json!({"UriPath": {}}), "WITHIN", &["NONE"]), "POSITION", "WITHIN"),
        (
            bytes(&json!({"JA3Fingerprint": {"FallbackBehavior": "MATCH"}}), "CONTAINS", &["NONE"]),
            "FIELD_TO_MATCH",
            "PositionalConstraint",
        ),
        (json!({"IPSetReferenceStatement": {"ARN": "none"}}), "IP_SET_REFERENCE_STATEMENT", "none"),
        (
            json!({"RuleGroupReferenceStatement": {"ARN": "none"}}),
            "RULE_GROUP_REFERENCE_STATEMENT",
            "none",
        ),
        (
            json!({"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "None"}}),
            "MANAGED_RULE_SET_STATEMENT",
            "AWS/None",
        ),
        (
            json!({"RegexMatchStatement": {"RegexString": "(a)\\1", "FieldToMatch": {"Method": {}}, "TextTransformations": [{"Priority": 0, "Type": "NONE"}]}}),
            "REGEX_MATCH_STATEMENT",
            "(a)\\1",
        ),
        (rate(json!({"EvaluationWindowSec": 61})), "RATE_BASED_STATEMENT", "EvaluationWindowSec"),
        (rate(json!({"AggregateKeyType": "CONSTANT"})), "SCOPE_DOWN", "ScopeDownStatement"),
        (rate(json!({"AggregateKeyType": "CUSTOM_KEYS"})), "CUSTOM_KEYS", "CustomKeys"),
        (
            rate(json!({"AggregateKeyType": "FORWARDED_IP"})),
            "RATE_BASED_STATEMENT",
            "ForwardedIPConfig",
        ),
        (
            json!({"RuleGroupReferenceStatement": {"ARN": "group", "ExcludedRules": [{"Name": "no"}]}}),
            "EXCLUDED_RULE",
            "no",
        ),
    ] {
        match compiled(&[rule(&statement)]) {
            Err(Invalid::Parameter { field: found, parameter: named, .. }) => {
                assert_eq!((found, named.as_str()), (field, parameter), "{statement}");
            }
            other => panic!("{other:?}: {statement}"),
        }
    }
}

#[test]
fn priorities_names_and_labels_are_checked() {
    let plain = || rule(&path());
    let renamed = |name: &str, priority| {
        let mut held = plain();
        held.name = name.to_owned();
        held.priority = priority;
        held.visibility_config.metric_name = name.to_owned();
        held
    };
    let labelled = |label: &str| {
        let mut held = plain();
        held.rule_labels.push(Label { name: label.to_owned() });
        vec![held]
    };
    assert!(compiled(&[renamed("a", 1), renamed("b", 2)]).is_ok());
    for (rules, parameter) in [
        (vec![renamed("a", 1), renamed("b", 1)], "Priority"),
        (vec![renamed("a", 1), renamed("a", 2)], "a"),
        (labelled("managed:x"), "managed:x"),
        (labelled("awswaf:x"), "awswaf:x"),
        (labelled("a:b:c:d:e:f:g"), "a:b:c:d:e:f:g"),
        (labelled("a::b"), "a::b"),
    ] {
        match compiled(&rules) {
            Err(Invalid::Parameter { parameter: found, .. }) => assert_eq!(found, parameter),
            other => panic!("{other:?}"),
        }
    }
    assert!(compiled(&labelled("a:b:c:d:e:f")).is_ok());
}
