//! Rules.

use serde::Deserialize;

use super::{ActionSetting, Immunity, OverrideAction, StatementDefinition};

/// A rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct RuleDefinition {
    /// Its name.
    pub name: String,
    /// Its place in the order.
    pub priority: i64,
    /// When it applies.
    pub statement: StatementDefinition,
    /// What is done then.
    pub action: Option<ActionSetting>,
    /// What is done where the statement uses a group.
    pub override_action: Option<OverrideAction>,
    /// Labels that the request gets then.
    #[serde(default)]
    pub rule_labels: Vec<Label>,
    /// Metrics and samples.
    pub visibility_config: Visibility,
    /// How long a solved captcha holds.
    pub captcha_config: Option<Immunity>,
    /// How long a solved challenge holds.
    pub challenge_config: Option<Immunity>,
}

/// A label.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Label {
    /// Namespaces and a name.
    pub name: String,
}

/// Metrics and samples of a rule.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Visibility {
    /// Whether requests that match are kept as samples.
    pub sampled_requests_enabled: bool,
    /// Whether there are metrics.
    pub cloud_watch_metrics_enabled: bool,
    /// The name of the metric, which samples are asked for by.
    pub metric_name: String,
}
