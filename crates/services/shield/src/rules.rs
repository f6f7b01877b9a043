//! Which accesses a call needs. (Service Authorization Reference, "Actions, resources, and condition
//! keys for AWS Shield".)

use bartizan_service::{Access, Ask};
use bartizan_types::{Fault, Tag};

use crate::protection;
use crate::records::arn;
use crate::tags::Tagged;

/// The action that gives tags.
const TAG: &str = "shield:TagResource";

/// The action on the protection that is named.
pub(crate) fn protection(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = ask.text("ProtectionId").unwrap_or_default();
    Ok(vec![on(ask, &Tagged::Protection(id.to_owned()))?])
}

/// The action on the protection that is named by its id or by its resource.
pub(crate) fn described(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (None, Some(resource)) = (ask.text("ProtectionId"), ask.text("ResourceArn")) else {
        return protection(ask);
    };
    let account = ask.call.account()?;
    let found = ask
        .call
        .read(|reader| Ok::<_, Fault>(protection::of_resource(reader, account, resource).ok()))?;
    let id = found.map_or_else(|| "*".to_owned(), |record| record.id);
    Ok(vec![on(ask, &Tagged::Protection(id))?])
}

/// The action on the protection group that is named.
pub(crate) fn group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = ask.text("ProtectionGroupId").unwrap_or_default();
    Ok(vec![on(ask, &Tagged::Group(id.to_owned()))?])
}

/// The action on the attack that is named.
pub(crate) fn attack(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let id = ask.text("AttackId").unwrap_or_default();
    Ok(vec![Access::on(ask.action(), &arn(ask.call.account()?, "attack", id))])
}

/// A new protection, and its tags.
pub(crate) fn new_protection(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    new(ask, "protection", "*")
}

/// A new protection group, and its tags.
pub(crate) fn new_group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    new(ask, "protection-group", ask.text("ProtectionGroupId").unwrap_or_default())
}

/// The action on what has tags, and the tags of the request.
pub(crate) fn tagged(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let tagged = Tagged::of(ask.text("ResourceARN").unwrap_or_default(), ask.call.account()?)?;
    let (access, keys) = (on(ask, &tagged)?, ask.tag_keys("TagKeys"));
    let access = if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) };
    Ok(vec![access.request_tags(ask.tags("Tags"))])
}

/// AWS defines no resource for these: policies name `*`.
fn new(ask: &Ask<'_>, kind: &str, id: &str) -> Result<Vec<Access>, Fault> {
    let (account, tags) = (ask.call.account()?, ask.tags("Tags"));
    let mut accesses = vec![Access::on_any(ask.action()).request_tags(tags.clone())];
    if !tags.is_empty() {
        accesses.push(Access::on(TAG, &arn(account, kind, id)).request_tags(tags));
    }
    Ok(accesses)
}

/// The action on a thing, with its tags where it is there.
fn on(ask: &Ask<'_>, what: &Tagged) -> Result<Access, Fault> {
    let account = ask.call.account()?;
    let (kind, id, recorded) = match what {
        Tagged::Protection(id) => ("protection", id, "AWS::Shield::Protection"),
        Tagged::Group(id) => ("protection-group", id, "AWS::Shield::ProtectionGroup"),
    };
    let tags: Vec<Tag> =
        ask.call.read(|reader| Ok::<_, Fault>(what.tags(reader, account).unwrap_or_default()))?;
    let access = Access::on(ask.action(), &arn(account, kind, id)).resource_type(recorded);
    Ok(access.resource_tags(None, &tags))
}
