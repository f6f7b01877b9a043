//! The password policy.

use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check};
use crate::facts::{Facts, Topic};
use crate::fields::{is, number};

const LENGTH_MIN: i64 = 14;
const REMEMBERED_MIN: i64 = 24;
/// What holds where there is no policy. (IAM User Guide, "Setting an account password policy for IAM users".)
const LENGTH_DEFAULT: i64 = 8;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "2.7",
            1,
            "Passwords have 14 characters or more",
            "Short passwords are guessed.",
            &[Topic::PasswordPolicy],
            length,
        ),
        check(
            "2.8",
            1,
            "None of the last 24 passwords is taken again",
            "A password that leaked once is tried for years.",
            &[Topic::PasswordPolicy],
            reuse,
        ),
    ]
}

fn length(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::PasswordPolicy, |case, answer, policy| {
        let found = number(policy, "MinimumPasswordLength").unwrap_or(LENGTH_DEFAULT);
        if found >= LENGTH_MIN {
            case.good(answer, &format!("{found} characters"));
        } else {
            let told = format!("{found} characters");
            case.bad(answer, &told, "14 or more", &command(policy, Some(LENGTH_MIN), None));
        }
    });
}

fn reuse(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::PasswordPolicy, |case, answer, policy| {
        match number(policy, "PasswordReusePrevention").unwrap_or(0) {
            found if found >= REMEMBERED_MIN => {
                case.good(answer, &format!("{found} are remembered"));
            }
            found => {
                let told = format!("{found} are remembered");
                case.bad(answer, &told, "24", &command(policy, None, Some(REMEMBERED_MIN)));
            }
        }
    });
}

/// What sets a part of the policy and keeps the others: what is not named would be reset.
fn command(policy: &Json, length: Option<i64>, remembered: Option<i64>) -> String {
    let length = length.or_else(|| number(policy, "MinimumPasswordLength"));
    let remembered = remembered.or_else(|| number(policy, "PasswordReusePrevention"));
    let numbers = [
        ("minimum-password-length", length),
        ("password-reuse-prevention", remembered),
        ("max-password-age", number(policy, "MaxPasswordAge")),
    ];
    let flags = [
        ("require-symbols", "RequireSymbols"),
        ("require-numbers", "RequireNumbers"),
        ("require-uppercase-characters", "RequireUppercaseCharacters"),
        ("require-lowercase-characters", "RequireLowercaseCharacters"),
        ("allow-users-to-change-password", "AllowUsersToChangePassword"),
        ("hard-expiry", "HardExpiry"),
    ];
    let numbers = numbers.into_iter();
    let numbers = numbers.filter_map(|(option, value)| Some(format!(" --{option} {}", value?)));
    let flags = flags.into_iter().filter(|(_, member)| is(policy, member));
    let options: String = numbers.chain(flags.map(|(option, _)| format!(" --{option}"))).collect();
    format!("aws iam update-account-password-policy{options}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_set_is_kept() {
        let policy = json!({"MinimumPasswordLength": 10, "RequireSymbols": true, "HardExpiry": false,
            "MaxPasswordAge": 90});
        assert_eq!(
            command(&policy, None, Some(24)),
            "aws iam update-account-password-policy --minimum-password-length 10 \
             --password-reuse-prevention 24 --max-password-age 90 --require-symbols"
        );
    }
}
