//! SAML providers: whom the account trusts to prove who somebody is. (IAM User Guide, "Create a
//! SAML identity provider in IAM".)

mod metadata;
mod private_key;
pub(crate) mod rule;
mod tagging;
mod update;

pub(crate) use tagging::{list_tags, tag, untag};
pub(crate) use update::update;

use bartizan_service::{Authorized, Call};
use bartizan_types::Random;

use crate::error::IamError;
use crate::records::{self, Provider, SamlProvider};
use crate::shapes::{
    CreateSAMLProviderRequest, CreateSAMLProviderResponse, DeleteSAMLProviderRequest,
    GetSAMLProviderRequest, GetSAMLProviderResponse, ListSAMLProvidersRequest,
    ListSAMLProvidersResponse, SAMLProviderListEntry,
};
use crate::{Iam, provider, tags};

/// Assertions may be encrypted.
const ALLOWED: &str = "Allowed";
/// Assertions must be encrypted.
const REQUIRED: &str = "Required";

/// Makes a provider.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateSAMLProviderRequest>,
) -> Result<CreateSAMLProviderResponse, IamError> {
    let request = request.into_inner();
    let account = call.account()?;
    let key = private_key::read(call, request.add_private_key.as_deref()).await?;
    let read = metadata::read(request.saml_metadata_document, call.now)?;
    let mut provider = SamlProvider {
        account,
        name: request.name,
        uuid: id("SAMLSP", &*call.platform.random),
        metadata: read.document,
        entity_id: read.entity_id,
        certificates: read.certificates,
        valid_until: read.valid_until,
        created: call.now,
        tags: tags::read(request.tags)?,
        only_encrypted: is_required(request.assertion_encryption_mode.as_deref()),
        private_keys: Vec::new(),
    };
    if let Some(key) = key {
        key.add_to(&mut provider)?;
    }
    check_mode(&provider)?;
    let made = call.commit(move |tx| {
        provider::create(tx, &provider)?;
        Ok::<_, IamError>(CreateSAMLProviderResponse {
            saml_provider_arn: Some(provider.arn().to_string()),
            tags: tags::shown_if_any(&provider.tags),
        })
    });
    Ok(made.await?)
}

/// A provider.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetSAMLProviderRequest>,
) -> Result<GetSAMLProviderResponse, IamError> {
    let account = call.account()?;
    let arn = &request.saml_provider_arn;
    let provider: SamlProvider = call.read(|reader| provider::find(reader, account, arn))?;
    let mode = if provider.only_encrypted { REQUIRED } else { ALLOWED };
    Ok(GetSAMLProviderResponse {
        private_key_list: Some(private_key::shown(&provider)),
        assertion_encryption_mode: Some(mode.to_owned()),
        tags: Some(tags::shown(&provider.tags)),
        saml_provider_uuid: Some(provider.uuid),
        saml_metadata_document: Some(provider.metadata),
        create_date: Some(provider.created),
        valid_until: Some(provider.valid_until),
    })
}

/// The account's providers.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<ListSAMLProvidersRequest>,
) -> Result<ListSAMLProvidersResponse, IamError> {
    let account = call.account()?;
    let providers = call.read(|reader| records::all::<SamlProvider>(reader, account))?;
    let entry = |provider: &SamlProvider| SAMLProviderListEntry {
        arn: Some(provider.arn().to_string()),
        valid_until: Some(provider.valid_until),
        create_date: Some(provider.created),
    };
    Ok(ListSAMLProvidersResponse {
        saml_provider_list: Some(providers.iter().map(entry).collect()),
    })
}

/// Removes a provider. Roles that trust it stay, and admit nobody by it.
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteSAMLProviderRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let arn = request.into_inner().saml_provider_arn;
    let done = call.commit(move |tx| {
        let provider: SamlProvider = provider::find(tx, account, &arn)?;
        tx.delete::<SamlProvider>(&provider.key())?;
        Ok::<_, IamError>(())
    });
    Ok(done.await?)
}

fn is_required(mode: Option<&str>) -> bool {
    mode == Some(REQUIRED)
}

/// What must be encrypted needs a key to be decrypted by. (IAM User Guide, "Troubleshoot SAML
/// federation with IAM"; so the other messages about keys.)
fn check_mode(provider: &SamlProvider) -> Result<(), IamError> {
    if provider.only_encrypted && provider.private_keys.is_empty() {
        return Err(IamError::InvalidInput(
            "Unable to set assertion encryption mode to Required because no private key is \
             provided."
                .to_owned(),
        ));
    }
    Ok(())
}

/// A prefix, and 21 letters and digits.
fn id(prefix: &str, random: &dyn Random) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0; 21];
    random.fill(&mut bytes);
    let digits = bytes.iter().filter_map(|byte| DIGITS.get(usize::from(byte % 32)));
    prefix.chars().chain(digits.map(|digit| char::from(*digit))).collect()
}
