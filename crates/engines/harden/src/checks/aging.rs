//! How long passwords are good: 5.4.1.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::accounts::{LOGIN_DEFS, SHADOW, Shadow};
use crate::read::ini::settings;

/// Number, level, title, the key of `login.defs`, what shadow tells of a user, whether a value will do, and what
/// is wanted.
type Age = (
    &'static str,
    u8,
    &'static str,
    &'static str,
    fn(&Shadow) -> Option<i64>,
    fn(i64) -> bool,
    &'static str,
);

const WHY: &str = "A password that somebody learned is of use to them until it is changed.";

const AGES: [Age; 3] = [
    (
        "5.4.1.1",
        1,
        "Passwords are changed every year",
        "PASS_MAX_DAYS",
        |user| user.max,
        |days| (1..=365).contains(&days),
        "1 to 365",
    ),
    (
        "5.4.1.2",
        2,
        "A new password is kept for a day",
        "PASS_MIN_DAYS",
        |user| user.min,
        |days| days >= 1,
        "1 or more",
    ),
    (
        "5.4.1.3",
        1,
        "Users are warned a week before",
        "PASS_WARN_AGE",
        |user| user.warn,
        |days| days >= 7,
        "7 or more",
    ),
];

pub(super) fn checks() -> Vec<Check> {
    let ages = AGES.into_iter().map(|(id, level, title, key, of_user, is_right, wanted)| {
        check(
            id,
            level,
            title,
            WHY,
            format!("Set `{key}` to {wanted} in /etc/login.defs, and for users that are there by `chage`."),
            move |host| {
                let mut case = Case::default();
                match host.login_def(key) {
                    Some((line, value)) => {
                        let days = value.parse().is_ok_and(is_right);
                        case.hold(days, (LOGIN_DEFS, line), format!("{key} {value}"), wanted);
                    }
                    None => case.hold(false, LOGIN_DEFS, format!("{key} is not set"), wanted),
                }
                for user in host.shadows().iter().filter(|user| user.has_password()) {
                    let days = of_user(user);
                    let told = days.map_or_else(|| "no number".to_owned(), |days| days.to_string());
                    case.hold(days.is_some_and(is_right), (SHADOW, user.line), format!("{}: {told}", user.name), wanted);
                }
                case.verdict()
            },
        )
    });
    ages.chain(others()).collect()
}

fn others() -> [Check; 3] {
    [
        check(
            "5.4.1.4",
            1,
            "Passwords are hashed well",
            "A hash that is quickly computed is quickly guessed.",
            "Set `ENCRYPT_METHOD` to YESCRYPT or SHA512 in /etc/login.defs.",
            |host| {
                let mut case = Case::default();
                match host.login_def("ENCRYPT_METHOD") {
                    Some((line, value)) => {
                        let is_right = ["YESCRYPT", "SHA512"]
                            .iter()
                            .any(|name| value.eq_ignore_ascii_case(name));
                        case.hold(
                            is_right,
                            (LOGIN_DEFS, line),
                            format!("ENCRYPT_METHOD {value}"),
                            "YESCRYPT or SHA512",
                        );
                    }
                    None => case.hold(
                        false,
                        LOGIN_DEFS,
                        "ENCRYPT_METHOD is not set",
                        "YESCRYPT or SHA512",
                    ),
                }
                case.verdict()
            },
        ),
        check(
            "5.4.1.5",
            1,
            "Accounts whose password ran out are locked",
            "An account that nobody uses is one that nobody watches.",
            "`useradd -D -f 45`, and for users that are there `chage --inactive 45 USER`",
            inactive,
        ),
        check(
            "5.4.1.6",
            1,
            "No password was changed in the future",
            "Its age is counted from then, so that it never runs out.",
            "Set the clock right, and the day by `chage -d`.",
            |host| {
                let mut case = Case::default();
                for user in host.shadows().iter().filter(|user| user.has_password()) {
                    if let Some(day) = user.changed {
                        case.hold(
                            day <= host.today,
                            (SHADOW, user.line),
                            format!("{}: day {day}", user.name),
                            format!("day {} or before", host.today),
                        );
                    }
                }
                case.verdict()
            },
        ),
    ]
}

fn inactive(host: &Host<'_>) -> Verdict {
    const DEFAULTS: &str = "etc/default/useradd";
    let mut case = Case::default();
    let is_right = |days: i64| (0..=45).contains(&days);
    let text = host.text(DEFAULTS).unwrap_or_default();
    match settings(DEFAULTS, &text).into_iter().rfind(|setting| setting.key == "INACTIVE") {
        Some(found) => {
            let days = found.value.parse().is_ok_and(is_right);
            case.hold(days, found.place(), format!("INACTIVE={}", found.value), "0 to 45");
        }
        None => case.hold(false, DEFAULTS, "INACTIVE is not set", "0 to 45"),
    }
    for user in host.shadows().iter().filter(|user| user.has_password()) {
        let told = user.inactive.map_or_else(|| "never".to_owned(), |days| format!("{days} days"));
        case.hold(
            user.inactive.is_some_and(is_right),
            (SHADOW, user.line),
            format!("{}: {told}", user.name),
            "0 to 45 days",
        );
    }
    case.verdict()
}
