//! `bartizan advisories build`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bartizan_assess::advisory::{Builder, SigningKey};
use bartizan_types::{Clock, SystemClock};
use clap::Args;
use flate2::read::GzDecoder;

use crate::error::CliError;
use crate::output;

/// The largest file that is read.
const FILE_BYTES_MAX: u64 = 4 << 30;
/// How deep folders are looked into.
const DEPTH_MAX: usize = 16;
/// How many problems are printed.
const PROBLEMS_MAX: usize = 20;

/// What `advisories build` can be told.
#[derive(Debug, Args)]
pub(crate) struct BuildOptions {
    /// Folders or files: `.json` records of OSV or CISA's catalogue, `.zip` of records, `.csv` tables of
    /// EPSS or SSVC; each may be packed by gzip.
    #[arg(required = true)]
    sources: Vec<PathBuf>,
    /// Where the compiled file goes.
    #[arg(short, long)]
    output: PathBuf,
    /// The private Ed25519 key (PEM) that signs it.
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
}

/// Builds the file: 1 if something of the sources could not be used.
///
/// # Errors
/// A source cannot be read, or the file cannot be written.
pub(crate) fn run(options: &BuildOptions) -> Result<ExitCode, CliError> {
    let key = options.sign_key.as_deref().map(signing_key).transpose()?;
    let mut builder = Builder::new(&SystemClock::default().now().iso8601());
    for source in &options.sources {
        add(&mut builder, source)?;
    }
    finish(builder, key.as_ref(), &options.output)
}

/// Adds the files of a folder, or one file.
pub(super) fn add(builder: &mut Builder, source: &Path) -> Result<(), CliError> {
    let mut files = Vec::new();
    collect(source, 0, &mut files)?;
    files.sort();
    for path in files {
        let name = path.strip_prefix(source).unwrap_or(&path);
        let name = if name.as_os_str().is_empty() { path.as_path() } else { name };
        let name = name.to_string_lossy();
        builder.add(name.strip_suffix(".gz").unwrap_or(&name), &read(&path)?);
    }
    Ok(())
}

/// Writes what was built, and tells what of the sources could not be used: 1 if there is such.
pub(super) fn finish(
    builder: Builder,
    key: Option<&SigningKey>,
    to: &Path,
) -> Result<ExitCode, CliError> {
    let problems = builder.problems().to_vec();
    for problem in problems.iter().take(PROBLEMS_MAX) {
        eprintln!("bartizan: {}", output::harmless(problem));
    }
    if problems.len() > PROBLEMS_MAX {
        eprintln!("bartizan: and {} more", problems.len() - PROBLEMS_MAX);
    }
    let file = builder.finish(key).map_err(CliError::failed)?;
    write(to, &file)?;
    let opened = super::Opened::read(to, None)?;
    output::print(&opened.text(&opened.advisories()?));
    Ok(ExitCode::from(u8::from(!problems.is_empty())))
}

pub(super) fn signing_key(path: &Path) -> Result<SigningKey, CliError> {
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    let key = SigningKey::from_pem(&text);
    key.map_err(|error| CliError::Usage(format!("{}: {error}", path.display())))
}

/// The files of a source whose kind is known. Links are not followed.
fn collect(path: &Path, depth: usize, files: &mut Vec<PathBuf>) -> Result<(), CliError> {
    let kind = std::fs::symlink_metadata(path).map_err(CliError::file(path))?.file_type();
    if kind.is_dir() && depth < DEPTH_MAX {
        for entry in std::fs::read_dir(path).map_err(CliError::file(path))? {
            collect(&entry.map_err(CliError::file(path))?.path(), depth + 1, files)?;
        }
    } else if kind.is_file() && is_source(path, depth) {
        files.push(path.to_owned());
    }
    Ok(())
}

/// Whether a file is read: what is named itself is, and of folders what has the name of a source.
fn is_source(path: &Path, depth: usize) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let is_named = depth == 0;
    let is_about = name.eq_ignore_ascii_case("PROVENANCE.json");
    is_named || !is_about && [".json", ".zip", ".csv"].iter().any(|end| name.ends_with(end))
}

pub(super) fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let file = std::fs::File::open(path).map_err(CliError::file(path))?;
    let is_packed = path.extension().is_some_and(|extension| extension == "gz");
    let mut bytes = Vec::new();
    let read = if is_packed {
        GzDecoder::new(file).take(FILE_BYTES_MAX).read_to_end(&mut bytes)
    } else {
        file.take(FILE_BYTES_MAX).read_to_end(&mut bytes)
    };
    read.map_err(CliError::file(path))?;
    Ok(bytes)
}

/// Writes beside the file and renames, so that who reads it has the old one or the new one.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, bytes).map_err(CliError::file(&beside))?;
    std::fs::rename(&beside, path).map_err(CliError::file(path))
}
