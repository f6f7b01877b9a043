//! What Bartizan counts itself is a metric like others.

use bartizan_service::MetricName;
use bartizan_service::testkit::{ACCOUNT, REGION};
use serde_json::json;

use crate::{NOW, called, world};

#[tokio::test]
async fn what_is_counted_is_told_at_once() {
    let world = world();
    let platform = world.road.platform();
    let meter = platform.ports.metrics.as_ref().unwrap().meter(&MetricName {
        account: ACCOUNT.parse().unwrap(),
        region: REGION.to_owned(),
        namespace: "AWS/ApplicationELB",
        name: "TargetResponseTime",
        dimensions: vec![("LoadBalancer", "app/web/1".to_owned())],
        unit: "Seconds",
        has_spread: true,
    });
    let input = json!({
        "Namespace": "AWS/ApplicationELB",
        "MetricName": "TargetResponseTime",
        "Dimensions": [{ "Name": "LoadBalancer", "Value": "app/web/1" }],
        "StartTime": NOW,
        "EndTime": NOW + 60,
        "Period": 60,
        "Statistics": ["SampleCount", "Sum"],
        "ExtendedStatistics": ["p90"],
    });
    // Asked in between, the minute is counted on.
    for samples in [1, 2] {
        meter.add(platform.now(), 0.25);
        let told = called(&world, "GetMetricStatistics", input.clone()).await.unwrap();
        let point = &told["Datapoints"][0];
        assert_eq!(point["SampleCount"], json!(f64::from(samples)));
        assert_eq!(point["Sum"], json!(0.25 * f64::from(samples)));
        assert_eq!(
            (&point["ExtendedStatistics"]["p90"], &point["Unit"]),
            (&json!(0.25), &json!("Seconds"))
        );
    }
    let listed = called(&world, "ListMetrics", json!({})).await.unwrap();
    assert_eq!(listed["Metrics"][0]["Namespace"], "AWS/ApplicationELB");
}
