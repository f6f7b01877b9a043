//! Trees of distributions: where their databases lie, and which release they are of.

use crate::ecosystem::Ecosystem;

/// Where package managers keep their databases.
const DATABASES: [&str; 5] =
    ["var/lib/dpkg/", "lib/apk/db/", "var/lib/rpm/", "usr/lib/sysimage/rpm/", "usr/share/rpm/"];
/// Where a release is told; the name below `etc` usually is a link to the other.
const RELEASES: [&str; 2] = ["usr/lib/os-release", "etc/os-release"];

/// Where dpkg's packages alone put what is written in a language: `pip`, `gem` and `npm` install elsewhere
/// (Debian's policies of Python, Ruby, Node.js and Java).
const OWN: [&str; 8] = [
    "usr/lib/nodejs/",
    "usr/lib/python3/dist-packages/",
    "usr/lib/ruby/",
    "usr/share/doc/",
    "usr/share/java/",
    "usr/share/maven-repo/",
    "usr/share/nodejs/",
    "usr/share/rubygems-integration/",
];

/// A distribution and its release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// The ecosystem of its packages.
    pub ecosystem: Ecosystem,
    /// The release, as advisories name it.
    pub release: String,
}

/// The distribution that a file `os-release` names (os-release(5)).
pub fn distribution(os_release: &str) -> Option<Distribution> {
    let value = |name: &str| {
        os_release.lines().find_map(|line| {
            let value = line.strip_prefix(name)?.strip_prefix('=')?;
            Some(value.trim().trim_matches(['"', '\'']))
        })
    };
    let (id, number) = (value("ID")?, value("VERSION_ID").unwrap_or_default());
    let ecosystem = Ecosystem::of_vendor(id.split('-').next().unwrap_or(id))?;
    let release = match (ecosystem.name(), id) {
        ("openSUSE", "opensuse-tumbleweed") => "Tumbleweed".to_owned(),
        // `15-SP6`, `22.03 (LTS-SP1)`
        ("SUSE" | "openEuler", _) => ecosystem.release(value("VERSION").unwrap_or(number)),
        _ => ecosystem.release(number),
    };
    Some(Distribution { ecosystem, release })
}

/// A tree: the path of its root, which is empty or ends in `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tree<'p>(&'p str);

impl<'p> Tree<'p> {
    /// The tree whose root is at a path, which is empty or ends in `/`.
    pub(super) fn at(root: &'p str) -> Self {
        Self(root)
    }

    /// The tree of a database's path.
    pub fn of_database(path: &'p str) -> Option<Self> {
        let is_root = |root: &str| root.is_empty() || root.ends_with('/');
        let root = DATABASES.iter().find_map(|folder| {
            path.rsplit_once(folder).map(|(root, _)| root).filter(|root| is_root(root))
        })?;
        // What is in `lib` may really be in `usr/lib`.
        Some(Self(root.strip_suffix("usr/").filter(|root| is_root(root)).unwrap_or(root)))
    }

    /// The tree whose release a file tells, by its path.
    pub fn of_release(path: &'p str) -> Option<Self> {
        let root = RELEASES.iter().find_map(|name| path.strip_suffix(name))?;
        (root.is_empty() || root.ends_with('/')).then_some(Self(root))
    }

    /// The paths of the files that may tell its release.
    pub fn releases(self) -> [String; 2] {
        RELEASES.map(|name| format!("{}{name}", self.0))
    }

    /// Whether a path is where its packages alone put what is written in a language.
    pub fn is_own(self, path: &str) -> bool {
        let below = path.strip_prefix(self.0);
        below.is_some_and(|below| OWN.iter().any(|folder| below.starts_with(folder)))
    }

    /// The path of its root.
    pub fn root(self) -> &'p str {
        self.0
    }
}
