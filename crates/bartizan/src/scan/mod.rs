//! `bartizan scan`: the vulnerabilities of what a folder holds, or how the host there is configured.

pub(crate) mod cis;
pub(crate) mod found;
mod image;
mod json;
mod registry;
mod report;
mod sarif;
mod vex;
pub(crate) mod walk;

pub(crate) use self::sarif::of_run as sarif_of_run;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bartizan_assess::Severity;
use bartizan_assess::bill::{self, Maker};
use bartizan_assess::inventory::Package;
use bartizan_assess::kernel::Running;
use bartizan_assess::matching::Target;
use bartizan_types::{Clock, SystemClock};
use clap::{Args, ValueEnum};

use self::found::{Found, Inventoried};
use self::registry::{Platform, Reference, Registry};
use crate::advisories::Opened;
use crate::error::CliError;
use crate::output;

/// The example that the help ends with.
pub(crate) const HELP: &str = "Lock files, package databases, installed packages and programs are \
    read, in folders and in images of containers; links are not followed, and folders called .git, .hg, .svn, \
    __pycache__ and LC_MESSAGES not looked into. \
    Who asks a registry is who logged in with docker or podman, or whom BARTIZAN_REGISTRY_USER and \
    BARTIZAN_REGISTRY_PASSWORD name.\nExits with 1 where there is a \
    finding of the severity of --fail-on, 3 where the scan failed, or the one file to scan was not read.\n\nExample:\n  \
    bartizan scan . --advisories advisories.db --fail-on high\n  \
    bartizan scan registry.example.org/app:1.2 --platform linux/arm64\n  \
    bartizan scan --host --cis --cis-level 2";

/// What `scan` can be told.
#[derive(Debug, Args)]
pub(crate) struct ScanOptions {
    /// A folder, one file that lists packages, or an image: an archive of `docker save`, or an OCI layout
    /// as a folder or an archive. What is no file is an image in a registry: `registry/name:tag`, or
    /// `registry/name@digest`.
    #[arg(required_unless_present = "host", conflicts_with = "host")]
    path: Option<PathBuf>,
    /// This host, from its root on: of kernels, the one that runs counts.
    #[arg(long)]
    host: bool,
    /// The compiled advisories: `bartizan advisories build`.
    #[arg(long, env = "BARTIZAN_ADVISORIES", default_value = "advisories.db", value_name = "FILE")]
    advisories: PathBuf,
    /// The public key (PEM) whose signature the advisories must bear.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: ScanFormat,
    /// The severity from which findings make the exit code 1; `any` counts those of unknown severity.
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// The operating system it is for, by Go's and Rust's names, as `linux` [default: any].
    #[arg(long)]
    os: Option<String>,
    /// The architecture it is for, by Go's and Rust's names, as `amd64` [default: any].
    #[arg(long)]
    arch: Option<String>,
    /// The platform of an image that is for several, as `linux/arm64` [default: Linux on the architecture of
    /// --arch, or of this machine].
    #[arg(long, value_parser = platform, conflicts_with = "host")]
    platform: Option<Platform>,
    /// Ask the registry without encryption; of one on this machine this is not needed.
    #[arg(long)]
    plain_http: bool,
    #[command(flatten)]
    vex: vex::VexOptions,
    #[command(flatten)]
    cis: cis::CisOptions,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum ScanFormat {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
    /// For code scanning (SARIF 2.1.0).
    Sarif,
    /// All packages as a bill of materials (CycloneDX 1.6).
    Cyclonedx,
    /// All packages as a bill of materials (SPDX 2.3).
    Spdx,
}

/// From where on findings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum FailOn {
    /// Any vulnerability; what is only told, as `unmaintained`, is none.
    #[default]
    Any,
    /// Low and above.
    Low,
    /// Medium and above.
    Medium,
    /// High and above.
    High,
    /// Critical.
    Critical,
    /// Never.
    Never,
}

impl FailOn {
    fn counts(self, severity: Severity) -> bool {
        match self {
            Self::Any => severity != Severity::None,
            Self::Low => severity >= Severity::Low,
            Self::Medium => severity >= Severity::Medium,
            Self::High => severity >= Severity::High,
            Self::Critical => severity >= Severity::Critical,
            Self::Never => false,
        }
    }
}

/// Scans, and prints what is found.
///
/// # Errors
/// The path or the advisories cannot be read.
pub(crate) fn run(options: &ScanOptions) -> Result<ExitCode, CliError> {
    if options.cis.cis {
        let counts = options.fail_on != FailOn::Never;
        return cis::run(&options.cis, options.subject(), options.host, options.format, counts);
    }
    if !options.advisories.exists() {
        return Err(CliError::Failed(format!(
            "there are no advisories at {}: compile them by `bartizan advisories build`, or name a file by \
             --advisories",
            options.advisories.display()
        )));
    }
    let opened = Opened::read(&options.advisories, options.trust.as_deref())?;
    let advisories = opened.advisories()?;
    let (inventoried, told) = inventoried(options)?;
    let target = Target {
        system: options.os.clone().or(told.system),
        architectures: options.arch.clone().map_or(told.architectures, |arch| vec![arch]),
    };
    let found = Found::match_all(&advisories, inventoried, &target);
    let mut found = found.map_err(|error| opened.denied(error))?;
    options.vex.apply(&mut found);
    let told = opened.told(&advisories);
    let path = options.subject();
    let (created, subject) = (SystemClock::default().now().iso8601(), path.to_string_lossy());
    let version = env!("CARGO_PKG_VERSION");
    let maker = Maker { version, created: &created, subject: &subject };
    match options.format {
        ScanFormat::Table => output::print(&report::text(&found, &opened.line(&advisories))),
        ScanFormat::Json => output::json(&json::Report::new(&found, &told)),
        ScanFormat::Sarif => output::line(&format!("{:#}", sarif::log(&found, &told))),
        ScanFormat::Cyclonedx => {
            output::line(&format!("{:#}", bill::cyclonedx(&found.all(), maker)));
        }
        ScanFormat::Spdx => output::line(&format!("{:#}", bill::spdx(&found.all(), maker))),
    }
    // Of a file that could not be read nothing is known: it has passed no check.
    if let Some((path, problem)) = found.problems.iter().find(|(path, _)| *path == subject) {
        return Err(CliError::Failed(format!("{path} was not read: {problem}")));
    }
    let counts = found.findings().any(|(_, finding)| {
        finding.suppression.is_none() && options.fail_on.counts(finding.severity)
    });
    Ok(ExitCode::from(u8::from(counts)))
}

/// Files by their paths, each with its packages; what could not be read; and the architectures that it is
/// for.
pub(crate) type Listed = (Vec<(String, Vec<Package>)>, Vec<(String, String)>, Vec<String>);

/// The packages of a folder, an image, or a file that lists packages.
///
/// # Errors
/// It cannot be read.
pub(crate) fn packages(root: &Path) -> Result<Listed, String> {
    let (inventoried, target) = match image::open(root).map_err(|error| error.to_string())? {
        Some(files) => image::read(root, &*files, None),
        None => found::read(root).map(|read| (read, Target::default())),
    }
    .map_err(|error| error.to_string())?;
    let (mut files, mut problems) = (Vec::new(), inventoried.problems);
    for (path, read) in inventoried.files {
        match read {
            Ok(inventory) => files.push((path, inventory.packages)),
            Err(problem) => problems.push((path, problem)),
        }
    }
    Ok((files, problems, target.architectures))
}

/// What lists packages there, and what it is for, where that is told.
fn inventoried(options: &ScanOptions) -> Result<(Inventoried, Target), CliError> {
    let path = options.subject();
    if options.host {
        let mut inventoried = found::read(path)?;
        let release = rustix::system::uname();
        inventoried.keep_running_kernel(Running(&release.release().to_string_lossy()));
        return Ok((inventoried, image::host()));
    }
    if !path.exists()
        && let Some(reference) = path.to_str().and_then(Reference::of)
    {
        return of_registry(&reference, options);
    }
    if let Some(files) = image::open(path)? {
        return image::read(path, &*files, options.architecture());
    }
    Ok((found::read(path)?, Target::default()))
}

/// An image in a registry, which is right as a whole, or not used.
fn of_registry(
    reference: &Reference,
    options: &ScanOptions,
) -> Result<(Inventoried, Target), CliError> {
    let path = options.subject();
    let default = || Platform::linux(options.arch.as_deref().unwrap_or(image::architecture()));
    let platform = options.platform.clone().unwrap_or_else(default);
    let registry = Registry::open(reference, &platform, options.plain_http)?;
    let read = image::read(path, &registry, Some(platform.architecture()));
    match registry.failure(read.as_ref().map_or(&[], |(found, _)| &found.problems)) {
        Some(problem) => Err(CliError::Failed(format!("{}: {problem}", path.display()))),
        None => read,
    }
}

fn platform(text: &str) -> Result<Platform, &'static str> {
    Platform::of(text).ok_or("write it as `linux/arm64` or `linux/arm/v7`")
}

impl ScanOptions {
    fn architecture(&self) -> Option<&str> {
        self.platform.as_ref().map(Platform::architecture).or(self.arch.as_deref())
    }

    fn subject(&self) -> &Path {
        self.path.as_deref().unwrap_or(Path::new("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_count_from_a_severity_on() {
        for (from, counted) in [
            (FailOn::Any, "unknown low medium high critical"),
            (FailOn::Low, "low medium high critical"),
            (FailOn::High, "high critical"),
            (FailOn::Critical, "critical"),
            (FailOn::Never, ""),
        ] {
            let all = [
                Severity::Unknown,
                Severity::None,
                Severity::Low,
                Severity::Medium,
                Severity::High,
                Severity::Critical,
            ];
            let names: Vec<&str> = all
                .into_iter()
                .filter(|severity| from.counts(*severity))
                .map(Severity::name)
                .collect();
            assert_eq!(names.join(" "), counted);
        }
    }
}
