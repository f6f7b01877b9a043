//! What a changed configuration changes, and what not.

mod support;

use std::net::SocketAddr;
use std::time::Duration;

use bartizan_edge::config::{Action, Addresses, FixedResponse, Stickiness};
use bartizan_edge::{Edge, Unopened};
use support::{HELLO, Origin, edge, fetch, front, group, listener, parts, simple, status};

fn fixed(body: &str) -> Action {
    let content_type = "text/plain".to_owned();
    Action::Fixed(FixedResponse { status: 200, content_type, body: body.to_owned() })
}

#[tokio::test]
async fn what_does_not_change_goes_on_as_it_was() {
    let origin = Origin::answering(HELLO).await;
    let mut config = simple(&[origin.address]);
    config.groups[0].stickiness = Some(Stickiness::Balancer(Duration::from_mins(1)));
    let edge = edge(parts(), &config).await;
    config.fronts.push(front("other.test", vec![listener(80, Vec::new(), fixed("other"))]));
    assert!(edge.publish(&config).await.is_empty());
    assert!(fetch(&edge, "app.test", "/", "").await.contains("hello"));
    assert!(fetch(&edge, "other.test", "/", "").await.contains("other"));
    // A group that changes is another for all who name it.
    let moved = Origin::answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nmoved").await;
    config.groups[0] = group("g", &[moved.address]);
    assert!(edge.publish(&config).await.is_empty());
    assert!(fetch(&edge, "app.test", "/", "").await.contains("moved"));
    config.groups.clear();
    assert_eq!(edge.publish(&config).await.len(), 1);
    assert_eq!(status(&fetch(&edge, "app.test", "/", "").await), 503);
}

#[tokio::test]
async fn a_listener_that_could_not_be_opened_is_tried_again() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let any: SocketAddr = "127.0.0.1:0".parse().unwrap();
    let edge = Edge::new(parts(), Addresses { http: address, https: any, ports: None });
    let mut config = simple(&[]);
    config.fronts[0].listeners[0].default = fixed("served");
    config.fronts[0].listeners.push(listener(81, Vec::new(), fixed("outside")));
    assert!(edge.publish(&config).await.is_empty());
    assert!(matches!(edge.unopened(80), Some(Unopened::Unbound(..))));
    assert_eq!((edge.address(80), edge.unopened(81)), (None, Some(Unopened::Outside)));
    assert!(edge.may_open(80) && !edge.may_open(81));
    drop(taken);
    edge.retry().await;
    assert_eq!((edge.address(80), edge.unopened(80)), (Some(address), None));
    assert!(fetch(&edge, "app.test", "/", "").await.contains("served"));
}
