//! What is told of metrics.

use serde_json::{Value as Json, json};

use crate::{NOW, called, put_of, query, world};

#[tokio::test]
async fn what_is_no_query_is_refused() {
    let with = |changes: Json| {
        let mut query = query("Orders", "Sum");
        let first = query["MetricDataQueries"][0].as_object_mut().unwrap();
        first.extend(changes.as_object().unwrap().clone());
        query
    };
    let mut without = with(json!({}));
    without["MetricDataQueries"][0].as_object_mut().unwrap().remove("MetricStat");
    let mut twice = with(json!({}));
    let again = twice["MetricDataQueries"][0].clone();
    twice["MetricDataQueries"].as_array_mut().unwrap().push(again);
    let mut expression = without.clone();
    expression["MetricDataQueries"][0]["Expression"] = json!("SEARCH('Shop', 'Sum')");
    let stat = |metric: Json, period, stat| {
        with(json!({ "MetricStat": { "Metric": metric, "Period": period, "Stat": stat } }))
    };
    let orders = || json!({ "Namespace": "Shop", "MetricName": "Orders" });
    let mut backwards = query("Orders", "Sum");
    backwards["EndTime"] = json!(NOW - 700);
    let mut page = query("Orders", "Sum");
    page["NextToken"] = json!("nobody's");
    for (input, code) in [
        (with(json!({ "Id": "Q" })), "ValidationError"),
        (with(json!({ "ReturnData": false })), "ValidationError"),
        (with(json!({ "Label": "${MAX}" })), "NotImplemented"),
        (with(json!({ "AccountId": "000000000001" })), "NotImplemented"),
        (without, "ValidationError"),
        (expression, "NotImplemented"),
        (twice, "ValidationError"),
        (stat(json!({ "MetricName": "Orders" }), 60, "Sum"), "ValidationError"),
        (stat(orders(), 61, "Sum"), "ValidationError"),
        (stat(orders(), 60, "sum"), "ValidationError"),
        (backwards, "ValidationError"),
        (page, "InvalidNextToken"),
    ] {
        let refused = called(&world(), "GetMetricData", input.clone()).await.unwrap_err();
        assert_eq!(refused.code, code, "{input}: {}", refused.message);
    }
}

#[tokio::test]
async fn values_come_in_pages_in_either_order() {
    let world = world();
    for minute in 1..=5 {
        let at = NOW - minute * 60;
        let datum = json!({ "MetricName": "Orders", "Value": minute, "Timestamp": at });
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    for (order, wanted) in
        [(None, [1.0, 2.0, 3.0, 4.0, 5.0]), (Some("TimestampAscending"), [5.0, 4.0, 3.0, 2.0, 1.0])]
    {
        let mut input = query("Orders", "Sum");
        input["MaxDatapoints"] = json!(2);
        if let Some(order) = order {
            input["ScanBy"] = json!(order);
        }
        let (mut values, mut statuses) = (Vec::new(), Vec::new());
        loop {
            let told = called(&world, "GetMetricData", input.clone()).await.unwrap();
            let result = &told["MetricDataResults"][0];
            values.extend(result["Values"].as_array().unwrap().clone());
            statuses.push(result["StatusCode"].clone());
            match told.get("NextToken").filter(|token| !token.is_null()) {
                Some(token) => input["NextToken"] = token.clone(),
                None => break,
            }
        }
        assert_eq!(json!(values), json!(wanted));
        assert_eq!(json!(statuses), json!(["PartialData", "PartialData", "Complete"]));
    }
}

#[tokio::test]
async fn statistics_are_told_with_their_unit() {
    let world = world();
    for (value, unit) in [(1.0, "Seconds"), (3.0, "Seconds"), (7.0, "Count")] {
        let datum = json!({ "MetricName": "Took", "Value": value, "Unit": unit });
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    let input = json!({
        "Namespace": "Shop", "MetricName": "Took", "Unit": "Seconds",
        "StartTime": NOW, "EndTime": NOW + 60, "Period": 60,
        "Statistics": ["Average", "Maximum"], "ExtendedStatistics": ["p50", "tm50"],
    });
    let told = called(&world, "GetMetricStatistics", input.clone()).await.unwrap();
    assert_eq!(told["Label"], "Took");
    let points = told["Datapoints"].as_array().unwrap();
    assert_eq!(points.len(), 1);
    assert_eq!((&points[0]["Average"], &points[0]["Maximum"]), (&json!(2.0), &json!(3.0)));
    assert_eq!(points[0]["ExtendedStatistics"], json!({ "p50": 1.0, "tm50": 1.0 }));
    assert_eq!(points[0]["Unit"], "Seconds");
    for (member, value, code) in [
        ("Statistics", json!(null), "MissingParameter"),
        ("ExtendedStatistics", json!(["p101"]), "InvalidParameterValue"),
        ("ExtendedStatistics", json!(["Sum"]), "InvalidParameterValue"),
        ("Period", json!(59), "InvalidParameterValue"),
        ("StartTime", json!(NOW + 60), "InvalidParameterCombination"),
        ("StartTime", json!(NOW - 1440 * 60), "InvalidParameterCombination"),
    ] {
        let mut input = input.clone();
        if value.is_null() {
            input.as_object_mut().unwrap().remove("ExtendedStatistics");
            input.as_object_mut().unwrap().remove(member);
        } else {
            input[member] = value;
        }
        let refused = called(&world, "GetMetricStatistics", input).await.unwrap_err();
        assert_eq!(refused.code, code, "{member}: {}", refused.message);
    }
}

#[tokio::test]
async fn metrics_are_found_by_name_and_dimensions() {
    let world = world();
    for (name, till) in [("Orders", "1"), ("Orders", "2"), ("Refunds", "1")] {
        let datum = json!({
            "MetricName": name, "Value": 1.0, "Dimensions": [{ "Name": "Till", "Value": till }],
        });
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    let age = 4 * 3600;
    let datum = json!({ "MetricName": "Old", "Value": 1.0, "Timestamp": NOW - age });
    called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    for (filter, found) in [
        (json!({}), 4),
        (json!({ "Namespace": "Shop" }), 4),
        (json!({ "Namespace": "Sho" }), 0),
        (json!({ "MetricName": "Orders" }), 2),
        (json!({ "Dimensions": [{ "Name": "Till" }] }), 3),
        (json!({ "Dimensions": [{ "Name": "Till", "Value": "1" }] }), 2),
        (json!({ "RecentlyActive": "PT3H" }), 3),
    ] {
        let told = called(&world, "ListMetrics", filter.clone()).await.unwrap();
        assert_eq!(told["Metrics"].as_array().unwrap().len(), found, "{filter}");
    }
    let refused = called(&world, "ListMetrics", json!({ "IncludeLinkedAccounts": true })).await;
    assert_eq!(refused.unwrap_err().code, "NotImplemented");
    let refused = called(&world, "ListMetrics", json!({ "NextToken": "*" })).await;
    assert_eq!(refused.unwrap_err().code, "InvalidNextToken");
}

#[tokio::test]
async fn a_long_list_comes_in_pages() {
    let world = world();
    let datum = |number| json!({ "MetricName": format!("M{number}"), "Value": 1.0 });
    let data: Vec<_> = (0..600).map(datum).collect();
    let input = json!({ "Namespace": "Shop", "MetricData": data });
    called(&world, "PutMetricData", input).await.unwrap();
    let first = called(&world, "ListMetrics", json!({})).await.unwrap();
    let token = &first["NextToken"];
    let second = called(&world, "ListMetrics", json!({ "NextToken": token })).await.unwrap();
    let names = |told: &Json| told["Metrics"].as_array().unwrap().len();
    assert_eq!((names(&first), names(&second)), (500, 100));
    assert!(second["NextToken"].is_null());
}

#[tokio::test]
async fn expressions_are_computed_over_the_metrics_of_the_request() {
    let world = world();
    for (metric, minute, value) in [
        ("Orders", 3, 10),
        ("Orders", 2, 20),
        ("Orders", 1, 30),
        ("Errors", 3, 1),
        ("Errors", 1, 6),
    ] {
        let at = NOW - minute * 60;
        let datum = json!({ "MetricName": metric, "Value": value, "Timestamp": at });
        called(&world, "PutMetricData", put_of(&datum)).await.unwrap();
    }
    let metric = |id: &str, name: &str| {
        let metric = json!({ "Namespace": "Shop", "MetricName": name });
        json!({
            "Id": id, "ReturnData": false,
            "MetricStat": { "Metric": metric, "Period": 60, "Stat": "Sum" },
        })
    };
    let asked = |expressions: &[(&str, &str)]| {
        let mut queries = vec![metric("m1", "Orders"), metric("m2", "Errors")];
        for (id, expression) in expressions {
            queries.push(json!({ "Id": id, "Expression": expression }));
        }
        let mut input = query("Orders", "Sum");
        input["MetricDataQueries"] = queries.into();
        input["ScanBy"] = json!("TimestampAscending");
        input["StartTime"] = json!(NOW - 180);
        input["EndTime"] = json!(NOW);
        input
    };
    let input = asked(&[("rate", "100 * errors / m1"), ("errors", "FILL(m2, 0)")]);
    let told = called(&world, "GetMetricData", input).await.unwrap();
    let results = &told["MetricDataResults"];
    assert_eq!((&results[0]["Id"], &results[0]["Label"]), (&json!("rate"), &json!("rate")));
    assert_eq!(results[0]["Values"], json!([10.0, 0.0, 20.0]));
    assert_eq!(results[1]["Values"], json!([1.0, 0.0, 6.0]));

    // Several series of one expression come in pages, too.
    let mut input = asked(&[("both", "METRICS() * 2")]);
    input["MaxDatapoints"] = json!(4);
    let first = called(&world, "GetMetricData", input.clone()).await.unwrap();
    let labels = first["MetricDataResults"].as_array().unwrap().iter();
    assert_eq!(labels.map(|one| &one["Label"]).collect::<Vec<_>>(), ["Orders", "Errors"]);
    input["NextToken"] = first["NextToken"].clone();
    let rest = called(&world, "GetMetricData", input).await.unwrap();
    assert_eq!(rest["MetricDataResults"][0]["Values"], json!([12.0]));

    for (expressions, code) in [
        (&[("e", "m1 +")][..], "ValidationError"),
        (&[("e", "SUM(m1)")], "ValidationError"),
        (&[("e", "f"), ("f", "e")], "ValidationError"),
        (&[("e", "m3")], "ValidationError"),
        (&[("e", "SORT(METRICS(), AVG, DESC)")], "NotImplemented"),
    ] {
        let refused = called(&world, "GetMetricData", asked(expressions)).await.unwrap_err();
        assert_eq!(refused.code, code, "{expressions:?}: {}", refused.message);
    }
}
