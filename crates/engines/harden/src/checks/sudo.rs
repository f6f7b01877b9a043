//! Acting as another user: 5.2.

use super::services::installed;
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;

const SUDOERS: &str = "etc/sudoers";

const AGAIN: &str = "Whoever finds a session that was left open should not be root with it.";

pub(super) fn checks() -> Vec<Check> {
    options().into_iter().chain(asked_again()).chain(other_ways()).collect()
}

fn options() -> Vec<Check> {
    vec![
        check(
            "5.2.1",
            1,
            "sudo is installed",
            "Who did what as root is known only where people act as themselves.",
            "`apt install sudo`",
            |host| installed(host, &["sudo"]),
        ),
        check(
            "5.2.2",
            1,
            "sudo gives commands a terminal of their own",
            "A program could go on after its command, and type for its user.",
            "Put `Defaults use_pty` into a file of /etc/sudoers.d by `visudo`, and take `!use_pty` away.",
            |host| set(host, "use_pty"),
        ),
        check(
            "5.2.3",
            1,
            "sudo has a log of its own",
            "What was done as root is found in one place.",
            "Put `Defaults logfile=\"/var/log/sudo.log\"` into a file of /etc/sudoers.d by `visudo`.",
            |host| set(host, "logfile"),
        ),
    ]
}

fn asked_again() -> Vec<Check> {
    vec![
        check(
            "5.2.4",
            2,
            "sudo always asks for a password",
            AGAIN,
            "Take `NOPASSWD` away from sudoers.",
            |host| {
                of_sudo(host, |case| {
                    for line in host.sudoers() {
                        if line.text.contains("NOPASSWD") {
                            case.hold(
                                false,
                                (line.path.as_str(), line.number),
                                &line.text,
                                "no NOPASSWD",
                            );
                        }
                    }
                })
            },
        ),
        check(
            "5.2.5",
            1,
            "sudo asks again",
            AGAIN,
            "Take `!authenticate` away from sudoers.",
            |host| {
                of_sudo(host, |case| {
                    for option in host.sudo_options() {
                        if option.name == "authenticate" {
                            case.hold(
                                !option.is_off,
                                option.place(),
                                option.told(),
                                "authenticate",
                            );
                        }
                    }
                })
            },
        ),
        check(
            "5.2.6",
            1,
            "sudo asks again after a quarter of an hour",
            AGAIN,
            "Set `Defaults timestamp_timeout=15` or less by `visudo`; a negative value never ends.",
            |host| {
                of_sudo(host, |case| {
                    for option in host.sudo_options() {
                        if option.name == "timestamp_timeout" {
                            let minutes = if option.is_off {
                                Some(0.0)
                            } else {
                                option.value.parse::<f64>().ok()
                            };
                            let is_right =
                                minutes.is_some_and(|minutes| (0.0..=15.0).contains(&minutes));
                            case.hold(is_right, option.place(), option.told(), "0 to 15");
                        }
                    }
                    case.good(SUDOERS, "where it is not set it is 15");
                })
            },
        ),
    ]
}

fn other_ways() -> Vec<Check> {
    vec![check(
        "5.2.7",
        1,
        "Nobody becomes another user by su",
        "Who may act as root is then told by sudoers alone.",
        "Make an empty group, and put `auth required pam_wheel.so use_uid group=NAME` into /etc/pam.d/su.",
        su,
    )]
}

fn of_sudo(host: &Host<'_>, judge: impl FnOnce(&mut Case)) -> Verdict {
    if host.entry(SUDOERS).is_none() {
        return Verdict::not_applicable("there is no /etc/sudoers");
    }
    let mut case = Case::default();
    judge(&mut case);
    case.verdict()
}

/// Passed if the last `Defaults` for everybody sets an option, and none for somebody takes it away.
fn set(host: &Host<'_>, name: &str) -> Verdict {
    of_sudo(host, |case| {
        let options = host.sudo_options();
        let of_name = || options.iter().filter(|option| option.name == name);
        match of_name().rfind(|option| option.is_for_all) {
            Some(found) => case.hold(!found.is_off, found.place(), found.told(), name),
            None => case.hold(false, SUDOERS, "not set", format!("Defaults {name}")),
        }
        for found in of_name().filter(|option| !option.is_for_all && option.is_off) {
            case.hold(false, found.place(), found.told(), name);
        }
    })
}

fn su(host: &Host<'_>) -> Verdict {
    const SU: &str = "etc/pam.d/su";
    if host.entry(SU).is_none() {
        return Verdict::not_applicable("there is no /etc/pam.d/su");
    }
    let mut case = Case::default();
    let modules = host.stack("su", "auth");
    let found = modules.iter().find(|module| {
        module.name == "pam_wheel.so"
            && ["required", "requisite"].contains(&module.control.as_str())
            && module.has("use_uid")
    });
    let Some(found) = found else {
        case.hold(false, SU, "no such line", "auth required pam_wheel.so use_uid group=NAME");
        return case.verdict();
    };
    let name = found.value("group").unwrap_or_default();
    let groups = host.groups();
    match groups.iter().find(|group| group.name == name) {
        Some(group) => {
            let told = format!("the group {name} has {} members", group.members.len());
            case.hold(group.members.is_empty(), ("etc/group", group.line), told, "none");
        }
        None => {
            case.hold(
                false,
                found.place(),
                format!("there is no group `{name}`"),
                "an empty group",
            );
        }
    }
    case.verdict()
}
