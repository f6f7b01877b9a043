use proptest::prelude::*;

use super::*;
use crate::{Policy, PolicyKind};

fn values<const N: usize>(values: [(&str, ParameterValue); N]) -> BTreeMap<String, ParameterValue> {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn text(text: &str) -> ParameterValue {
    ParameterValue::Text(text.to_owned())
}

fn list(texts: &[&str]) -> ParameterValue {
    ParameterValue::List(texts.iter().map(ToString::to_string).collect())
}

fn statement(rest: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow",{rest}}}]}}"#)
}

#[test]
fn values_take_the_places_of_parameters() {
    let one = r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::@{bucketName}/@{prefix}/*""#;
    let many = r#""Action":["s3:GetObject","@{moreActions}"],"Resource":["a:@{prefix}","b"]"#;
    let cases = [
        (
            one,
            values([("bucketName", text("b")), ("prefix", text("p"))]),
            r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/p/*""#,
        ),
        (
            one,
            values([("bucketName", list(&["b", "c"])), ("prefix", list(&["p", "q"]))]),
            r#""Action":"s3:GetObject","Resource":["arn:aws:s3:::b/p/*","arn:aws:s3:::b/q/*","arn:aws:s3:::c/p/*","arn:aws:s3:::c/q/*"]"#,
        ),
        (
            many,
            values([
                ("moreActions", list(&["s3:PutObject", "s3:List*"])),
                ("prefix", text("@{x}")),
            ]),
            r#""Action":["s3:GetObject","s3:PutObject","s3:List*"],"Resource":["a:@{x}","b"]"#,
        ),
    ];
    for (template, values, wanted) in cases {
        let template = PolicyTemplate::parse(&statement(template)).unwrap();
        assert_eq!(template.render(&values).unwrap(), statement(wanted));
    }
}

#[test]
fn statements_are_kept_or_left_out() {
    let template = r#"{"Version":"2012-10-17","Statement":[
        {"@Enabled":"write","Effect":"Allow","Action":"s3:Put*","Resource":"*"},
        {"@Enabled":"!write","Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#;
    let template = PolicyTemplate::parse(template).unwrap();
    assert_eq!(template.parameters().collect::<Vec<_>>(), ["write"]);
    for (value, action) in [("True", "s3:Put*"), ("False", "s3:Get*"), ("true", "s3:Get*")] {
        let rendered = template.render(&values([("write", text(value))])).unwrap();
        assert_eq!(rendered, statement(&format!(r#""Action":"{action}","Resource":"*""#)));
        Policy::parse(&rendered, PolicyKind::Session).unwrap();
    }
    let error = template.render(&values([("write", list(&["True"]))])).unwrap_err();
    assert_eq!(error, TemplateError::NotOneText("write".to_owned()));
}

#[test]
fn what_is_no_template_is_refused() {
    let long = " ".repeat(TEMPLATE_CHARACTERS_MAX + 1);
    let cases = [
        ("{", TemplateError::NotJson),
        ("[]", TemplateError::NoStatement),
        ("{}", TemplateError::NoStatement),
        (r#"{"Statement":[]}"#, TemplateError::NoStatement),
        (r#"{"Statement":[1]}"#, TemplateError::NoStatement),
        (r#"{"Statement":{"Sid":"@{"}}"#, TemplateError::Unclosed("@{".to_owned())),
        (r#"{"Statement":{"Sid":"@{}"}}"#, TemplateError::Unclosed("@{}".to_owned())),
        (r#"{"Statement":{"Sid":"@{a@{b}"}}"#, TemplateError::Unclosed("@{a@{b}".to_owned())),
        (r#"{"Statement":{"@{a}":1}}"#, TemplateError::InName("@{a}".to_owned())),
        (r#"{"Statement":{"@Enabled":true}}"#, TemplateError::Condition),
        (r#"{"Statement":{"@Enabled":"!"}}"#, TemplateError::Condition),
        (long.as_str(), TemplateError::TooLong),
    ];
    for (text, error) in cases {
        assert_eq!(PolicyTemplate::parse(text), Err(error), "{text}");
    }
}

#[test]
fn every_parameter_has_a_value_and_every_value_a_parameter() {
    let template = statement(r#""Action":"*","Resource":"@{place}""#);
    let template = PolicyTemplate::parse(&template).unwrap();
    let cases = [
        (values([]), TemplateError::Missing("place".to_owned())),
        (
            values([("place", text("*")), ("other", text("*"))]),
            TemplateError::Unknown("other".to_owned()),
        ),
        (values([("place", text(&"x".repeat(2048)))]), TemplateError::RenderedTooLong),
    ];
    for (values, error) in cases {
        assert_eq!(template.render(&values), Err(error));
    }
    let off = PolicyTemplate::parse(r#"{"Statement":{"@Enabled":"on"}}"#).unwrap();
    assert_eq!(off.render(&values([("on", text("no"))])), Err(TemplateError::Empty));
}

#[test]
fn lists_that_multiply_are_stopped_before_they_do() {
    let parameters: Vec<_> = (0..40).map(|number| format!("@{{list{number}}}")).collect();
    let parameters = parameters.concat();
    let template = statement(&format!(r#""Action":"*","Resource":"{parameters}""#));
    let template = PolicyTemplate::parse(&template).unwrap();
    for item in ["", "x"] {
        let values = (0..40).map(|number| (format!("list{number}"), list(&[item; 50])));
        assert_eq!(template.render(&values.collect()), Err(TemplateError::RenderedTooLong));
    }
}

proptest! {
    #[test]
    fn nothing_panics_or_grows_without_bound(
        template in r#"(\{"Statement":\{"Sid":"(@\{[ab]\}|@\{|x|é)*"\}\}|[\[\]{}"@a:]*)"#,
        a in proptest::collection::vec(".{0,30}", 0..50),
        b in ".{0,30}",
    ) {
        if let Ok(template) = PolicyTemplate::parse(&template) {
            let all = values([("a", ParameterValue::List(a)), ("b", ParameterValue::Text(b))]);
            let used = all.into_iter().filter(|(name, _)| template.parameters.contains(name));
            if let Ok(rendered) = template.render(&used.collect()) {
                prop_assert!(rendered.chars().count() <= RENDERED_CHARACTERS_MAX);
                prop_assert!(serde_json::from_str::<Value>(&rendered).is_ok());
            }
        }
    }
}
