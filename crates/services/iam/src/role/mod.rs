//! Roles.

mod boundary;
mod deletion;
mod linked;
mod linked_services;
pub(crate) mod rule;
mod tagging;
mod trust;
mod update;

pub(crate) use self::boundary::{delete_boundary, put_boundary};
pub(crate) use deletion::{delete_linked, deletion_status};
pub(crate) use linked::{create_linked, service_role};
pub(crate) use tagging::{list_tags, tag, untag};
pub(crate) use update::{update, update_description, update_trust};

use bartizan_service::{Authorized, Call, Directory, Usage, principal_ids};
use bartizan_store::Reader;
use bartizan_types::{AccountId, IdKind, Timestamp, UniqueId};

use crate::error::IamError;
use crate::records::{self, BY_ROLE, InstanceProfile, Named, Policies, Role};
use crate::shapes::{
    CreateRoleRequest, CreateRoleResponse, DeleteRoleRequest, GetRoleRequest, GetRoleResponse,
    ListRolesRequest, ListRolesResponse, Role as Shown, RoleLastUsed,
};
use crate::{Iam, document, paging, tags};

/// The path of the roles that belong to services.
pub(crate) const LINKED_PATH: &str = "/aws-service-role/";
/// A role's longest session unless the request says, in seconds.
const DEFAULT_SESSION_SECONDS: u32 = 3600;

/// Makes a role.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateRoleRequest>,
) -> Result<CreateRoleResponse, IamError> {
    let request = request.into_inner();
    let path = request.path.unwrap_or_else(|| "/".to_owned());
    if path.starts_with(LINKED_PATH) {
        return Err(IamError::InvalidInput(format!(
            "The path {LINKED_PATH} is reserved for service-linked roles."
        )));
    }
    let role = Role {
        account: call.account()?,
        name: request.role_name,
        id: UniqueId::generate(IdKind::Role, &*call.platform.random),
        path,
        created: call.now,
        trust: trust::stored(&call.directory, &request.assume_role_policy_document)?,
        description: request.description,
        max_session_seconds: session_seconds(request.max_session_duration)?,
        tags: tags::read(request.tags)?,
        boundary: request.permissions_boundary,
        policies: Policies::default(),
        linked_service: None,
    };
    let directory = call.directory.clone();
    let made = call.commit(move |tx| {
        if let Some(arn) = &role.boundary {
            crate::boundary::check(tx, role.account, arn)?;
        }
        records::create(tx, &role)?;
        // As AWS's own answers, which tell neither.
        let shown = Shown { description: None, ..shown_anew(&role, &directory) };
        Ok::<_, IamError>(CreateRoleResponse { role: shown })
    });
    Ok(made.await?)
}

/// A role with all its properties.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetRoleRequest>,
) -> Result<GetRoleResponse, IamError> {
    let account = call.account()?;
    let role = call.read(|reader| {
        let role: Role = records::find(reader, account, &request.role_name)?;
        let last_used = last_used(reader, call, &role)?;
        let shown = shown(&role, &call.directory);
        Ok::<_, IamError>(Shown { role_last_used: Some(last_used), ..shown })
    })?;
    Ok(GetRoleResponse { role })
}

/// When the role was last used; empty where it never was.
pub(crate) fn last_used(
    reader: &Reader<'_>,
    call: &Call,
    role: &Role,
) -> Result<RoleLastUsed, IamError> {
    let last = call.platform.usage.last(reader, role.account, role.id.as_str())?;
    Ok(last.map_or_else(RoleLastUsed::default, |last| RoleLastUsed {
        last_used_date: Some(last.time),
        region: Some(last.region),
    }))
}

/// The account's roles.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListRolesRequest>,
) -> Result<ListRolesResponse, IamError> {
    let account = call.account()?;
    let mut roles = call.read(|reader| records::all::<Role>(reader, account))?;
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    roles.retain(|role| role.path.starts_with(prefix));
    let page = paging::page(roles, request.marker.as_deref(), request.max_items, |role| {
        paging::by_name(&role.name)
    })?;
    let listed = |role: &Role| Shown {
        tags: None,
        permissions_boundary: None,
        ..shown(role, &call.directory)
    };
    Ok(ListRolesResponse {
        roles: page.items.iter().map(listed).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// Removes a role that has no policies and is in no instance profile.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteRoleRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().role_name);
    let done = call.commit(move |tx| {
        let role: Role = records::find(tx, account, &name)?;
        refuse_linked(&role)?;
        if !records::indexed::<InstanceProfile>(tx, BY_ROLE, role.id.as_str())?.is_empty() {
            return Err(IamError::DeleteConflict("remove roles from instance profile"));
        }
        if !role.policies.attached.is_empty() {
            return Err(IamError::DeleteConflict("detach all policies"));
        }
        if !role.policies.inline.is_empty() {
            return Err(IamError::DeleteConflict("delete policies"));
        }
        Usage::forget(tx, account, &role.id)?;
        records::remove(tx, &role)
    });
    Ok(done.await?)
}

/// A role as answers show it.
pub(crate) fn shown(role: &Role, directory: &Directory) -> Shown {
    Shown {
        path: role.path.clone(),
        role_name: role.name.clone(),
        role_id: role.id.to_string(),
        arn: role.arn().to_string(),
        create_date: role.created,
        assume_role_policy_document: Some(document::encoded(&principal_ids::shown(
            &role.trust,
            directory,
        ))),
        description: role.description.clone().filter(|text| !text.is_empty()),
        max_session_duration: i32::try_from(role.max_session_seconds).ok(),
        permissions_boundary: crate::boundary::shown(role.boundary.as_deref()),
        tags: tags::shown_if_any(&role.tags),
        role_last_used: None,
        source_role_template: None,
    }
}

/// A role as the operations answer that make or describe it: AWS leaves out how long its sessions
/// may last.
pub(crate) fn shown_anew(role: &Role, directory: &Directory) -> Shown {
    Shown { max_session_duration: None, ..shown(role, directory) }
}

/// A role without any properties, to be completed.
pub(crate) const fn bare(account: AccountId, id: UniqueId, now: Timestamp) -> Role {
    Role {
        account,
        name: String::new(),
        id,
        path: String::new(),
        created: now,
        trust: String::new(),
        description: None,
        max_session_seconds: DEFAULT_SESSION_SECONDS,
        tags: Vec::new(),
        boundary: None,
        policies: Policies { inline: Vec::new(), attached: Vec::new() },
        linked_service: None,
    }
}

/// Nobody but its service may change a service-linked role.
pub(crate) fn refuse_linked(role: &Role) -> Result<(), IamError> {
    if role.linked_service.is_none() {
        return Ok(());
    }
    Err(IamError::UnmodifiableEntity(format!(
        "Cannot perform the operation on the protected role '{}' - this role is only modifiable \
         by AWS",
        role.name
    )))
}

/// A role's longest session within its bounds. (IAM API Reference, `CreateRole`.)
fn session_seconds(asked: Option<i32>) -> Result<u32, IamError> {
    let Some(asked) = asked else { return Ok(DEFAULT_SESSION_SECONDS) };
    let seconds = u32::try_from(asked).ok().filter(|it| (3600..=43_200).contains(it));
    seconds.ok_or_else(|| {
        let (relation, bound) = if asked < 3600 { ("greater", 3600) } else { ("less", 43_200) };
        IamError::Validation(format!(
            "1 validation error detected: Value '{asked}' at 'maxSessionDuration' failed to \
             satisfy constraint: Member must have value {relation} than or equal to {bound}"
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_last_from_one_hour_to_twelve() {
        for (asked, seconds) in [
            (None, Some(3600)),
            (Some(3600), Some(3600)),
            (Some(43_200), Some(43_200)),
            (Some(3599), None),
            (Some(43_201), None),
            (Some(-1), None),
        ] {
            assert_eq!(session_seconds(asked).ok(), seconds, "{asked:?}");
        }
    }
}
