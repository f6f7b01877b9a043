//! What is counted of the requests.

use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;

/// The gateway's metrics; clones count into the same.
#[derive(Debug, Clone)]
pub struct Metrics {
    requests: Family<RequestLabels, Counter>,
    seconds: Family<ServiceLabels, Histogram, fn() -> Histogram>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    service: &'static str,
    operation: &'static str,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ServiceLabels {
    service: &'static str,
}

fn latency_histogram() -> Histogram {
    Histogram::new([0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0])
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            requests: Family::default(),
            seconds: Family::new_with_constructor(latency_histogram),
        }
    }
}

impl Metrics {
    /// Enters the metrics into a registry.
    pub fn register(&self, registry: &mut Registry) {
        registry.register(
            "bartizan_requests",
            "Requests answered, by service, operation and HTTP status",
            self.requests.clone(),
        );
        registry.register(
            "bartizan_request_seconds",
            "Seconds from a request's head to its answer's",
            self.seconds.clone(),
        );
    }

    pub(crate) fn count(
        &self,
        service: &'static str,
        operation: Option<&'static str>,
        status: u16,
        elapsed: Duration,
    ) {
        let operation = operation.unwrap_or("unknown");
        self.requests.get_or_create(&RequestLabels { service, operation, status }).inc();
        self.seconds.get_or_create(&ServiceLabels { service }).observe(elapsed.as_secs_f64());
    }
}
