//! Detectors: whether an account is watched in a region, and by what. (Amazon GuardDuty API Reference,
//! `CreateDetector` and what goes with it.)

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use bartizan_service::store::{Key, Reader, Record, Writer};
use bartizan_service::{Authorized, Call};
use bartizan_types::{AccountId, Arn, Fault, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::GuardDutyError;
use crate::features::{self, Features};
use crate::filter::FilterRecord;
use crate::finding::record::FindingRecord;
use crate::lists::record::{ListContent, ListRecord};
use crate::shapes::{
    CreateDetectorRequest, CreateDetectorResponse, DeleteDetectorRequest, DeleteDetectorResponse,
    GetDetectorRequest, GetDetectorResponse, ListDetectorsRequest, ListDetectorsResponse,
    UpdateDetectorRequest, UpdateDetectorResponse,
};
use crate::watch::record::{Checkpoint, SourceRecord};
use crate::{GuardDuty, scan, tags};

/// How often updates of findings are published unless the request says.
const FREQUENCY: &str = "SIX_HOURS";
/// The id of an account's only record.
const ID: &str = "detector";
/// How many bytes of randomness an id has.
const ID_BYTES: usize = 16;

/// An account's detector in a region, of which there is one at most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct DetectorRecord {
    /// Its id: 32 hexadecimal digits.
    pub(crate) id: String,
    pub(crate) is_enabled: bool,
    /// `FIFTEEN_MINUTES`, `ONE_HOUR` or `SIX_HOURS`.
    pub(crate) frequency: String,
    pub(crate) features: Features,
    pub(crate) token: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) tags: BTreeMap<String, String>,
    /// Raised with each change of what is trusted and what a threat.
    pub(crate) lists_version: u64,
}

impl Record for DetectorRecord {
    const COLLECTION: &'static str = "guardduty.detector";
}

/// Where an account looks: itself, in a region.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) account: AccountId,
    pub(crate) region: String,
}

impl Place {
    /// Where the caller is.
    pub(crate) fn of(call: &Call) -> Result<Self, Fault> {
        Ok(Self { account: call.account()?, region: call.region.as_str().to_owned() })
    }

    /// The key of a record of the place.
    pub(crate) fn key(&self, id: impl Into<String>) -> Key {
        Key::new(self.account, &self.region, id)
    }

    /// The place's detector.
    pub(crate) fn detector(
        &self,
        reader: &Reader<'_>,
    ) -> Result<Option<DetectorRecord>, GuardDutyError> {
        Ok(reader.get::<DetectorRecord>(&self.key(ID))?)
    }

    /// The place's detector, which must be of this id.
    pub(crate) fn named(
        &self,
        reader: &Reader<'_>,
        id: &str,
    ) -> Result<DetectorRecord, GuardDutyError> {
        self.detector(reader)?.filter(|found| found.id == id).ok_or(GuardDutyError::NotOwned)
    }

    /// Stores the place's detector.
    pub(crate) fn put(
        &self,
        writer: &mut Writer<'_>,
        record: &DetectorRecord,
    ) -> Result<(), GuardDutyError> {
        Ok(writer.put(&self.key(ID), record)?)
    }
}

/// A new id, as detectors, sets and findings have.
pub(crate) fn new_id(call: &Call) -> String {
    let mut id = [0; ID_BYTES];
    call.platform.random.fill(&mut id);
    hex::encode(id)
}

/// Begins to watch.
pub(crate) async fn create(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<CreateDetectorRequest>,
) -> Result<CreateDetectorResponse, GuardDutyError> {
    let (place, now, request) = (Place::of(call)?, call.now, request.into_inner());
    let mut features = Features::of_new(now);
    features.change(request.data_sources, request.features, now)?;
    let record = DetectorRecord {
        id: new_id(call),
        is_enabled: request.enable,
        frequency: request.finding_publishing_frequency.unwrap_or_else(|| FREQUENCY.to_owned()),
        features,
        token: request.client_token,
        created: now,
        updated: now,
        tags: tags::read(request.tags)?,
        lists_version: 0,
    };
    let done = call.commit(move |writer| {
        let id = match place.detector(writer)? {
            Some(there) if there.token.is_some() && there.token == record.token => there.id,
            Some(_) => {
                let why = "a detector already exists for the current account.";
                return Err(GuardDutyError::invalid(why));
            }
            None => {
                place.put(writer, &record)?;
                record.id
            }
        };
        Ok(CreateDetectorResponse { detector_id: Some(id), unprocessed_data_sources: None })
    });
    Ok(done.await?)
}

/// Tells how is watched.
pub(crate) async fn get(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<GetDetectorRequest>,
) -> Result<GetDetectorResponse, GuardDutyError> {
    let place = Place::of(call)?;
    let record = call.read(|reader| place.named(reader, &request.detector_id))?;
    let role = "role/aws-service-role/guardduty.amazonaws.com/AWSServiceRoleForAmazonGuardDuty";
    Ok(GetDetectorResponse {
        created_at: Some(record.created.iso8601_millis()),
        finding_publishing_frequency: Some(record.frequency),
        service_role: Arn::new("iam", "", Some(place.account), role).to_string(),
        status: features::word(record.is_enabled),
        updated_at: Some(record.updated.iso8601_millis()),
        data_sources: Some(record.features.data_sources()),
        tags: Some(record.tags),
        features: Some(record.features.shown(record.created)),
    })
}

/// Changes how is watched.
pub(crate) async fn update(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<UpdateDetectorRequest>,
) -> Result<UpdateDetectorResponse, GuardDutyError> {
    let (place, now, request) = (Place::of(call)?, call.now, request.into_inner());
    let done = call.commit(move |writer| {
        let mut record = place.named(writer, &request.detector_id)?;
        record.is_enabled = request.enable.unwrap_or(record.is_enabled);
        record.frequency = request.finding_publishing_frequency.unwrap_or(record.frequency);
        record.features.change(request.data_sources, request.features, now)?;
        record.updated = now;
        place.put(writer, &record)?;
        Ok::<_, GuardDutyError>(UpdateDetectorResponse {})
    });
    Ok(done.await?)
}

/// Lists the detector, if there is one.
pub(crate) async fn list(
    _service: &GuardDuty,
    call: &Call,
    request: Authorized<ListDetectorsRequest>,
) -> Result<ListDetectorsResponse, GuardDutyError> {
    let place = Place::of(call)?;
    let found = call.read(|reader| place.detector(reader))?;
    let ids = found.into_iter().map(|record| record.id).collect();
    let (max, token) = (request.max_results, request.next_token.as_deref());
    let page = scan::page(ids, token, max, String::clone)?;
    Ok(ListDetectorsResponse { detector_ids: page.items, next_token: page.next })
}

/// Ends watching: filters, sets, findings and all that was learned are forgotten.
pub(crate) async fn delete(
    service: &GuardDuty,
    call: &Call,
    request: Authorized<DeleteDetectorRequest>,
) -> Result<DeleteDetectorResponse, GuardDutyError> {
    let (place, id) = (Place::of(call)?, request.into_inner().detector_id);
    // What is read at the moment ends first, so that nothing of it is stored afterwards.
    let mut state = service.watch.enter(&place).await;
    *state = None;
    let done = call.commit(move |writer| {
        place.named(writer, &id)?;
        writer.delete::<DetectorRecord>(&place.key(ID))?;
        clear::<FilterRecord>(writer, &place)?;
        clear::<ListRecord>(writer, &place)?;
        clear::<ListContent>(writer, &place)?;
        clear::<FindingRecord>(writer, &place)?;
        clear::<Checkpoint>(writer, &place)?;
        clear::<SourceRecord>(writer, &place)?;
        Ok::<_, GuardDutyError>(DeleteDetectorResponse {})
    });
    Ok(done.await?)
}

/// Removes all records of a kind.
fn clear<T: Record>(writer: &mut Writer<'_>, place: &Place) -> Result<(), GuardDutyError> {
    let account = place.account.to_string();
    loop {
        let mut ids = Vec::new();
        let at = (account.as_str(), place.region.as_str());
        let whole = writer.scan_stored::<T>(at, None, scan::PAGE, |id, _| {
            ids.push(id.to_owned());
            ControlFlow::Continue(())
        })?;
        if ids.is_empty() || whole.is_break() {
            return Ok(());
        }
        for id in ids {
            writer.delete::<T>(&place.key(id))?;
        }
    }
}
