//! `CreateEventDataStore`.

use bartizan_service::{Authorized, Call};

use super::{EventDataStore, Intake, check_room, put, refuse_absent_services, shown};
use crate::error::CloudTrailError;
use crate::lake::billing::BillingMode;
use crate::selection::AdvancedSelector;
use crate::shapes::{self, CreateEventDataStoreRequest, CreateEventDataStoreResponse};
use crate::{CloudTrail, tags};

/// Makes an event data store, which ingests from now on unless it is told not to.
pub(crate) async fn create(
    _service: &CloudTrail,
    call: &Call,
    request: Authorized<CreateEventDataStoreRequest>,
) -> Result<CreateEventDataStoreResponse, CloudTrailError> {
    let request = request.into_inner();
    refuse_absent_services!(request)?;
    let billing =
        request.billing_mode.as_deref().map_or(Ok(BillingMode::Extendable), BillingMode::read)?;
    let store = EventDataStore {
        id: call.platform.random.uuid(),
        account: call.account()?,
        region: call.region.as_str().to_owned(),
        name: request.name,
        selectors: match request.advanced_event_selectors {
            Some(asked) => super::selectors(asked)?,
            None => vec![AdvancedSelector::management()],
        },
        is_multi_region: request.multi_region_enabled.unwrap_or(true),
        retention_days: request
            .retention_period
            .map_or(Ok(billing.default_days()), |asked| billing.days(asked))?,
        is_protected: request.termination_protection_enabled.unwrap_or(true),
        billing,
        tags: tags::put(Vec::new(), request.tags_list.unwrap_or_default())?,
        created: call.now,
        updated: call.now,
        is_ingesting: request.start_ingestion.unwrap_or(true),
        deleted: None,
        policy: None,
    };
    let (now, place) = (call.now, super::place(call)?);
    let done = call.commit(move |writer| {
        check_room(writer, &store)?;
        let mut intake = Intake::new(store.account, String::new());
        if store.is_ingesting {
            intake.begin(now, place);
        }
        put(writer, &store, &intake)?;
        let tags = store
            .tags
            .iter()
            .map(|tag| shapes::Tag { key: tag.key.clone(), value: Some(tag.value.clone()) });
        Ok::<_, CloudTrailError>(CreateEventDataStoreResponse {
            tags_list: Some(tags.collect()),
            ..shown!(CreateEventDataStoreResponse, &store, &intake)
        })
    });
    Ok(done.await?)
}
