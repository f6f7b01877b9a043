//! Tags of roles.

use bartizan_service::{Authorized, Call};

use super::refuse_linked;
use crate::error::IamError;
use crate::records::{self, Role};
use crate::shapes::{ListRoleTagsRequest, ListRoleTagsResponse, TagRoleRequest, UntagRoleRequest};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagRoleRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &request.role_name)?;
        refuse_linked(&role)?;
        tags::put(&mut role.tags, more)?;
        records::save(tx, &role)
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagRoleRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut role: Role = records::find(tx, account, &request.role_name)?;
        refuse_linked(&role)?;
        tags::remove(&mut role.tags, &request.tag_keys);
        records::save(tx, &role)
    });
    Ok(done.await?)
}

/// A role's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListRoleTagsRequest>,
) -> Result<ListRoleTagsResponse, IamError> {
    let account = call.account()?;
    let role: Role = call.read(|reader| records::find(reader, account, &request.role_name))?;
    let page = tags::page(&role.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListRoleTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
