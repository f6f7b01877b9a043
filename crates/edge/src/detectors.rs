//! What others keep of detectors, and tell them: what is usual for fronts, what came to them, and what
//! is known of them beside that.

use bartizan_flood::{Baseline, Circumstances, Traffic};

use crate::Edge;

impl Edge {
    /// What was learnt of the volumes of all fronts, by their ARNs.
    pub fn baselines(&self) -> Vec<(String, Baseline)> {
        let routes = self.shared.routes();
        routes.floods().map(|(arn, flood)| (arn.to_owned(), flood.baseline())).collect()
    }

    /// Lets a front begin with what was learnt before; false where it is not served.
    pub fn restore(&self, front_arn: &str, baseline: &Baseline) -> bool {
        let routes = self.shared.routes();
        let found = routes.flood(front_arn);
        found.inspect(|flood| flood.restore(baseline)).is_some()
    }

    /// What came to a front so far; nothing where it is not served.
    pub fn traffic(&self, front_arn: &str) -> Option<Traffic> {
        Some(self.shared.routes().flood(front_arn)?.traffic())
    }

    /// Tells the detector of a front what is known of it beside its traffic; false where it is not served.
    pub fn tell(&self, front_arn: &str, circumstances: Circumstances) -> bool {
        let routes = self.shared.routes();
        routes.flood(front_arn).inspect(|flood| flood.tell(circumstances)).is_some()
    }
}
