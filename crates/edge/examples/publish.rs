//! How long it takes to publish many balancers, and the change of one: `cargo run --example publish -p
//! bartizan-edge -- 500`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "an example"
)]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bartizan_edge::config::{
    Action, Addresses, Algorithm, Attributes, Certificate, Condition, EdgeConfig, FixedResponse,
    Forward, Front, HealthCheck, Listener, ListenerHeaders, Rule, Scheme, Target, TargetGroup,
    TextPattern, Tls, WeightedGroup,
};
use bartizan_edge::{
    Edge, EdgeParts, FloodSettings, Limits, LogAlarms, NoBuckets, NoGeography, NoInspector, NoLog,
    NoNames, Reach,
};
use bartizan_types::{SystemClock, SystemRandom};

struct AnyReach;

impl Reach for AnyReach {
    fn refusal(&self, _: SocketAddr) -> Option<&'static str> {
        None
    }
}

fn front(number: usize) -> Front {
    let group = format!("group-{number}");
    let forward = Action::Forward(Forward {
        groups: vec![WeightedGroup { arn: group, weight: 1 }],
        stickiness: None,
    });
    let rule = |priority| Rule {
        arn: format!("rule-{number}-{priority}"),
        priority,
        conditions: vec![Condition::Path(vec![TextPattern::Wildcard(format!("/{priority}/*"))])],
        action: forward.clone(),
    };
    let certificate = Arc::new(Certificate {
        arn: format!("certificate-{number}"),
        chain_pem: include_str!("../tests/data/app.pem").to_owned(),
        key_pem: include_str!("../tests/data/app.key").to_owned(),
    });
    let listener = |port, tls| Listener {
        arn: format!("listener-{number}-{port}"),
        port,
        tls,
        rules: (1..=5).map(rule).collect(),
        default: forward.clone(),
        headers: ListenerHeaders::default(),
    };
    let tls = Tls { certificates: vec![certificate], has_tls12: true };
    Front {
        arn: format!("arn:aws:elasticloadbalancing:us-east-1:000000000001:loadbalancer/{number}"),
        id: format!("app/web/{number}"),
        names: vec![format!("web-{number}.us-east-1.elb.amazonaws.com")],
        listeners: vec![listener(80, None), listener(443, Some(tls))],
        attributes: Attributes::default(),
        inspected_body_bytes: 0,
    }
}

fn group(number: usize) -> TargetGroup {
    TargetGroup {
        arn: format!("group-{number}"),
        scheme: Scheme::Http,
        targets: vec![Target { address: SocketAddr::from(([127, 0, 0, 1], 9)) }],
        health: HealthCheck { is_enabled: false, ..HealthCheck::default() },
        algorithm: Algorithm::RoundRobin,
        stickiness: None,
        deregistration_delay: Duration::from_mins(5),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let many: usize = std::env::args().nth(1).map_or(500, |text| text.parse().unwrap());
    let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let parts = EdgeParts {
        inspector: Arc::new(NoInspector),
        reach: Arc::new(AnyReach),
        buckets: Arc::new(NoBuckets),
        log: Arc::new(NoLog),
        clock: Arc::new(SystemClock::default()),
        random: Arc::new(SystemRandom),
        geography: Arc::new(NoGeography),
        names: Arc::new(NoNames),
        alarms: Arc::new(LogAlarms),
        flood: FloodSettings::default(),
        limits: Limits::default(),
    };
    let edge = Edge::new(parts, Addresses { http: any, https: any, ports: None });
    let mut config = EdgeConfig {
        fronts: (0..many).map(front).collect(),
        groups: (0..many).map(group).collect(),
    };
    let begun = Instant::now();
    edge.publish(&config).await;
    println!("{many} balancers: {:?}", begun.elapsed());
    let content_type = "text/plain".to_owned();
    let fixed = FixedResponse { status: 200, content_type, body: "changed".to_owned() };
    config.fronts[0].listeners[1].default = Action::Fixed(fixed);
    let begun = Instant::now();
    edge.publish(&config).await;
    println!("a change of one: {:?}", begun.elapsed());
}
