//! What calls ask to be allowed. (Service Authorization Reference, "AWS Lambda".)

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};
use bartizan_wire::Value;

use crate::role::PRINCIPAL;
use crate::{layer, names};

/// The type of functions in the activity record.
const FUNCTION_TYPE: &str = "AWS::Lambda::Function";

/// The operation on the function, the version or the alias that is named.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("FunctionName").unwrap_or_default();
    let named = names::read(ask.call, name, ask.text("Qualifier"))?;
    Ok(vec![on(ask, ask.action(), &named.arn, named.qualifier.as_deref())])
}

/// The operation on the function that is named.
pub(crate) fn function(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = names::read(ask.call, ask.text("FunctionName").unwrap_or_default(), None)?;
    Ok(vec![on(ask, ask.action(), &named.arn, None)])
}

/// The same, and who is to be permitted something.
pub(crate) fn permitted(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let accesses = named(ask)?.into_iter();
    let principal = ask.text("Principal");
    Ok(accesses.map(|access| access.key_if("lambda:Principal", principal)).collect())
}

/// A function that is to be made, with its role and its tags.
pub(crate) fn created(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = names::read(ask.call, ask.text("FunctionName").unwrap_or_default(), None)?;
    let tags = tags(ask);
    let access = |action| {
        Access::on(action, &named.arn)
            .resource_type(FUNCTION_TYPE)
            .request_tags(tags.iter().copied())
    };
    let mut accesses = vec![access(ask.action())];
    if !tags.is_empty() {
        accesses.push(access("lambda:TagResource"));
    }
    accesses.extend(passed(ask, &named.arn));
    with_layers(ask, accesses)
}

/// A function whose configuration is to be changed, with the role that it is given.
pub(crate) fn configured(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = names::read(ask.call, ask.text("FunctionName").unwrap_or_default(), None)?;
    let mut accesses = vec![on(ask, ask.action(), &named.arn, None)];
    accesses.extend(passed(ask, &named.arn));
    with_layers(ask, accesses)
}

/// The operation on the function whose ARN is named as a resource, with the tags that it is given or loses.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let named = names::read(ask.call, ask.text("Resource").unwrap_or_default(), None)?;
    let keys = ask.tag_keys("TagKeys");
    let access = on(ask, ask.action(), &named.arn, None).request_tags(tags(ask));
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The same, and that the caller may have the layers.
fn with_layers(ask: &Ask<'_>, mut accesses: Vec<Access>) -> Result<Vec<Access>, Fault> {
    let (layers, names) = layer::rules::used(ask)?;
    if let Some(first) = accesses.first_mut()
        && !names.is_empty()
    {
        *first = first.clone().key_list("lambda:Layer", names);
    }
    accesses.extend(layers);
    Ok(accesses)
}

/// That the caller may hand the role to Lambda.
fn passed(ask: &Ask<'_>, function: &Arn) -> Option<Access> {
    let role: Arn = ask.text("Role")?.parse().ok()?;
    let access = Access::pass_role(&ask.call.directory, &role, PRINCIPAL);
    Some(access.key("iam:AssociatedResourceArn", function.as_str()))
}

fn on(ask: &Ask<'_>, action: &'static str, arn: &Arn, qualifier: Option<&str>) -> Access {
    let directory = &ask.call.directory;
    let whole = match qualifier {
        Some(qualifier) => names::qualified(arn, qualifier),
        None => arn.clone(),
    };
    let access = Access::on(action, &whole).resource_type(FUNCTION_TYPE);
    let access = match directory.resource(arn.as_str()) {
        Some(held) => access.resource_tags(None, &*held.tags),
        None => access,
    };
    match directory.resource(whole.as_str()) {
        Some(held) => access.resource_policy(held.policy.clone()),
        None => access,
    }
}

fn tags<'a>(ask: &Ask<'a>) -> Vec<(&'a str, &'a str)> {
    let entries = ask.input.field("Tags").map(Value::entries).unwrap_or_default();
    entries.iter().map(|(key, value)| (key.as_str(), value.text().unwrap_or_default())).collect()
}
