use super::*;
use crate::document::{Element, Text};
use crate::json::Span;

/// A condition, compiled, and asked.
fn condition_holds(entry: &ConditionEntry, variables: bool, context: &Context) -> bool {
    let mut code = Writer::default();
    write(entry, variables, &mut code).unwrap();
    Condition::new(code.bytes()).holds(context)
}

fn condition(operator: &str, key: &str, values: &[&str]) -> ConditionEntry {
    let text = |text: &str| Text { value: text.to_owned(), span: Span::default() };
    ConditionEntry {
        operator: text(operator),
        key: text(key),
        element: Element {
            key_span: Span::default(),
            span: Span::default(),
            is_list: true,
            values: values.iter().map(|one| text(one)).collect(),
        },
    }
}

fn holds(operator: &str, wanted: &[&str], actual: Option<&str>) -> bool {
    let mut context = Context::new();
    context.set("aws:username", "alice");
    if let Some(actual) = actual {
        context.set("test:Key", actual);
    }
    condition_holds(&condition(operator, "TEST:key", wanted), true, &context)
}

fn set_holds(operator: &str, wanted: &[&str], actual: &[&str]) -> bool {
    let mut context = Context::new();
    let actual: Vec<String> = actual.iter().map(|one| (*one).to_owned()).collect();
    context.set_list("test:Key", &actual);
    condition_holds(&condition(operator, "test:Key", wanted), true, &context)
}

#[test]
fn operators_on_one_value() {
    for (operator, wanted, actual, expected) in [
        ("StringEquals", "a", "a", true),
        ("StringEquals", "a", "A", false),
        ("StringEquals", "a*", "ab", false),
        ("StringEquals", "${aws:username}", "alice", true),
        ("StringEquals", "${*}", "*", true),
        ("StringNotEquals", "a", "b", true),
        ("StringNotEquals", "${aws:none}", "b", true),
        ("StringEqualsIgnoreCase", "a", "A", true),
        ("StringEqualsIgnoreCase", "x-${aws:username}", "X-ALICE", true),
        ("StringNotEqualsIgnoreCase", "a", "A", false),
        ("StringLike", "a?c*", "abcd", true),
        ("StringLike", "", "", true),
        ("StringLike", "A*", "ab", false),
        ("StringNotLike", "a*", "b", true),
        ("NumericEquals", "10", "10.0", true),
        ("NumericNotEquals", "10", "11", true),
        ("NumericLessThan", "10", "9.99", true),
        ("NumericLessThan", "10", "10", false),
        ("NumericLessThanEquals", "10", "10", true),
        ("NumericGreaterThan", "10", "10", false),
        ("NumericGreaterThanEquals", "10", "10", true),
        ("NumericEquals", "10", "ten", false),
        ("NumericNotEquals", "10", "ten", true),
        ("DateEquals", "2016-06-30T12:00:00Z", "1467288000", true),
        ("DateNotEquals", "2016-06-30T12:00:00Z", "2016-06-30T12:00:01Z", true),
        ("DateLessThan", "2017-01-01", "2016-12-31T23:59:59Z", true),
        ("DateLessThanEquals", "2017-01-01", "2017-01-01T00:00:00Z", true),
        ("DateGreaterThan", "2017-01-01", "2017-01-01T00:00:00Z", false),
        ("DateGreaterThanEquals", "2017-01-01", "2017-01-01T01:00:00+01:00", true),
        ("Bool", "true", "True", true),
        ("Bool", "false", "true", false),
        ("Bool", "true", "yes", false),
        ("BinaryEquals", "QQ==", "QQ==", true),
        ("BinaryEquals", "QQ==", "A", true),
        ("BinaryEquals", "QQ==", "Qg==", false),
        ("IpAddress", "203.0.113.0/24", "203.0.113.7", true),
        ("IpAddress", "203.0.113.0/24", "2001:db8::1", false),
        ("IpAddress", "2001:DB8:1234:5678::/64", "2001:db8:1234:5678:ffff::", true),
        ("NotIpAddress", "203.0.113.0/24", "203.0.114.7", true),
        ("ArnEquals", "arn:aws:sns:*:1:T-*", "arn:aws:sns:r:1:T-x", true),
        ("ArnLike", "arn:aws:sns:*:T-*", "arn:aws:sns:r:1:T-x", false),
        ("ArnNotEquals", "arn:aws:sns:*:1:T-*", "arn:aws:sns:r:1:T-x", false),
        ("ArnNotLike", "arn:aws:sns:*:1:T-*", "arn:aws:sns:r:2:T-x", true),
        ("ArnLike", "*", "not an ARN", false),
        ("Null", "true", "", false),
        ("Null", "false", "", true),
    ] {
        assert_eq!(
            holds(operator, &[wanted], Some(actual)),
            expected,
            "{operator} {wanted} {actual}"
        );
    }
}

#[test]
fn several_constants_are_alternatives_and_their_negation_is_none_of_them() {
    assert!(holds("StringEquals", &["a", "b"], Some("b")));
    assert!(!holds("StringNotEquals", &["a", "b"], Some("b")));
    assert!(holds("StringNotEquals", &["a", "b"], Some("c")));
    assert!(holds("NumericLessThan", &["1", "10"], Some("5")));
    assert!(!holds("NotIpAddress", &["10.0.0.0/8", "192.168.0.0/16"], Some("192.168.1.1")));
}

#[test]
fn a_missing_key() {
    for operator in [
        "StringEquals",
        "StringEqualsIgnoreCase",
        "StringLike",
        "NumericEquals",
        "NumericLessThan",
        "DateEquals",
        "DateGreaterThan",
        "Bool",
        "BinaryEquals",
        "IpAddress",
        "ArnEquals",
        "ArnLike",
    ] {
        assert!(!holds(operator, &["1"], None), "{operator}");
        assert!(holds(&format!("{operator}IfExists"), &["1"], None), "{operator}");
        assert!(holds(&format!("ForAllValues:{operator}"), &["1"], None), "{operator}");
        assert!(!holds(&format!("ForAnyValue:{operator}"), &["1"], None), "{operator}");
        assert!(holds(&format!("ForAnyValue:{operator}IfExists"), &["1"], None), "{operator}");
    }
    for operator in [
        "StringNotEquals",
        "StringNotEqualsIgnoreCase",
        "StringNotLike",
        "NumericNotEquals",
        "DateNotEquals",
        "NotIpAddress",
        "ArnNotEquals",
        "ArnNotLike",
    ] {
        assert!(holds(operator, &["1"], None), "{operator}");
        assert!(holds(&format!("{operator}IfExists"), &["1"], None), "{operator}");
        assert!(holds(&format!("ForAllValues:{operator}"), &["1"], None), "{operator}");
        assert!(!holds(&format!("ForAnyValue:{operator}"), &["1"], None), "{operator}");
    }
    assert!(holds("Null", &["true"], None));
    assert!(!holds("Null", &["false"], None));
}

#[test]
fn set_operators() {
    let wanted = &["prod", "art"];
    for (operator, actual, expected) in [
        ("ForAllValues:StringEquals", &["art"][..], true),
        ("ForAllValues:StringEquals", &["art", "hr"], false),
        ("ForAllValues:StringEquals", &[], true),
        ("ForAllValues:StringEquals", &[""], true),
        ("ForAnyValue:StringEquals", &["art", "hr"], true),
        ("ForAnyValue:StringEquals", &["hr"], false),
        ("ForAnyValue:StringEquals", &[], false),
        ("ForAllValues:StringNotEquals", &["art", "hr"], false),
        ("ForAllValues:StringNotEquals", &["hr", "it"], true),
        ("ForAnyValue:StringNotEquals", &["art", "prod"], false),
        ("ForAnyValue:StringNotEquals", &["art", "hr"], true),
        ("ForAllValues:StringLike", &["art", "prod"], true),
        ("StringEquals", &["art"], false),
        ("StringEquals", &["art", "prod"], false),
        ("StringNotEquals", &["art"], true),
        ("Null", &["art"], false),
    ] {
        let wanted: &[&str] = if operator == "Null" { &["true"] } else { wanted };
        assert_eq!(set_holds(operator, wanted, actual), expected, "{operator} {actual:?}");
    }
}

#[test]
fn without_the_new_version_variables_are_literal() {
    let text = |text: &str| Text { value: text.to_owned(), span: Span::default() };
    let entry = ConditionEntry {
        operator: text("StringLike"),
        key: text("s3:prefix"),
        element: Element {
            key_span: Span::default(),
            span: Span::default(),
            is_list: false,
            values: vec![text("${aws:username}/*")],
        },
    };
    let mut context = Context::new();
    context.set("aws:username", "alice");
    context.set("s3:prefix", "alice/x");
    assert!(!condition_holds(&entry, false, &context));
    context.set("s3:prefix", "${aws:username}/x");
    assert!(condition_holds(&entry, false, &context));
}
