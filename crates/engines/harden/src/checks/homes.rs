//! Homes of people, and what lies there: 7.2.9 and 7.2.10.

use crate::check::{Case, Check, Verdict, check};
use crate::files::Kind;
use crate::host::{Host, join};
use crate::read::accounts::PASSWD;

pub(super) fn checks() -> Vec<Check> {
    vec![
        check(
            "7.2.9",
            1,
            "Everybody who logs in has a home that only they change",
            "Whoever writes there has its owner run what they like.",
            "`mkdir HOME; chown USER HOME; chmod 0750 HOME`",
            homes,
        ),
        check(
            "7.2.10",
            1,
            "Nobody else changes what people's programs read first",
            "Files as .bashrc are run, and files as .netrc hold passwords.",
            "Remove .forward, .rhosts and .netrc; `chown USER FILE; chmod go-w FILE`, 0600 for .bash_history.",
            dot_files,
        ),
    ]
}

fn homes(host: &Host<'_>) -> Verdict {
    let mut case = Case::default();
    for user in host.interactive_users() {
        let place = (PASSWD, user.line);
        match host.entry(&user.home).filter(|entry| entry.kind == Kind::Folder) {
            None => case.hold(
                false,
                place,
                format!("{}: /{} is not there", user.name, user.home),
                "a folder",
            ),
            Some(entry) => {
                let told = format!("of {}, mode {:04o}", host.user_name(entry.uid), entry.mode);
                let is_right = entry.uid == user.uid && entry.mode & 0o027 == 0;
                case.hold(
                    is_right,
                    user.home.as_str(),
                    told,
                    format!("of {}, mode 0750 or less", user.name),
                );
            }
        }
    }
    case.verdict()
}

fn dot_files(host: &Host<'_>) -> Verdict {
    let mut case = Case::default();
    for user in host.interactive_users() {
        for (name, entry) in host.folder(&user.home).iter() {
            if entry.kind != Kind::File || !name.starts_with('.') {
                continue;
            }
            let path = join(&user.home, name);
            if [".forward", ".rhosts", ".shosts"].contains(&name.as_str()) {
                case.hold(false, path.as_str(), "it is there", "no such file");
                continue;
            }
            let mode = match name.as_str() {
                ".netrc" | ".bash_history" => 0o600,
                _ => 0o644,
            };
            let is_right = entry.mode & !mode & 0o777 & !0o100 == 0
                && entry.uid == user.uid
                && entry.gid == user.gid;
            let told = format!("of {}:{}, mode {:04o}", entry.uid, entry.gid, entry.mode);
            case.hold(
                is_right,
                path.as_str(),
                told,
                format!("of {}:{}, mode {mode:04o} or less", user.uid, user.gid),
            );
        }
    }
    case.verdict()
}
