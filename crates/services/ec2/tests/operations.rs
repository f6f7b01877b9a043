//! Each operation has a denied case and a golden of its activity record.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is its answer")]

use std::sync::Arc;

use bartizan_ec2::Ec2;
use bartizan_service::testkit::{Case, World, check_operations};
use serde_json::json;

fn world() -> World {
    World::new(Vec::new(), |_| vec![Arc::new(Ec2)])
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let cases = [Case::new("DescribeRegions", json!({ "RegionNames": ["eu-west-1"] }))];
    check_operations("ec2", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}
