//! Mandatory access control: 1.3.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::lines;

pub(super) fn checks() -> Vec<Check> {
    const WHY: &str = "AppArmor confines what a program may do, also when it is taken over.";
    vec![
        check(
            "1.3.1.1",
            1,
            "AppArmor and its tools are installed",
            WHY,
            "`apt install apparmor apparmor-utils`",
            |host| super::services::installed(host, &["apparmor", "apparmor-utils"]),
        ),
        check(
            "1.3.1.2",
            1,
            "Kernels are started with AppArmor",
            WHY,
            "Add `apparmor=1 security=apparmor` to GRUB_CMDLINE_LINUX of /etc/default/grub, and run `update-grub`.",
            |host| command_line(host, &[("apparmor", "1"), ("security", "apparmor")]),
        ),
        check(
            "1.3.1.3",
            1,
            "No profile of AppArmor is turned off",
            "A profile that is turned off neither confines nor tells.",
            "Remove the profile's link in /etc/apparmor.d/disable, and load it: `aa-complain` or `aa-enforce`.",
            |host| profiles(host, false),
        ),
        check(
            "1.3.1.4",
            2,
            "All profiles of AppArmor are enforced",
            "A profile in complain mode only tells.",
            "`aa-enforce /etc/apparmor.d/*`",
            |host| profiles(host, true),
        ),
    ]
}

/// Judges the parameters that all kernels are started with.
pub(super) fn command_line(host: &Host<'_>, wanted: &[(&str, &str)]) -> Verdict {
    let lines = host.command_lines();
    if lines.is_empty() {
        return Verdict::not_applicable("no boot loader is configured");
    }
    let mut case = Case::default();
    for line in &lines {
        for (key, value) in wanted {
            let found = line.value(key);
            let told = found.map_or_else(|| format!("no {key}"), |found| format!("{key}={found}"));
            case.hold(
                found == Some(*value),
                (line.path.as_str(), line.line),
                told,
                format!("{key}={value}"),
            );
        }
    }
    case.verdict()
}

fn profiles(host: &Host<'_>, is_strict: bool) -> Verdict {
    const LOADED: &str = "sys/kernel/security/apparmor/profiles";
    if host.entry("etc/apparmor.d").is_none() {
        return Verdict::not_applicable("AppArmor is not installed");
    }
    let mut case = Case::default();
    if let Some(loaded) = host.kernel(LOADED) {
        for (line, content) in lines(&loaded, &[]) {
            let is_right =
                content.ends_with("(enforce)") || (!is_strict && content.ends_with("(complain)"));
            case.hold(
                is_right,
                (LOADED, line),
                content,
                if is_strict { "enforce" } else { "enforce or complain" },
            );
        }
    }
    let mut folders = vec![("etc/apparmor.d/disable", "turned off")];
    if is_strict {
        folders.push(("etc/apparmor.d/force-complain", "only complains"));
    }
    for (folder, told) in folders {
        for (name, _) in host.folder(folder).iter() {
            case.hold(
                false,
                crate::host::join(folder, name).as_str(),
                told,
                "a profile that is enforced",
            );
        }
    }
    if is_strict {
        for path in host.matching("etc/apparmor.d/*") {
            let text = host.text(&path).unwrap_or_default();
            for (line, content) in lines(&text, &['#']) {
                if content.contains("flags=(") && content.contains("complain") {
                    case.hold(false, (path.as_str(), line), content, "no complain");
                }
            }
        }
    }
    case.verdict()
}
