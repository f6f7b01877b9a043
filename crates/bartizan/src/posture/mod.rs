//! `bartizan posture`: how an account is configured, beside the recommendations of a benchmark.

mod api;
mod collect;
mod identity;
mod regional;
mod report;
mod storage;

use std::collections::BTreeSet;
use std::process::ExitCode;

use bartizan_posture::{Check, Outcome, Topic, Unassessed, Verdict, checks};
use bartizan_types::{Clock, SystemClock};
use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};

use self::api::Api;
use crate::checks::chosen;
use crate::client;
use crate::credentials::Credentials;
use crate::error::CliError;
use crate::output;

/// The example that the help ends with.
pub(crate) const HELP: &str = "The account is asked by AWS's APIs, with the credentials that the AWS CLI would find; \
    --print-policy prints what they have to allow.\nExits with 1 where a check is failed, 3 where the account could \
    not be asked.\n\nExample:\n  AWS_PROFILE=audit bartizan posture --level 2 --format sarif";

/// What `posture` can be told.
#[derive(Debug, Args)]
pub(crate) struct PostureOptions {
    /// The level of the benchmark's profile; 2 includes 1.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    level: u8,
    /// Only the recommendation of this number, of either level, as 2.14; may be given again.
    #[arg(long = "check", value_name = "NUMBER")]
    checks: Vec<String>,
    /// Only this region; may be given again [default: all that the account has enabled].
    #[arg(long = "region", value_name = "REGION")]
    regions: Vec<String>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: PostureFormat,
    /// What makes the exit code 1.
    #[arg(long, value_enum, default_value_t)]
    fail_on: FailOn,
    /// Print the least policy that the checks need, and ask nothing.
    #[arg(long)]
    print_policy: bool,
    /// Where Bartizan listens [default: <http://127.0.0.1:4566>].
    #[arg(long, env = "AWS_ENDPOINT_URL")]
    endpoint_url: Option<String>,
}

/// The form of what is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum PostureFormat {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
    /// For code scanning (SARIF 2.1.0).
    Sarif,
    /// For spreadsheets.
    Csv,
}

/// What counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum FailOn {
    /// A check that is failed.
    #[default]
    Failed,
    /// That, and one that was denied or not answered.
    Unread,
    /// Nothing.
    Never,
}

impl FailOn {
    fn counts(self, verdict: &Verdict) -> bool {
        let is_unread = || {
            let mut unassessed = verdict.evidence.iter().filter_map(|one| one.is_right.err());
            unassessed.any(|why| matches!(why, Unassessed::Denied | Unassessed::NotAnswered))
        };
        match self {
            Self::Failed => verdict.outcome == Outcome::Failed,
            Self::Unread => verdict.outcome == Outcome::Failed || is_unread(),
            Self::Never => false,
        }
    }
}

/// A check with what it says.
type Told = (&'static Check, Verdict);

/// What was looked at.
struct About {
    account: String,
    regions: Vec<String>,
    at: String,
}

/// Asks the account, runs the checks, and prints what they say.
///
/// # Errors
/// There is no such check, or the account cannot be asked.
pub(crate) fn run(options: &PostureOptions) -> Result<ExitCode, CliError> {
    let wanted = chosen(checks(), options.level, &options.checks)?;
    let topics: BTreeSet<Topic> = wanted.iter().flat_map(|check| check.needs).copied().collect();
    if options.print_policy {
        output::line(&format!("{:#}", policy(&topics)));
        return Ok(ExitCode::SUCCESS);
    }
    let endpoint = options.endpoint_url.as_deref().unwrap_or(client::DEFAULT_ENDPOINT);
    let api = Api::new(endpoint, Credentials::find()?);
    let account = api.account()?;
    let now = SystemClock::default().now();
    let (facts, regions) = collect::collect(&api, &account, now, &topics, &options.regions);
    let told: Vec<Told> = wanted.into_iter().map(|check| (check, check.run(&facts))).collect();
    let about = About { account, regions, at: now.iso8601() };
    match options.format {
        PostureFormat::Table => output::print(&report::text(&told, &about)),
        PostureFormat::Json => output::line(&format!("{:#}", report::json(&told, &about))),
        PostureFormat::Sarif => output::line(&format!("{:#}", report::sarif(&told, &about))),
        PostureFormat::Csv => output::print(&report::csv(&told)),
    }
    let counts = told.iter().any(|(_, verdict)| options.fail_on.counts(verdict));
    Ok(ExitCode::from(u8::from(counts)))
}

/// The least policy that allows to ask.
fn policy(topics: &BTreeSet<Topic>) -> Json {
    let mut actions: BTreeSet<&str> =
        topics.iter().flat_map(|topic| topic.actions()).copied().collect();
    if topics.iter().any(|topic| topic.is_regional()) {
        actions.insert("ec2:DescribeRegions");
    }
    json!({
        "Version": "2012-10-17",
        "Statement": [{ "Sid": "Posture", "Effect": "Allow", "Action": actions, "Resource": "*" }],
    })
}
