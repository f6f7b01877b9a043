//! Users and their credentials.

use bartizan_types::Timestamp;
use serde_json::Value as Json;

use super::check;
use crate::check::{Case, Check};
use crate::facts::{Answer, Facts, Topic};
use crate::fields::{days, items, text, time};
use crate::shell::word;

/// For how many days credentials may be unused.
const UNUSED_DAYS_MAX: u64 = 45;
/// How many days old a key may be.
const KEY_DAYS_MAX: u64 = 90;
/// How soon after its user a key counts as made with it, in seconds.
const SETUP_SECONDS_MAX: u64 = 60;

const USERS: &[Topic] = &[Topic::Users];

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "2.9",
            1,
            "Users with a password sign in with MFA",
            "A password alone is phished, guessed or found.",
            USERS,
            mfa,
        ),
        check(
            "2.10",
            1,
            "Users with a password did not get a key when they were made",
            "A key that nobody asked for is used by nobody, and missed by nobody.",
            USERS,
            no_key_at_setup,
        ),
        check(
            "2.11",
            1,
            "Credentials that were not used for 45 days are disabled",
            "What nobody uses, nobody watches.",
            USERS,
            unused,
        ),
        check(
            "2.12",
            1,
            "No user has two active access keys",
            "Two are for the time of an exchange; else one is forgotten.",
            USERS,
            one_key,
        ),
        check(
            "2.13",
            1,
            "Access keys are not older than 90 days",
            "A key that leaked unseen works until it is exchanged.",
            USERS,
            rotated,
        ),
    ]
}

fn has_password(user: &Json) -> bool {
    user.get("LoginProfile").is_some_and(Json::is_object)
}

fn active_keys(user: &Json) -> impl Iterator<Item = &Json> {
    items(user, "AccessKeys").iter().filter(|key| text(key, "Status") == "Active")
}

fn mfa(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Users, |case, answer, user| {
        if !has_password(user) {
            return;
        }
        match items(user, "MFADevices").len() {
            0 => {
                let name = word(text(user, "UserName"));
                let command = format!(
                    "aws iam enable-mfa-device --user-name {name} --serial-number SERIAL \
                     --authentication-code1 CODE --authentication-code2 CODE"
                );
                case.bad(answer, "a password and no MFA device", "an MFA device", &command);
            }
            count => case.good(answer, &format!("MFA devices: {count}")),
        }
    });
}

fn no_key_at_setup(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Users, |case, answer, user| {
        if !has_password(user) {
            return;
        }
        let made = time(user, "CreateDate");
        let at_setup = active_keys(user).find(|key| {
            let soon = made
                .zip(time(key, "CreateDate"))
                .is_none_or(|(user, key)| key.since(user).as_secs() <= SETUP_SECONDS_MAX);
            soon && time(key, "LastUsedDate").is_none()
        });
        match at_setup {
            Some(key) => {
                let found =
                    format!("{} was made with the user, and never used", text(key, "AccessKeyId"));
                case.bad(answer, &found, "keys when they are needed", &delete(user, key));
            }
            None => case.good(answer, "no key that was made with the user and never used"),
        }
    });
}

fn delete(user: &Json, key: &Json) -> String {
    let (name, id) = (word(text(user, "UserName")), word(text(key, "AccessKeyId")));
    format!("aws iam delete-access-key --user-name {name} --access-key-id {id}")
}

fn disable(user: &Json, key: &Json) -> String {
    let (name, id) = (word(text(user, "UserName")), word(text(key, "AccessKeyId")));
    format!("aws iam update-access-key --user-name {name} --access-key-id {id} --status Inactive")
}

fn unused(facts: &Facts, case: &mut Case) {
    let wanted = format!("used within {UNUSED_DAYS_MAX} days, or disabled");
    case.each(facts, Topic::Users, |case, answer, user| {
        if let Some(profile) = user.get("LoginProfile").filter(|profile| profile.is_object()) {
            let used = time(user, "PasswordLastUsed").or_else(|| time(profile, "CreateDate"));
            let name = word(text(user, "UserName"));
            let command = format!("aws iam delete-login-profile --user-name {name}");
            tell(case, answer, "the password", used, facts.now, (&wanted, &command));
        }
        for key in active_keys(user) {
            let used = time(key, "LastUsedDate").or_else(|| time(key, "CreateDate"));
            let what = format!("the key {}", text(key, "AccessKeyId"));
            tell(case, answer, &what, used, facts.now, (&wanted, &disable(user, key)));
        }
    });
}

/// Tells whether credentials are idle; those of which nothing is known are.
fn tell(
    case: &mut Case,
    answer: &Answer,
    what: &str,
    used: Option<Timestamp>,
    now: Timestamp,
    (wanted, command): (&str, &str),
) {
    match used.map(|used| days(used, now)) {
        Some(idle) if idle < UNUSED_DAYS_MAX => {
            case.good(answer, &format!("{what} was used or made {idle} days ago"));
        }
        Some(idle) => {
            case.bad(answer, &format!("{what} was not used for {idle} days"), wanted, command);
        }
        None => case.bad(answer, &format!("{what} was never used"), wanted, command),
    }
}

fn one_key(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Users, |case, answer, user| {
        let older = active_keys(user).min_by_key(|key| time(key, "CreateDate"));
        match (active_keys(user).count(), older) {
            (count, Some(older)) if count > 1 => {
                let found = format!(
                    "{count} active keys, of which {} is the oldest",
                    text(older, "AccessKeyId")
                );
                case.bad(answer, &found, "one", &disable(user, older));
            }
            (count, _) => case.good(answer, &format!("active keys: {count}")),
        }
    });
}

fn rotated(facts: &Facts, case: &mut Case) {
    case.each(facts, Topic::Users, |case, answer, user| {
        for key in active_keys(user) {
            let id = text(key, "AccessKeyId");
            match time(key, "CreateDate").map(|made| days(made, facts.now)) {
                Some(age) if age <= KEY_DAYS_MAX => {
                    case.good(answer, &format!("{id} is {age} days old"));
                }
                age => {
                    let age =
                        age.map_or("of unknown age".to_owned(), |age| format!("{age} days old"));
                    let name = word(text(user, "UserName"));
                    let command = format!(
                        "aws iam create-access-key --user-name {name}, and when it is in use: {}",
                        disable(user, key)
                    );
                    case.bad(answer, &format!("{id} is {age}"), "90 days or less", &command);
                }
            }
        }
    });
}
