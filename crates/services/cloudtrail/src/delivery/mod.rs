//! Delivery of log files and digests to the buckets of trails.
//!
//! Each trail has a place in the activity record. A batch of events behind it is decided on and
//! stored first, as files with their events; then each file is written, and with its success in one
//! transaction taken off the batch and entered into its chain of digests; when none is left, the
//! place moves on. After a kill the same files are written again with the same names and contents,
//! so that none is missing and none is there twice.

mod batch;
mod log_file;
mod place;

use std::time::Duration;

use bartizan_service::Road;
use bartizan_service::store::{Key, StoreError};
use bartizan_types::Fault;

use crate::records::{Progress, Trail, advance};
use crate::{digest, insights};

pub(crate) use batch::selects;
pub(crate) use place::{folder, place_of, under_prefix};

/// How many trails are read at a time.
const TRAILS_READ: usize = 100;

/// How often files are delivered.
#[derive(Debug, Clone, Copy)]
pub struct Schedule {
    /// The time between log files of a trail: about five minutes. (CloudTrail User Guide, "How
    /// CloudTrail works".)
    pub delivery: Duration,
    /// The time that a digest covers: an hour. (CloudTrail User Guide, "Validating CloudTrail log
    /// file integrity".)
    pub digest: Duration,
}

/// Delivers what is due on every trail. What a bucket refuses is seen in the trail's status, and
/// tried again later; neither that nor a failure keeps another trail waiting.
///
/// # Errors
/// The store cannot be read, or the first failure of a trail: to be called again later.
pub async fn deliver(road: &Road, schedule: &Schedule) -> Result<(), Fault> {
    let store = &road.platform().store;
    let mut outcome = Ok(());
    let mut after: Option<Key> = None;
    loop {
        let trails: Result<_, StoreError> =
            store.read(|reader| reader.scan_all::<Trail>(after.as_ref(), TRAILS_READ));
        let trails = trails?;
        let Some((last, _)) = trails.last() else { return outcome };
        after = Some(last.clone());
        for (_, trail) in &trails {
            outcome = outcome.and(deliver_one(road, schedule, trail).await);
        }
    }
}

async fn deliver_one(road: &Road, schedule: &Schedule, trail: &Trail) -> Result<(), Fault> {
    // Insights that cannot be told of hold up no log file.
    let watched = insights::watch(road, schedule, trail).await;
    while let Some(progress) = progress_of(road, trail)? {
        let now = road.platform().now();
        if progress.due.is_some_and(|due| due > now) {
            break;
        }
        let goes_on = if progress.batch.is_some() {
            batch::write_next(road, schedule, trail, &progress).await?
        } else {
            batch::decide(road, schedule, trail, &progress).await?
        };
        if !goes_on {
            break;
        }
    }
    digest::deliver(road, schedule, trail).await?;
    watched
}

/// The trail's progress, unless it was deleted.
pub(crate) fn progress_of(road: &Road, trail: &Trail) -> Result<Option<Progress>, Fault> {
    let found = road.platform().store.read(|reader| reader.get::<Progress>(&trail.key()));
    let found = found.map_err(|error: StoreError| Fault::from(error))?;
    Ok(found.filter(|progress| progress.trail == trail.id))
}

/// Changes the trail's progress, durably.
pub(crate) async fn save(
    road: &Road,
    trail: &Trail,
    change: impl FnOnce(&mut Progress) + Send + 'static,
) -> Result<(), Fault> {
    let trail = trail.clone();
    let write =
        road.platform().store.write(move |writer| advance(writer, &trail, change).map(drop));
    write.await.map_err(|error: StoreError| error.into())
}
