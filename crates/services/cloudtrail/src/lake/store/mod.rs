//! Event data stores: made, seen, changed, deleted, restored.

mod create;
mod ingestion;
mod list;
mod remove;
mod update;

use bartizan_service::Call;
use bartizan_service::store::{Reader, Writer};

use super::records::{EventDataStore, Intake, stores_of};
use super::{Reference, find, find_active};
use crate::error::CloudTrailError;
use crate::selection::AdvancedSelector;
use crate::shapes;

pub(crate) use create::create;
pub(crate) use ingestion::{start as start_ingestion, stop as stop_ingestion};
pub(crate) use list::{list, show};
pub(crate) use remove::{delete, restore};
pub(crate) use update::update;

/// The most event data stores of an account in a region. (CloudTrail User Guide, "Quotas in AWS
/// CloudTrail".)
const STORES_MAX: usize = 10;

/// Whether the name is free and the quota leaves room for this store. Deleted ones count no more,
/// but keep their names while they can be restored.
fn check_room(reader: &Reader<'_>, new: &EventDataStore) -> Result<(), CloudTrailError> {
    let mut others = stores_of(reader, new.account, &new.region)?;
    others.retain(|other| other.id != new.id);
    if others.iter().any(|other| other.name == new.name) {
        return Err(CloudTrailError::EventDataStoreAlreadyExists(new.name.clone()));
    }
    if others.iter().filter(|other| other.deleted.is_none()).count() >= STORES_MAX {
        return Err(CloudTrailError::EventDataStoreMaxLimitExceeded(STORES_MAX));
    }
    Ok(())
}

/// Refuses what needs services that are not there: organizations and encryption keys.
macro_rules! refuse_absent_services {
    ($request:expr) => {
        $crate::trail::refuse([
            ("Encryption of events by KMS (KmsKeyId)", $request.kms_key_id.as_deref()),
            (
                "An organization event data store (OrganizationEnabled)",
                $request.organization_enabled.filter(|asked| *asked).map(|_| "true"),
            ),
        ])
    };
}
use refuse_absent_services;

/// Advanced event selectors as a request has them.
fn selectors(
    asked: Vec<shapes::AdvancedEventSelector>,
) -> Result<Vec<AdvancedSelector>, CloudTrailError> {
    AdvancedSelector::read_for_store(asked).map_err(CloudTrailError::InvalidEventSelectors)
}

/// The store's intake.
fn intake(reader: &Reader<'_>, store: &EventDataStore) -> Result<Intake, CloudTrailError> {
    let found = reader.get::<Intake>(&store.key())?;
    Ok(found.unwrap_or_else(|| Intake::new(store.account, String::new())))
}

/// The id of the last event before the call: a store that begins need not read what is before.
fn place(call: &Call) -> Result<String, CloudTrailError> {
    Ok(call.platform.activity().last_before(call.now.millis())?.unwrap_or_default())
}

/// Writes the store and its intake.
fn put(
    writer: &mut Writer<'_>,
    store: &EventDataStore,
    intake: &Intake,
) -> Result<(), CloudTrailError> {
    writer.put(&store.key(), store)?;
    writer.put(&store.key(), intake)?;
    Ok(())
}

/// The selectors as answers show them.
fn shown_selectors(store: &EventDataStore) -> Vec<shapes::AdvancedEventSelector> {
    store.selectors.iter().map(AdvancedSelector::shown).collect()
}

/// Tells of a store in an answer's shape; the members have the same names in all.
macro_rules! shown {
    ($shape:ident, $store:expr, $intake:expr) => {{
        let store: &EventDataStore = $store;
        $shape {
            event_data_store_arn: Some(store.arn().to_string()),
            name: Some(store.name.clone()),
            status: Some(store.status($intake).to_owned()),
            advanced_event_selectors: Some(super::shown_selectors(store)),
            multi_region_enabled: Some(store.is_multi_region),
            organization_enabled: Some(false),
            retention_period: Some(i32::from(store.retention_days)),
            termination_protection_enabled: Some(store.is_protected),
            created_timestamp: Some(store.created),
            updated_timestamp: Some(store.updated),
            billing_mode: Some(store.billing.name().to_owned()),
            ..$shape::default()
        }
    }};
}
use shown;
