//! Values of events: where they are, and what they are to SQLite.

use rusqlite::types::Value;
use serde_json::Value as Json;

use crate::kind::Kind;
use crate::time::Moment;

/// A step from a value to one inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    Member(String),
    /// Counted from 0.
    Item(usize),
}

/// Where a value is in an event. Without a step it is the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Path {
    pub(crate) steps: Vec<Step>,
    pub(crate) kind: Kind,
}

impl Path {
    /// Whether this value has the other inside it, or is it.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        other.steps.starts_with(&self.steps)
    }

    /// The value in this event. `text` is the event as it is kept.
    pub(crate) fn value(&self, event: &Json, text: &str) -> Value {
        if self.steps.is_empty() {
            return Value::Text(text.to_owned());
        }
        let found = self.steps.iter().try_fold(event, |value, step| match step {
            Step::Member(name) => value.get(name),
            Step::Item(number) => value.get(number),
        });
        found.map_or(Value::Null, |found| value(found, self.kind))
    }
}

/// A value of JSON as one of SQLite.
fn value(json: &Json, kind: Kind) -> Value {
    match (json, kind) {
        (Json::Bool(truth), Kind::Boolean) => Value::Integer(i64::from(*truth)),
        (Json::String(text), Kind::Timestamp) => {
            Moment::read(text).map_or(Value::Null, |moment| Value::Text(moment.text()))
        }
        (Json::Null, _) | (_, Kind::Boolean | Kind::Timestamp) => Value::Null,
        (Json::String(text), _) => Value::Text(text.clone()),
        (other, _) => Value::Text(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_are_found_by_their_steps() {
        let event = json!({
            "eventTime": "2026-11-24T09:00:00Z", "readOnly": true, "resources": [{ "ARN": "a" }],
            "requestParameters": { "n": 5, "o": { "p": [1] }, "no": null },
        });
        let member = |name: &str| Step::Member(name.to_owned());
        let found = |steps: Vec<Step>, kind| Path { steps, kind }.value(&event, "{}");
        let text = |text: &str| Value::Text(text.to_owned());
        let parameter =
            |name: &str| found(vec![member("requestParameters"), member(name)], Kind::Text);
        assert_eq!(
            found(vec![member("eventTime")], Kind::Timestamp),
            text("2026-11-24 09:00:00.000")
        );
        assert_eq!(found(vec![member("readOnly")], Kind::Boolean), Value::Integer(1));
        assert_eq!(parameter("n"), text("5"));
        assert_eq!(parameter("o"), text(r#"{"p":[1]}"#));
        assert_eq!(parameter("no"), Value::Null);
        assert_eq!(parameter("other"), Value::Null);
        let item = vec![member("resources"), Step::Item(0), member("ARN")];
        assert_eq!(found(item, Kind::Text), text("a"));
        assert_eq!(found(Vec::new(), Kind::Text), text("{}"));
    }
}
