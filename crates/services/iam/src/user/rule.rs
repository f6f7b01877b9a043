//! Which resources calls about users concern, where the rules of all entities do not say it.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::records::User;
use crate::rules;

/// A user that the call makes, with its permissions boundary and, where it gets any, its tags.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::on_new::<User>(ask, "UserName")?
        .key_if(rules::BOUNDARY, ask.text("PermissionsBoundary"));
    rules::with_tagging(ask, access, "iam:TagUser")
}

/// The user as it is, and as it shall be named.
pub(crate) fn update(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, user) = rules::on_user(ask)?;
    let mut accesses = vec![access];
    let (path, name) = (ask.text("NewPath"), ask.text("NewUserName"));
    if path.is_some() || name.is_some() {
        let path = path.unwrap_or_else(|| user.map_or("/", |user| user.path()));
        let name = name.or(ask.text("UserName")).unwrap_or_default();
        accesses.push(rules::on_target::<User>(ask, path, name)?);
    }
    Ok(accesses)
}

/// The user, and the permissions boundary that it shall have.
pub(crate) fn new_boundary(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, _) = rules::on_user(ask)?;
    Ok(vec![access.key_if(rules::BOUNDARY, ask.text("PermissionsBoundary"))])
}

/// The user, and the tags that the call names.
pub(crate) fn tags(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, _) = rules::on_user(ask)?;
    let access = access.request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The path whose users are listed.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("PathPrefix").unwrap_or("/");
    Ok(vec![Access::on(ask.action(), &rules::new_arn::<User>(ask.call.account()?, path, ""))])
}
