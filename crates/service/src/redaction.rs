//! What of a call's input and output the activity record shows.

use bartizan_model::{OperationModel, ShapeId};
use bartizan_wire::Value;
use serde_json::{Map, Value as Json};

/// Text longer than this many bytes is cut in the record.
const TEXT_BYTES_MAX: usize = 8192;
/// What is larger in whole is left out. (CloudTrail User Guide, "CloudTrail record contents":
/// `requestParameters` and `responseElements` have 100 KB.)
const ELEMENTS_BYTES_MAX: usize = 100 * 1024;
/// User agents and error messages are cut at this length. (There: they have 1 KB.)
const LINE_BYTES_MAX: usize = 1024;

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
    let rendered = match render(visible) {
        Json::Object(members) if members.is_empty() => Json::Null,
        rendered => rendered,
    };
    if rendered.to_string().len() > ELEMENTS_BYTES_MAX { Json::Null } else { rendered }
}

/// Text of a client that stands on a line of its own, as far as the record shows it.
pub(crate) fn line(text: &str) -> String {
    cut(text, LINE_BYTES_MAX)
}

fn render(value: Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(value),
        Value::Int(value) => Json::from(value),
        Value::Float(value) => Json::from(value),
        Value::Text(text) => Json::String(cut(&text, TEXT_BYTES_MAX)),
        Value::Blob(bytes) => Json::String(format!("<{} bytes>", bytes.len())),
        Value::Time(time) => Json::String(time.iso8601()),
        Value::List(items) => Json::Array(items.into_iter().map(render).collect()),
        Value::Map(entries) => Json::Object(
            entries
                .into_iter()
                .map(|(key, value)| (cut(&key, TEXT_BYTES_MAX), render(value)))
                .collect(),
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

fn cut(text: &str, bytes_max: usize) -> String {
    if text.len() <= bytes_max {
        return text.to_owned();
    }
    format!("{}…", text.get(..text.floor_char_boundary(bytes_max)).unwrap_or_default())
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

    #[test]
    fn what_a_client_sends_does_not_swell_the_record() {
        let tag = Value::of_text("x".repeat(300));
        let many = Value::Struct(vec![("TagKeys", Value::List(vec![tag; 400]))]);
        assert_eq!(request("iam", "UntagUser", &many), Json::Null);
        let long = line(&"é".repeat(1000));
        assert_eq!((long.len(), long.ends_with('…')), (1027, true));
        assert_eq!(line("aws-cli/2"), "aws-cli/2");
    }
}
