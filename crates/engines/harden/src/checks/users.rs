//! Accounts: 7.2.1 to 7.2.8.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::{Case, Check, Verdict, check};
use crate::read::accounts::{GROUP, PASSWD, SHADOW};

const SAME: &str = "Whoever has the number or the name has what is another's.";

pub(super) fn checks() -> Vec<Check> {
    passwords().into_iter().chain(groups()).chain(once()).collect()
}

fn passwords() -> Vec<Check> {
    vec![
        check(
            "7.2.1",
            1,
            "Passwords are in /etc/shadow",
            "Everybody reads /etc/passwd.",
            "`pwconv`",
            |host| {
                let mut case = Case::default();
                for user in host.users() {
                    case.hold(
                        user.password == "x",
                        (PASSWD, user.line),
                        format!(
                            "{}: {}",
                            user.name,
                            if user.password == "x" { "in shadow" } else { "not in shadow" }
                        ),
                        "x",
                    );
                }
                case.verdict()
            },
        ),
        check(
            "7.2.2",
            1,
            "No account is without a password",
            "Whoever knows the name is in.",
            "`passwd -l USER`",
            |host| {
                let mut case = Case::default();
                for user in host.shadows() {
                    let is_empty = user.password.is_empty();
                    case.hold(
                        !is_empty,
                        (SHADOW, user.line),
                        format!(
                            "{}: {}",
                            user.name,
                            if is_empty { "no password" } else { "not empty" }
                        ),
                        "a password, or locked",
                    );
                }
                case.verdict()
            },
        ),
    ]
}

fn groups() -> Vec<Check> {
    vec![
        check(
            "7.2.3",
            1,
            "Every user's group is there",
            "A new group may get the number, and the user's files with it.",
            "Make the group, or give the user one that is there: `usermod -g`.",
            |host| {
                let mut case = Case::default();
                let groups: BTreeSet<u32> = host.groups().iter().map(|group| group.gid).collect();
                for user in host.users() {
                    let is_there = groups.contains(&user.gid);
                    case.hold(
                        is_there,
                        (PASSWD, user.line),
                        format!("{}: group {}", user.name, user.gid),
                        "a group of /etc/group",
                    );
                }
                case.verdict()
            },
        ),
        check(
            "7.2.4",
            1,
            "Nobody is in the group shadow",
            "It reads the hashes of passwords.",
            "Take its members away, and give users with it as their group another one.",
            |host| {
                let mut case = Case::default();
                for group in host.groups().iter().filter(|group| group.name == "shadow") {
                    case.hold(
                        group.members.is_empty(),
                        (GROUP, group.line),
                        format!("members: {}", group.members.join(",")),
                        "none",
                    );
                    for user in host.users().iter().filter(|user| user.gid == group.gid) {
                        case.hold(
                            false,
                            (PASSWD, user.line),
                            format!("{} has it as its group", user.name),
                            "another group",
                        );
                    }
                }
                case.verdict()
            },
        ),
    ]
}

fn once() -> Vec<Check> {
    vec![
        check(
            "7.2.5",
            1,
            "Each user has a number of its own",
            SAME,
            "`usermod -u`, and give the user's files the new number",
            |host| {
                unique(
                    PASSWD,
                    host.users().into_iter().map(|user| (user.uid.to_string(), user.line)),
                )
            },
        ),
        check(
            "7.2.6",
            1,
            "Each group has a number of its own",
            SAME,
            "`groupmod -g`, and give the group's files the new number",
            |host| {
                unique(
                    GROUP,
                    host.groups().into_iter().map(|group| (group.gid.to_string(), group.line)),
                )
            },
        ),
        check(
            "7.2.7",
            1,
            "Each user has a name of its own",
            SAME,
            "Rename one of them: `usermod -l`.",
            |host| unique(PASSWD, host.users().into_iter().map(|user| (user.name, user.line))),
        ),
        check(
            "7.2.8",
            1,
            "Each group has a name of its own",
            SAME,
            "Rename one of them: `groupmod -n`.",
            |host| unique(GROUP, host.groups().into_iter().map(|group| (group.name, group.line))),
        ),
    ]
}

fn unique(path: &str, all: impl Iterator<Item = (String, usize)>) -> Verdict {
    let mut case = Case::default();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (value, line) in all {
        match first.get(&value) {
            Some(earlier) => {
                case.hold(false, (path, line), format!("{value}, as in line {earlier}"), "once");
            }
            None => {
                first.insert(value, line);
            }
        }
    }
    case.verdict()
}
