//! The root user.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check};
use crate::facts::{Facts, Topic};
use crate::fields::{days, instant, number, text};
use crate::report;

/// For how many days the root user should not have been used.
const IDLE_DAYS_MIN: u64 = 30;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "2.3",
            1,
            "The root user has no access key",
            "A key of the root user may do everything, is limited by no policy, and asks for no second factor.",
            &[Topic::AccountSummary],
            no_keys,
        ),
        check(
            "2.4",
            1,
            "The root user signs in with MFA",
            "Its password alone would open everything.",
            &[Topic::AccountSummary],
            mfa,
        ),
        check(
            "2.5",
            2,
            "The root user's MFA is a device of its own",
            "A virtual device can be copied with the phone that it is on.",
            &[Topic::AccountSummary, Topic::VirtualMfaDevices],
            hardware_mfa,
        ),
        check(
            "2.6",
            1,
            "The root user is not used for daily work",
            "What the root user does is limited by nothing and told of nobody.",
            &[Topic::CredentialReport],
            unused,
        ),
    ]
}

fn no_keys(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::AccountSummary, |case, answer, summary| {
        match number(summary, "AccountAccessKeysPresent") {
            Some(0) => case.good(answer, "no access key"),
            _ => case.bad(
                answer,
                "an access key",
                "none",
                "aws iam delete-access-key --access-key-id KEY-ID, by the root user",
            ),
        }
    });
}

/// Whether the root user has nothing to sign in with.
fn has_no_credentials(summary: &Json) -> bool {
    number(summary, "AccountPasswordPresent") == Some(0)
        && number(summary, "AccountAccessKeysPresent") == Some(0)
}

const ENABLE: &str = "aws iam enable-mfa-device --user-name ROOT-USER --serial-number SERIAL \
     --authentication-code1 CODE --authentication-code2 CODE, by the root user";

fn mfa(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::AccountSummary, |case, answer, summary| {
        if number(summary, "AccountMFAEnabled") == Some(1) {
            case.good(answer, "MFA is enabled");
        } else if has_no_credentials(summary) {
            case.good(answer, "it has no credentials");
        } else {
            case.bad(answer, "no MFA device", "one or more", ENABLE);
        }
    });
}

fn hardware_mfa(facts: &Facts, case: &mut Case) {
    if !case.is_known(facts, Topic::VirtualMfaDevices) {
        return;
    }
    let of_root = |device: &Json| {
        let arn = device.get("User").map(|user| text(user, "Arn")).unwrap_or_default();
        arn == facts.root()
            || text(device, "SerialNumber").ends_with(":mfa/root-account-mfa-device")
    };
    let device = facts.known(Topic::VirtualMfaDevices).find(|(_, device)| of_root(device));
    case.each(facts, Topic::AccountSummary, |case, answer, summary| {
        let wanted = "a hardware token or a security key";
        if number(summary, "AccountMFAEnabled") != Some(1) {
            if has_no_credentials(summary) {
                case.good(answer, "it has no credentials");
            } else {
                case.bad(answer, "no MFA device", wanted, ENABLE);
            }
        } else if let Some((device, _)) = device {
            let found = format!("the virtual device {}", device.resource);
            case.bad(answer, &found, wanted, ENABLE);
        } else {
            case.good(answer, "its MFA device is not virtual");
        }
    });
}

fn unused(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::CredentialReport, |case, answer, report| {
        let Some(fields) = report::line(text(report, "Content"), "<root_account>") else {
            let why = "the report does not tell of the root user";
            case.open(crate::Unassessed::NotAnswered, &answer.resource, "", why);
            return;
        };
        let uses = fields.iter().filter(|(name, _)| {
            ["password_last_used", "access_key_1_last_used_date", "access_key_2_last_used_date"]
                .contains(&name.as_str())
        });
        let last = uses.filter_map(|(_, value)| instant(value)).max();
        match last.map(|last| (last, days(last, facts.now))) {
            Some((last, ago)) if ago < IDLE_DAYS_MIN => {
                let found = format!("last used at {}", last.iso8601());
                let wanted = format!("no use for {IDLE_DAYS_MIN} days");
                case.bad(answer, &found, &wanted, "");
            }
            Some((last, _)) => case.good(answer, &format!("last used at {}", last.iso8601())),
            None => case.good(answer, "never used"),
        }
    });
}
