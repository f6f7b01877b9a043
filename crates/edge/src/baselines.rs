//! What is usual for fronts, to be kept over restarts.

use bartizan_flood::Baseline;

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
}
