//! An edge in front of targets that say what they are told to.

#![allow(dead_code, reason = "each test uses a part")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, reason = "tests")]

pub(crate) mod secure;

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bartizan_edge::config::{
    Action, Addresses, Algorithm, Attributes, EdgeConfig, Forward, Front, HealthCheck, Listener,
    ListenerHeaders, Rule, Scheme, Target, TargetGroup, WeightedGroup,
};
use bartizan_edge::{
    AccessLog, Edge, EdgeParts, Entry, FloodSettings, Inspector, Limits, LogAlarms, NoBuckets,
    NoGeography, NoInspector, NoNames, Reach,
};
use bartizan_types::{SystemClock, SystemRandom};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A target. It answers each connection's requests one after the other, keeps what it received, and
/// echoes what comes over a WebSocket.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) address: SocketAddr,
    received: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
}

/// What most targets answer.
pub(crate) const HELLO: &str = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

impl Origin {
    /// A target that answers this to every request.
    pub(crate) async fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::with(move |_| answer.clone()).await
    }

    /// A target that answers by what it receives; an answer with `Connection: close` is its last.
    pub(crate) async fn with(answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = Self {
            address: listener.local_addr().unwrap(),
            received: Arc::default(),
            connections: Arc::default(),
        };
        let (answer, kept) = (Arc::new(answer), origin.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *kept.connections.lock().unwrap() += 1;
                tokio::spawn(serve(stream, Arc::clone(&answer), Arc::clone(&kept.received)));
            }
        });
        origin
    }

    pub(crate) fn received(&self) -> Vec<String> {
        self.received.lock().unwrap().clone()
    }

    pub(crate) fn connections(&self) -> usize {
        *self.connections.lock().unwrap()
    }
}

async fn serve(
    mut stream: TcpStream,
    answer: Arc<impl Fn(&str) -> Vec<u8>>,
    received: Arc<Mutex<Vec<String>>>,
) {
    let mut bytes = Vec::new();
    loop {
        let whole = loop {
            if let Some(length) = length(&bytes) {
                break bytes.drain(..length).collect::<Vec<u8>>();
            }
            if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
                return;
            }
        };
        let request = String::from_utf8_lossy(&whole).into_owned();
        received.lock().unwrap().push(request.clone());
        let answer = answer(&request);
        if stream.write_all(&answer).await.is_err() {
            return;
        }
        if answer.starts_with(b"HTTP/1.1 101 ") {
            let (mut from, mut to) = stream.split();
            let _ = tokio::io::copy(&mut from, &mut to).await;
            return;
        }
        if String::from_utf8_lossy(&answer).contains("Connection: close") {
            return;
        }
    }
}

/// The length of the request at the beginning of these bytes.
fn length(bytes: &[u8]) -> Option<usize> {
    let text = String::from_utf8_lossy(bytes);
    let head = text.find("\r\n\r\n")? + 4;
    let lower = text[..head].to_ascii_lowercase();
    if lower.contains("transfer-encoding: chunked") {
        return Some(head + text[head..].find("0\r\n\r\n")? + 5);
    }
    let announced = lower.split("content-length: ").nth(1).unwrap_or("0");
    let announced: usize = announced.split("\r\n").next()?.parse().ok()?;
    (bytes.len() >= head + announced).then_some(head + announced)
}

/// Reaches everything.
pub(crate) struct AnyReach;

impl Reach for AnyReach {
    fn refusal(&self, _: SocketAddr) -> Option<&'static str> {
        None
    }
}

/// Keeps the lines of the access log.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lines(Arc<Mutex<Vec<String>>>);

impl Lines {
    pub(crate) fn all(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

impl AccessLog for Lines {
    fn record(&self, entry: &Entry<'_>) {
        self.0.lock().unwrap().push(entry.balancer_line());
    }
}

pub(crate) fn parts() -> EdgeParts {
    EdgeParts {
        inspector: Arc::new(NoInspector),
        reach: Arc::new(AnyReach),
        buckets: Arc::new(NoBuckets),
        log: Arc::new(Lines::default()),
        clock: Arc::new(SystemClock::default()),
        random: Arc::new(SystemRandom),
        geography: Arc::new(NoGeography),
        names: Arc::new(NoNames),
        alarms: Arc::new(LogAlarms),
        flood: FloodSettings::default(),
        limits: Limits { drain: Duration::from_secs(2), ..Limits::default() },
    }
}

pub(crate) fn inspected(inspector: impl Inspector + 'static) -> EdgeParts {
    EdgeParts { inspector: Arc::new(inspector), ..parts() }
}

/// An edge that serves a configuration on ports of the system's choice.
pub(crate) async fn edge(parts: EdgeParts, config: &EdgeConfig) -> Edge {
    let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let addresses = Addresses { http: any, https: any, ports: None };
    let edge = Edge::new(parts, addresses);
    let unserved = edge.publish(config).await;
    assert!(unserved.is_empty(), "{unserved:?}");
    edge
}

/// A group of these targets that nobody checks.
pub(crate) fn group(arn: &str, targets: &[SocketAddr]) -> TargetGroup {
    TargetGroup {
        arn: arn.to_owned(),
        scheme: Scheme::Http,
        targets: targets.iter().map(|address| Target { address: *address }).collect(),
        health: HealthCheck { is_enabled: false, ..HealthCheck::default() },
        algorithm: Algorithm::RoundRobin,
        stickiness: None,
        deregistration_delay: Duration::from_mins(5),
    }
}

pub(crate) fn forward(arns: &[(&str, u32)]) -> Action {
    let groups =
        arns.iter().map(|(arn, weight)| WeightedGroup { arn: (*arn).to_owned(), weight: *weight });
    Action::Forward(Forward { groups: groups.collect(), stickiness: None })
}

pub(crate) fn listener(port: u16, rules: Vec<Rule>, default: Action) -> Listener {
    Listener {
        arn: format!("listener-{port}"),
        port,
        tls: None,
        rules,
        default,
        headers: ListenerHeaders::default(),
    }
}

pub(crate) fn front(name: &str, listeners: Vec<Listener>) -> Front {
    Front {
        arn: format!("arn:{name}"),
        id: format!("app/{name}/50dc6c495c0c9188"),
        names: vec![name.to_owned()],
        listeners,
        attributes: Attributes { is_logged: true, ..Attributes::default() },
        inspected_body_bytes: 0,
    }
}

/// One balancer, `app.test`, whose port 80 leads to these targets.
pub(crate) fn simple(targets: &[SocketAddr]) -> EdgeConfig {
    EdgeConfig {
        fronts: vec![front("app.test", vec![listener(80, Vec::new(), forward(&[("g", 1)]))])],
        groups: vec![group("g", targets)],
    }
}

/// Sends bytes over a new connection, and reads until it ends.
pub(crate) async fn ask(edge: &Edge, bytes: impl AsRef<[u8]>) -> String {
    let mut stream = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    stream.write_all(bytes.as_ref()).await.unwrap();
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    tokio::time::timeout(Duration::from_secs(10), reading).await.expect("an end").unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// Asks for a path with GET, and for nothing more.
pub(crate) async fn fetch(edge: &Edge, host: &str, path: &str, headers: &str) -> String {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n");
    ask(edge, request).await
}

/// The status of an answer.
pub(crate) fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0)
}
