//! Slow clients, by a clock of the test's own.

use std::sync::Arc;
use std::time::Duration;

use bartizan_types::{SystemClock, SystemRandom};
use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::http1;
use super::wire::{Http1Client, Wire};
use crate::config::{Action, EdgeConfig, FixedResponse, Front, Listener, ListenerHeaders};
use crate::http1::read_head;
use crate::inspect::Location;
use crate::proxy::{BodyError, Client, Facts};
use crate::route::Routes;
use crate::shared::Shared;
use crate::{
    Change, EdgeParts, FloodSettings, Limits, LogAlarms, NoBuckets, NoGeography, NoInspector,
    NoLog, NoNames, Reach, Vector,
};

struct AnyReach;

impl Reach for AnyReach {
    fn refusal(&self, _: std::net::SocketAddr) -> Option<&'static str> {
        None
    }
}

/// What connections share, and what would stop them.
pub(super) fn shared() -> (Arc<Shared>, watch::Sender<bool>) {
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
        flood: FloodSettings { incidents_a_second: 0.0001, ..FloodSettings::default() },
        limits: Limits::default(),
    };
    let (stop, stopping) = watch::channel(false);
    let shared = Shared::new(parts, stopping);
    let ok = FixedResponse {
        status: 200,
        content_type: "text/plain".to_owned(),
        body: "ok".repeat(50_000),
    };
    let listener = Listener {
        arn: "listener".to_owned(),
        port: 80,
        tls: None,
        rules: Vec::new(),
        default: Action::Fixed(ok),
        headers: ListenerHeaders::default(),
    };
    let front = Front {
        arn: "front".to_owned(),
        id: "app/front/1".to_owned(),
        names: Vec::new(),
        listeners: vec![listener],
        attributes: crate::config::Attributes::default(),
        // The body is asked for.
        inspected_body_bytes: 1024 * 1024,
    };
    let config = EdgeConfig { fronts: vec![front], groups: Vec::new() };
    let routes = Routes::new(&config, &Routes::default(), &shared.tokens, shared.flood).0;
    shared.enter(Arc::new(routes));
    (Arc::new(shared), stop)
}

/// What is known of a client.
pub(super) fn facts() -> Facts {
    Facts {
        client: "192.0.2.1:1".parse().unwrap(),
        port: 80,
        tls: None,
        shaken: None,
        is_looped: false,
        balancer: None,
        connection_id: 0,
        location: Location::default(),
        asked: Arc::default(),
    }
}

/// Sends pieces with pauses between them; the seconds until the connection ends, what was answered, and
/// the vectors of the attack that was noticed.
async fn trickle(pieces: &[&[u8]], pause: Duration, reads: bool) -> (u64, String, Vec<Vector>) {
    let (shared, _stop) = shared();
    let (client, server) = duplex(1024);
    let started = Instant::now();
    let serving = tokio::spawn({
        let shared = Arc::clone(&shared);
        async move { http1::serve(&shared, server, facts()).await }
    });
    let (mut from, mut to) = tokio::io::split(client);
    let reading = tokio::spawn(async move {
        let mut answer = String::new();
        if reads {
            let _ = from.read_to_string(&mut answer).await;
        } else {
            sleep(Duration::from_hours(1)).await;
        }
        answer
    });
    for piece in pieces {
        if to.write_all(piece).await.is_err() {
            break;
        }
        sleep(pause).await;
    }
    serving.await.unwrap();
    let seconds = started.elapsed().as_secs();
    let answer = if reads { reading.await.unwrap() } else { String::new() };
    // The window of the detector ends.
    sleep(shared.flood.window).await;
    let routes = shared.routes();
    let change = routes.flood("front").unwrap().tick();
    let vectors = match change {
        Some(Change::Began(attack)) => attack.vectors.iter().map(|one| one.vector).collect(),
        _ => Vec::new(),
    };
    (seconds, answer, vectors)
}

#[tokio::test(start_paused = true)]
async fn who_says_nothing_is_let_go_in_silence() {
    let (seconds, answer, vectors) = trickle(&[], Duration::ZERO, true).await;
    assert_eq!((seconds, answer.as_str(), vectors), (60, "", Vec::new()));
}

#[tokio::test(start_paused = true)]
async fn a_head_in_drops_has_the_time_of_a_head() {
    let head: Vec<&[u8]> = b"GET / HTTP/1.1\r\nHost: a\r\n".chunks(1).collect();
    let (seconds, answer, vectors) = trickle(&head, Duration::from_secs(3), true).await;
    assert!((20..=24).contains(&seconds), "{seconds}");
    assert!(answer.starts_with("HTTP/1.1 408 Request Time-out\r\n"), "{answer}");
    assert_eq!(vectors, [Vector::SlowHeaders]);
}

#[tokio::test(start_paused = true)]
async fn a_body_must_keep_its_pace() {
    let mut pieces: Vec<&[u8]> = vec![b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 999\r\n\r\n"];
    pieces.extend([&b"x"[..]; 100]);
    let (seconds, answer, vectors) = trickle(&pieces, Duration::from_secs(5), true).await;
    assert!((20..=32).contains(&seconds), "{seconds}");
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert_eq!(vectors, [Vector::SlowBody]);
}

#[tokio::test(start_paused = true)]
async fn a_body_must_keep_its_pace_however_long_its_client_may_be_idle() {
    let (_client, server) = duplex(1024);
    let mut wire = Wire::new(server);
    let (head, _) =
        read_head(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n").unwrap().unwrap();
    let (started, limits) = (Instant::now(), Limits::default());
    let mut client = Http1Client::new(&mut wire, &head, Duration::from_secs(4000), &limits);
    assert_eq!(client.next().await, Err(BodyError::TooSlow));
    assert!((20..=21).contains(&started.elapsed().as_secs()));
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_is_not_waited_for() {
    let request: &[u8] = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    let (seconds, _, vectors) = trickle(&[request], Duration::ZERO, false).await;
    assert_eq!(seconds, 60);
    assert_eq!(vectors, [Vector::SlowRead]);
}

#[tokio::test(start_paused = true)]
async fn who_is_idle_longest_makes_place() {
    let (shared, _stop) = shared();
    let ended = Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut clients = Vec::new();
    for name in ["first", "second"] {
        let (client, server) = duplex(1024);
        clients.push(client);
        let (shared, ended) = (Arc::clone(&shared), Arc::clone(&ended));
        tokio::spawn(async move {
            http1::serve(&shared, server, facts()).await;
            ended.lock().unwrap().push(name);
        });
        sleep(Duration::from_secs(1)).await;
    }
    shared.pressure.notify_one();
    sleep(Duration::from_secs(2)).await;
    assert_eq!(*ended.lock().unwrap(), ["first"]);
}
