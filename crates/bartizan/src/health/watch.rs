//! Endpoints are looked at again and again, for as long as their health checks are there.

use std::sync::Arc;
use std::time::Duration;

use bartizan_edge::Probed;
use bartizan_route53::{Endpoint, HEALTH_CHECKS, HealthCheckRecord};
use bartizan_service::projection::{each, each_changed};
use bartizan_service::store::{Change, Observer, Reader};
use tokio::time::{Instant, sleep};

use super::look::look;
use super::{Checks, Means, meters};

/// Follows the health checks that are stored.
pub(super) struct Follower {
    pub(super) checks: Checks,
    pub(super) means: Arc<Means>,
}

impl Observer for Follower {
    fn attached(&mut self, reader: &Reader<'_>) -> Result<(), String> {
        each::<HealthCheckRecord>(reader, |_, record| {
            self.checks.enter(record, false, &self.means);
            Ok(())
        })
    }

    fn committed(&mut self, changes: &[Change], reader: &Reader<'_>) -> Result<(), String> {
        let is_one = |change: &Change| change.collection == HEALTH_CHECKS;
        if !changes.iter().any(is_one) {
            return Ok(());
        }
        let followed = each_changed::<HealthCheckRecord>(changes, reader, |key, record| {
            match record {
                Some(record) => self.checks.enter(record, true, &self.means),
                None => self.checks.remove(&key.id),
            }
            Ok(())
        });
        if let Err(error) = followed {
            tracing::error!(%error, "health checks cannot be read: those before go on");
        }
        Ok(())
    }
}

/// Looks at an endpoint for as long as it is not stopped.
pub(super) async fn look_on(
    checks: Checks,
    (id, number): (String, u64),
    endpoint: Endpoint,
    means: Arc<Means>,
) {
    let own = Duration::from_secs(endpoint.interval.into());
    let interval = means.interval.unwrap_or(own);
    loop {
        let Ok(place) = means.places.acquire().await else { return };
        let (begun, now) = (Instant::now(), means.platform.now());
        let (seen, probed) = look((&id, &endpoint), &*means.reach, now).await;
        drop(place);
        if endpoint.measures_latency
            && let Some(probed) = probed
        {
            checks.measure(&id, &probed, &means);
        }
        checks.saw((&id, number), seen);
        sleep(interval.saturating_sub(begun.elapsed())).await;
    }
}

impl Checks {
    /// Counts what took how long.
    fn measure(&self, id: &str, probed: &Probed, means: &Means) {
        let account = self.known().checks.get(id).map(|check| check.record.account);
        if let Some((account, metrics)) = account.zip(means.platform.ports.metrics.as_ref()) {
            meters::measure(&**metrics, (account, id), probed, means.platform.now());
        }
    }
}
