//! Messages of standard queues sent, received, deleted and made visible again.

use serde_json::{Value as Json, json};

use crate::{Queues, bodies, handle};

#[tokio::test]
async fn digests_are_those_of_aws() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    let sent = queues
        .done("SendMessage", json!({ "QueueUrl": url, "MessageBody": "This is a test message",
            "MessageAttributes": {
                "test_attribute_name_1": { "DataType": "String", "StringValue": "test_attribute_value_1" } } }))
        .await;
    assert_eq!(sent["MD5OfMessageBody"], "fafb00f5732ab283681e124bf8747ed1");
    let digest = sent["MD5OfMessageAttributes"].clone();
    let messages = queues.receive(&url, json!({})).await;
    assert_eq!(messages[0]["MD5OfMessageAttributes"], digest);
    assert_eq!(messages[0]["MessageId"], sent["MessageId"]);
    assert_eq!(messages[0]["MD5OfBody"], sent["MD5OfMessageBody"]);
}

#[tokio::test]
async fn a_received_message_is_hidden_until_its_timeout_and_gone_when_deleted() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "VisibilityTimeout": "30" })).await;
    queues.send(&url, "a").await;
    assert_eq!(queues.counts(&url).await, ["1", "0", "0"]);
    let first = queues.receive(&url, json!({})).await;
    assert_eq!(first[0]["Attributes"]["ApproximateReceiveCount"], "1");
    assert_eq!(queues.counts(&url).await, ["0", "1", "0"]);
    assert!(queues.receive(&url, json!({})).await.is_empty());
    queues.later(30);
    let second = queues.receive(&url, json!({})).await;
    assert_eq!(second[0]["Attributes"]["ApproximateReceiveCount"], "2");
    let first_at = &first[0]["Attributes"]["ApproximateFirstReceiveTimestamp"];
    assert_eq!(&second[0]["Attributes"]["ApproximateFirstReceiveTimestamp"], first_at);
    // An old receipt deletes nothing, and nobody is told.
    let delete = |receipt: &str| json!({ "QueueUrl": url, "ReceiptHandle": receipt });
    queues.done("DeleteMessage", delete(handle(&first[0]))).await;
    assert_eq!(queues.counts(&url).await, ["0", "1", "0"]);
    queues.done("DeleteMessage", delete(handle(&second[0]))).await;
    assert_eq!(queues.counts(&url).await, ["0", "0", "0"]);
    queues.done("DeleteMessage", delete(handle(&second[0]))).await;
    assert_eq!(queues.refused("DeleteMessage", delete("x")).await.0, "ReceiptHandleIsInvalid");
}

#[tokio::test]
async fn visibility_is_changed_while_in_flight() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    queues.send(&url, "a").await;
    let received = queues.receive(&url, json!({})).await;
    let change = |seconds: i64| json!({ "QueueUrl": url, "ReceiptHandle": handle(&received[0]), "VisibilityTimeout": seconds });
    queues.done("ChangeMessageVisibility", change(100)).await;
    queues.later(99);
    assert!(queues.receive(&url, json!({})).await.is_empty());
    let (code, message) = queues.refused("ChangeMessageVisibility", change(43_200)).await;
    assert_eq!(code, "InvalidParameterValue");
    assert!(message.contains("beyond the limit [43200 seconds]"), "{message}");
    queues.done("ChangeMessageVisibility", change(0)).await;
    assert_eq!(queues.refused("ChangeMessageVisibility", change(1)).await.0, "MessageNotInflight");
    assert_eq!(queues.receive(&url, json!({})).await.len(), 1);
}

#[tokio::test]
async fn delays_hold_messages_back() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "DelaySeconds": "10" })).await;
    queues.send(&url, "as the queue").await;
    let own = json!({ "QueueUrl": url, "MessageBody": "at once", "DelaySeconds": 0 });
    queues.done("SendMessage", own).await;
    assert_eq!(queues.counts(&url).await, ["1", "0", "1"]);
    assert_eq!(bodies(&queues.receive(&url, json!({})).await), ["at once"]);
    queues.later(10);
    assert_eq!(bodies(&queues.receive(&url, json!({})).await), ["as the queue"]);
    let late = json!({ "QueueUrl": url, "MessageBody": "x", "DelaySeconds": 901 });
    assert_eq!(queues.refused("SendMessage", late).await.0, "InvalidParameterValue");
}

#[tokio::test]
async fn messages_older_than_the_retention_are_not_received() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "MessageRetentionPeriod": "60" })).await;
    queues.send(&url, "old").await;
    queues.later(61);
    queues.send(&url, "new").await;
    assert_eq!(bodies(&queues.receive(&url, json!({})).await), ["new"]);
    bartizan_sqs::keep(queues.world.road.platform(), &queues.hall).await.unwrap();
    assert_eq!(queues.counts(&url).await, ["0", "1", "0"]);
}

#[tokio::test]
async fn a_receive_that_waits_is_woken_by_a_send() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "ReceiveMessageWaitTimeSeconds": "20" })).await;
    let (messages, _) = tokio::join!(queues.receive(&url, json!({})), queues.send(&url, "a"));
    assert_eq!(bodies(&messages), ["a"]);
}

#[tokio::test]
async fn receives_at_once_share_no_message() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    for number in 0..20 {
        queues.send(&url, &number.to_string()).await;
    }
    let (one, two) = tokio::join!(queues.receive(&url, json!({})), queues.receive(&url, json!({})));
    let mut all: Vec<&str> = bodies(&one);
    all.extend(bodies(&two));
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 20);
}

#[tokio::test]
async fn messages_that_may_not_be_are_refused() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "MaximumMessageSize": "1024" })).await;
    let attribute = |name: &str, value: Json| json!({ "QueueUrl": url, "MessageBody": "x", "MessageAttributes": { name: value } });
    let text = |text: &str| json!({ "DataType": "String", "StringValue": text });
    let long = "x".repeat(1025);
    for (input, code) in [
        (json!({ "QueueUrl": url, "MessageBody": "" }), "MissingParameter"),
        (json!({ "QueueUrl": url, "MessageBody": "\u{1}" }), "InvalidMessageContents"),
        (json!({ "QueueUrl": url, "MessageBody": long }), "InvalidParameterValue"),
        (attribute("aws.x", text("x")), "InvalidParameterValue"),
        (attribute("a..b", text("x")), "InvalidParameterValue"),
        (attribute("a b", text("x")), "InvalidParameterValue"),
        (attribute("a", text("")), "InvalidParameterValue"),
        (
            attribute("a", json!({ "DataType": "Number", "StringValue": "one" })),
            "InvalidParameterValue",
        ),
        (
            attribute("a", json!({ "DataType": "Text", "StringValue": "x" })),
            "InvalidParameterValue",
        ),
        (
            attribute("a", json!({ "DataType": "Binary", "StringValue": "x" })),
            "InvalidParameterValue",
        ),
        (
            attribute("a", json!({ "DataType": "String", "StringListValues": ["x"] })),
            "UnsupportedOperation",
        ),
        (
            json!({ "QueueUrl": url, "MessageBody": "x", "MessageDeduplicationId": "1" }),
            "InvalidParameterValue",
        ),
    ] {
        assert_eq!(queues.refused("SendMessage", input.clone()).await.0, code, "{input}");
    }
    for with in [
        json!({ "MaxNumberOfMessages": 11 }),
        json!({ "MaxNumberOfMessages": 0 }),
        json!({ "WaitTimeSeconds": 21 }),
        json!({ "VisibilityTimeout": -1 }),
        json!({ "ReceiveRequestAttemptId": "a" }),
    ] {
        let mut input = json!({ "QueueUrl": url });
        input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        assert_eq!(
            queues.refused("ReceiveMessage", input).await.0,
            "InvalidParameterValue",
            "{with}"
        );
    }
    let unknown = json!({ "QueueUrl": url, "AttributeNames": ["SentTimestamp", "Nothing"] });
    let (code, message) = queues.refused("ReceiveMessage", unknown).await;
    assert_eq!((&*code, &*message), ("InvalidAttributeName", "Unknown Attribute Nothing."));
}

#[tokio::test]
async fn entries_of_a_batch_fail_by_themselves() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    let entry = |id: &str, body: &str| json!({ "Id": id, "MessageBody": body });
    let batch = |entries: Vec<Json>| json!({ "QueueUrl": url, "Entries": entries });
    let sent = queues
        .done(
            "SendMessageBatch",
            batch(vec![entry("a", "1"), entry("b", "\u{1}"), entry("c", "3")]),
        )
        .await;
    assert_eq!(sent["Successful"].as_array().unwrap().len(), 2);
    assert_eq!(sent["Failed"][0]["Id"], "b");
    assert_eq!(sent["Failed"][0]["SenderFault"], true);
    let received = queues.receive(&url, json!({})).await;
    assert_eq!(bodies(&received), ["1", "3"]);
    let entries = json!([
        { "Id": "a", "ReceiptHandle": handle(&received[0]) },
        { "Id": "b", "ReceiptHandle": "none" },
    ]);
    let deleted =
        queues.done("DeleteMessageBatch", json!({ "QueueUrl": url, "Entries": entries })).await;
    assert_eq!(deleted["Successful"], json!([{ "Id": "a" }]));
    assert_eq!(deleted["Failed"][0]["Code"], "ReceiptHandleIsInvalid");
    let changed = json!([
        { "Id": "a", "ReceiptHandle": handle(&received[1]), "VisibilityTimeout": 0 },
        { "Id": "b", "ReceiptHandle": handle(&received[1]), "VisibilityTimeout": 43_201 },
    ]);
    let changed = queues
        .done("ChangeMessageVisibilityBatch", json!({ "QueueUrl": url, "Entries": changed }))
        .await;
    assert_eq!(
        (changed["Successful"][0]["Id"].as_str(), changed["Failed"][0]["Id"].as_str()),
        (Some("a"), Some("b"))
    );
    let many: Vec<Json> = (0..11).map(|number| entry(&number.to_string(), "x")).collect();
    let big = "x".repeat(600_000);
    for (entries, code) in [
        (Vec::new(), "EmptyBatchRequest"),
        (many, "TooManyEntriesInBatchRequest"),
        (vec![entry("a", "1"), entry("a", "2")], "BatchEntryIdsNotDistinct"),
        (vec![entry("a b", "1")], "InvalidBatchEntryId"),
        (vec![entry("a", &big), entry("b", &big)], "BatchRequestTooLong"),
        (vec![entry("a", "1"), entry("b", "")], "MissingParameter"),
    ] {
        assert_eq!(queues.refused("SendMessageBatch", batch(entries)).await.0, code);
    }
}

#[tokio::test]
async fn attributes_are_selected() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "VisibilityTimeout": "0" })).await;
    let text = |text: &str| json!({ "DataType": "String", "StringValue": text });
    queues
        .done(
            "SendMessage",
            json!({ "QueueUrl": url, "MessageBody": "x",
            "MessageAttributes": { "a.b": text("1"), "a.c": text("2"), "d": text("3") },
            "MessageSystemAttributes": { "AWSTraceHeader": text("Root=1") } }),
        )
        .await;
    for (own, found) in [
        (json!([]), vec![]),
        (json!(["d"]), vec!["d"]),
        (json!(["a.*"]), vec!["a.b", "a.c"]),
        (json!([".*"]), vec!["a.b", "a.c", "d"]),
        (json!(["All"]), vec!["a.b", "a.c", "d"]),
    ] {
        let with = json!({ "MessageAttributeNames": own, "MessageSystemAttributeNames": ["AWSTraceHeader"] });
        let received = queues.receive(&url, with).await;
        let shown = received[0]["MessageAttributes"].as_object();
        let names: Vec<&String> = shown.into_iter().flat_map(|shown| shown.keys()).collect();
        assert_eq!(names, found);
        assert_eq!(received[0]["Attributes"], json!({ "AWSTraceHeader": "Root=1" }));
    }
}
