//! What the edge and DNS tell of attacks goes to AWS Shield.

use std::sync::{Arc, OnceLock};

use bartizan_edge::{Alarms, Baseline, Change, Edge, FloodSettings, LogAlarms, Signature};
use bartizan_shield::{AttackLog, Baselines, Normal, keep_baselines};
use bartizan_types::Clock;

use super::Joint;
use crate::start::Started;

/// How many windows more than its time to cool down an attack may be silent for.
const SILENT_WINDOWS: u32 = 3;

/// How many windows pass until what is learnt is stored again.
const STORED_WINDOWS: u32 = 12;

/// Logs attacks, and hands them on.
pub(crate) struct Alarmed {
    pub(super) log: Arc<AttackLog>,
    pub(super) clock: Arc<dyn Clock>,
}

impl Alarms for Alarmed {
    fn changed(&self, resource_arn: &str, change: &Change) {
        LogAlarms.changed(resource_arn, change);
        self.log.changed(resource_arn, change, self.clock.now());
    }
}

/// What is normal is known to the edge, once there is one.
struct Observed(Arc<OnceLock<Edge>>);

impl Normal for Observed {
    fn is_spared(&self, resource: &str, signature: &Signature) -> bool {
        self.0.get().is_some_and(|edge| edge.spares(resource, signature))
    }
}

/// Stores and answers attacks from now on.
pub(super) fn keep(started: &Started, joint: &Joint, flood: &FloodSettings) {
    let (log, platform) = (Arc::clone(&joint.attacks), Arc::clone(started.road.platform()));
    let normal: Arc<dyn Normal> = Arc::new(Observed(Arc::clone(&joint.edge)));
    let silence = flood.cool_down.saturating_add(flood.window.saturating_mul(SILENT_WINDOWS));
    tokio::spawn(async move { log.keep(&platform, &normal, silence).await });
}

/// The detectors of the edge and of DNS.
struct Detectors(Joint);

impl Baselines for Detectors {
    fn learnt(&self) -> Vec<(String, Baseline)> {
        let mut all = self.0.edge.get().map(Edge::baselines).unwrap_or_default();
        all.extend(self.0.zones.published().baselines());
        all
    }

    fn restore(&self, resource: &str, baseline: &Baseline) -> bool {
        self.0.edge.get().is_some_and(|edge| edge.restore(resource, baseline))
            || self.0.zones.published().restore(resource, baseline)
    }
}

impl Joint {
    /// Keeps what is usual for resources over restarts, from now on. To be called once they are served.
    pub(crate) fn keep_baselines(&self, started: &Started, flood: &FloodSettings) {
        let (detectors, platform) = (Detectors(self.clone()), Arc::clone(started.road.platform()));
        let every = flood.window.saturating_mul(STORED_WINDOWS);
        tokio::spawn(async move { keep_baselines(&platform, &detectors, every).await });
    }
}
