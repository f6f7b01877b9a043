//! `bartizan org`: an organization, seen as a whole.

mod plan;
mod prices;
mod statement;
mod tree;
mod usage;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum OrgCommand {
    /// Tell which past requests a policy would deny or allow, before it is attached
    #[command(after_help = plan::HELP)]
    Plan(plan::PlanOptions),
    /// Sum a month's use up by account and unit, by prices of your own
    #[command(after_help = statement::HELP)]
    Statement(statement::StatementOptions),
    /// Draw the organization, with what each node's policies allow and deny
    #[command(after_help = tree::HELP)]
    Tree(tree::TreeOptions),
    /// Tell how often accounts called services in a month
    #[command(after_help = usage::HELP)]
    Usage(usage::UsageOptions),
}

/// The server that is asked.
#[derive(Debug, Args)]
pub(crate) struct Server {
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

impl Server {
    /// Where it is, and the credentials that the AWS CLI would find.
    fn reach(&self) -> Result<(&str, Credentials), CliError> {
        let endpoint = self.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
        Ok((endpoint, Credentials::find()?))
    }
}

/// Runs a command.
///
/// # Errors
/// As the command.
pub(crate) fn run(command: &OrgCommand) -> Result<ExitCode, CliError> {
    match command {
        OrgCommand::Plan(options) => plan::run(options),
        OrgCommand::Statement(options) => statement::run(options),
        OrgCommand::Tree(options) => tree::run(options),
        OrgCommand::Usage(options) => usage::run(options),
    }
}
