//! Insights of a trail: told of once, delivered, and found.

use std::time::Duration;

use bartizan_service::testkit::{admin, input_of, nobody};
use bartizan_service::wire::Value;
use serde_json::{Value as Json, json};

use crate::delivery::{Logged, unpacked};
use crate::{TRAIL, arn};

/// A trail whose rates were watched for two days, in which a tag was put every hour.
async fn watched(choices: &Json) -> Logged {
    let logged = Logged::new(&json!({})).await;
    let select = json!({ "TrailName": TRAIL, "InsightSelectors": choices });
    logged.call("PutInsightSelectors", &select).await;
    for _ in 0..48 {
        logged.tag().await;
        logged.world.clock.advance(Duration::from_mins(55));
        logged.deliver().await;
    }
    logged
}

impl Logged {
    async fn tag(&self) {
        let tags = json!({ "ResourceId": arn(), "TagsList": [{ "Key": "k", "Value": "v" }] });
        self.call("AddTags", &tags).await;
    }

    /// What was unusual is over, and delivered.
    async fn settle(&self) {
        for _ in 0..4 {
            self.deliver().await;
        }
    }

    async fn insights(&self, more: &Json) -> Vec<Json> {
        let mut input = json!({ "EventCategory": "insight" });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        records(&self.call("LookupEvents", &input).await)
    }
}

fn records(answer: &Value) -> Vec<Json> {
    let events = answer.field("Events").unwrap().items();
    let text = |event: &Value| event.field("CloudTrailEvent").unwrap().text().unwrap().to_owned();
    events.iter().map(|event| serde_json::from_str(&text(event)).unwrap()).collect()
}

fn calls() -> Json {
    json!([{ "InsightType": "ApiCallRateInsight" }])
}

#[tokio::test]
async fn a_burst_of_calls_is_told_of_delivered_and_found() {
    let logged = watched(&calls()).await;
    for _ in 0..30 {
        logged.tag().await;
    }
    logged.settle().await;
    let found = logged.insights(&json!({})).await;
    let [end, start] = &found[..] else { panic!("{found:#?}") };
    assert_eq!(start["sharedEventID"], end["sharedEventID"]);
    assert_ne!(start["eventID"], end["eventID"]);
    let mut shown = start.clone();
    for id in ["eventID", "sharedEventID"] {
        shown[id] = json!("[id]");
    }
    insta::assert_json_snapshot!("insight_start", shown);
    assert_eq!(end["insightDetails"]["state"], "End");
    assert_eq!(
        end["insightDetails"]["insightContext"]["statistics"]["baseline"],
        start["insightDetails"]["insightContext"]["statistics"]["baseline"]
    );
    let delivered = logged.bucket.named("AWSLogs/123456789012/CloudTrail-Insight/us-east-1/");
    let delivered: Vec<Json> = delivered
        .iter()
        .flat_map(|(_, file)| unpacked(file)["Records"].as_array().unwrap().clone())
        .collect();
    assert_eq!(delivered.len(), 2);
    assert!(delivered.contains(start) && delivered.contains(end));
    assert!(!logged.names().iter().any(String::is_empty));
    let data = json!({ "InsightSource": arn(), "DataType": "InsightsEvents" });
    assert_eq!(records(&logged.call("ListInsightsData", &data).await), found);
}

#[tokio::test]
async fn insights_are_looked_up_by_what_they_are_about() {
    let logged = watched(&calls()).await;
    for _ in 0..30 {
        logged.tag().await;
    }
    logged.settle().await;
    let by = |key: &str, value: &str| json!({ "LookupAttributes": [{ "AttributeKey": key, "AttributeValue": value }] });
    assert_eq!(logged.insights(&by("EventName", "AddTags")).await.len(), 2);
    assert_eq!(logged.insights(&by("EventSource", "iam.amazonaws.com")).await.len(), 0);
    let history = records(&logged.call("LookupEvents", &by("EventName", "AddTags")).await);
    assert!(history.iter().all(|event| event["eventCategory"] == "Management"));
}

#[tokio::test]
async fn errors_have_insights_of_their_own() {
    let logged = watched(&json!([{ "InsightType": "ApiErrorRateInsight" }])).await;
    for _ in 0..20 {
        logged.tag().await;
        let input = input_of("cloudtrail", "ListTrails", &json!({}));
        let denied = logged.world.call(&nobody(), "cloudtrail", "ListTrails", input).await;
        denied.unwrap_err();
    }
    logged.settle().await;
    let found = logged.insights(&json!({})).await;
    assert_eq!(found.len(), 2, "{found:#?}");
    let details = &found[1]["insightDetails"];
    assert_eq!(details["insightType"], "ApiErrorRateInsight");
    assert_eq!(
        (&details["eventName"], &details["errorCode"]),
        (&json!("ListTrails"), &json!("AccessDeniedException"))
    );
    let caller = &details["insightContext"]["attributions"][0]["insight"][0];
    assert_eq!(caller["value"], "arn:aws:iam::123456789012:user/nobody");
}

#[tokio::test]
async fn a_new_account_is_learned_before_anything_is_told_of() {
    let logged = Logged::new(&json!({})).await;
    let select = json!({ "TrailName": TRAIL, "InsightSelectors": calls() });
    logged.call("PutInsightSelectors", &select).await;
    for _ in 0..30 {
        logged.tag().await;
    }
    logged.settle().await;
    assert_eq!(logged.insights(&json!({})).await.len(), 0);
}

#[tokio::test]
async fn what_was_before_insights_were_turned_on_is_learned_and_not_told_of() {
    let logged = Logged::new(&json!({})).await;
    logged.world.clock.advance(Duration::from_hours(48));
    for _ in 0..30 {
        logged.tag().await;
    }
    logged.world.clock.advance(Duration::from_mins(2));
    let select = json!({ "TrailName": TRAIL, "InsightSelectors": calls() });
    logged.call("PutInsightSelectors", &select).await;
    logged.settle().await;
    for _ in 0..30 {
        logged.tag().await;
    }
    logged.settle().await;
    assert_eq!(logged.insights(&json!({})).await.len(), 0, "thirty a minute are known");
    for _ in 0..60 {
        logged.tag().await;
    }
    logged.settle().await;
    assert_eq!(logged.insights(&json!({})).await.len(), 2);
}

#[tokio::test]
async fn data_events_have_insights_where_the_trail_logs_them() {
    let logged = Logged::new(&json!({ "RecursiveLogging": true })).await;
    let select = |categories: Json| {
        json!({
            "TrailName": TRAIL,
            "InsightSelectors": [
                { "InsightType": "ApiCallRateInsight", "EventCategories": categories },
            ],
        })
    };
    let input = input_of("cloudtrail", "PutInsightSelectors", &select(json!(["Data"])));
    let world = &logged.world;
    let refused = world.call(&admin(), "cloudtrail", "PutInsightSelectors", input).await;
    assert_eq!(refused.unwrap_err().code, "InvalidInsightSelectorsException");
    let log = json!({
        "TrailName": TRAIL,
        "EventSelectors": [{
            "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::logs/"] }],
        }],
    });
    logged.call("PutEventSelectors", &log).await;
    logged.call("PutInsightSelectors", &select(json!(["Data"]))).await;
    world.clock.advance(Duration::from_hours(40));
    for number in 0..20 {
        let put = json!({ "Bucket": "logs", "Key": format!("{number}") });
        let put = input_of("s3", "PutObject", &put);
        world.call(&admin(), "s3", "PutObject", put).await.unwrap();
    }
    logged.settle().await;
    assert_eq!(logged.insights(&json!({})).await.len(), 0, "the event history has none of them");
    let data = json!({
        "InsightSource": arn(), "DataType": "InsightsEvents",
        "Dimensions": { "EventName": "PutObject" },
    });
    let found = records(&logged.call("ListInsightsData", &data).await);
    assert_eq!(found.len(), 2, "{found:#?}");
    assert_eq!(found[0]["insightDetails"]["sourceEventCategory"], "Data");
}

#[tokio::test]
async fn the_rates_themselves_are_shown() {
    let logged = watched(&calls()).await;
    for _ in 0..30 {
        logged.tag().await;
    }
    let rate = |more: &Json| {
        let mut input = json!({
            "EventSource": "cloudtrail.amazonaws.com", "EventName": "AddTags",
            "InsightType": "ApiCallRateInsight",
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    };
    let values = |answer: &Value| {
        let values = answer.field("Values").unwrap().items();
        values.iter().map(|value| value.to_json().as_f64().unwrap()).collect::<Vec<f64>>()
    };
    logged.world.clock.advance(Duration::from_mins(1));
    logged.world.road.platform().activity().flush().unwrap();
    let hourly = values(&logged.call("ListInsightsMetricData", &rate(&json!({}))).await);
    assert_eq!((hourly.len(), hourly[0], hourly[48]), (49, 1.0, 30.0));
    let minutes = json!({ "Period": 60, "DataType": "FillWithZeros", "MaxResults": 2 });
    let page = logged.call("ListInsightsMetricData", &rate(&minutes)).await;
    assert_eq!(values(&page), [30.0, 0.0], "the minute that is not over has none yet");
    assert!(page.field("NextToken").unwrap().text().is_some());
    let other = json!({ "EventName": "RemoveTags" });
    assert_eq!(values(&logged.call("ListInsightsMetricData", &rate(&other)).await), [0.0; 0]);
}

#[tokio::test]
async fn insights_that_are_turned_off_are_not_told_of() {
    let logged = watched(&calls()).await;
    let off = json!({ "TrailName": TRAIL, "InsightSelectors": [] });
    logged.call("PutInsightSelectors", &off).await;
    for _ in 0..30 {
        logged.tag().await;
    }
    logged.settle().await;
    assert_eq!(logged.insights(&json!({})).await.len(), 0);
    let input = input_of("cloudtrail", "GetInsightSelectors", &json!({ "TrailName": TRAIL }));
    let none = logged.world.call(&admin(), "cloudtrail", "GetInsightSelectors", input).await;
    assert_eq!(none.unwrap_err().code, "InsightNotEnabledException");
}
