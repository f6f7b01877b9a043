//! GNOME's display manager: 1.7.

use super::services::installed_none;
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::ini::{self, Setting};

const SCREEN: &str = "Whoever comes by an open session acts as its user.";
const MEDIA: &str = "A medium that is mounted or run by itself brings what it likes.";

pub(super) fn checks() -> Vec<Check> {
    let mut checks = vec![check(
        "1.7.1",
        2,
        "There is no graphical login",
        "A server that nobody sits at needs none, and it is much code.",
        "`apt purge gdm3`",
        |host| installed_none(host, &["gdm3"]),
    )];
    checks.extend(SETTINGS.iter().map(|(id, title, why, section, keys)| {
        let names: Vec<&str> = keys.iter().map(|(key, _)| *key).collect();
        check(
            id,
            1,
            *title,
            *why,
            format!("Set {} in [{section}] of a file in /etc/dconf/db/gdm.d or local.d, and run `dconf update`.", names.join(", ")),
            move |host| set(host, section, keys),
        )
    }));
    checks.extend(LOCKS.iter().map(|(id, title, why, keys)| {
        check(
            id,
            1,
            *title,
            *why,
            format!(
                "List {} in a file of /etc/dconf/db/local.d/locks, and run `dconf update`.",
                keys.join(", ")
            ),
            move |host| locked(host, keys),
        )
    }));
    checks.push(check(
        "1.7.10",
        1,
        "GDM answers no requests over the network",
        "XDMCP shows passwords and screens to whoever listens.",
        "Take away `Enable=true` in [xdmcp] of /etc/gdm3/custom.conf and daemon.conf.",
        no_xdmcp,
    ));
    checks
}

/// Whether a value will do, and what is wanted.
type Value = (fn(&str) -> bool, &'static str);

const TRUE: Value = (|value| value == "true", "true");
const FALSE: Value = (|value| value == "false", "false");
const TEXT: Value = (|value| value.trim_matches(['\'', '"']).len() > 1, "a text");
const IDLE: Value =
    (|value| number(value).is_some_and(|seconds| (1..=900).contains(&seconds)), "1 to 900");
const LOCK: Value = (|value| number(value).is_some_and(|seconds| seconds <= 5), "5 or less");

type Keys = &'static [(&'static str, Value)];

/// Number, title, reason, what the section's name begins with, and its keys.
const SETTINGS: [(&str, &str, &str, &str, Keys); 5] = [
    (
        "1.7.2",
        "GDM shows a warning before a login",
        "Who comes in should know that only some may.",
        "org/gnome/login-screen",
        &[("banner-message-enable", TRUE), ("banner-message-text", TEXT)],
    ),
    (
        "1.7.3",
        "GDM lists no users",
        "A name is half of what a login asks for.",
        "org/gnome/login-screen",
        &[("disable-user-list", TRUE)],
    ),
    (
        "1.7.4",
        "Screens lock after some time",
        SCREEN,
        "org/gnome/desktop/",
        &[("idle-delay", IDLE), ("lock-delay", LOCK)],
    ),
    (
        "1.7.6",
        "Media are not mounted by themselves",
        MEDIA,
        "org/gnome/desktop/media-handling",
        &[("automount", FALSE), ("automount-open", FALSE)],
    ),
    (
        "1.7.8",
        "Nothing of a medium is run by itself",
        MEDIA,
        "org/gnome/desktop/media-handling",
        &[("autorun-never", TRUE)],
    ),
];

const LOCKS: [(&str, &str, &str, &[&str]); 3] = [
    (
        "1.7.5",
        "Users cannot change when screens lock",
        SCREEN,
        &["/org/gnome/desktop/session/idle-delay", "/org/gnome/desktop/screensaver/lock-delay"],
    ),
    (
        "1.7.7",
        "Users cannot have media mounted by themselves",
        MEDIA,
        &[
            "/org/gnome/desktop/media-handling/automount",
            "/org/gnome/desktop/media-handling/automount-open",
        ],
    ),
    (
        "1.7.9",
        "Users cannot have media run",
        MEDIA,
        &["/org/gnome/desktop/media-handling/autorun-never"],
    ),
];

/// A number as `GVariant` writes it, with its type before it or without.
fn number(value: &str) -> Option<u32> {
    value.rsplit(' ').next()?.parse().ok()
}

fn is_without_gdm(host: &Host<'_>) -> bool {
    !host.has_package("gdm3")
}

fn not_there() -> Verdict {
    Verdict::not_applicable("gdm3 is not installed")
}

/// The settings of dconf's databases and of the greeter, files of a database in the order of their names.
fn dconf(host: &Host<'_>) -> Vec<Setting> {
    let mut paths = vec!["etc/gdm3/greeter.dconf-defaults".to_owned()];
    paths.extend(host.matching("etc/dconf/db/*.d/*"));
    host.settings(&paths)
}

fn set(host: &Host<'_>, section: &str, keys: Keys) -> Verdict {
    if is_without_gdm(host) {
        return not_there();
    }
    let mut case = Case::default();
    let settings = dconf(host);
    for (key, (is_right, wanted)) in keys {
        let of_key =
            |setting: &&Setting| setting.key == *key && setting.section.starts_with(section);
        match settings.iter().rfind(of_key) {
            Some(found) => case.hold(
                is_right(&found.value),
                found.place(),
                format!("{key}={}", found.value),
                wanted,
            ),
            None => case.hold(false, "etc/dconf/db", format!("{key} is not set"), wanted),
        }
    }
    case.verdict()
}

fn locked(host: &Host<'_>, keys: &[&str]) -> Verdict {
    if is_without_gdm(host) {
        return not_there();
    }
    let mut case = Case::default();
    let paths = host.matching("etc/dconf/db/*.d/locks/*");
    for key in keys {
        let place = paths.iter().find_map(|path| {
            let text = host.text(path)?;
            let at = text.lines().position(|line| line.trim() == *key)?;
            Some((path.clone(), at + 1))
        });
        match place {
            Some((path, line)) => case.good((path.as_str(), line), *key),
            None => case.hold(false, "etc/dconf/db", "not locked", *key),
        }
    }
    case.verdict()
}

fn no_xdmcp(host: &Host<'_>) -> Verdict {
    if is_without_gdm(host) {
        return not_there();
    }
    let mut case = Case::default();
    let paths =
        ["etc/gdm3/custom.conf", "etc/gdm3/daemon.conf", "etc/gdm/custom.conf"].map(str::to_owned);
    for setting in host.settings(&paths) {
        if setting.section == "xdmcp" && setting.key == "Enable" {
            case.hold(
                !ini::is_true(&setting.value),
                setting.place(),
                setting.value.as_str(),
                "false",
            );
        }
    }
    case.verdict()
}
