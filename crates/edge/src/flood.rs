//! Floods noticed: each front has its detector, which connections tell what they see.

use std::convert::Infallible;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bartizan_flood::{
    Alarms, Attack, Baseline, Change, Circumstances, Detector, Observed, Settings, Signature,
    Traffic, Vector,
};
use tokio::time::Instant;

use crate::http1::Head;
use crate::proxy::Facts;
use crate::shared::Shared;

/// How long a connection may say nothing until that is an incident, and how long until it is another.
/// Browsers let go of connections that they opened ahead of need after as long. (Chromium,
/// `unused_idle_socket_timeout`.)
pub(crate) const SILENCE: Duration = Duration::from_secs(10);

/// Writes attacks to the server's log.
#[derive(Debug, Clone, Copy, Default)]
pub struct LogAlarms;

impl Alarms for LogAlarms {
    fn changed(&self, resource_arn: &str, change: &Change) {
        let names = |attack: &Attack| {
            attack.vectors.iter().map(|count| format!("{:?}", count.vector)).collect::<Vec<_>>()
        };
        match change {
            Change::Began(attack) => {
                tracing::warn!(resource_arn, vectors = ?names(attack), "an attack begins");
            }
            Change::GoesOn(_) => {}
            Change::Ended(attack) => {
                tracing::warn!(resource_arn, vectors = ?names(attack), "an attack is over");
            }
        }
    }
}

/// The detector of a front.
#[derive(Debug)]
pub(crate) struct Flood(Mutex<Detector>);

impl Flood {
    pub(crate) fn new(settings: Settings) -> Self {
        Self(Mutex::new(Detector::new(settings, now())))
    }

    /// Counts a request. What comes of distributions counts there, by who sent it.
    pub(crate) fn observe(&self, head: &Head, facts: &Facts) {
        if facts.is_looped {
            return;
        }
        let (path, _) = head.split_target();
        let observed = Observed {
            client: facts.client.ip(),
            asn: facts.location.asn,
            country: facts.location.country.as_deref(),
            user_agent: head.value(b"user-agent").unwrap_or_default(),
            path,
            referrer: head.value(b"referer").unwrap_or_default(),
        };
        self.detector().observe(&observed);
    }

    /// Counts what a client did beside its requests.
    pub(crate) fn incident(&self, vector: Vector, facts: &Facts) {
        if !facts.is_looped {
            self.detector().incident(vector, facts.client.ip());
        }
    }

    /// Counts what was done by nobody knows whom.
    pub(crate) fn incidents(&self, vector: Vector, many: u64) {
        self.detector().incidents(vector, many);
    }

    pub(crate) fn attack(&self) -> Option<Attack> {
        self.detector().attack().cloned()
    }

    pub(crate) fn spares(&self, signature: &Signature) -> bool {
        self.detector().spares(signature)
    }

    /// What is learnt of volumes.
    pub(crate) fn baseline(&self) -> Baseline {
        self.detector().baseline(now())
    }

    /// Begins with what was learnt before.
    pub(crate) fn restore(&self, baseline: &Baseline) {
        self.detector().restore(baseline);
    }

    /// What came so far.
    pub(crate) fn traffic(&self) -> Traffic {
        self.detector().traffic()
    }

    /// Learns what is known of the front beside its traffic.
    pub(crate) fn tell(&self, circumstances: Circumstances) {
        self.detector().tell(circumstances);
    }

    pub(crate) fn tick(&self) -> Option<Change> {
        self.detector().tick(now())
    }

    fn detector(&self) -> std::sync::MutexGuard<'_, Detector> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Looks at all detectors until the edge stops.
pub(crate) async fn watch(shared: Arc<Shared>) {
    let mut stopping = shared.stopping.clone();
    let pause = (shared.flood.window / 5).max(Duration::from_millis(10));
    loop {
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.wait_for(|stopping| *stopping) => return,
        }
        for (arn, flood) in shared.routes().floods() {
            if let Some(change) = flood.tick() {
                shared.alarms.changed(arn, &change);
            }
        }
    }
}

/// Counts what a client did who has not said yet which front it wants: it meets all of the port.
pub(crate) fn incident_at(shared: &Shared, facts: &Facts, vector: Vector) {
    if !facts.is_looped {
        incident_of(shared, facts.port, vector, facts.client.ip());
    }
}

/// The same of a client of which no more is known.
pub(crate) fn incident_of(shared: &Shared, port: u16, vector: Vector, client: IpAddr) {
    let routes = shared.routes();
    for listener in [false, true].into_iter().flat_map(|is_tls| routes.listeners(port, is_tls)) {
        listener.flood.detector().incident(vector, client);
    }
}

/// Tells of a connection for as long as it is held and nothing was asked over it.
pub(crate) async fn silence(
    shared: &Shared,
    facts: &Facts,
    has_asked: impl Fn() -> bool,
) -> Infallible {
    loop {
        tokio::time::sleep(SILENCE).await;
        if has_asked() {
            return std::future::pending().await;
        }
        incident_at(shared, facts, Vector::Connections);
    }
}

/// The time since the first time that anybody asked.
fn now() -> Duration {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
