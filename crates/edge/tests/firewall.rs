//! The firewall between client and target.

#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use std::sync::{Arc, Mutex};

use bartizan_edge::{Inspector, Verdict, WafAnswer};
use bartizan_inspect::WebRequest;
use support::{HELLO, Origin, ask, edge, fetch, inspected, simple, status};

/// Blocks what has `evil` in its body, and keeps what it saw.
#[derive(Clone, Default)]
struct Guard(Arc<Mutex<Vec<String>>>);

impl Inspector for Guard {
    fn inspect(&self, resource_arn: &str, _: &str, request: &WebRequest<'_>) -> Verdict {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let headers = request.headers.iter();
        let headers: Vec<_> =
            headers.map(|(name, value)| format!("{}={}", text(name), text(value))).collect();
        self.0.lock().unwrap().push(format!(
            "{resource_arn} {} {} {} {} {:?}",
            request.method,
            text(request.path),
            text(request.query),
            headers.join("|"),
            (text(request.body), request.body_truncated),
        ));
        if text(request.body).contains("evil") || request.path == b"/blocked" {
            let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
            let headers = vec![
                header("X-Why", "evil"),
                header("Transfer-Encoding", "chunked"),
                header("content-length", "1"),
                header("Connection", "keep-alive"),
            ];
            return Verdict::Answer(WafAnswer { status: 403, headers, body: None });
        }
        if request.path == b"/failed" {
            return Verdict::Failed;
        }
        Verdict::Pass(vec![("x-amzn-waf-seen".to_owned(), "yes".to_owned())])
    }
}

#[tokio::test]
async fn the_firewall_sees_bytes_as_they_came_and_the_target_gets_them() {
    let origin = Origin::answering(HELLO).await;
    let guard = Guard::default();
    let mut config = simple(&[origin.address]);
    config.fronts[0].inspected_body_bytes = 8;
    let edge = edge(inspected(guard.clone()), &config).await;
    let head = "POST /%2e/a?b=%00 HTTP/1.1\r\nHost: app.test\r\nX-B: 1\r\nX-Amzn-WAF-Seen: forged\r\n\
                x-a:  2\r\nX-B: 3\r\nConnection: close\r\n";
    for (body, sent) in [
        ("Content-Length: 8\r\n\r\n12345678", "12345678"),
        ("Content-Length: 12\r\n\r\n123456789abc", "123456789abc"),
        (
            "Transfer-Encoding: chunked\r\n\r\n4\r\n1234\r\n8\r\n56789abc\r\n0\r\n\r\n",
            "c\r\n123456789abc\r\n0\r\n\r\n",
        ),
    ] {
        assert_eq!(status(&ask(&edge, format!("{head}{body}")).await), 200);
        let received = origin.received().pop().unwrap();
        assert!(received.ends_with(&format!("\r\n\r\n{sent}")), "{received}");
        assert!(received.contains("x-amzn-waf-seen: yes\r\n") && !received.contains("forged"));
    }
    let seen = guard.0.lock().unwrap().clone();
    let common = "arn:app.test POST /%2e/a b=%00 host=app.test|x-b=1|x-amzn-waf-seen=forged|x-a=2|x-b=3|connection=close|";
    assert_eq!(seen[0], format!("{common}content-length=8 (\"12345678\", false)"));
    assert_eq!(seen[1], format!("{common}content-length=12 (\"12345678\", true)"));
    assert_eq!(seen[2], format!("{common}transfer-encoding=chunked (\"12345678\", true)"));
}

#[tokio::test]
async fn what_is_blocked_reaches_no_target() {
    let origin = Origin::answering(HELLO).await;
    let mut config = simple(&[origin.address]);
    config.fronts[0].inspected_body_bytes = 1024;
    let edge = edge(inspected(Guard::default()), &config).await;
    let answer = ask(
        &edge,
        "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nevil",
    )
    .await;
    assert_eq!(status(&answer), 403);
    assert!(
        answer.contains("X-Why: evil\r\n") && answer.contains("<h1>403 Forbidden</h1>"),
        "{answer}"
    );
    assert!(!answer.contains("chunked") && !answer.contains("keep-alive"), "{answer}");
    assert_eq!(answer.to_lowercase().matches("content-length: ").count(), 1, "{answer}");
    let id = answer.split_once("x-amzn-RequestId: ").unwrap().1.split_once("\r\n").unwrap().0;
    assert!(id.starts_with("1-") && answer.contains(&format!("Request id: {id}<")), "{answer}");
    // In pieces, it is no less evil.
    let chunks = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
                  2\r\nev\r\n2\r\nil\r\n0\r\n\r\n";
    assert_eq!(status(&ask(&edge, chunks).await), 403);
    assert_eq!(origin.received().len(), 0);
}

#[tokio::test]
async fn the_firewall_is_asked_even_where_it_may_see_no_body() {
    let origin = Origin::answering(HELLO).await;
    let edge = edge(inspected(Guard::default()), &simple(&[origin.address])).await;
    assert_eq!(status(&fetch(&edge, "a", "/blocked", "").await), 403);
    let body = "POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody";
    assert_eq!(status(&ask(&edge, body).await), 200);
    assert!(origin.received().pop().unwrap().ends_with("\r\n\r\nbody"));
}

#[tokio::test]
async fn a_firewall_that_fails_stops_requests_unless_it_may_fail_open() {
    let origin = Origin::answering(HELLO).await;
    let mut config = simple(&[origin.address]);
    config.fronts[0].inspected_body_bytes = 1024;
    for (waf_fails_open, wanted) in [(false, 500), (true, 200)] {
        config.fronts[0].attributes.waf_fails_open = waf_fails_open;
        let edge = edge(inspected(Guard::default()), &config).await;
        assert_eq!(status(&fetch(&edge, "a", "/failed", "").await), wanted);
    }
}
