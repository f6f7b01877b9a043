//! The order of versions, as the package manager of each ecosystem has it.
//!
//! Every order is total over all byte strings: what a package manager refuses to read has a place, too,
//! and orders that are not transitive by accident of their implementation are made so. Comparing
//! allocates nothing and takes time linear in the two versions.

mod alpine;
mod debian;
mod dotted;
mod legacy;
mod maven;
mod nuget;
mod number;
mod packagist;
mod parts;
mod pep440;
mod rpm;
mod rubygems;
mod semver;

use std::cmp::Ordering;

/// A way of ordering versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// dpkg's, of Debian and Ubuntu (Debian Policy, 5.6.12).
    Debian,
    /// rpm's, with epoch, `~` and `^` (`rpm-version(7)`).
    Rpm,
    /// apk's, of Alpine and what derives from it; version 3 of apk-tools for what that takes as valid.
    Alpine,
    /// Semantic Versioning 2.0.0, read leniently: crates.io, npm, Hex, GitHub Actions, Bitnami.
    Semver,
    /// Semantic versions of Go modules, and versions of the Go toolchain as `go1.21rc2`.
    Go,
    /// Semantic versions whose build counts, as Dart's Pub has them.
    Pub,
    /// PEP 440; what it does not allow is ordered as setuptools once did, below all else.
    PyPi,
    /// Maven's version order specification (`ComparableVersion`).
    Maven,
    /// `Gem::Version` of RubyGems.
    RubyGems,
    /// Composer's: `version_compare` of PHP.
    Packagist,
    /// NuGet's: four numbers, labels without regard to case.
    NuGet,
    /// Numbers between dots or hyphens; the longer is the greater: CRAN, Bioconductor and Hackage.
    Dotted,
}

impl Scheme {
    /// Every scheme.
    pub const ALL: [Self; 12] = [
        Self::Debian,
        Self::Rpm,
        Self::Alpine,
        Self::Semver,
        Self::Go,
        Self::Pub,
        Self::PyPi,
        Self::Maven,
        Self::RubyGems,
        Self::Packagist,
        Self::NuGet,
        Self::Dotted,
    ];

    /// Which of two versions comes first.
    pub fn compare(self, a: &[u8], b: &[u8]) -> Ordering {
        match self {
            Self::Debian => debian::compare(a, b),
            Self::Rpm => rpm::compare(a, b),
            Self::Alpine => alpine::compare(a, b),
            Self::Semver => semver::compare(a, b),
            Self::Go => semver::compare_go(a, b),
            Self::Pub => semver::compare_pub(a, b),
            Self::PyPi => pep440::compare(a, b),
            Self::Maven => maven::compare(a, b),
            Self::RubyGems => rubygems::compare(a, b),
            Self::Packagist => packagist::compare(a, b),
            Self::NuGet => nuget::compare(a, b),
            Self::Dotted => dotted::compare(a, b),
        }
    }
}
