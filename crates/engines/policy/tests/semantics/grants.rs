//! What grants of a resource's policy overcome in its own account.

use super::case::*;

const PAGE: &str = "IAM User Guide, Policy evaluation for requests within a single account: ";
const BY_USER: &str = r#"{"AWS":"arn:aws:iam::111122223333:user/Bob"}"#;
const BY_ROLE: &str = r#"{"AWS":"arn:aws:iam::111122223333:role/app/R"}"#;
const BY_SESSION: &str = r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/R/s"}"#;
const BY_FEDERATED: &str = r#"{"AWS":"arn:aws:sts::111122223333:federated-user/s"}"#;
const BY_ACCOUNT: &str = r#"{"AWS":"arn:aws:iam::111122223333:root"}"#;

#[test]
fn implicit_denies_and_whom_the_policy_names() {
    let mut rows = Vec::new();
    // (named, caller, with nothing else, with boundary silent, session silent, all three silent)
    for (named, caller, expected) in [
        (BY_USER, user(HERE), [ALLOWED, ALLOWED, ALLOWED]),
        (BY_ROLE, role(HERE), [ALLOWED, NOT_ALLOWED, NOT_ALLOWED]),
        (BY_SESSION, role(HERE), [ALLOWED, ALLOWED, ALLOWED]),
        (BY_FEDERATED, federated(HERE), [ALLOWED, ALLOWED, ALLOWED]),
        (BY_USER, federated(HERE), [NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]),
        (BY_ACCOUNT, user(HERE), [NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]),
        (BY_ACCOUNT, role(HERE), [NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]),
        (r#""*""#, user(HERE), [ALLOWED, ALLOWED, ALLOWED]),
        (r#""*""#, role(HERE), [ALLOWED, ALLOWED, ALLOWED]),
        (r#"{"AWS":"*"}"#, federated(HERE), [ALLOWED, ALLOWED, ALLOWED]),
        (BY_SESSION, user(HERE), [NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]),
        (BY_USER, role(HERE), [NOT_ALLOWED, NOT_ALLOWED, NOT_ALLOWED]),
    ] {
        let limits = [(None, None), (Some(OTHER), None), (None, Some(OTHER))];
        for ((boundary, session), expected) in limits.into_iter().zip(expected) {
            let page = format!("{PAGE}{named} {caller:?} {boundary:?} {session:?}");
            rows.push((page, named, caller.clone(), boundary, session, expected));
        }
    }
    let cases: Vec<_> = rows
        .iter()
        .map(|(page, named, caller, boundary, session, expected)| Case {
            page,
            caller: caller.clone(),
            boundary: *boundary,
            session: *session,
            bucket: grant(named),
            expected: *expected,
            ..Case::default()
        })
        .collect();
    hold(&cases);
}

#[test]
fn explicit_denies_override_direct_grants() {
    let page = "IAM User Guide, Policy evaluation logic: an explicit deny overrides allows";
    let granted = |expected| Case { page, bucket: grant(BY_USER), expected, ..Case::default() };
    hold(&[
        Case { identity: Some(DENY_ALL), ..granted(DENIED) },
        Case { boundary: Some(DENY_ALL), ..granted(DENIED) },
        Case {
            caller: federated(HERE),
            session: Some(DENY_ALL),
            bucket: grant(BY_FEDERATED),
            ..granted(DENIED)
        },
        Case { scps: &[ALLOW_ALL, DENY_ALL], ..granted(DENIED) },
        Case { scps: &[OTHER], ..granted(NOT_ALLOWED) },
        Case { rcps: &[EVERYONE_DENIED], ..granted(DENIED) },
        Case { identity: Some(ALLOW_ALL), bucket: all_but(BY_USER), ..granted(DENIED) },
    ]);
}

#[test]
fn identity_policies_within_boundary_and_session_policy() {
    let page = "IAM User Guide, Permissions boundaries; Session policies: their intersection";
    let admin = |expected| Case { page, identity: Some(ALLOW_ALL), expected, ..Case::default() };
    hold(&[
        admin(ALLOWED),
        Case { boundary: Some(ALLOW_ALL), ..admin(ALLOWED) },
        Case { boundary: Some(OTHER), ..admin(NOT_ALLOWED) },
        Case { identity: None, boundary: Some(ALLOW_ALL), ..admin(NOT_ALLOWED) },
        Case { caller: role(HERE), ..admin(ALLOWED) },
        Case { caller: role(HERE), session: Some(OTHER), ..admin(NOT_ALLOWED) },
        Case {
            caller: role(HERE),
            boundary: Some(OTHER),
            session: Some(ALLOW_ALL),
            ..admin(NOT_ALLOWED)
        },
        Case { caller: federated(HERE), ..admin(NOT_ALLOWED) },
        Case { caller: federated(HERE), session: Some(ALLOW_ALL), ..admin(ALLOWED) },
        Case {
            caller: federated(HERE),
            session: Some(ALLOW_ALL),
            boundary: Some(OTHER),
            ..admin(NOT_ALLOWED)
        },
        Case { caller: federated_root(HERE), identity: None, ..admin(NOT_ALLOWED) },
        Case {
            caller: federated_root(HERE),
            identity: None,
            session: Some(ALLOW_ALL),
            ..admin(ALLOWED)
        },
    ]);
}

#[test]
fn everyone_with_a_condition_on_the_caller() {
    let page = "IAM User Guide, Principal: aws:PrincipalArn with a wildcard is not limited by \
                boundary and session policy";
    let of_role = r#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/app/R"}}"#;
    let with = |caller, condition, expected| Case {
        page,
        caller,
        boundary: Some(OTHER),
        session: Some(OTHER),
        bucket: grant_if(r#""*""#, condition),
        expected,
        ..Case::default()
    };
    hold(&[
        with(role(HERE), of_role, ALLOWED),
        with(user(HERE), of_role, NOT_ALLOWED),
        Case { session: Some(DENY_ALL), ..with(role(HERE), of_role, DENIED) },
        Case { identity: Some(DENY_ALL), ..with(role(HERE), of_role, DENIED) },
        with(
            role(HERE),
            r#"{"ArnEquals":{"aws:PrincipalArn":"arn:aws:sts::111122223333:assumed-role/R/s"}}"#,
            NOT_ALLOWED,
        ),
        with(
            user(HERE),
            r#"{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:user/*"}}"#,
            ALLOWED,
        ),
    ]);
}
