//! Which resources a call concerns, with the condition keys they set. (Service Authorization
//! Reference, "Actions, resources, and condition keys for AWS Identity and Access Management".)
//!
//! A rule decides on the entity's ARN with its path; for an entity that does not exist, on the name
//! alone, so that only those who may act on it learn that it does not.

use bartizan_service::directory::Entity;
use bartizan_service::{Access, Ask};
use bartizan_types::{AccountId, Arn, Fault, Principal};

use crate::error::IamError;
use crate::records::{Group, Named, Role, User, key};

/// The condition key of the permissions boundary that is set or in force.
pub(crate) const BOUNDARY: &str = "iam:PermissionsBoundary";
/// The condition key of the managed policy that is attached or detached.
const POLICY_ARN: &str = "iam:PolicyARN";

/// The main action on the user named by `UserName`, or on the calling user.
pub(crate) fn user(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on_user(ask)?.0])
}

/// As [`user`], with the user's present permissions boundary.
pub(crate) fn bounded_user(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, user) = on_user(ask)?;
    Ok(vec![access.key_if(BOUNDARY, user.and_then(|user| user.boundary_arn()))])
}

/// As [`bounded_user`], with the managed policy named by `PolicyArn`.
pub(crate) fn user_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, user) = on_user(ask)?;
    let access = access.key_if(BOUNDARY, user.and_then(|user| user.boundary_arn()));
    Ok(vec![access.key_if(POLICY_ARN, ask.text("PolicyArn"))])
}

/// The main action on the group named by `GroupName`.
pub(crate) fn group(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on::<Group>(ask, ask.text("GroupName").unwrap_or_default())?.0])
}

/// As [`group`], with the managed policy named by `PolicyArn`.
pub(crate) fn group_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, _) = on::<Group>(ask, ask.text("GroupName").unwrap_or_default())?;
    Ok(vec![access.key_if(POLICY_ARN, ask.text("PolicyArn"))])
}

/// The main action on the role named by `RoleName`.
pub(crate) fn role(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    Ok(vec![on_role(ask)?.0])
}

/// As [`role`], with the role's present permissions boundary.
pub(crate) fn bounded_role(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, role) = on_role(ask)?;
    Ok(vec![access.key_if(BOUNDARY, role.and_then(|role| role.boundary_arn()))])
}

/// As [`bounded_role`], with the managed policy named by `PolicyArn`.
pub(crate) fn role_policy(ask: &Ask<'_>) -> Result<Vec<Access>, Fault> {
    let (access, role) = on_role(ask)?;
    let access = access.key_if(BOUNDARY, role.and_then(|role| role.boundary_arn()));
    Ok(vec![access.key_if(POLICY_ARN, ask.text("PolicyArn"))])
}

/// The main action on the role named by `RoleName`, and the role.
pub(crate) fn on_role<'a>(ask: &Ask<'a>) -> Result<(Access, Option<&'a Entity>), Fault> {
    let account = ask.call.account()?;
    let name = ask.text("RoleName").unwrap_or_default();
    let role = ask.call.directory.role_by_name(account, name).map(|role| &**role);
    Ok((on_entity::<Role>(ask, account, role, name), role))
}

/// The main action on the user named by `UserName` or on the calling user, and the user.
pub(crate) fn on_user<'a>(ask: &Ask<'a>) -> Result<(Access, Option<&'a Entity>), Fault> {
    let name = match (ask.text("UserName"), &ask.call.caller.principal) {
        (Some(name), _) => name,
        (None, Principal::User { name, .. }) => name,
        (None, Principal::Root { account }) => {
            return Ok((Access::on(ask.action(), &root_arn(*account)), None));
        }
        (
            None,
            Principal::Session(_)
            | Principal::Service { .. }
            | Principal::OriginIdentity { .. }
            | Principal::Anonymous,
        ) => {
            return Err(must_name_user().into());
        }
    };
    let account = ask.call.account()?;
    let user = ask.call.directory.user_by_name(account, name).map(|user| &**user);
    Ok((on_entity::<User>(ask, account, user, name), user))
}

/// The main action on a user or role as the directory has it.
fn on_entity<T: Named>(
    ask: &Ask<'_>,
    account: AccountId,
    entity: Option<&Entity>,
    name: &str,
) -> Access {
    let access = match entity {
        Some(entity) => {
            Access::on(ask.action(), &entity.arn).resource_tags(Some("iam"), &*entity.tags)
        }
        None => Access::on(ask.action(), &new_arn::<T>(account, "/", name)),
    };
    access.resource_type(T::TYPE)
}

/// The root user's ARN.
pub(crate) fn root_arn(account: AccountId) -> Arn {
    Arn::new("iam", "", Some(account), "root")
}

/// What is said to a role's session that leaves out `UserName`.
pub(crate) fn must_name_user() -> IamError {
    IamError::Validation("Must specify userName when calling with non-User credentials".to_owned())
}

/// The main action on the entity of this name, and the entity.
pub(crate) fn on<T: Named>(ask: &Ask<'_>, name: &str) -> Result<(Access, Option<T>), Fault> {
    let account = ask.call.account()?;
    let found = ask.call.read(|reader| reader.get::<T>(&key(account, name)))?;
    let arn = found.as_ref().map_or_else(|| new_arn::<T>(account, "/", name), Named::arn);
    Ok((Access::on(ask.action(), &arn).resource_type(T::TYPE), found))
}

/// The main action on an entity that the call makes: its ARN by `Path` and the name in `member`,
/// and the tags it shall have.
pub(crate) fn on_new<T: Named>(ask: &Ask<'_>, member: &str) -> Result<Access, Fault> {
    let path = ask.text("Path").unwrap_or("/");
    let arn = new_arn::<T>(ask.call.account()?, path, ask.text(member).unwrap_or_default());
    Ok(Access::on(ask.action(), &arn).resource_type(T::TYPE).request_tags(ask.tags("Tags")))
}

/// The ARN of an entity by path and name.
pub(crate) fn new_arn<T: Named>(account: AccountId, path: &str, name: &str) -> Arn {
    Arn::new("iam", "", Some(account), &format!("{}{path}{name}", T::RESOURCE))
}

/// The main action on an entity under the name and path that it shall get.
pub(crate) fn on_target<T: Named>(ask: &Ask<'_>, path: &str, name: &str) -> Result<Access, Fault> {
    let arn = new_arn::<T>(ask.call.account()?, path, name);
    Ok(Access::on(ask.action(), &arn).resource_type(T::TYPE))
}

/// What makes an entity, and the permission to tag it where it gets tags at once. (IAM User Guide,
/// "Tags for AWS Identity and Access Management resources".)
pub(crate) fn with_tagging(
    ask: &Ask<'_>,
    access: Access,
    tagging: &'static str,
) -> Result<Vec<Access>, Fault> {
    if ask.tags("Tags").is_empty() {
        return Ok(vec![access]);
    }
    let arn: Arn = access.resource().parse().map_err(|_| {
        Fault::from(IamError::InvalidInput(format!("ARN {} is not valid.", access.resource())))
    })?;
    let tag = Access::on(tagging, &arn).request_tags(ask.tags("Tags"));
    Ok(vec![access, tag])
}
