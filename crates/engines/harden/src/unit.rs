//! Whether systemd starts a unit, told by the links that `systemctl` makes.

use crate::files::Kind;
use crate::host::{Host, join};

/// Where units are configured, the first one first (systemd.unit(5)).
const FOLDERS: [&str; 5] = [
    "etc/systemd/system",
    "run/systemd/system",
    "usr/local/lib/systemd/system",
    "usr/lib/systemd/system",
    "lib/systemd/system",
];

/// What becomes of a unit when the host starts.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    /// There is none of its name.
    Absent,
    /// Nothing can start it.
    Masked,
    /// Nothing starts it by itself.
    Disabled,
    /// It is started, as this file or link says.
    Enabled(String),
}

impl Unit {
    pub(crate) fn is_enabled(&self) -> bool {
        matches!(self, Self::Enabled(_))
    }

    /// In words.
    pub(crate) fn told(&self) -> &'static str {
        match self {
            Self::Absent => "there is no such unit",
            Self::Masked => "masked",
            Self::Disabled => "disabled",
            Self::Enabled(_) => "enabled",
        }
    }

    /// The link that starts it.
    pub(crate) fn path(&self) -> &str {
        if let Self::Enabled(path) = self { path } else { "" }
    }
}

impl Host<'_> {
    /// What becomes of a unit, as `ssh.service`.
    pub(crate) fn unit(&self, name: &str) -> Unit {
        let mut is_there = false;
        for folder in FOLDERS {
            let path = join(folder, name);
            let Some(entry) = self.link(&path) else { continue };
            if entry.kind == Kind::Link && entry.target == "/dev/null" {
                return Unit::Masked;
            }
            if let Some(file) = self.text(&path) {
                if file.is_empty() {
                    return Unit::Masked;
                }
                is_there = true;
                break;
            }
        }
        if is_there {
            self.wanted_by(name).map_or(Unit::Disabled, Unit::Enabled)
        } else {
            self.script(name).unwrap_or(Unit::Absent)
        }
    }

    /// The link by which another unit wants this one, or by which it has another's name.
    fn wanted_by(&self, name: &str) -> Option<String> {
        for folder in FOLDERS {
            for (found, entry) in self.folder(folder).iter() {
                let path = join(folder, found);
                let is_want = matches!(found.rsplit_once('.'), Some((_, "wants" | "requires")));
                if is_want && self.link(&join(&path, name)).is_some() {
                    return Some(join(&path, name));
                }
                let leads_here = entry.target.rsplit('/').next() == Some(name);
                if entry.kind == Kind::Link
                    && leads_here
                    && found != name
                    && folder.starts_with("etc")
                {
                    return Some(path);
                }
            }
        }
        None
    }

    /// A script of System V that systemd makes a unit of.
    fn script(&self, name: &str) -> Option<Unit> {
        let name = name.strip_suffix(".service")?;
        self.entry(&join("etc/init.d", name))?;
        for level in 2..=5 {
            let folder = format!("etc/rc{level}.d");
            for (link, _) in self.folder(&folder).iter() {
                let started = link.strip_prefix('S').and_then(|rest| rest.get(2..));
                if started == Some(name) {
                    return Some(Unit::Enabled(join(&folder, link)));
                }
            }
        }
        Some(Unit::Disabled)
    }
}
