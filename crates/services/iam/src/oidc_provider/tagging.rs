//! Tags of OpenID Connect providers.

use bartizan_service::{Authorized, Call};

use super::change::change;
use super::find;
use crate::error::IamError;
use crate::shapes::{
    ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse,
    TagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderRequest,
};
use crate::{Iam, tags};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let more = tags::read(Some(request.tags))?;
    let arn = request.open_id_connect_provider_arn;
    change(call, arn, |provider| tags::put(&mut provider.tags, more)).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    change(call, request.open_id_connect_provider_arn, move |provider| {
        tags::remove(&mut provider.tags, &request.tag_keys);
        Ok(())
    })
    .await
}

/// A provider's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListOpenIDConnectProviderTagsRequest>,
) -> Result<ListOpenIDConnectProviderTagsResponse, IamError> {
    let account = call.account()?;
    let provider =
        call.read(|reader| find(reader, account, &request.open_id_connect_provider_arn))?;
    let page = tags::page(&provider.tags, request.marker.as_deref(), request.max_items)?;
    Ok(ListOpenIDConnectProviderTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
