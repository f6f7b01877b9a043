//! Policy variables.

use bartizan_policy::Context;

use super::case::speaks;

const PAGE: &str = "IAM User Guide, IAM policy elements: Variables and tags";
const NEW: &str = "2012-10-17";
const OLD: &str = "2008-10-17";

fn context() -> Context {
    let mut context = Context::new();
    context.set("aws:username", "David");
    context.set("aws:PrincipalTag/department", "hr");
    context.set("aws:PrincipalTag/star", "*");
    context.set("aws:PrincipalAccount", "111122223333");
    context.set("aws:SourceArn", "arn:aws:sns:us-east-1:111122223333:David");
    context.set_list("aws:TagKeys", &["David".to_owned()]);
    context
}

#[test]
fn in_resources() {
    let object = |name: &str| format!("arn:aws:s3:::b/{name}");
    for (version, pattern, resource, expected) in [
        (NEW, object("${aws:username}/*"), object("David/x"), true),
        (NEW, object("${AWS:UserName}/*"), object("David/x"), true),
        (NEW, object("${aws:username}/*"), object("david/x"), false),
        (NEW, object("${aws:username}*"), object("David2"), true),
        (NEW, object("${aws:PrincipalTag/department}"), object("hr"), true),
        (NEW, object("${aws:PrincipalTag/none}"), object(""), false),
        (NEW, object("${aws:PrincipalTag/none}*"), object("x"), false),
        (NEW, object("${aws:PrincipalTag/none, 'all'}"), object("all"), true),
        (NEW, object("${aws:username, 'all'}"), object("David"), true),
        (NEW, object("${aws:username, 'all'}"), object("all"), false),
        (NEW, object("${aws:PrincipalTag/star}"), object("x"), false),
        (NEW, object("${aws:TagKeys}"), object("David"), false),
        (NEW, object("${*}"), object("*"), true),
        (NEW, object("${*}"), object("x"), false),
        (NEW, object("${?}"), object("x"), false),
        (NEW, object("${$}"), object("$"), true),
        (OLD, object("${aws:username}/*"), object("David/x"), false),
        (OLD, object("${aws:username}/*"), object("${aws:username}/x"), true),
        (OLD, object("${aws:none, 'all'}"), object("all"), false),
        (OLD, object("${*}"), object("${xyz}"), true),
        (
            NEW,
            "arn:aws:sqs:*:${aws:PrincipalAccount}:q".to_owned(),
            "arn:aws:sqs:eu-west-1:111122223333:q".to_owned(),
            false,
        ),
        (
            NEW,
            "arn:aws:sqs:*:*:${aws:username}-queue".to_owned(),
            "arn:aws:sqs:us-east-2:111122223333:David-queue".to_owned(),
            true,
        ),
    ] {
        let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"{pattern}"}}"#);
        let found = speaks(version, &statement, &resource, &context());
        assert_eq!(found, expected, "{PAGE}: {version} {pattern} {resource}");
    }
}

#[test]
fn in_conditions() {
    for (version, condition, expected) in [
        (NEW, r#"{"StringEquals":{"aws:username":"${aws:username}"}}"#, true),
        (NEW, r#"{"StringLike":{"aws:SourceArn":"*:${aws:username}"}}"#, true),
        (NEW, r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:*:${aws:username}"}}"#, true),
        (NEW, r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:${aws:PrincipalAccount}:*"}}"#, true),
        (NEW, r#"{"StringEqualsIgnoreCase":{"aws:PrincipalTag/department":"H${x:y, 'r'}"}}"#, true),
        (NEW, r#"{"StringEquals":{"aws:username":"${aws:none}"}}"#, false),
        (NEW, r#"{"StringNotEquals":{"aws:username":"${aws:none}"}}"#, true),
        (NEW, r#"{"NumericEquals":{"aws:PrincipalAccount":"${aws:PrincipalAccount}"}}"#, false),
        (NEW, r#"{"StringLike":{"aws:username":"${aws:PrincipalTag/star}"}}"#, false),
        (OLD, r#"{"StringEquals":{"aws:username":"${aws:username}"}}"#, false),
        (OLD, r#"{"StringNotEquals":{"aws:username":"${aws:username}"}}"#, true),
    ] {
        let statement =
            format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
        let found = speaks(version, &statement, "arn:aws:s3:::b/k", &context());
        assert_eq!(found, expected, "{PAGE}: {version} {condition}");
    }
}
