//! Values as services store them.

use bartizan_model::ServiceModel;
use bartizan_types::Fault;

use crate::json;
use crate::value::Value;

/// JSON with the model's names, as [`Value::to_json`] writes it, as a value of the shape of this
/// name.
///
/// # Errors
/// The JSON is not of the shape, or the model has none of this name.
pub fn of_json(
    service: &ServiceModel,
    shape: &str,
    json: &serde_json::Value,
) -> Result<Value, Fault> {
    let unknown = || Fault::new("InternalFailure", format!("the model has no shape {shape}"), 500);
    let (id, _) = service.shape_named(shape).ok_or_else(unknown)?;
    json::decode(service, id, json.to_string().as_bytes()).map_err(|fault| fault.fault(service))
}
