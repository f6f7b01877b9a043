//! Who is in which group.

use bartizan_service::{Authorized, Call};

use super::shown;
use crate::error::IamError;
use crate::records::{self, Group, User};
use crate::shapes::{
    AddUserToGroupRequest, ListGroupsForUserRequest, ListGroupsForUserResponse,
    RemoveUserFromGroupRequest,
};
use crate::{Iam, paging};

/// How many groups a user may be in. (IAM User Guide, "IAM and AWS STS quotas".)
const GROUPS_PER_USER_MAX: usize = 10;

/// Makes a user a member; one who is stays.
pub(crate) async fn add_user(
    _iam: &Iam,
    call: &Call,
    request: Authorized<AddUserToGroupRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &request.user_name)?;
        let group: Group = records::find(tx, account, &request.group_name)?;
        if user.groups.contains(&group.id) {
            return Ok(());
        }
        if user.groups.len() >= GROUPS_PER_USER_MAX {
            return Err(IamError::quota("GroupsPerUser", GROUPS_PER_USER_MAX));
        }
        user.groups.push(group.id);
        records::save(tx, &user)
    });
    Ok(done.await?)
}

/// Ends a membership.
pub(crate) async fn remove_user(
    _iam: &Iam,
    call: &Call,
    request: Authorized<RemoveUserFromGroupRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &request.user_name)?;
        let group: Group = records::find(tx, account, &request.group_name)?;
        let at = user.groups.iter().position(|id| *id == group.id).ok_or_else(|| {
            IamError::NoSuchEntity(format!(
                "The user with name {} is not in the group with name {}.",
                user.name, group.name
            ))
        })?;
        user.groups.remove(at);
        records::save(tx, &user)
    });
    Ok(done.await?)
}

/// The groups of a user.
pub(crate) async fn list_for_user(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListGroupsForUserRequest>,
) -> Result<ListGroupsForUserResponse, IamError> {
    let account = call.account()?;
    let groups = call.read(|reader| {
        let user: User = records::find(reader, account, &request.user_name)?;
        let mut groups = Vec::with_capacity(user.groups.len());
        for id in &user.groups {
            groups.extend(records::find_by_id::<Group>(reader, id)?);
        }
        Ok::<_, IamError>(groups)
    })?;
    let page = paging::page(groups, request.marker.as_deref(), request.max_items, |group| {
        paging::by_name(&group.name)
    })?;
    Ok(ListGroupsForUserResponse {
        groups: page.items.iter().map(shown).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
