//! Making, renaming and removing groups.

use bartizan_service::{Authorized, Call};
use bartizan_types::{IdKind, UniqueId};

use super::shown;
use crate::Iam;
use crate::error::IamError;
use crate::records::{self, BY_GROUP, Group, Policies, User};
use crate::shapes::{
    CreateGroupRequest, CreateGroupResponse, DeleteGroupRequest, UpdateGroupRequest,
};

/// Makes a group.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateGroupRequest>,
) -> Result<CreateGroupResponse, IamError> {
    let request = request.into_inner();
    let group = Group {
        account: call.account()?,
        name: request.group_name,
        id: UniqueId::generate(IdKind::Group, &*call.platform.random),
        path: request.path.unwrap_or_else(|| "/".to_owned()),
        created: call.now,
        policies: Policies::default(),
    };
    let made = call.commit(move |tx| {
        records::create(tx, &group)?;
        Ok::<_, IamError>(CreateGroupResponse { group: shown(&group) })
    });
    Ok(made.await?)
}

/// Renames or moves a group; it keeps its unique id, policies and members.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateGroupRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut group: Group = records::find(tx, account, &request.group_name)?;
        if let Some(path) = request.new_path {
            group.path = path;
        }
        if let Some(name) = request.new_group_name {
            group.name = name;
        }
        records::rename(tx, &request.group_name, &group)
    });
    Ok(done.await?)
}

/// Removes a group without members and policies.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteGroupRequest>,
) -> Result<(), IamError> {
    let (account, name) = (call.account()?, request.into_inner().group_name);
    let done = call.commit(move |tx| {
        let group: Group = records::find(tx, account, &name)?;
        let has_members = !records::indexed::<User>(tx, BY_GROUP, group.id.as_str())?.is_empty();
        let conflicts = [
            (has_members, "remove users from group"),
            (!group.policies.attached.is_empty(), "detach all policies"),
            (!group.policies.inline.is_empty(), "delete policies"),
        ];
        if let Some((_, what)) = conflicts.into_iter().find(|(is_there, _)| *is_there) {
            return Err(IamError::DeleteConflict(what));
        }
        records::remove(tx, &group)
    });
    Ok(done.await?)
}
