//! Each operation has a denied case and a golden of its activity record; and what groups do with events.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/groups.rs"]
mod groups;
#[path = "operations/reading.rs"]
mod reading;
#[path = "operations/services.rs"]
mod services;
#[path = "operations/writing.rs"]
mod writing;

use std::path::Path;
use std::sync::{Arc, Mutex};

use bartizan_logs::{Logs, LogsProjection};
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

use crate::services::Functions;

const GROUP_ARN: &str = "arn:aws:logs:us-east-1:123456789012:log-group:/app/web";
const FUNCTION: &str = "arn:aws:lambda:us-east-1:123456789012:function:f";
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// A world with a group and a stream, and functions that keep what they are handed.
struct Kept {
    world: World,
    handed: Arc<Mutex<Vec<Json>>>,
}

fn world_with(look: impl FnOnce(&Path)) -> Kept {
    let functions = Functions::default();
    let handed = Arc::clone(&functions.handed);
    let world = World::new(vec![Arc::new(LogsProjection)], |folder| {
        look(folder);
        vec![Arc::new(Logs), Arc::new(functions)]
    });
    Kept { world, handed }
}

impl Kept {
    async fn new() -> Self {
        let kept = world_with(|_| ());
        kept.done("CreateLogGroup", group()).await;
        kept.done("CreateLogStream", stream("s")).await;
        kept
    }

    async fn call(&self, operation: &str, input: Json) -> Result<Json, Fault> {
        let input = input_of("logs", operation, &input);
        let answer = self.world.call(&admin(), "logs", operation, input).await;
        answer.map(|reply| reply.value.to_json())
    }

    async fn done(&self, operation: &str, input: Json) -> Json {
        self.call(operation, input).await.unwrap()
    }

    async fn refused(&self, operation: &str, input: Json) -> (String, String) {
        let fault = self.call(operation, input).await.unwrap_err();
        (fault.code.to_string(), fault.message)
    }

    fn now(&self) -> i64 {
        self.world.road.platform().now().millis()
    }

    /// Puts events of the stream `stream` at these times, as they stand to now.
    async fn put(&self, stream: &str, events: &[(i64, &str)]) -> Json {
        self.done("PutLogEvents", self.batch(stream, events)).await
    }

    fn batch(&self, stream: &str, events: &[(i64, &str)]) -> Json {
        let now = self.now();
        let shown: Vec<_> = events
            .iter()
            .map(|(at, message)| json!({ "timestamp": now + at, "message": message }))
            .collect();
        json!({ "logGroupName": "/app/web", "logStreamName": stream, "logEvents": shown })
    }

    async fn get(&self, with: Json) -> Json {
        self.done("GetLogEvents", merged(stream("s"), with)).await
    }

    async fn filter(&self, with: Json) -> Json {
        self.done("FilterLogEvents", merged(named(), with)).await
    }
}

#[expect(clippy::needless_pass_by_value, reason = "calls read better")]
fn merged(mut input: Json, with: Json) -> Json {
    input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    input
}

/// What events of an answer say, in their order.
fn messages(answer: &Json) -> Vec<&str> {
    let events = answer["events"].as_array().unwrap();
    events.iter().map(|event| event["message"].as_str().unwrap()).collect()
}

fn named() -> Json {
    json!({ "logGroupName": "/app/web" })
}

fn group() -> Json {
    json!({ "logGroupName": "/app/web", "tags": { "stage": "test" } })
}

fn stream(name: &str) -> Json {
    json!({ "logGroupName": "/app/web", "logStreamName": name })
}

fn world() -> World {
    world_with(|_| ()).world
}

fn subscription() -> Json {
    json!({ "logGroupName": "/app/web", "filterName": "f", "filterPattern": "ERROR",
        "destinationArn": FUNCTION })
}

fn policy(principal: &str) -> Json {
    let document = json!({ "Version": "2012-10-17", "Statement": [{ "Sid": "s", "Effect": "Allow",
        "Principal": { "Service": principal },
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": format!("{GROUP_ARN}:*") }] });
    json!({ "policyName": principal, "policyDocument": document.to_string() })
}

#[tokio::test]
async fn each_operation_is_denied_to_strangers_and_recorded() {
    let on = |operation, input| Case::new(operation, input).after("CreateLogGroup", group());
    let within = |operation, input| on(operation, input).after("CreateLogStream", stream("s"));
    let put = json!({ "logGroupName": "/app/web", "logStreamName": "s",
        "logEvents": [{ "timestamp": 1, "message": "secret" }] });
    let filter = json!({ "logGroupName": "/app/web", "filterName": "f" });
    let cases = [
        Case::new("CreateLogGroup", group()),
        on("CreateLogStream", stream("s")),
        on("DeleteLogGroup", named()),
        within("DeleteLogStream", stream("s")),
        Case::new("DeleteResourcePolicy", json!({ "policyName": "events.amazonaws.com" }))
            .after("PutResourcePolicy", policy("events.amazonaws.com")),
        on("DeleteRetentionPolicy", named()),
        on("DeleteSubscriptionFilter", filter).after("PutSubscriptionFilter", subscription()),
        on("DescribeLogGroups", json!({})),
        within("DescribeLogStreams", named()),
        Case::new("DescribeResourcePolicies", json!({})),
        on("DescribeSubscriptionFilters", named()),
        within("FilterLogEvents", named()),
        within("GetLogEvents", stream("s")),
        on("ListTagsForResource", json!({ "resourceArn": GROUP_ARN })),
        on("ListTagsLogGroup", named()),
        within("PutLogEvents", put),
        on(
            "PutLogGroupDeletionProtection",
            json!({ "logGroupIdentifier": GROUP_ARN, "deletionProtectionEnabled": true }),
        ),
        Case::new("PutResourcePolicy", policy("events.amazonaws.com")),
        on("PutRetentionPolicy", merged(named(), json!({ "retentionInDays": 7 }))),
        on("PutSubscriptionFilter", subscription()),
        on("TagLogGroup", merged(named(), json!({ "tags": { "a": "b" } }))),
        on("TagResource", json!({ "resourceArn": GROUP_ARN, "tags": { "a": "b" } })),
        Case::new(
            "TestMetricFilter",
            json!({ "filterPattern": "[w]",
            "logEventMessages": ["secret"] }),
        ),
        on("UntagLogGroup", merged(named(), json!({ "tags": ["stage"] }))),
        on("UntagResource", json!({ "resourceArn": GROUP_ARN, "tagKeys": ["stage"] })),
    ];
    check_operations("logs", world, &cases, |operation, event| {
        assert!(!event.to_string().contains("secret"), "{event}");
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}
