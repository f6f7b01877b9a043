//! Which members of an input are wrong, for services whose errors have a place for that.

use bartizan_model::{ServiceModel, Shape, ShapeKind};
use bartizan_types::Fault;
use serde_json::json;

/// The fault with its reason and the fields that are wrong, where the service's error has these.
pub(super) fn told(service: &ServiceModel, fault: Fault, fields: &[(String, String)]) -> Fault {
    const REASON: &str = "FIELD_VALIDATION_FAILED";
    let error = service.error(&fault.code).and_then(Shape::structure);
    let is_reason = |shape: &Shape| match &shape.kind {
        ShapeKind::Text(text) => text.values.contains(&REASON),
        _ => false,
    };
    let reason = error.and_then(|error| error.member("reason"));
    if !reason.is_some_and(|member| is_reason(service.shape(member.shape))) {
        return fault;
    }
    let fault = fault.with("reason", REASON);
    if error.is_none_or(|error| error.member("fields").is_none()) {
        return fault;
    }
    let field = |(name, message): &(String, String)| json!({ "name": name, "message": message });
    let fields: serde_json::Value = fields.iter().map(field).collect();
    fault.with("fields", fields.to_string())
}
