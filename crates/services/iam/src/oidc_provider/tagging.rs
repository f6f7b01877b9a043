//! Tags of OpenID Connect providers.

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::OidcProvider;
use crate::shapes::{
    ListOpenIDConnectProviderTagsRequest, ListOpenIDConnectProviderTagsResponse,
    TagOpenIDConnectProviderRequest, UntagOpenIDConnectProviderRequest,
};
use crate::{Iam, provider};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    provider::tag::<OidcProvider>(call, request.open_id_connect_provider_arn, request.tags).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let arn = request.open_id_connect_provider_arn;
    provider::untag::<OidcProvider>(call, arn, request.tag_keys).await
}

/// A provider's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListOpenIDConnectProviderTagsRequest>,
) -> Result<ListOpenIDConnectProviderTagsResponse, IamError> {
    let (arn, marker) = (&request.open_id_connect_provider_arn, request.marker.as_deref());
    let page = provider::tags::<OidcProvider>(call, arn, marker, request.max_items)?;
    Ok(ListOpenIDConnectProviderTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
