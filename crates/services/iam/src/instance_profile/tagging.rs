//! Tags of instance profiles.

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::{self, InstanceProfile};
use crate::shapes::{
    ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse, TagInstanceProfileRequest,
    UntagInstanceProfileRequest,
};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagInstanceProfileRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let done = call.commit(move |tx| {
        let mut profile: InstanceProfile =
            records::find(tx, account, &request.instance_profile_name)?;
        tags::put(&mut profile.tags, more)?;
        records::save(tx, &profile)
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagInstanceProfileRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    let done = call.commit(move |tx| {
        let mut profile: InstanceProfile =
            records::find(tx, account, &request.instance_profile_name)?;
        tags::remove(&mut profile.tags, &request.tag_keys);
        records::save(tx, &profile)
    });
    Ok(done.await?)
}

/// An instance profile's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListInstanceProfileTagsRequest>,
) -> Result<ListInstanceProfileTagsResponse, IamError> {
    let account = call.account()?;
    let profile: InstanceProfile =
        call.read(|reader| records::find(reader, account, &request.instance_profile_name))?;
    let page = tags::page(&profile.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListInstanceProfileTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
