//! `bartizan org`: an organization, seen as a whole.

mod plan;

use std::process::ExitCode;

use clap::Subcommand;

use crate::error::CliError;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum OrgCommand {
    /// Tell which past requests a policy would deny or allow, before it is attached
    #[command(after_help = plan::HELP)]
    Plan(plan::PlanOptions),
}

/// Runs a command.
///
/// # Errors
/// As the command.
pub(crate) fn run(command: &OrgCommand) -> Result<ExitCode, CliError> {
    match command {
        OrgCommand::Plan(options) => plan::run(options),
    }
}
