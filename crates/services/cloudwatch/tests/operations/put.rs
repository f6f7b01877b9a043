//! What may be put, and what of it is kept.

use serde_json::{Value as Json, json};

use crate::{NOW, called, put_of, query, world};

#[tokio::test]
async fn what_is_no_datum_is_refused() {
    let many: Vec<f64> = (0..151).map(f64::from).collect();
    let name = "InvalidParameterValue";
    for (datum, code) in [
        (json!({}), "MissingParameter"),
        (json!({ "Value": 1.0, "Values": [1.0] }), "InvalidParameterCombination"),
        (json!({ "Counts": [1.0] }), "InvalidParameterCombination"),
        (json!({ "Values": [1.0, 2.0], "Counts": [1.0] }), name),
        (json!({ "Values": [1.0], "Counts": [-1.0] }), name),
        (json!({ "Values": [1.0], "Counts": [0.0] }), name),
        (json!({ "Values": many }), name),
        (json!({ "Value": 1e300 }), name),
        (json!({ "Value": 1.0, "StorageResolution": 30 }), name),
        (json!({ "Value": 1.0, "Timestamp": NOW - 15 * 86_400 }), name),
        (json!({ "Value": 1.0, "Timestamp": NOW + 7201 }), name),
        (json!({ "Value": 1.0, "Dimensions": [{ "Name": ":a", "Value": "b" }] }), name),
        (json!({ "Value": 1.0, "Dimensions": [{ "Name": "a", "Value": " " }] }), name),
        (
            json!({ "Value": 1.0, "Dimensions": [
                { "Name": "a", "Value": "b" },
                { "Name": "a", "Value": "c" },
            ] }),
            name,
        ),
        (json!({ "Value": 1.0, "MetricName": "Größe" }), name),
        (
            json!({ "StatisticValues": {
                "SampleCount": 0.0, "Sum": 1.0, "Minimum": 1.0, "Maximum": 1.0,
            } }),
            name,
        ),
        (
            json!({ "StatisticValues": {
                "SampleCount": 2.0, "Sum": 1.0, "Minimum": 2.0, "Maximum": 1.0,
            } }),
            name,
        ),
    ] {
        let mut whole = json!({ "MetricName": "Orders" });
        whole.as_object_mut().unwrap().extend(datum.as_object().unwrap().clone());
        let refused = called(&world(), "PutMetricData", put_of(&whole)).await.unwrap_err();
        assert_eq!((&*refused.code, refused.status), (code, 400), "{whole}: {}", refused.message);
    }
}

#[tokio::test]
async fn what_is_no_call_is_refused() {
    let datum = json!({ "MetricName": "Orders", "Value": 1.0 });
    let entity = json!([{ "MetricData": [datum] }]);
    for (input, message) in [
        (
            json!({ "Namespace": "AWS/EC2", "MetricData": [datum] }),
            "The value AWS/ for parameter Namespace is invalid.",
        ),
        (json!({ "Namespace": "Shop" }), "The parameter MetricData is required."),
        (
            json!({ "Namespace": "Shop", "MetricData": vec![datum.clone(); 1001] }),
            "The collection MetricData must not have a size greater than 1000.",
        ),
        (
            json!({ "Namespace": "Shop", "EntityMetricData": entity }),
            "EntityMetricData is not implemented by Bartizan; docs/compatibility.md says what is",
        ),
    ] {
        let refused = called(&world(), "PutMetricData", input).await.unwrap_err();
        assert_eq!(refused.message, message);
    }
}

#[tokio::test]
async fn all_forms_of_a_minute_are_one_point() {
    let world = world();
    for datum in [
        json!({ "MetricName": "Size", "Value": 4.0 }),
        json!({ "MetricName": "Size", "Values": [1.0, 2.0], "Counts": [2.0, 1.0] }),
        json!({ "MetricName": "Size", "Timestamp": NOW + 59, "StatisticValues": {
            "SampleCount": 2.0, "Sum": 20.0, "Minimum": 9.0, "Maximum": 11.0,
        } }),
    ] {
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    for (stat, value) in [
        ("Sum", Some(28.0)),
        ("SampleCount", Some(6.0)),
        ("Minimum", Some(1.0)),
        ("Maximum", Some(11.0)),
        // What came as statistics has no values that percentiles are of.
        ("p50", None),
    ] {
        let told = called(&world, "GetMetricData", query("Size", stat)).await.unwrap();
        let values = told["MetricDataResults"][0]["Values"].clone();
        assert_eq!(values, json!(value.into_iter().collect::<Vec<_>>()), "{stat}");
    }
}

#[tokio::test]
async fn seconds_are_kept_where_they_are_asked_for() {
    let world = world();
    for (at, value) in [(0, 1.0), (1, 2.0), (5, 4.0)] {
        let datum = json!({
            "MetricName": "Fast", "Value": value, "Timestamp": NOW + at, "StorageResolution": 1,
        });
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    let mut wanted = query("Fast", "Sum");
    wanted["ScanBy"] = json!("TimestampAscending");
    for (period, values) in [(1, vec![1.0, 2.0, 4.0]), (5, vec![3.0, 4.0]), (60, vec![7.0])] {
        wanted["MetricDataQueries"][0]["MetricStat"]["Period"] = json!(period);
        let told = called(&world, "GetMetricData", wanted.clone()).await.unwrap();
        assert_eq!(told["MetricDataResults"][0]["Values"], json!(values), "{period}");
    }
}

#[tokio::test]
async fn points_grow_coarse_and_are_forgotten() {
    const DAY: u64 = 86_400;
    let world = world();
    for at in [NOW - 60, NOW] {
        let datum = json!({ "MetricName": "Old", "Value": 1.0, "Timestamp": at });
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    let told = async |period: i64| -> Json {
        let mut wanted = query("Old", "Sum");
        wanted["MetricDataQueries"][0]["MetricStat"]["Period"] = json!(period);
        wanted["StartTime"] = json!(NOW - 3600);
        wanted["EndTime"] = json!(NOW + 3600);
        called(&world, "GetMetricData", wanted).await.unwrap()["MetricDataResults"][0].clone()
    };
    assert_eq!(told(60).await["Values"], json!([1.0, 1.0]));
    let store = &world.road.platform().store;
    for (days, values) in [(16, json!([1.0, 1.0])), (84, json!([1.0, 1.0])), (500, json!([]))] {
        world.clock.advance(std::time::Duration::from_secs(days * DAY));
        bartizan_cloudwatch::keep(store, world.road.platform().now()).await.unwrap();
        assert_eq!(told(3600).await["Values"], values, "{days}");
    }
    let listed = called(&world, "ListMetrics", json!({})).await.unwrap();
    assert_eq!(listed["Metrics"], json!([]));
}
