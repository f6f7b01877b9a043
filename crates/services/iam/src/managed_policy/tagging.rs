//! Tags of managed policies.

use bartizan_service::{Authorized, Call};

use super::{own, refuse_library};
use crate::error::IamError;
use crate::shapes::{
    ListPolicyTagsRequest, ListPolicyTagsResponse, TagPolicyRequest, UntagPolicyRequest,
};
use crate::{Iam, records, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagPolicyRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    refuse_library(call, &request.policy_arn)?;
    let more = tags::read(Some(request.tags))?;
    let done = call.commit(move |tx| {
        let mut policy = own(tx, account, &request.policy_arn)?;
        tags::put(&mut policy.tags, more)?;
        records::save(tx, &policy)
    });
    Ok(done.await?)
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagPolicyRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let request = request.into_inner();
    refuse_library(call, &request.policy_arn)?;
    let done = call.commit(move |tx| {
        let mut policy = own(tx, account, &request.policy_arn)?;
        tags::remove(&mut policy.tags, &request.tag_keys);
        records::save(tx, &policy)
    });
    Ok(done.await?)
}

/// A policy's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListPolicyTagsRequest>,
) -> Result<ListPolicyTagsResponse, IamError> {
    let account = call.account()?;
    let policy = call.read(|reader| own(reader, account, &request.policy_arn))?;
    let page = tags::page(&policy.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListPolicyTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
