use bartizan_policy::{Policy, PolicyKind};

use super::*;

/// What a root user of account 1 is told of a request about what account 2 has, where this
/// account is closed and the resource admits everybody or nobody.
fn told(closed: u64, admits: bool) -> Json {
    let id = |number| AccountId::from_number(number).unwrap();
    let mut directory = Directory::default();
    directory.put_account(id(closed), Account { closed: true, ..Account::default() });
    let principal = Principal::Root { account: id(1) };
    let caller = Caller {
        principal: principal.clone(),
        access_key: None,
        session: None,
        principal_tags: Arc::from([]),
    };
    let text = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#;
    let policy = Policy::parse_published(text, PolicyKind::Resource).unwrap();
    let access = Access {
        resource_account: Some(id(2)),
        resource_policy: admits.then(|| Attached::inline("bucket", Arc::new(policy))),
        ..Access::on_any("s3:ListBucket").about("arn:aws:s3:::b")
    };
    let grounds = Grounds {
        principal: Arc::new(principal),
        bounds: Bounds::of(&directory, &caller, access.resource_account),
        context: Arc::new(Context::default()),
        access,
    };
    let decision = grounds.with_request(bartizan_policy::decide);
    Decided { grounds, decision }.disclosed().kept().decided().told()
}

#[test]
fn a_closed_account_looks_to_strangers_as_if_it_admitted_nobody() {
    let open_and_admits_nobody = told(3, false);
    assert_eq!(open_and_admits_nobody["decision"]["outcome"], "ImplicitlyDenied");
    assert_eq!(told(3, true)["decision"]["outcome"], "Allowed");
    assert_eq!(told(2, true), open_and_admits_nobody);
    assert_eq!(told(2, false), open_and_admits_nobody);
    assert_eq!(told(1, true)["decision"]["reason"], "ClosedAccount");
}

#[test]
fn tags_of_a_resource_are_told_from_other_keys() {
    for (key, is_one) in [
        ("aws:ResourceTag/team", true),
        ("iam:ResourceTag/team", true),
        ("s3:ExistingObjectTag/team", true),
        ("aws:RequestTag/team", false),
        ("aws:PrincipalTag/ResourceTag", false),
    ] {
        assert_eq!(is_tag_of_resource(key), is_one, "{key}");
    }
}
