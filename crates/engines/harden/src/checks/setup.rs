//! Packages' sources, the boot loader, processes, banners: 1.2, 1.4, 1.5, 1.6.

use super::permissions::{Absent, Wanted, judged};
use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::grub::GRUB_CFG;
use crate::read::ini::settings;
use crate::read::lines;

pub(super) fn checks() -> Vec<Check> {
    let mut checks = vec![
        check(
            "1.2.1.1",
            1,
            "apt takes packages from no source whose signature it does not check",
            "Whoever can answer for a source that is not checked can install anything.",
            "Take away `[trusted=yes]` and `Trusted: yes` of sources, and what allows unauthenticated packages in \
             /etc/apt/apt.conf.d; name the key of a source by `signed-by`.",
            is_signed,
        ),
        check(
            "1.4.1",
            1,
            "The boot loader asks for a password before its entries are changed",
            "Whoever sits at the console could start a shell as root.",
            "Make a hash by `grub-mkpasswd-pbkdf2`, put `set superusers` and `password_pbkdf2` into a file of \
             /etc/grub.d, and run `update-grub`.",
            has_boot_password,
        ),
        check(
            "1.4.2",
            1,
            "Only root reads what the boot loader does",
            "It holds the hash of the boot loader's password, and how the host is protected when it starts.",
            "`chown root:root /boot/grub/grub.cfg; chmod u-x,go-rwx /boot/grub/grub.cfg`",
            |host| {
                judged(
                    host,
                    &[Wanted { path: GRUB_CFG, mode: 0o600, ..Wanted::ROOT }],
                    Absent::NotApplicable,
                )
            },
        ),
        check(
            "1.5.3",
            1,
            "No memory of crashed programs is written to files",
            "A core dump holds what its program held, secrets too.",
            "Put `* hard core 0` into a file of /etc/security/limits.d, `fs.suid_dumpable = 0` into one of \
             /etc/sysctl.d, and where systemd-coredump is installed `Storage=none` and `ProcessSizeMax=0` into \
             /etc/systemd/coredump.conf.",
            no_core_dumps,
        ),
    ];
    checks.extend(banners());
    checks
}

fn banners() -> impl Iterator<Item = Check> {
    let texts = [
        ("1.6.1", "etc/motd", false),
        ("1.6.2", "etc/issue", true),
        ("1.6.3", "etc/issue.net", true),
    ];
    let texts = texts.into_iter().map(|(id, path, is_needed)| {
        check(
            id,
            1,
            format!("/{path} tells nothing about the system"),
            "What a host runs helps those who attack it; a banner should say who may come in.",
            format!("Write a warning of your own into /{path}, without \\m, \\r, \\s, \\v and the distribution's name."),
            move |host| tells_nothing(host, path, is_needed),
        )
    });
    let modes = [("1.6.4", "etc/motd"), ("1.6.5", "etc/issue"), ("1.6.6", "etc/issue.net")];
    let modes = modes.into_iter().map(|(id, path)| {
        check(
            id,
            1,
            format!("Only root changes /{path}"),
            "Whoever may write it can tell everybody what is not so.",
            format!("`chown root:root /{path}; chmod u-x,go-wx /{path}`"),
            move |host| {
                judged(host, &[Wanted { path, mode: 0o644, ..Wanted::ROOT }], Absent::Passed)
            },
        )
    });
    texts.chain(modes)
}

fn is_signed(host: &Host<'_>) -> Verdict {
    const ALLOWING: [&str; 3] = [
        "apt::get::allowunauthenticated",
        "acquire::allowinsecurerepositories",
        "acquire::allowweakrepositories",
    ];
    let mut case = Case::default();
    let mut paths = vec!["etc/apt/sources.list".to_owned()];
    paths.extend(host.matching("etc/apt/sources.list.d/*.list"));
    for path in paths {
        let text = host.text(&path).unwrap_or_default();
        for (line, content) in lines(&text, &['#']) {
            let options = content.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
            let is_trusted = options.is_some_and(|(options, _)| {
                options.split_whitespace().any(|one| one == "trusted=yes")
            });
            case.hold(!is_trusted, (path.as_str(), line), content, "no trusted=yes");
        }
    }
    for path in host.matching("etc/apt/sources.list.d/*.sources") {
        let text = host.text(&path).unwrap_or_default();
        for (line, content) in lines(&text, &['#']) {
            if let Some((key, value)) = content.split_once(':')
                && key.eq_ignore_ascii_case("Trusted")
            {
                case.hold(
                    !value.trim().eq_ignore_ascii_case("yes"),
                    (path.as_str(), line),
                    content,
                    "Trusted: no",
                );
            }
        }
    }
    let mut paths = host.matching("etc/apt/apt.conf.d/*");
    paths.push("etc/apt/apt.conf".to_owned());
    for path in paths {
        let text = host.text(&path).unwrap_or_default();
        for (line, content) in lines(&text, &['#', '/']) {
            let mut words = content
                .split(|c: char| c.is_whitespace() || c == ';' || c == '"')
                .filter(|word| !word.is_empty());
            let key = words.next().unwrap_or_default().to_ascii_lowercase();
            if ALLOWING.contains(&key.as_str()) {
                let value = words.next().unwrap_or_default();
                let allows = ["1", "true", "yes", "on", "with", "enable"].contains(&value);
                case.hold(!allows, (path.as_str(), line), content, "false");
            }
        }
    }
    case.verdict()
}

fn has_boot_password(host: &Host<'_>) -> Verdict {
    let Some(text) = host.text(GRUB_CFG) else {
        return Verdict::not_applicable("there is no /boot/grub/grub.cfg");
    };
    let mut case = Case::default();
    for wanted in ["set superusers=", "password_pbkdf2 "] {
        match lines(&text, &['#']).find(|(_, content)| content.starts_with(wanted)) {
            Some((line, _)) => case.good((GRUB_CFG, line), wanted.trim()),
            None => case.hold(false, GRUB_CFG, "not set", wanted.trim()),
        }
    }
    case.verdict()
}

fn no_core_dumps(host: &Host<'_>) -> Verdict {
    let mut case = Case::default();
    // Later files override earlier ones (pam_limits(8)).
    let mut paths = vec!["etc/security/limits.conf".to_owned()];
    paths.extend(host.matching("etc/security/limits.d/*.conf"));
    let mut limit = None;
    for path in paths {
        let text = host.text(&path).unwrap_or_default();
        for (line, content) in lines(&text, &['#']) {
            let words: Vec<&str> = content.split_whitespace().collect();
            if let ["*", "hard" | "-", "core", value] = words.as_slice() {
                limit = Some((path.clone(), line, (*value).to_owned()));
            }
        }
    }
    match limit {
        Some((path, line, value)) => case.hold(value == "0", (path.as_str(), line), value, "0"),
        None => case.hold(
            false,
            "etc/security/limits.d",
            "no limit of cores for everybody",
            "* hard core 0",
        ),
    }
    super::network::hold_parameter(host, &mut case, "fs.suid_dumpable", &["0"]);
    if host.has_package("systemd-coredump") {
        for (key, wanted) in [("Storage", "none"), ("ProcessSizeMax", "0")] {
            let paths = host.with_drop_ins("etc/systemd/coredump.conf");
            match host.last_setting(&paths, "Coredump", key) {
                Some(found) => case.hold(
                    found.value == wanted,
                    found.place(),
                    format!("{key}={}", found.value),
                    wanted,
                ),
                None => case.hold(
                    false,
                    "etc/systemd/coredump.conf",
                    format!("{key} is not set"),
                    wanted,
                ),
            }
        }
    }
    case.verdict()
}

fn tells_nothing(host: &Host<'_>, path: &'static str, is_needed: bool) -> Verdict {
    let mut case = Case::default();
    let Some(text) = host.text(path) else {
        case.hold(!is_needed, path, "it is not there", "a warning");
        return case.verdict();
    };
    if is_needed {
        case.hold(
            !text.trim().is_empty(),
            path,
            if text.trim().is_empty() { "empty" } else { "a text" },
            "a warning",
        );
    }
    let release = settings("etc/os-release", &host.text("etc/os-release").unwrap_or_default());
    let name = release.into_iter().find(|setting| setting.key == "ID");
    let name = name
        .map(|setting| setting.value.trim_matches('"').to_lowercase())
        .filter(|name| !name.is_empty());
    for (at, line) in text.lines().enumerate() {
        let place = (path, at + 1);
        if let Some(found) =
            ["\\m", "\\r", "\\s", "\\v"].into_iter().find(|escape| line.contains(escape))
        {
            case.hold(false, place, found, "nothing about the system");
        }
        if let Some(name) = name.as_ref().filter(|name| line.to_lowercase().contains(name.as_str()))
        {
            case.hold(false, place, format!("the name `{name}`"), "nothing about the system");
        }
    }
    case.verdict()
}
