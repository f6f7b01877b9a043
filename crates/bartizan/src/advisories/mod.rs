//! `bartizan advisories`: what is known of vulnerabilities, compiled into one file.

mod build;
mod open;
mod served;
mod update;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

pub(crate) use self::open::Opened;
pub(crate) use self::served::AdvisoryOptions;
use crate::error::CliError;
use crate::format::Format;
use crate::output;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum AdvisoriesCommand {
    /// Compile OSV records, and tables of KEV, EPSS and SSVC, into one file
    #[command(after_help = "Example:\n  openssl genpkey -algorithm ed25519 -out key.pem\n  \
        bartizan advisories build ./osv -o advisories.db --sign-key key.pem")]
    Build(build::BuildOptions),
    /// Bring a compiled file up to date, from a folder, a file or a URL
    #[command(
        after_help = "A source is what `build` takes, or a compiled file; what is older than what is \
        there is refused.\n\nExample:\n  bartizan advisories update advisories.db \
        https://advisories.example.org/advisories.db --trust key.pub"
    )]
    Update(update::UpdateOptions),
    /// Tell what a compiled file was built from, and how old it is
    #[command(after_help = "Example:\n  bartizan advisories info advisories.db --format json")]
    Info(FileOptions),
    /// Check every byte of a compiled file
    #[command(after_help = "Example:\n  bartizan advisories verify advisories.db --trust key.pub")]
    Verify(FileOptions),
}

/// Which file, and whose signature it must bear.
#[derive(Debug, Args)]
pub(crate) struct FileOptions {
    /// The compiled file.
    file: PathBuf,
    /// The public key (PEM) whose signature it must bear.
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs a command.
///
/// # Errors
/// As the command.
pub(crate) fn run(command: &AdvisoriesCommand) -> Result<ExitCode, CliError> {
    match command {
        AdvisoriesCommand::Build(options) => build::run(options),
        AdvisoriesCommand::Update(options) => update::run(options),
        AdvisoriesCommand::Info(options) => info(options),
        AdvisoriesCommand::Verify(options) => verify(options),
    }
}

fn info(options: &FileOptions) -> Result<ExitCode, CliError> {
    let opened = Opened::read(&options.file, options.trust.as_deref())?;
    let advisories = opened.advisories()?;
    match options.format {
        Format::Json => {
            let mut told = opened.told(&advisories);
            if let Some(told) = told.as_object_mut() {
                told.insert("sources".to_owned(), Opened::sources(&advisories));
            }
            output::line(&format!("{told:#}"));
        }
        Format::Text => output::print(&opened.text(&advisories)),
    }
    Ok(ExitCode::SUCCESS)
}

fn verify(options: &FileOptions) -> Result<ExitCode, CliError> {
    let opened = Opened::read(&options.file, options.trust.as_deref())?;
    let advisories = opened.advisories()?;
    advisories.verify().map_err(|error| opened.denied(error))?;
    match options.format {
        Format::Json => output::line(&format!("{:#}", opened.told(&advisories))),
        Format::Text => output::line(&format!(
            "every byte is as it was written, {}",
            opened.signer(&advisories)
        )),
    }
    Ok(ExitCode::SUCCESS)
}
