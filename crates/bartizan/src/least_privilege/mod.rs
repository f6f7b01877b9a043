//! `bartizan least-privilege`: the smallest policy that the recorded use of a principal needs.

mod found;
mod told;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use bartizan_policy::least::{LeastPolicy, least};
use clap::Args;
use serde_json::{Value as Json, json};

use self::found::Found;
use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::format::Format;
use crate::output;
use crate::replay::{Ago, Change, Replay, replay, since};

/// How many characters a managed policy has, white space apart. (IAM User Guide, "IAM and AWS STS
/// quotas".)
const MANAGED_CHARACTERS_MAX: usize = 6144;
/// How many characters of a policy the server takes to decide requests with. (The model's `PolicyText`.)
const CHECKED_CHARACTERS_MAX: usize = 131_072;

/// What stands below the command's help.
pub(crate) const HELP: &str = "\
The policy allows the actions that are recorded of the principal, each on the resources it was used on,
under the conditions by which the principal's policies allow it now. Statements that deny an action in
use stay. Then the server decides every recorded request again, with this policy alone in the place of
the principal's: all that was allowed must stay so. What a resource's policy allows by itself needs no
permission here, and what the principal's policies allow no longer gets none: both are listed. The same
record gives the same policy. Where too little was kept of a request to decide it again, what it needs
may be missing: the policy is then not written to a file without --incomplete. Permissions that were seldom needed and not in the time that is looked at
would go away: look far enough back. It needs the permissions bartizan:SummarizeUse and
bartizan:PlanPolicy.

Example:
  bartizan least-privilege role/reader --since 90d --write reader.json";

/// What `least-privilege` can be told.
#[derive(Debug, Args)]
pub(crate) struct LeastPrivilegeOptions {
    /// The principal: role/NAME, user/NAME or an ARN.
    principal: String,
    /// The principal's account [default: the ARN's, else the caller's].
    #[arg(long)]
    account: Option<String>,
    /// How far back to look, as 90d, 12h, 90m or 2w [default: all that is recorded].
    #[arg(long, value_parser = since)]
    since: Option<Ago>,
    /// How many resources of an action are listed before those with a prefix in common are folded.
    #[arg(long, value_name = "COUNT", default_value_t = 50,
        value_parser = clap::value_parser!(u16).range(1..))]
    resources_max: u16,
    /// Write the policy to this file, too.
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Write it though some of what was recorded cannot be decided again.
    #[arg(long, requires = "write")]
    incomplete: bool,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
    /// The form of what is printed; `json` lists every action that would go away.
    #[arg(long = "output", alias = "format", value_enum, default_value_t)]
    output: Format,
}

/// Asks what was used, writes the policy, and has it checked.
///
/// # Errors
/// The server cannot be reached or refuses, the file cannot be written, or the policy would deny what
/// was allowed.
pub(crate) fn run(options: &LeastPrivilegeOptions) -> Result<ExitCode, CliError> {
    let credentials = Credentials::find()?;
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    // Both passes look at the same time.
    let since = options.since.map(Ago::seconds);
    let found = Found::ask(endpoint, &credentials, options, since)?;
    let policy = least(&found.needed(), &found.denies, usize::from(options.resources_max))
        .map_err(CliError::failed)?;
    if let Some(text) = &policy.text {
        let again = ask_for_check(endpoint, &credentials, &found, text, since)?;
        check(&again)?;
        if let Some(path) = &options.write {
            let missing = found.totals.not_replayable.max(again.totals.not_replayable);
            check_complete(missing, options.incomplete)?;
            write(path, text)?;
        }
    }
    match options.output {
        Format::Json => output::line(&format!("{:#}", answer(&found, &policy))),
        Format::Text => output::print(&told::told(&found, &policy)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Decides the record again, with this policy alone.
fn ask_for_check(
    endpoint: &str,
    credentials: &Credentials,
    found: &Found,
    text: &str,
    since: Option<i64>,
) -> Result<Replay, CliError> {
    let mut input = json!({
        "PolicyDocument": sent(text)?,
        "PolicyType": "IDENTITY_POLICY",
        "Principal": found.principal,
        "ReplaceAll": true,
    });
    if let (Some(since), Some(input)) = (since, input.as_object_mut()) {
        input.insert("Since".to_owned(), json!(since));
    }
    replay(endpoint, credentials, &input)
}

/// A policy without its indentation, if it is short enough to be asked about.
fn sent(text: &str) -> Result<String, CliError> {
    // No line ends within a text of JSON.
    let dense: String = text.lines().map(str::trim_start).collect();
    let count = dense.chars().count();
    if count > CHECKED_CHARACTERS_MAX {
        return Err(CliError::Failed(format!(
            "the policy would have {count} characters, and no more than {CHECKED_CHARACTERS_MAX} can be \
             checked: give a lower --resources-max, so that more resources are folded",
        )));
    }
    Ok(dense)
}

/// All that was allowed must stay so.
fn check(replay: &Replay) -> Result<(), CliError> {
    let Some(denied) = replay.changes.iter().find(|change| Change::denies(change)) else {
        return Ok(());
    };
    Err(CliError::Failed(format!(
        "the record changed meanwhile, or the policy is too small: it would deny {} on {}, as of event \
         {}; run this again",
        denied.action,
        output::harmless(&denied.resource),
        denied.example_event_id
    )))
}

/// A policy that may lack something is not written unless that is asked for.
fn check_complete(not_replayable: i64, is_incomplete_taken: bool) -> Result<(), CliError> {
    if not_replayable == 0 || is_incomplete_taken {
        return Ok(());
    }
    Err(CliError::Failed(format!(
        "the policy is not written: {not_replayable} of the recorded permissions cannot be decided \
         again, and what they need may be missing; give --incomplete to write it nevertheless"
    )))
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    std::fs::write(path, format!("{text}\n")).map_err(CliError::file(path))
}

/// How many characters a policy has as IAM counts them.
fn characters(text: &str) -> usize {
    text.chars().filter(|one| !one.is_whitespace()).count()
}

fn answer(found: &Found, policy: &LeastPolicy) -> Json {
    let text = policy.text.as_deref();
    json!({
        "principal": found.principal,
        "policy": text.and_then(|text| serde_json::from_str::<Json>(text).ok()),
        "characters": text.map(characters),
        "foldedActions": policy.folded_actions,
        "uses": found.of_ground("IDENTITY").collect::<Vec<_>>(),
        "allowedByResourcesAlone": found.of_ground("RESOURCE").collect::<Vec<_>>(),
        "allowedNoLonger": found.of_ground("REVOKED").collect::<Vec<_>>(),
        "goesAway": found.unused(),
        "requests": found.totals.requests,
        "notReplayable": found.totals.not_replayable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::replay::{DecidedBy, Totals};

    #[test]
    fn a_policy_that_would_deny_what_was_allowed_is_not_given_out() {
        let change = |effect: &str| Change {
            effect: effect.to_owned(),
            account_id: String::new(),
            principal: String::new(),
            action: "s3:GetObject".to_owned(),
            resource: "*".to_owned(),
            count: 1,
            first_time: bartizan_types::Timestamp::from_seconds(0),
            last_time: bartizan_types::Timestamp::from_seconds(0),
            example_event_id: "e-1".to_owned(),
            decided_by: DecidedBy::default(),
        };
        let replay = |effects: &[&str]| Replay {
            changes: effects.iter().map(|effect| change(effect)).collect(),
            totals: Totals::default(),
        };
        assert!(check(&replay(&[])).is_ok() && check(&replay(&["ALLOWED"])).is_ok());
        let error = check(&replay(&["ALLOWED", "DENIED"])).unwrap_err().to_string();
        assert!(error.contains("it would deny s3:GetObject on *, as of event e-1"), "{error}");
        assert_eq!(characters("{ \"a\":\n1 }"), 7);
    }

    #[test]
    fn a_policy_is_sent_without_indentation_unless_it_is_too_long() {
        assert_eq!(sent("{\n  \"a\": [\n    \"b  c\"\n  ]\n}").unwrap(), r#"{"a": ["b  c"]}"#);
        assert!(sent(&format!("{}x", " ".repeat(CHECKED_CHARACTERS_MAX))).is_ok());
        let model = bartizan_model::service("bartizan").unwrap();
        let (_, shape) = model.shape_named("PolicyText").unwrap();
        let bartizan_model::ShapeKind::Text(text) = &shape.kind else { panic!("a text") };
        assert_eq!(text.max, u64::try_from(CHECKED_CHARACTERS_MAX).ok());
        let error = sent(&"x".repeat(CHECKED_CHARACTERS_MAX + 1)).unwrap_err().to_string();
        assert!(error.contains("--resources-max"), "{error}");
    }

    #[test]
    fn a_policy_that_may_lack_something_is_written_only_where_that_is_taken() {
        for (not_replayable, taken, written) in
            [(0, false, true), (0, true, true), (3, true, true), (3, false, false)]
        {
            assert_eq!(check_complete(not_replayable, taken).is_ok(), written);
        }
        let error = check_complete(3, false).unwrap_err().to_string();
        assert!(error.contains("give --incomplete"), "{error}");
    }
}
