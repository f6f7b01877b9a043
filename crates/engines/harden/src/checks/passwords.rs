//! Guesses, and how good passwords are: 5.3.3.1 and 5.3.3.2. Judged is what counts: what a module is told on
//! its line, else in its file, else its default; and nothing counts where PAM does not ask it.

use crate::check::{Case, Check, Place, Verdict, check};
use crate::host::Host;
use crate::read::pam::Module;

const GUESSING: &str = "A password that may be guessed for ever is found in the end.";
const WEAK: &str = "Passwords are guessed by what people are known to choose.";

/// Number, title, key, whether a value will do, and what is wanted.
type Quality = (&'static str, &'static str, &'static str, fn(i64) -> bool, &'static str);

const QUALITIES: [Quality; 6] = [
    (
        "5.3.3.2.1",
        "A new password differs from the old one in two characters",
        "difok",
        |value| value >= 2,
        "2 or more",
    ),
    (
        "5.3.3.2.2",
        "Passwords have fourteen characters",
        "minlen",
        |value| value >= 14,
        "14 or more",
    ),
    (
        "5.3.3.2.4",
        "No character stands more than three times in a row",
        "maxrepeat",
        |value| (1..=3).contains(&value),
        "1 to 3",
    ),
    (
        "5.3.3.2.5",
        "No more than three characters follow each other as in 1234",
        "maxsequence",
        |value| (1..=3).contains(&value),
        "1 to 3",
    ),
    (
        "5.3.3.2.6",
        "Passwords are looked up in a dictionary",
        "dictcheck",
        |value| value != 0,
        "not 0",
    ),
    ("5.3.3.2.7", "Bad passwords are refused", "enforcing", |value| value != 0, "not 0"),
];

pub(super) fn checks() -> Vec<Check> {
    let qualities = QUALITIES.into_iter().map(|(id, title, key, is_right, wanted)| {
        check(
            id,
            1,
            title,
            WEAK,
            format!("Set `{key}` to {wanted} in /etc/security/pwquality.conf."),
            move |host| {
                of(host, QUALITY, |options, case| {
                    let (place, value) = options.number(key);
                    case.hold(is_right(value), &place, format!("{key} = {value}"), wanted);
                })
            },
        )
    });
    qualities.chain(locks()).chain(others()).collect()
}

fn locks() -> Vec<Check> {
    guesses().into_iter().chain(guesses_at_root()).collect()
}

fn guesses() -> Vec<Check> {
    vec![
        check(
            "5.3.3.1.1",
            1,
            "Five wrong passwords lock an account",
            GUESSING,
            "Set `deny = 5` or less in /etc/security/faillock.conf.",
            |host| {
                of(host, FAILLOCK, |options, case| {
                    let (place, value) = options.number("deny");
                    case.hold(
                        (1..=5).contains(&value),
                        &place,
                        format!("deny = {value}"),
                        "1 to 5",
                    );
                })
            },
        ),
        check(
            "5.3.3.1.2",
            1,
            "An account is locked for a quarter of an hour",
            GUESSING,
            "Set `unlock_time = 900` or more in /etc/security/faillock.conf; 0 is for ever.",
            |host| {
                of(host, FAILLOCK, |options, case| {
                    let (place, value) = options.number("unlock_time");
                    case.hold(
                        value == 0 || value >= 900,
                        &place,
                        format!("unlock_time = {value}"),
                        "0, or 900 or more",
                    );
                })
            },
        ),
    ]
}

fn guesses_at_root() -> Vec<Check> {
    vec![check(
        "5.3.3.1.3",
        2,
        "Wrong passwords lock root too",
        GUESSING,
        "Set `even_deny_root`, or `root_unlock_time = 60` or more, in /etc/security/faillock.conf.",
        |host| {
            of(host, FAILLOCK, |options, case| {
                let (denied, time) =
                    (options.found("even_deny_root"), options.found("root_unlock_time"));
                match (&denied, &time) {
                    (None, None) => {
                        case.hold(false, FAILLOCK.conf, "root is never locked", "even_deny_root");
                    }
                    (Some((place, _)), None) => case.good(place, "even_deny_root"),
                    (_, Some((place, value))) => {
                        let is_right = value.parse::<i64>().is_ok_and(|seconds| seconds >= 60);
                        case.hold(
                            is_right,
                            place,
                            format!("root_unlock_time = {value}"),
                            "60 or more",
                        );
                    }
                }
            })
        },
    )]
}

fn others() -> Vec<Check> {
    vec![
        check(
            "5.3.3.2.3",
            1,
            "Passwords have characters of several kinds",
            WEAK,
            "Set `minclass = 3` or more, or `ucredit`, `lcredit`, `dcredit` and `ocredit` to -1, in /etc/security/pwquality.conf.",
            |host| {
                of(host, QUALITY, |options, case| {
                    let (place, classes) = options.number("minclass");
                    let credits = ["ucredit", "lcredit", "dcredit", "ocredit"]
                        .map(|key| options.number(key).1);
                    let needed = credits.iter().filter(|credit| **credit < 0).count();
                    let told = format!("minclass = {classes}, {needed} credits below 0");
                    let is_right =
                        (classes >= 3 || needed >= 3) && credits.iter().all(|credit| *credit <= 0);
                    case.hold(is_right, &place, told, "three kinds or more, and no credit above 0");
                })
            },
        ),
        check(
            "5.3.3.2.8",
            1,
            "Root's passwords are judged too",
            WEAK,
            "Set `enforce_for_root` in /etc/security/pwquality.conf.",
            |host| {
                of(host, QUALITY, |options, case| match options.found("enforce_for_root") {
                    Some((place, _)) => case.good(&place, "enforce_for_root"),
                    None => case.hold(false, QUALITY.conf, "not set", "enforce_for_root"),
                })
            },
        ),
    ]
}

/// A module, the file that tells it what to do, the files before that one, and defaults.
struct Source {
    module: &'static str,
    stacks: &'static [&'static str],
    conf: &'static str,
    before: &'static str,
    defaults: &'static [(&'static str, i64)],
}

const FAILLOCK: Source = Source {
    module: "pam_faillock.so",
    stacks: &["auth"],
    conf: "etc/security/faillock.conf",
    before: "",
    defaults: &[("deny", 3), ("unlock_time", 600)],
};

const QUALITY: Source = Source {
    module: "pam_pwquality.so",
    stacks: &["password"],
    conf: "etc/security/pwquality.conf",
    before: "etc/security/pwquality.conf.d/*.conf",
    defaults: &[("difok", 1), ("minlen", 8), ("dictcheck", 1), ("enforcing", 1)],
};

/// What a module is told.
struct Options {
    source: Source,
    modules: Vec<Module>,
    settings: Vec<crate::read::ini::Setting>,
}

impl Options {
    fn found(&self, key: &str) -> Option<(Place, String)> {
        let on_line = self.modules.iter().find_map(|module| {
            let value = module.value(key).or_else(|| module.has(key).then_some(""))?;
            Some((Place::from(module.place()), value.to_owned()))
        });
        on_line.or_else(|| {
            let found = self.settings.iter().rfind(|setting| setting.key == key)?;
            Some((Place::from(found.place()), found.value.clone()))
        })
    }

    /// A number; its default where none is told, and where what is told is none.
    fn number(&self, key: &str) -> (Place, i64) {
        let found = self.found(key).and_then(|(place, value)| Some((place, value.parse().ok()?)));
        let default = self
            .source
            .defaults
            .iter()
            .find(|(name, _)| *name == key)
            .map_or(0, |(_, value)| *value);
        found.unwrap_or_else(|| (Place::from(self.source.conf), default))
    }
}

fn of(host: &Host<'_>, source: Source, judge: impl FnOnce(&Options, &mut Case)) -> Verdict {
    let mut case = Case::default();
    let stacks = source.stacks.iter();
    let modules: Vec<Module> = stacks.flat_map(|stack| host.common(stack, source.module)).collect();
    if modules.is_empty() {
        case.hold(false, "etc/pam.d", format!("PAM does not ask {}", source.module), "the module");
        return case.verdict();
    }
    let mut paths =
        if source.before.is_empty() { Vec::new() } else { host.matching(source.before) };
    paths.push(source.conf.to_owned());
    let settings = host.settings(&paths);
    judge(&Options { source, modules, settings }, &mut case);
    case.verdict()
}
