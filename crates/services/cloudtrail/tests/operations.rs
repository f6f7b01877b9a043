//! Each operation has a denied case and a golden of its activity record; and what trails deliver.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/bucket.rs"]
mod bucket;
#[path = "operations/delivery.rs"]
mod delivery;
#[path = "operations/insights.rs"]
mod insights;
#[path = "operations/lake.rs"]
mod lake;
#[path = "operations/queries.rs"]
mod queries;
#[path = "operations/query_delivery.rs"]
mod query_delivery;
#[path = "operations/refusals.rs"]
mod refusals;
#[path = "operations/resource_policies.rs"]
mod resource_policies;

use std::sync::Arc;

use bartizan_cloudtrail::{CloudTrail, CloudTrailProjection};
use bartizan_service::testkit::{ACCOUNT, Case, World, admin, check_operations, given, input_of};
use serde_json::{Value as Json, json};

use bucket::Bucket;

/// A world with CloudTrail and a bucket to deliver to.
fn world() -> World {
    world_with(&Arc::new(Bucket::default()))
}

fn world_with(bucket: &Arc<Bucket>) -> World {
    let bucket = Arc::clone(bucket);
    World::new(vec![given(bucket::Owned), Arc::new(CloudTrailProjection)], move |_| {
        vec![Arc::new(CloudTrail), bucket]
    })
}

const TRAIL: &str = "audit";

fn arn() -> String {
    format!("arn:aws:cloudtrail:us-east-1:{ACCOUNT}:trail/{TRAIL}")
}

fn made(operation: &'static str, input: Json) -> Case {
    let create = json!({
        "Name": TRAIL, "S3BucketName": "logs", "TagsList": [{ "Key": "team", "Value": "red" }],
    });
    Case::new(operation, input).after("CreateTrail", create)
}

fn selectors() -> Json {
    json!({ "TrailName": TRAIL, "InsightSelectors": [{ "InsightType": "ApiCallRateInsight" }] })
}

fn cases() -> Vec<Case> {
    let mut all = trail_cases();
    all.extend(lake::cases());
    all
}

fn trail_cases() -> Vec<Case> {
    let by_name = json!({ "Name": TRAIL });
    let member = "210987654321";
    vec![
        made(
            "AddTags",
            json!({
                "ResourceId": arn(), "TagsList": [{ "Key": "cost", "Value": "1" }],
            }),
        ),
        Case::new(
            "CreateTrail",
            json!({
                "Name": TRAIL, "S3BucketName": "logs", "S3KeyPrefix": "p", "IsMultiRegionTrail": true,
                "EnableLogFileValidation": true, "TagsList": [{ "Key": "team", "Value": "red" }],
            }),
        ),
        made("DeleteTrail", by_name.clone()),
        Case::new(
            "DeregisterOrganizationDelegatedAdmin",
            json!({ "DelegatedAdminAccountId": member }),
        )
        .refused_by("OrganizationsNotInUseException"),
        made("DescribeTrails", json!({})),
        made("GetEventConfiguration", json!({ "TrailName": TRAIL })),
        made("GetEventSelectors", json!({ "TrailName": TRAIL })),
        made("GetInsightSelectors", json!({ "TrailName": TRAIL }))
            .after("PutInsightSelectors", selectors()),
        made("GetTrail", by_name.clone()),
        made("GetTrailStatus", by_name.clone()),
        made("ListInsightsData", json!({ "InsightSource": arn(), "DataType": "InsightsEvents" })),
        made(
            "ListInsightsMetricData",
            json!({
                "TrailName": TRAIL, "InsightType": "ApiErrorRateInsight", "ErrorCode": "NoSuchKey",
                "EventSource": "s3.amazonaws.com", "EventName": "GetObject",
            }),
        ),
        Case::new("ListPublicKeys", json!({})),
        made("ListTags", json!({ "ResourceIdList": [arn()] })),
        made("ListTrails", json!({})),
        Case::new("LookupEvents", json!({ "MaxResults": 10 })),
        made(
            "PutEventConfiguration",
            json!({ "TrailName": TRAIL, "AggregationConfigurations": [] }),
        ),
        made(
            "PutEventSelectors",
            json!({
                "TrailName": TRAIL,
                "EventSelectors": [{
                    "ReadWriteType": "WriteOnly",
                    "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3"] }],
                }],
            }),
        ),
        made("PutInsightSelectors", selectors()),
        Case::new("RegisterOrganizationDelegatedAdmin", json!({ "MemberAccountId": member }))
            .refused_by("OrganizationsNotInUseException"),
        made("RemoveTags", json!({ "ResourceId": arn(), "TagsList": [{ "Key": "team" }] })),
        made("StartLogging", by_name.clone()),
        made("StopLogging", by_name.clone()).after("StartLogging", by_name),
        made("UpdateTrail", json!({ "Name": TRAIL, "IncludeGlobalServiceEvents": false })),
    ]
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("cloudtrail", world, &cases(), |name, event| {
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
