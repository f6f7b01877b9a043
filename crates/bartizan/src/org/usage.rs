//! `bartizan org usage`: how often accounts called services in a month.

use std::collections::BTreeMap;
use std::process::ExitCode;

use clap::Args;
use serde::{Deserialize, Serialize};
use serde_json::{Map, json};

use super::Server;
use crate::error::CliError;
use crate::replay::pages;
use crate::{csv, output, table};

/// What stands below the command's help.
pub(super) const HELP: &str = "\
Calls are counted from the activity record, month by month in UTC, and stay counted when the record
forgets them. The management account sees every account since the month in which it joined, a member
itself. Calls that were refused or failed are counted, and told beside. Calls in regions that AWS does
not have are counted together, as `other`.

Example:
  bartizan org usage --month 2026-11";

/// What `usage` can be told.
#[derive(Debug, Args)]
pub(crate) struct UsageOptions {
    /// The month, as 2026-11 [default: this one].
    #[arg(long)]
    month: Option<String>,
    /// One account alone.
    #[arg(long)]
    account: Option<String>,
    #[command(flatten)]
    server: Server,
    /// The form of what is printed: `text` by service, the others by operation and region.
    #[arg(long = "output", alias = "format", value_enum, default_value_t)]
    output: csv::Form,
}

/// The use of a month.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Usage {
    pub(super) month: String,
    pub(super) usage: Vec<Line>,
}

/// How often an account called an operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase", deserialize = "PascalCase"))]
pub(super) struct Line {
    pub(super) account_id: String,
    pub(super) service: String,
    pub(super) operation: String,
    pub(super) region: String,
    pub(super) calls: u64,
    pub(super) failed_calls: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    month: String,
    usage: Vec<Line>,
}

impl Usage {
    /// Asks for the use of a month.
    ///
    /// # Errors
    /// The server cannot be reached, or refuses.
    pub(super) fn fetch(
        server: &Server,
        month: Option<&str>,
        account: Option<&str>,
    ) -> Result<Self, CliError> {
        let (endpoint, credentials) = server.reach()?;
        let mut input = Map::new();
        for (name, value) in [("Month", month), ("AccountId", account)] {
            if let Some(value) = value {
                input.insert(name.to_owned(), json!(value));
            }
        }
        let mut found = Self::default();
        pages(endpoint, &credentials, "GetUsage", &json!(input), |page: Page| {
            found.month = page.month;
            found.usage.extend(page.usage);
            Ok(())
        })?;
        Ok(found)
    }
}

/// Asks, and prints.
///
/// # Errors
/// As [`Usage::fetch`].
pub(crate) fn run(options: &UsageOptions) -> Result<ExitCode, CliError> {
    let usage =
        Usage::fetch(&options.server, options.month.as_deref(), options.account.as_deref())?;
    match options.output {
        csv::Form::Json => output::line(&format!("{:#}", json!(usage))),
        csv::Form::Csv => output::print(&lines(&usage)),
        csv::Form::Text => output::print(&by_service(&usage)),
    }
    Ok(ExitCode::SUCCESS)
}

fn lines(usage: &Usage) -> String {
    let head = ["month", "account", "service", "operation", "region", "calls", "failed_calls"];
    let rows = usage.usage.iter().map(|line| {
        let Line { account_id, service, operation, region, calls, failed_calls } = line.clone();
        let (calls, failed) = (calls.to_string(), failed_calls.to_string());
        [usage.month.clone(), account_id, service, operation, region, calls, failed]
    });
    csv::text(head, rows)
}

fn by_service(usage: &Usage) -> String {
    let mut sums: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for line in &usage.usage {
        let sum = sums.entry((&line.account_id, &line.service)).or_default();
        sum.0 = sum.0.saturating_add(line.calls);
        sum.1 = sum.1.saturating_add(line.failed_calls);
    }
    let head = ["ACCOUNT", "SERVICE", "CALLS", "OF THEM FAILED"].map(str::to_owned);
    let rows = sums.into_iter().map(|((account, service), (calls, failed))| {
        [account.to_owned(), service.to_owned(), calls.to_string(), failed.to_string()]
    });
    format!("{}\n{}", usage.month, table::table(&head, rows))
}
