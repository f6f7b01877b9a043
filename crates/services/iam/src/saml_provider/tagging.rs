//! Tags of SAML providers.

use bartizan_service::{Authorized, Call};

use super::find;
use super::update::change;
use crate::error::IamError;
use crate::shapes::{
    ListSAMLProviderTagsRequest, ListSAMLProviderTagsResponse, TagSAMLProviderRequest,
    UntagSAMLProviderRequest,
};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagSAMLProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    change(call, request.saml_provider_arn, |provider| tags::put(&mut provider.tags, more)).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagSAMLProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    change(call, request.saml_provider_arn, move |provider| {
        tags::remove(&mut provider.tags, &request.tag_keys);
        Ok(())
    })
    .await
}

/// A provider's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListSAMLProviderTagsRequest>,
) -> Result<ListSAMLProviderTagsResponse, IamError> {
    let account = call.account()?;
    let provider = call.read(|reader| find(reader, account, &request.saml_provider_arn))?;
    let page = tags::page(&provider.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListSAMLProviderTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
