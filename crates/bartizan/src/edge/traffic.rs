//! What balancers have to do, as AWS's metrics. (ELB User Guide for Application Load Balancers,
//! "CloudWatch metrics for your Application Load Balancer".)

use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use bartizan_edge::{AccessLog, Entry};
use bartizan_service::{Meter, MetricName, Metrics};
use bartizan_types::{AccountId, Arn, Timestamp};

const NAMESPACE: &str = "AWS/ApplicationELB";
/// So many balancers are kept; then those that were deleted are forgotten with the rest.
const BALANCERS_MAX: usize = 10_000;

/// Counts all requests, and hands those that are to be logged on.
pub(super) struct Counted {
    log: Arc<dyn AccessLog>,
    metrics: Option<Arc<dyn Metrics>>,
    balancers: ArcSwap<HashMap<String, Arc<Balancer>>>,
}

impl Counted {
    pub(super) fn new(log: Arc<dyn AccessLog>, metrics: Option<Arc<dyn Metrics>>) -> Self {
        Self { log, metrics, balancers: ArcSwap::default() }
    }

    /// The meters of a front, where it is a balancer.
    fn balancer(&self, front_arn: &str, metrics: &dyn Metrics) -> Option<Arc<Balancer>> {
        if let Some(known) = self.balancers.load().get(front_arn) {
            return Some(Arc::clone(known));
        }
        let naming = Naming::of(front_arn)?;
        let balancer = Arc::new(Balancer::new(&naming, metrics));
        self.balancers.rcu(|held| {
            let mut next = HashMap::clone(held);
            if next.len() >= BALANCERS_MAX {
                next.clear();
            }
            next.insert(front_arn.to_owned(), Arc::clone(&balancer));
            next
        });
        Some(balancer)
    }
}

impl AccessLog for Counted {
    fn record(&self, entry: &Entry<'_>) {
        self.log.record(entry);
    }

    fn count(&self, entry: &Entry<'_>) {
        let Some(metrics) = &self.metrics else { return };
        if let Some(balancer) = self.balancer(entry.front_arn, &**metrics) {
            balancer.count(entry, &**metrics);
        }
    }
}

/// Whose metrics they are, and what the balancer is called in them.
pub(super) struct Naming {
    account: AccountId,
    region: String,
    name: String,
}

impl Naming {
    /// By a balancer's ARN.
    pub(super) fn of(arn: &str) -> Option<Self> {
        let arn: Arn = arn.parse().ok()?;
        let name = arn.resource().strip_prefix("loadbalancer/")?.to_owned();
        Some(Self { account: arn.account_id()?, region: arn.region().to_owned(), name })
    }

    /// A metric of the balancer, or of one of its target groups, which an ARN names.
    pub(super) fn meter(
        &self,
        metrics: &dyn Metrics,
        (name, unit): (&'static str, &'static str),
        group: Option<&str>,
    ) -> Meter {
        let mut dimensions = vec![("LoadBalancer", self.name.clone())];
        if let Some(group) = group {
            let group = group.rsplit(':').next().unwrap_or_default().to_owned();
            dimensions.push(("TargetGroup", group));
        }
        metrics.meter(&MetricName {
            account: self.account,
            region: self.region.clone(),
            namespace: NAMESPACE,
            name,
            dimensions,
            unit,
            has_spread: unit == "Seconds",
        })
    }
}

/// The meters of a balancer.
struct Balancer {
    naming: Naming,
    all: Targets,
    groups: ArcSwap<HashMap<String, Arc<Targets>>>,
    new_connections: Meter,
    processed_bytes: Meter,
    fixed: Meter,
    redirects: Meter,
    /// Statuses of the balancer's own answers: 3xx, 4xx and 5xx, and some of the last.
    own: [Meter; 3],
    own_some: [(u16, Meter); 4],
}

/// The meters of what targets do.
struct Targets {
    requests: Meter,
    connection_errors: Meter,
    response_time: Meter,
    /// Statuses from 2xx to 5xx.
    statuses: [Meter; 4],
}

impl Targets {
    fn new(naming: &Naming, metrics: &dyn Metrics, group: Option<&str>) -> Self {
        let count = |name| naming.meter(metrics, (name, "Count"), group);
        Self {
            requests: count("RequestCount"),
            connection_errors: count("TargetConnectionErrorCount"),
            response_time: naming.meter(metrics, ("TargetResponseTime", "Seconds"), group),
            statuses: [
                count("HTTPCode_Target_2XX_Count"),
                count("HTTPCode_Target_3XX_Count"),
                count("HTTPCode_Target_4XX_Count"),
                count("HTTPCode_Target_5XX_Count"),
            ],
        }
    }

    fn count(&self, entry: &Entry<'_>, now: Timestamp) {
        self.requests.count(now);
        // It was chosen, and nothing was sent to it.
        if entry.target.is_none() && entry.status >= 500 {
            self.connection_errors.count(now);
        }
        let Some(status) = entry.target_status else { return };
        if let Some(seconds) = entry.target_seconds() {
            self.response_time.add(now, seconds);
        }
        if let Some(meter) = class(status, 2).and_then(|class| self.statuses.get(class)) {
            meter.count(now);
        }
    }
}

impl Balancer {
    fn new(naming: &Naming, metrics: &dyn Metrics) -> Self {
        let meter = |name, unit| naming.meter(metrics, (name, unit), None);
        let count = |name| meter(name, "Count");
        Self {
            all: Targets::new(naming, metrics, None),
            groups: ArcSwap::default(),
            new_connections: count("NewConnectionCount"),
            processed_bytes: meter("ProcessedBytes", "Bytes"),
            fixed: count("HTTP_Fixed_Response_Count"),
            redirects: count("HTTP_Redirect_Count"),
            own: [
                count("HTTPCode_ELB_3XX_Count"),
                count("HTTPCode_ELB_4XX_Count"),
                count("HTTPCode_ELB_5XX_Count"),
            ],
            own_some: [
                (500, count("HTTPCode_ELB_500_Count")),
                (502, count("HTTPCode_ELB_502_Count")),
                (503, count("HTTPCode_ELB_503_Count")),
                (504, count("HTTPCode_ELB_504_Count")),
            ],
            naming: Naming {
                account: naming.account,
                region: naming.region.clone(),
                name: naming.name.clone(),
            },
        }
    }

    fn count(&self, entry: &Entry<'_>, metrics: &dyn Metrics) {
        let now = entry.ended;
        if entry.is_first {
            self.new_connections.count(now);
        }
        #[expect(clippy::cast_precision_loss, reason = "a request of so many bytes there is not")]
        self.processed_bytes.add(now, (entry.received + entry.sent) as f64);
        // Requests are counted where there was a target for them: a group without any answers 503.
        let has_target = entry.target.is_some() || entry.status != 503;
        if let Some(group) = entry.group_arn.filter(|_| has_target) {
            self.all.count(entry, now);
            self.group(group, metrics).count(entry, now);
        }
        if entry.actions.contains(&"fixed-response") {
            self.fixed.count(now);
        } else if entry.actions.contains(&"redirect") {
            self.redirects.count(now);
            self.own_status(entry.status, now);
        } else if entry.target_status.is_none() {
            self.own_status(entry.status, now);
        }
    }

    fn own_status(&self, status: u16, now: Timestamp) {
        if let Some(meter) = class(status, 3).and_then(|class| self.own.get(class)) {
            meter.count(now);
        }
        if let Some((_, meter)) = self.own_some.iter().find(|(some, _)| *some == status) {
            meter.count(now);
        }
    }

    fn group(&self, arn: &str, metrics: &dyn Metrics) -> Arc<Targets> {
        if let Some(known) = self.groups.load().get(arn) {
            return Arc::clone(known);
        }
        let targets = Arc::new(Targets::new(&self.naming, metrics, Some(arn)));
        self.groups.rcu(|held| {
            let mut next = HashMap::clone(held);
            next.insert(arn.to_owned(), Arc::clone(&targets));
            next
        });
        targets
    }
}

/// The class of a status, counted from one on: 404 is the third from 2xx.
fn class(status: u16, first: u16) -> Option<usize> {
    (status / 100).checked_sub(first).map(usize::from)
}
