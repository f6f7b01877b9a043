//! Which requests a log keeps. (AWS WAF API Reference, `LoggingFilter`.)

use bartizan_inspect::Decision;
use serde_json::Value as Json;

/// Which requests a log keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogFilter {
    filters: Vec<Filter>,
    keeps_others: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Filter {
    keeps: bool,
    needs_all: bool,
    conditions: Vec<Condition>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    Action(String),
    Label(String),
}

impl LogFilter {
    /// What a logging configuration says, with the model's names.
    pub(crate) fn of(configuration: &Json) -> Self {
        let filter = configuration.get("LoggingFilter");
        let text = |json: &Json, name: &str| json.get(name)?.as_str().map(str::to_owned);
        let list = |json: Option<&Json>, name: &str| {
            json.and_then(|json| json.get(name)?.as_array()).cloned().unwrap_or_default()
        };
        let condition = |json: &Json| {
            let inner = |pointer| json.pointer(pointer).and_then(Json::as_str).map(str::to_owned);
            let action = inner("/ActionCondition/Action").map(Condition::Action);
            action.or_else(|| inner("/LabelNameCondition/LabelName").map(Condition::Label))
        };
        let filters = list(filter, "Filters");
        let filters = filters.iter().map(|json| Filter {
            keeps: text(json, "Behavior").as_deref() != Some("DROP"),
            needs_all: text(json, "Requirement").as_deref() == Some("MEETS_ALL"),
            conditions: list(Some(json), "Conditions").iter().filter_map(condition).collect(),
        });
        let default = filter.and_then(|filter| text(filter, "DefaultBehavior"));
        Self { filters: filters.collect(), keeps_others: default.as_deref() != Some("DROP") }
    }

    /// Whether a request is kept.
    pub(crate) fn keeps(&self, decision: &Decision<'_>) -> bool {
        let holds = |condition: &Condition| match condition {
            Condition::Action(action) => {
                decision.action().as_str() == action
                    || decision.matched().iter().any(|held| held.action.as_str() == action)
            }
            Condition::Label(label) => decision.labels().any(|held| held == label),
        };
        let is_met = |filter: &&Filter| {
            let mut conditions = filter.conditions.iter();
            if filter.needs_all { conditions.all(holds) } else { conditions.any(holds) }
        };
        self.filters.iter().find(is_met).map_or(self.keeps_others, |filter| filter.keeps)
    }
}
