//! Each operation has a denied case and a golden of its activity record; and what metrics tell.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/counted.rs"]
mod counted;
#[path = "operations/data.rs"]
mod data;
#[path = "operations/put.rs"]
mod put;

use std::sync::Arc;

use bartizan_cloudwatch::{CloudWatch, CloudWatchProjection};
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

pub(crate) fn world() -> World {
    World::new(vec![Arc::new(CloudWatchProjection::default())], |_| vec![Arc::new(CloudWatch)])
}

/// The start of the minute in which the world's clock stands.
pub(crate) const NOW: i64 = 1_795_510_800;

pub(crate) async fn called(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("cloudwatch", operation, &input);
    let answer = world.call(&admin(), "cloudwatch", operation, input).await;
    answer.map(|reply| reply.value.to_json())
}

/// A datum of now.
pub(crate) fn put_of(datum: &Json) -> Json {
    json!({ "Namespace": "Shop", "MetricData": [datum] })
}

fn orders() -> Json {
    put_of(&json!({ "MetricName": "Orders", "Value": 3.0, "Unit": "Count" }))
}

/// A query for the last ten minutes.
pub(crate) fn query(metric: &str, stat: &str) -> Json {
    json!({
        "MetricDataQueries": [{
            "Id": "q",
            "MetricStat": {
                "Metric": { "Namespace": "Shop", "MetricName": metric },
                "Period": 60,
                "Stat": stat,
            },
        }],
        "StartTime": NOW - 600,
        "EndTime": NOW + 60,
    })
}

fn statistics() -> Json {
    json!({
        "Namespace": "Shop",
        "MetricName": "Orders",
        "StartTime": NOW - 600,
        "EndTime": NOW + 60,
        "Period": 60,
        "Statistics": ["Sum"],
    })
}

#[tokio::test]
async fn each_operation_is_denied_to_strangers_and_recorded() {
    let cases = [
        Case::new("PutMetricData", orders()),
        Case::new("GetMetricData", query("Orders", "Sum")).after("PutMetricData", orders()),
        Case::new("GetMetricStatistics", statistics()).after("PutMetricData", orders()),
        Case::new("ListMetrics", json!({ "Namespace": "Shop" })).after("PutMetricData", orders()),
    ];
    check_operations("cloudwatch", world, &cases, |operation, event| {
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}
