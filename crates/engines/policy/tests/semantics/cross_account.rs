//! Requests from one account on a resource of another.

use super::case::*;
use bartizan_types::Principal;

const PAGE: &str =
    "IAM User Guide, Cross-account policy evaluation logic: both accounts must allow";
const THEIR_USER: &str = r#"{"AWS":"arn:aws:iam::444455556666:user/Bob"}"#;
const THEIR_ROLE: &str = r#"{"AWS":"arn:aws:iam::444455556666:role/app/R"}"#;
const THEIR_SESSION: &str = r#"{"AWS":"arn:aws:sts::444455556666:assumed-role/R/s"}"#;
const THEIR_FEDERATED: &str = r#"{"AWS":"arn:aws:sts::444455556666:federated-user/s"}"#;
const THEIR_ACCOUNT: &str = r#"{"AWS":"444455556666"}"#;
const THEIR_ROOT: &str = r#"{"AWS":"arn:aws:iam::444455556666:root"}"#;

fn from<'a>(caller: Principal, named: &str, identity: Option<&'a str>) -> Case<'a> {
    Case { page: PAGE, caller, bucket: grant(named), identity, ..Case::default() }
}

#[test]
fn every_kind_of_caller_needs_its_own_account_too() {
    let refused = |case: Case<'static>| Case { expected: NOT_ALLOWED, ..case };
    let mut rows = Vec::new();
    for named in [THEIR_USER, THEIR_ACCOUNT, THEIR_ROOT, r#""*""#, r#"{"AWS":"*"}"#] {
        rows.push(from(user(THERE), named, Some(ALLOW_ALL)));
        rows.push(refused(from(user(THERE), named, None)));
    }
    for named in [THEIR_ROLE, THEIR_SESSION, THEIR_ACCOUNT, r#""*""#] {
        rows.push(from(role(THERE), named, Some(ALLOW_ALL)));
        rows.push(refused(from(role(THERE), named, None)));
        rows.push(refused(Case {
            session: Some(OTHER),
            ..from(role(THERE), named, Some(ALLOW_ALL))
        }));
        rows.push(refused(Case {
            boundary: Some(OTHER),
            ..from(role(THERE), named, Some(ALLOW_ALL))
        }));
    }
    for named in [THEIR_FEDERATED, THEIR_USER, THEIR_ACCOUNT] {
        rows.push(refused(from(federated(THERE), named, Some(ALLOW_ALL))));
        rows.push(Case {
            session: Some(ALLOW_ALL),
            ..from(federated(THERE), named, Some(ALLOW_ALL))
        });
    }
    rows.push(from(root(THERE), THEIR_ROOT, None));
    rows.push(refused(from(root(THERE), THEIR_USER, None)));
    rows.push(refused(from(user(THERE), THEIR_ROLE, Some(ALLOW_ALL))));
    rows.push(refused(from(user(THERE), r#"{"AWS":"111122223333"}"#, Some(ALLOW_ALL))));
    rows.push(refused(Case {
        bucket: String::new(),
        ..from(user(THERE), THEIR_USER, Some(ALLOW_ALL))
    }));
    hold(&rows);
}

#[test]
fn denies_of_either_account_bind() {
    let both = |expected| Case { expected, ..from(user(THERE), THEIR_USER, Some(ALLOW_ALL)) };
    hold(&[
        Case { scps: &[DENY_ALL], ..both(DENIED) },
        Case { scps: &[ALLOW_ALL, OTHER], ..both(NOT_ALLOWED) },
        Case { rcps: &[EVERYONE_DENIED], ..both(DENIED) },
        Case { identity: Some(DENY_ALL), ..both(DENIED) },
        Case { bucket: all_but(THEIR_ACCOUNT), ..both(DENIED) },
        Case { bucket: all_but(THEIR_ROLE), caller: role(THERE), ..both(DENIED) },
        Case { bucket: all_but(THEIR_SESSION), caller: role(THERE), ..both(DENIED) },
    ]);
}

#[test]
fn services_and_anonymous_callers_have_no_side_of_their_own() {
    let page = "IAM User Guide, Principal: AWS services; all principals";
    let by = |caller, named: &str, expected| Case {
        page,
        caller,
        bucket: grant(named),
        scps: &[DENY_ALL],
        expected,
        ..Case::default()
    };
    let logs = r#"{"Service":"logs.amazonaws.com"}"#;
    hold(&[
        by(service("logs.amazonaws.com"), logs, ALLOWED),
        by(service("sns.amazonaws.com"), logs, NOT_ALLOWED),
        by(service("logs.amazonaws.com"), THEIR_ACCOUNT, NOT_ALLOWED),
        by(service("logs.amazonaws.com"), r#""*""#, ALLOWED),
        by(Principal::Anonymous, r#""*""#, ALLOWED),
        by(Principal::Anonymous, r#"{"AWS":"*"}"#, ALLOWED),
        by(Principal::Anonymous, logs, NOT_ALLOWED),
        by(Principal::Anonymous, r#"{"AWS":"111122223333"}"#, NOT_ALLOWED),
        Case { rcps: &[EVERYONE_DENIED], ..by(service("logs.amazonaws.com"), logs, DENIED) },
        Case { rcps: &[EVERYONE_DENIED], ..by(Principal::Anonymous, r#""*""#, DENIED) },
    ]);
}

#[test]
fn confused_deputies_are_held_off_by_the_source() {
    let page = "IAM User Guide, The confused deputy problem: aws:SourceArn and aws:SourceAccount";
    let condition = r#"{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:T"},
                        "StringEquals":{"aws:SourceAccount":"111122223333"}}"#;
    let of = |context, expected| Case {
        page,
        caller: service("sns.amazonaws.com"),
        bucket: grant_if(r#"{"Service":"sns.amazonaws.com"}"#, condition),
        context,
        expected,
        ..Case::default()
    };
    let arn = ("aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:T");
    hold(&[
        of(&[arn, ("aws:SourceAccount", "111122223333")], ALLOWED),
        of(&[arn, ("aws:SourceAccount", "444455556666")], NOT_ALLOWED),
        of(&[arn], NOT_ALLOWED),
        of(
            &[
                ("aws:SourceArn", "arn:aws:sns:eu-west-1:444455556666:T"),
                ("aws:SourceAccount", "111122223333"),
            ],
            NOT_ALLOWED,
        ),
    ]);
}
