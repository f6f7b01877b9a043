//! The root user, keys, trust policies and other rules of their own.

use super::*;

#[test]
fn the_root_user() {
    assert_eq!(Case::default().outcome(&root()), Allowed);
    let deny = r#"{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#;
    let denied = Case { resource_policy: Some(deny), ..Case::default() };
    assert_eq!(denied.outcome(&root()), ExplicitlyDenied);
    let rescue =
        Case { action: Some("s3:DeleteBucketPolicy"), resource: Some("arn:aws:s3:::b"), ..denied };
    assert_eq!(rescue.outcome(&root()), Allowed);
    assert_eq!(Case { identity: Some(ALLOW_ALL), ..rescue }.outcome(&alice()), ExplicitlyDenied);
    assert_eq!(Case { scps: &[DENY_S3], ..rescue }.outcome(&root()), ExplicitlyDenied);
}

#[test]
fn keys_follow_their_policy_alone() {
    let key = Case {
        action: Some("kms:Decrypt"),
        resource: Some("arn:aws:kms:us-east-1:123456789012:key/1"),
        identity: Some(ALLOW_ALL),
        ..Case::default()
    };
    let statement = |principal: &str| {
        format!(
            r#"{{"Effect": "Allow", "Principal": {principal}, "Action": "kms:*", "Resource": "*"}}"#
        )
    };
    let to_other = statement(r#"{"AWS": "arn:aws:iam::123456789012:user/admin"}"#);
    let to_account = statement(r#"{"AWS": "arn:aws:iam::123456789012:root"}"#);
    let closed = Case { resource_policy: Some(&to_other), ..key };
    assert_eq!(closed.outcome(&alice()), ImplicitlyDenied);
    assert_eq!(closed.outcome(&root()), ImplicitlyDenied, "root has no inherent right on a key");
    let granted = |granted| Flags { granted, ..Flags::default() };
    let to_caller = Case { flags: granted(Granted::ToCaller), identity: None, ..closed };
    assert_eq!(to_caller.decide(&alice()).reason, Reason::Grant);
    let by_account = Case { flags: granted(Granted::ToAccount), ..closed };
    assert_eq!(by_account.outcome(&alice()), Allowed);
    assert_eq!(by_account.outcome(&user_of(THERE)), Allowed, "whatever account it is");
    for (identity, boundary) in [(None, None), (Some(ALLOW_ALL), Some(ALLOW_SQS))] {
        let limited = Case { identity, boundary, ..by_account };
        assert_eq!(limited.outcome(&alice()), ImplicitlyDenied);
    }
    let nobody = Principal::Anonymous;
    assert_eq!(by_account.outcome(&nobody), ImplicitlyDenied, "who is of no account");
    let delegated = Case { resource_policy: Some(&to_account), ..key };
    assert_eq!(delegated.outcome(&alice()), Allowed);
    assert_eq!(delegated.outcome(&root()), Allowed);
    assert_eq!(Case { identity: None, ..delegated }.outcome(&alice()), ImplicitlyDenied);
    let creation = Case { action: Some("kms:CreateKey"), resource: Some("*"), ..key };
    assert_eq!(creation.outcome(&alice()), Allowed, "without a key there is no key policy");
}

#[test]
fn delegated_permissions_are_the_most_there_can_be() {
    let flags = Flags { delegated_session: true, ..Flags::default() };
    let grant = r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}"#;
    let case = Case { identity: Some(ALLOW_ALL), flags, ..Case::default() };
    let other = Case { session: Some(ALLOW_SQS), ..case };
    for caller in [alice(), root(), role_session(false)] {
        assert_eq!(case.outcome(&caller), ImplicitlyDenied, "without a session policy");
        assert_eq!(other.outcome(&caller), ImplicitlyDenied);
        let granted = Case { resource_policy: Some(grant), ..other };
        assert_eq!(granted.outcome(&caller), ImplicitlyDenied, "whatever the resource grants");
        assert_eq!(Case { session: Some(ALLOW_ALL), ..case }.outcome(&caller), Allowed);
    }
    let nothing = Case { identity: None, session: Some(ALLOW_ALL), ..case };
    assert_eq!(nothing.outcome(&alice()), ImplicitlyDenied, "nor more than the principal has");
}

#[test]
fn trust_policies() {
    let own = trust(r#"{"AWS": "arn:aws:iam::123456789012:user/alice"}"#, "sts:AssumeRole");
    let account = trust(r#"{"AWS": "123456789012"}"#, "sts:AssumeRole");
    let case = Case {
        action: Some("sts:AssumeRole"),
        resource: Some("arn:aws:iam::123456789012:role/T"),
        ..Case::default()
    };
    assert_eq!(Case { trust_policy: Some(&own), ..case }.outcome(&alice()), Allowed);
    let by_account = Case { trust_policy: Some(&account), ..case };
    assert_eq!(by_account.outcome(&alice()), ImplicitlyDenied);
    assert_eq!(Case { identity: Some(ALLOW_ALL), ..by_account }.outcome(&alice()), Allowed);
    assert_eq!(by_account.outcome(&root()), ImplicitlyDenied, "root assumes no roles");
    let refused = Case { trust_policy: Some(&own), identity: Some(ALLOW_ALL), ..case };
    assert_eq!(refused.outcome(&role_session(false)), ImplicitlyDenied);
}

#[test]
fn callers_proven_by_a_provider_only() {
    let provider = "arn:aws:iam::123456789012:oidc-provider/id.example";
    let by_provider =
        trust(&format!(r#"{{"Federated": "{provider}"}}"#), "sts:AssumeRoleWithWebIdentity");
    let case = Case {
        action: Some("sts:AssumeRoleWithWebIdentity"),
        resource: Some("arn:aws:iam::123456789012:role/T"),
        trust_policy: Some(&by_provider),
        flags: Flags { unsigned_federation: true, ..Flags::default() },
        provider: Some(provider),
        ..Case::default()
    };
    assert_eq!(case.outcome(&Principal::Anonymous), Allowed);
    let other = Case { provider: Some("accounts.google.com"), ..case };
    assert_eq!(other.outcome(&Principal::Anonymous), ImplicitlyDenied);
    let signed = Case { flags: Flags::default(), ..case };
    assert_eq!(signed.outcome(&Principal::Anonymous), ImplicitlyDenied);
    let rcp = r#"{"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Resource": "*"}"#;
    assert_eq!(Case { rcps: &[rcp], ..case }.outcome(&Principal::Anonymous), ExplicitlyDenied);
}

#[test]
fn not_principal_excepts_only_who_is_listed_with_account_and_role() {
    let deny = |listed: &str| {
        format!(
            r#"{{"Effect": "Deny", "NotPrincipal": {{"AWS": [{listed}]}}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}}"#
        )
    };
    let user = r#""arn:aws:iam::123456789012:user/alice""#;
    let account = r#""arn:aws:iam::123456789012:root""#;
    let role = r#""arn:aws:iam::123456789012:role/app/R""#;
    let session = r#""arn:aws:sts::123456789012:assumed-role/R/s""#;
    let (alice, sessions) = (alice(), role_session(false));
    for (listed, caller, expected) in [
        (format!("{user},{account}"), &alice, Allowed),
        (user.to_owned(), &alice, ExplicitlyDenied),
        (account.to_owned(), &alice, ExplicitlyDenied),
        (format!("{session},{role},{account}"), &sessions, Allowed),
        (format!("{session},{account}"), &sessions, ExplicitlyDenied),
        (format!("{role},{account}"), &sessions, ExplicitlyDenied),
    ] {
        let deny = deny(&listed);
        let case =
            Case { identity: Some(ALLOW_ALL), resource_policy: Some(&deny), ..Case::default() };
        assert_eq!(case.outcome(caller), expected, "{listed}");
        let bounded = Case { boundary: Some(ALLOW_ALL), ..case };
        assert_eq!(bounded.outcome(caller), ExplicitlyDenied, "a boundary: {listed}");
    }
}

#[test]
fn a_closed_account_allows_nothing() {
    let flags = Flags { closed_account: true, ..Flags::default() };
    let grant = r#"{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}"#;
    let case =
        Case { identity: Some(ALLOW_ALL), resource_policy: Some(grant), flags, ..Case::default() };
    let free = Case { action: Some("sts:GetCallerIdentity"), resource: Some("*"), ..case };
    for caller in [alice(), root(), role_session(false), Principal::Anonymous] {
        for case in [case, free] {
            let decision = case.decide(&caller);
            assert_eq!(decision.outcome, ImplicitlyDenied, "{caller:?}");
            assert_eq!(decision.reason, Reason::ClosedAccount, "{caller:?}");
        }
    }
}

#[test]
fn some_operations_need_no_permission() {
    let deny = r#"{"Effect": "Deny", "Action": "sts:*", "Resource": "*"}"#;
    for action in ["sts:GetCallerIdentity", "STS:getsessiontoken"] {
        let case = Case {
            action: Some(action),
            resource: Some("*"),
            identity: Some(deny),
            ..Case::default()
        };
        assert_eq!(case.outcome(&alice()), Allowed, "{action}");
        assert_eq!(case.outcome(&Principal::Anonymous), ImplicitlyDenied, "{action}");
    }
}

#[test]
fn endpoint_policies_must_allow_where_there_are_some() {
    let admin = Case { identity: Some(ALLOW_ALL), ..Case::default() };
    let get = r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}"#;
    let through = Case { endpoint: Some(get), ..admin };
    assert_eq!(through.outcome(&alice()), Allowed);
    let put = Case { action: Some("s3:PutObject"), ..through };
    assert_eq!(put.decide(&alice()).reason, Reason::NoAllow(Layer::Endpoint));
}

#[test]
fn an_action_without_resource_needs_the_wildcard() {
    let list = Case {
        action: Some("s3:ListAllMyBuckets"),
        resource: Some("arn:aws:s3:::b"),
        flags: Flags { wildcard_only_action: true, ..Flags::default() },
        ..Case::default()
    };
    let narrow = r#"{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::b"}"#;
    assert_eq!(Case { identity: Some(narrow), ..list }.outcome(&alice()), ImplicitlyDenied);
    assert_eq!(Case { identity: Some(ALLOW_ALL), ..list }.outcome(&alice()), Allowed);
}
