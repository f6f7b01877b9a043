//! What `lint` finds, and where.

#![allow(clippy::panic, reason = "a table of unknown form fails the test")]

use bartizan_policy::PolicyKind;
use bartizan_policy::lint::{FindingKind, lint};

/// Statements without a flaw: kind of policy, statement.
const FLAWLESS: &str = r#"
Identity | "Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*"
Identity | "Effect":"Allow","Action":"s3:List*","Resource":"*","Condition":{"StringLike":{"s3:prefix":["a/*","${aws:username}/*"]}}
Identity | "Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::123456789012:role/app"
Identity | "Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}
Identity | "Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}
Identity | "Effect":"Allow","Action":"ec2:RunInstances","Resource":"arn:aws:ec2:*:*:instance/*","Condition":{"ForAllValues:StringEquals":{"aws:TagKeys":["a"]}}
Trust | "Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"x"}}
Trust | "Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"
Resource | "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:role/r"},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:123456789012:q"
Resource | "Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:123456789012:t"}}
ServiceControl | "Effect":"Deny","Action":"ec2:*","Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":"eu-west-1"}}
ResourceControl | "Effect":"Allow","Principal":"*","Action":"*","Resource":"*"
ResourceControl | "Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"BoolIfExists":{"aws:SecureTransport":"false"}}
"#;

/// Statements of one flaw: kind of policy, code, path in the statement, statement.
const FLAWED: &str = r#"
Identity | INVALID_EFFECT | .Effect | "Effect":"Maybe","Action":"s3:*","Resource":"*"
Identity | INVALID_POLICY_ELEMENT | .Else | "Effect":"Allow","Action":"s3:*","Resource":"*","Else":1
Identity | DATA_TYPE_MISMATCH | .Action | "Effect":"Allow","Action":{},"Resource":"*"
Identity | JSON_SYNTAX_ERROR | .Sid | "Effect":"Deny","Sid":"a","Sid":"b","Action":"s3:*","Resource":"*"
Identity | MISSING_EFFECT |   | "Action":"s3:*","Resource":"*"
Identity | MISSING_ACTION |   | "Effect":"Allow","Resource":"*"
Identity | MISSING_RESOURCE |   | "Effect":"Allow","Action":"s3:*"
Resource | MISSING_PRINCIPAL |   | "Effect":"Allow","Action":"s3:*","Resource":"*"
Identity | UNSUPPORTED_ELEMENT_COMBINATION | .NotAction | "Effect":"Deny","Action":"s3:*","NotAction":"s3:*","Resource":"*"
Identity | UNSUPPORTED_SID | .Sid | "Sid":"a b","Effect":"Allow","Action":"s3:*","Resource":"*"
Trust | INVALID_POLICY_ELEMENT | .Resource | "Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole","Resource":"*"
Identity | MISSING_RESOURCE | .Resource | "Effect":"Deny","Action":"s3:*","Resource":[]
Identity | EMPTY_ARRAY_CONDITION | .Condition.StringEquals.aws:username | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":[]}}
Identity | INVALID_ACTION | .Action[1] | "Effect":"Allow","Action":["s3:*","s3:GetObjekt"],"Resource":"*"
Identity | INVALID_ACTION | .Action | "Effect":"Allow","Action":"s3:Fetch*","Resource":"*"
Identity | INVALID_SERVICE_IN_ACTION | .Action | "Effect":"Allow","Action":"s33:GetObject","Resource":"*"
Identity | VARIABLE_UNSUPPORTED_IN_ELEMENT | .Action | "Effect":"Deny","Action":"s3:${x}*","Resource":"*"
Identity | INVALID_ARN_PREFIX | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"aws:s3:::b"
Identity | MISSING_ARN_FIELD | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:b"
Identity | INVALID_PARTITION | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"arn:mars:s3:::b"
Identity | INVALID_ARN_ACCOUNT | .Resource | "Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:12:q"
Identity | INVALID_ARN_SERVICE_CASE | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"arn:aws:S3:::b"
Identity | ARN_REGION_NOT_ALLOWED | .Resource | "Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam:us-east-1:123456789012:user/u"
Identity | MISSING_ARN_REGION | .Resource | "Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs::123456789012:q"
Identity | INVALID_ARN_RESOURCE | .Resource | "Effect":"Allow","Action":"kms:*","Resource":"arn:aws:kms:*:123456789012:cat/k"
Identity | RESOURCE_NOT_APPLICABLE | .Action[0] | "Effect":"Allow","Action":["s3:GetObject","s3:ListBucket"],"Resource":"arn:aws:s3:::b"
Identity | RESOURCE_NOT_APPLICABLE | .Action | "Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::b"
Identity | INVALID_CONDITION_OPERATOR | .Condition.StringIs | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringIs":{"aws:username":"a"}}
Identity | NULL_WITH_IF_EXISTS | .Condition.NullIfExists | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"NullIfExists":{"aws:username":"true"}}
Identity | INVALID_CONDITION_KEY_FORMAT | .Condition.Bool.secure | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"secure":"true"}}
Identity | INVALID_GLOBAL_CONDITION_KEY | .Condition.StringEquals.aws:user | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:user":"a"}}
Identity | INVALID_SERVICE_CONDITION_KEY | .Condition.StringEquals.s3:prefixx | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"s3:prefixx":"a"}}
Identity | INVALID_SERVICE | .Condition.StringEquals.s33:prefix | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"s33:prefix":"a"}}
Identity | UNSUPPORTED_GLOBAL_CONDITION_KEY | .Condition.ArnLike.aws:ARN | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"ArnLike":{"aws:ARN":"*"}}
Identity | MISSING_TAG_KEY_IN_CONDITION | .Condition.StringEquals.aws:PrincipalTag | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag":"a"}}
Identity | DUPLICATE_KEYS_WITH_DIFFERENT_CASE | .Condition.StringEquals.aws:userName | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"StringEquals":{"aws:username":"a","aws:userName":"b"}}
Identity | MISSING_QUALIFIER | .Condition.StringEquals.aws:TagKeys | "Effect":"Deny","Action":"ec2:*","Resource":"*","Condition":{"StringEquals":{"aws:TagKeys":"a"}}
Identity | FOR_ALL_VALUES_WITH_SINGLE_VALUED_KEY | .Condition.ForAllValues:StringEquals.aws:username | "Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"ForAllValues:StringEquals":{"aws:username":"a"}}
Identity | CONDITION_KEY_NOT_APPLICABLE | .Condition.StringEquals.s3:prefix | "Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"s3:prefix":"a"}}
Identity | TYPE_MISMATCH_IP_RANGE | .Condition.IpAddress.aws:SourceIp[1] | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","10.0.0.0/33"]}}
Identity | TYPE_MISMATCH_BOOLEAN | .Condition.Bool.aws:SecureTransport | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"no"}}
Identity | TYPE_MISMATCH_DATE | .Condition.DateLessThan.aws:CurrentTime | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"aws:CurrentTime":"soon"}}
Identity | TYPE_MISMATCH_NUMBER | .Condition.NumericLessThan.aws:MultiFactorAuthAge | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":"x"}}
Identity | TYPE_MISMATCH_ARN | .Condition.ArnLike.aws:SourceArn | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*"}}
Identity | INVALID_CONDITION_MULTIPLE_BOOLEAN | .Condition.Bool.aws:SecureTransport | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":["true","false"]}}
Identity | MISSING_BRACE_IN_VARIABLE | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:username"
Identity | EMPTY_VARIABLE | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${}"
Identity | MISSING_QUOTE_IN_VARIABLE | .Resource | "Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/${aws:PrincipalTag/a, none}"
Identity | INVALID_VARIABLE_FOR_OPERATOR | .Condition.Bool.aws:SecureTransport | "Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"${aws:username}"}}
Identity | UNSUPPORTED_PRINCIPAL | .Principal | "Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"
ServiceControl | SCP_SYNTAX_ERROR_PRINCIPAL | .Principal | "Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"
Resource | INVALID_PRINCIPAL_FORMAT | .Principal | "Effect":"Allow","Principal":"me","Action":"s3:*","Resource":"*"
Resource | INVALID_PRINCIPAL_KEY | .Principal.User | "Effect":"Allow","Principal":{"User":"me"},"Action":"s3:*","Resource":"*"
Resource | UNSUPPORTED_WILDCARD_IN_PRINCIPAL | .Principal.AWS | "Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/*"},"Action":"s3:*","Resource":"*"
Resource | ALLOW_WITH_NOT_PRINCIPAL | .NotPrincipal | "Effect":"Allow","NotPrincipal":{"AWS":"123456789012"},"Action":"s3:*","Resource":"*"
Resource | RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL | .Principal.Service | "Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:*","Resource":"*"
Identity | PASS_ROLE_WITH_STAR_IN_RESOURCE | .Resource | "Effect":"Allow","Action":"iam:PassRole","Resource":"*"
Identity | PASS_ROLE_WITH_STAR_IN_RESOURCE | .Resource | "Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::*:role/*"
Identity | PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE | .Resource | "Effect":"Allow","Action":"iam:Pass*","Resource":"*"
Identity | PASS_ROLE_WITH_NOT_RESOURCE | .NotResource | "Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::*:role/admin"
Identity | PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE | .NotResource | "Effect":"Allow","Action":"iam:P*Role","NotResource":"arn:aws:iam::*:role/admin"
Identity | CREATE_SLR_WITH_STAR_IN_RESOURCE | .Resource | "Effect":"Allow","Action":"iam:CreateServiceLinkedRole","Resource":"*"
Trust | ROLE_TRUSTS_EVERYONE | .Principal.AWS | "Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"
Trust | MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL | .Principal.Federated | "Effect":"Allow","Principal":{"Federated":"accounts.google.com"},"Action":"sts:AssumeRoleWithWebIdentity"
Trust | MISSING_GITHUB_REPO_CONDITION_KEY | .Principal.Federated | "Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}}
ResourceControl | RCP_SYNTAX_ERROR_ALLOW |   | "Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"
ResourceControl | RCP_SYNTAX_ERROR_NOT_ACTION | .NotAction | "Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"
ResourceControl | RCP_SYNTAX_ERROR_ACTION_WILDCARD | .Action | "Effect":"Deny","Principal":"*","Action":"*","Resource":"*"
ResourceControl | RCP_SYNTAX_ERROR_PRINCIPAL |   | "Effect":"Deny","Action":"s3:*","Resource":"*"
ResourceControl | RCP_SERVICE_NOT_SUPPORTED | .Action | "Effect":"Deny","Principal":"*","Action":"ec2:*","Resource":"*"
"#;

#[test]
fn flawless_statements_have_no_findings() {
    for line in FLAWLESS.trim().lines() {
        let (kind, statement) = line.split_once(" | ").unwrap();
        assert_eq!(found(self::kind(kind), &policy(statement)), [], "{line}");
    }
}

#[test]
fn each_flaw_is_found_where_it_is() {
    for line in FLAWED.trim().lines() {
        let mut fields = line.splitn(4, " | ").map(str::trim);
        let mut field = || fields.next().unwrap();
        let (kind, code, path) = (kind(field()), field(), field());
        let expected = [(code.to_owned(), format!("Statement[0]{path}"))];
        assert_eq!(found(kind, &policy(field())), expected, "{line}");
    }
}

#[test]
fn documents_without_statements_or_versions() {
    for (text, expected) in [
        ("", vec![("JSON_SYNTAX_ERROR", "")]),
        ("{", vec![("JSON_SYNTAX_ERROR", "")]),
        (r#"{"Version":"2012-10-17"}"#, vec![("MISSING_STATEMENT", "")]),
        (
            r#"{"Version":"2012-10-17","Conditions":{},"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#,
            vec![("INVALID_POLICY_ELEMENT", "Conditions")],
        ),
        (
            r#"{"Version":"2013-10-17","Statement":[]}"#,
            vec![("INVALID_VERSION", "Version"), ("MISSING_STATEMENT", "Statement")],
        ),
        (
            r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:username}"}}"#,
            vec![
                ("MISSING_VERSION", ""),
                ("VARIABLE_UNSUPPORTED_IN_VERSION", "Statement.Resource"),
            ],
        ),
    ] {
        let expected: Vec<_> =
            expected.into_iter().map(|(code, path)| (code.to_owned(), path.to_owned())).collect();
        assert_eq!(found(PolicyKind::Identity, text), expected, "{text}");
    }
}

#[test]
fn a_finding_says_what_was_meant_and_where_to_read_on() {
    let text = "{\n \"Version\": \"2012-10-17\",\n \"Statement\": {\n  \"Effect\": \"Allow\",\n  \
                \"Action\": \"s3:GetObjekt\",\n  \"Resource\": \"*\"\n }\n}";
    let findings = lint(text, PolicyKind::Identity);
    let [finding] = findings.as_slice() else { panic!("{findings:?}") };
    assert_eq!(finding.kind, FindingKind::Error);
    assert!(finding.message.contains("`s3:GetObject`"), "{}", finding.message);
    assert_eq!((finding.start.line, finding.start.column), (5, 12));
    assert_eq!((finding.end.line, finding.end.column), (5, 26));
    assert_eq!(finding.learn_more, "access-analyzer-reference-policy-checks-error-invalid-action");
    let json = serde_json::to_value(finding).unwrap();
    assert_eq!(json["kind"], "ERROR");
    assert_eq!(json["start"]["offset"], 77);
}

#[test]
fn the_number_of_findings_is_bounded() {
    let actions = vec![r#""x:y""#; 20_000].join(",");
    let text = policy(&format!(r#""Effect":"Allow","Action":[{actions}],"Resource":"*""#));
    assert_eq!(lint(&text, PolicyKind::Identity).len(), 500);
}

/// A policy of one statement.
fn policy(statement: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#)
}

/// The codes and paths that are found.
fn found(kind: PolicyKind, text: &str) -> Vec<(String, String)> {
    lint(text, kind).into_iter().map(|it| (it.code.to_owned(), it.path)).collect()
}

fn kind(name: &str) -> PolicyKind {
    match name {
        "Identity" => PolicyKind::Identity,
        "Resource" => PolicyKind::Resource,
        "Trust" => PolicyKind::Trust,
        "ServiceControl" => PolicyKind::ServiceControl,
        "ResourceControl" => PolicyKind::ResourceControl,
        other => panic!("unknown kind of policy `{other}`"),
    }
}
