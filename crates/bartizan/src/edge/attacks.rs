//! What the edge and DNS tell of attacks goes to AWS Shield.

use std::sync::{Arc, OnceLock};

use bartizan_edge::{
    Alarms, Baseline, Change, Circumstances, Edge, FloodSettings, LogAlarms, Signature, Traffic,
};
use bartizan_shield::{
    AttackLog, Baselines, Detectors, Normal, Watch, keep_baselines, keep_engaging,
};
use bartizan_types::Clock;

use super::Joint;
use crate::error::CliError;
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
#[derive(Clone)]
struct All(Joint);

impl Baselines for All {
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

impl Detectors for All {
    fn traffic(&self, resource: &str) -> Option<Traffic> {
        let edge = self.0.edge.get().and_then(|edge| edge.traffic(resource));
        edge.or_else(|| self.0.zones.published().traffic(resource))
    }

    fn tell(&self, resource: &str, circumstances: Circumstances) {
        if !self.0.edge.get().is_some_and(|edge| edge.tell(resource, circumstances)) {
            self.0.zones.published().tell(resource, circumstances);
        }
    }
}

impl Joint {
    /// Keeps what is usual for resources over restarts, and tells their detectors what AWS Shield knows
    /// of them, from now on. To be called once they are served.
    ///
    /// # Errors
    /// The store cannot be observed.
    pub(crate) async fn keep_detectors(
        &self,
        started: &Started,
        flood: &FloodSettings,
    ) -> Result<(), CliError> {
        let (detectors, platform) = (All(self.clone()), Arc::clone(started.road.platform()));
        let every = flood.window.saturating_mul(STORED_WINDOWS);
        let watch = Watch::new(*flood);
        let (store, follower) = (platform.store.clone(), Box::new(watch.clone()));
        let observed = tokio::task::spawn_blocking(move || store.observe(follower));
        observed.await.map_err(CliError::failed)?.map_err(CliError::failed)?;
        let (groups, of_watch, for_watch) =
            (watch.clone(), detectors.clone(), Arc::clone(&platform));
        tokio::spawn(async move { watch.keep(&for_watch, &of_watch).await });
        tokio::spawn(async move { keep_baselines(&platform, &detectors, &groups, every).await });
        Ok(())
    }
}

/// Tells the operator's webhook of attacks on what is unhealthy, from now on.
pub(crate) fn engage(started: &Started, webhook: Option<String>) {
    let (platform, egress) = (Arc::clone(started.road.platform()), Arc::clone(&started.egress));
    tokio::spawn(async move { keep_engaging(&platform, &*egress, webhook.as_deref()).await });
}
