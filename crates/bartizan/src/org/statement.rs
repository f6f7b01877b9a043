//! `bartizan org statement`: what a month's use comes to, by the operator's prices.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::Server;
use super::prices::{Money, Prices};
use super::tree::{Node, Tree};
use super::usage::{Line, Usage};
use crate::error::CliError;
use crate::{csv, output, table};

/// What stands below the command's help.
pub(super) const HELP: &str = "\
The prices are the operator's own, a TOML or JSON file:

  currency = \"EUR\"
  [[price]]
  service = \"s3\"
  operation = \"GetObject\"   # without it, every operation
  region = \"eu-west-1\"      # without it, every region
  per_call = \"0.0000004\"    # a text: it is taken as written

Of several prices that fit the one that says most is taken. Every recorded call has its price, those
that failed too. What has no price is listed as such. Amounts are exact.

Example:
  bartizan org statement --prices prices.toml --month 2026-11";

/// What `statement` can be told.
#[derive(Debug, Args)]
pub(crate) struct StatementOptions {
    /// The price table.
    #[arg(long, value_name = "FILE")]
    prices: PathBuf,
    /// The month, as 2026-11 [default: this one].
    #[arg(long)]
    month: Option<String>,
    #[command(flatten)]
    server: Server,
    /// The form of what is printed: `text` by unit and account, `csv` by operation and region.
    #[arg(long = "output", alias = "format", value_enum, default_value_t)]
    output: csv::Form,
}

/// What a month comes to.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Statement {
    month: String,
    currency: String,
    total: Money,
    /// The root, the units and the accounts, each with all below it.
    nodes: Vec<Sum>,
    lines: Vec<Priced>,
    /// Calls that have no price.
    unpriced: Vec<Line>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Sum {
    id: String,
    name: String,
    #[serde(rename = "type")]
    kind: String,
    depth: usize,
    calls: u64,
    unpriced_calls: u64,
    amount: Money,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Priced {
    #[serde(flatten)]
    line: Line,
    per_call: Money,
    amount: Money,
}

/// Asks, sums up, and prints.
///
/// # Errors
/// The prices cannot be read; the server cannot be reached, or refuses.
pub(crate) fn run(options: &StatementOptions) -> Result<ExitCode, CliError> {
    let prices = Prices::read(&options.prices)?;
    let tree = Tree::fetch(&options.server)?;
    let usage = Usage::fetch(&options.server, options.month.as_deref(), None)?;
    let statement = Statement::of(&tree, usage, prices)?;
    match options.output {
        csv::Form::Json => output::line(&format!("{:#}", json!(statement))),
        csv::Form::Csv => output::print(&statement.lines()),
        csv::Form::Text => output::print(&statement.told()),
    }
    Ok(ExitCode::SUCCESS)
}

impl Statement {
    fn of(tree: &Tree, usage: Usage, prices: Prices) -> Result<Self, CliError> {
        let too_much = || CliError::Failed("the amounts are too large to be summed".to_owned());
        let (mut lines, mut unpriced) = (Vec::new(), Vec::new());
        let mut total = Money::default();
        for line in usage.usage {
            let Some(per_call) = prices.of(&line) else {
                unpriced.push(line);
                continue;
            };
            let amount = per_call.times(line.calls).ok_or_else(too_much)?;
            total = total.plus(amount).ok_or_else(too_much)?;
            lines.push(Priced { line, per_call, amount });
        }
        let nodes = sums(tree, &lines, &unpriced).ok_or_else(too_much)?;
        Ok(Self { month: usage.month, currency: prices.currency, total, nodes, lines, unpriced })
    }

    fn told(&self) -> String {
        let head = ["NODE", "ID", "CALLS", "AMOUNT", "WITHOUT A PRICE"].map(str::to_owned);
        let rows = self.nodes.iter().map(|node| {
            let name = format!("{}{}", "  ".repeat(node.depth), node.name);
            let amount = format!("{} {}", node.amount, self.currency);
            let unpriced = match node.unpriced_calls {
                0 => String::new(),
                calls => format!("{calls} calls"),
            };
            [name, node.id.clone(), node.calls.to_string(), amount, unpriced]
        });
        let mut out = format!("{}\n{}", self.month, table::table(&head, rows));
        if !self.unpriced.is_empty() {
            let head = ["WITHOUT A PRICE", "OPERATION", "REGION", "ACCOUNT", "CALLS"];
            let rows = self.unpriced.iter().cloned().map(|line| {
                let Line { account_id, service, operation, region, calls, .. } = line;
                [service, operation, region, account_id, calls.to_string()]
            });
            out.push('\n');
            out.push_str(&table::table(&head.map(str::to_owned), rows));
        }
        out
    }

    fn lines(&self) -> String {
        let head = [
            "month",
            "account",
            "service",
            "operation",
            "region",
            "calls",
            "per_call",
            "amount",
            "currency",
        ];
        let unpriced = self.unpriced.iter().map(|line| (line, String::new(), String::new()));
        let priced = self
            .lines
            .iter()
            .map(|one| (&one.line, one.per_call.to_string(), one.amount.to_string()));
        let rows = priced.chain(unpriced).map(|(line, per_call, amount)| {
            let Line { account_id, service, operation, region, calls, .. } = line.clone();
            let (month, calls) = (self.month.clone(), calls.to_string());
            let currency = self.currency.clone();
            [month, account_id, service, operation, region, calls, per_call, amount, currency]
        });
        csv::text(head, rows)
    }
}

/// What each node comes to, with all below it; `None` where it is too much.
fn sums(tree: &Tree, lines: &[Priced], unpriced: &[Line]) -> Option<Vec<Sum>> {
    let places: HashMap<&str, usize> =
        tree.nodes.iter().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let above = |node: &&Node| {
        let parent = node.parent_id.as_deref()?;
        tree.nodes.get(*places.get(parent)?)
    };
    let mut sums: Vec<Sum> = tree
        .nodes
        .iter()
        .map(|node| Sum {
            id: node.id.clone(),
            name: node.name.clone(),
            kind: node.kind.clone(),
            depth: std::iter::successors(Some(node), above).count().saturating_sub(1),
            calls: 0,
            unpriced_calls: 0,
            amount: Money::default(),
        })
        .collect();
    let priced = lines.iter().map(|one| (&one.line, Some(one.amount)));
    for (line, amount) in priced.chain(unpriced.iter().map(|line| (line, None))) {
        let account = places.get(line.account_id.as_str()).and_then(|at| tree.nodes.get(*at));
        for node in std::iter::successors(account, above) {
            let sum = sums.get_mut(*places.get(node.id.as_str())?)?;
            sum.calls = sum.calls.checked_add(line.calls)?;
            match amount {
                Some(amount) => sum.amount = sum.amount.plus(amount)?,
                None => sum.unpriced_calls = sum.unpriced_calls.checked_add(line.calls)?,
            }
        }
    }
    Some(sums)
}
