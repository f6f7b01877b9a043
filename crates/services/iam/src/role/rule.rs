//! Which resources calls about roles concern, where the rules of all entities do not say it.

use bartizan_service::{Access, Ask};
use bartizan_types::{Arn, Fault};

use super::linked_services;
use crate::records::Role;
use crate::rules;

/// A role that the call makes, with its permissions boundary.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::on_new::<Role>(ask, "RoleName")?
        .key_if(rules::BOUNDARY, ask.text("PermissionsBoundary"));
    rules::with_tagging(ask, access, "iam:TagRole")
}

/// The role, and the permissions boundary that it shall have.
pub(crate) fn new_boundary(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, _) = rules::on_role(ask)?;
    Ok(vec![access.key_if(rules::BOUNDARY, ask.text("PermissionsBoundary"))])
}

/// The role, and the tags that the call names.
pub(crate) fn tags(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, _) = rules::on_role(ask)?;
    let access = access.request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The role that a service shall own.
pub(crate) fn linked(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let service = ask.text("AWSServiceName").unwrap_or_default();
    let name = linked_services::find(service)
        .map_or_else(|| "*".to_owned(), |known| known.role_name(ask.text("CustomSuffix")));
    let path = format!("{}{service}/", super::LINKED_PATH);
    let arn = rules::new_arn::<Role>(ask.call.account()?, &path, &name);
    let access = Access::on(ask.action(), &arn).resource_type("AWS::IAM::Role");
    Ok(vec![access.key("iam:AWSServiceName", service)])
}

/// The role that a task deletes.
pub(crate) fn task(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let task = ask.text("DeletionTaskId").unwrap_or_default();
    let path = task.strip_prefix("task/").and_then(|rest| rest.rsplit_once('/'));
    let resource = format!("role/{}", path.map_or("*", |(role, _)| role));
    let arn = Arn::new("iam", "", Some(ask.call.account()?), &resource);
    Ok(vec![Access::on(ask.action(), &arn).resource_type("AWS::IAM::Role")])
}

/// The account's roles under `PathPrefix`.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("PathPrefix").unwrap_or("/");
    Ok(vec![Access::on(ask.action(), &rules::new_arn::<Role>(ask.call.account()?, path, ""))])
}
