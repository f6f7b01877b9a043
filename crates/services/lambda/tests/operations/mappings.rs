//! Queues whose messages functions are given.

use bartizan_service::testkit::Case;
use serde_json::{Value as Json, json};

use crate::kit::{ARN, Kit, made};

const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:jobs";

/// What has the function given the messages of the queue.
fn mapped() -> Json {
    json!({ "FunctionName": "answer", "EventSourceArn": QUEUE })
}

pub(crate) fn cases() -> Vec<Case> {
    let on = |operation, input| Case::new(operation, input).after("CreateFunction", made());
    let mapped =
        |operation, input| on(operation, input).after("CreateEventSourceMapping", self::mapped());
    let uuid = || json!({ "UUID": "$CreateEventSourceMapping.UUID" });
    vec![
        on("CreateEventSourceMapping", self::mapped()),
        mapped("DeleteEventSourceMapping", uuid()),
        mapped("GetEventSourceMapping", uuid()),
        mapped("ListEventSourceMappings", json!({})),
        mapped("UpdateEventSourceMapping", json!({ "UUID": uuid()["UUID"], "BatchSize": 3 })),
    ]
}

fn mapped_with(more: Json) -> Json {
    let mut input = mapped();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

impl Kit {
    /// A function that is given the messages of the queue, and the mapping's id.
    async fn polling(more: Json) -> (Self, String) {
        let kit = Self::new();
        kit.done("CreateFunction", made()).await;
        tokio::spawn(bartizan_lambda::poll_queues(kit.engine.clone(), kit.world.road.clone()));
        let told = kit.done("CreateEventSourceMapping", mapped_with(more)).await;
        (kit, told["UUID"].as_str().unwrap().to_owned())
    }

    fn deleted(&self) -> Vec<String> {
        let sent = self.sent.lock().unwrap();
        let entries = sent.iter().flat_map(|(_, input)| input["Entries"].as_array().unwrap());
        let mut all: Vec<String> =
            entries.map(|entry| entry["ReceiptHandle"].as_str().unwrap().to_owned()).collect();
        all.sort();
        all
    }

    fn put(&self, bodies: &[&str]) {
        self.inbox.lock().unwrap().extend(bodies.iter().map(|body| (*body).to_owned()));
    }
}

#[tokio::test]
async fn messages_that_were_handled_are_deleted_as_the_role() {
    let (kit, id) = Kit::polling(json!({})).await;
    kit.put(&["a", "bad", "c"]);
    kit.until("all are deleted", |kit| kit.deleted().len() == 3).await;
    let asked = kit.runs.asked.lock().unwrap().clone();
    let record = &asked[0].payload["Records"][0];
    assert_eq!((&record["body"], &record["eventSourceARN"]), (&json!("a"), &json!(QUEUE)));
    assert_eq!(
        (&record["eventSource"], &record["awsRegion"]),
        (&json!("aws:sqs"), &json!("us-east-1"))
    );
    assert_eq!(asked[0].arn, ARN);
    let by = kit.sent.lock().unwrap()[0].0.clone();
    assert_eq!(by, "arn:aws:sts::123456789012:assumed-role/worker/answer");

    let told = kit.done("GetEventSourceMapping", json!({ "UUID": id })).await;
    assert_eq!((&told["State"], &told["BatchSize"]), (&json!("Enabled"), &json!(10)));
    let off = json!({ "UUID": id, "Enabled": false });
    kit.done("UpdateEventSourceMapping", off).await;
    let told = kit.done("ListEventSourceMappings", json!({ "FunctionName": "answer" })).await;
    assert_eq!(told["EventSourceMappings"][0]["State"], "Disabled");
    kit.done("DeleteEventSourceMapping", json!({ "UUID": id })).await;
    let (code, _) = kit.refused("GetEventSourceMapping", json!({ "UUID": id })).await;
    assert_eq!(code, "ResourceNotFoundException");
}

#[tokio::test]
async fn what_a_function_reports_is_left_in_the_queue() {
    let (kit, _) =
        Kit::polling(json!({ "FunctionResponseTypes": ["ReportBatchItemFailures"] })).await;
    kit.put(&["a", "bad", "c"]);
    kit.until("two are deleted", |kit| kit.deleted().len() == 2).await;
    assert_eq!(kit.deleted(), ["receipt-a", "receipt-c"]);
}

#[tokio::test]
async fn batches_are_as_large_as_is_said() {
    let (kit, _) = Kit::polling(json!({ "BatchSize": 2 })).await;
    kit.put(&["a", "b", "c", "d", "e"]);
    kit.until("all are deleted", |kit| kit.deleted().len() == 5).await;
    let asked = kit.runs.asked.lock().unwrap().clone();
    let sizes = asked.iter().map(|asked| asked.payload["Records"].as_array().unwrap().len());
    assert!(sizes.clone().all(|size| size <= 2) && sizes.sum::<usize>() == 5);
}

#[tokio::test]
async fn mappings_are_checked() {
    let kit = Kit::new();
    kit.done("CreateFunction", made()).await;
    let invalid = "InvalidParameterValueException";
    for (more, code) in [
        (json!({ "EventSourceArn": "arn:aws:kinesis:us-east-1:123456789012:stream/s" }), invalid),
        (json!({ "BatchSize": 0 }), "ValidationException"),
        (json!({ "BatchSize": 11 }), invalid),
        (json!({ "MaximumBatchingWindowInSeconds": 301 }), "ValidationException"),
        (
            json!({ "EventSourceArn": format!("{QUEUE}.fifo"), "MaximumBatchingWindowInSeconds": 1 }),
            invalid,
        ),
        (json!({ "ScalingConfig": { "MaximumConcurrency": 1 } }), "ValidationException"),
        (json!({ "FunctionResponseTypes": ["Other"] }), invalid),
        (json!({ "FilterCriteria": {} }), invalid),
        (json!({ "StartingPosition": "LATEST" }), invalid),
        (json!({ "FunctionName": "other" }), "ResourceNotFoundException"),
        (
            json!({ "FunctionName": ARN.replace("123456789012", "210987654321") }),
            "ResourceNotFoundException",
        ),
    ] {
        let (found, message) =
            kit.refused("CreateEventSourceMapping", mapped_with(more.clone())).await;
        assert_eq!(found, code, "{more}: {message}");
    }
    let slow = json!({ "FunctionName": "answer", "Timeout": 31 });
    kit.done("UpdateFunctionConfiguration", slow).await;
    let (code, message) = kit.refused("CreateEventSourceMapping", mapped()).await;
    assert_eq!(code, invalid);
    assert!(message.contains("30 seconds is less than Function timeout: 31"), "{message}");
    let quick = json!({ "FunctionName": "answer", "Timeout": 3 });
    kit.done("UpdateFunctionConfiguration", quick).await;
    kit.done("CreateEventSourceMapping", mapped()).await;
    assert_eq!(
        kit.refused("CreateEventSourceMapping", mapped()).await.0,
        "ResourceConflictException"
    );
}
