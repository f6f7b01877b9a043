//! SAML providers: whom the account trusts to prove who somebody is. (IAM User Guide, "Create a
//! SAML identity provider in IAM".)

mod metadata;
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

/// The only mode of providers without a private key: assertions need not be encrypted.
const ENCRYPTION_ALLOWED: &str = "Allowed";

/// Makes a provider.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateSAMLProviderRequest>,
) -> Result<CreateSAMLProviderResponse, IamError> {
    let request = request.into_inner();
    refuse_private_key(request.add_private_key.as_deref())?;
    check_mode(request.assertion_encryption_mode.as_deref())?;
    let read = metadata::read(request.saml_metadata_document, call.now)?;
    let provider = SamlProvider {
        account: call.account()?,
        name: request.name,
        uuid: uuid(&*call.platform.random),
        metadata: read.document,
        entity_id: read.entity_id,
        certificates: read.certificates,
        valid_until: read.valid_until,
        created: call.now,
        tags: tags::read(request.tags)?,
    };
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
    Ok(GetSAMLProviderResponse {
        tags: Some(tags::shown(&provider.tags)),
        saml_provider_uuid: Some(provider.uuid),
        saml_metadata_document: Some(provider.metadata),
        create_date: Some(provider.created),
        valid_until: Some(provider.valid_until),
        assertion_encryption_mode: Some(ENCRYPTION_ALLOWED.to_owned()),
        private_key_list: Some(Vec::new()),
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

/// Private keys decrypt assertions, which Bartizan does not do.
fn refuse_private_key(key: Option<&str>) -> Result<(), IamError> {
    match key {
        None => Ok(()),
        Some(_) => Err(IamError::NotImplemented("AddPrivateKey")),
    }
}

fn check_mode(mode: Option<&str>) -> Result<(), IamError> {
    match mode {
        None | Some(ENCRYPTION_ALLOWED) => Ok(()),
        Some(_) => Err(IamError::InvalidInput(
            "Unable to set assertion encryption mode to Required because no private key is \
             provided."
                .to_owned(),
        )),
    }
}

/// `SAMLSP` and 21 letters and digits.
fn uuid(random: &dyn Random) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut bytes = [0; 21];
    random.fill(&mut bytes);
    let digits = bytes.iter().filter_map(|byte| DIGITS.get(usize::from(byte % 32)));
    "SAMLSP".chars().chain(digits.map(|digit| char::from(*digit))).collect()
}
