//! Findings as events: new ones at once, and what is seen again as often as the detector says. (Amazon
//! GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge".)

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bartizan_service::store::{Key, Writer};
use bartizan_service::{AwsEvent, Platform, ServiceEvents};
use bartizan_types::{Fault, Random, Timestamp};
use serde_json::Value as Json;

use super::record::{FindingRecord, REPEATED, YES};
use crate::detector::{DetectorRecord, Place};

/// How many findings are looked at together.
const PAGE: usize = 500;

/// Who tells rules of findings.
#[derive(Clone)]
pub(crate) struct Publisher {
    events: Option<Arc<dyn ServiceEvents>>,
    random: Arc<dyn Random>,
}

impl fmt::Debug for Publisher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Publisher").finish_non_exhaustive()
    }
}

impl Publisher {
    /// The platform's.
    pub(crate) fn of(platform: &Platform) -> Self {
        let events = platform.ports.service_events.clone();
        Self { events, random: Arc::clone(&platform.random) }
    }

    /// Tells of a finding, unless it is archived. `known` is what was stored of it before.
    pub(super) fn tell(
        &self,
        writer: &mut Writer<'_>,
        (place, detector): (&Place, &DetectorRecord),
        record: &mut FindingRecord,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let Some(events) = &self.events else { return Ok(()) };
        record.is_repeated = false;
        if is_archived(&record.body) || !events.listens(place.account, &place.region) {
            return Ok(());
        }
        let is_early = |told: Timestamp| now.since(told) < pause(detector);
        if record.published.is_some_and(is_early) {
            record.is_repeated = true;
            return Ok(());
        }
        record.published = Some(now);
        events.publish(
            writer,
            &AwsEvent {
                id: &self.random.uuid_at(now),
                source: "aws.guardduty",
                detail_type: "GuardDuty Finding",
                account: place.account,
                region: &place.region,
                time: now,
                now,
                resources: &[],
                detail: &record.body.to_string(),
            },
        )
    }
}

fn is_archived(body: &Json) -> bool {
    body.pointer("/service/archived").and_then(Json::as_bool).unwrap_or(false)
}

/// How often what is seen again is told.
fn pause(detector: &DetectorRecord) -> Duration {
    match detector.frequency.as_str() {
        "FIFTEEN_MINUTES" => Duration::from_mins(15),
        "ONE_HOUR" => Duration::from_hours(1),
        _ => Duration::from_hours(6),
    }
}

/// Tells of findings that were seen again since they were told, as often as their detectors say.
///
/// # Errors
/// The store's fault: what is left is told the next time.
pub async fn publish_repeated(platform: &Platform) -> Result<(), Fault> {
    let publisher = Publisher::of(platform);
    let mut after: Option<Key> = None;
    loop {
        let page = platform.store.read(|reader| {
            let found = reader.find_from::<FindingRecord>(REPEATED, YES, after.as_ref(), PAGE);
            found.map_err(Fault::from)
        })?;
        let Some((last, _)) = page.last() else { return Ok(()) };
        after = Some(last.clone());
        let (publisher, now) = (publisher.clone(), platform.now());
        let done = platform.store.write(move |writer| {
            for (key, _) in page {
                tell_again(writer, &publisher, &key, now)?;
            }
            Ok::<_, Fault>(())
        });
        done.await?;
    }
}

fn tell_again(
    writer: &mut Writer<'_>,
    publisher: &Publisher,
    key: &Key,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(mut record) = writer.get::<FindingRecord>(key)? else { return Ok(()) };
    let Ok(account) = key.account.parse() else { return Ok(()) };
    let place = Place { account, region: key.region.clone() };
    let detector = place.detector(writer).map_err(Fault::from)?;
    match detector {
        Some(detector) => publisher.tell(writer, (&place, &detector), &mut record, now)?,
        None => record.is_repeated = false,
    }
    if !record.is_repeated {
        writer.put(key, &record)?;
    }
    Ok(())
}
