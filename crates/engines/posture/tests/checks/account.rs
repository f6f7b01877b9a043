//! Cases of the root user, the password policy and contacts.

use bartizan_posture::Topic::{
    AccountSummary, ContactInformation, CredentialReport, PasswordPolicy, SecurityContact,
    VirtualMfaDevices,
};
use bartizan_posture::{Outcome, Topic};
use serde_json::{Value as Json, json};

use crate::{Case, case, verdict};

const COLUMNS: &str =
    "user,arn,password_last_used,access_key_1_last_used_date,access_key_2_last_used_date";

fn report(root: &str) -> (Topic, Vec<Json>) {
    let line = format!("<root_account>,arn:aws:iam::123456789012:root,{root}");
    (
        CredentialReport,
        vec![json!({"Content": format!("{COLUMNS}\n{line}\n\"a,b\",x,N/A,N/A,N/A")})],
    )
}

fn summary(password: u8, keys: u8, mfa: u8) -> (Topic, Vec<Json>) {
    let map = json!({"AccountPasswordPresent": password, "AccountAccessKeysPresent": keys,
        "AccountMFAEnabled": mfa});
    (AccountSummary, vec![map])
}

fn policy(policy: Json) -> [(Topic, Vec<Json>); 1] {
    [(PasswordPolicy, vec![policy])]
}

pub(crate) fn cases() -> Vec<Case> {
    let device = json!({"SerialNumber": "arn:aws:iam::123456789012:mfa/phone",
        "User": {"Arn": "arn:aws:iam::123456789012:root"}});
    let other = json!({"SerialNumber": "arn:aws:iam::123456789012:mfa/a",
        "User": {"Arn": "arn:aws:iam::123456789012:user/a"}});
    let contact = json!({"FullName": "A", "PhoneNumber": "+1"});
    let security = json!({"EmailAddress": "security@example.com"});
    vec![
        case(
            "2.1",
            [(ContactInformation, vec![contact])],
            [(ContactInformation, vec![Json::Null])],
        ),
        case("2.2", [(SecurityContact, vec![security])], [(SecurityContact, vec![Json::Null])]),
        case("2.3", [summary(1, 0, 0)], [summary(1, 1, 1)]),
        case("2.3", [summary(0, 0, 0)], [(AccountSummary, vec![json!({})])]),
        case("2.4", [summary(1, 1, 1)], [summary(1, 0, 0)]),
        case("2.4", [summary(0, 0, 0)], [summary(0, 1, 0)]),
        case("2.5", [summary(1, 0, 1)], [summary(1, 0, 0)]),
        case(
            "2.5",
            [summary(1, 0, 1), (VirtualMfaDevices, vec![other.clone()])],
            [summary(1, 0, 1), (VirtualMfaDevices, vec![other, device])],
        ),
        case(
            "2.6",
            [report("no_information,N/A,N/A")],
            [report("2026-11-20T00:00:00+00:00,N/A,N/A")],
        ),
        case(
            "2.6",
            [report("2026-10-28T00:00:00+00:00,N/A,N/A")],
            [report("2025-01-01T00:00:00+00:00,N/A,2026-10-28T00:00:01+00:00")],
        ),
        case(
            "2.7",
            policy(json!({"MinimumPasswordLength": 14})),
            policy(json!({"MinimumPasswordLength": 13})),
        ),
        case("2.7", policy(json!({"MinimumPasswordLength": 128})), policy(Json::Null)),
        case(
            "2.8",
            policy(json!({"PasswordReusePrevention": 24})),
            policy(json!({"PasswordReusePrevention": 23})),
        ),
        case(
            "2.8",
            policy(json!({"PasswordReusePrevention": 24})),
            policy(json!({"MinimumPasswordLength": 14})),
        ),
    ]
}

#[test]
fn a_report_without_the_root_user_says_nothing() {
    let report = json!({"Content": "user,arn\na,b"});
    assert_eq!(verdict("2.6", &[(CredentialReport, vec![report])]).outcome, Outcome::NotAssessed);
}
