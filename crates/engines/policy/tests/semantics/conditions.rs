//! Condition operators on keys with one value.

use bartizan_policy::Context;

use super::case::{HERE, speaks};

const PAGE: &str = "IAM User Guide, IAM JSON policy elements: Condition operators";

/// Whether a statement with this condition speaks of a request with these keys.
fn holds(condition: &str, keys: &[(&str, &str)]) -> bool {
    let mut context = Context::new();
    for (key, value) in keys {
        context.set(key, *value);
    }
    let statement =
        format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
    speaks("2012-10-17", &statement, &format!("arn:aws:sqs:eu-west-1:{HERE}:q"), &context)
}

/// A condition, the keys of the request, and whether it holds.
type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], bool);

fn hold(rows: &[Row<'_>]) {
    for (condition, keys, expected) in rows {
        assert_eq!(holds(condition, keys), *expected, "{PAGE}: {condition} {keys:?}");
    }
}

#[test]
fn texts() {
    hold(&[
        (r#"{"StringEquals":{"k:a":"x"}}"#, &[("k:a", "x")], true),
        (r#"{"StringEquals":{"k:a":"X"}}"#, &[("k:a", "x")], false),
        (r#"{"StringEquals":{"K:A":"x"}}"#, &[("k:a", "x")], true),
        (r#"{"StringEquals":{"k:a":"x*"}}"#, &[("k:a", "x*")], true),
        (r#"{"StringEquals":{"k:a":"x*"}}"#, &[("k:a", "xy")], false),
        (r#"{"StringEquals":{"k:a":""}}"#, &[("k:a", "")], true),
        (r#"{"StringEquals":{"k:a":""}}"#, &[], false),
        (r#"{"StringEquals":{"k:a":[]}}"#, &[("k:a", "x")], false),
        (r#"{"StringNotEquals":{"k:a":[]}}"#, &[("k:a", "x")], true),
        (r#"{"StringEquals":{"k:a":true}}"#, &[("k:a", "true")], true),
        (r#"{"StringEquals":{"k:a":7}}"#, &[("k:a", "7")], true),
        (r#"{"StringNotEqualsIgnoreCase":{"k:a":"X"}}"#, &[("k:a", "x")], false),
        (r#"{"StringLike":{"k:a":["","home/","home/*"]}}"#, &[("k:a", "")], true),
        (r#"{"StringLike":{"k:a":"t2.?"}}"#, &[("k:a", "t2.x")], true),
        (r#"{"StringLike":{"k:a":"t2.?"}}"#, &[("k:a", "t2.xl")], false),
        (r#"{"StringNotLike":{"k:a":"t2.*"}}"#, &[], true),
        (r#"{"StringLike":{"k:a":"*"}}"#, &[], false),
        (
            r#"{"StringEquals":{"aws:PrincipalTag/Team":"x"}}"#,
            &[("aws:PrincipalTag/team", "x")],
            true,
        ),
    ]);
}

#[test]
fn numbers_and_truth() {
    hold(&[
        (r#"{"NumericEquals":{"k:a":"010"}}"#, &[("k:a", "10.0")], true),
        (r#"{"NumericEquals":{"k:a":"x"}}"#, &[("k:a", "x")], false),
        (r#"{"NumericNotEquals":{"k:a":"x"}}"#, &[("k:a", "5")], true),
        (r#"{"NumericLessThan":{"k:a":"-1"}}"#, &[("k:a", "-2")], true),
        (r#"{"NumericLessThan":{"k:a":["1","9"]}}"#, &[("k:a", "5")], true),
        (r#"{"NumericGreaterThanEquals":{"k:a":10}}"#, &[("k:a", "9.999")], false),
        (r#"{"NumericGreaterThan":{"k:a":"5"}}"#, &[("k:a", "")], false),
        (r#"{"NumericLessThanIfExists":{"aws:MultiFactorAuthAge":"3600"}}"#, &[], true),
        (r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}"#, &[], false),
        (r#"{"Bool":{"aws:SecureTransport":"TRUE"}}"#, &[("aws:SecureTransport", "true")], true),
        (r#"{"Bool":{"aws:SecureTransport":true}}"#, &[("aws:SecureTransport", "true")], true),
        (r#"{"Bool":{"aws:SecureTransport":"yes"}}"#, &[("aws:SecureTransport", "true")], false),
        (r#"{"Bool":{"aws:SecureTransport":"1"}}"#, &[("aws:SecureTransport", "1")], false),
        (r#"{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#, &[], false),
        (r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#, &[], true),
        (r#"{"Bool":{"k:a":"${k:a}"}}"#, &[("k:a", "true")], false),
        (r#"{"Null":{"aws:TokenIssueTime":"true"}}"#, &[], true),
        (r#"{"Null":{"aws:TokenIssueTime":"false"}}"#, &[], false),
        (r#"{"Null":{"aws:TokenIssueTime":false}}"#, &[("aws:TokenIssueTime", "2026")], true),
        (r#"{"Null":{"aws:TokenIssueTime":["true","false"]}}"#, &[], true),
    ]);
}

#[test]
fn dates_and_bytes() {
    let now = &[("aws:CurrentTime", "2026-06-30T12:00:00Z")][..];
    hold(&[
        (r#"{"DateLessThan":{"aws:CurrentTime":"2026-07-01"}}"#, now, true),
        (r#"{"DateGreaterThan":{"aws:CurrentTime":"2026"}}"#, now, true),
        (r#"{"DateEquals":{"aws:CurrentTime":"2026-06-30T14:00:00+02:00"}}"#, now, true),
        (r#"{"DateEquals":{"aws:CurrentTime":"1782820800"}}"#, now, true),
        (r#"{"DateEquals":{"aws:CurrentTime":1782820800}}"#, now, true),
        (r#"{"DateNotEquals":{"aws:CurrentTime":"2026-06-30T12:00Z"}}"#, now, false),
        (
            r#"{"DateGreaterThanEquals":{"aws:EpochTime":"2026-06-30T12:00:00Z"}}"#,
            &[("aws:EpochTime", "1782820800")],
            true,
        ),
        (r#"{"DateGreaterThan":{"aws:TokenIssueTime":"2020-01-01T00:00:01Z"}}"#, &[], false),
        (
            r#"{"DateLessThan":{"aws:CurrentTime":"2026-07-01"}}"#,
            &[("aws:CurrentTime", "soon")],
            false,
        ),
        (
            r#"{"BinaryEquals":{"k:a":"QmluYXJ5VmFsdWVJbkJhc2U2NA=="}}"#,
            &[("k:a", "BinaryValueInBase64")],
            true,
        ),
        (r#"{"BinaryEquals":{"k:a":"QmluYXJ5"}}"#, &[("k:a", "binary")], false),
        (r#"{"BinaryEquals":{"k:a":"no base64!"}}"#, &[("k:a", "no base64!")], false),
    ]);
}

#[test]
fn addresses() {
    let from = |address| [("aws:SourceIp", address)];
    hold(&[
        (r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#, &from("203.0.113.255"), true),
        (r#"{"IpAddress":{"aws:SourceIp":"203.0.113.7"}}"#, &from("203.0.113.8"), false),
        (r#"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#, &from("::ffff:203.0.113.9"), true),
        (r#"{"IpAddress":{"aws:SourceIp":"::ffff:203.0.113.0/120"}}"#, &from("203.0.113.9"), true),
        (
            r#"{"IpAddress":{"aws:SourceIp":"2001:DB8:1234:5678::/64"}}"#,
            &from("2001:db8:1234:5678::1"),
            true,
        ),
        (
            r#"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:DB8::/32"]}}"#,
            &from("2001:db8::9"),
            true,
        ),
        (r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#, &from("2001:db8::9"), false),
        (r#"{"IpAddress":{"aws:SourceIp":"203.0.113.*"}}"#, &from("203.0.113.9"), false),
        (
            r#"{"NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","203.0.113.0/24"]}}"#,
            &from("203.0.113.9"),
            false,
        ),
        (r#"{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, &[], true),
        (r#"{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#, &[], false),
        (
            r#"{"NotIpAddress":{"aws:SourceIp":"192.0.2.0/24"}}"#,
            &from("cloudformation.amazonaws.com"),
            true,
        ),
    ]);
}

#[test]
fn arns() {
    let source = &[(
        "aws:SourceArn",
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/d.txt",
    )][..];
    let topic = &[("aws:SourceArn", "arn:aws:sns:us-east-2:111122223333:T")][..];
    hold(&[
        (
            r#"{"ArnLike":{"aws:SourceArn":"arn:aws:someservice:*:111122223333:finance/*"}}"#,
            source,
            false,
        ),
        (
            r#"{"StringLike":{"aws:SourceArn":"arn:aws:someservice:*:111122223333:finance/*"}}"#,
            source,
            true,
        ),
        (
            r#"{"ArnLike":{"aws:SourceArn":"arn:aws:someservice:*:*:store/*:finance/*"}}"#,
            source,
            true,
        ),
        (r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:*:111122223333:?"}}"#, topic, true),
        (r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-?:111122223333:T"}}"#, topic, true),
        (r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:*:*"}}"#, topic, false),
        (r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:SNS:*:111122223333:T"}}"#, topic, false),
        (r#"{"ArnNotLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}"#, topic, false),
        (r#"{"ArnNotEquals":{"aws:SourceArn":"arn:aws:sns:*:444455556666:*"}}"#, topic, true),
        (r#"{"ArnNotEquals":{"aws:SourceArn":"arn:aws:sns:*:444455556666:*"}}"#, &[], true),
        (
            r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:T"}}"#,
            &[("aws:SourceArn", "T")],
            false,
        ),
        (
            r#"{"ArnNotLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:T"}}"#,
            &[("aws:SourceArn", "T")],
            true,
        ),
    ]);
}

#[test]
fn operators_and_keys_are_anded_and_values_ored() {
    hold(&[
        (r#"{"StringEquals":{"k:a":["x","y"],"k:b":"z"}}"#, &[("k:a", "y"), ("k:b", "z")], true),
        (r#"{"StringEquals":{"k:a":["x","y"],"k:b":"z"}}"#, &[("k:a", "y")], false),
        (
            r#"{"StringEquals":{"k:a":"x"},"Bool":{"k:b":"true"}}"#,
            &[("k:a", "x"), ("k:b", "false")],
            false,
        ),
        (r#"{"StringNotEquals":{"k:a":["x","y"]}}"#, &[("k:a", "y")], false),
        (r#"{"StringNotEquals":{"k:a":["x","y"]}}"#, &[("k:a", "z")], true),
        (r#"{"StringNotEquals":{"k:a":"x","k:b":"y"}}"#, &[("k:a", "z"), ("k:b", "y")], false),
        (r#"{"StringLike":{"k:a":"x*"},"StringNotLike":{"k:a":"*z"}}"#, &[("k:a", "xyz")], false),
        (
            r#"{"StringEqualsIfExists":{"k:a":"x"},"StringEquals":{"k:b":"y"}}"#,
            &[("k:b", "y")],
            true,
        ),
        (r#"{"StringNotEqualsIfExists":{"k:a":"x"}}"#, &[], true),
        (r#"{"StringNotEqualsIfExists":{"k:a":"x"}}"#, &[("k:a", "x")], false),
        ("{}", &[], true),
    ]);
}
