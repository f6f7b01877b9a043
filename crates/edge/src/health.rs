//! Active health checks. (ELB User Guide for Application Load Balancers, "Health checks for target
//! groups".)

use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::config::{HealthCheck, HealthPort, Scheme};
use crate::inspect::Reach;
use crate::proxy::connect;
use crate::route::{Target, TargetState, TargetStatus};

/// How often a target is looked at whose checks are off.
const OFF_INTERVAL: Duration = Duration::from_secs(30);

/// Checks a target until no configuration names it any more.
pub(crate) async fn watch(target: Weak<Target>, reach: Arc<dyn Reach>) {
    let mut streak = Streak::default();
    loop {
        let Some(held) = target.upgrade().filter(|held| !held.leave.has_begun()) else { return };
        let check = held.health.check.load_full();
        let (address, state) = (held.address, held.health.state());
        held.pool.tidy();
        drop(held);
        let started = Instant::now();
        let mut interval = OFF_INTERVAL;
        if check.is_enabled {
            interval = check.interval;
            let found = probe(address, &check, &*reach).await;
            let Some(held) = target.upgrade() else { return };
            if let Some(status) = streak.next(&check, state, address, found)
                && held.health.check.load().is_enabled
            {
                held.health.enter(status);
            }
        }
        sleep(interval.saturating_sub(started.elapsed())).await;
    }
}

/// How a check failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The target answered something else.
    Mismatch(u16),
    /// It took too long.
    Timeout,
    /// It could not be asked.
    Unreachable,
}

/// How many checks in a row came to the same.
#[derive(Debug, Default)]
pub(crate) struct Streak {
    successes: u32,
    failures: u32,
}

impl Streak {
    /// Counts a check: the state that the target is in from now on, where it changes. A new target
    /// needs one success only.
    pub(crate) fn next(
        &mut self,
        check: &HealthCheck,
        state: TargetState,
        address: SocketAddr,
        found: Result<(), Failed>,
    ) -> Option<TargetStatus> {
        match found {
            Ok(()) => {
                self.failures = 0;
                self.successes = self.successes.saturating_add(1);
                let needed =
                    if state == TargetState::Initial { 1 } else { check.healthy_threshold };
                let becomes = state != TargetState::Healthy && self.successes >= needed;
                let healthy = TargetState::Healthy;
                becomes.then_some(TargetStatus {
                    address,
                    state: healthy,
                    reason: None,
                    description: None,
                })
            }
            Err(failed) => {
                self.successes = 0;
                self.failures = self.failures.saturating_add(1);
                (self.failures >= check.unhealthy_threshold).then(|| failed.status(address))
            }
        }
    }
}

impl Failed {
    /// The status with AWS's code. (ELB API Reference, `TargetHealth`.)
    fn status(self, address: SocketAddr) -> TargetStatus {
        let (reason, description) = match self {
            Self::Mismatch(status) => (
                "Target.ResponseCodeMismatch",
                format!("Health checks failed with these codes: [{status}]"),
            ),
            Self::Timeout => ("Target.Timeout", "Request timed out".to_owned()),
            Self::Unreachable => ("Target.FailedHealthChecks", "Health checks failed".to_owned()),
        };
        let state = TargetState::Unhealthy;
        TargetStatus { address, state, reason: Some(reason), description: Some(description) }
    }
}

async fn probe(target: SocketAddr, check: &HealthCheck, reach: &dyn Reach) -> Result<(), Failed> {
    let address = match check.port {
        HealthPort::Traffic => target,
        HealthPort::Port(port) => SocketAddr::new(target.ip(), port),
    };
    let deadline = Instant::now() + check.timeout;
    let asked = timeout_at(deadline, status(address, check.scheme, &check.path, reach));
    let status = asked.await.map_err(|_| Failed::Timeout)?.ok_or(Failed::Unreachable)?;
    let is_success = check.matcher.iter().any(|range| (range.first..=range.last).contains(&status));
    if is_success { Ok(()) } else { Err(Failed::Mismatch(status)) }
}

async fn status(address: SocketAddr, scheme: Scheme, path: &str, reach: &dyn Reach) -> Option<u16> {
    let mut origin = connect(address, scheme, None, reach).await.ok()?;
    let request = format!(
        "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         User-Agent: ELB-HealthChecker/2.0\r\nAccept-Encoding: gzip, compressed\r\n\r\n"
    );
    origin.write(request.as_bytes()).await.ok()?;
    origin.read_head(false).await.ok().map(|head| head.status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thresholds_are_counted_in_a_row() {
        let check = HealthCheck { healthy_threshold: 3, ..HealthCheck::default() };
        let address: SocketAddr = "192.0.2.1:80".parse().unwrap();
        let mut streak = Streak::default();
        let mut state = TargetState::Initial;
        let mut run = |results: &str| {
            results
                .chars()
                .map(|result| {
                    let found = if result == '+' { Ok(()) } else { Err(Failed::Timeout) };
                    if let Some(status) = streak.next(&check, state, address, found) {
                        state = status.state;
                    }
                    match state {
                        TargetState::Initial => 'i',
                        TargetState::Healthy => 'h',
                        _ => 'u',
                    }
                })
                .collect::<String>()
        };
        assert_eq!(run("-+-+--+-+++-+--"), "ihhhhuuuuuhhhhu");
    }
}
