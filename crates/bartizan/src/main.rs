//! The Bartizan server and command line.

mod config;
mod data_folder;
mod error;
mod housekeeping;
mod init;
mod metrics;
mod root_credentials;
mod serve;
mod services;
mod start;
mod telemetry;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::ServeOptions;
use crate::error::CliError;

/// The security system of a cloud as one program: it speaks AWS's APIs, and every call is
/// authenticated, decided and recorded.
#[derive(Debug, Parser)]
#[command(name = "bartizan", version, args_conflicts_with_subcommands = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: ServeOptions,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the APIs; what `bartizan` alone does, too.
    ///
    /// Example: bartizan serve --listen 127.0.0.1:4566 --data ./bartizan-data
    Serve(ServeOptions),
    /// Make the data folder, its account and the root user's access key, and stop.
    ///
    /// Example: bartizan init --data ./bartizan-data --account 123456789012
    Init(ServeOptions),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        None => run_serve(cli.serve),
        Some(Command::Serve(options)) => run_serve(options),
        Some(Command::Init(options)) => options.resolve().and_then(|config| init::run(&config)),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("bartizan: {error}");
            error.exit_code()
        }
    }
}

fn run_serve(options: ServeOptions) -> Result<ExitCode, CliError> {
    let config = options.resolve()?;
    telemetry::start(config.log_format);
    serve::run(&config)
}
