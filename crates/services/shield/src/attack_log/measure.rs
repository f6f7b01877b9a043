//! Attacks as metrics. (AWS WAF Developer Guide, "AWS Shield Advanced metrics".)

use bartizan_service::{MetricName, Metrics};
use bartizan_types::{AccountId, Arn, Region, Timestamp};

use super::news::News;

const NAMESPACE: &str = "AWS/DDoSProtection";

/// Counts what is new of an attack on a protected resource.
pub(super) fn count(
    metrics: &dyn Metrics,
    account: AccountId,
    resource: &Arn,
    news: &News,
    now: Timestamp,
) {
    let region = if resource.region().is_empty() {
        Region::GLOBAL_SIGNING.to_owned()
    } else {
        resource.region().to_owned()
    };
    let of_resource = vec![("ResourceArn", resource.to_string())];
    let metric = |name, dimensions| MetricName {
        account,
        region: region.clone(),
        namespace: NAMESPACE,
        name,
        dimensions,
        unit: "Count",
        has_spread: false,
    };
    let is_detected = if news.is_over() { 0.0 } else { 1.0 };
    metrics.meter(&metric("DDoSDetected", of_resource.clone())).add(now, is_detected);
    for (vector, rate) in news.rates() {
        let mut dimensions = of_resource.clone();
        dimensions.push(("AttackVector", (*vector).to_owned()));
        metrics.meter(&metric("DDoSAttackRequestsPerSecond", dimensions)).add(now, *rate);
    }
}
