//! The headers that a listener gives answers.

mod support;

use bartizan_edge::config::{Action, FixedResponse, ListenerHeaders};
use support::{Origin, ask, edge, parts, simple};

fn secured() -> ListenerHeaders {
    ListenerHeaders {
        set: vec![
            ("X-Frame-Options", "DENY".to_owned()),
            ("Access-Control-Max-Age", "5".to_owned()),
        ],
        hides_server: true,
        ..ListenerHeaders::default()
    }
}

#[tokio::test]
async fn every_answer_has_them_and_no_target_others_of_their_names() {
    let origin = Origin::answering(
        "HTTP/1.1 200 OK\r\nServer: app\r\nx-frame-options: ALLOWALL\r\nContent-Length: 0\r\n\r\n",
    )
    .await;
    let mut config = simple(&[origin.address]);
    config.fronts[0].listeners[0].headers = secured();
    let edge = edge(parts(), &config).await;
    let hello = "GET / HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n";
    let passed = ask(&edge, hello).await;
    assert!(passed.contains("X-Frame-Options: DENY\r\nAccess-Control-Max-Age: 5\r\n"), "{passed}");
    assert!(passed.contains("Server: app\r\n") && !passed.contains("ALLOWALL"), "{passed}");

    config.fronts[0].listeners[0].default = Action::Fixed(FixedResponse {
        status: 200,
        content_type: "text/plain".to_owned(),
        body: "own".to_owned(),
    });
    edge.publish(&config).await;
    let own = ask(&edge, hello).await;
    assert!(own.contains("X-Frame-Options: DENY\r\n") && own.ends_with("own"), "{own}");
    assert!(own.contains("\r\nDate: ") && !own.contains("Server:"), "{own}");

    config.fronts[0].listeners[0].headers = ListenerHeaders::default();
    edge.publish(&config).await;
    let plain = ask(&edge, hello).await;
    assert!(plain.contains("Server: awselb/2.0\r\n") && !plain.contains("X-Frame"), "{plain}");
}
