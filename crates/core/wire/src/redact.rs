//! Values without their secrets, for logs and records.

use bartizan_model::{ServiceModel, ShapeId, ShapeKind};

use crate::value::Value;

/// What stands in place of a secret, as `CloudTrail` records it.
pub const REDACTED: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Replaces each value that the model marks as sensitive.
pub fn redact(service: &ServiceModel, shape: ShapeId, value: &mut Value) {
    let target = service.shape(shape);
    if target.sensitive && !value.is_null() {
        *value = Value::of_text(REDACTED);
        return;
    }
    match (&target.kind, value) {
        (ShapeKind::Structure(structure), Value::Struct(fields)) => {
            for (name, value) in fields {
                if let Some(member) = structure.member(name) {
                    redact(service, member.shape, value);
                }
            }
        }
        (ShapeKind::List(list), Value::List(items)) => {
            for item in items {
                redact(service, list.member.shape, item);
            }
        }
        (ShapeKind::Map(map), Value::Map(entries)) => {
            for (_, value) in entries {
                redact(service, map.value.shape, value);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_the_rest_stays() {
        let iam = bartizan_model::service("iam").unwrap();
        let operation = iam.operation("CreateLoginProfile").unwrap();
        let mut input =
            Value::Struct(vec![("UserName", "ada".into()), ("Password", "hunter2".into())]);
        redact(iam, operation.input.unwrap(), &mut input);
        assert_eq!(input.field("UserName").and_then(Value::text), Some("ada"));
        assert_eq!(input.field("Password").and_then(Value::text), Some(REDACTED));
    }
}
