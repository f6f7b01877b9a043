//! The set operators, and keys with many values.

use bartizan_policy::Context;

use super::case::speaks;

const PAGE: &str = "IAM User Guide, Set operators for multivalued context keys";

fn holds(operator: &str, wanted: &str, values: Option<&[&str]>) -> bool {
    let mut context = Context::new();
    if let Some(values) = values {
        let values: Vec<String> = values.iter().map(|one| (*one).to_owned()).collect();
        context.set_list("aws:TagKeys", &values);
    }
    let statement = format!(
        r#"{{"Effect":"Allow","Action":"*","Resource":"*",
            "Condition":{{"{operator}":{{"aws:TagKeys":{wanted}}}}}}}"#
    );
    speaks("2012-10-17", &statement, "arn:aws:s3:::b/k", &context)
}

#[test]
fn every_value_or_any_value() {
    let few = r#"["cost","team"]"#;
    for (operator, wanted, values, expected) in [
        ("ForAllValues:StringEquals", few, &["cost"][..], true),
        ("ForAllValues:StringEquals", few, &["cost", "team"], true),
        ("ForAllValues:StringEquals", few, &["cost", "other"], false),
        ("ForAllValues:StringEquals", few, &["Cost"], false),
        ("ForAllValues:StringEqualsIgnoreCase", few, &["COST", "Team"], true),
        ("ForAllValues:StringLike", r#""c*""#, &["cost", "center"], true),
        ("ForAllValues:StringNotLike", r#""c*""#, &["team", "cost"], false),
        ("ForAllValues:StringNotEquals", few, &["a", "b"], true),
        ("ForAnyValue:StringEquals", few, &["other", "team"], true),
        ("ForAnyValue:StringEquals", few, &["other"], false),
        ("ForAnyValue:StringLike", r#""c*""#, &["team", "cost"], true),
        ("ForAnyValue:StringNotEquals", few, &["cost", "other"], true),
        ("ForAnyValue:StringNotEquals", few, &["cost", "team"], false),
        ("ForAnyValue:ArnLike", r#""arn:aws:s3:::*""#, &["x", "arn:aws:s3:::b"], true),
        ("ForAllValues:ArnLike", r#""arn:aws:s3:::*""#, &["x", "arn:aws:s3:::b"], false),
        ("ForAnyValue:NumericLessThan", r#""10""#, &["20", "5"], true),
        ("ForAllValues:NumericLessThan", r#""10""#, &["20", "5"], false),
        ("ForAllValues:Bool", r#""true""#, &["true", "TRUE"], true),
        ("ForAnyValue:IpAddress", r#""203.0.113.0/24""#, &["192.0.2.1", "203.0.113.1"], true),
        ("ForAllValues:DateLessThan", r#""2026""#, &["2025", "2027"], false),
        ("ForAnyValue:BinaryEquals", r#""QQ==""#, &["B", "A"], true),
    ] {
        let found = holds(operator, wanted, Some(values));
        assert_eq!(found, expected, "{PAGE}: {operator} {wanted} {values:?}");
    }
}

#[test]
fn missing_and_empty_values() {
    for (operator, expected) in [
        ("ForAllValues:StringEquals", true),
        ("ForAllValues:StringNotEquals", true),
        ("ForAllValues:StringLike", true),
        ("ForAllValues:ArnLike", true),
        ("ForAllValues:NumericEquals", true),
        ("ForAllValues:StringEqualsIfExists", true),
        ("ForAnyValue:StringEquals", false),
        ("ForAnyValue:StringNotEquals", false),
        ("ForAnyValue:StringLike", false),
        ("ForAnyValue:ArnNotLike", false),
        ("ForAnyValue:NumericNotEquals", false),
    ] {
        for values in [None, Some(&[][..]), Some(&[""][..])] {
            assert_eq!(
                holds(operator, r#""*""#, values),
                expected,
                "{PAGE}: {operator} {values:?}"
            );
        }
    }
    assert!(holds("ForAnyValue:StringEqualsIfExists", r#""x""#, None), "{PAGE}: IfExists");
    assert!(holds("Null", r#""true""#, Some(&[])), "{PAGE}: no values are no key");
    assert!(!holds("Null", r#""true""#, Some(&["a", "b"])), "{PAGE}: Null asks for the key");
}

#[test]
fn operators_for_one_value_do_not_fit_many() {
    let page = "IAM User Guide, Single-valued vs. multivalued context keys";
    assert!(!holds("StringEquals", r#"["cost","team"]"#, Some(&["cost", "team"])), "{page}");
    assert!(!holds("StringLike", r#""*""#, Some(&["cost", "team"])), "{page}");
}
