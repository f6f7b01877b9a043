//! Each operation has a denied case and a golden of its activity record; and what queues do with messages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/dead_letters.rs"]
mod dead_letters;
#[path = "operations/fifo.rs"]
mod fifo;
#[path = "operations/messages.rs"]
mod messages;
#[path = "operations/queues.rs"]
mod queues;
#[path = "operations/sealed.rs"]
mod sealed;

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::testkit::{Case, World, admin, check_operations, input_of};
use bartizan_service::types::Fault;
use bartizan_sqs::{Hall, Sqs, SqsProjection};
use serde_json::{Value as Json, json};

const URL: &str = "$CreateQueue.QueueUrl";

/// A world with queues.
struct Queues {
    world: World,
    hall: Hall,
}

fn world() -> World {
    Queues::new().world
}

impl Queues {
    fn new() -> Self {
        let hall = Hall::default();
        let projection = Arc::new(SqsProjection::new(hall.clone()));
        let service = Sqs::new(hall.clone());
        Self { world: World::new(vec![projection], |_| vec![Arc::new(service)]), hall }
    }

    async fn call(&self, operation: &str, input: Json) -> Result<Json, Fault> {
        let input = input_of("sqs", operation, &input);
        let answer = self.world.call(&admin(), "sqs", operation, input).await;
        answer.map(|reply| reply.value.to_json())
    }

    async fn done(&self, operation: &str, input: Json) -> Json {
        self.call(operation, input).await.unwrap()
    }

    async fn refused(&self, operation: &str, input: Json) -> (String, String) {
        let fault = self.call(operation, input).await.unwrap_err();
        (fault.code.to_string(), fault.message)
    }

    /// The URL of a new queue.
    async fn queue(&self, name: &str, attributes: Json) -> String {
        let input = json!({ "QueueName": name, "Attributes": attributes });
        let made = self.done("CreateQueue", input).await;
        made["QueueUrl"].as_str().unwrap().to_owned()
    }

    async fn arn(&self, url: &str) -> String {
        self.attribute(url, "QueueArn").await
    }

    async fn attribute(&self, url: &str, name: &str) -> String {
        let input = json!({ "QueueUrl": url, "AttributeNames": [name] });
        let told = self.done("GetQueueAttributes", input).await;
        told["Attributes"][name].as_str().unwrap_or_default().to_owned()
    }

    /// How many messages can be received, are in flight and are delayed.
    async fn counts(&self, url: &str) -> [String; 3] {
        [
            self.attribute(url, "ApproximateNumberOfMessages").await,
            self.attribute(url, "ApproximateNumberOfMessagesNotVisible").await,
            self.attribute(url, "ApproximateNumberOfMessagesDelayed").await,
        ]
    }

    async fn send(&self, url: &str, body: &str) -> Json {
        self.done("SendMessage", json!({ "QueueUrl": url, "MessageBody": body })).await
    }

    /// The messages of a receive of up to ten.
    async fn receive(&self, url: &str, with: Json) -> Vec<Json> {
        let mut input = json!({
            "QueueUrl": url, "MaxNumberOfMessages": 10, "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["All"],
        });
        input.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
        let answer = self.done("ReceiveMessage", input).await;
        answer["Messages"].as_array().cloned().unwrap_or_default()
    }

    fn later(&self, seconds: u64) {
        self.world.clock.advance(Duration::from_secs(seconds));
    }
}

/// What messages say, in their order.
fn bodies(messages: &[Json]) -> Vec<&str> {
    messages.iter().map(|message| message["Body"].as_str().unwrap()).collect()
}

fn handle(message: &Json) -> &str {
    message["ReceiptHandle"].as_str().unwrap()
}

fn made() -> Json {
    json!({ "QueueName": "jobs", "tags": { "stage": "test" } })
}

fn sent() -> Json {
    json!({ "QueueUrl": URL, "MessageBody": "secret", "MessageAttributes": {
        "kind": { "DataType": "String", "StringValue": "secret" } } })
}

fn permitted() -> Json {
    json!({ "QueueUrl": URL, "Label": "l", "AWSAccountIds": ["000000000001"],
        "Actions": ["SendMessage"] })
}

#[tokio::test]
async fn each_operation_is_denied_to_strangers_and_recorded() {
    let on = |operation, input| Case::new(operation, input).after("CreateQueue", made());
    let received = |operation, input| {
        on(operation, input)
            .after("SendMessage", sent())
            .after("ReceiveMessage", json!({ "QueueUrl": URL }))
    };
    let receipt = "$ReceiveMessage.Messages.0.ReceiptHandle";
    let dead = "arn:aws:sqs:us-east-1:123456789012:jobs";
    let redriven = |operation, input| {
        on(operation, input).after("CreateQueue", json!({ "QueueName": "source", "Attributes": {
            "RedrivePolicy": json!({ "deadLetterTargetArn": dead, "maxReceiveCount": 1 }).to_string() } }))
    };
    let cases = [
        on("AddPermission", permitted()),
        redriven(
            "CancelMessageMoveTask",
            json!({ "TaskHandle": "$StartMessageMoveTask.TaskHandle" }),
        )
        .after("StartMessageMoveTask", json!({ "SourceArn": dead })),
        received(
            "ChangeMessageVisibility",
            json!({ "QueueUrl": URL, "ReceiptHandle": receipt,
            "VisibilityTimeout": 60 }),
        ),
        received(
            "ChangeMessageVisibilityBatch",
            json!({ "QueueUrl": URL, "Entries": [
            { "Id": "a", "ReceiptHandle": receipt, "VisibilityTimeout": 60 }] }),
        ),
        Case::new("CreateQueue", made()),
        received("DeleteMessage", json!({ "QueueUrl": URL, "ReceiptHandle": receipt })),
        received(
            "DeleteMessageBatch",
            json!({ "QueueUrl": URL, "Entries": [
            { "Id": "a", "ReceiptHandle": receipt }] }),
        ),
        on("DeleteQueue", json!({ "QueueUrl": URL })),
        on("GetQueueAttributes", json!({ "QueueUrl": URL, "AttributeNames": ["All"] })),
        on("GetQueueUrl", json!({ "QueueName": "jobs" })),
        on("ListDeadLetterSourceQueues", json!({ "QueueUrl": URL })),
        on("ListMessageMoveTasks", json!({ "SourceArn": dead })),
        on("ListQueueTags", json!({ "QueueUrl": URL })),
        Case::new("ListQueues", json!({})),
        on("PurgeQueue", json!({ "QueueUrl": URL })),
        on("ReceiveMessage", json!({ "QueueUrl": URL })).after("SendMessage", sent()),
        on("RemovePermission", json!({ "QueueUrl": URL, "Label": "l" }))
            .after("AddPermission", permitted()),
        on("SendMessage", sent()),
        on(
            "SendMessageBatch",
            json!({ "QueueUrl": URL, "Entries": [{ "Id": "a", "MessageBody": "secret" }] }),
        ),
        on("SetQueueAttributes", json!({ "QueueUrl": URL, "Attributes": { "DelaySeconds": "1" } })),
        redriven("StartMessageMoveTask", json!({ "SourceArn": dead })),
        on("TagQueue", json!({ "QueueUrl": URL, "Tags": { "a": "b" } })),
        on("UntagQueue", json!({ "QueueUrl": URL, "TagKeys": ["stage"] })),
    ];
    check_operations("sqs", world, &cases, |operation, event| {
        assert!(!event.to_string().contains("secret"), "{event}");
        insta::assert_json_snapshot!(operation, event);
    })
    .await;
}
