//! Which resources calls about aliases concern: the alias and the key, both. (AWS KMS Developer Guide,
//! "Controlling access to aliases".)

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use crate::error::KmsError;
use crate::naming::{ALIAS, OWN};
use crate::rules;

/// A new alias, and the key that it names.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let key = rules::on_key(ask.call, ask.action(), target(ask)?, OWN)?;
    Ok(vec![on_alias(ask, &alias_arn(ask)?), key])
}

/// An alias, the key that it names now, and the one that it shall name.
pub(crate) fn changed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let mut accesses = named(ask)?;
    accesses.push(rules::on_key(ask.call, ask.action(), target(ask)?, OWN)?);
    Ok(accesses)
}

/// An alias, and the key that it names.
pub(crate) fn named(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let alias = alias_arn(ask)?;
    let keys = ask.call.directory.kms();
    let target = keys.target(alias.as_str());
    ask.call.rest_on(target.unwrap_or_default());
    let key = target.and_then(|arn| keys.key(arn));
    let mut accesses = vec![on_alias(ask, &alias)];
    accesses.extend(key.map(|key| rules::of_key(ask.call, ask.action(), key)));
    Ok(accesses)
}

/// The key that an alias shall name.
fn target<'a>(ask: &Ask<'a>) -> Result<&'a str, KmsError> {
    let target = ask.text("TargetKeyId").unwrap_or_default();
    if target.starts_with(ALIAS) || target.contains(":alias/") {
        let message = "Aliases must refer to keys. Not aliases".to_owned();
        return Err(KmsError::Validation(message));
    }
    Ok(target)
}

fn on_alias(ask: &Ask<'_>, alias: &Arn) -> Access {
    rules::asked(ask.call, Access::on(ask.action(), alias)).resource_type("AWS::KMS::Alias")
}

fn alias_arn(ask: &Ask<'_>) -> Result<Arn, Fault> {
    let name = ask.text("AliasName").unwrap_or_default();
    let name = if name.starts_with(ALIAS) { name.to_owned() } else { format!("{ALIAS}{name}") };
    Ok(Arn::new("kms", ask.call.region.as_str(), Some(ask.call.account()?), &name))
}
