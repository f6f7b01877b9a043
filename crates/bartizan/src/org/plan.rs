//! `bartizan org plan`: which past requests a policy would deny or allow, before it is attached.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use bartizan_policy::{Policy, PolicyKind};
use clap::{Args, ValueEnum};
use serde_json::{Map, Value as Json, json};

use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::format::Format;
use crate::replay::{Ago, Change, DecidedBy, Replay, Totals, replay, since};
use crate::{output, table};

/// The code where nothing would be denied, and something would be allowed.
const WIDENS: u8 = 4;
/// The code where nothing would be denied of what can be decided again, and some cannot.
const UNCERTAIN: u8 = 5;

/// What stands below the command's help.
pub(super) const HELP: &str = "\
Every recorded request of the accounts below the target is decided again, by the same engine and with
the condition keys it had: with the service and resource control policies that are in force now, and
with the candidate among them. What identity policies, resource policies, boundaries and session
policies said is taken as it was decided then. For --type identity, the principal's identity policies
are those of now. Accesses of which too little was kept are counted, never guessed.

It needs the permission bartizan:PlanPolicy, of the management account or of an account that administers
CloudTrail or Access Analyzer for the organization. Any account may plan for its own principals.

Exit codes: 0 nothing changes, 1 something would be denied, 4 something would only be allowed,
5 nothing would be denied of what can be decided again, but some accesses cannot, 2 the command line or the policy is wrong, 3 failure.

Example:
  bartizan org plan deny-regions.json --target ou-ab12-cd34ef56 --since 30d";

/// What `plan` can be told.
#[derive(Debug, Args)]
pub(crate) struct PlanOptions {
    /// The policy, as JSON.
    policy: PathBuf,
    /// The root, the unit or the account it would be attached to.
    #[arg(long, value_name = "ID", required_unless_present = "principal")]
    target: Option<String>,
    /// The type of the policy.
    #[arg(long = "type", value_enum, default_value_t)]
    policy_type: PlanType,
    /// The user or role it would be attached to: an ARN, role/NAME or user/NAME.
    #[arg(long, conflicts_with = "target", required_if_eq("policy_type", "identity"))]
    principal: Option<String>,
    /// The principal's account [default: the ARN's, else the caller's].
    #[arg(long, requires = "principal")]
    account: Option<String>,
    /// The policy it would replace there: its id; of a principal, its ARN or its name.
    #[arg(long, value_name = "POLICY")]
    replace: Option<String>,
    /// How far back to look, as 30d, 12h, 90m or 2w [default: all that is recorded].
    #[arg(long, value_parser = since)]
    since: Option<Ago>,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
    /// The form of what is printed.
    #[arg(long = "output", alias = "format", value_enum, default_value_t)]
    output: Format,
}

/// The types of policies that can be planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum PlanType {
    /// A service control policy.
    #[default]
    Scp,
    /// A resource control policy.
    Rcp,
    /// A policy of a user or a role.
    Identity,
}

impl PlanType {
    const fn kind(self) -> PolicyKind {
        match self {
            Self::Scp => PolicyKind::ServiceControl,
            Self::Rcp => PolicyKind::ResourceControl,
            Self::Identity => PolicyKind::Identity,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Scp => "SERVICE_CONTROL_POLICY",
            Self::Rcp => "RESOURCE_CONTROL_POLICY",
            Self::Identity => "IDENTITY_POLICY",
        }
    }
}

/// Asks, and prints what would change.
///
/// # Errors
/// The policy cannot be read, the server cannot be reached, or refuses.
pub(crate) fn run(options: &PlanOptions) -> Result<ExitCode, CliError> {
    if options.principal.is_some() != (options.policy_type == PlanType::Identity) {
        return Err(CliError::Usage(
            "--principal goes with --type identity, and --target with the others".to_owned(),
        ));
    }
    let credentials = Credentials::find()?;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let found = replay(endpoint, &credentials, &input(options)?)?;
    match options.output {
        Format::Json => output::line(&format!("{:#}", json!(found))),
        Format::Text => output::print(&told(&found)),
    }
    Ok(code(&found))
}

fn code(found: &Replay) -> ExitCode {
    if found.changes.iter().any(Change::denies) {
        ExitCode::from(1)
    } else if found.totals.not_replayable > 0 {
        ExitCode::from(UNCERTAIN)
    } else if found.changes.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(WIDENS)
    }
}

fn input(options: &PlanOptions) -> Result<Json, CliError> {
    let path = &options.policy;
    let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
    Policy::parse(&text, options.policy_type.kind()).map_err(|error| {
        let at = error.position();
        CliError::Usage(format!("{}:{}:{}: {error}", path.display(), at.line, at.column + 1))
    })?;
    let mut input = Map::new();
    let mut set = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            input.insert(name.to_owned(), value);
        }
    };
    set("PolicyDocument", Some(json!(text)));
    set("PolicyType", Some(json!(options.policy_type.name())));
    set("TargetId", options.target.as_ref().map(|id| json!(id)));
    set("Principal", options.principal.as_ref().map(|name| json!(name)));
    set("AccountId", options.account.as_ref().map(|id| json!(id)));
    set("ReplacedPolicy", options.replace.as_ref().map(|id| json!(id)));
    set("Since", options.since.map(|ago| json!(ago.seconds())));
    Ok(Json::Object(input))
}

/// The changes as tables, and the totals.
fn told(found: &Replay) -> String {
    let (denied, allowed): (Vec<&Change>, Vec<&Change>) =
        found.changes.iter().partition(|change| change.denies());
    let mut out = String::new();
    if denied.is_empty() && allowed.is_empty() {
        out.push_str(if found.totals.not_replayable > 0 {
            "Nothing would change of what can be decided again.\n\n"
        } else {
            "Nothing that was recorded would change.\n\n"
        });
    }
    let totals = &found.totals;
    for (changes, title, requests, last) in [
        (denied, "denied", totals.denied_requests, "DENIED BY"),
        (allowed, "allowed", totals.allowed_requests, "NOW DENIED BY"),
    ] {
        if !changes.is_empty() {
            let _ = writeln!(out, "Would be {title}: {}", counted(requests, "request"));
            out.push_str(&rows(&changes, last));
            out.push('\n');
        }
    }
    out.push_str(&summary(totals));
    out
}

fn rows(changes: &[&Change], last: &str) -> String {
    let head = ["TIMES", "ACTION", "RESOURCE", "BY", "FIRST", "LAST", "EXAMPLE EVENT", last];
    let rows = changes.iter().map(|change| {
        [
            change.count.to_string(),
            change.action.clone(),
            change.resource.clone(),
            by(change),
            change.first_time.iso8601(),
            change.last_time.iso8601(),
            change.example_event_id.clone(),
            decided_by(&change.decided_by),
        ]
    });
    table::table(&head.map(str::to_owned), rows)
}

/// Who asked; of what has no ARN, with the account.
fn by(change: &Change) -> String {
    if change.principal.starts_with("arn:") {
        return change.principal.clone();
    }
    format!("{} ({})", change.principal, change.account_id)
}

/// The statement that denies, with its place as editors count, or where none allows.
pub(crate) fn decided_by(by: &DecidedBy) -> String {
    let at = by.node_id.as_ref().map(|node| format!(" at {node}")).unwrap_or_default();
    let layer = match by.layer.as_deref() {
        Some("ServiceControl") => "service control policy",
        Some("ResourceControl") => "resource control policy",
        Some("Identity") => "identity-based policy",
        Some(other) => other,
        None => return "the account is closed".to_owned(),
    };
    let Some(policy) = &by.policy else { return format!("no {layer} allows it{at}") };
    let place = match (by.line, by.column) {
        (Some(line), Some(column)) => format!(":{line}:{column}"),
        _ => String::new(),
    };
    let sid = by.sid.as_ref().map(|sid| format!(" \"{sid}\"")).unwrap_or_default();
    format!("{policy}{place}{sid}{at}")
}

fn summary(totals: &Totals) -> String {
    let mut out = format!(
        "Replayed {} for {}.\n",
        counted(totals.requests, "request"),
        counted(totals.accesses, "access"),
    );
    if totals.denied_already > 0 {
        let _ = writeln!(
            out,
            "{} allowed then would be denied by what is in force now, with this policy or without.",
            counted(totals.denied_already, "access"),
        );
    }
    if totals.not_replayable > 0 {
        let _ = writeln!(
            out,
            "{} not replayable: too little of them was kept. Whether this policy changes them is \
             not known.",
            counted(totals.not_replayable, "access"),
        );
    }
    out
}

/// A number of things, in words.
fn counted(number: i64, thing: &str) -> String {
    let plural = if thing.ends_with('s') { "es" } else { "s" };
    if number == 1 { format!("1 {thing}") } else { format!("{number} {thing}{plural}") }
}

#[cfg(test)]
mod tests {
    use bartizan_types::Timestamp;

    use super::*;

    fn change(effect: &str, by: DecidedBy) -> Change {
        Change {
            effect: effect.to_owned(),
            account_id: "123456789012".to_owned(),
            principal: "arn:aws:iam::123456789012:role/r".to_owned(),
            action: "s3:GetObject".to_owned(),
            resource: "arn:aws:s3:::b/k".to_owned(),
            count: 3,
            first_time: Timestamp::from_seconds(0),
            last_time: Timestamp::from_seconds(60),
            example_event_id: "e-1".to_owned(),
            decided_by: by,
        }
    }

    fn by(policy: Option<&str>, layer: Option<&str>) -> DecidedBy {
        DecidedBy {
            layer: layer.map(str::to_owned),
            node_id: Some("ou-1".to_owned()),
            policy: policy.map(str::to_owned),
            sid: policy.map(|_| "No".to_owned()),
            line: policy.map(|_| 5),
            column: policy.map(|_| 7),
        }
    }

    #[test]
    fn what_decides_is_named() {
        for (policy, layer, expected) in [
            (Some("candidate"), Some("ServiceControl"), "candidate:5:7 \"No\" at ou-1"),
            (None, Some("ResourceControl"), "no resource control policy allows it at ou-1"),
            (None, None, "the account is closed"),
        ] {
            assert_eq!(decided_by(&by(policy, layer)), expected);
        }
    }

    #[test]
    fn changes_are_told_in_tables_and_by_exit_codes() {
        let denying = change("DENIED", by(Some("candidate"), Some("ServiceControl")));
        let allowing = change("ALLOWED", by(None, Some("ServiceControl")));
        let allowed = || vec![allowing.clone()];
        for (changes, not_replayable, expected, parts) in [
            (vec![], 0, 0, ["Nothing that was recorded", "2 requests for 1 access."]),
            (vec![], 4, 5, ["Nothing would change of what can", "4 accesses not"]),
            (allowed(), 0, 4, ["Would be allowed", "2 requests for 1 access."]),
            (allowed(), 1, 5, ["Would be allowed", "1 access not"]),
            (vec![denying, allowing.clone()], 4, 1, ["Would be denied", "candidate:5:7"]),
        ] {
            let totals = Totals { requests: 2, accesses: 1, not_replayable, ..Totals::default() };
            let (found, expected) = (Replay { changes, totals }, ExitCode::from(expected));
            assert_eq!(format!("{:?}", code(&found)), format!("{expected:?}"));
            let text = told(&found);
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
        }
    }
}
