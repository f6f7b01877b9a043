//! `bartizan waf`: what the firewall did, and what it would do.

mod captured;
mod explain;
mod learn;
mod replay;

use std::process::ExitCode;

use clap::Subcommand;

use crate::error::CliError;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum WafCommand {
    /// Tell why a web ACL blocked a web request, or what it matched
    #[command(after_help = explain::HELP)]
    Explain(explain::ExplainOptions),
    /// Propose changes of rules that seem to stop the harmless
    #[command(after_help = learn::HELP)]
    Learn(learn::LearnOptions),
    /// Tell what a web ACL would have done with logged requests
    #[command(after_help = replay::HELP)]
    Replay(replay::ReplayOptions),
}

/// Runs a command.
///
/// # Errors
/// As the command.
pub(crate) fn run(command: &WafCommand) -> Result<ExitCode, CliError> {
    match command {
        WafCommand::Explain(options) => explain::run(options),
        WafCommand::Learn(options) => learn::run(options),
        WafCommand::Replay(options) => replay::run(options),
    }
}
