//! Distributions in front of other fronts of the edge, and connections that hosts of several accounts
//! share.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use bartizan_edge::config::{
    Action, Attributes, Behaviour, CustomOrigin, Distribution, EdgeConfig, Front, OriginProtocol,
    Parts, Selection, Ttl, ViewerProtocol,
};
use bartizan_edge::{EdgeParts, Limits};
use support::{HELLO, Origin, edge, fetch, forward, front, group, listener, parts, status};

fn behaviour(path: &str, viewer: ViewerProtocol) -> Behaviour {
    Behaviour {
        path: path.to_owned(),
        origin: 0,
        viewer,
        methods: vec!["GET".to_owned()],
        caches_options: false,
        ttl: Ttl { min: 0, default: 0, max: 0 },
        key: Parts::default(),
        sent: Parts::default(),
        is_legacy: false,
        has_gzip: false,
        has_brotli: false,
        compresses: false,
    }
}

/// A distribution whose origin has this name and port.
fn distribution(name: &str, (origin, port): (&str, u16), behaviours: Vec<Behaviour>) -> Front {
    let origin = CustomOrigin {
        host: origin.to_owned(),
        path: String::new(),
        headers: Vec::new(),
        bucket: None,
        ports: (port, 443),
        protocol: OriginProtocol::Http,
        attempts: 1,
        connect: Duration::from_secs(1),
        read: Duration::from_secs(5),
        keep_alive: Duration::from_secs(5),
    };
    let distribution = Distribution {
        domain: name.to_owned(),
        root_object: String::new(),
        origins: vec![origin],
        behaviours,
        error_pages: Vec::new(),
    };
    front(name, vec![listener(80, Vec::new(), Action::Serve(Arc::new(distribution)))])
}

#[tokio::test]
async fn a_balancer_as_origin_is_asked_whatever_host_is_forwarded() {
    let origin = Origin::answering(HELLO).await;
    let (cdn, app) = ("a.cloudfront.net", "app-1.us-east-1.elb.amazonaws.com");
    let mut forwarding = behaviour("*", ViewerProtocol::Any);
    forwarding.sent.headers = Selection::All;
    let balancer = front(app, vec![listener(80, Vec::new(), forward(&[("g", 1)]))]);
    let fronts = vec![distribution(cdn, (app, 80), vec![forwarding]), balancer];
    let config = EdgeConfig { fronts, groups: vec![group("g", &[origin.address])] };
    let edge = edge(parts(), &config).await;
    let answer = fetch(&edge, cdn, "/a", "").await;
    assert_eq!(status(&answer), 200, "{answer}");
    let received = origin.received().pop().unwrap();
    assert!(received.contains("Host: a.cloudfront.net\r\n"), "{received}");
}

fn plain(name: &str, origin: &str) -> Front {
    distribution(name, (origin, 80), vec![behaviour("*", ViewerProtocol::Any)])
}

#[tokio::test]
async fn distributions_reach_public_fronts_and_no_internal_ones() {
    let origin = Origin::answering(HELLO).await;
    let (public, internal) =
        ("app-1.us-east-1.elb.amazonaws.com", "internal-app-2.us-east-1.elb.amazonaws.com");
    let balancer = |name| front(name, vec![listener(80, Vec::new(), forward(&[("g", 1)]))]);
    let hidden = Attributes { is_internal: true, ..Attributes::default() };
    let fronts = vec![
        balancer(public),
        Front { attributes: hidden, ..balancer(internal) },
        plain("a.cloudfront.net", public),
        plain("b.cloudfront.net", internal),
    ];
    let config = EdgeConfig { fronts, groups: vec![group("g", &[origin.address])] };
    // The distribution's connection does not take the place of its viewer's, though both are local.
    let limits = Limits { connections_a_source: 1, ..parts().limits };
    let edge = edge(EdgeParts { limits, ..parts() }, &config).await;
    for (host, wanted) in
        [(public, 200), (internal, 200), ("a.cloudfront.net", 200), ("b.cloudfront.net", 502)]
    {
        let answer = fetch(&edge, host, "/", "").await;
        assert_eq!(status(&answer), wanted, "{host}: {answer}");
    }
    // Whoever asks through a distribution is none of the private network to rules, either.
    let received = origin.received().pop().unwrap();
    assert!(received.contains("X-Forwarded-For: 127.0.0.1, 130.176.0.1\r\n"), "{received}");
}

#[tokio::test]
async fn behaviours_see_paths_in_one_form_and_origins_as_they_came() {
    let origin = Origin::answering(HELLO).await;
    let at = ("localhost", origin.address.port());
    let behaviours = vec![
        behaviour("/%61dmin/*", ViewerProtocol::HttpsOnly),
        behaviour("*", ViewerProtocol::Any),
    ];
    let fronts = vec![distribution("a.cloudfront.net", at, behaviours)];
    let edge = edge(parts(), &EdgeConfig { fronts, groups: Vec::new() }).await;
    for path in ["/admin/a", "//admin/a", "/x/../admin/a", "/%61dmin/a", "/admin/x/%2E%2e/a"] {
        assert_eq!(status(&fetch(&edge, "a.cloudfront.net", path, "").await), 403, "{path}");
    }
    for path in ["//x/./%61", "/admin"] {
        assert_eq!(status(&fetch(&edge, "a.cloudfront.net", path, "").await), 200, "{path}");
        let received = origin.received().pop().unwrap();
        assert!(received.starts_with(&format!("GET {path} HTTP/1.1\r\n")), "{received}");
    }
}

#[tokio::test]
async fn what_is_still_good_is_good_for_as_long_as_was_said_of_it() {
    let origin = Origin::with(|request| {
        let answer = if request.contains("If-None-Match") {
            "HTTP/1.1 304 Not Modified\r\nETag: \"v\"\r\nLink: <a>\r\nLink: <b>\r\n\r\n"
        } else {
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=0\r\nETag: \"v\"\r\nContent-Length: 5\r\n\r\nhello"
        };
        answer.into()
    })
    .await;
    let kept = Behaviour {
        ttl: Ttl { min: 0, default: 1000, max: 1000 },
        ..behaviour("*", ViewerProtocol::Any)
    };
    let fronts =
        vec![distribution("a.cloudfront.net", ("localhost", origin.address.port()), vec![kept])];
    let edge = edge(parts(), &EdgeConfig { fronts, groups: Vec::new() }).await;
    for from in ["Miss", "RefreshHit", "RefreshHit"] {
        let answer = fetch(&edge, "a.cloudfront.net", "/", "").await;
        assert!(answer.contains(&format!("X-Cache: {from} ")), "{from}: {answer}");
        assert!(answer.ends_with("hello"), "{answer}");
        assert_eq!(answer.matches("Link: ").count(), if from == "Miss" { 0 } else { 2 });
    }
    assert_eq!(origin.received().len(), 3);
}

#[tokio::test]
async fn large_hits_come_whole() {
    let body = "0123456789".repeat(50_000);
    let length = body.len();
    let origin =
        Origin::answering(format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}"))
            .await;
    let kept = Behaviour {
        ttl: Ttl { min: 0, default: 1000, max: 1000 },
        ..behaviour("*", ViewerProtocol::Any)
    };
    let fronts =
        vec![distribution("a.cloudfront.net", ("localhost", origin.address.port()), vec![kept])];
    let edge = edge(parts(), &EdgeConfig { fronts, groups: Vec::new() }).await;
    for from in ["Miss", "Hit"] {
        let answer = fetch(&edge, "a.cloudfront.net", "/", "").await;
        assert!(answer.contains(&format!("X-Cache: {from} ")), "{from}");
        assert!(answer.ends_with(&format!("\r\n\r\n{body}")), "{from}");
    }
}
