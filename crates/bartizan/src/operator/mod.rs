//! `bartizan operator`: what the operator does on the machine itself.

mod recover_root;
mod reseal;
mod rotate_root_key;
mod unseal;

use std::path::PathBuf;
use std::process::ExitCode;

use bartizan_service::ServiceEvent;
use bartizan_store::ActivityRow;
use bartizan_types::AccountId;
use clap::{Args, Subcommand};
use serde_json::Value as Json;

use crate::config::{self, Config, ServeOptions};
use crate::data_folder::DataFolder;
use crate::error::CliError;
use crate::seal::SealOptions;
use crate::start::Shut;

/// Where events of no region are recorded. (CloudTrail User Guide, "Global service events".)
const REGION: &str = "us-east-1";

/// What `operator` can be told.
#[derive(Debug, Args)]
pub(crate) struct OperatorOptions {
    #[command(subcommand)]
    command: OperatorCommand,
}

#[derive(Debug, Subcommand)]
enum OperatorCommand {
    /// Give an account's root user a new access key, while Bartizan is stopped
    #[command(
        after_help = "The key is written to a file that only you may read, and the account's \
        activity record tells of it.\n\nExample:\n  \
        bartizan operator recover-root 123456789012 --data ./bartizan-data"
    )]
    RecoverRoot(recover_root::RecoverOptions),
    /// Hand a sealed server the passphrase, the token's PIN, or one share, that it waits for
    #[command(
        after_help = "It is read from the file, from the terminal, where it is not shown, or from \
        what is piped in.\n\nExample:\n  \
        bartizan operator unseal --data ./bartizan-data --file share-2"
    )]
    Unseal(unseal::UnsealOptions),
    /// Change what guards the root key, while Bartizan is stopped
    #[command(
        subcommand,
        after_help = "Backups that were made before open with what guarded the root key then.\n\n\
        Example:\n  bartizan operator reseal shares --shares 5 --threshold 3 --output ./shares"
    )]
    Reseal(reseal::ResealCommand),
    /// Replace the root key, while Bartizan is stopped: what seals it stays
    #[command(
        after_help = "The keys that it wraps are wrapped anew; what those sealed stays as it is.\n\n\
        Example:\n  bartizan operator rotate-root-key --data ./bartizan-data"
    )]
    RotateRootKey(Place),
}

/// Which installation a command is for.
#[derive(Debug, Clone, Args)]
struct Place {
    /// The data folder.
    #[arg(long, env = "BARTIZAN_DATA", default_value = config::DEFAULT_DATA)]
    data: PathBuf,
    /// `sqlite`, or the URL of a PostgreSQL database [default: sqlite].
    #[arg(long, env = "BARTIZAN_STORE", hide_env_values = true)]
    store: Option<String>,
    /// The TOML file that the server is configured with.
    #[arg(long, env = "BARTIZAN_CONFIG")]
    config: Option<PathBuf>,
    #[command(flatten)]
    seal: SealOptions,
}

impl Place {
    /// The folder, which is there, and its configuration.
    fn resolve(self) -> Result<(DataFolder, Config), CliError> {
        let (folder, dev) = DataFolder::existing(&self.data)?;
        let serving = ServeOptions::of(self.data, self.store, dev);
        Ok((folder, serving.configured(self.config, self.seal).resolve()?))
    }
}

/// Runs the command.
///
/// # Errors
/// As the command's.
pub(crate) fn run(options: OperatorOptions) -> Result<ExitCode, CliError> {
    match options.command {
        OperatorCommand::RecoverRoot(options) => recover_root::run(options),
        OperatorCommand::Unseal(options) => unseal::run(&options),
        OperatorCommand::Reseal(command) => reseal::run(command),
        OperatorCommand::RotateRootKey(place) => rotate_root_key::run(place),
    }
}

/// What the record of the installation's account tells of what the operator did.
fn event(shut: &Shut, name: &'static str, account: AccountId, details: Json) -> ActivityRow {
    let event = ServiceEvent {
        service: "bartizan.amazonaws.com",
        name,
        account,
        region: REGION.to_owned(),
        details,
    };
    event.row(&*shut.random, shut.clock.now())
}

/// A failure of a command that needs Bartizan to be stopped, which says so.
fn while_stopped(what: &str) -> impl FnOnce(CliError) -> CliError + use<'_> {
    move |error| match error {
        CliError::Failed(said) => {
            CliError::Failed(format!("{said}; {what} while Bartizan is stopped"))
        }
        other => other,
    }
}
