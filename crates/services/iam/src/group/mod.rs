//! Groups.

mod change;
mod membership;
pub(crate) mod rule;

pub(crate) use change::{create, delete, update};
pub(crate) use membership::{add_user, list_for_user, remove_user};

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::{self, BY_GROUP, Group, Named, User};
use crate::shapes::{
    GetGroupRequest, GetGroupResponse, Group as Shown, ListGroupsRequest, ListGroupsResponse,
};
use crate::{Iam, paging, user};

/// A group with its members.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetGroupRequest>,
) -> Result<GetGroupResponse, IamError> {
    let account = call.account()?;
    let (group, members) = call.read(|reader| {
        let group: Group = records::find(reader, account, &request.group_name)?;
        let members = records::indexed::<User>(reader, BY_GROUP, group.id.as_str())?;
        Ok::<_, IamError>((group, members))
    })?;
    let page = paging::page(members, request.marker.as_deref(), request.max_items, |user| {
        paging::by_name(&user.name)
    })?;
    Ok(GetGroupResponse {
        group: shown(&group),
        users: page.items.iter().map(user::listed).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// The account's groups.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListGroupsRequest>,
) -> Result<ListGroupsResponse, IamError> {
    let account = call.account()?;
    let mut groups = call.read(|reader| records::all::<Group>(reader, account))?;
    let prefix = request.path_prefix.as_deref().unwrap_or("/");
    groups.retain(|group| group.path.starts_with(prefix));
    let page = paging::page(groups, request.marker.as_deref(), request.max_items, |group| {
        paging::by_name(&group.name)
    })?;
    Ok(ListGroupsResponse {
        groups: page.items.iter().map(shown).collect(),
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}

/// A group as answers show it.
pub(crate) fn shown(group: &Group) -> Shown {
    Shown {
        path: group.path.clone(),
        group_name: group.name.clone(),
        group_id: group.id.to_string(),
        arn: group.arn().to_string(),
        create_date: group.created,
    }
}
