//! One form for what checks of a benchmark say, whatever they check: which of them run, how often they say what, and
//! SARIF.

use bartizan_benchmark::{Outcome, Recommendation};
use serde_json::{Map, Value as Json, json};

use crate::error::CliError;

/// The checks of these numbers; without any, those of a level and below it.
///
/// # Errors
/// There is no check of a number.
pub(crate) fn chosen<'c, C: Recommendation>(
    all: &'c [C],
    level: u8,
    ids: &[String],
) -> Result<Vec<&'c C>, CliError> {
    let unknown = |id| CliError::Usage(format!("there is no check `{id}`"));
    bartizan_benchmark::chosen(all, level, ids).map_err(unknown)
}

/// How many checks say what, in the order in which that is told.
pub(crate) struct Counts(Vec<(Outcome, usize)>);

impl Counts {
    /// The counts of some outcomes.
    pub(crate) fn of(told: &[Outcome], said: &[Outcome]) -> Self {
        let count = |outcome: &Outcome| {
            let count = said.iter().filter(|one| *one == outcome).count();
            (*outcome, count)
        };
        Self(told.iter().map(count).collect())
    }

    /// For people.
    pub(crate) fn words(&self) -> String {
        let words = self.0.iter().map(|(outcome, count)| format!("{count} {}", outcome.word()));
        words.collect::<Vec<_>>().join(", ")
    }

    /// For programs.
    pub(crate) fn json(&self) -> Map<String, Json> {
        let member =
            |(outcome, count): &(Outcome, usize)| (outcome.name().to_owned(), json!(count));
        self.0.iter().map(member).collect()
    }
}

/// A check as a rule of SARIF, with what helps where it is failed, if that is the same wherever it is.
pub(crate) fn rule(check: &impl Recommendation, id: &str, help: Option<&str>) -> Json {
    let mut rule = Map::new();
    rule.insert("id".to_owned(), json!(id));
    rule.insert("shortDescription".to_owned(), json!({ "text": check.title() }));
    rule.insert("fullDescription".to_owned(), json!({ "text": check.rationale() }));
    if let Some(help) = help {
        rule.insert("help".to_owned(), json!({ "text": help }));
    }
    let tags = json!(["security", "configuration", format!("level-{}", check.level())]);
    rule.insert("properties".to_owned(), json!({ "tags": tags }));
    Json::Object(rule)
}

/// The kind and the level of a result of SARIF.
pub(crate) fn kind(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Passed => ("pass", "none"),
        Outcome::Failed => ("fail", "warning"),
        Outcome::NotApplicable => ("notApplicable", "none"),
        Outcome::Unknown | Outcome::Error | Outcome::NotAssessed => ("open", "none"),
    }
}
