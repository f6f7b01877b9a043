//! Modules of the kernel that hosts seldom need: 1.1.1 and 3.2.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::{joined, lines};

const FILE_SYSTEMS: &str =
    "Code for a file system that is not used is code that a crafted medium can attack.";
const PROTOCOLS: &str =
    "Code for a protocol that is not used is code that a crafted packet can attack.";

/// Recommendation, level, module, and whether it is of a protocol.
const MODULES: [(&str, u8, &str, bool); 13] = [
    ("1.1.1.1", 1, "cramfs", false),
    ("1.1.1.2", 1, "freevxfs", false),
    ("1.1.1.3", 1, "hfs", false),
    ("1.1.1.4", 1, "hfsplus", false),
    ("1.1.1.5", 1, "jffs2", false),
    ("1.1.1.6", 2, "overlay", false),
    ("1.1.1.7", 2, "squashfs", false),
    ("1.1.1.8", 2, "udf", false),
    ("1.1.1.9", 1, "usb_storage", false),
    ("3.2.1", 2, "dccp", true),
    ("3.2.2", 2, "tipc", true),
    ("3.2.3", 2, "rds", true),
    ("3.2.4", 2, "sctp", true),
];

pub(super) fn checks() -> Vec<Check> {
    let made = MODULES.into_iter().map(|(id, level, module, is_protocol)| {
        check(
            id,
            level,
            format!("The kernel's module {module} cannot be loaded"),
            if is_protocol { PROTOCOLS } else { FILE_SYSTEMS },
            format!(
                "Put `install {module} /bin/false` and `blacklist {module}` into a file of /etc/modprobe.d, and \
                 unload it: `modprobe -r {module}`."
            ),
            move |host| not_available(host, module),
        )
    });
    made.collect()
}

/// Where modprobe is configured, the first one first (modprobe.d(5)).
const FOLDERS: [&str; 5] = [
    "etc/modprobe.d",
    "run/modprobe.d",
    "usr/local/lib/modprobe.d",
    "usr/lib/modprobe.d",
    "lib/modprobe.d",
];

fn not_available(host: &Host<'_>, module: &str) -> Verdict {
    let mut case = Case::default();
    if let Some(loaded) = host.kernel("proc/modules") {
        let is_loaded = loaded.lines().any(|line| line.split(' ').next() == Some(module));
        let told = if is_loaded { "it is loaded" } else { "it is not loaded" };
        case.hold(!is_loaded, "proc/modules", told, "not loaded");
    }
    if !is_of_a_kernel(host, module) {
        case.good("lib/modules", "no kernel has it");
        return case.verdict();
    }
    let (install, blacklist) = configured(host, module);
    match install {
        Some((path, line, command)) => {
            let program = command.split_whitespace().next().unwrap_or_default();
            let is_refused =
                ["/bin/false", "/bin/true", "/usr/bin/false", "/usr/bin/true"].contains(&program);
            case.hold(
                is_refused,
                (path.as_str(), line),
                format!("install {command}"),
                "install /bin/false",
            );
        }
        None => case.hold(
            false,
            "etc/modprobe.d",
            "no line `install`",
            format!("install {module} /bin/false"),
        ),
    }
    match blacklist {
        Some((path, line)) => case.good((path.as_str(), line), "blacklist"),
        None => {
            case.hold(
                false,
                "etc/modprobe.d",
                "no line `blacklist`",
                format!("blacklist {module}"),
            );
        }
    }
    case.verdict()
}

/// Whether an installed kernel has a module, by depmod's list.
fn is_of_a_kernel(host: &Host<'_>, module: &str) -> bool {
    ["lib/modules", "usr/lib/modules"].iter().any(|folder| {
        host.folder(folder).iter().any(|(kernel, _)| {
            let text = host.text(&format!("{folder}/{kernel}/modules.dep"));
            // Without the list it is not known which ones there are.
            text.is_none_or(|text| {
                text.lines().any(|line| named(line).is_some_and(|name| name == module))
            })
        })
    })
}

/// The module that a line of `modules.dep` is about.
fn named(line: &str) -> Option<String> {
    let file = line.split(':').next()?.rsplit('/').next()?;
    Some(file.split('.').next()?.replace('-', "_"))
}

type Found = (Option<(String, usize, String)>, Option<(String, usize)>);

/// What modprobe is told to run for a module, and where it is told not to load it by an alias.
fn configured(host: &Host<'_>, module: &str) -> Found {
    let mut found: Found = (None, None);
    for path in host.overlaid(&FOLDERS, ".conf") {
        let Some(text) = host.text(&path) else { continue };
        for (line, content) in joined(&text) {
            for (_, content) in lines(&content, &['#']) {
                let mut words = content.split_whitespace();
                let (command, name) = (words.next(), words.next().unwrap_or_default());
                if name.replace('-', "_") != module {
                    continue;
                }
                match command {
                    Some("install") => {
                        let rest: Vec<&str> = words.collect();
                        found.0.get_or_insert_with(|| (path.clone(), line, rest.join(" ")));
                    }
                    Some("blacklist") => {
                        found.1.get_or_insert_with(|| (path.clone(), line));
                    }
                    _ => {}
                }
            }
        }
    }
    found
}
