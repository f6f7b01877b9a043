//! What of a call's input and output the activity record shows.

use bartizan_model::{OperationModel, ShapeId};
use bartizan_wire::Value;
use serde_json::{Map, Value as Json};

/// Text longer than this many bytes is cut in the record.
const TEXT_BYTES_MAX: usize = 8192;

/// The input for `requestParameters`: sensitive members are hidden.
pub(crate) fn request(service: &str, operation: &str, input: &Value) -> Json {
    shown(service, operation, |model| model.input, input)
}

/// The output for `responseElements`: sensitive members are hidden.
pub(crate) fn response(service: &str, operation: &str, output: &Value) -> Json {
    shown(service, operation, |model| model.output, output)
}

fn shown(
    service: &str,
    operation: &str,
    side: fn(&OperationModel) -> Option<ShapeId>,
    value: &Value,
) -> Json {
    let Some(model) = bartizan_model::service(service) else { return Json::Null };
    let Some(shape) = model.operation(operation).and_then(side) else { return Json::Null };
    let mut visible = value.clone();
    bartizan_wire::redact(model, shape, &mut visible);
    match render(visible) {
        Json::Object(members) if members.is_empty() => Json::Null,
        rendered => rendered,
    }
}

fn render(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Int(value) => Json::from(value),
        Value::Float(value) => Json::from(value),
        Value::Text(text) => Json::String(cut(text)),
        Value::Blob(bytes) => Json::String(format!("<{} bytes>", bytes.len())),
        Value::Time(time) => Json::String(time.iso8601()),
        Value::List(items) => Json::Array(items.into_iter().map(render).collect()),
        Value::Map(entries) => Json::Object(
            entries.into_iter().map(|(key, value)| (cut(key), render(value))).collect(),
        ),
        Value::Struct(fields) => {
            let set = fields.into_iter().filter(|(_, value)| !value.is_null());
            let members: Map<_, _> =
                set.map(|(name, value)| (lower_camel(name), render(value))).collect();
            Json::Object(members)
        }
        Value::Document(document) => document,
    }
}

/// `CloudTrail` writes members in lower camel case: `UserName` is `userName`.
fn lower_camel(name: &str) -> String {
    let mut characters = name.chars();
    characters
        .next()
        .map(|first| first.to_lowercase().chain(characters).collect())
        .unwrap_or_default()
}

fn cut(text: String) -> String {
    if text.len() <= TEXT_BYTES_MAX {
        return text;
    }
    let end = (0..=TEXT_BYTES_MAX).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    format!("{}…", text.get(..end).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn members_are_written_as_cloudtrail_writes_them() {
        let input = Value::Struct(vec![
            ("UserName", Value::of_text("ada")),
            ("Password", Value::of_text("hunter2")),
            ("PasswordResetRequired", Value::Bool(true)),
        ]);
        assert_eq!(
            request("iam", "CreateLoginProfile", &input),
            json!({
                "userName": "ada",
                "password": "HIDDEN_DUE_TO_SECURITY_REASONS",
                "passwordResetRequired": true,
            })
        );
        assert_eq!(response("iam", "DeleteUser", &Value::Null), Json::Null);
    }
}
