//! The edge alone in front of one target, for measurements: no log, no firewall.
//!
//! `proxy LISTEN TARGET THREADS` serves HTTP at LISTEN until it is killed.

use std::error::Error;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bartizan_edge::config::{
    Action, Addresses, Algorithm, Attributes, EdgeConfig, Forward, Front, HealthCheck, Listener,
    ListenerHeaders, Scheme, Target, TargetGroup, WeightedGroup,
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

fn config(target: SocketAddr) -> EdgeConfig {
    let forward = Forward {
        groups: vec![WeightedGroup { arn: "group".to_owned(), weight: 1 }],
        stickiness: None,
    };
    let listener = Listener {
        arn: "listener".to_owned(),
        port: 80,
        tls: None,
        rules: Vec::new(),
        default: Action::Forward(forward),
        headers: ListenerHeaders::default(),
    };
    let front = Front {
        arn: "front".to_owned(),
        id: "app/front/1".to_owned(),
        names: Vec::new(),
        listeners: vec![listener],
        attributes: Attributes::default(),
        inspected_body_bytes: 0,
    };
    let group = TargetGroup {
        arn: "group".to_owned(),
        scheme: Scheme::Http,
        targets: vec![Target { address: target }],
        health: HealthCheck { is_enabled: false, ..HealthCheck::default() },
        algorithm: Algorithm::RoundRobin,
        stickiness: None,
        deregistration_delay: Duration::from_mins(5),
    };
    EdgeConfig { fronts: vec![front], groups: vec![group] }
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [listen, target, threads] = words.as_slice() else {
        return Err("proxy LISTEN TARGET THREADS".into());
    };
    let (listen, target): (SocketAddr, SocketAddr) = (listen.parse()?, target.parse()?);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads.parse()?)
        .enable_all()
        .build()?;
    runtime.block_on(async {
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
            // Whoever measures comes from one address.
            limits: Limits { connections_a_source: 16 * 1024, ..Limits::default() },
        };
        let https = SocketAddr::new(listen.ip(), 0);
        let edge = Edge::new(parts, Addresses { http: listen, https, ports: None });
        if let Some(unserved) = edge.publish(&config(target)).await.pop() {
            return Err(unserved.into());
        }
        std::future::pending::<()>().await;
        Ok(())
    })
}
