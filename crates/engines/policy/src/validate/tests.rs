use super::check_bucket_policy;
use crate::document::Document;
use crate::{PolicyError, PolicyKind};

/// What the service answers to a policy; `ok` where it takes it.
fn answer(kind: PolicyKind, text: &str) -> String {
    let checked = Document::parse(text)
        .map_err(PolicyError::from)
        .and_then(|document| super::check(&document, kind));
    match checked {
        Ok(()) => "ok".to_owned(),
        Err(error) => error.aws_message(kind).to_owned(),
    }
}

fn policy(statement: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":{{{statement}}}}}"#)
}

#[test]
fn identity_policies() {
    const SYNTAX: &str = "Syntax errors in policy.";
    for (statement, expected) in [
        (r#""Effect":"Allow","Action":"s3:*","Resource":"*""#, "ok"),
        (r#""Sid":"A_1","Effect":"Deny","NotAction":["s3:*"],"NotResource":[null,"*"]"#, "ok"),
        (r#""Effect":"Allow","Effect":"Deny","Action":"s3:*","Resource":"*""#, SYNTAX),
        (r#""Effect":"Allow","Action":7,"Resource":"*""#, SYNTAX),
        (
            r#""Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEqual":{"a":"b"}}"#,
            SYNTAX,
        ),
        (
            r#""Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericLessThan":{"a":1}}"#,
            "ok",
        ),
        (r#""Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":{}}}"#, SYNTAX),
        (
            r#""Effect":"Allow","Action":"*","Resource":"*","Principal":"*""#,
            "Policy document should not specify a principal.",
        ),
        (
            r#""Sid":"a b","Effect":"Allow","Action":"*","Resource":"*""#,
            "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the \
             regular expression [0-9A-Za-z]*",
        ),
        (r#""Effect":"Allow","Resource":"*""#, "Policy statement must contain actions."),
        (
            r#""Effect":"Allow","Action":[],"Resource":"x""#,
            "Policy statement must contain actions.",
        ),
        (
            r#""Effect":"Allow","Action":"s3:a:b","Resource":"*""#,
            "Actions/Condition can contain only one colon.",
        ),
        (r#""Effect":"Allow","Action":":b","Resource":"*""#, "Vendor  is not valid"),
        (r#""Effect":"Allow","Action":"s3:*""#, "Policy statement must contain resources."),
        (
            r#""Effect":"Allow","Action":"s3:*","Resource":"arn:aws:*:::b""#,
            "Resource vendor must be fully qualified and cannot contain regexes.",
        ),
        (r#""Effect":"Allow","Action":"*","Resource":"arn:aws:iam::123456789012:*""#, "ok"),
        (
            r#""Effect":"Allow","Action":"*","Resource":"arn:aws:s3:us-east-1:123456789012:job/j""#,
            "ok",
        ),
        (
            r#""Effect":"Allow","Action":"nothing","Resource":["z","a","arn:aws:s3:::b"]"#,
            "Resource a must be in ARN format or \"*\".",
        ),
    ] {
        assert_eq!(answer(PolicyKind::Identity, &policy(statement)), expected, "{statement}");
    }
    for text in ["", "{", "[]", "7", "{}", r#"{"Version":"2012-10-17","Statement":[]}"#] {
        assert_eq!(answer(PolicyKind::Identity, text), SYNTAX, "{text}");
    }
}

#[test]
fn session_policies_may_be_of_the_old_version() {
    let old = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    assert_eq!(answer(PolicyKind::Session, old), "ok");
    assert_eq!(
        answer(PolicyKind::Identity, old),
        "Policy document must be version 2012-10-17 or greater."
    );
    let document = Document::parse(old).unwrap();
    assert!(super::check_any_version(&document, PolicyKind::Identity).is_ok());
}

#[test]
fn trust_policies() {
    for (statement, expected) in [
        (
            r#""Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole""#,
            "ok",
        ),
        (r#""Effect":"Allow","Principal":"*","Action":["sts:AssumeRole","sts:TagSession"]"#, "ok"),
        (r#""Effect":"Allow","Action":"sts:AssumeRole""#, "Missing required field Principal"),
        (
            r#""Effect":"Allow","Principal":{},"Action":"sts:AssumeRole""#,
            "Missing required field Principal cannot be empty!",
        ),
        (
            r#""Effect":"Allow","Principal":{"AWS":"nobody"},"Action":"sts:AssumeRole""#,
            r#"Invalid principal in policy: "AWS":"nobody""#,
        ),
        (
            r#""Effect":"Allow","Principal":{"Service":"s3"},"Action":"sts:AssumeRole""#,
            r#"Invalid principal in policy: "SERVICE":"s3""#,
        ),
        (
            r#""Effect":"Allow","Principal":{"Federated":"oidc"},"Action":"sts:AssumeRoleWithWebIdentity""#,
            "Federated principals must be valid domain names or SAML metadata ARNs",
        ),
        (
            r#""Effect":"Allow","Principal":"*","Action":"*""#,
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            r#""Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*""#,
            "Has prohibited field Resource",
        ),
        (
            r#""Effect":"Deny","NotPrincipal":{"AWS":"123456789012"},"Action":"sts:AssumeRole""#,
            "AssumeRole policy must not contain NotPrincipal field.",
        ),
        (
            r#""Effect":"Allow","Principal":{"Federated":"cognito-identity.amazonaws.com"},"Action":"sts:AssumeRoleWithWebIdentity""#,
            "A condition block must be present for the Cognito provider",
        ),
        (r#""Effect":"allow","Principal":"*","Action":"sts:AssumeRole""#, "Invalid effect: allow"),
    ] {
        assert_eq!(answer(PolicyKind::Trust, &policy(statement)), expected, "{statement}");
    }
    assert_eq!(answer(PolicyKind::Trust, "{"), "This policy contains invalid Json");
}

#[test]
fn resource_policies() {
    for (statement, expected) in [
        (
            r#""Effect":"Deny","NotPrincipal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*""#,
            "ok",
        ),
        (
            r#""Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*""#,
            "Allow with NotPrincipal is not allowed.",
        ),
        (r#""Effect":"Allow","Action":"s3:*","Resource":"*""#, "Missing required field Principal"),
        (r#""Effect":"Allow","Principal":"*","Resource":"*""#, "Missing required field Action"),
        (r#""Effect":"Allow","Principal":"*","Action":"s3:*""#, "Missing required field Resource"),
        (r#""Principal":"*","Action":"s3:*","Resource":"*""#, "Missing required field Effect"),
        (
            r#""Effect":"Allow","Principal":"me","Action":"s3:*","Resource":"*""#,
            "Invalid principal in policy",
        ),
        (
            r#""Effect":"Allow","Principal":"*","Action":"s3","Resource":"*""#,
            "Policy has invalid action",
        ),
        (
            r#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"b""#,
            "Policy has invalid resource",
        ),
        (
            r#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Else":1"#,
            "Unknown field Else",
        ),
        (
            r#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Is":{}}"#,
            "Invalid Condition type : Is",
        ),
    ] {
        assert_eq!(answer(PolicyKind::Resource, &policy(statement)), expected, "{statement}");
    }
    for (text, expected) in [
        (
            r#"{"Version":"2020-01-01","Statement":[]}"#,
            "The policy must contain a valid version string",
        ),
        (r"{}", "Missing required field Statement"),
        (r#"{"Statement":[]}"#, "Could not parse the policy: Statement is empty!"),
        (
            r#"{"Statement":[{"Sid":"a","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},
                {"Sid":"a","Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
            "The Statement Ids in the policy are not unique",
        ),
    ] {
        assert_eq!(answer(PolicyKind::Resource, text), expected, "{text}");
    }
}

#[test]
fn bucket_policies_speak_of_their_bucket() {
    let check = |statement: &str| match check_bucket_policy(&policy(statement), "b") {
        Ok(()) => "ok".to_owned(),
        Err(error) => error.aws_message(PolicyKind::Resource).to_owned(),
    };
    for (rest, expected) in [
        (r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*""#, "ok"),
        (
            r#""Action":["s3:Get*","s3:ListBucket"],"Resource":["arn:aws:s3:::b","arn:aws:s3:::b/*"]"#,
            "ok",
        ),
        (
            r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::other/*""#,
            "Policy has invalid resource",
        ),
        (r#""Action":"s3:GetObject","Resource":"*""#, "Policy has invalid resource"),
        (r#""Action":"s3:Fetch","Resource":"arn:aws:s3:::b/*""#, "Policy has invalid action"),
        (r#""Action":"sqs:*","Resource":"arn:aws:s3:::b/*""#, "Policy has invalid action"),
        (
            r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b""#,
            "Action does not apply to any resource(s) in statement",
        ),
        (
            r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"Bool":{"s3:no":true}}"#,
            "Policy has an invalid condition key",
        ),
        (
            r#""Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"s3:prefix":"a"}}"#,
            "Conditions do not apply to combination of actions and resources in statement",
        ),
    ] {
        let statement = format!(r#""Effect":"Allow","Principal":"*",{rest}"#);
        assert_eq!(check(&statement), expected, "{rest}");
    }
    let error = check_bucket_policy(" {}", "b").unwrap_err();
    assert_eq!(error.to_string(), "Policies must be valid JSON and the first byte must be '{'");
}

#[test]
fn policies_of_organizations() {
    use PolicyKind::{ResourceControl, ServiceControl};
    for (kind, statement, fits) in [
        (ServiceControl, r#""Effect":"Allow","Action":"*","Resource":"*""#, true),
        (
            ServiceControl,
            r#""Effect":"Allow","NotAction":"iam:*role","NotResource":"arn:aws:s3:::b""#,
            true,
        ),
        (ServiceControl, r#""Effect":"Deny","Action":"*""#, false),
        (ServiceControl, r#""Effect":"Deny","Principal":"*","Action":"*","Resource":"*""#, false),
        (ServiceControl, r#""Effect":"deny","Action":"*","Resource":"*""#, false),
        (
            ResourceControl,
            r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*""#,
            true,
        ),
        (ResourceControl, r#""Effect":"Allow","Principal":"*","Action":"*","Resource":"*""#, true),
        (
            ResourceControl,
            r#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*""#,
            false,
        ),
        (ResourceControl, r#""Effect":"Deny","Principal":"*","Action":"*","Resource":"*""#, false),
        (
            ResourceControl,
            r#""Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*""#,
            false,
        ),
        (
            ResourceControl,
            r#""Effect":"Deny","Principal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*""#,
            false,
        ),
    ] {
        let expected = if fits { "ok" } else { super::answer::ORGANIZATION };
        assert_eq!(answer(kind, &policy(statement)), expected, "{statement}");
    }
}

#[test]
fn spaces_before_the_document() {
    let identity = policy(r#""Effect":"Allow","Action":"s3:*","Resource":"*""#);
    let trust = policy(r#""Effect":"Allow","Principal":"*","Action":"sts:AssumeRole""#);
    for (kind, text, spaces, expected) in [
        (PolicyKind::Identity, &identity, " ", "The policy failed legacy parsing"),
        (PolicyKind::Identity, &identity, "\n", "ok"),
        (PolicyKind::Session, &identity, " ", "ok"),
        (PolicyKind::Trust, &trust, "  ", "JSON strings must not have leading spaces"),
        (PolicyKind::Trust, &trust, "\n", "ok"),
    ] {
        assert_eq!(answer(kind, &format!("{spaces}{text}")), expected, "{kind:?} {spaces:?}");
    }
}

#[test]
fn an_error_has_its_place_and_code() {
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": 7\n}";
    let document = Document::parse(text).unwrap();
    let error = super::check(&document, PolicyKind::Identity).unwrap_err();
    assert_eq!((error.position().line, error.position().column), (3, 15));
    assert_eq!(PolicyError::aws_code(PolicyKind::Identity), "MalformedPolicyDocument");
    assert_eq!(PolicyError::aws_code(PolicyKind::Resource), "MalformedPolicy");
}
