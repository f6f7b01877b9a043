//! Which listener, which rule, which target.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bartizan_edge::config::{
    Action, Addresses, Condition, FixedResponse, HealthCheck, Redirect, RedirectProtocol, Rule,
    StatusRange, Stickiness, TextPattern,
};
use bartizan_edge::{Edge, EdgeParts, Limits, TargetState};
use support::{
    HELLO, Lines, Origin, ask, edge, fetch, forward, front, group, listener, parts, simple, status,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

fn fixed(body: &str) -> Action {
    let content_type = "text/plain".to_owned();
    Action::Fixed(FixedResponse { status: 200, content_type, body: body.to_owned() })
}

fn rule(priority: u32, conditions: Vec<Condition>) -> Rule {
    let action = fixed(&format!("rule {priority}"));
    Rule { arn: format!("rule-{priority}"), priority, conditions, action }
}

fn like(patterns: &[&str]) -> Vec<TextPattern> {
    patterns.iter().map(|text| TextPattern::Wildcard((*text).to_owned())).collect()
}

#[tokio::test]
async fn the_first_rule_whose_conditions_all_hold_decides() {
    let rules = vec![
        rule(1, vec![Condition::Host(like(&["*.shop.test"])), Condition::Path(like(&["/pay/*"]))]),
        rule(2, vec![Condition::Path(vec![TextPattern::Regex("/v[0-9]+/.*".to_owned())])]),
        rule(3, vec![Condition::Header("X-Kind".to_owned(), like(&["*beta*"]))]),
        rule(4, vec![Condition::Method(vec!["PUT".to_owned()])]),
        rule(5, vec![Condition::Query(vec![(Some("version".to_owned()), "v?".to_owned())])]),
        rule(6, vec![Condition::Query(vec![(None, "*needle*".to_owned())])]),
        rule(7, vec![Condition::SourceIp(vec!["192.0.2.0/24".parse().unwrap()])]),
        rule(
            8,
            vec![
                Condition::Path(like(&["/here"])),
                Condition::SourceIp(vec!["127.0.0.0/8".parse().unwrap()]),
            ],
        ),
    ];
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].rules = rules;
    config.fronts[0].listeners[0].default = fixed("default");
    let edge = edge(parts(), &config).await;
    for (request, wanted) in [
        ("GET /pay/now HTTP/1.1\r\nHost: WWW.shop.test:8080\r\n", "rule 1"),
        ("GET /pay/now HTTP/1.1\r\nHost: www.shop.test.:80\r\n", "rule 1"),
        ("GET /pay HTTP/1.1\r\nHost: www.shop.test\r\n", "default"),
        ("GET /PAY/now HTTP/1.1\r\nHost: www.shop.test\r\n", "default"),
        ("GET /v12/x HTTP/1.1\r\nHost: a\r\n", "rule 2"),
        ("GET /a/v12/x HTTP/1.1\r\nHost: a\r\n", "default"),
        ("GET / HTTP/1.1\r\nHost: a\r\nx-kind: 1\r\nX-KIND: a BETA b\r\n", "rule 3"),
        ("PUT / HTTP/1.1\r\nHost: a\r\n", "rule 4"),
        ("GET /?a=b&VERSION=V1 HTTP/1.1\r\nHost: a\r\n", "rule 5"),
        ("GET /?version=v11 HTTP/1.1\r\nHost: a\r\n", "default"),
        ("GET /?x=a-needle-b HTTP/1.1\r\nHost: a\r\n", "rule 6"),
        ("GET /here?x HTTP/1.1\r\nHost: a\r\n", "rule 8"),
        ("GET /here HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 192.0.2.7\r\n", "rule 8"),
    ] {
        let answer = ask(&edge, format!("{request}Connection: close\r\n\r\n")).await;
        assert!(answer.ends_with(&format!("\r\n\r\n{wanted}")), "{request}: {answer}");
    }
}

#[tokio::test]
async fn redirects_fill_in_what_the_request_had() {
    let redirect = |protocol, host: &str, port: &str, path: &str, query: &str| {
        let [host, port, path, query] = [host, port, path, query].map(str::to_owned);
        Action::Redirect(Redirect { protocol, host, port, path, query, status: 301 })
    };
    let (same, https) = (RedirectProtocol::Same, RedirectProtocol::Https);
    for (action, wanted) in [
        (redirect(https, "#{host}", "443", "/#{path}", "#{query}"), "https://app.test:443/a/b?c=d"),
        (
            redirect(same, "www.#{host}", "#{port}", "/x/#{path}", ""),
            "http://www.app.test:80/x/a/b",
        ),
        (redirect(same, "#{host}", "8080", "/", "from=#{path}"), "http://app.test:8080/?from=a/b"),
    ] {
        let mut config = simple(&[]);
        config.fronts[0].listeners[0].default = action;
        let answer = fetch(&edge(parts(), &config).await, "app.test", "/a/b?c=d", "").await;
        assert_eq!(status(&answer), 301);
        assert!(answer.contains(&format!("Location: {wanted}\r\n")), "{answer}");
    }
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].default = redirect(https, "#{host}", "443", "/#{path}", "");
    let request = b"GET /caf\xe9 HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n";
    let answer = ask(&edge(parts(), &config).await, request).await;
    assert!(answer.contains("Location: https://app.test:443/caf%E9\r\n"), "{answer}");
}

#[tokio::test]
async fn a_host_leads_to_its_front() {
    let mut config = simple(&[]);
    config.fronts.clear();
    for (name, text) in [("one.test", "one"), ("*.two.test", "two"), ("one.test", "late")] {
        config.fronts.push(front(name, vec![listener(80, Vec::new(), fixed(text))]));
    }
    let edge = edge(parts(), &config).await;
    for (host, wanted) in [("one.test", "one"), ("ONE.test.:80", "one"), ("a.two.test", "two")] {
        assert!(fetch(&edge, host, "/", "").await.ends_with(wanted), "{host}");
    }
    for host in ["two.test", "three.test", "127.0.0.1"] {
        assert_eq!(status(&fetch(&edge, host, "/", "").await), 404, "{host}");
    }
}

#[tokio::test]
async fn groups_have_their_shares() {
    let one = Origin::answering(HELLO).await;
    let other = Origin::answering(HELLO).await;
    let mut config = simple(&[]);
    config.groups = vec![group("one", &[one.address]), group("other", &[other.address])];
    config.fronts[0].listeners[0].default = forward(&[("one", 3), ("other", 1)]);
    let edge = edge(parts(), &config).await;
    for _ in 0..40 {
        fetch(&edge, "a", "/", "").await;
    }
    assert_eq!((one.received().len(), other.received().len()), (30, 10));
}

#[tokio::test]
async fn a_cookie_keeps_a_client_with_its_target() {
    let origins = [Origin::answering(HELLO).await, Origin::answering(HELLO).await];
    let mut config = simple(&origins.each_ref().map(|origin| origin.address));
    config.groups[0].stickiness = Some(Stickiness::Balancer(Duration::from_mins(1)));
    let edge = edge(parts(), &config).await;
    let answer = fetch(&edge, "a", "/", "").await;
    let cookie = answer.split("Set-Cookie: AWSALB=").nth(1).unwrap().split(';').next().unwrap();
    assert!(
        answer.contains(&format!("AWSALBCORS={cookie}; Max-Age=60; Path=/; SameSite=None; Secure"))
    );
    for _ in 0..6 {
        fetch(&edge, "a", "/", &format!("Cookie: x=y; AWSALB={cookie}\r\n")).await;
    }
    let mut counts = origins.each_ref().map(|origin| origin.received().len());
    counts.sort_unstable();
    assert_eq!(counts, [0, 7]);
}

#[tokio::test]
async fn sick_targets_are_left_out_while_another_is_well() {
    let is_sick = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&is_sick);
    let weak = Origin::with(move |_| match seen.load(Ordering::SeqCst) {
        0 => HELLO.as_bytes().to_vec(),
        _ => b"HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n".to_vec(),
    })
    .await;
    let strong = Origin::answering("HTTP/1.1 204 No Content\r\n\r\n").await;
    let mut config = simple(&[weak.address, strong.address]);
    config.groups[0].health = HealthCheck {
        interval: Duration::from_millis(5),
        healthy_threshold: 2,
        matcher: vec![StatusRange { first: 200, last: 204 }],
        path: "/health".to_owned(),
        ..HealthCheck::default()
    };
    let edge = edge(parts(), &config).await;
    let until = async |wanted: TargetState| {
        while edge.health("g").unwrap()[0].state != wanted {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    until(TargetState::Healthy).await;
    is_sick.store(1, Ordering::SeqCst);
    until(TargetState::Unhealthy).await;
    let found = edge.health("g").unwrap().remove(0);
    assert_eq!(found.reason, Some("Target.ResponseCodeMismatch"));
    assert_eq!(found.description.unwrap(), "Health checks failed with these codes: [500]");
    for _ in 0..4 {
        assert_eq!(status(&fetch(&edge, "a", "/", "").await), 204);
    }
    is_sick.store(0, Ordering::SeqCst);
    until(TargetState::Healthy).await;
    // What is published keeps what is known of targets.
    assert!(edge.publish(&config).await.is_empty());
    assert_eq!(edge.health("g").unwrap()[0].state, TargetState::Healthy);
    assert!(weak.received()[0].contains("User-Agent: ELB-HealthChecker/2.0\r\n"));
}

#[tokio::test]
async fn a_listener_that_cannot_be_served_stands_in_nobodys_way() {
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].default = fixed("old");
    let other = front("other.test", vec![listener(80, Vec::new(), fixed("other"))]);
    config.fronts.push(other);
    let edge = edge(parts(), &config).await;
    config.fronts[1].listeners[0].default = fixed("new");
    config.fronts[0].listeners[0].arn = "faulty".to_owned();
    config.fronts[0].listeners[0].default = forward(&[("nowhere", 1)]);
    let unserved = edge.publish(&config).await;
    assert_eq!(unserved.len(), 1);
    let wanted = "the listener `faulty` cannot be served: there is no target group `nowhere`";
    assert_eq!(unserved[0].to_string(), wanted);
    // Its name leads to nobody else.
    assert_eq!(status(&fetch(&edge, "app.test", "/", "").await), 503);
    assert!(fetch(&edge, "other.test", "/", "").await.ends_with("new"));
    let pattern = TextPattern::Regex("(".to_owned());
    config.fronts[0].listeners[0].default = fixed("new");
    config.fronts[0].listeners[0].rules = vec![rule(1, vec![Condition::Path(vec![pattern])])];
    assert_eq!(edge.publish(&config).await.len(), 1);
    config.fronts[0].listeners[0].rules.clear();
    assert!(edge.publish(&config).await.is_empty());
    assert!(fetch(&edge, "app.test", "/", "").await.ends_with("new"));
}

#[tokio::test]
async fn each_request_is_a_line_of_the_access_log() {
    let origin = Origin::answering(HELLO).await;
    let log = Lines::default();
    let parts = EdgeParts { log: Arc::new(log.clone()), ..parts() };
    let edge = edge(parts, &simple(&[origin.address])).await;
    fetch(&edge, "app.test", "/a?b=\"c\"", "User-Agent: x\"y\\z\u{e4}\r\nContent-Length: 0\r\n")
        .await;
    let lines = log.all();
    let words: Vec<&str> = lines[0].split(' ').collect();
    assert_eq!(words[0], "http");
    assert_eq!(words[2], "app/app.test/50dc6c495c0c9188");
    assert_eq!(words[4], origin.address.to_string());
    assert_eq!(words[8..10], ["200", "200"]);
    let rest = lines[0].split_once(" \"GET ").unwrap().1;
    assert!(
        rest.starts_with(
            "http://app.test:80/a?b=\\\"c\\\" HTTP/1.1\" \"x\\\"y\\\\z\\xC3\\xA4\" - - g \"Root=1-"
        ),
        "{rest}"
    );
    let end = lines[0].split_once("\"forward\" ").unwrap().1;
    let target = origin.address;
    assert!(
        end.starts_with(&format!(
            "\"-\" \"-\" \"{target}\" \"200\" \"Acceptable\" \"GetHeadZeroContentLength\" TID_"
        )),
        "{end}"
    );
}

#[tokio::test]
async fn connections_outlive_changes_and_listeners_come_and_go() {
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let any = "127.0.0.1:0".parse().unwrap();
    let ports = Some((free.port(), free.port()));
    let edge = Edge::new(parts(), Addresses { http: any, https: any, ports });
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].default = fixed("old");
    config.fronts[0].listeners.push(listener(free.port(), Vec::new(), fixed("own")));
    config.fronts[0].listeners.push(listener(1, Vec::new(), fixed("outside")));
    assert!(edge.publish(&config).await.is_empty());
    assert_eq!((edge.address(free.port()), edge.address(1)), (Some(free), None));
    let mut kept = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    for wanted in ["old", "new"] {
        kept.write_all(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(wanted.as_bytes()) {
            assert!(kept.read_buf(&mut answer).await.unwrap() > 0, "{wanted}");
        }
        config.fronts[0].listeners.truncate(1);
        config.fronts[0].listeners[0].default = fixed("new");
        assert!(edge.publish(&config).await.is_empty());
    }
    assert_eq!(edge.address(free.port()), None);
    while TcpStream::connect(free).await.is_ok() {
        tokio::task::yield_now().await;
    }
    edge.stop().await;
    assert_eq!(kept.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn who_cannot_be_let_go_holds_nobody_up_at_the_door() {
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].default = fixed("served");
    let head = Duration::from_millis(500);
    let limits = Limits { connections: 8, head, ..parts().limits };
    let edge = edge(EdgeParts { limits, ..parts() }, &config).await;
    let mut slow = Vec::new();
    for _ in 0..8 {
        let mut stream = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
        stream.write_all(b"GET / HT").await.unwrap();
        slow.push(stream);
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    // Who finds no place is told so soon.
    let mut late = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    let read = tokio::time::timeout(Duration::from_millis(300), late.read(&mut [0])).await;
    assert!(matches!(read.unwrap(), Ok(0) | Err(_)));
    tokio::time::sleep(head).await;
    for mut one in slow {
        let mut answer = String::new();
        let reading = one.read_to_string(&mut answer);
        tokio::time::timeout(Duration::from_secs(1), reading).await.unwrap().unwrap();
        assert_eq!(status(&answer), 408);
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(fetch(&edge, "a", "/", "").await.ends_with("served"));
}

#[tokio::test]
async fn a_source_has_so_many_connections_and_the_idle_ones_go_first() {
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].default = fixed("served");
    let limits = Limits { connections_a_source: 3, ..parts().limits };
    let edge = edge(EdgeParts { limits, ..parts() }, &config).await;
    let mut idle = Vec::new();
    for _ in 0..5 {
        idle.push(TcpStream::connect(edge.address(80).unwrap()).await.unwrap());
    }
    assert!(fetch(&edge, "a", "/", "").await.ends_with("served"));
    assert_eq!(idle[0].read(&mut [0]).await.unwrap(), 0);
}
