//! Distributions in front of other fronts of the edge, and connections that hosts of several accounts
//! share.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::Arc;
use std::time::Duration;

use bartizan_edge::config::{
    Action, Attributes, Behaviour, CustomOrigin, Distribution, EdgeConfig, Front, OriginProtocol,
    Parts, Ttl, ViewerProtocol,
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

/// A distribution whose origin has this name.
fn distribution(name: &str, origin: &str, behaviours: Vec<Behaviour>) -> Front {
    let origin = CustomOrigin {
        host: origin.to_owned(),
        path: String::new(),
        headers: Vec::new(),
        ports: (80, 443),
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

fn plain(name: &str, origin: &str) -> Front {
    distribution(name, origin, vec![behaviour("*", ViewerProtocol::Any)])
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
}
