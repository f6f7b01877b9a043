//! `bartizan agent`: makes a Linux host an instance, and tells what is on it.

mod activation;
mod bounded;
mod disk;
mod firewall;
mod flows;
mod hardening;
mod holders;
mod identity;
mod interfaces;
mod inventory;
mod judging;
mod look;
mod looking;
mod mounts;
mod reporter;
mod session;
mod sockets;
mod way;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand};

use self::firewall::Firewall;
use self::flows::Flows;
use self::hardening::Hardening;
use self::identity::Identity;
use self::inventory::Watched;
use self::reporter::{Reporter, Tended};
use self::session::Sessions;
use self::way::Way;
use crate::client;
use crate::error::CliError;
use crate::telemetry;

/// The example that the help ends with.
pub(crate) const HELP: &str = "\
The host registers itself by the code that `bartizan agent activate` printed, once, and keeps a key of its
own in the folder of --state. Exits with 1 where its instance was terminated, or the code is refused.

Example:
  bartizan agent --endpoint https://bartizan.example --activation \"$CODE\"";

/// What `agent` can be told.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct AgentOptions {
    #[command(subcommand)]
    command: Option<AgentCommand>,
    #[command(flatten)]
    run: RunOptions,
}

#[derive(Debug, Subcommand)]
enum AgentCommand {
    /// Print a code by which one host can register itself
    #[command(after_help = activation::HELP)]
    Activate(activation::ActivateOptions),
    /// Take a code back
    #[command(
        after_help = "The id of an activation is what stands before the colon of its code.\n\n\
        Example:\n  bartizan agent deactivate 7a9573d8-5ab0-4b1c-9d3e-3f3b5b0f1a11"
    )]
    Deactivate(activation::DeactivateOptions),
    /// Have nftables do what the agent of this host had it do last, until the agent runs
    #[command(after_help = "Example:\n  bartizan agent restore --state /var/lib/bartizan-agent")]
    Restore {
        /// The folder of the agent.
        #[arg(long, default_value = DEFAULT_STATE, value_name = "DIR")]
        state: PathBuf,
    },
    /// Tell what is on the disk, for an agent.
    #[command(hide = true)]
    Look(bounded::Bounds),
    /// Tell how the host is configured, for an agent.
    #[command(hide = true)]
    Judge(bounded::Bounds),
}

/// Where the agent's folder is.
const DEFAULT_STATE: &str = "/var/lib/bartizan-agent";

#[derive(Debug, Args)]
struct RunOptions {
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long = "endpoint", visible_alias = "endpoint-url", env = "AWS_ENDPOINT_URL")]
    endpoint: Option<String>,
    /// The code to register by; not needed any more once the host is registered.
    #[arg(long, env = "BARTIZAN_ACTIVATION", hide_env_values = true, value_name = "CODE")]
    activation: Option<String>,
    /// The folder of the agent's key, which only its owner may enter.
    #[arg(long, default_value = DEFAULT_STATE, value_name = "DIR")]
    state: PathBuf,
    /// The root of the file system that is looked through.
    #[arg(long, default_value = "/", value_name = "DIR")]
    root: PathBuf,
    /// How often the agent says that the host runs, in seconds; changes are told at once.
    #[arg(long, default_value_t = 60, value_name = "SECONDS",
        value_parser = clap::value_parser!(u32).range(1..=3600))]
    every: u32,
    /// Let nftables do what the security groups of the instance say, in a table of the agent's own.
    #[arg(long)]
    apply_security_groups: bool,
    /// Tell what passes the host's interfaces, for GuardDuty: has the kernel count connections.
    #[arg(long, conflicts_with = "once")]
    send_flows: bool,
    /// Look and report once, and end.
    #[arg(long)]
    once: bool,
}

/// Runs the agent, or deals with its codes.
///
/// # Errors
/// The host cannot be registered, or is no instance any more.
pub(crate) fn run(options: AgentOptions) -> Result<ExitCode, CliError> {
    match options.command {
        Some(AgentCommand::Activate(options)) => activation::activate(options),
        Some(AgentCommand::Deactivate(options)) => activation::deactivate(&options),
        Some(AgentCommand::Restore { state }) => restore(&state),
        Some(AgentCommand::Look(bounds)) => bounds.run(look::tell),
        Some(AgentCommand::Judge(bounds)) => bounds.run(judging::tell),
        None => serve(options.run),
    }
}

/// Applies what was applied last: between the start of a host and the first answer it is not open.
fn restore(state: &Path) -> Result<ExitCode, CliError> {
    telemetry::start(crate::config::LogFormat::Text);
    let mut firewall = Firewall::open(state)?;
    if firewall.version() == "0" {
        tracing::info!("no security groups were applied to this host yet");
    }
    firewall.restore()?;
    Ok(ExitCode::SUCCESS)
}

fn serve(options: RunOptions) -> Result<ExitCode, CliError> {
    telemetry::start(crate::config::LogFormat::Text);
    crate::core_dumps::prevent();
    let endpoint = options.endpoint.unwrap_or_else(|| client::DEFAULT_ENDPOINT.to_owned());
    let watched = Watched::new(&options.root)?;
    let identity = Identity::open(&options.state)?;
    let way = Way::open(&options.state, &endpoint)?;
    let firewall =
        options.apply_security_groups.then(|| Firewall::open(&options.state)).transpose()?;
    let hardening = Hardening::new(&options.root);
    let flows = options.send_flows.then(|| Flows::watch(options.every)).transpose()?;
    let sessions = Sessions::new(endpoint, way, identity);
    let mut reporter =
        Reporter::new(sessions, watched, Tended { firewall, hardening, flows }, options.every);
    reporter.apply();
    reporter.register(options.activation.as_deref(), options.once)?;
    if options.once {
        reporter.report_once()?;
    } else {
        reporter.run()?;
    }
    Ok(ExitCode::SUCCESS)
}
