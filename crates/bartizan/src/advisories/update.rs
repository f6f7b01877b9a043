//! `bartizan advisories update`.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use bartizan_assess::advisory::{Advisories, Builder, Header, MAGIC};
use bartizan_egress::{Connector, Options};
use bartizan_types::{Clock, SystemClock};
use clap::Args;
use flate2::read::GzDecoder;
use ipnet::IpNet;

use super::{Opened, build};
use crate::error::CliError;
use crate::output;

/// The most bytes that are downloaded, and that these unpack to.
const BYTES_MAX: usize = 2 << 30;
/// How long one download may take.
const PATIENCE: Duration = Duration::from_mins(10);

/// What `advisories update` can be told.
#[derive(Debug, Args)]
pub(crate) struct UpdateOptions {
    /// The compiled file; it is made if there is none.
    file: PathBuf,
    /// Folders, files or URLs (HTTPS): what `build` takes, or one compiled file.
    #[arg(required = true)]
    sources: Vec<String>,
    /// The public key (PEM) whose signature a compiled file must bear.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The private Ed25519 key (PEM) that signs what is built here.
    #[arg(long, value_name = "FILE", conflicts_with = "trust")]
    sign_key: Option<PathBuf>,
    /// A private network that URLs may lead to; may be given again.
    #[arg(long, value_name = "NETWORK")]
    egress_allow: Vec<IpNet>,
    /// A PEM file with authorities to trust beside the public ones.
    #[arg(long, value_name = "FILE")]
    egress_ca: Option<PathBuf>,
}

/// Updates the file: 1 if something of the sources could not be used. Whatever fails, the file is as it was.
///
/// # Errors
/// A source cannot be read, is not trusted, or is older than what is there.
pub(super) fn run(options: &UpdateOptions) -> Result<ExitCode, CliError> {
    let mut sources = Vec::new();
    for source in &options.sources {
        sources.push(Source::read(source, options)?);
    }
    if let [Source::Compiled(name, bytes)] = sources.as_slice() {
        return replace(options, name, bytes);
    }
    if let Some(trust) = &options.trust {
        let problem = "nothing that is compiled bears its signature: name one compiled file alone";
        return Err(CliError::Usage(format!("--trust {}: {problem}", trust.display())));
    }
    let key = options.sign_key.as_deref().map(build::signing_key).transpose()?;
    let mut builder = Builder::new(&SystemClock::default().now().iso8601());
    for source in sources {
        match source {
            Source::Local(path) => build::add(&mut builder, &path)?,
            Source::Downloaded(name, bytes) => builder.add(&name, &bytes),
            Source::Compiled(name, _) => {
                let problem = "it is compiled, and cannot be joined with others";
                return Err(CliError::Usage(format!("{name}: {problem}")));
            }
        }
    }
    build::finish(builder, key.as_ref(), &options.file)
}

/// Puts a compiled file in the place of the one that is there, if every byte of it is right.
fn replace(options: &UpdateOptions, name: &str, bytes: &Vec<u8>) -> Result<ExitCode, CliError> {
    let trusted = options.trust.as_deref().map(Opened::key).transpose()?;
    let opened = Advisories::open(bytes, trusted.as_ref());
    let checked = opened.and_then(|new| new.verify().map(|()| new.header().clone()));
    let header = checked.map_err(|error| CliError::Failed(format!("{name}: {error}")))?;
    if let Some(old) = old(&options.file)
        && (old.newest(), &old.built) > (header.newest(), &header.built)
    {
        let problem = format!(
            "it is older (newest {}, built {}) than what is there (newest {}, built {})",
            header.newest(),
            header.built,
            old.newest(),
            old.built
        );
        return Err(CliError::Denied(format!("{name}: {problem}")));
    }
    build::write(&options.file, bytes)?;
    let opened = Opened::read(&options.file, options.trust.as_deref())?;
    output::print(&opened.text(&opened.advisories()?));
    Ok(ExitCode::SUCCESS)
}

/// What the file tells of itself that is there; none if there is none, or it is damaged.
fn old(path: &Path) -> Option<Header> {
    let opened = Opened::read(path, None).ok()?;
    Some(opened.advisories().ok()?.header().clone())
}

enum Source {
    Local(PathBuf),
    Downloaded(String, Vec<u8>),
    Compiled(String, Vec<u8>),
}

impl Source {
    fn read(source: &str, options: &UpdateOptions) -> Result<Self, CliError> {
        if source.contains("://") {
            let bytes = download(source, options)?;
            let path = source.split(['?', '#']).next().unwrap_or(source);
            let name = path.rsplit('/').next().unwrap_or(path);
            let (name, bytes) = match name.strip_suffix(".gz") {
                Some(name) => (name, unpacked(source, &bytes)?),
                None => (name, bytes),
            };
            let is_compiled = bytes.starts_with(MAGIC);
            let name = name.to_owned();
            return Ok(if is_compiled {
                Self::Compiled(source.to_owned(), bytes)
            } else {
                Self::Downloaded(name, bytes)
            });
        }
        let path = PathBuf::from(source);
        let mut start = Vec::new();
        if path.is_file() {
            let file = std::fs::File::open(&path).map_err(CliError::file(&path))?;
            let length = MAGIC.len() as u64;
            file.take(length).read_to_end(&mut start).map_err(CliError::file(&path))?;
        }
        if start == MAGIC {
            return Ok(Self::Compiled(source.to_owned(), build::read(&path)?));
        }
        Ok(Self::Local(path))
    }
}

fn unpacked(source: &str, bytes: &[u8]) -> Result<Vec<u8>, CliError> {
    let mut out = Vec::new();
    let read = GzDecoder::new(bytes).take(BYTES_MAX as u64).read_to_end(&mut out);
    read.map_err(|error| CliError::Failed(format!("{source}: {error}")))?;
    Ok(out)
}

/// What is at a URL, by the guarded way out: loopback is reached where a network of it is allowed.
fn download(url: &str, options: &UpdateOptions) -> Result<Vec<u8>, CliError> {
    let connector = Connector::new(Options {
        allowed: options.egress_allow.clone(),
        loopback: options.egress_allow.iter().any(|network| network.addr().is_loopback()),
        authorities: options.egress_ca.clone(),
    });
    let connector = connector.map_err(CliError::failed)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(CliError::failed)?;
    let found = runtime.block_on(connector.download(url, BYTES_MAX, PATIENCE));
    let found = found.map_err(|error| CliError::Failed(format!("{url}: {error}")))?;
    Ok(found.into())
}
