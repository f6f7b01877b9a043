//! Which resources calls about groups concern, where the rules of all entities do not say it.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::records::{Group, Named};
use crate::rules;

/// A group that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![rules::on_new::<Group>(ask, "GroupName")?])
}

/// The group as it is, and as it shall be named.
pub(crate) fn update(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let present = ask.text("GroupName").unwrap_or_default();
    let (access, group) = rules::on::<Group>(ask, present)?;
    let mut accesses = vec![access];
    let (path, name) = (ask.text("NewPath"), ask.text("NewGroupName"));
    if path.is_some() || name.is_some() {
        let group = group.as_ref();
        let path = path.unwrap_or_else(|| group.map_or("/", |group| group.path()));
        accesses.push(rules::on_target::<Group>(ask, path, name.unwrap_or(present))?);
    }
    Ok(accesses)
}

/// The path whose groups are listed.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("PathPrefix").unwrap_or("/");
    Ok(vec![Access::on(ask.action(), &rules::new_arn::<Group>(ask.call.account()?, path, ""))])
}
