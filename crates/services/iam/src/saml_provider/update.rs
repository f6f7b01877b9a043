//! New metadata for a provider.

use bartizan_service::{Authorized, Call};

use super::{check_mode, metadata, refuse_private_key};
use crate::Iam;
use crate::error::IamError;
use crate::provider::change;
use crate::records::SamlProvider;
use crate::shapes::{UpdateSAMLProviderRequest, UpdateSAMLProviderResponse};

/// Replaces the metadata.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateSAMLProviderRequest>,
) -> Result<UpdateSAMLProviderResponse, IamError> {
    let request = request.into_inner();
    check_keys(&request)?;
    check_mode(request.assertion_encryption_mode.as_deref())?;
    if request.saml_metadata_document.is_none() && request.assertion_encryption_mode.is_none() {
        return Err(IamError::InvalidInput(
            "Unable to update identity provider. No updates are defined for metadata or \
             encryption assertion."
                .to_owned(),
        ));
    }
    let now = call.now;
    let read = request.saml_metadata_document.map(|document| metadata::read(document, now));
    let read = read.transpose()?;
    let arn = request.saml_provider_arn;
    let shown = arn.clone();
    change(call, arn, move |provider: &mut SamlProvider| {
        if let Some(read) = read {
            provider.metadata = read.document;
            provider.entity_id = read.entity_id;
            provider.certificates = read.certificates;
            provider.valid_until = read.valid_until;
        }
        Ok(())
    })
    .await?;
    Ok(UpdateSAMLProviderResponse { saml_provider_arn: Some(shown) })
}

/// There are no private keys: none can be added, and so none removed.
fn check_keys(request: &UpdateSAMLProviderRequest) -> Result<(), IamError> {
    match (&request.add_private_key, &request.remove_private_key) {
        (Some(_), Some(_)) => Err(IamError::InvalidInput(
            "Unable to add and remove private keys in the same request. Set a value for only one \
             of the two parameters."
                .to_owned(),
        )),
        (None, Some(_)) => Err(IamError::InvalidInput(
            "Failed to remove private key because the Key ID does not match a private key."
                .to_owned(),
        )),
        (key, None) => refuse_private_key(key.as_deref()),
    }
}
