//! Messages that are received too often, and the tasks that move them back.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::{Queues, bodies};

/// A queue and its dead-letter queue, which takes what was received once.
async fn pair(queues: &Queues) -> (String, String, String) {
    let dead = queues.queue("dead", json!({})).await;
    let arn = queues.arn(&dead).await;
    let redrive = json!({ "deadLetterTargetArn": arn, "maxReceiveCount": "1" }).to_string();
    let settings = json!({ "RedrivePolicy": redrive, "VisibilityTimeout": "1" });
    (queues.queue("jobs", settings).await, dead, arn)
}

#[tokio::test]
async fn what_is_received_too_often_goes_to_the_dead_letter_queue_and_back() {
    let queues = Queues::new();
    let (url, dead, arn) = pair(&queues).await;
    queues.send(&url, "poison").await;
    assert_eq!(queues.receive(&url, json!({})).await.len(), 1);
    queues.later(1);
    assert!(queues.receive(&url, json!({})).await.is_empty());
    assert_eq!(queues.counts(&url).await, ["0", "0", "0"]);
    let messages = queues.receive(&dead, json!({ "VisibilityTimeout": 0 })).await;
    assert_eq!(bodies(&messages), ["poison"]);
    let source = queues.arn(&url).await;
    assert_eq!(messages[0]["Attributes"]["DeadLetterQueueSourceArn"], source.as_str());
    let sources = queues.done("ListDeadLetterSourceQueues", json!({ "QueueUrl": dead })).await;
    assert_eq!(sources["queueUrls"], json!([url]));
    let started = queues.done("StartMessageMoveTask", json!({ "SourceArn": arn })).await;
    let again = queues.refused("StartMessageMoveTask", json!({ "SourceArn": arn })).await;
    assert_eq!(again.0, "UnsupportedOperation");
    move_all(&queues).await;
    let told = queues.done("ListMessageMoveTasks", json!({ "SourceArn": arn })).await;
    assert_eq!(told["Results"][0]["Status"], "COMPLETED");
    assert_eq!(told["Results"][0]["ApproximateNumberOfMessagesMoved"], 1);
    let moved = queues.receive(&url, json!({})).await;
    assert_eq!(bodies(&moved), ["poison"]);
    assert_eq!(moved[0]["Attributes"]["ApproximateReceiveCount"], "1");
    let over = json!({ "TaskHandle": started["TaskHandle"] });
    assert_eq!(queues.refused("CancelMessageMoveTask", over).await.0, "UnsupportedOperation");
}

async fn move_all(queues: &Queues) {
    let platform = queues.world.road.platform();
    let every = Duration::from_secs(1);
    while bartizan_sqs::move_messages(platform, &queues.hall, every).await.unwrap() {}
}

#[tokio::test]
async fn a_task_moves_elsewhere_and_can_be_cancelled() {
    let queues = Queues::new();
    let (_, dead, arn) = pair(&queues).await;
    let other = queues.queue("other", json!({})).await;
    queues.send(&dead, "a").await;
    let input = json!({ "SourceArn": arn, "DestinationArn": queues.arn(&other).await,
        "MaxNumberOfMessagesPerSecond": 1 });
    let started = queues.done("StartMessageMoveTask", input.clone()).await;
    queues.done("CancelMessageMoveTask", started).await;
    move_all(&queues).await;
    assert_eq!(queues.counts(&dead).await, ["1", "0", "0"]);
    queues.done("StartMessageMoveTask", input).await;
    move_all(&queues).await;
    assert_eq!(bodies(&queues.receive(&other, json!({})).await), ["a"]);
}

#[tokio::test]
async fn a_task_without_a_way_back_fails() {
    let queues = Queues::new();
    let (_, dead, arn) = pair(&queues).await;
    queues.send(&dead, "sent here").await;
    queues.done("StartMessageMoveTask", json!({ "SourceArn": arn })).await;
    move_all(&queues).await;
    let told = queues.done("ListMessageMoveTasks", json!({ "SourceArn": arn })).await;
    assert_eq!(told["Results"][0]["Status"], "FAILED");
    assert_eq!(queues.counts(&dead).await, ["1", "0", "0"]);
}

#[tokio::test]
async fn dead_letter_queues_are_checked() {
    let queues = Queues::new();
    let (url, dead, arn) = pair(&queues).await;
    let closed = json!({ "redrivePermission": "denyAll" }).to_string();
    let settings = json!({ "QueueUrl": dead, "Attributes": { "RedriveAllowPolicy": closed } });
    queues.done("SetQueueAttributes", settings).await;
    queues.queue("d.fifo", json!({ "FifoQueue": "true" })).await;
    let of = |name: &str| arn.replace(":dead", &format!(":{name}"));
    let elsewhere = arn.replace("us-east-1", "eu-west-1");
    for target in [of("absent"), of("d.fifo"), arn.clone(), elsewhere] {
        let redrive = json!({ "deadLetterTargetArn": target, "maxReceiveCount": 1 }).to_string();
        let input: Json = json!({ "QueueUrl": url, "Attributes": { "RedrivePolicy": redrive } });
        let (code, _) = queues.refused("SetQueueAttributes", input).await;
        assert_eq!(code, "InvalidParameterValue", "{target}");
    }
    let absent = queues.refused("StartMessageMoveTask", json!({ "SourceArn": of("absent") })).await;
    assert_eq!(absent.0, "ResourceNotFoundException");
    let none = queues.refused("StartMessageMoveTask", json!({ "SourceArn": of("jobs") })).await;
    assert_eq!(none.0, "InvalidParameterValue");
}
