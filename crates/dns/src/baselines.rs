//! What is usual for zones, to be kept over restarts.

use bartizan_flood::Baseline;

use crate::Published;

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

    /// Lets a zone begin with what was learnt before; false where it is not served.
    pub fn restore(&self, zone_arn: &str, baseline: &Baseline) -> bool {
        let state = self.state();
        let found = zone_arn.strip_prefix(ARN).and_then(|id| state.floods.get(id));
        found.inspect(|flood| flood.restore(baseline)).is_some()
    }
}
