//! `NotPrincipal` with `Deny`: whom it excepts.

use super::case::*;
use bartizan_types::Principal;

const PAGE: &str = "IAM User Guide, NotPrincipal: account, role and session must be listed too";

fn except<'a>(caller: Principal, listed: &str) -> Case<'a> {
    let deny = format!(
        r#"{{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}},
           {{"Effect":"Deny","NotPrincipal":{listed},"Action":"*","Resource":"*"}}"#
    );
    Case { page: PAGE, caller, bucket: deny, identity: Some(ALLOW_ALL), ..Case::default() }
}

#[test]
fn the_excepted_and_all_others() {
    let denied = |case: Case<'static>| Case { expected: DENIED, ..case };
    let bob = r#"{"AWS":["arn:aws:iam::111122223333:user/Bob","111122223333"]}"#;
    let session = r#"{"AWS":["arn:aws:sts::111122223333:assumed-role/R/s",
        "arn:aws:iam::111122223333:role/app/R","arn:aws:iam::111122223333:root"]}"#;
    hold(
        &[
            except(user(HERE), bob),
            denied(except(user(HERE), r#"{"AWS":"arn:aws:iam::111122223333:user/Bob"}"#)),
            denied(except(user(HERE), r#"{"AWS":"111122223333"}"#)),
            except(root(HERE), r#"{"AWS":"111122223333"}"#),
            denied(except(root(HERE), r#"{"AWS":"444455556666"}"#)),
            except(role(HERE), session),
            denied(except(role(HERE), bob)),
            denied(except(
                role(HERE),
                r#"{"AWS":["arn:aws:iam::111122223333:role/app/R","111122223333"]}"#,
            )),
            except(
                federated(HERE),
                r#"{"AWS":["arn:aws:sts::111122223333:federated-user/s","111122223333"]}"#,
            ),
            denied(except(federated(HERE), bob)),
            except(service("logs.amazonaws.com"), r#"{"Service":"logs.amazonaws.com"}"#),
            denied(except(service("logs.amazonaws.com"), r#"{"Service":"sns.amazonaws.com"}"#)),
            denied(except(service("logs.amazonaws.com"), bob)),
            denied(except(Principal::Anonymous, bob)),
        ]
        .map(|case| match case.caller {
            Principal::Session(_) if case.expected == ALLOWED => {
                Case { session: Some(ALLOW_ALL), ..case }
            }
            _ => case,
        }),
    );
}

#[test]
fn a_boundary_makes_it_deny_whatever_is_listed() {
    let bounded = |listed: &str| Case {
        boundary: Some(ALLOW_ALL),
        expected: DENIED,
        ..except(user(HERE), listed)
    };
    hold(&[
        bounded(r#"{"AWS":["arn:aws:iam::111122223333:user/Bob","111122223333"]}"#),
        bounded(r#""*""#),
        bounded(r#"{"AWS":"*"}"#),
    ]);
}
