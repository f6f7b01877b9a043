//! Each operation has a denied case and a golden of its activity record; and what rules do with events.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/delivery.rs"]
mod delivery;

use std::sync::Arc;

use bartizan_eventbridge::{EventBridge, EventsProjection, Exchange};
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

const BUS: &str = "arn:aws:events:us-east-1:123456789012:event-bus/orders";
const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:jobs";

fn world() -> World {
    let exchange = Exchange::default();
    let projection = Arc::new(EventsProjection::new(exchange.clone()));
    World::new(vec![projection], |_| vec![Arc::new(EventBridge::new(exchange))])
}

async fn call(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("events", operation, &input);
    let answer = world.call(&admin(), "events", operation, input).await;
    answer.map(|reply| reply.value.to_json())
}

fn bus() -> Json {
    json!({ "Name": "orders", "Description": "of orders", "Tags": [{ "Key": "stage", "Value": "test" }] })
}

fn rule() -> Json {
    json!({ "Name": "big", "EventBusName": "orders", "EventPattern": r#"{"source":["shop"]}"# })
}

fn targets() -> Json {
    json!({ "Rule": "big", "EventBusName": "orders", "Targets": [{ "Id": "q", "Arn": QUEUE }] })
}

fn permitted() -> Json {
    json!({ "EventBusName": "orders", "Action": "events:PutEvents", "Principal": "000000000001",
        "StatementId": "s" })
}

fn put(source: &str, detail: &str) -> Json {
    json!({ "Entries": [{ "Source": source, "DetailType": "Order", "Detail": detail,
        "EventBusName": "orders" }] })
}

#[tokio::test]
async fn each_operation_is_denied_to_strangers_and_recorded() {
    let on = |operation, input| Case::new(operation, input).after("CreateEventBus", bus());
    let ruled = |operation, input| on(operation, input).after("PutRule", rule());
    let aimed = |operation, input| ruled(operation, input).after("PutTargets", targets());
    let named = json!({ "Name": "big", "EventBusName": "orders" });
    let cases = [
        Case::new("CreateEventBus", bus()),
        on("DeleteEventBus", json!({ "Name": "orders" })),
        ruled("DeleteRule", named.clone()),
        on("DescribeEventBus", json!({ "Name": "orders" })),
        ruled("DescribeRule", named.clone()),
        ruled("DisableRule", named.clone()),
        ruled("EnableRule", named),
        Case::new("ListEventBuses", json!({})),
        aimed("ListRuleNamesByTarget", json!({ "TargetArn": QUEUE, "EventBusName": "orders" })),
        ruled("ListRules", json!({ "EventBusName": "orders" })),
        on("ListTagsForResource", json!({ "ResourceARN": BUS })),
        aimed("ListTargetsByRule", json!({ "Rule": "big", "EventBusName": "orders" })),
        aimed("PutEvents", put("shop", r#"{"secret":1}"#)),
        on("PutPermission", permitted()),
        on("PutRule", rule()),
        ruled("PutTargets", targets()),
        on("RemovePermission", json!({ "EventBusName": "orders", "StatementId": "s" }))
            .after("PutPermission", permitted()),
        aimed("RemoveTargets", json!({ "Rule": "big", "EventBusName": "orders", "Ids": ["q"] })),
        on("TagResource", json!({ "ResourceARN": BUS, "Tags": [{ "Key": "a", "Value": "b" }] })),
        Case::new(
            "TestEventPattern",
            json!({ "EventPattern": r#"{"source":["shop"]}"#, "Event": event() }),
        ),
        on("UntagResource", json!({ "ResourceARN": BUS, "TagKeys": ["stage"] })),
        on("UpdateEventBus", json!({ "Name": "orders", "Description": "other" })),
    ];
    check_operations("events", world, &cases, |operation, event| {
        assert!(!event.to_string().contains("secret"), "{event}");
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}

fn event() -> String {
    json!({ "id": "1", "account": "123456789012", "source": "shop", "time": "2026-11-27T00:00:00Z",
        "region": "us-east-1", "resources": [], "detail-type": "Order", "detail": {} })
    .to_string()
}

#[tokio::test]
async fn an_entry_that_is_refused_keeps_no_other_one_back() {
    let world = world();
    call(&world, "CreateEventBus", bus()).await.unwrap();
    for (source, detail, code) in [
        ("shop", r#"{"a":1}"#, Json::Null),
        ("aws.shop", "{}", json!("NotAuthorizedForSourceException")),
        ("shop", "[1]", json!("MalformedDetail")),
        ("shop", "{} x", json!("MalformedDetail")),
        ("shop", "", json!("InvalidArgument")),
    ] {
        let mut input = put("shop", "{}");
        let entry = put(source, detail)["Entries"][0].clone();
        input["Entries"].as_array_mut().unwrap().push(entry);
        let answer = call(&world, "PutEvents", input).await.unwrap();
        assert_eq!(answer["Entries"][1]["ErrorCode"], code, "{source} {detail}");
        assert!(answer["Entries"][0]["EventId"].is_string());
        assert_eq!(answer["FailedEntryCount"], json!(i32::from(!code.is_null())));
    }
    let long = put("shop", &format!(r#"{{"a":"{}"}}"#, "x".repeat(262_144)));
    assert_eq!(call(&world, "PutEvents", long).await.unwrap_err().code, "ValidationException");
}

#[tokio::test]
async fn what_rules_and_targets_may_not_be_is_refused() {
    let world = world();
    call(&world, "CreateEventBus", bus()).await.unwrap();
    call(&world, "PutRule", rule()).await.unwrap();
    let with = |more: Json| {
        let mut target = json!({ "Id": "q", "Arn": QUEUE });
        target.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({ "Rule": "big", "EventBusName": "orders", "Targets": [target] })
    };
    let template = |text: &str| json!({ "InputTransformer": { "InputTemplate": text } });
    for (operation, input, code) in [
        ("CreateEventBus", bus(), "ResourceAlreadyExistsException"),
        ("DeleteEventBus", json!({ "Name": "default" }), "ValidationException"),
        ("DeleteEventBus", json!({ "Name": "orders" }), "ValidationException"),
        ("DescribeEventBus", json!({ "Name": "absent" }), "ResourceNotFoundException"),
        ("DescribeRule", json!({ "Name": "absent" }), "ResourceNotFoundException"),
        ("PutRule", json!({ "Name": "r" }), "ValidationException"),
        ("PutRule", json!({ "Name": "r", "EventPattern": "{" }), "InvalidEventPatternException"),
        (
            "PutRule",
            json!({ "Name": "r", "ScheduleExpression": "rate(0 x)" }),
            "ValidationException",
        ),
        ("PutTargets", with(json!({ "Input": "{" })), "ValidationException"),
        ("PutTargets", with(json!({ "Input": "1", "InputPath": "$" })), "ValidationException"),
        ("PutTargets", with(template("<other>")), "ValidationException"),
        ("PutTargets", with(json!({ "Arn": "no arn" })), "ValidationException"),
        ("PutTargets", with(json!({ "Arn": format!("{QUEUE}.fifo") })), "ValidationException"),
        (
            "PutTargets",
            with(json!({ "Arn": "arn:aws:kinesis:us-east-1:123456789012:stream/s" })),
            "NotImplemented",
        ),
        (
            "PutTargets",
            with(json!({ "DeadLetterConfig": { "Arn": format!("{QUEUE}.fifo") } })),
            "ValidationException",
        ),
        ("RemovePermission", json!({ "StatementId": "s" }), "ResourceNotFoundException"),
    ] {
        let refused = call(&world, operation, input.clone()).await.unwrap_err();
        assert_eq!(refused.code, code, "{operation} {input}");
    }
    let many: Vec<Json> =
        (0..6).map(|number| json!({ "Id": number.to_string(), "Arn": QUEUE })).collect();
    let input = json!({ "Rule": "big", "EventBusName": "orders", "Targets": many });
    assert_eq!(call(&world, "PutTargets", input).await.unwrap_err().code, "LimitExceededException");
}
