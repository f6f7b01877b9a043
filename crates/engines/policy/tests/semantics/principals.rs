//! Whom the texts of `Principal` name.

use super::case::*;

#[test]
fn names_and_ids() {
    let page = "IAM User Guide, AWS JSON policy elements: Principal";
    let rows: Vec<_> = [
        (r#"{"AWS":"AIDABOBBOBBOBBOBBOB22"}"#, user(HERE), ALLOWED),
        (r#"{"AWS":"AIDANEWNEWNEWNEWNEW22"}"#, user(HERE), NOT_ALLOWED),
        (r#"{"AWS":"arn:aws:iam::111122223333:user/bob"}"#, user(HERE), NOT_ALLOWED),
        (r#"{"AWS":"arn:aws:iam::111122223333:user/path/Bob"}"#, user(HERE), NOT_ALLOWED),
        (r#"{"AWS":"AROARRRRRRRRRRRRRRR22"}"#, role(HERE), ALLOWED),
        (r#"{"AWS":"arn:aws:iam::111122223333:role/R"}"#, role(HERE), NOT_ALLOWED),
        (r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/R/other"}"#, role(HERE), NOT_ALLOWED),
        (
            r#"{"AWS":["arn:aws:iam::444455556666:root","arn:aws:iam::111122223333:user/Bob"]}"#,
            user(HERE),
            ALLOWED,
        ),
        (
            r#"{"Service":"sns.amazonaws.com","AWS":"arn:aws:iam::111122223333:user/Bob"}"#,
            user(HERE),
            ALLOWED,
        ),
        (r#"{"Service":"sns.amazonaws.com"}"#, user(HERE), NOT_ALLOWED),
        (r#"{"AWS":"111122223333"}"#, root(HERE), ALLOWED),
    ]
    .into_iter()
    .map(|(named, caller, expected)| Case {
        page,
        caller,
        bucket: grant(named),
        expected,
        ..Case::default()
    })
    .collect();
    hold(&rows);
}

#[test]
fn sessions_that_came_by_an_identity_provider() {
    let page = "IAM User Guide, Principal: web identity and SAML session principals";
    let saml = "arn:aws:iam::111122223333:saml-provider/corp";
    let by_saml = r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#;
    let by_google = r#"{"Federated":"accounts.google.com"}"#;
    let of = |provider, bucket, expected| Case {
        page,
        caller: proven_by(provider),
        identity: Some(ALLOW_ALL),
        bucket,
        expected,
        ..Case::default()
    };
    let alone = |provider, named: &str, expected| Case {
        identity: None,
        ..of(provider, grant(named), expected)
    };
    hold(&[
        of(saml, all_but(by_saml), DENIED),
        of(saml, all_but(by_google), ALLOWED),
        of("accounts.google.com", all_but(by_google), DENIED),
        alone(saml, by_saml, ALLOWED),
        alone(saml, by_google, NOT_ALLOWED),
        Case { boundary: Some(OTHER), ..alone(saml, by_saml, NOT_ALLOWED) },
        Case { caller: role(HERE), ..of(saml, all_but(by_saml), ALLOWED) },
    ]);
}

#[test]
fn an_account_denied_is_all_of_it_denied() {
    let page = "IAM User Guide, Principal: the account ARN is not the root user alone";
    let rows = [user(HERE), role(HERE), root(HERE), federated(HERE)].map(|caller| Case {
        page,
        caller,
        identity: Some(ALLOW_ALL),
        session: Some(ALLOW_ALL),
        bucket: all_but(r#"{"AWS":"111122223333"}"#),
        expected: DENIED,
        ..Case::default()
    });
    hold(&rows);
}
