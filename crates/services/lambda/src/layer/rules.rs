//! What calls about layers ask to be allowed.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;

use super::name::{arn_of, read_name, version_arn};
use super::number;

/// The type of versions in the activity record.
const LAYER_TYPE: &str = "AWS::Lambda::LayerVersion";

/// The operation on the layer that is named.
pub(crate) fn layer(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let layer = read_name(ask.call, ask.text("LayerName").unwrap_or_default())?;
    Ok(vec![Access::on(ask.action(), &layer)])
}

/// The operation on the version that is named.
pub(crate) fn version(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let layer = read_name(ask.call, ask.text("LayerName").unwrap_or_default())?;
    let given = match ask.input.field("VersionNumber") {
        Some(Value::Int(given)) => *given,
        _ => 0,
    };
    Ok(vec![on(ask, ask.action(), &version_arn(&layer, number(given)?))])
}

/// The operation on the version whose ARN is named.
pub(crate) fn by_arn(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (layer, number) = arn_of(ask.call, ask.text("Arn").unwrap_or_default())?;
    Ok(vec![on(ask, ask.action(), &version_arn(&layer, number))])
}

/// That the caller may have the layers that a function is to have; and their names.
pub(crate) fn used(ask: &Ask<'_>) -> Result<(Vec<Access>, Vec<String>), Fault> {
    let Some(Value::List(given)) = ask.input.field("Layers") else {
        return Ok((Vec::new(), Vec::new()));
    };
    let (mut accesses, mut names) = (Vec::new(), Vec::new());
    for name in given.iter().filter_map(Value::text) {
        let (layer, number) = arn_of(ask.call, name)?;
        accesses.push(on(ask, "lambda:GetLayerVersion", &version_arn(&layer, number)));
        names.push(name.to_owned());
    }
    Ok((accesses, names))
}

fn on(ask: &Ask<'_>, action: &'static str, arn: &Arn) -> Access {
    let access = Access::on(action, arn).resource_type(LAYER_TYPE);
    match ask.call.directory.resource(arn.as_str()) {
        Some(held) => access.resource_policy(held.policy.clone()),
        None => access,
    }
}
