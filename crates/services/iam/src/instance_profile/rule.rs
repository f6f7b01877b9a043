//! Which resources calls about instance profiles concern.

use bartizan_service::{Access, Ask};
use bartizan_types::Fault;

use crate::records::{InstanceProfile, Named, Role, key};
use crate::rules;

/// An instance profile that the call makes.
pub(crate) fn new(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = rules::on_new::<InstanceProfile>(ask, "InstanceProfileName")?;
    rules::with_tagging(ask, access, "iam:TagInstanceProfile")
}

/// The instance profile, with the tags it has and those the call names.
pub(crate) fn existing(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let access = on_profile(ask)?.request_tags(ask.tags("Tags"));
    let keys = ask.tag_keys("TagKeys");
    Ok(vec![if keys.is_empty() { access } else { access.key_list("aws:TagKeys", keys) }])
}

/// The instance profile, and the role that is passed to EC2 by it.
pub(crate) fn with_role(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let name = ask.text("RoleName").unwrap_or_default();
    let account = ask.call.account()?;
    let role = ask.call.read(|reader| reader.get::<Role>(&key(account, name)))?;
    let arn = role.as_ref().map_or_else(|| rules::new_arn::<Role>(account, "/", name), Named::arn);
    let tags = role.as_ref().map_or(&[][..], |role| &role.tags);
    let pass = Access::on("iam:PassRole", &arn)
        .resource_tags(Some("iam"), tags)
        .key("iam:PassedToService", "ec2.amazonaws.com");
    Ok(vec![on_profile(ask)?, pass])
}

fn on_profile(ask: &Ask<'_>) -> Result<Access, Fault> {
    let name = ask.text("InstanceProfileName").unwrap_or_default();
    let (access, profile) = rules::on::<InstanceProfile>(ask, name)?;
    let tags = profile.as_ref().map_or(&[][..], |profile| &profile.tags);
    Ok(access.resource_tags(Some("iam"), tags))
}

/// The account's instance profiles under `PathPrefix`.
pub(crate) fn listed(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let path = ask.text("PathPrefix").unwrap_or("/");
    let arn = rules::new_arn::<InstanceProfile>(ask.call.account()?, path, "");
    Ok(vec![Access::on(ask.action(), &arn)])
}
