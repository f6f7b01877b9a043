//! Tags of users.

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::{self, User};
use crate::shapes::{ListUserTagsRequest, ListUserTagsResponse, TagUserRequest, UntagUserRequest};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagUserRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &request.user_name)?;
        tags::put(&mut user.tags, more)?;
        records::save(tx, &user)
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagUserRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut user: User = records::find(tx, account, &request.user_name)?;
        tags::remove(&mut user.tags, &request.tag_keys);
        records::save(tx, &user)
    });
    Ok(done.await?)
}

/// A user's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListUserTagsRequest>,
) -> Result<ListUserTagsResponse, IamError> {
    let account = call.account()?;
    let user: User = call.read(|reader| records::find(reader, account, &request.user_name))?;
    let page = tags::page(&user.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListUserTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
