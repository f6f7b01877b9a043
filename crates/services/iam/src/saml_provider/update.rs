//! New metadata for a provider, another mode, and the change of its keys.

use bartizan_service::{Authorized, Call};

use super::{check_mode, is_required, metadata, private_key};
use crate::Iam;
use crate::error::IamError;
use crate::provider::change;
use crate::records::SamlProvider;
use crate::shapes::{UpdateSAMLProviderRequest, UpdateSAMLProviderResponse};

/// Replaces the metadata and the mode, and adds or removes a key.
pub(crate) async fn update(
    _iam: &Iam,
    call: &Call,
    request: Authorized<UpdateSAMLProviderRequest>,
) -> Result<UpdateSAMLProviderResponse, IamError> {
    let request = request.into_inner();
    check(&request)?;
    let key = private_key::read(call, request.add_private_key.as_deref()).await?;
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
        if let Some(mode) = request.assertion_encryption_mode {
            provider.only_encrypted = is_required(Some(&mode));
        }
        if let Some(key) = key {
            key.add_to(provider)?;
        }
        if let Some(id) = request.remove_private_key {
            private_key::remove(provider, &id)?;
        }
        check_mode(provider)
    })
    .await?;
    Ok(UpdateSAMLProviderResponse { saml_provider_arn: Some(shown) })
}

/// Something must change, and one key at a time.
fn check(request: &UpdateSAMLProviderRequest) -> Result<(), IamError> {
    let changes = [
        &request.saml_metadata_document,
        &request.assertion_encryption_mode,
        &request.add_private_key,
        &request.remove_private_key,
    ];
    if changes.iter().all(|change| change.is_none()) {
        return Err(IamError::InvalidInput(
            "Unable to update identity provider. No updates are defined for metadata or \
             encryption assertion."
                .to_owned(),
        ));
    }
    if request.add_private_key.is_some() && request.remove_private_key.is_some() {
        return Err(IamError::InvalidInput(
            "Unable to add and remove private keys in the same request. Set a value for only one \
             of the two parameters."
                .to_owned(),
        ));
    }
    Ok(())
}
