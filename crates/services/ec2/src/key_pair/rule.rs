//! What changes of key pairs must be allowed. Their ARNs have their names. (Service Authorization
//! Reference, "Actions, resources, and condition keys for Amazon EC2".)

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::kind::Kind;
use crate::rules;
use crate::scope::Scope;

/// The action on a new key pair.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let all = imported(ask)?.into_iter();
    let kind = ask.text("KeyType").unwrap_or(super::DEFAULT_TYPE);
    Ok(all.map(|access| access.key("ec2:KeyPairType", kind)).collect())
}

/// The action on a key pair that is imported.
pub(crate) fn imported(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    rules::new_named(ask, Kind::KeyPair, ask.text("KeyName").unwrap_or("*"))
}

/// The action on the key pair that is named, by its name or by its id.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = match (ask.text("KeyPairId"), ask.text("KeyName")) {
        (Some(id), _) => id.to_owned(),
        (None, Some(name)) => return Ok(vec![of_name(ask, name)?]),
        (None, None) => "*".to_owned(),
    };
    Ok(vec![rules::existing(ask, Kind::KeyPair, &id)?])
}

/// The action on the key pair of this name.
pub(crate) fn of_name(ask: &Ask<'_>, name: &str) -> Result<Access, Fault> {
    let scope = Scope::of(ask.call)?;
    let found = ask.call.read(|reader| super::of_name(reader, &scope, name))?;
    match found {
        Some(pair) => rules::existing(ask, Kind::KeyPair, &pair.id),
        None => rules::absent(ask, Kind::KeyPair, name),
    }
}
