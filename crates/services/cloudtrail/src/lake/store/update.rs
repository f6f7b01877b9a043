//! `UpdateEventDataStore`.

use bartizan_service::{Authorized, Call};

use super::{
    EventDataStore, Reference, check_room, find_active, intake, put, refuse_absent_services, shown,
};
use crate::CloudTrail;
use crate::error::CloudTrailError;
use crate::lake::billing::BillingMode;
use crate::selection::AdvancedSelector;
use crate::shapes::{UpdateEventDataStoreRequest, UpdateEventDataStoreResponse};

/// Changes what the request names and leaves the rest. A shorter retention period forgets at once.
pub(crate) async fn update(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<UpdateEventDataStoreRequest>,
) -> Result<UpdateEventDataStoreResponse, CloudTrailError> {
    let request = request.into_inner();
    let reference = Reference::read(call, &request.event_data_store)?;
    let region = call.region.as_str().to_owned();
    refuse_absent_services!(request)?;
    let change = Change::read(request)?;
    let now = call.now;
    let done = call.commit(move |writer| {
        let mut store = find_active(writer, &reference, &region)?;
        change.apply_to(&mut store)?;
        store.updated = now;
        check_room(writer, &store)?;
        let mut intake = intake(writer, &store)?;
        intake.pruned = None;
        put(writer, &store, &intake)?;
        Ok::<_, CloudTrailError>(shown!(UpdateEventDataStoreResponse, &store, &intake))
    });
    Ok(done.await?)
}

/// What a request changes.
struct Change {
    name: Option<String>,
    selectors: Option<Vec<AdvancedSelector>>,
    is_multi_region: Option<bool>,
    retention_days: Option<i32>,
    is_protected: Option<bool>,
    billing: Option<BillingMode>,
}

impl Change {
    fn read(request: UpdateEventDataStoreRequest) -> Result<Self, CloudTrailError> {
        let is_idle = request.name.is_none()
            && request.advanced_event_selectors.is_none()
            && request.multi_region_enabled.is_none()
            && request.organization_enabled.is_none()
            && request.retention_period.is_none()
            && request.termination_protection_enabled.is_none()
            && request.billing_mode.is_none();
        if is_idle {
            return Err(CloudTrailError::InvalidParameter(
                "Specify at least one parameter to update.".to_owned(),
            ));
        }
        Ok(Self {
            name: request.name,
            selectors: request.advanced_event_selectors.map(super::selectors).transpose()?,
            is_multi_region: request.multi_region_enabled,
            retention_days: request.retention_period,
            is_protected: request.termination_protection_enabled,
            billing: request.billing_mode.as_deref().map(BillingMode::read).transpose()?,
        })
    }

    fn apply_to(self, store: &mut EventDataStore) -> Result<(), CloudTrailError> {
        if let Some(asked) = self.billing {
            store.billing = store.billing.changed_to(asked)?;
        }
        if let Some(asked) = self.retention_days {
            store.retention_days = store.billing.days(asked)?;
        }
        store.name = self.name.unwrap_or_else(|| std::mem::take(&mut store.name));
        store.selectors = self.selectors.unwrap_or_else(|| std::mem::take(&mut store.selectors));
        store.is_multi_region = self.is_multi_region.unwrap_or(store.is_multi_region);
        store.is_protected = self.is_protected.unwrap_or(store.is_protected);
        Ok(())
    }
}
