//! The ecosystems that advisories and packages name: how each orders versions and writes names.

use std::borrow::Cow;

use crate::version::Scheme;

/// An ecosystem, by its name in the OSV schema without a release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ecosystem(&'static Known);

#[derive(Debug, PartialEq, Eq, Hash)]
struct Known {
    name: &'static str,
    scheme: Scheme,
    naming: Naming,
    /// The type of its packages in package URLs.
    purl: &'static str,
}

/// How names are made comparable.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Naming {
    Exact,
    Lowercase,
    /// Lowercase, with one hyphen for each run of `-`, `_` and `.` (PEP 503).
    Python,
}

const fn known(name: &'static str, scheme: Scheme, naming: Naming, purl: &'static str) -> Known {
    Known { name, scheme, naming, purl }
}

/// Those of the OSV schema, and then others.
static KNOWN: [Known; 37] = [
    known("AlmaLinux", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Alpaquita", Scheme::Alpine, Naming::Exact, "apk"),
    known("Alpine", Scheme::Alpine, Naming::Exact, "apk"),
    known("Bioconductor", Scheme::Dotted, Naming::Exact, "bioconductor"),
    known("Bitnami", Scheme::Semver, Naming::Exact, "bitnami"),
    known("CRAN", Scheme::Dotted, Naming::Exact, "cran"),
    known("Chainguard", Scheme::Alpine, Naming::Exact, "apk"),
    known("Debian", Scheme::Debian, Naming::Exact, "deb"),
    known("GHC", Scheme::Dotted, Naming::Exact, "hackage"),
    known("GitHub Actions", Scheme::Semver, Naming::Lowercase, "githubactions"),
    known("Go", Scheme::Go, Naming::Exact, "golang"),
    known("Hackage", Scheme::Dotted, Naming::Exact, "hackage"),
    known("Hex", Scheme::Semver, Naming::Exact, "hex"),
    known("Mageia", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Maven", Scheme::Maven, Naming::Exact, "maven"),
    known("MinimOS", Scheme::Alpine, Naming::Exact, "apk"),
    known("NuGet", Scheme::NuGet, Naming::Lowercase, "nuget"),
    known("Packagist", Scheme::Packagist, Naming::Lowercase, "composer"),
    known("Photon OS", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Pub", Scheme::Pub, Naming::Exact, "pub"),
    known("PyPI", Scheme::PyPi, Naming::Python, "pypi"),
    known("Red Hat", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Rocky Linux", Scheme::Rpm, Naming::Exact, "rpm"),
    known("RubyGems", Scheme::RubyGems, Naming::Exact, "gem"),
    known("SUSE", Scheme::Rpm, Naming::Exact, "rpm"),
    known("SwiftURL", Scheme::Semver, Naming::Exact, "swift"),
    known("Ubuntu", Scheme::Debian, Naming::Exact, "deb"),
    known("Wolfi", Scheme::Alpine, Naming::Exact, "apk"),
    known("crates.io", Scheme::Semver, Naming::Exact, "cargo"),
    known("npm", Scheme::Semver, Naming::Exact, "npm"),
    known("openEuler", Scheme::Rpm, Naming::Exact, "rpm"),
    known("openSUSE", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Amazon Linux", Scheme::Rpm, Naming::Exact, "rpm"),
    known("CentOS", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Fedora", Scheme::Rpm, Naming::Exact, "rpm"),
    known("Oracle Linux", Scheme::Rpm, Naming::Exact, "rpm"),
    known("RPM", Scheme::Rpm, Naming::Exact, "rpm"),
];

/// Distributions by the names that `os-release` and package URLs have; the first of an ecosystem is written.
const VENDORS: [(&str, &str); 24] = [
    ("almalinux", "AlmaLinux"),
    ("alpaquita", "Alpaquita"),
    ("alpine", "Alpine"),
    ("amazon", "Amazon Linux"),
    ("amzn", "Amazon Linux"),
    ("centos", "CentOS"),
    ("chainguard", "Chainguard"),
    ("debian", "Debian"),
    ("fedora", "Fedora"),
    ("mageia", "Mageia"),
    ("minimos", "MinimOS"),
    ("openeuler", "openEuler"),
    ("openEuler", "openEuler"),
    ("opensuse", "openSUSE"),
    ("oracle", "Oracle Linux"),
    ("ol", "Oracle Linux"),
    ("photon", "Photon OS"),
    ("redhat", "Red Hat"),
    ("rhel", "Red Hat"),
    ("rocky", "Rocky Linux"),
    ("suse", "SUSE"),
    ("sles", "SUSE"),
    ("ubuntu", "Ubuntu"),
    ("wolfi", "Wolfi"),
];
const LEAP: &str = "Leap ";
const RED_HAT: &str = "enterprise_linux:";
const SUSE: &str = "Linux Enterprise Server ";

impl Ecosystem {
    /// Rust's packages.
    pub const CRATES: Self = Self(&KNOWN[28]);
    /// Packages of Node.js.
    pub const NPM: Self = Self(&KNOWN[29]);
    /// Python's packages.
    pub const PYPI: Self = Self(&KNOWN[20]);
    /// Go's modules; its standard library is the module `stdlib`, its tools are `toolchain`.
    pub const GO: Self = Self(&KNOWN[10]);
    /// Java's packages, as `group:artifact`.
    pub const MAVEN: Self = Self(&KNOWN[14]);
    /// .NET's packages.
    pub const NUGET: Self = Self(&KNOWN[16]);
    /// PHP's packages.
    pub const PACKAGIST: Self = Self(&KNOWN[17]);
    /// Ruby's packages.
    pub const RUBYGEMS: Self = Self(&KNOWN[23]);
    /// Packages of Debian.
    pub const DEBIAN: Self = Self(&KNOWN[7]);
    /// Packages of Alpine Linux.
    pub const ALPINE: Self = Self(&KNOWN[2]);
    /// Packages of a distribution with rpm that is not known.
    pub const RPM: Self = Self(&KNOWN[36]);

    /// The ecosystem of a name, and the release that may follow it after a colon, as in `Debian:12`.
    pub fn parse(name: &str) -> Option<(Self, &str)> {
        let (base, release) = name.split_once(':').unwrap_or((name, ""));
        let found = KNOWN.iter().find(|known| known.name == base)?;
        Some((Self(found), release))
    }

    /// The ecosystem of a distribution, by the name that `os-release` or a package URL has for it.
    pub fn of_vendor(vendor: &str) -> Option<Self> {
        let (_, name) = VENDORS.iter().find(|(known, _)| *known == vendor)?;
        Some(Self::parse(name)?.0)
    }

    /// The name of its distribution in package URLs.
    pub fn vendor(self) -> &'static str {
        let found = VENDORS.iter().find(|(_, name)| *name == self.name());
        found.map_or("", |(vendor, _)| vendor)
    }

    /// The release of its distribution as advisories name it, by its version.
    pub fn release(self, version: &str) -> String {
        let first = |count: usize| {
            let parts: Vec<&str> = version.split('.').take(count).collect();
            parts.join(".")
        };
        match self.name() {
            _ if version.is_empty() => String::new(),
            "Alpine" => format!("v{}", first(2)),
            "AlmaLinux" | "Rocky Linux" | "Oracle Linux" | "CentOS" => first(1),
            "Red Hat" => format!("{RED_HAT}{}", first(1)),
            "openSUSE" => format!("{LEAP}{version}"),
            "SUSE" => format!("{SUSE}{}", version.replace("-SP", " SP")),
            "openEuler" => version.replace(" (", "-").trim_end_matches(')').to_owned(),
            "Wolfi" | "Chainguard" | "MinimOS" => String::new(),
            _ => version.to_owned(),
        }
    }

    /// The version of a release, as package URLs have it.
    pub fn version_of(self, release: &str) -> String {
        let found = match self.name() {
            "Alpine" => release.strip_prefix('v'),
            "Red Hat" => release.strip_prefix(RED_HAT),
            "openSUSE" => release.strip_prefix(LEAP),
            "SUSE" => release.strip_prefix(SUSE),
            _ => None,
        };
        found.unwrap_or(release).replace(' ', "-")
    }

    /// Whether an advisory about a release is about a package of one. What follows a colon narrows it, as
    /// in `22.04:LTS`; SUSE's advisories name the product that a package is of.
    pub(crate) fn is_release(self, advised: &str, of_package: &str) -> bool {
        let version = |release| str::trim_start_matches(release, |one: char| !one.is_ascii_digit());
        advised.is_empty()
            || of_package.is_empty()
            || match advised.strip_prefix(of_package) {
                Some(rest) => rest.is_empty() || rest.starts_with(':'),
                None => self.name() == "SUSE" && version(advised) == version(of_package),
            }
    }

    /// Whether advisories name packages as they are installed, and not the sources of these.
    pub(crate) fn advises_binaries(self) -> bool {
        matches!(self.name(), "AlmaLinux" | "Red Hat")
    }

    /// Its name in the OSV schema, or else the distribution's own.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// How it orders versions.
    pub fn scheme(self) -> Scheme {
        self.0.scheme
    }

    /// The type of its packages in package URLs.
    pub fn purl_type(self) -> &'static str {
        self.0.purl
    }

    /// A package's name as it is compared.
    pub fn normalize(self, name: &str) -> Cow<'_, str> {
        match self.0.naming {
            Naming::Lowercase if name.contains(char::is_uppercase) => name.to_lowercase().into(),
            Naming::Python if !is_python_normal(name) => python_name(name).into(),
            _ => Cow::Borrowed(name),
        }
    }
}

fn is_python_normal(name: &str) -> bool {
    name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !name.contains("--")
}

fn python_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            letter => normal.extend(letter.to_lowercase()),
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_name_what_they_say() {
        let names: Vec<&str> = [
            Ecosystem::CRATES,
            Ecosystem::NPM,
            Ecosystem::PYPI,
            Ecosystem::GO,
            Ecosystem::MAVEN,
            Ecosystem::NUGET,
            Ecosystem::PACKAGIST,
            Ecosystem::RUBYGEMS,
            Ecosystem::DEBIAN,
            Ecosystem::ALPINE,
        ]
        .map(Ecosystem::name)
        .into();
        let expected = "crates.io npm PyPI Go Maven NuGet Packagist RubyGems Debian Alpine";
        assert_eq!(names.join(" "), expected);
    }

    #[test]
    fn names_are_compared_as_their_ecosystem_does() {
        for (ecosystem, name, expected) in [
            (Ecosystem::PYPI, "Zope.Interface__x", "zope-interface-x"),
            (Ecosystem::NUGET, "Newtonsoft.Json", "newtonsoft.json"),
            (Ecosystem::PACKAGIST, "Symfony/HTTP-Kernel", "symfony/http-kernel"),
            (Ecosystem::NPM, "JSONStream", "JSONStream"),
        ] {
            assert_eq!(ecosystem.normalize(name), expected);
        }
        assert_eq!(Ecosystem::parse("Debian:12"), Some((Ecosystem::DEBIAN, "12")));
        assert_eq!(Ecosystem::parse("Nowhere"), None);
    }
}
