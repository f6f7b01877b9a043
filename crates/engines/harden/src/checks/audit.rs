//! What is audited: 6.2.3. Judged are the rules that are loaded when the host starts.

use crate::check::{Case, Check, Verdict, check};
use crate::files::Kind;
use crate::host::Host;
use crate::read::audit::{Rule, Rules};

const PLACE: &str = "etc/audit/rules.d";

/// What a rule is to record.
enum Need {
    /// Access to a file, of these kinds.
    Watch(&'static str, &'static str),
    /// Calls of the kernel on both architectures, compared by these fields.
    Calls(&'static [&'static str], &'static [&'static str]),
    /// Runs of a program by people.
    Program(&'static str),
}

/// Number, title, and what is needed.
type Row = (&'static str, &'static str, &'static [Need]);

const PEOPLE: &[&str] = &["auid>=1000", "auid!=unset"];

const ROWS: [Row; 17] = [
    (
        "6.2.3.1",
        "Changes of who may act as whom are audited",
        &[Need::Watch("etc/sudoers", "wa"), Need::Watch("etc/sudoers.d", "wa")],
    ),
    (
        "6.2.3.2",
        "What is done as another user is audited",
        &[Need::Calls(&["execve"], &["euid!=uid", "auid!=unset"])],
    ),
    (
        "6.2.3.4",
        "Changes of the time are audited",
        &[
            Need::Calls(&["adjtimex", "settimeofday"], &[]),
            Need::Calls(&["clock_settime"], &["a0=0x0"]),
            Need::Watch("etc/localtime", "wa"),
        ],
    ),
    (
        "6.2.3.5",
        "Changes of names and networks are audited",
        &[
            Need::Calls(&["sethostname", "setdomainname"], &[]),
            Need::Watch("etc/issue", "wa"),
            Need::Watch("etc/issue.net", "wa"),
            Need::Watch("etc/hosts", "wa"),
            Need::Watch("etc/networks", "wa"),
            Need::Watch("etc/network", "wa"),
        ],
    ),
    (
        "6.2.3.7",
        "Files that somebody was refused are audited",
        &[
            Need::Calls(
                &["creat", "open", "openat", "truncate", "ftruncate"],
                &["exit=-EACCES", "auid>=1000", "auid!=unset"],
            ),
            Need::Calls(
                &["creat", "open", "openat", "truncate", "ftruncate"],
                &["exit=-EPERM", "auid>=1000", "auid!=unset"],
            ),
        ],
    ),
    (
        "6.2.3.8",
        "Changes of accounts are audited",
        &[
            Need::Watch("etc/group", "wa"),
            Need::Watch("etc/passwd", "wa"),
            Need::Watch("etc/gshadow", "wa"),
            Need::Watch("etc/shadow", "wa"),
            Need::Watch("etc/security/opasswd", "wa"),
            Need::Watch("etc/nsswitch.conf", "wa"),
            Need::Watch("etc/pam.conf", "wa"),
            Need::Watch("etc/pam.d", "wa"),
        ],
    ),
    (
        "6.2.3.9",
        "Changes of permissions are audited",
        &[
            Need::Calls(&["chmod", "fchmod", "fchmodat"], PEOPLE),
            Need::Calls(&["chown", "fchown", "lchown", "fchownat"], PEOPLE),
            Need::Calls(
                &[
                    "setxattr",
                    "lsetxattr",
                    "fsetxattr",
                    "removexattr",
                    "lremovexattr",
                    "fremovexattr",
                ],
                PEOPLE,
            ),
        ],
    ),
    ("6.2.3.10", "Mounts by people are audited", &[Need::Calls(&["mount"], PEOPLE)]),
    (
        "6.2.3.11",
        "Sessions are audited",
        &[
            Need::Watch("var/run/utmp", "wa"),
            Need::Watch("var/log/wtmp", "wa"),
            Need::Watch("var/log/btmp", "wa"),
        ],
    ),
    (
        "6.2.3.12",
        "Logins are audited",
        &[Need::Watch("var/log/lastlog", "wa"), Need::Watch("var/run/faillock", "wa")],
    ),
    (
        "6.2.3.13",
        "Files that people delete are audited",
        &[Need::Calls(&["unlink", "unlinkat", "rename", "renameat"], PEOPLE)],
    ),
    (
        "6.2.3.14",
        "Changes of AppArmor are audited",
        &[Need::Watch("etc/apparmor", "wa"), Need::Watch("etc/apparmor.d", "wa")],
    ),
    ("6.2.3.15", "Runs of chcon are audited", &[Need::Program("usr/bin/chcon")]),
    ("6.2.3.16", "Runs of setfacl are audited", &[Need::Program("usr/bin/setfacl")]),
    ("6.2.3.17", "Runs of chacl are audited", &[Need::Program("usr/bin/chacl")]),
    ("6.2.3.18", "Runs of usermod are audited", &[Need::Program("usr/sbin/usermod")]),
    (
        "6.2.3.19",
        "Loads of the kernel's modules are audited",
        &[
            Need::Calls(&["init_module", "finit_module", "delete_module"], PEOPLE),
            Need::Program("usr/bin/kmod"),
        ],
    ),
];

pub(super) fn checks() -> Vec<Check> {
    const WHY: &str = "Who looks into what happened needs to know who did this.";
    let rows = ROWS.into_iter().map(|(id, title, needs)| {
        check(id, 2, title, WHY, remediation(needs), move |host| {
            of(host, |rules, case| {
                for need in needs {
                    hold(rules, case, need);
                }
            })
        })
    });
    rows.chain([
        check("6.2.3.3", 2, "Changes of sudo's log are audited", WHY, "`-w /var/log/sudo.log -p wa -k sudo`, with the path that `Defaults logfile` names", |host| {
            let options = host.sudo_options();
            let Some(log) = options.iter().rfind(|option| option.name == "logfile") else {
                return Verdict::not_applicable("sudo has no log of its own");
            };
            let path = log.value.trim_matches('/').to_owned();
            of(host, |rules, case| watched(rules, case, &path, "wa"))
        }),
        check("6.2.3.6", 2, "Runs of programs that act as others are audited", WHY, "`-a always,exit -F path=PROGRAM -F perm=x -F auid>=1000 -F auid!=unset -k privileged` for each program with the set-user-id or set-group-id bit", |host| {
            of(host, |rules, case| privileged(host, rules, case))
        }),
        check("6.2.3.20", 2, "What is audited cannot be changed while the host runs", "Whoever becomes root would turn it off.", "Put `-e 2` at the end of the last file of /etc/audit/rules.d, as 99-finalize.rules.", |host| {
            of(host, |rules, case| match &rules.enabled {
                Some((path, line, value)) => case.hold(value == "2", (path.as_str(), *line), format!("-e {value}"), "-e 2"),
                None => case.hold(false, PLACE, "no -e", "-e 2"),
            })
        }),
    ])
    .collect()
}

fn of(host: &Host<'_>, judge: impl FnOnce(&Rules, &mut Case)) -> Verdict {
    let mut case = Case::default();
    judge(&host.audit_rules(), &mut case);
    case.verdict()
}

fn remediation(needs: &[Need]) -> String {
    let rules: Vec<String> = needs
        .iter()
        .map(|need| match need {
            Need::Watch(path, kinds) => format!("`-w /{path} -p {kinds} -k NAME`"),
            Need::Calls(calls, fields) => {
                let fields: Vec<String> = fields.iter().map(|field| [" ", option(field), " ", field].concat()).collect();
                let fields = fields.concat();
                format!("`-a always,exit -F arch=ARCH -S {}{fields} -k NAME` for b64 and b32", calls.join(","))
            }
            Need::Program(path) => {
                format!("`-a always,exit -F path=/{path} -F perm=x -F auid>=1000 -F auid!=unset -k NAME`")
            }
        })
        .collect();
    format!(
        "Put into a file of /etc/audit/rules.d, and run `augenrules --load`: {}",
        rules.join("; ")
    )
}

/// The option by which two fields are compared, or a field with a value.
fn option(field: &str) -> &'static str {
    if field == "euid!=uid" { "-C" } else { "-F" }
}

fn hold(rules: &Rules, case: &mut Case, need: &Need) {
    match need {
        Need::Watch(path, kinds) => watched(rules, case, path, kinds),
        Need::Calls(calls, fields) => {
            for arch in ["arch=b64", "arch=b32"] {
                for call in *calls {
                    let fits = |rule: &&Rule| {
                        rule.is_always
                            && rule.list == "exit"
                            && has(rule, arch)
                            && rule.calls.iter().any(|one| one == call)
                            && fields.iter().all(|field| has(rule, field))
                            && is_unrestricted(rule, fields)
                    };
                    told(
                        case,
                        rules.rules.iter().find(fits),
                        &format!("{call} by {arch} {}", fields.join(" ")),
                    );
                }
            }
        }
        Need::Program(path) => told(case, program(rules, path), &format!("runs of /{path}")),
    }
}

/// Whether a rule has a field, in one of the ways in which it is written.
fn has(rule: &Rule, field: &str) -> bool {
    match field {
        "arch=b64" => rule.has(field) || rule.has("arch=x86_64"),
        "arch=b32" => rule.has(field) || rule.has("arch=i386") || rule.has("arch=i686"),
        "a0=0x0" => rule.has(field) || rule.has("a0=0"),
        "euid!=uid" => rule.has(field) || rule.has("uid!=euid"),
        field => rule.has(field),
    }
}

/// Whether a rule passes over nothing that is to be recorded.
fn is_unrestricted(rule: &Rule, fields: &[&str]) -> bool {
    rule.fields.iter().all(|field| {
        field.starts_with("arch=")
            || field.starts_with("key=")
            || field == "success=1" && fields.len() == PEOPLE.len()
            || fields
                .iter()
                .any(|wanted| has(&Rule { fields: vec![field.clone()], ..Rule::default() }, wanted))
    })
}

fn program<'a>(rules: &'a Rules, path: &str) -> Option<&'a Rule> {
    rules.rules.iter().find(|rule| {
        rule.watches(path, "x")
            && PEOPLE.iter().all(|field| {
                rule.has(field)
                    || rule.value("auid").is_none()
                        && rule.fields.iter().all(|one| !one.starts_with("auid"))
            })
    })
}

fn watched(rules: &Rules, case: &mut Case, path: &str, kinds: &str) {
    let found = rules.rules.iter().find(|rule| rule.watches(path, kinds));
    told(case, found, &format!("{kinds} of /{path}"));
}

fn told(case: &mut Case, found: Option<&Rule>, wanted: &str) {
    match found {
        Some(rule) => case.hold(true, (rule.path.as_str(), rule.line), "a rule", wanted),
        None => case.hold(false, PLACE, "no such rule", wanted),
    }
}

/// Programs with the set-user-id or set-group-id bit, where programs lie.
fn privileged(host: &Host<'_>, rules: &Rules, case: &mut Case) {
    for folder in ["usr/bin", "usr/sbin", "usr/local/bin", "usr/local/sbin"] {
        for (name, entry) in host.folder(folder).iter() {
            if entry.kind == Kind::File && entry.mode & 0o6000 != 0 && entry.mode & 0o111 != 0 {
                let path = format!("{folder}/{name}");
                told(case, program(rules, &path), &format!("runs of /{path}"));
            }
        }
    }
}
