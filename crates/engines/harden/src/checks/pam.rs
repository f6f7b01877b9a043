//! Which modules PAM asks: 5.3.1, 5.3.2, and what `pam_unix` and `pam_pwhistory` are told: 5.3.3.3, 5.3.3.4.

use super::services::installed;
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::pam::Module;

const GUESSING: &str = "A password that may be guessed for ever is found in the end.";
const WEAK: &str = "Hashes of passwords are only as good as the passwords.";
const AGAIN: &str = "A password that was told once is used again otherwise.";

pub(super) fn checks() -> Vec<Check> {
    let mut checks: Vec<Check> = PACKAGES
        .into_iter()
        .map(|(id, package)| {
            check(
                id,
                1,
                format!("{package} is installed"),
                "PAM decides who logs in.",
                format!("`apt install {package}`"),
                move |host| installed(host, &[package]),
            )
        })
        .collect();
    checks.extend(MODULES.iter().map(|(id, name, why, wanted)| {
        check(
            id,
            1,
            format!("PAM asks {name}"),
            *why,
            format!("Enable a profile with {name} by `pam-auth-update`."),
            move |host| enabled(host, name, wanted),
        )
    }));
    checks.extend(history());
    checks.extend(unix());
    checks
}

const PACKAGES: [(&str, &str); 3] =
    [("5.3.1.1", "libpam-runtime"), ("5.3.1.2", "libpam-modules"), ("5.3.1.3", "libpam-pwquality")];

/// Number, module, reason, and the stacks in which it is wanted, each with arguments that lines of it have.
type Asked =
    (&'static str, &'static str, &'static str, &'static [(&'static str, &'static [&'static str])]);

const MODULES: [Asked; 4] = [
    (
        "5.3.2.1",
        "pam_unix.so",
        "It is what reads /etc/shadow.",
        &[("auth", &[]), ("account", &[]), ("password", &[]), ("session", &[])],
    ),
    (
        "5.3.2.2",
        "pam_faillock.so",
        GUESSING,
        &[("auth", &["preauth", "authfail"]), ("account", &[])],
    ),
    ("5.3.2.3", "pam_pwquality.so", WEAK, &[("password", &[])]),
    ("5.3.2.4", "pam_pwhistory.so", AGAIN, &[("password", &[])]),
];

fn enabled(host: &Host<'_>, name: &str, wanted: &[(&str, &[&str])]) -> Verdict {
    let mut case = Case::default();
    for (stack, arguments) in wanted {
        let modules = host.common(stack, name);
        let file = format!("etc/pam.d/common-{stack}");
        match modules.first() {
            Some(found) => case.good(found.place(), found.told()),
            None => {
                case.hold(false, file.as_str(), format!("no {name}"), format!("{stack} … {name}"));
            }
        }
        for argument in *arguments {
            let found = modules.iter().find(|module| module.has(argument));
            case.hold(
                found.is_some(),
                file.as_str(),
                format!("{argument}: {}", found.is_some()),
                format!("a line with {argument}"),
            );
        }
    }
    case.verdict()
}

/// Whether a module takes the password that one before it asked for.
fn takes_earlier_password(host: &Host<'_>, name: &str) -> Verdict {
    lines_of(host, &["password"], name, |module| module.has("use_authtok"), "use_authtok")
}

/// Judges the lines of a module, of which there is to be one.
fn lines_of(
    host: &Host<'_>,
    stacks: &[&str],
    name: &str,
    judge: impl Fn(&Module) -> bool,
    wanted: &str,
) -> Verdict {
    let mut case = Case::default();
    let modules: Vec<Module> = stacks.iter().flat_map(|stack| host.common(stack, name)).collect();
    if modules.is_empty() {
        case.hold(false, "etc/pam.d", format!("PAM does not ask {name}"), wanted);
    }
    for module in &modules {
        case.hold(judge(module), module.place(), module.told(), wanted);
    }
    case.verdict()
}

fn history() -> Vec<Check> {
    const NAME: &str = "pam_pwhistory.so";
    vec![
        check(
            "5.3.3.3.1",
            1,
            "The last 24 passwords are not taken again",
            AGAIN,
            "Add `remember=24` to pam_pwhistory in its profile.",
            |host| {
                let is_right = |module: &Module| {
                    module
                        .value("remember")
                        .and_then(|value| value.parse().ok())
                        .is_some_and(|count: u32| count >= 24)
                };
                lines_of(host, &["password"], NAME, is_right, "remember=24 or more")
            },
        ),
        check(
            "5.3.3.3.2",
            1,
            "Root's last passwords are not taken again either",
            AGAIN,
            "Add `enforce_for_root` to pam_pwhistory in its profile.",
            |host| {
                lines_of(
                    host,
                    &["password"],
                    NAME,
                    |module| module.has("enforce_for_root"),
                    "enforce_for_root",
                )
            },
        ),
        check(
            "5.3.3.3.3",
            1,
            "pam_pwhistory judges the password that was checked before it",
            WEAK,
            "Add `use_authtok` to pam_pwhistory in its profile.",
            |host| takes_earlier_password(host, NAME),
        ),
    ]
}

fn unix() -> Vec<Check> {
    const NAME: &str = "pam_unix.so";
    const ALL: [&str; 4] = ["auth", "account", "password", "session"];
    vec![
        check(
            "5.3.3.4.1",
            1,
            "pam_unix takes no empty passwords",
            "An account without a password is everybody's.",
            "Take `nullok` away from pam_unix in its profile.",
            |host| lines_of(host, &ALL, NAME, |module| !module.has("nullok"), "no nullok"),
        ),
        check(
            "5.3.3.4.2",
            1,
            "pam_unix keeps no old passwords",
            "It hashes them by MD5; pam_pwhistory does it well.",
            "Take `remember=` away from pam_unix in its profile.",
            |host| {
                lines_of(
                    host,
                    &ALL,
                    NAME,
                    |module| module.value("remember").is_none(),
                    "no remember",
                )
            },
        ),
        check(
            "5.3.3.4.3",
            1,
            "pam_unix hashes passwords well",
            WEAK,
            "Add `yescrypt` to pam_unix in its profile.",
            |host| {
                let is_right = |module: &Module| module.has("yescrypt") || module.has("sha512");
                lines_of(host, &["password"], NAME, is_right, "yescrypt or sha512")
            },
        ),
        check(
            "5.3.3.4.4",
            1,
            "pam_unix takes the password that was checked before it",
            WEAK,
            "Add `use_authtok` to pam_unix in its profile, behind pam_pwquality.",
            |host| takes_earlier_password(host, NAME),
        ),
    ]
}
