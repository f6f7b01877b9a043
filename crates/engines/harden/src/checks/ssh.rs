//! What the SSH server allows: 5.1.4 to 5.1.22. Judged is what counts for every connection, and each value
//! that a `Match` gives some of them.

use crate::check::{Case, Check, Verdict, check};
use crate::host::Host;
use crate::read::glob;
use crate::read::sshd::{Settings, seconds};

const CONFIG: &str = "etc/ssh/sshd_config";

/// A keyword, what counts where it is not set (OpenSSH 9.2), whether a value will do, and what is wanted.
type Keyword = (&'static str, &'static str, fn(&str) -> bool, &'static str);
/// Number, level, title, reason, and keywords.
type Row = (&'static str, u8, &'static str, &'static str, &'static [Keyword]);

const GUESSING: &str = "Whoever guesses passwords is slowed down.";
const IDLE: &str = "Connections that nobody holds any more cost memory, and may be taken over.";
const CRYPTO: &str = "What is known to be weak can be read, or changed on its way.";
const TRUST: &str = "Another host's word is no proof of who somebody is.";

const ROWS: [Row; 18] = [
    (
        "5.1.5",
        1,
        "sshd shows a warning before a login",
        "Who comes in should know that only some may.",
        &[("Banner", "none", |value| !value.is_empty() && value != "none", "a file")],
    ),
    (
        "5.1.6",
        1,
        "sshd's ciphers are strong",
        CRYPTO,
        &[(
            "Ciphers",
            CIPHERS,
            |value| is_strong(value, CIPHERS, &WEAK_CIPHERS),
            "none in CBC mode",
        )],
    ),
    (
        "5.1.7",
        1,
        "sshd ends connections whose client does not answer",
        IDLE,
        &[
            (
                "ClientAliveInterval",
                "0",
                |value| seconds(value).is_some_and(|seconds| seconds > 0),
                "more than 0",
            ),
            (
                "ClientAliveCountMax",
                "3",
                |value| value.parse().is_ok_and(|count: u32| count > 0),
                "more than 0",
            ),
        ],
    ),
    (
        "5.1.8",
        2,
        "sshd forwards nothing",
        "A forwarded port leads past the firewall.",
        &[("DisableForwarding", "no", is_yes, "yes")],
    ),
    (
        "5.1.9",
        2,
        "sshd takes no tickets of Kerberos",
        "What is not used need not be asked.",
        &[("GSSAPIAuthentication", "no", is_no, "no")],
    ),
    (
        "5.1.10",
        1,
        "sshd trusts no other host",
        TRUST,
        &[("HostbasedAuthentication", "no", is_no, "no")],
    ),
    ("5.1.11", 1, "sshd reads no .rhosts", TRUST, &[("IgnoreRhosts", "yes", is_yes, "yes")]),
    (
        "5.1.12",
        1,
        "sshd's key exchanges are strong",
        CRYPTO,
        &[("KexAlgorithms", KEX, |value| is_strong(value, KEX, &WEAK_KEX), "none with SHA-1")],
    ),
    (
        "5.1.13",
        1,
        "sshd waits no longer than a minute for a login",
        GUESSING,
        &[(
            "LoginGraceTime",
            "120",
            |value| seconds(value).is_some_and(|seconds| (1..=60).contains(&seconds)),
            "1 to 60 seconds",
        )],
    ),
    (
        "5.1.14",
        1,
        "sshd logs logins",
        "Without a log nobody knows who came.",
        &[(
            "LogLevel",
            "INFO",
            |value| ["INFO", "VERBOSE"].iter().any(|level| value.eq_ignore_ascii_case(level)),
            "INFO or VERBOSE",
        )],
    ),
    (
        "5.1.15",
        1,
        "sshd's message authentication is strong",
        CRYPTO,
        &[(
            "MACs",
            MACS,
            |value| is_strong(value, MACS, &WEAK_MACS),
            "none with MD5, RIPEMD, or less than 128 bits",
        )],
    ),
    (
        "5.1.16",
        1,
        "sshd takes four guesses a connection",
        GUESSING,
        &[(
            "MaxAuthTries",
            "6",
            |value| value.parse().is_ok_and(|count: u32| (1..=4).contains(&count)),
            "4 or less",
        )],
    ),
    (
        "5.1.17",
        1,
        "sshd opens ten sessions a connection",
        IDLE,
        &[(
            "MaxSessions",
            "10",
            |value| value.parse().is_ok_and(|count: u32| count <= 10),
            "10 or less",
        )],
    ),
    (
        "5.1.18",
        1,
        "sshd bounds connections that have not logged in",
        GUESSING,
        &[("MaxStartups", "10:30:100", startups, "10:30:60 or less")],
    ),
    (
        "5.1.19",
        1,
        "sshd takes no empty passwords",
        "An account without a password is everybody's.",
        &[("PermitEmptyPasswords", "no", is_no, "no")],
    ),
    (
        "5.1.20",
        1,
        "Root does not log in by SSH",
        "Who did what is known only where people log in as themselves.",
        &[("PermitRootLogin", "prohibit-password", is_no, "no")],
    ),
    (
        "5.1.21",
        1,
        "Users do not choose sshd's environment",
        "A variable as LD_PRELOAD leads past what a session is limited to.",
        &[("PermitUserEnvironment", "no", is_no, "no")],
    ),
    (
        "5.1.22",
        1,
        "sshd asks PAM",
        "What PAM limits holds for sessions by SSH too then.",
        &[("UsePAM", "no", is_yes, "yes")],
    ),
];

const CIPHERS: &str = "chacha20-poly1305@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,aes128-gcm@openssh.com,\
     aes256-gcm@openssh.com";
const WEAK_CIPHERS: [&str; 2] = ["*-cbc", "*-cbc@*"];
const KEX: &str = "sntrup761x25519-sha512@openssh.com,curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,\
     ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group-exchange-sha256,diffie-hellman-group16-sha512,\
     diffie-hellman-group18-sha512,diffie-hellman-group14-sha256";
const WEAK_KEX: [&str; 1] = ["*-sha1"];
const MACS: &str = "umac-64-etm@openssh.com,umac-128-etm@openssh.com,hmac-sha2-256-etm@openssh.com,\
     hmac-sha2-512-etm@openssh.com,hmac-sha1-etm@openssh.com,umac-64@openssh.com,umac-128@openssh.com,hmac-sha2-256,\
     hmac-sha2-512,hmac-sha1";
const WEAK_MACS: [&str; 4] = ["hmac-md5*", "hmac-ripemd160*", "hmac-sha1-96*", "umac-64*"];

pub(super) fn checks() -> Vec<Check> {
    let rows = ROWS.into_iter().map(|(id, level, title, rationale, keywords)| {
        let wanted: Vec<String> =
            keywords.iter().map(|(keyword, _, _, wanted)| format!("`{keyword}` to {wanted}")).collect();
        check(
            id,
            level,
            title,
            rationale,
            format!("Set {} in /etc/ssh/sshd_config before its first Include and Match, and `systemctl reload ssh`.", wanted.join(", ")),
            move |host| {
                of(host, |settings, case| keywords.iter().for_each(|keyword| hold(settings, case, keyword)))
            },
        )
    });
    rows.chain([check(
        "5.1.4",
        1,
        "Only chosen users and groups log in by SSH",
        "An account that was never meant to log in is a way in.",
        "Set one of `AllowUsers`, `AllowGroups`, `DenyUsers` and `DenyGroups` in /etc/ssh/sshd_config.",
        |host| {
            of(host, |settings, case| {
                let keywords = ["allowusers", "allowgroups", "denyusers", "denygroups"];
                match keywords.iter().find_map(|keyword| settings.first(keyword)) {
                    Some(found) => case.hold(
                        !found.arguments.is_empty(),
                        found.place(),
                        format!("{} {}", found.keyword, found.value()),
                        "names",
                    ),
                    None => case.hold(false, CONFIG, "none of them is set", "who may log in"),
                }
            })
        },
    )])
    .collect()
}

fn of(host: &Host<'_>, judge: impl FnOnce(&Settings, &mut Case)) -> Verdict {
    if !host.has_package("openssh-server") {
        return Verdict::not_applicable("openssh-server is not installed");
    }
    let mut case = Case::default();
    judge(&host.sshd(), &mut case);
    case.verdict()
}

fn hold(settings: &Settings, case: &mut Case, (keyword, default, is_right, wanted): &Keyword) {
    let name = keyword.to_ascii_lowercase();
    match settings.first(&name) {
        Some(found) => {
            let value = found.value();
            case.hold(is_right(&value), found.place(), format!("{keyword} {value}"), wanted);
        }
        None => {
            case.hold(
                is_right(default),
                CONFIG,
                format!("{keyword} is not set: {default}"),
                wanted,
            );
        }
    }
    for found in settings.of_some(&name) {
        let value = found.value();
        case.hold(
            is_right(&value),
            found.place(),
            format!("{keyword} {value}, in a Match"),
            wanted,
        );
    }
}

fn is_yes(value: &str) -> bool {
    value.eq_ignore_ascii_case("yes")
}

fn is_no(value: &str) -> bool {
    value.eq_ignore_ascii_case("no")
}

/// Whether a list, which may add to the default one or take from it, has none that is weak.
fn is_strong(value: &str, default: &str, weak: &[&str]) -> bool {
    let mut letters = value.chars();
    let (mark, list) = match letters.next() {
        Some(mark @ ('+' | '-' | '^')) => (mark, letters.as_str()),
        _ => ('=', value),
    };
    let listed = || list.split(',').map(str::trim);
    let of_default = default.split(',');
    let effective: Vec<&str> = match mark {
        '-' => of_default.filter(|one| !listed().any(|pattern| glob(pattern, one))).collect(),
        '+' | '^' => of_default.chain(listed()).collect(),
        _ => listed().collect(),
    };
    !effective.iter().any(|one| weak.iter().any(|pattern| glob(pattern, one)))
}

/// `START:RATE:FULL`, or one number for START and FULL.
fn startups(value: &str) -> bool {
    let numbers: Vec<Option<u32>> = value.split(':').map(|part| part.parse().ok()).collect();
    match numbers.as_slice() {
        [Some(full)] => *full <= 10,
        [Some(start), Some(rate), Some(full)] => *start <= 10 && *rate >= 30 && *full <= 60,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_add_to_the_default_and_take_from_it() {
        for (value, expected) in [
            ("aes256-ctr", true),
            ("aes256-ctr,aes256-cbc", false),
            ("+3des-cbc", false),
            ("^aes128-cbc", false),
            ("-aes128-ctr", true),
        ] {
            assert_eq!(is_strong(value, CIPHERS, &WEAK_CIPHERS), expected, "{value}");
        }
        assert!(!is_strong(MACS, MACS, &WEAK_MACS));
        assert!(is_strong("-umac-64*", MACS, &WEAK_MACS));
    }

    #[test]
    fn startups_are_one_number_or_three() {
        let told = ["10:30:60", "10", "10:30:100", "11", "10:20:60", "x"].map(startups);
        assert_eq!(told, [true, true, false, false, false, false]);
    }
}
