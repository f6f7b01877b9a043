//! Events become log files.

use std::collections::BTreeMap;

use bartizan_service::Road;
use bartizan_service::logs::{Upload, pause, put};
use bartizan_service::store::ActivityRow;
use bartizan_types::{Fault, Region, Timestamp};
use serde_json::Value as Json;

use super::log_file::LogFile;
use super::{Schedule, place_of, save};
use crate::portion::Portion;
use crate::records::{Batch, LoggedFile, PendingFile, Progress, Trail};
use crate::selection::Candidate;
use crate::{PRINCIPAL, digest, event, insights};

/// The events of a batch.
const BATCH: Portion = Portion { rows_read: 100, rows_max: 1000 };
/// The services whose events are all recorded in one region. (CloudTrail User Guide, "Global
/// service events".)
const GLOBAL_SOURCES: [&str; 3] =
    ["cloudfront.amazonaws.com", "iam.amazonaws.com", "sts.amazonaws.com"];
/// The region of global services.
const GLOBAL_REGION: &str = Region::GLOBAL_SIGNING;

/// Reads events behind the trail's place and decides on the files that they become; whether there
/// is more to do at once.
pub(super) async fn decide(
    road: &Road,
    schedule: &Schedule,
    trail: &Trail,
    progress: &Progress,
) -> Result<bool, Fault> {
    if progress.periods.is_empty() {
        return Ok(false);
    }
    let now = road.platform().now();
    let is_lost = is_lost(road, &progress.place)?;
    if is_lost {
        tracing::warn!(
            trail = %trail.arn(),
            "the trail fell so far behind that events were forgotten before they were delivered: \
             it goes on from the oldest that is left"
        );
    }
    let stretch = BATCH.read(road, trail.account, &progress.place)?;
    let Some(end) = stretch.end else {
        if is_lost || progress.periods.iter().any(|period| period.is_over(now)) {
            save(road, trail, move |progress| {
                if is_lost {
                    progress.lost_events = Some(now);
                    progress.place.clear();
                }
                forget_periods(progress, now);
            })
            .await?;
        }
        return Ok(false);
    };
    let files = files(trail, progress, &stretch.rows);
    let batch = Batch { at: now, last: end.event_id, is_full: stretch.goes_on, files };
    let goes_on = batch.is_full || !batch.files.is_empty();
    let due = now.plus(schedule.delivery);
    save(road, trail, move |progress| {
        if is_lost {
            progress.lost_events = Some(now);
        }
        if batch.files.is_empty() {
            finish(progress, batch, now, due);
        } else {
            progress.batch = Some(batch);
        }
    })
    .await?;
    Ok(goes_on)
}

/// The place moves behind the batch.
fn finish(progress: &mut Progress, batch: Batch, now: Timestamp, due: Timestamp) {
    progress.place = batch.last;
    progress.due = (!batch.is_full).then_some(due);
    if !batch.is_full {
        forget_periods(progress, now);
    }
}

/// Forgets when the trail was logging, as far as all of that is delivered.
fn forget_periods(progress: &mut Progress, now: Timestamp) {
    progress.periods.retain(|period| !period.is_over(now));
}

/// Writes the first file of the batch that is left; whether there is more to do at once.
pub(super) async fn write_next(
    road: &Road,
    schedule: &Schedule,
    trail: &Trail,
    progress: &Progress,
) -> Result<bool, Fault> {
    let Some(batch) = &progress.batch else { return Ok(false) };
    let Some(pending) = batch.files.first() else { return Ok(false) };
    let now = road.platform().now();
    let (ids, events) = events_of(road, pending)?;
    let due = now.plus(schedule.delivery);
    if events.is_empty() {
        // All of them were forgotten while the bucket refused them.
        save(road, trail, move |progress| {
            progress.lost_events = Some(now);
            take_off(progress, now, due);
        })
        .await?;
        return Ok(true);
    }
    let is_short = events.len() < pending.events.len();
    let file = LogFile::new(trail, batch.at, pending, &ids, &events)?;
    let upload = Upload::json(file.logged.s3_object.clone(), file.packed);
    match put(road, &place_of(trail, &trail.arn()), upload).await {
        Ok(()) => {
            let (region, logs_files) = (pending.region.clone(), trail.validates_files);
            save(road, trail, move |progress| {
                if is_short {
                    progress.lost_events = Some(now);
                }
                delivered(progress, now, &region, logs_files.then_some(file.logged));
                take_off(progress, now, due);
            })
            .await?;
            Ok(true)
        }
        Err(fault) => {
            let pause = pause(schedule.delivery, progress.failures.saturating_add(1));
            tracing::warn!(trail = %trail.arn(), %fault, "a log file could not be delivered");
            save(road, trail, move |progress| {
                progress.attempted = Some(now);
                progress.error = Some(fault.code.into_owned());
                progress.failures = progress.failures.saturating_add(1);
                progress.due = Some(now.plus(pause));
                // What S3 refuses of one region must not hold up the others.
                if let Some(batch) = &mut progress.batch
                    && !batch.files.is_empty()
                {
                    batch.files.rotate_left(1);
                }
            })
            .await?;
            Ok(false)
        }
    }
}

/// Enters a file that was delivered.
fn delivered(progress: &mut Progress, now: Timestamp, region: &str, logged: Option<LoggedFile>) {
    progress.attempted = Some(now);
    progress.delivered = Some(now);
    progress.error = None;
    progress.failures = 0;
    if let Some(logged) = logged {
        digest::enter(progress, region, logged, now);
    }
}

/// Takes the first file off the batch; with the last one the place moves on.
fn take_off(progress: &mut Progress, now: Timestamp, due: Timestamp) {
    let Some(mut batch) = progress.batch.take() else { return };
    if !batch.files.is_empty() {
        batch.files.remove(0);
    }
    if batch.files.is_empty() {
        finish(progress, batch, now, due);
    } else {
        progress.batch = Some(batch);
    }
}

/// Whether the trail's place was forgotten, and with it perhaps events behind it.
fn is_lost(road: &Road, place: &str) -> Result<bool, Fault> {
    Ok(!place.is_empty() && !road.platform().activity().holds(place)?)
}

/// The files that these events become: one for each region, and one for its insights. What was signed for a region that AWS
/// has not is filed under the trail's home region, so that nobody makes files, chains of digests
/// and keys by inventing names.
fn files(trail: &Trail, progress: &Progress, rows: &[ActivityRow]) -> Vec<PendingFile> {
    let mut files: BTreeMap<(bool, &str), Vec<String>> = BTreeMap::new();
    for row in rows {
        let Some(record) = event::record(row).filter(|record| wants(trail, progress, row, record))
        else {
            continue;
        };
        let region = if Region::is_known(&row.region) { &row.region } else { &trail.home_region };
        let file = files.entry((insights::is_insight(&record), region)).or_default();
        file.push(row.event_id.clone());
    }
    let file = |((is_insight, region), events): ((bool, &str), Vec<String>)| PendingFile {
        region: region.to_owned(),
        is_insight,
        events,
    };
    files.into_iter().map(file).collect()
}

/// Whether the trail delivers this event.
fn wants(trail: &Trail, progress: &Progress, row: &ActivityRow, record: &Json) -> bool {
    let of_trail = if insights::is_insight(record) {
        insights::is_of(trail, row)
    } else {
        selects(trail, row, record)
    };
    of_trail && progress.was_logging(Timestamp::from_millis(row.time_ms))
}

/// Whether the trail logs this event, while it is logging.
pub(crate) fn selects(trail: &Trail, row: &ActivityRow, record: &Json) -> bool {
    let is_near = trail.is_multi_region || trail.home_region == row.region;
    if row.account != trail.account.to_string() || !is_near {
        return false;
    }
    let candidate = Candidate(record);
    let source = candidate.text("eventSource").unwrap_or_default();
    let is_global = row.region == GLOBAL_REGION && GLOBAL_SOURCES.contains(&source);
    if is_global && !trail.includes_global_services {
        return false;
    }
    if !trail.logs_own_deliveries && is_own_delivery(trail, candidate) {
        return false;
    }
    trail.selection.admits(candidate)
}

/// Whether CloudTrail made this call on the trail's own bucket.
fn is_own_delivery(trail: &Trail, event: Candidate<'_>) -> bool {
    let bucket = format!("arn:aws:s3:::{}/", trail.bucket);
    event.service() == Some(PRINCIPAL)
        && event.resources("AWS::S3::Object").iter().any(|arn| arn.starts_with(&bucket))
}

/// The events of a file, read again, and their ids.
fn events_of(road: &Road, file: &PendingFile) -> Result<(Vec<String>, Vec<Json>), Fault> {
    let rows = road.platform().activity().events(&file.events)?;
    Ok(rows.iter().filter_map(|row| Some((row.event_id.clone(), event::record(row)?))).unzip())
}
