//! Tags of SAML providers.

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::SamlProvider;
use crate::shapes::{
    ListSAMLProviderTagsRequest, ListSAMLProviderTagsResponse, TagSAMLProviderRequest,
    UntagSAMLProviderRequest,
};
use crate::{Iam, provider};

/// Adds tags.
pub(crate) async fn tag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<TagSAMLProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    provider::tag::<SamlProvider>(call, request.saml_provider_arn, request.tags).await
}

/// Takes tags away.
pub(crate) async fn untag(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UntagSAMLProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    provider::untag::<SamlProvider>(call, request.saml_provider_arn, request.tag_keys).await
}

/// A provider's tags.
pub(crate) async fn list_tags(
    _iam: &Iam,
    call: &Call,
    request: Authorized<ListSAMLProviderTagsRequest>,
) -> Result<ListSAMLProviderTagsResponse, IamError> {
    let (arn, marker) = (&request.saml_provider_arn, request.marker.as_deref());
    let page = provider::tags::<SamlProvider>(call, arn, marker, request.max_items)?;
    Ok(ListSAMLProviderTagsResponse {
        tags: page.items,
        is_truncated: page.is_truncated,
        marker: page.marker,
    })
}
