//! What tells metrics apart.

use std::fmt::Write as _;

use aws_lc_rs::digest::{SHA256, digest};

use crate::error::MetricsError;
use crate::shapes::{Dimension, Metric};

/// Of so many bytes of the digest a metric's id is made.
const ID_BYTES: usize = 16;

/// Namespace, name and dimensions.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct MetricId {
    pub(crate) namespace: String,
    pub(crate) name: String,
    /// By name.
    pub(crate) dimensions: Vec<(String, String)>,
}

impl MetricId {
    /// A metric with these dimensions, in whatever order.
    pub(crate) fn new(
        namespace: String,
        name: String,
        mut dimensions: Vec<(String, String)>,
    ) -> Self {
        dimensions.sort();
        Self { namespace, name, dimensions }
    }

    /// The metric that a caller names.
    pub(crate) fn named(
        namespace: String,
        name: String,
        dimensions: Option<Vec<Dimension>>,
    ) -> Self {
        let dimensions = dimensions.unwrap_or_default();
        let pairs = dimensions.into_iter().map(|dimension| (dimension.name, dimension.value));
        Self::new(namespace, name, pairs.collect())
    }

    /// The metric of a query, `at` where it stands.
    pub(crate) fn asked(metric: Metric, at: &str) -> Result<Self, MetricsError> {
        let missing = |member: &str| {
            let message = format!("The parameter {at}.Metric.{member} is required.");
            MetricsError::Validation(message)
        };
        let namespace = metric.namespace.ok_or_else(|| missing("Namespace"))?;
        let name = metric.metric_name.ok_or_else(|| missing("MetricName"))?;
        Ok(Self::named(namespace, name, metric.dimensions))
    }

    /// What its records are found by: the same for the same metric, and for no other.
    pub(crate) fn id(&self) -> String {
        let mut text = Vec::new();
        let pairs = self.dimensions.iter().flat_map(|(name, value)| [name, value]);
        for part in [&self.namespace, &self.name].into_iter().chain(pairs) {
            // Each with its length, so that no two metrics have the same text.
            text.extend_from_slice(&(part.len() as u64).to_le_bytes());
            text.extend_from_slice(part.as_bytes());
        }
        let digest = digest(&SHA256, &text);
        digest.as_ref().iter().take(ID_BYTES).fold(String::new(), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(name: &str, dimensions: &[(&str, &str)]) -> String {
        let pairs = dimensions.iter().map(|(name, value)| ((*name).into(), (*value).into()));
        MetricId::new("Shop".into(), name.into(), pairs.collect()).id()
    }

    #[test]
    fn the_order_of_dimensions_tells_nothing_and_their_bounds_do() {
        assert_eq!(id("n", &[("a", "1"), ("b", "2")]), id("n", &[("b", "2"), ("a", "1")]));
        assert_ne!(id("n", &[("a", "1b")]), id("n", &[("a1", "b")]));
        assert_ne!(id("na", &[]), id("n", &[("a", "")]));
        assert_eq!(id("n", &[]).len(), 32);
    }
}
