//! `bartizan edge`: what the edge serves, asked of the running server.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::format::Format;
use crate::output::{self, harmless};

/// What stands below the command's help.
const HELP: &str = "\
A load balancer is reached by its name as Host, at the address that is shown; hosted zones are asked
by DNS.

Example:
  bartizan edge ls";

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum EdgeCommand {
    /// List load balancers: their names, and the addresses where they are reached; and that of DNS
    #[command(after_help = HELP)]
    Ls(LsOptions),
}

/// What `ls` can be told.
#[derive(Debug, Args)]
pub(crate) struct LsOptions {
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
struct Served {
    fronts: Vec<Front>,
    dns: Option<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
struct Front {
    arn: String,
    name: String,
    listeners: Vec<Listener>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
struct Listener {
    port: u16,
    protocol: String,
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

/// Runs a command.
///
/// # Errors
/// The server cannot be reached, or refuses.
pub(crate) fn run(command: &EdgeCommand) -> Result<ExitCode, CliError> {
    let EdgeCommand::Ls(options) = command;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let answer = client::call(endpoint, &Credentials::find()?, "DescribeEdge", &json!({}))?;
    let served: Served = serde_json::from_value(answer).map_err(CliError::failed)?;
    match options.format {
        Format::Json => output::line(&format!("{:#}", json!(served))),
        Format::Text => output::print(&told(&served)),
    }
    Ok(ExitCode::SUCCESS)
}

fn told(served: &Served) -> String {
    let lines = served.fronts.iter().flat_map(|front| {
        front.listeners.iter().map(|listener| {
            let Listener { port, protocol, address, problem } = listener;
            let (name, protocol) = (harmless(&front.name), harmless(protocol));
            let place = match (problem, address) {
                (Some(problem), _) => format!("not served: {}", harmless(problem)),
                (None, Some(address)) => harmless(address).to_string(),
                (None, None) => "not opened yet".to_owned(),
            };
            format!("{name}  {protocol} {port}  {place}\n")
        })
    });
    let dns = served.dns.iter();
    let dns = dns.map(|address| format!("hosted zones  DNS  {}\n", harmless(address)));
    lines.chain(dns).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_listener_is_a_line() {
        let listeners = [
            json!({ "Port": 80, "Protocol": "HTTP", "Address": "127.0.0.1:8080" }),
            json!({ "Port": 81, "Protocol": "HTTP", "Problem": "the port is outside" }),
        ];
        let front = json!({ "Arn": "arn", "Name": "web.example", "Listeners": listeners });
        let served =
            serde_json::from_value(json!({ "Fronts": [front], "Dns": "127.0.0.1:8053" })).unwrap();
        let lines = "web.example  HTTP 80  127.0.0.1:8080\n\
            web.example  HTTP 81  not served: the port is outside\n\
            hosted zones  DNS  127.0.0.1:8053\n";
        assert_eq!(told(&served), lines);
    }
}
