//! `GetEventDataStore`, `ListEventDataStores`.

use bartizan_service::{Authorized, Call};

use super::{EventDataStore, Reference, find, intake, shown, stores_of};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::page::Page;
use crate::shapes::{
    self, GetEventDataStoreRequest, GetEventDataStoreResponse, ListEventDataStoresRequest,
    ListEventDataStoresResponse,
};

/// One event data store; a deleted one, too, while it can be restored.
pub(crate) async fn show(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<GetEventDataStoreRequest>,
) -> Result<GetEventDataStoreResponse, CloudTrailError> {
    let reference = Reference::read(call, &request.event_data_store)?;
    let region = call.region.as_str();
    Ok(call.read(|reader| {
        let store = find(reader, &reference, region)?;
        let intake = intake(reader, &store)?;
        Ok::<_, CloudTrailError>(shown!(GetEventDataStoreResponse, &store, &intake))
    })?)
}

/// The names and ARNs of the region's event data stores, deleted ones among them.
pub(crate) async fn list(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<ListEventDataStoresRequest>,
) -> Result<ListEventDataStoresResponse, CloudTrailError> {
    let (account, region) = (call.account()?, call.region.as_str());
    let stores = call.read(|reader| stores_of(reader, account, region))?;
    let page = Page::read(request.max_results, request.next_token.as_deref())?;
    let (stores, next_token) = page.of(stores, |store| store.id.as_str())?;
    let info = |store: &EventDataStore| shapes::EventDataStore {
        event_data_store_arn: Some(store.arn().to_string()),
        name: Some(store.name.clone()),
        ..shapes::EventDataStore::default()
    };
    Ok(ListEventDataStoresResponse {
        event_data_stores: Some(stores.iter().map(info).collect()),
        next_token,
    })
}
