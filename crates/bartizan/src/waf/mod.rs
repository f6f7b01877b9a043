//! `bartizan waf`: what the firewall did, and what it would do.

mod explain;

use std::process::ExitCode;

use clap::Subcommand;

use crate::error::CliError;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum WafCommand {
    /// Tell why a web ACL blocked a web request, or what it matched
    #[command(after_help = explain::HELP)]
    Explain(explain::ExplainOptions),
}

/// Runs a command.
///
/// # Errors
/// As the command.
pub(crate) fn run(command: &WafCommand) -> Result<ExitCode, CliError> {
    match command {
        WafCommand::Explain(options) => explain::run(options),
    }
}
