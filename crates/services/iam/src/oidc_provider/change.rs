//! The client ids and thumbprints of a provider.

use bartizan_service::{Authorized, Call};

use super::{add_client, thumbprints};
use crate::Iam;
use crate::error::IamError;
use crate::provider::change;
use crate::records::OidcProvider;
use crate::shapes::{
    AddClientIDToOpenIDConnectProviderRequest, RemoveClientIDFromOpenIDConnectProviderRequest,
    UpdateOpenIDConnectProviderThumbprintRequest,
};

/// Adds a client id.
pub(crate) async fn add_client_id(
    _iam: &Iam,
    call: &Call,
    request: Authorized<AddClientIDToOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let arn = request.open_id_connect_provider_arn;
    change(call, arn, |provider: &mut OidcProvider| {
        add_client(&mut provider.client_ids, request.client_id)
    })
    .await
}

/// Takes a client id away; one that is not there is gone already. (IAM API Reference,
/// `RemoveClientIDFromOpenIDConnectProvider`.)
pub(crate) async fn remove_client_id(
    _iam: &Iam,
    call: &Call,
    request: Authorized<RemoveClientIDFromOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let arn = request.open_id_connect_provider_arn;
    change(call, arn, move |provider: &mut OidcProvider| {
        provider.client_ids.retain(|id| *id != request.client_id);
        Ok(())
    })
    .await
}

/// Puts other thumbprints in place of all.
pub(crate) async fn update_thumbprints(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateOpenIDConnectProviderThumbprintRequest>,
) -> Result<(), IamError> {
    let request = request.into_inner();
    let list = thumbprints(request.thumbprint_list)?;
    change(call, request.open_id_connect_provider_arn, |provider: &mut OidcProvider| {
        provider.thumbprints = list;
        Ok(())
    })
    .await
}
