//! FIFO queues: groups in order, and no message twice.

use serde_json::{Value as Json, json};

use crate::{Queues, bodies, handle};

async fn fifo(queues: &Queues, more: Json) -> String {
    let mut attributes = json!({ "FifoQueue": "true" });
    attributes.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    queues.queue("jobs.fifo", attributes).await
}

fn message(url: &str, body: &str, group: &str, id: &str) -> Json {
    json!({ "QueueUrl": url, "MessageBody": body, "MessageGroupId": group, "MessageDeduplicationId": id })
}

#[tokio::test]
async fn a_group_is_received_in_order_and_not_while_one_is_in_flight() {
    let queues = Queues::new();
    let url = fifo(&queues, json!({})).await;
    for (body, group) in [("a1", "a"), ("b1", "b"), ("a2", "a"), ("a3", "a"), ("b2", "b")] {
        queues.done("SendMessage", message(&url, body, group, body)).await;
    }
    let first = queues.receive(&url, json!({ "MaxNumberOfMessages": 2 })).await;
    assert_eq!(bodies(&first), ["a1", "a2"]);
    // Group a waits for its messages; group b does not.
    let second = queues.receive(&url, json!({ "MaxNumberOfMessages": 1 })).await;
    assert_eq!(bodies(&second), ["b1"]);
    assert!(queues.receive(&url, json!({})).await.is_empty());
    let delete = |message: &Json| json!({ "QueueUrl": url, "ReceiptHandle": handle(message) });
    queues.done("DeleteMessage", delete(&first[0])).await;
    assert!(queues.receive(&url, json!({})).await.is_empty());
    queues.done("DeleteMessage", delete(&first[1])).await;
    assert_eq!(bodies(&queues.receive(&url, json!({})).await), ["a3"]);
    queues.later(30);
    // What comes back comes before what was behind it.
    assert_eq!(bodies(&queues.receive(&url, json!({})).await), ["b1", "b2", "a3"]);
    let (code, message) = queues.refused("DeleteMessage", delete(&second[0])).await;
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.contains("expired"), "{message}");
}

#[tokio::test]
async fn sequence_numbers_rise() {
    let queues = Queues::new();
    let url = fifo(&queues, json!({})).await;
    let mut numbers = Vec::new();
    for id in ["1", "2", "3"] {
        let sent = queues.done("SendMessage", message(&url, "x", "g", id)).await;
        numbers.push(sent["SequenceNumber"].as_str().unwrap().to_owned());
    }
    assert!(numbers.is_sorted() && numbers[0] != numbers[1]);
    assert_eq!(numbers[0].len(), 20);
    let received = queues.receive(&url, json!({})).await;
    assert_eq!(received[2]["Attributes"]["SequenceNumber"], numbers[2].as_str());
    assert_eq!(received[2]["Attributes"]["MessageGroupId"], "g");
    assert_eq!(received[2]["Attributes"]["MessageDeduplicationId"], "3");
}

#[tokio::test]
async fn duplicates_within_five_minutes_are_answered_and_not_kept() {
    let queues = Queues::new();
    let url = fifo(&queues, json!({})).await;
    let first = queues.done("SendMessage", message(&url, "x", "a", "1")).await;
    let second = queues.done("SendMessage", message(&url, "y", "b", "1")).await;
    assert_eq!(first["MessageId"], second["MessageId"]);
    assert_eq!(first["SequenceNumber"], second["SequenceNumber"]);
    assert_eq!(queues.counts(&url).await, ["1", "0", "0"]);
    queues.later(300);
    queues.done("SendMessage", message(&url, "z", "a", "1")).await;
    assert_eq!(queues.counts(&url).await, ["2", "0", "0"]);
}

#[tokio::test]
async fn duplicates_are_told_by_content_or_group() {
    let queues = Queues::new();
    let settings = json!({ "ContentBasedDeduplication": "true", "DeduplicationScope": "messageGroup",
        "FifoThroughputLimit": "perMessageGroupId" });
    let url = fifo(&queues, settings).await;
    for (body, group) in [("x", "a"), ("x", "a"), ("x", "b"), ("y", "a")] {
        let input = json!({ "QueueUrl": url, "MessageBody": body, "MessageGroupId": group });
        queues.done("SendMessage", input).await;
    }
    assert_eq!(queues.counts(&url).await, ["3", "0", "0"]);
}

#[tokio::test]
async fn what_a_fifo_queue_needs_is_asked_for() {
    let queues = Queues::new();
    let url = fifo(&queues, json!({})).await;
    let mut delayed = message(&url, "x", "g", "1");
    delayed["DelaySeconds"] = json!(5);
    let long = "x".repeat(129);
    for (input, code) in [
        (
            json!({ "QueueUrl": url, "MessageBody": "x", "MessageDeduplicationId": "1" }),
            "MissingParameter",
        ),
        (
            json!({ "QueueUrl": url, "MessageBody": "x", "MessageGroupId": "g" }),
            "InvalidParameterValue",
        ),
        (message(&url, "x", "a b", "1"), "InvalidParameterValue"),
        (message(&url, "x", "g", &long), "InvalidParameterValue"),
        (delayed, "InvalidParameterValue"),
    ] {
        assert_eq!(queues.refused("SendMessage", input.clone()).await.0, code, "{input}");
    }
    let wrong =
        json!({ "QueueUrl": url, "Attributes": { "FifoThroughputLimit": "perMessageGroupId" } });
    assert_eq!(queues.refused("SetQueueAttributes", wrong).await.0, "InvalidAttributeValue");
}

#[tokio::test]
async fn an_attempt_is_answered_again() {
    let queues = Queues::new();
    let url = fifo(&queues, json!({})).await;
    queues.done("SendMessage", message(&url, "x", "g", "1")).await;
    let attempt = json!({ "ReceiveRequestAttemptId": "try" });
    let first = queues.receive(&url, attempt.clone()).await;
    let again = queues.receive(&url, attempt.clone()).await;
    assert_eq!(first, again);
    let gone = json!({ "QueueUrl": url, "ReceiptHandle": handle(&first[0]) });
    queues.done("DeleteMessage", gone).await;
    assert!(queues.receive(&url, attempt).await.is_empty());
}
