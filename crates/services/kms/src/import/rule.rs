//! Which condition keys imports set.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;
use bartizan_wire::Value;

use crate::key::EXPIRES;
use crate::rules;

/// The key that parameters are for, and how its material shall be wrapped.
pub(crate) fn parameters(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::key(ask)?.into_iter().map(|access| {
        access
            .key_if("kms:WrappingAlgorithm", ask.text("WrappingAlgorithm"))
            .key_if("kms:WrappingKeySpec", ask.text("WrappingKeySpec"))
    });
    Ok(access.collect())
}

/// The key that material is for, and how long it shall last.
pub(crate) fn imported(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let end = match ask.input.field("ValidTo") {
        Some(Value::Time(end)) => Some(end.iso8601()),
        _ => None,
    };
    let model = ask.text("ExpirationModel").unwrap_or(EXPIRES);
    let access = rules::key(ask)?
        .into_iter()
        .map(|access| access.key("kms:ExpirationModel", model).key_if("kms:ValidTo", end.clone()));
    Ok(access.collect())
}
