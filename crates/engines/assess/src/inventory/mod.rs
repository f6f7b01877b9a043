//! Packages, read from what package managers write: lock files, databases of distributions, and what
//! lies beside installed packages. A file's name tells its reader.

mod alpine;
mod binary;
mod cargo;
mod dpkg;
mod go;
mod java;
mod lock;
mod node;
mod nuget;
mod purl;
mod python;
mod rpm;
mod ruby;
mod sbom;
mod settle;
mod tree;
mod yarn;

pub use binary::PROGRAM_MAGIC;
pub use purl::pattern as purl_pattern;
pub use settle::settle;
pub use tree::{Distribution, Tree, distribution};

use crate::ecosystem::Ecosystem;
use crate::stored::Stored;

/// The largest file that is read.
pub const FILE_BYTES_MAX: usize = 128 << 20;
/// The most packages that one file may hold.
pub const PACKAGES_MAX: usize = 200_000;
/// The longest name or version that is taken for one.
const TEXT_BYTES_MAX: usize = 1024;

/// A package that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Where it comes from.
    pub ecosystem: Ecosystem,
    /// The release of the distribution, where there is one.
    pub release: String,
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The name and version of the source package it was built from, which advisories name.
    pub source: Option<(String, String)>,
}

impl Package {
    /// A package that has no source package and belongs to no release.
    pub fn new(ecosystem: Ecosystem, name: &str, version: &str) -> Self {
        let (name, version) = (name.to_owned(), version.to_owned());
        Self { ecosystem, release: String::new(), name, version, source: None }
    }

    /// Its package URL.
    pub fn purl(&self) -> String {
        purl::write(self)
    }

    /// Whether this one, whose version may be empty for all versions, stands for another, by its own name
    /// or that of its source.
    pub fn covers(&self, other: &Self) -> bool {
        let ecosystem = self.ecosystem;
        let is_named = |name: &str| ecosystem.normalize(name) == ecosystem.normalize(&self.name);
        let is_version = |version: &str| {
            let scheme = ecosystem.scheme();
            self.version.is_empty()
                || scheme.compare(self.version.as_bytes(), version.as_bytes()).is_eq()
        };
        let is_source = |(name, version): &(String, String)| is_named(name) && is_version(version);
        ecosystem == other.ecosystem
            && (is_named(&other.name) && is_version(&other.version)
                || other.source.as_ref().is_some_and(is_source))
    }

    /// The name and version that advisories are about.
    pub fn advised(&self) -> (&str, &str) {
        match &self.source {
            Some((name, version)) if !self.ecosystem.advises_binaries() => (name, version),
            _ => (&self.name, &self.version),
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory {
    /// Its packages.
    pub packages: Vec<Package>,
    /// What of it could not be told, each in a few words.
    pub notes: Vec<String>,
    /// Whether it lacks packages which a file beside it may tell.
    pub is_partial: bool,
}

impl Inventory {
    fn add(&mut self, ecosystem: Ecosystem, name: &str, version: &str) {
        let is_text = |text: &str| !text.is_empty() && text.len() <= TEXT_BYTES_MAX;
        if is_text(name) && is_text(version) {
            self.packages.push(Package::new(ecosystem, name, version));
        }
    }

    fn note(&mut self, note: String) {
        const NOTES_MAX: usize = 100;
        if self.notes.len() < NOTES_MAX {
            self.notes.push(note);
        }
    }
}

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Rust: `Cargo.lock`.
    CargoLock,
    /// npm: `package-lock.json`, `npm-shrinkwrap.json`.
    PackageLock,
    /// Yarn, classic and berry: `yarn.lock`.
    YarnLock,
    /// pnpm: `pnpm-lock.yaml`.
    PnpmLock,
    /// An installed package of Node.js: `package.json` below `node_modules`.
    NodeModule,
    /// Poetry and uv: `poetry.lock`, `uv.lock`.
    PythonLock,
    /// Pipenv: `Pipfile.lock`.
    PipfileLock,
    /// pip: `requirements.txt`.
    Requirements,
    /// An installed package of Python: `METADATA`, `PKG-INFO`.
    PythonMetadata,
    /// Go: `go.mod`.
    GoMod,
    /// Go: `go.sum`.
    GoSum,
    /// Maven: `pom.xml`.
    Pom,
    /// Java's archives.
    Jar,
    /// Bundler: `Gemfile.lock`.
    GemfileLock,
    /// Composer: `composer.lock`.
    ComposerLock,
    /// NuGet: `packages.lock.json`.
    NuGetLock,
    /// NuGet: project files and `packages.config`.
    NuGetProject,
    /// dpkg: `var/lib/dpkg/status` and the files of `status.d`.
    Dpkg,
    /// apk: `lib/apk/db/installed`.
    Apk,
    /// rpm: `rpmdb.sqlite`, `Packages.db` and `Packages`.
    Rpm,
    /// Programs (ELF) that tell what they were built from: Go's build information, and what
    /// `cargo auditable` leaves. No name tells them.
    Binary,
    /// Bills of materials: `*.cdx.json`, `bom.json`, `*.spdx.json`, `sbom.json`.
    Sbom,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 22] = [
        Self::CargoLock,
        Self::PackageLock,
        Self::YarnLock,
        Self::PnpmLock,
        Self::NodeModule,
        Self::PythonLock,
        Self::PipfileLock,
        Self::Requirements,
        Self::PythonMetadata,
        Self::GoMod,
        Self::GoSum,
        Self::Pom,
        Self::Jar,
        Self::GemfileLock,
        Self::ComposerLock,
        Self::NuGetLock,
        Self::NuGetProject,
        Self::Dpkg,
        Self::Apk,
        Self::Rpm,
        Self::Binary,
        Self::Sbom,
    ];

    /// The kind of the file at a path, whose parts `/` parts.
    pub fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        Self::in_folder(folder, name)
    }

    /// The same of a file that has a name in a folder, whose path is empty for the root.
    pub fn in_folder(folder: &str, name: &str) -> Option<Self> {
        let kind = match name {
            "Cargo.lock" => Self::CargoLock,
            "package-lock.json" | "npm-shrinkwrap.json" => Self::PackageLock,
            "yarn.lock" => Self::YarnLock,
            "pnpm-lock.yaml" => Self::PnpmLock,
            "package.json" if is_installed_module(folder) => Self::NodeModule,
            "poetry.lock" | "uv.lock" => Self::PythonLock,
            "Pipfile.lock" => Self::PipfileLock,
            "METADATA" if folder.ends_with(".dist-info") => Self::PythonMetadata,
            "PKG-INFO" if folder.ends_with(".egg-info") => Self::PythonMetadata,
            "go.mod" => Self::GoMod,
            "go.sum" => Self::GoSum,
            "pom.xml" => Self::Pom,
            "Gemfile.lock" | "gems.locked" => Self::GemfileLock,
            "composer.lock" => Self::ComposerLock,
            "packages.lock.json" => Self::NuGetLock,
            "packages.config" => Self::NuGetProject,
            "bom.json" | "sbom.json" => Self::Sbom,
            _ if name.ends_with(".cdx.json") || name.ends_with(".spdx.json") => Self::Sbom,
            "status" if is_folder(folder, "var/lib/dpkg") => Self::Dpkg,
            "installed" if is_folder(folder, "lib/apk/db") => Self::Apk,
            "rpmdb.sqlite" | "Packages.db" | "Packages" if is_rpm(folder) => Self::Rpm,
            _ if is_folder(folder, "var/lib/dpkg/status.d") && !name.ends_with(".md5sums") => {
                Self::Dpkg
            }
            _ => return Self::of_extension(name),
        };
        Some(kind)
    }

    fn of_extension(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        match extension {
            "txt" if stem.starts_with("requirements") => Some(Self::Requirements),
            "egg-info" => Some(Self::PythonMetadata),
            "jar" | "war" | "ear" => Some(Self::Jar),
            "csproj" | "vbproj" | "fsproj" => Some(Self::NuGetProject),
            _ => None,
        }
    }

    /// Whether files of this kind are of a distribution, whose release says what they mean.
    pub fn is_of_distribution(self) -> bool {
        matches!(self, Self::Dpkg | Self::Apk | Self::Rpm)
    }

    /// Reads a file of this kind where it lies; none if files of this kind are read whole.
    ///
    /// # Errors
    /// As for [`Kind::read`], save that no file is too large.
    pub fn read_in_place(self, file: &impl Stored) -> Option<Result<Inventory, String>> {
        match self {
            Self::Jar => Some(java::java_archive(file)),
            Self::Binary => Some(binary::program(file).and_then(bounded)),
            _ => None,
        }
    }

    /// Reads a file of this kind. `distribution` is that of the tree the file lies in.
    ///
    /// # Errors
    /// The file is not of its kind, too large or damaged, told in a few words.
    pub fn read(
        self,
        bytes: &[u8],
        distribution: Option<&Distribution>,
    ) -> Result<Inventory, String> {
        if bytes.len() > FILE_BYTES_MAX {
            return Err(format!("it is larger than {} MB", FILE_BYTES_MAX >> 20));
        }
        let inventory = match self {
            Self::CargoLock => lock::cargo(bytes),
            Self::PackageLock => node::package_lock(bytes),
            Self::YarnLock => yarn::yarn(text(bytes)?),
            Self::PnpmLock => yarn::pnpm(text(bytes)?),
            Self::NodeModule => node::module(bytes),
            Self::PythonLock => lock::python(bytes),
            Self::PipfileLock => python::pipfile(bytes),
            Self::Requirements => Ok(python::requirements(text(bytes)?)),
            Self::PythonMetadata => python::metadata(bytes),
            Self::GoMod => go::module(text(bytes)?),
            Self::GoSum => go::sums(text(bytes)?),
            Self::Pom => java::pom(text(bytes)?),
            Self::Jar => java::java_archive(&bytes),
            Self::GemfileLock => ruby::gemfile(text(bytes)?),
            Self::ComposerLock => lock::composer(bytes),
            Self::NuGetLock => nuget::lock(bytes),
            Self::NuGetProject => nuget::project(text(bytes)?),
            Self::Dpkg => dpkg::status(text(bytes)?, distribution),
            Self::Apk => alpine::installed(text(bytes)?, distribution),
            Self::Rpm => rpm::database(bytes, distribution),
            Self::Binary => binary::program(&bytes),
            Self::Sbom => sbom::read(bytes),
        }?;
        bounded(inventory)
    }
}

/// An inventory, unless it names too many packages.
fn bounded(inventory: Inventory) -> Result<Inventory, String> {
    if inventory.packages.len() > PACKAGES_MAX {
        return Err(format!("it names more than {PACKAGES_MAX} packages"));
    }
    Ok(inventory)
}

/// Whether a folder is that of a package in `node_modules`, which may have a scope.
fn is_installed_module(folder: &str) -> bool {
    let mut parts = folder.rsplit('/').skip(1);
    match parts.next() {
        Some("node_modules") => true,
        Some(scope) if scope.starts_with('@') => parts.next() == Some("node_modules"),
        _ => false,
    }
}

fn is_folder(folder: &str, end: &str) -> bool {
    folder.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

fn is_rpm(folder: &str) -> bool {
    ["var/lib/rpm", "usr/lib/sysimage/rpm", "usr/share/rpm"]
        .iter()
        .any(|end| is_folder(folder, end))
}

fn text(bytes: &[u8]) -> Result<&str, String> {
    std::str::from_utf8(bytes).map_err(|_| "it is no text in UTF-8".to_owned())
}

fn json<'a, T: serde::Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(bytes).map_err(|error| error.to_string())
}
