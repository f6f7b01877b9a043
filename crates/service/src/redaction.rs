//! What of a call's input and output the activity record shows.

use std::borrow::Cow;

use bartizan_model::{OperationModel, ServiceModel, ShapeId, ShapeKind};
use bartizan_wire::Value;
use serde::{Serialize, Serializer};

use crate::json::json_text;

/// What stands in place of a secret, as `CloudTrail` records it.
const REDACTED: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";
/// Text longer than this many bytes is cut in the record.
const TEXT_BYTES_MAX: usize = 8192;
/// What is larger in whole is left out. (CloudTrail User Guide, "CloudTrail record contents":
/// `requestParameters` and `responseElements` have 100 KB.)
const ELEMENTS_BYTES_MAX: usize = 100 * 1024;
/// User agents and error messages are cut at this length. (There: they have 1 KB.)
const LINE_BYTES_MAX: usize = 1024;

/// The input for `requestParameters`, as JSON: sensitive members are hidden.
pub(crate) fn request(service: &str, operation: &str, input: &Value) -> Vec<u8> {
    shown(service, operation, |model| model.input, input)
}

/// The output for `responseElements`, as JSON: sensitive members are hidden.
pub(crate) fn response(service: &str, operation: &str, output: &Value) -> Vec<u8> {
    shown(service, operation, |model| model.output, output)
}

fn shown(
    service: &str,
    operation: &str,
    side: fn(&OperationModel) -> Option<ShapeId>,
    value: &Value,
) -> Vec<u8> {
    let nothing = || b"null".to_vec();
    let Some(model) = bartizan_model::service(service) else { return nothing() };
    let Some(shape) = model.operation(operation).and_then(side) else { return nothing() };
    let text = json_text(&Elements { value, model, shape: Some(shape) });
    if text == b"{}" || text.len() > ELEMENTS_BYTES_MAX { nothing() } else { text }
}

/// Text of a client that stands on a line of its own, as far as the record shows it.
pub(crate) fn line(text: &str) -> Cow<'_, str> {
    cut(text, LINE_BYTES_MAX)
}

/// A value as `CloudTrail` writes it, without what the model marks as sensitive.
#[derive(Clone, Copy)]
struct Elements<'v> {
    value: &'v Value,
    model: &'v ServiceModel,
    /// `None` inside of what the model does not describe.
    shape: Option<ShapeId>,
}

impl<'v> Elements<'v> {
    fn part(&self, value: &'v Value, shape: Option<ShapeId>) -> Self {
        Self { value, shape, ..*self }
    }
}

impl Serialize for Elements<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let shape = self.shape.map(|shape| self.model.shape(shape));
        if shape.is_some_and(|shape| shape.sensitive) && !self.value.is_null() {
            return out.serialize_str(REDACTED);
        }
        let kind = shape.map(|shape| &shape.kind);
        match self.value {
            Value::Null => out.serialize_unit(),
            Value::Bool(value) => out.serialize_bool(*value),
            Value::Int(value) => out.serialize_i64(*value),
            Value::Float(value) => out.serialize_f64(*value),
            Value::Text(text) => out.serialize_str(&cut(text, TEXT_BYTES_MAX)),
            Value::Blob(bytes) => out.collect_str(&format_args!("<{} bytes>", bytes.len())),
            Value::Time(time) => out.serialize_str(&time.iso8601()),
            Value::List(items) => {
                let shape = match kind {
                    Some(ShapeKind::List(list)) => Some(list.member.shape),
                    _ => None,
                };
                out.collect_seq(items.iter().map(|item| self.part(item, shape)))
            }
            Value::Map(entries) => {
                let shape = match kind {
                    Some(ShapeKind::Map(map)) => Some(map.value.shape),
                    _ => None,
                };
                out.collect_map(
                    entries
                        .iter()
                        .map(|(key, value)| (cut(key, TEXT_BYTES_MAX), self.part(value, shape))),
                )
            }
            Value::Struct(fields) => {
                let shape = |name: &str| match kind {
                    Some(ShapeKind::Structure(structure)) => Some(structure.member(name)?.shape),
                    _ => None,
                };
                let set = fields.iter().filter(|(_, value)| !value.is_null());
                out.collect_map(
                    set.map(|(name, value)| (LowerCamel(name), self.part(value, shape(name)))),
                )
            }
            Value::Document(document) => document.serialize(out),
        }
    }
}

/// `CloudTrail` writes members in lower camel case: `UserName` is `userName`.
struct LowerCamel<'n>(&'n str);

impl Serialize for LowerCamel<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        /// Longer than any member's name.
        const NAME_BYTES: usize = 96;
        let mut buffer = [0; NAME_BYTES];
        let Some(name) = buffer.get_mut(..self.0.len()) else { return out.serialize_str(self.0) };
        name.copy_from_slice(self.0.as_bytes());
        if let Some(first) = name.first_mut() {
            first.make_ascii_lowercase();
        }
        out.serialize_str(std::str::from_utf8(name).unwrap_or(self.0))
    }
}

fn cut(text: &str, bytes_max: usize) -> Cow<'_, str> {
    if text.len() <= bytes_max {
        return Cow::Borrowed(text);
    }
    let kept = text.get(..text.floor_char_boundary(bytes_max)).unwrap_or_default();
    Cow::Owned(format!("{kept}…"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;

    fn parsed(text: &[u8]) -> Json {
        serde_json::from_slice(text).unwrap()
    }

    #[test]
    fn members_are_written_as_cloudtrail_writes_them() {
        let input = Value::Struct(vec![
            ("UserName", Value::of_text("ada")),
            ("Password", Value::of_text("hunter2")),
            ("PasswordResetRequired", Value::Bool(true)),
        ]);
        assert_eq!(
            parsed(&request("iam", "CreateLoginProfile", &input)),
            json!({
                "userName": "ada",
                "password": "HIDDEN_DUE_TO_SECURITY_REASONS",
                "passwordResetRequired": true,
            })
        );
        assert_eq!(response("iam", "DeleteUser", &Value::Null), b"null");
    }

    #[test]
    fn what_a_client_sends_does_not_swell_the_record() {
        let tag = Value::of_text("x".repeat(300));
        let many = Value::Struct(vec![("TagKeys", Value::List(vec![tag; 400]))]);
        assert_eq!(request("iam", "UntagUser", &many), b"null");
        let agent = "é".repeat(1000);
        let long = line(&agent);
        assert_eq!((long.len(), long.ends_with('…')), (1027, true));
        assert_eq!(line("aws-cli/2"), "aws-cli/2");
    }
}
