//! `bartizan waf learn`: which rules seem to stop the harmless, and what could be changed for them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use serde_json::{Value as Json, json};

use super::captured;
use crate::error::CliError;
use crate::format::Format;
use crate::output::{self, harmless};

/// What stands below the command's help.
pub(super) const HELP: &str = "\
A client is taken for harmless whose requests were let through at least four times for each that was
stopped. A rule that stops enough such clients may be wrong: what could be changed is proposed, and nothing
is changed. Review each proposal: who attacks slowly looks harmless, too. Exits with 1 where something is
proposed.

Example:
  bartizan waf learn --log captured/";

/// A client is taken for harmless with so many requests that were let through for each other.
const PASSED_FOR_EACH: u64 = 4;
/// A path that makes so many hundredths of a rule's hits is exempted, instead of the rule.
const ONE_PATH_PERCENT: u64 = 80;
/// So many paths of a rule are told apart.
const PATHS_MAX: usize = 1_000;
/// So many clients are told apart.
const CLIENTS_MAX: usize = 1_000_000;

/// What `learn` can be told.
#[derive(Debug, Args)]
pub(crate) struct LearnOptions {
    /// A log, or a folder of them.
    #[arg(long, value_name = "PATH")]
    log: PathBuf,
    /// How many harmless clients a rule must stop.
    #[arg(long, default_value_t = 3)]
    clients: usize,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The rule of a web ACL, and the group that it uses with the rule there.
type RuleName = (String, Option<(String, String)>);

/// What a rule stopped of harmless clients.
#[derive(Debug, Default)]
struct Stopped {
    requests: u64,
    clients: HashSet<IpAddr>,
    paths: HashMap<String, u64>,
}

/// Learns, and prints what is proposed.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn run(options: &LearnOptions) -> Result<ExitCode, CliError> {
    // How often each client was let through, and stopped.
    let mut clients: HashMap<IpAddr, (u64, u64)> = HashMap::new();
    captured::each(&options.log, |captured| {
        if clients.len() < CLIENTS_MAX || clients.contains_key(&captured.client) {
            let (passed, stopped) = clients.entry(captured.client).or_default();
            *(if captured.action() == "ALLOW" { passed } else { stopped }) += 1;
        }
    })?;
    let is_harmless = |client: IpAddr| {
        clients.get(&client).is_some_and(|(passed, stopped)| *passed >= stopped * PASSED_FOR_EACH)
    };
    let mut rules: BTreeMap<RuleName, Stopped> = BTreeMap::new();
    captured::each(&options.log, |captured| {
        if captured.action() == "ALLOW" || !is_harmless(captured.client) {
            return;
        }
        let group = captured.deciding_in_group();
        let group = group.map(|(group, rule)| (group.to_owned(), rule.to_owned()));
        let stopped = rules.entry((captured.text("/terminatingRuleId").to_owned(), group));
        let stopped = stopped.or_default();
        stopped.requests += 1;
        stopped.clients.insert(captured.client);
        let path = captured.text("/httpRequest/uri");
        if stopped.paths.len() < PATHS_MAX || stopped.paths.contains_key(path) {
            *stopped.paths.entry(path.to_owned()).or_default() += 1;
        }
    })?;
    // The default action is no rule.
    rules.retain(|(rule, _), stopped| {
        rule != "Default_Action" && stopped.clients.len() >= options.clients.max(1)
    });
    let proposals: Vec<Json> =
        rules.iter().map(|(rule, stopped)| proposal(rule, stopped)).collect();
    match options.format {
        Format::Json => output::line(&format!("{:#}", json!({ "proposals": proposals }))),
        Format::Text => output::print(&told(&proposals)),
    }
    Ok(if proposals.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What could be changed of a rule, in the words of the API.
fn proposal((rule, group): &RuleName, stopped: &Stopped) -> Json {
    let mut paths: Vec<(&String, &u64)> = stopped.paths.iter().collect();
    paths.sort_by_key(|(path, count)| (std::cmp::Reverse(**count), (*path).clone()));
    let one_path = paths
        .first()
        .filter(|(_, count)| **count * 100 >= stopped.requests * ONE_PATH_PERCENT)
        .map(|(path, _)| json!({ "NotStatement": { "Statement": exactly(path) } }));
    let change = match (group, one_path) {
        (Some(_), Some(exempt)) => json!({ "ScopeDownStatement": exempt }),
        (Some((_, name)), None) => json!({ "RuleActionOverrides": [
            { "Name": name, "ActionToUse": { "Count": {} } },
        ] }),
        (None, Some(exempt)) => {
            json!({ "AndStatement": { "Statements": ["the statement", exempt] } })
        }
        (None, None) => json!({ "Action": { "Count": {} } }),
    };
    let paths =
        paths.iter().take(5).map(|(path, count)| json!({ "path": path, "requests": count }));
    let (group, inside) = group.as_ref().map(|(group, name)| (group, name)).unzip();
    json!({
        "rule": rule,
        "group": group,
        "ruleInGroup": inside,
        "requests": stopped.requests,
        "clients": stopped.clients.len(),
        "paths": paths.collect::<Vec<_>>(),
        "change": change,
    })
}

fn exactly(path: &str) -> Json {
    json!({ "ByteMatchStatement": {
        "SearchString": STANDARD.encode(path),
        "FieldToMatch": { "UriPath": {} },
        "TextTransformations": [{ "Priority": 0, "Type": "NONE" }],
        "PositionalConstraint": "EXACTLY",
    } })
}

fn told(proposals: &[Json]) -> String {
    let mut out = String::new();
    for proposal in proposals {
        let text = |name: &str| proposal.get(name).and_then(Json::as_str);
        let parts = [text("rule"), text("group"), text("ruleInGroup")];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" > ");
        let number = |name: &str| proposal.get(name).and_then(Json::as_u64).unwrap_or(0);
        let (requests, clients) = (number("requests"), number("clients"));
        let name = harmless(&name);
        let _ = writeln!(out, "{name}: {requests} requests of {clients} harmless clients");
        for path in proposal.get("paths").and_then(Json::as_array).into_iter().flatten() {
            let shown = path.get("path").and_then(Json::as_str).unwrap_or_default();
            let count = path.get("requests").and_then(Json::as_u64).unwrap_or(0);
            let _ = writeln!(out, "  {count:>7}  {}", harmless(shown));
        }
        let change = proposal.get("change").map(Json::to_string).unwrap_or_default();
        let _ = writeln!(out, "  proposed  {}", harmless(&change));
    }
    if proposals.is_empty() {
        out.push_str("No rule stops enough clients that seem harmless: nothing is proposed.\n");
    }
    out
}
