//! Each operation has a denied case and a golden of its activity record.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is its answer")]

use std::sync::Arc;

use bartizan_cloudtrail::CloudTrail;
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of};
use serde_json::json;

fn world() -> World {
    World::new(Vec::new(), |_| vec![Arc::new(CloudTrail)])
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let cases = [Case::new("LookupEvents", json!({ "MaxResults": 10 }))];
    check_operations("cloudtrail", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

#[tokio::test]
async fn the_history_shows_calls_newest_first() {
    let world = world();
    let look = || input_of("cloudtrail", "LookupEvents", &json!({}));
    for _ in 0..3 {
        world.call(&admin(), "cloudtrail", "LookupEvents", look()).await.unwrap();
    }
    world.road.platform().activity().flush().unwrap();
    let reply = world.call(&admin(), "cloudtrail", "LookupEvents", look()).await.unwrap();
    let events = reply.value.field("Events").unwrap().items();
    assert_eq!(events.len(), 3);
    for event in events {
        assert_eq!(event.field("EventName").unwrap().text(), Some("LookupEvents"));
        assert_eq!(event.field("Username").unwrap().text(), Some("admin"));
    }
}
