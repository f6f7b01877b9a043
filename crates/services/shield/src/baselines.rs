//! What is usual for resources and their groups, kept over restarts: a flood that is under way when the process starts
//! must not be what it learns first.

use std::collections::BTreeSet;
use std::time::Duration;

use bartizan_flood::Baseline;
use bartizan_service::Platform;
use bartizan_service::projection::each;
use bartizan_service::store::{Key, Reader, Writer};
use bartizan_types::{Fault, Timestamp};
use tokio::time::MissedTickBehavior;

use crate::records::BaselineRecord;
use crate::watch::Watch;

/// How long the baseline of a resource is kept that is not served.
const KEPT: Duration = Duration::from_hours(30 * 24);

/// Has the detectors of resources.
pub trait Baselines: Send + Sync {
    /// What they have learnt, by the ARNs of resources.
    fn learnt(&self) -> Vec<(String, Baseline)>;

    /// Lets the detector of a resource begin with this; false where there is none.
    fn restore(&self, resource: &str, baseline: &Baseline) -> bool;
}

/// Lets detectors and groups begin with what was stored, and stores what they learn, until the process ends.
pub async fn keep_baselines(
    platform: &Platform,
    detectors: &dyn Baselines,
    groups: &Watch,
    every: Duration,
) {
    let mut waiting = platform.store.read(stored).unwrap_or_else(|error| {
        tracing::warn!(%error, "what was usual cannot be read: it is learnt anew");
        Vec::new()
    });
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        // What is served later begins with what it had, too.
        waiting.retain(|(resource, record)| {
            let baseline = record.baseline();
            !groups.restore(resource, &baseline) && !detectors.restore(resource, &baseline)
        });
        ticks.tick().await;
        let mut learnt = detectors.learnt();
        learnt.extend(groups.learnt());
        if let Err(error) = store(platform, learnt).await {
            tracing::warn!(%error, "what is usual cannot be stored: tried again");
        }
    }
}

impl BaselineRecord {
    fn of(baseline: &Baseline, now: Timestamp) -> Self {
        let Baseline { learnt, windows, mean, variance, most, highest } = *baseline;
        let learnt_seconds = learnt.as_secs();
        Self { stored: now, learnt_seconds, windows, mean, variance, most, highest }
    }

    fn baseline(&self) -> Baseline {
        Baseline {
            learnt: Duration::from_secs(self.learnt_seconds),
            windows: self.windows,
            mean: self.mean,
            variance: self.variance,
            most: self.most,
            highest: self.highest,
        }
    }
}

fn stored(reader: &Reader<'_>) -> Result<Vec<(String, BaselineRecord)>, Fault> {
    let mut found = Vec::new();
    each::<BaselineRecord>(reader, |key, record| {
        found.push((key.id.clone(), record));
        Ok(())
    })
    .map_err(|reason| Fault::new("InternalErrorException", reason, 500))?;
    Ok(found)
}

async fn store(platform: &Platform, learnt: Vec<(String, Baseline)>) -> Result<(), Fault> {
    let now = platform.now();
    let write = move |writer: &mut Writer<'_>| {
        let served: BTreeSet<&str> = learnt.iter().map(|(resource, _)| resource.as_str()).collect();
        for (resource, record) in stored(writer)? {
            if !served.contains(&*resource) && now.since(record.stored) > KEPT {
                writer.delete::<BaselineRecord>(&Key::installation(resource))?;
            }
        }
        for (resource, baseline) in learnt.iter().filter(|(_, baseline)| baseline.windows > 0) {
            let record = BaselineRecord::of(baseline, now);
            writer.put(&Key::installation(resource.clone()), &record)?;
        }
        Ok::<_, Fault>(())
    };
    platform.store.write(write).await
}
