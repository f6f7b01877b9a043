//! What others keep of detectors, and tell them: what is usual for zones, what came to them, and what is
//! known of them beside that.

use std::sync::Arc;

use bartizan_flood::{Baseline, Circumstances, Traffic};

use crate::Published;
use crate::flood::Flood;

const ARN: &str = "arn:aws:route53:::hostedzone/";

/// The ARN of a zone.
pub(crate) fn arn(id: &str) -> String {
    format!("{ARN}{id}")
}

impl Published {
    /// What was learnt of the volumes of all zones, by their ARNs.
    pub fn baselines(&self) -> Vec<(String, Baseline)> {
        let state = self.state();
        state.floods.iter().map(|(id, flood)| (arn(id), flood.baseline())).collect()
    }

    /// What came to a zone so far; nothing where it is not served.
    pub fn traffic(&self, zone_arn: &str) -> Option<Traffic> {
        Some(self.flood(zone_arn)?.traffic())
    }

    /// Tells the detector of a zone what is known of it beside its traffic; false where it is not served.
    pub fn tell(&self, zone_arn: &str, circumstances: Circumstances) -> bool {
        self.flood(zone_arn).inspect(|flood| flood.tell(circumstances)).is_some()
    }

    /// Lets a zone begin with what was learnt before; false where it is not served.
    pub fn restore(&self, zone_arn: &str, baseline: &Baseline) -> bool {
        self.flood(zone_arn).inspect(|flood| flood.restore(baseline)).is_some()
    }

    fn flood(&self, zone_arn: &str) -> Option<Arc<Flood>> {
        self.state().floods.get(zone_arn.strip_prefix(ARN)?).map(Arc::clone)
    }
}
