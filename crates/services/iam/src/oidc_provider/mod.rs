//! OpenID Connect providers: whom the account trusts to prove who somebody is. (IAM User Guide,
//! "Create an OpenID Connect (OIDC) identity provider in IAM".)

mod change;
pub(crate) mod rule;
mod tagging;

pub(crate) use change::{add_client_id, remove_client_id, update_thumbprints};
pub(crate) use tagging::{list_tags, tag, untag};

use bartizan_service::{Authorized, Call};

use crate::error::IamError;
use crate::records::{self, OidcProvider, Provider};
use crate::shapes::{
    CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse,
    DeleteOpenIDConnectProviderRequest, GetOpenIDConnectProviderRequest,
    GetOpenIDConnectProviderResponse, ListOpenIDConnectProvidersRequest,
    ListOpenIDConnectProvidersResponse, OpenIDConnectProviderListEntry,
};
use crate::{Iam, provider, tags};

/// What an issuer's URL begins with.
const SCHEME: &str = "https://";
/// How many client ids a provider may have. (IAM User Guide, "IAM and AWS STS quotas".)
const CLIENT_IDS_MAX: usize = 100;
/// How many thumbprints a provider may have. (IAM API Reference, `CreateOpenIDConnectProvider`.)
const THUMBPRINTS_MAX: usize = 5;

/// Makes a provider.
pub(crate) async fn create(
    _iam: &Iam,
    call: &Call,
    request: Authorized<CreateOpenIDConnectProviderRequest>,
) -> Result<CreateOpenIDConnectProviderResponse, IamError> {
    let request = request.into_inner();
    let mut client_ids = Vec::new();
    for id in request.client_id_list.unwrap_or_default() {
        add_client(&mut client_ids, id)?;
    }
    let provider = OidcProvider {
        account: call.account()?,
        url: issuer(&request.url)?.to_owned(),
        client_ids,
        thumbprints: thumbprints(request.thumbprint_list.unwrap_or_default())?,
        created: call.now,
        tags: tags::read(request.tags)?,
    };
    let made = call.commit(move |tx| {
        provider::create(tx, &provider)?;
        Ok::<_, IamError>(CreateOpenIDConnectProviderResponse {
            open_id_connect_provider_arn: Some(provider.arn().to_string()),
            tags: tags::shown_if_any(&provider.tags),
        })
    });
    Ok(made.await?)
}

/// A provider.
pub(crate) async fn get(
    _iam: &Iam,
    call: &Call,
    request: Authorized<GetOpenIDConnectProviderRequest>,
) -> Result<GetOpenIDConnectProviderResponse, IamError> {
    let account = call.account()?;
    let arn = &request.open_id_connect_provider_arn;
    let provider: OidcProvider = call.read(|reader| provider::find(reader, account, arn))?;
    Ok(GetOpenIDConnectProviderResponse {
        tags: tags::shown_if_any(&provider.tags),
        url: Some(provider.url),
        client_id_list: Some(provider.client_ids),
        thumbprint_list: Some(provider.thumbprints),
        create_date: Some(provider.created),
    })
}

/// The ARNs of the account's providers.
pub(crate) async fn list(
    _iam: &Iam,
    call: &Call,
    _request: Authorized<ListOpenIDConnectProvidersRequest>,
) -> Result<ListOpenIDConnectProvidersResponse, IamError> {
    let account = call.account()?;
    let providers = call.read(|reader| records::all::<OidcProvider>(reader, account))?;
    let entry = |provider: &OidcProvider| OpenIDConnectProviderListEntry {
        arn: Some(provider.arn().to_string()),
    };
    Ok(ListOpenIDConnectProvidersResponse {
        open_id_connect_provider_list: Some(providers.iter().map(entry).collect()),
    })
}

/// Removes a provider; one that is not there is gone already. (IAM API Reference,
/// `DeleteOpenIDConnectProvider`.)
pub(crate) async fn delete(
    _iam: &Iam,
    call: &Call,
    request: Authorized<DeleteOpenIDConnectProviderRequest>,
) -> Result<(), IamError> {
    let account = call.account()?;
    let arn = request.into_inner().open_id_connect_provider_arn;
    let done = call.commit(move |tx| match provider::find::<OidcProvider>(tx, account, &arn) {
        Ok(provider) => {
            tx.delete::<OidcProvider>(&provider.key())?;
            Ok(())
        }
        Err(IamError::NoSuchEntity(_)) => Ok(()),
        Err(error) => Err(error),
    });
    Ok(done.await?)
}

/// The issuer's URL without its scheme. It has a host, and a path perhaps: no query, no fragment,
/// no user. (IAM API Reference, `CreateOpenIDConnectProvider`.)
fn issuer(url: &str) -> Result<&str, IamError> {
    let wrong = || IamError::Validation("Invalid Open ID Connect Provider URL".to_owned());
    let rest = url.strip_prefix(SCHEME).ok_or_else(wrong)?;
    let host = rest.split('/').next().unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !br#"?#@\"<>"#.contains(&byte);
    if host.is_empty() || host.starts_with(':') || !rest.bytes().all(is_plain) {
        return Err(wrong());
    }
    Ok(rest)
}

/// Adds a client id; one that is there stays once.
fn add_client(client_ids: &mut Vec<String>, id: String) -> Result<(), IamError> {
    if client_ids.contains(&id) {
        return Ok(());
    }
    if client_ids.len() >= CLIENT_IDS_MAX {
        return Err(IamError::quota("ClientIdsPerOpenIdConnectProvider", CLIENT_IDS_MAX));
    }
    client_ids.push(id);
    Ok(())
}

/// The thumbprints of a request.
fn thumbprints(list: Vec<String>) -> Result<Vec<String>, IamError> {
    if list.len() > THUMBPRINTS_MAX {
        return Err(IamError::InvalidInput(
            "Thumbprint list must contain fewer than 5 entries.".to_owned(),
        ));
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_that_are_no_issuers() {
        for url in [
            "http://id.example",
            "id.example",
            "https://",
            "https:///path",
            "https://id.example?x=1",
            "https://id.example/#x",
            "https://user@id.example",
            "https://:443",
            "https://id example",
            "https://id.example/\u{e9}",
        ] {
            assert!(issuer(url).is_err(), "{url}");
        }
        assert_eq!(issuer("https://id.example/a/").unwrap(), "id.example/a/");
        assert_eq!(issuer("https://127.0.0.1:8443").unwrap(), "127.0.0.1:8443");
    }
}
