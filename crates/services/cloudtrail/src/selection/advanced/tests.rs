use serde_json::{Value as Json, json};

use super::*;

/// A selector in the form that the CLI takes.
fn read(selector: &Json) -> Result<AdvancedSelector, Invalid> {
    let texts = |field: &Json, name: &str| {
        let values = field.get(name)?.as_array()?;
        Some(values.iter().map(|value| value.as_str().unwrap().to_owned()).collect())
    };
    let fields = selector.as_array().unwrap().iter().map(|field| shapes::AdvancedFieldSelector {
        field: field["Field"].as_str().unwrap().to_owned(),
        equals: texts(field, "Equals"),
        starts_with: texts(field, "StartsWith"),
        ends_with: texts(field, "EndsWith"),
        not_equals: texts(field, "NotEquals"),
        not_starts_with: texts(field, "NotStartsWith"),
        not_ends_with: texts(field, "NotEndsWith"),
    });
    let asked = shapes::AdvancedEventSelector { name: None, field_selectors: fields.collect() };
    AdvancedSelector::read_all(vec![asked]).map(|mut read| read.remove(0))
}

/// Conditions on the events of objects.
fn of_objects(more: &Json) -> Json {
    let mut fields = vec![
        json!({ "Field": "eventCategory", "Equals": ["Data"] }),
        json!({ "Field": "resources.type", "Equals": ["AWS::S3::Object"] }),
    ];
    fields.extend(more.as_array().unwrap().iter().cloned());
    Json::Array(fields)
}

fn put(arn: &str) -> Json {
    json!({
        "managementEvent": false, "readOnly": false, "eventName": "PutObject",
        "eventSource": "s3.amazonaws.com", "eventType": "AwsApiCall",
        "userIdentity": { "arn": "arn:aws:iam::123456789012:user/ada" },
        "resources": [{ "type": "AWS::S3::Object", "ARN": arn }],
    })
}

#[test]
fn every_operator_on_an_objects_arn() {
    let event = put("arn:aws:s3:::b/logs/a.txt");
    for (field, admitted) in [
        (json!({ "Equals": ["arn:aws:s3:::b/logs/a.txt"] }), true),
        (json!({ "Equals": ["arn:aws:s3:::b/logs/"] }), false),
        (json!({ "StartsWith": ["arn:aws:s3:::c/", "arn:aws:s3:::b/"] }), true),
        (json!({ "EndsWith": [".txt"] }), true),
        (json!({ "EndsWith": [".jpg"] }), false),
        (json!({ "NotEquals": ["arn:aws:s3:::b/logs/a.txt"] }), false),
        (json!({ "NotStartsWith": ["arn:aws:s3:::b/"] }), false),
        (json!({ "NotStartsWith": ["arn:aws:s3:::c/"] }), true),
        (json!({ "NotEndsWith": [".txt"] }), false),
        (json!({ "StartsWith": ["arn:aws:s3:::c/"], "EndsWith": [".txt"] }), true),
        (json!({ "StartsWith": ["arn:aws:s3:::b/"], "NotEndsWith": [".txt", ".jpg"] }), false),
        (json!({ "StartsWith": ["arn:aws:s3:::b/"], "NotEndsWith": [".jpg"] }), true),
    ] {
        let mut field = field;
        field["Field"] = json!("resources.ARN");
        let selector = read(&of_objects(&json!([field]))).unwrap();
        assert_eq!(selector.admits(Candidate(&event)), admitted, "{field}");
    }
}

#[test]
fn all_fields_must_hold() {
    let event = put("arn:aws:s3:::b/k");
    for (fields, admitted) in [
        (json!([]), true),
        (json!([{ "Field": "readOnly", "Equals": ["true"] }]), false),
        (json!([{ "Field": "eventName", "StartsWith": ["Put", "Delete"] }]), true),
        (
            json!([
                { "Field": "eventName", "Equals": ["PutObject"] },
                { "Field": "userIdentity.arn", "EndsWith": ["/bob"] },
            ]),
            false,
        ),
        (json!([{ "Field": "sessionCredentialFromConsole", "Equals": ["true"] }]), false),
    ] {
        let selector = read(&of_objects(&fields)).unwrap();
        assert_eq!(selector.admits(Candidate(&event)), admitted, "{fields}");
    }
}

#[test]
fn management_events_without_those_of_keys() {
    let selector = read(&json!([
        { "Field": "eventCategory", "Equals": ["Management"] },
        { "Field": "eventSource", "NotEquals": ["kms.amazonaws.com"] },
    ]));
    let selector = selector.unwrap();
    let event = |source: &str| json!({ "managementEvent": true, "eventSource": source });
    assert!(selector.admits(Candidate(&event("iam.amazonaws.com"))));
    assert!(!selector.admits(Candidate(&event("kms.amazonaws.com"))));
    assert!(!selector.admits(Candidate(&put("arn:aws:s3:::b/k"))));
}

#[test]
fn what_is_refused() {
    let management =
        |more: &Json| json!([{ "Field": "eventCategory", "Equals": ["Management"] }, more]);
    for wrong in [
        json!([]),
        json!([{ "Field": "readOnly", "Equals": ["true"] }]),
        json!([{ "Field": "eventCategory", "Equals": ["Management", "Data"] }]),
        json!([{ "Field": "eventCategory", "NotEquals": ["Data"] }]),
        json!([{ "Field": "eventCategory", "Equals": ["Insight"] }]),
        json!([{ "Field": "eventCategory", "Equals": ["Data"] }]),
        management(&json!({ "Field": "eventName", "Equals": ["CreateUser"] })),
        management(&json!({ "Field": "eventSource", "Equals": ["kms.amazonaws.com"] })),
        management(&json!({ "Field": "eventSource", "NotEquals": ["iam.amazonaws.com"] })),
        management(&json!({ "Field": "readOnly", "Equals": ["yes"] })),
        management(&json!({ "Field": "readOnly", "StartsWith": ["t"] })),
        management(&json!({ "Field": "readOnly" })),
        management(&json!({ "Field": "eventCategory", "Equals": ["Management"] })),
        of_objects(&json!([{ "Field": "colour", "Equals": ["red"] }])),
    ] {
        assert!(read(&wrong).is_err(), "{wrong}");
    }
    let values = vec!["arn:aws:s3:::b/"; 499];
    let many = of_objects(&json!([{ "Field": "resources.ARN", "StartsWith": values }]));
    assert!(read(&many).is_err());
}

#[test]
fn a_selector_is_shown_as_it_was_given() {
    let given = of_objects(&json!([{ "Field": "eventName", "NotEndsWith": ["x"] }]));
    let shown = read(&given).unwrap().shown();
    let names: Vec<_> = shown.field_selectors.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(names, ["eventCategory", "resources.type", "eventName"]);
    let last = shown.field_selectors.last().unwrap();
    assert_eq!(last.not_ends_with.as_deref(), Some(&["x".to_owned()][..]));
    assert_eq!(last.equals, None);
}
