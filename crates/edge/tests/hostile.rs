//! What hides from a firewall, and what is too much: found, or carried in bounded memory.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, reason = "tests")]

mod support;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bartizan_edge::{Edge, Inspector, Verdict, WafAnswer};
use bartizan_inspect::language::{Action, ActionKind, Entry, GroupUse, Policy};
use bartizan_inspect::managed::{self, AddressLists};
use bartizan_inspect::{Circumstances, Program, Scratch, WebRequest};
use support::{HELLO, Origin, ask, edge, inspected, parts, simple, status};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

const GROUPS: [&str; 4] = [
    "AWSManagedRulesCommonRuleSet",
    "AWSManagedRulesKnownBadInputsRuleSet",
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesLinuxRuleSet",
];

/// The managed rules, as a web ACL has them.
struct Managed(Program, Mutex<Scratch>);

impl Managed {
    fn new() -> Self {
        let entry = |name: &&str| {
            let group = managed::groups().iter().find(|group| group.name == *name).unwrap();
            Entry::Group(GroupUse {
                name: (*name).to_owned(),
                group: Arc::new(group.group(&AddressLists::default())),
                scope: None,
                overrides: std::collections::HashMap::new(),
                is_counted: false,
            })
        };
        let policy = Policy {
            id: "acl".to_owned(),
            label_namespace: "awswaf:111122223333:webacl:acl:".to_owned(),
            entries: GROUPS.iter().map(entry).collect(),
            default: Action::plain(ActionKind::Allow),
            captcha_immunity_seconds: Policy::IMMUNITY_SECONDS,
            challenge_immunity_seconds: Policy::IMMUNITY_SECONDS,
        };
        Self(Program::compile(&policy).unwrap(), Mutex::default())
    }
}

impl Inspector for Managed {
    fn inspect(&self, _: &str, _: &str, request: &WebRequest<'_>) -> Verdict {
        let mut scratch = self.1.lock().unwrap();
        let decision = self.0.decide(request, &Circumstances::default(), &mut scratch);
        if decision.action() == ActionKind::Block {
            return Verdict::Answer(WafAnswer { status: 403, headers: Vec::new(), body: None });
        }
        Verdict::Pass(Vec::new())
    }
}

async fn guarded(origin: &Origin) -> Edge {
    let mut config = simple(&[origin.address]);
    config.fronts[0].inspected_body_bytes = 64 * 1024;
    edge(inspected(Managed::new()), &config).await
}

const COMMON: &str = "Host: a\r\nUser-Agent: test\r\nConnection: close\r\n";

async fn get(edge: &Edge, target: &str) -> u16 {
    status(&ask(edge, format!("GET {target} HTTP/1.1\r\n{COMMON}\r\n")).await)
}

async fn post(edge: &Edge, headers: &str, body: &[u8]) -> u16 {
    let head =
        format!("POST /form HTTP/1.1\r\n{COMMON}{headers}Content-Length: {}\r\n\r\n", body.len());
    status(&ask(edge, [head.as_bytes(), body].concat()).await)
}

#[tokio::test]
async fn a_way_out_of_the_folder_is_found_in_every_encoding() {
    let origin = Origin::answering(HELLO).await;
    let edge = guarded(&origin).await;
    for up in [
        "../",
        "..%2f",
        "..%2F",
        "%2e%2e/",
        "%2e%2e%2f",
        "%252e%252e%252f",
        "%25252e%25252e%25252f",
        "..%5c",
        "%2e%2e%5c",
        "..%c0%af",
        "%c0%ae%c0%ae/",
        "%c0%ae%c0%ae%c0%af",
        "..%e0%80%af",
        "%u002e%u002e%u002f",
        "..%u2215",
        "..%c1%9c",
        "..%c0%2f",
        "..%f0%80%80%af",
        "%e0%80%ae%e0%80%ae%e0%80%af",
        "..%255c",
        "..%25c0%25af",
        "%2e%2e%ef%bc%8f",
        "..%uff0f",
        "%uff0e%uff0e%uff0f",
        ".%00./",
        "....//",
        "..;/",
    ] {
        let way = format!("{}etc/passwd", up.repeat(4));
        assert_eq!(get(&edge, &format!("/files/{way}")).await, 403, "path {way}");
        assert_eq!(get(&edge, &format!("/show?file={way}")).await, 403, "query {way}");
    }
    assert_eq!(origin.received(), Vec::<String>::new());
    for harmless in ["/files/a..b", "/files/etc/policy.html", "/show?file=report%2F2026.pdf"] {
        assert_eq!(get(&edge, harmless).await, 200, "{harmless}");
    }
}

#[tokio::test]
async fn an_injection_is_found_in_every_encoding_of_a_body() {
    let origin = Origin::answering(HELLO).await;
    let edge = guarded(&origin).await;
    let json = "Content-Type: application/json\r\n";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let multipart = "Content-Type: multipart/form-data; boundary=b\r\n";
    let part = |text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{text}\r\n--b--\r\n")
    };
    for (headers, body) in [
        (form, "a=1%27%20OR%201%3D1--%20".to_owned()),
        (form, "a=1%2527%2520OR%25201%253D1--%2520".to_owned()),
        (json, r#"{"a":"1\u0027 OR 1=1-- "}"#.to_owned()),
        (json, r#"{"a":{"b":["x","1' OR 1=1-- "]}}"#.to_owned()),
        (json, "\u{feff}{\"a\":\"1' OR 1=1-- \"}".to_owned()),
        (json, "{\"a\":\"1' OR 1=1-- \"".to_owned()),
        (multipart, part("1' OR 1=1-- ")),
        ("", "a=1' OR 1=1-- ".to_owned()),
        (form, "a=%3Cscript%3Ealert(1)%3C/script%3E".to_owned()),
        (form, "a=\u{fffd}<script>alert(1)</script>".to_owned()),
        (json, r#"{"a":"\u003cscript\u003ealert(1)\u003c/script\u003e"}"#.to_owned()),
    ] {
        assert_eq!(post(&edge, headers, body.as_bytes()).await, 403, "{headers}{body}");
    }
    let latin = [&b"a=<script>alert(1)</script>&b="[..], &[0xe9, 0xff, 0x80]].concat();
    assert_eq!(post(&edge, form, &latin).await, 403, "bytes that are no UTF-8");
    for (what, headers, body) in [
        ("a byte that is no UTF-8 inside", form, &b"a=<\xffscript>alert(1)</script>"[..]),
        ("over-long brackets", form, b"a=%c0%bcscript%c0%bealert(1)%c0%bc/script%c0%be"),
        (
            "raw over-long brackets",
            form,
            b"a=\xc0\xbcscript\xc0\xbealert(1)\xc0\xbc/script\xc0\xbe",
        ),
        ("over-long apostrophes", form, b"a=1%c0%a7 OR 1=1-- "),
        ("JSON that is no UTF-8", json, b"{\"a\":\"\xff1' OR 1=1-- \"}"),
        ("a surrogate alone", json, br#"{"a":"\ud800<script>alert(1)</script>"}"#),
        ("wide brackets", form, b"a=%ef%bc%9cscript%ef%bc%9ealert(1)%ef%bc%9c/script%ef%bc%9e"),
        ("brackets by code", form, b"a=%u003cscript%u003ealert(1)%u003c/script%u003e"),
    ] {
        assert_eq!(post(&edge, headers, body).await, 403, "{what}");
    }
    assert_eq!(origin.received(), Vec::<String>::new());
}

#[tokio::test]
async fn bodies_that_unfold_are_carried_as_they_came() {
    let origin = Origin::answering(HELLO).await;
    let edge = guarded(&origin).await;
    // What would be a gigabyte: 1,000 empty blocks of a stored stream, never unfolded here.
    let bomb =
        [&[0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3][..], &[0, 0, 0, 0xff, 0xff].repeat(1000)].concat();
    assert_eq!(post(&edge, "Content-Encoding: gzip\r\n", &bomb).await, 200);
    let text = "--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n".repeat(100);
    let parts = format!("{text}--b--\r\n");
    let multipart = "Content-Type: multipart/form-data; boundary=b\r\n";
    assert_eq!(post(&edge, multipart, parts.as_bytes()).await, 200);
    let deep = "[".repeat(4000);
    let json = "Content-Type: application/json\r\n";
    assert_ne!(post(&edge, json, deep.as_bytes()).await, 0, "deep JSON is answered");
    assert!(origin.received().len() >= 2);
}

#[tokio::test]
async fn a_body_without_an_end_waits_for_its_target() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let edge = edge(parts(), &simple(&[listener.local_addr().unwrap()])).await;
    let mut client = TcpStream::connect(edge.address(80).unwrap()).await.unwrap();
    client
        .write_all(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nffffffff\r\n")
        .await
        .unwrap();
    let (_target, _) = listener.accept().await.unwrap();
    let piece = b"x".repeat(64 * 1024);
    let mut sent = 0;
    // The target reads nothing: what is between it and the client fills up, and no more is taken.
    while let Ok(written) =
        tokio::time::timeout(Duration::from_millis(500), client.write(&piece)).await
    {
        sent += written.unwrap();
        assert!(sent < 64 * 1024 * 1024, "the edge must not hold what nobody takes");
    }
}

#[tokio::test]
async fn no_protocol_but_websocket_is_changed_to() {
    let origin = Origin::answering(HELLO).await;
    let edge = guarded(&origin).await;
    for (method, headers) in [
        (
            "GET",
            "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n",
        ),
        ("GET", "Connection: Upgrade\r\nUpgrade: TLS/1.0\r\n"),
        ("GET", "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n"),
        ("POST", "Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 0\r\n"),
        ("GET", "Upgrade: websocket\r\n"),
    ] {
        let smuggled =
            "GET /smuggled HTTP/1.1\r\nHost: a\r\nUser-Agent: t\r\nConnection: close\r\n\r\n";
        let request =
            format!("{method} /ws HTTP/1.1\r\nHost: a\r\nUser-Agent: t\r\n{headers}\r\n{smuggled}");
        let answer = ask(&edge, request).await;
        assert_eq!(answer.matches("HTTP/1.1 200 ").count(), 2, "{headers}{answer}");
    }
    for received in origin.received() {
        let lower = received.to_ascii_lowercase();
        assert!(
            !lower.contains("\r\nupgrade:") && !lower.contains("\r\nconnection:"),
            "{received}"
        );
    }
}

#[tokio::test]
async fn a_target_that_changes_the_protocol_unasked_is_not_followed() {
    let origin = Origin::answering(
        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
    )
    .await;
    let edge = guarded(&origin).await;
    assert_eq!(get(&edge, "/").await, 502);
}

#[tokio::test]
async fn many_names_in_connection_cost_no_more_than_their_bytes() {
    let origin = Origin::answering(HELLO).await;
    let edge = guarded(&origin).await;
    let names = vec!["x"; 7000].join(",");
    let many: Vec<String> = (0..150).map(|number| format!("H-{number}: 1\r\n")).collect();
    let many = many.concat();
    let request = format!(
        "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: t\r\nConnection: close,{names},h-7\r\n{many}\r\n"
    );
    assert_eq!(status(&ask(&edge, request).await), 200);
    let received = origin.received().pop().unwrap();
    assert!(received.contains("H-8: 1\r\n") && !received.contains("H-7: 1\r\n"), "{received}");
}
