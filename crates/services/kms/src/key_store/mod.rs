//! Custom key stores, of which there are external ones: their keys somebody else keeps, behind a proxy.
//! (AWS KMS Developer Guide, "External key stores".)

mod change;
mod configuration;
mod double;
mod external_key;
mod failure;
mod proxy;

use bartizan_service::{Authorized, Call};
use bartizan_types::AccountId;

use crate::error::KmsError;
use crate::records::{self, Connection, KeyStoreRecord};
use crate::shapes::{
    CustomKeyStoresListEntry, DescribeCustomKeyStoresRequest, DescribeCustomKeyStoresResponse,
    XksProxyConfigurationType,
};
use crate::{KeyManagement, paging};

pub(crate) use change::{connect, create, delete, disconnect, update};
pub(crate) use double::{open_outside, seal_outside};
pub(crate) use external_key::{check_connected, check_external_key, external_key};

/// AWS's name of external key stores.
const EXTERNAL: &str = "EXTERNAL_KEY_STORE";
/// AWS's name of the one way in which proxies are reached here.
const PUBLIC: &str = "PUBLIC_ENDPOINT";
/// How many key stores a page has unless the request says. (AWS KMS API Reference,
/// `DescribeCustomKeyStores`.)
const DEFAULT_STORES: usize = 100;

/// The account's key stores in the region; or the one with this id or name.
pub(crate) async fn describe(
    _service: &KeyManagement,
    call: &Call,
    request: Authorized<DescribeCustomKeyStoresRequest>,
) -> Result<DescribeCustomKeyStoresResponse, KmsError> {
    let request = request.into_inner();
    let (id, name) = (request.custom_key_store_id, request.custom_key_store_name);
    if id.is_some() && name.is_some() {
        let message = "Name the custom key store by CustomKeyStoreId or by CustomKeyStoreName.";
        return Err(KmsError::Validation(message.to_owned()));
    }
    let mut stores = all(call, call.account()?)?;
    if let Some(wanted) = id.as_ref().or(name.as_ref()) {
        stores
            .retain(|store| if id.is_some() { store.id == *wanted } else { store.name == *wanted });
        if stores.is_empty() {
            let message = format!("There is no custom key store {wanted}");
            return Err(KmsError::CustomKeyStoreNotFound(message));
        }
    }
    let (marker, limit) = (request.marker.as_deref(), request.limit);
    let page = paging::page(stores, marker, limit, DEFAULT_STORES, |store| store.id.clone())?;
    Ok(DescribeCustomKeyStoresResponse {
        custom_key_stores: Some(page.items.iter().map(shown).collect()),
        truncated: Some(page.next.is_some()),
        next_marker: page.next,
    })
}

fn all(call: &Call, account: AccountId) -> Result<Vec<KeyStoreRecord>, KmsError> {
    Ok(call.read(|reader| records::all::<KeyStoreRecord>(reader, account, &call.region, ""))?)
}

fn shown(store: &KeyStoreRecord) -> CustomKeyStoresListEntry {
    let error = match &store.connection {
        Connection::Failed(code) => Some(code.clone()),
        _ => None,
    };
    CustomKeyStoresListEntry {
        custom_key_store_id: Some(store.id.clone()),
        custom_key_store_name: Some(store.name.clone()),
        cloud_hsm_cluster_id: None,
        trust_anchor_certificate: None,
        connection_state: Some(store.connection.name().to_owned()),
        connection_error_code: error,
        creation_date: Some(store.created),
        custom_key_store_type: Some(EXTERNAL.to_owned()),
        xks_proxy_configuration: Some(XksProxyConfigurationType {
            connectivity: Some(PUBLIC.to_owned()),
            access_key_id: Some(store.access_key.clone()),
            uri_endpoint: Some(store.endpoint.clone()),
            uri_path: Some(store.path.clone()),
            vpc_endpoint_service_name: None,
            vpc_endpoint_service_owner: None,
        }),
    }
}
