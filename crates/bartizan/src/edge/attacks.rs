//! What the edge and DNS tell of attacks goes to AWS Shield.

use std::sync::Arc;

use bartizan_edge::{Alarms, Change, FloodSettings, LogAlarms};
use bartizan_shield::AttackLog;
use bartizan_types::Clock;

use crate::start::Started;

/// How many windows more than its time to cool down an attack may be silent for.
const SILENT_WINDOWS: u32 = 3;

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

impl bartizan_dns::Alarms for Alarmed {
    fn changed(&self, resource_arn: &str, change: &Change) {
        bartizan_dns::LogAlarms.changed(resource_arn, change);
        self.log.changed(resource_arn, change, self.clock.now());
    }
}

/// Stores and answers attacks from now on.
pub(super) fn keep(started: &Started, log: &Arc<AttackLog>, flood: &FloodSettings) {
    let (log, platform) = (Arc::clone(log), Arc::clone(started.road.platform()));
    let silence = flood.cool_down.saturating_add(flood.window.saturating_mul(SILENT_WINDOWS));
    tokio::spawn(async move { log.keep(&platform, silence).await });
}
