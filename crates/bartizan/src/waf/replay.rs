//! `bartizan waf replay`: what a web ACL would have done with logged requests.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use bartizan_inspect::{Circumstances, Program, RateTable, Scratch};
use clap::Args;
use serde_json::{Value as Json, json};

use super::captured::{self, Captured};
use crate::error::CliError;
use crate::format::Format;
use crate::output::{self, harmless};

/// What stands below the command's help.
pub(super) const HELP: &str = "\
The web ACL is given as CreateWebACL takes it or GetWebACL shows it, and may use managed rule groups.
Logs are those of AWS WAF, packed or not. They have no bodies, and not what was redacted: requests that
had some are counted as replayed in part. Exits with 1 where something would be decided otherwise.

Example:
  bartizan waf replay --acl new.json --log captured/";

/// The most kinds of requests that a rate is counted for.
const RATES_MAX: usize = 200_000;
/// So many kinds of changes are told.
const CHANGES_MAX: usize = 10_000;

/// What `replay` can be told.
#[derive(Debug, Args)]
pub(crate) struct ReplayOptions {
    /// The web ACL.
    #[arg(long, value_name = "FILE")]
    acl: PathBuf,
    /// A log, or a folder of them.
    #[arg(long, value_name = "PATH")]
    log: PathBuf,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// A change of action, and the rules that make it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    was: (String, String),
    becomes: (String, String),
}

/// What a replay came to.
#[derive(Debug, Default)]
struct Outcome {
    requests: u64,
    in_part: u64,
    unread: u64,
    changed: u64,
    /// How many requests change so, and the id of the first.
    changes: BTreeMap<Change, (u64, String)>,
}

/// Replays, and prints what would change.
///
/// # Errors
/// A file cannot be read, or the web ACL is none.
pub(crate) fn run(options: &ReplayOptions) -> Result<ExitCode, CliError> {
    let shown = options.acl.display();
    let text = fs::read(&options.acl)
        .map_err(|error| CliError::Failed(format!("{shown} cannot be read: {error}")))?;
    let web_acl: Json = serde_json::from_slice(&text)
        .map_err(|error| CliError::Failed(format!("{shown} is no JSON: {error}")))?;
    if !web_acl.is_object() {
        return Err(CliError::Failed(format!(
            "{shown} is no web ACL to replay: rules stand in its member Rules, beside DefaultAction"
        )));
    }
    let program = bartizan_wafv2::candidate(&web_acl)
        .map_err(|error| CliError::Failed(format!("{shown} is no web ACL to replay: {error}")))?;
    let mut outcome = Outcome::default();
    let mut scratch = Scratch::default();
    let rates = RateTable::new(0, RATES_MAX);
    outcome.unread = captured::each(&options.log, |captured| {
        outcome.note(&captured, &program, &rates, &mut scratch);
    })?;
    match options.format {
        Format::Json => output::line(&format!("{:#}", outcome.json())),
        Format::Text => output::print(&outcome.text()),
    }
    Ok(if outcome.changed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Outcome {
    fn note(
        &mut self,
        captured: &Captured,
        program: &Program,
        rates: &RateTable,
        scratch: &mut Scratch,
    ) {
        self.requests += 1;
        self.in_part += u64::from(captured.is_partial());
        let circumstances = Circumstances {
            now_seconds: captured.seconds,
            token: captured.token(),
            rates: Some(rates),
            geography: None,
        };
        let becomes = captured.with_request(|request| {
            let decision = program.decide(request, &circumstances, scratch);
            let rule = decision.decided_by().map_or("Default_Action".to_owned(), |rule| {
                let own = decision.rule_name(rule);
                match decision.in_group(rule) {
                    Some((group, name)) => format!("{own} > {group} > {name}"),
                    None => own.to_owned(),
                }
            });
            (decision.action().as_str().to_owned(), rule)
        });
        if becomes.0 == captured.action() {
            return;
        }
        self.changed += 1;
        let change = Change { was: (captured.action().to_owned(), captured.rule()), becomes };
        if self.changes.len() < CHANGES_MAX || self.changes.contains_key(&change) {
            let first = || (0, captured.text("/httpRequest/requestId").to_owned());
            self.changes.entry(change).or_insert_with(first).0 += 1;
        }
    }

    fn json(&self) -> Json {
        let changes = self.changes.iter().map(|(change, (count, example))| {
            json!({
                "from": { "action": change.was.0, "rule": change.was.1 },
                "to": { "action": change.becomes.0, "rule": change.becomes.1 },
                "requests": count,
                "exampleRequestId": example,
            })
        });
        json!({
            "requests": self.requests,
            "replayedInPart": self.in_part,
            "unreadableLines": self.unread,
            "changedRequests": self.changed,
            "changes": changes.collect::<Vec<_>>(),
        })
    }

    fn text(&self) -> String {
        let Self { requests, in_part, unread, changed, .. } = self;
        let mut out = format!(
            "{changed} of {requests} requests would be decided otherwise; {in_part} were replayed in \
             part, {unread} lines could not be read\n"
        );
        let mut changes: Vec<_> = self.changes.iter().collect();
        changes.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
        for (Change { was, becomes }, (count, example)) in changes {
            let _ = writeln!(
                out,
                "{count:>7}  {} ({}) -> {} ({}), as {}",
                harmless(&was.0),
                harmless(&was.1),
                harmless(&becomes.0),
                harmless(&becomes.1),
                harmless(example),
            );
        }
        out
    }
}
