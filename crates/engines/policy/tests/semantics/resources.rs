//! Actions, resources and their negations.

use bartizan_policy::Context;
use bartizan_policy::Flags;

use super::case::*;

#[test]
fn resources() {
    let page = "IAM User Guide, IAM JSON policy elements: Resource, NotResource";
    let object = "arn:aws:s3:::b/k";
    for (element, resource, expected) in [
        (r#""Resource":"arn:aws:s3:::b/*""#, object, true),
        (r#""Resource":"arn:aws:s3:::b/*""#, "arn:aws:s3:::b", false),
        (r#""Resource":"arn:aws:s3:::b""#, object, false),
        (r#""Resource":"arn:aws:s3:::b*""#, "arn:aws:s3:::b", true),
        (r#""Resource":"arn:aws:s3:::b*""#, "arn:aws:s3:::bc/k", true),
        (r#""Resource":"arn:aws:s3:::B/*""#, object, false),
        (r#""Resource":"arn:aws:s3:::?/k""#, object, true),
        (r#""Resource":"arn:aws:s3:::?/?""#, "arn:aws:s3:::b/kk", false),
        (r#""Resource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]"#, object, true),
        (r#""Resource":"arn:*:s3:::b/*""#, object, true),
        (r#""Resource":"arn:aws:sqs:*:*:q""#, "arn:aws:sqs:eu-west-1:111122223333:q", true),
        (
            r#""Resource":"arn:aws:sqs:*:444455556666:q""#,
            "arn:aws:sqs:eu-west-1:111122223333:q",
            false,
        ),
        (
            r#""Resource":"arn:aws:sqs:eu-*-1:111122223333:q""#,
            "arn:aws:sqs:eu-west-1:111122223333:q",
            true,
        ),
        (
            r#""Resource":"arn:aws:sqs:eu-w?st-1:1111????3333:q""#,
            "arn:aws:sqs:eu-west-1:111122223333:q",
            true,
        ),
        (r#""Resource":"arn:aws:s3:::*""#, "arn:aws:s3:::b/a:b:c", true),
        (r#""NotResource":"arn:aws:s3:::b/*""#, object, false),
        (r#""NotResource":"arn:aws:s3:::b/*""#, "arn:aws:s3:::b", true),
        (r#""NotResource":["arn:aws:s3:::a/*","arn:aws:s3:::b/*"]"#, object, false),
    ] {
        let statement = format!(r#"{{"Effect":"Allow","Action":"*",{element}}}"#);
        let found = speaks("2012-10-17", &statement, resource, &Context::new());
        assert_eq!(found, expected, "{page}: {element} {resource}");
    }
}

#[test]
fn actions() {
    let page = "IAM User Guide, IAM JSON policy elements: Action, NotAction";
    for (element, expected) in [
        (r#""Action":"S3:GETOBJECT""#, true),
        (r#""Action":"s3:get*""#, true),
        (r#""Action":"s3:*Object""#, true),
        (r#""Action":"s3:?etObject""#, true),
        (r#""Action":"s3:Get?bject*""#, true),
        (r#""Action":"s3:GetObject?""#, false),
        (r#""Action":"s3:Get""#, false),
        (r#""Action":["sqs:*","s3:GetObject"]"#, true),
        (r#""Action":"*:GetObject""#, true),
        (r#""NotAction":"s3:*""#, false),
        (r#""NotAction":"S3:getobject""#, false),
        (r#""NotAction":"iam:*""#, true),
        (r#""NotAction":["iam:*","s3:Get*"]"#, false),
    ] {
        let statement = format!(r#"{{"Effect":"Allow",{element},"Resource":"*"}}"#);
        let found = speaks("2012-10-17", &statement, "arn:aws:s3:::b/k", &Context::new());
        assert_eq!(found, expected, "{page}: {element}");
    }
}

#[test]
fn actions_without_a_resource_and_patterns_in_its_place() {
    let page = "IAM User Guide, Resource: actions without resources; SimulatePrincipalPolicy";
    let no_resource = Flags { wildcard_only_action: true, ..Flags::default() };
    let pattern = Flags { resource_is_pattern: true, ..Flags::default() };
    let narrow = r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/x*"}"#;
    let deny_some = r#"{"Effect":"Allow","Action":"*","Resource":"*"},
        {"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b/secret/*"}"#;
    let of = |flags, resource, identity, expected| Case {
        page,
        flags,
        resource,
        identity: Some(identity),
        expected,
        ..Case::default()
    };
    hold(&[
        of(no_resource, "*", ALLOW_ALL, ALLOWED),
        of(no_resource, "arn:aws:s3:::b/x1", narrow, NOT_ALLOWED),
        of(pattern, "arn:aws:s3:::b/x*", narrow, ALLOWED),
        of(pattern, "arn:aws:s3:::b/xy*", narrow, ALLOWED),
        of(pattern, "arn:aws:s3:::b/*", narrow, NOT_ALLOWED),
        of(pattern, "*", narrow, NOT_ALLOWED),
        of(pattern, "*", ALLOW_ALL, ALLOWED),
        of(pattern, "arn:aws:s3:::b/secret/*", deny_some, DENIED),
        of(pattern, "arn:aws:s3:::b/*", deny_some, ALLOWED),
    ]);
}
