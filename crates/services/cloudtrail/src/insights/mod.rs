//! Insights: unusual rates of calls and of errors. (CloudTrail User Guide, "Working with CloudTrail
//! Insights".)
//!
//! Each trail that has insights reads the activity record behind a place of its own, as its log
//! files do, and counts what it logs. What it knows is stored with that place, and an insight in
//! the same transaction, so that a kill neither loses nor repeats one. The requests themselves are
//! not slowed.

mod attributions;
mod list;
mod metric;
mod record;
mod selectors;
mod subject;

use std::time::Duration;

use bartizan_rates::Rates;
use bartizan_service::Road;
use bartizan_service::store::{ActivityRow, Record, StoreError, Stretch};
use bartizan_types::{Fault, Timestamp};
use serde::{Deserialize, Serialize};

use crate::delivery::{self, Schedule, progress_of};
use crate::event;
use crate::records::{Progress, Trail};

pub(crate) use list::{list as list_data, only};
pub(crate) use metric::list as list_metric_data;
pub(crate) use record::{is_insight, is_of, is_of_management};
pub(crate) use selectors::{put, show};
pub(crate) use subject::{Category, InsightChoice, InsightKind, Subject};

/// How far back the activity record is learned from when insights are turned on: the seven days of
/// a baseline, and the day that is not over.
const HISTORY: Duration = Duration::from_hours(8 * 24);
/// How long a minute waits for events that took long to be recorded.
const LATE_EVENTS: Duration = Duration::from_mins(2);
/// How many events are read at a time, and how often in a row before other trails have their turn.
const ROWS_READ: usize = 500;
const READS_MAX: usize = 100;

/// What is known of the rates of a trail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Watch {
    /// The id of the trail it is of.
    pub(crate) trail: String,
    /// The last event of the activity record that was counted; empty before the first.
    pub(crate) place: String,
    /// When events are looked for again.
    pub(crate) due: Option<Timestamp>,
    /// When insights were turned on: what was before is learned, and not told of.
    pub(crate) enabled: Timestamp,
    pub(crate) rates: Rates<Subject>,
}

impl Record for Watch {
    const COLLECTION: &'static str = "cloudtrail.insights";
}

/// Counts what a trail logged since the last time, and records the insights that follow.
pub(crate) async fn watch(road: &Road, schedule: &Schedule, trail: &Trail) -> Result<(), Fault> {
    if trail.insights.is_empty() {
        return Ok(());
    }
    let store = &road.platform().store;
    let found = store.read(|reader| reader.get::<Watch>(&trail.key()));
    let found = found.map_err(|error: StoreError| Fault::from(error))?;
    let now = road.platform().now();
    let is_due = |watch: &Watch| watch.due.is_none_or(|due| due <= now);
    let Some(mut watch) = found.filter(|watch| watch.trail == trail.id && is_due(watch)) else {
        return Ok(());
    };
    let Some(progress) = progress_of(road, trail)?.filter(Progress::is_logging) else {
        return Ok(());
    };
    let told_from = watch.enabled.max(progress.started.unwrap_or(watch.enabled));
    let account = trail.account.to_string();
    for _ in 0..READS_MAX {
        let stretch = road.platform().activity().stretch(&account, &watch.place, ROWS_READ)?;
        let is_last = !stretch.goes_on;
        let events = watch.step(trail, &stretch, now, told_from, |insight| {
            let attributions = attributions::of(road, trail, insight)?;
            Ok::<_, Fault>(record::row(trail, insight, &attributions))
        })?;
        if is_last {
            watch.due = Some(now.plus(schedule.delivery));
        }
        if is_last || !events.is_empty() {
            save(road, trail, watch.clone(), events).await?;
        }
        if is_last {
            return Ok(());
        }
    }
    save(road, trail, watch, Vec::new()).await
}

impl Watch {
    /// Counts events and judges the minutes that are over; the rows of the insights.
    fn step<E>(
        &mut self,
        trail: &Trail,
        stretch: &Stretch,
        now: Timestamp,
        told_from: Timestamp,
        told: impl Fn(&bartizan_rates::Insight<Subject>) -> Result<ActivityRow, E>,
    ) -> Result<Vec<ActivityRow>, E> {
        let mut turned_away = 0_u32;
        for row in &stretch.rows {
            for subject in subjects(trail, row) {
                let time = Timestamp::from_millis(row.time_ms);
                turned_away += u32::from(!self.rates.observe(time, &subject));
            }
        }
        if turned_away > 0 {
            tracing::warn!(
                trail = %trail.arn(),
                calls = turned_away,
                "too many kinds of calls are watched: the rates of new ones are not"
            );
        }
        let read_until = match &stretch.end {
            Some(end) if stretch.goes_on => Timestamp::from_millis(end.time_ms),
            _ => now,
        };
        if let Some(end) = &stretch.end {
            self.place.clone_from(&end.event_id);
        }
        let late_ms = i64::try_from(LATE_EVENTS.as_millis()).unwrap_or(i64::MAX);
        let until = Timestamp::from_millis(read_until.millis().saturating_sub(late_ms));
        self.rates.judge(until, told_from).iter().map(told).collect()
    }
}

/// What an event counts for.
fn subjects(trail: &Trail, row: &ActivityRow) -> Vec<Subject> {
    match event::record(row) {
        Some(record) if !is_insight(&record) && delivery::selects(trail, row, &record) => {
            Subject::all_of(trail, &row.region, &record)
        }
        _ => Vec::new(),
    }
}

/// Stores what is known together with the insights, unless the trail was deleted, or its insights
/// were set anew, in the meantime.
async fn save(
    road: &Road,
    trail: &Trail,
    watch: Watch,
    events: Vec<ActivityRow>,
) -> Result<(), Fault> {
    let key = trail.key();
    let write = road.platform().store.write(move |writer| {
        let found = writer.get::<Watch>(&key)?;
        let is_same = |found: &Watch| found.trail == watch.trail && found.enabled == watch.enabled;
        if found.is_some_and(|found| is_same(&found)) {
            writer.put(&key, &watch)?;
            for row in &events {
                writer.emit(row)?;
            }
        }
        Ok(())
    });
    write.await.map_err(|error: StoreError| error.into())
}
