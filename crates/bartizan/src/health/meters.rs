//! Health checks as AWS's metrics. (Route 53 Developer Guide, "Monitoring health checks using
//! CloudWatch".)

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_edge::Probed;
use bartizan_route53::Subject;
use bartizan_service::{MetricName, Metrics, Platform};
use bartizan_types::{AccountId, Timestamp};
use tokio::time::MissedTickBehavior;

use super::Checks;
use super::state::{healthy_children, is_healthy};

/// How often each check is counted: each minute has some samples.
const EVERY: Duration = Duration::from_secs(10);
/// Where AWS keeps the metrics of Route 53. (The same page.)
const REGION: &str = "us-east-1";

/// Counts all checks, again and again.
pub(super) async fn count(checks: Checks, platform: Arc<Platform>) {
    let mut ticks = tokio::time::interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let Some(metrics) = &platform.ports.metrics else { return };
        let now = platform.now();
        for (account, id, name, unit, value) in checks.samples() {
            add(&**metrics, (account, &id), (name, unit), (now, value));
        }
    }
}

/// Whose, of which check, of what, in what unit, and how much.
type Sample = (AccountId, String, &'static str, &'static str, f64);

impl Checks {
    fn samples(&self) -> Vec<Sample> {
        let known = self.known();
        let (mut samples, mut found) = (Vec::new(), HashMap::new());
        for (id, check) in &known.checks {
            let healthy = f64::from(u8::from(is_healthy(&known.checks, id, &mut found)));
            let mut sample = |name, unit, value| {
                samples.push((check.record.account, id.clone(), name, unit, value));
            };
            sample("HealthCheckStatus", "None", healthy);
            match &check.record.subject {
                // There is one who looks: it is all of them.
                Subject::Endpoint(_) if !check.record.is_disabled => {
                    let well = f64::from(u8::from(check.is_well));
                    sample("HealthCheckPercentageHealthy", "Percent", 100.0 * well);
                }
                Subject::Endpoint(_) => {}
                Subject::Others { .. } => {
                    let children = healthy_children(&known.checks, check, &mut found);
                    sample("ChildHealthCheckHealthyCount", "Count", children.into());
                }
            }
        }
        samples
    }
}

/// Counts what took how long.
pub(super) fn measure(
    metrics: &dyn Metrics,
    whose: (AccountId, &str),
    probed: &Probed,
    now: Timestamp,
) {
    for (name, time) in [
        ("ConnectionTime", probed.connected),
        ("SSLHandshakeTime", probed.encrypted),
        ("TimeToFirstByte", probed.answered),
    ] {
        if let Some(time) = time {
            let value = time.as_secs_f64() * 1000.0;
            add(metrics, whose, (name, "Milliseconds"), (now, value));
        }
    }
}

fn add(
    metrics: &dyn Metrics,
    (account, id): (AccountId, &str),
    (name, unit): (&'static str, &'static str),
    (now, value): (Timestamp, f64),
) {
    let meter = metrics.meter(&MetricName {
        account,
        region: REGION.to_owned(),
        namespace: "AWS/Route53",
        name,
        dimensions: vec![("HealthCheckId", id.to_owned())],
        unit,
        has_spread: false,
    });
    meter.add(now, value);
}
