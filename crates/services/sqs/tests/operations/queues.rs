//! Queues made, set, listed, permitted, tagged, purged and deleted.

use serde_json::json;

use crate::Queues;

#[tokio::test]
async fn a_queue_is_made_once_and_answered_with_the_same_attributes() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({ "DelaySeconds": "5" })).await;
    assert!(url.ends_with("/123456789012/jobs"), "{url}");
    assert_eq!(queues.queue("jobs", json!({ "DelaySeconds": "5" })).await, url);
    assert_eq!(queues.queue("jobs", json!({})).await, url);
    let other = json!({ "QueueName": "jobs", "Attributes": { "DelaySeconds": "6" } });
    let (code, message) = queues.refused("CreateQueue", other).await;
    assert_eq!(code, "QueueNameExists");
    assert!(message.ends_with("attribute DelaySeconds"), "{message}");
}

#[tokio::test]
async fn attributes_are_checked() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    for (name, value, code) in [
        ("DelaySeconds", "901", "InvalidAttributeValue"),
        ("DelaySeconds", "-1", "InvalidAttributeValue"),
        ("MaximumMessageSize", "1023", "InvalidAttributeValue"),
        ("MaximumMessageSize", "1048577", "InvalidAttributeValue"),
        ("MessageRetentionPeriod", "59", "InvalidAttributeValue"),
        ("ReceiveMessageWaitTimeSeconds", "21", "InvalidAttributeValue"),
        ("VisibilityTimeout", "43201", "InvalidAttributeValue"),
        ("VisibilityTimeout", "x", "InvalidAttributeValue"),
        ("KmsDataKeyReusePeriodSeconds", "59", "InvalidAttributeValue"),
        ("SqsManagedSseEnabled", "yes", "InvalidAttributeValue"),
        ("Policy", "{", "InvalidAttributeValue"),
        ("RedrivePolicy", "{", "InvalidParameterValue"),
        ("RedrivePolicy", r#"{"maxReceiveCount":1}"#, "InvalidParameterValue"),
        ("RedriveAllowPolicy", r#"{"redrivePermission":"byQueue"}"#, "InvalidParameterValue"),
        ("ContentBasedDeduplication", "true", "InvalidAttributeName"),
        ("FifoQueue", "true", "InvalidAttributeName"),
        ("QueueArn", "x", "InvalidAttributeName"),
        ("Nothing", "x", "InvalidAttributeName"),
    ] {
        let input = json!({ "QueueUrl": url, "Attributes": { name: value } });
        assert_eq!(queues.refused("SetQueueAttributes", input).await.0, code, "{name} {value}");
    }
    let set = json!({ "QueueUrl": url, "Attributes": { "VisibilityTimeout": "7" } });
    queues.done("SetQueueAttributes", set).await;
    assert_eq!(queues.attribute(&url, "VisibilityTimeout").await, "7");
    assert_eq!(queues.attribute(&url, "MaximumMessageSize").await, "1048576");
    let unknown = json!({ "QueueUrl": url, "AttributeNames": ["Nothing"] });
    assert_eq!(queues.refused("GetQueueAttributes", unknown).await.0, "InvalidAttributeName");
}

#[tokio::test]
async fn names_and_addresses_are_checked() {
    let queues = Queues::new();
    let long = "a".repeat(81);
    for name in ["", "a b", "a/b", "ä", long.as_str(), ".fifo", "x.fifo"] {
        let (code, _) = queues.refused("CreateQueue", json!({ "QueueName": name })).await;
        assert_eq!(code, "InvalidParameterValue", "{name}");
    }
    for url in ["jobs", "http://x/jobs", "http://x/1/jobs", ""] {
        let (code, _) = queues.refused("PurgeQueue", json!({ "QueueUrl": url })).await;
        assert_eq!(code, "InvalidAddress", "{url}");
    }
    let absent = json!({ "QueueUrl": "http://x/123456789012/absent" });
    assert_eq!(queues.refused("PurgeQueue", absent).await.0, "QueueDoesNotExist");
}

#[tokio::test]
async fn a_deleted_queue_is_gone_with_its_messages_and_its_name_for_a_minute() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    queues.send(&url, "a").await;
    queues.done("DeleteQueue", json!({ "QueueUrl": url })).await;
    let again = json!({ "QueueName": "jobs" });
    assert_eq!(queues.refused("CreateQueue", again.clone()).await.0, "QueueDeletedRecently");
    queues.later(60);
    queues.done("CreateQueue", again).await;
    assert!(queues.receive(&url, json!({})).await.is_empty());
    let platform = queues.world.road.platform();
    bartizan_sqs::keep(platform, &queues.hall).await.unwrap();
    assert_eq!(queues.counts(&url).await, ["0", "0", "0"]);
}

#[tokio::test]
async fn a_purge_takes_what_is_there_and_comes_once_a_minute() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    queues.send(&url, "before").await;
    queues.done("PurgeQueue", json!({ "QueueUrl": url })).await;
    queues.send(&url, "after").await;
    let input = json!({ "QueueUrl": url });
    assert_eq!(queues.refused("PurgeQueue", input.clone()).await.0, "PurgeQueueInProgress");
    bartizan_sqs::keep(queues.world.road.platform(), &queues.hall).await.unwrap();
    let messages = queues.receive(&url, json!({})).await;
    assert_eq!(crate::bodies(&messages), ["after"]);
    queues.later(60);
    queues.done("PurgeQueue", input).await;
    assert_eq!(queues.counts(&url).await, ["0", "0", "0"]);
}

#[tokio::test]
async fn queues_are_listed_by_prefix_in_pages() {
    let queues = Queues::new();
    for name in ["a1", "a2", "a3", "b"] {
        queues.queue(name, json!({})).await;
    }
    let all = queues.done("ListQueues", json!({ "QueueNamePrefix": "a" })).await;
    assert_eq!(all["QueueUrls"].as_array().unwrap().len(), 3);
    let mut page = json!({ "QueueNamePrefix": "a", "MaxResults": 2 });
    let first = queues.done("ListQueues", page.clone()).await;
    page["NextToken"] = first["NextToken"].clone();
    let second = queues.done("ListQueues", page).await;
    assert_eq!(second["QueueUrls"].as_array().unwrap().len(), 1);
    assert!(second["NextToken"].is_null());
    let alone = json!({ "NextToken": "x" });
    assert_eq!(queues.refused("ListQueues", alone).await.0, "InvalidParameterValue");
}

#[tokio::test]
async fn permissions_are_statements_of_the_policy() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    let permit = |label: &str, action: &str| json!({ "QueueUrl": url, "Label": label, "AWSAccountIds": ["000000000001"], "Actions": [action] });
    queues.done("AddPermission", permit("a", "SendMessage")).await;
    queues.done("AddPermission", permit("b", "*")).await;
    let policy = queues.attribute(&url, "Policy").await;
    assert!(policy.contains("\"Sid\":\"a\"") && policy.contains("SQS:SendMessage"), "{policy}");
    let again = queues.refused("AddPermission", permit("a", "SendMessage")).await;
    assert_eq!(again.0, "InvalidParameterValue");
    let unknown = queues.refused("AddPermission", permit("c", "DeleteQueue")).await;
    assert_eq!(unknown.0, "InvalidParameterValue");
    for label in ["a", "b"] {
        queues.done("RemovePermission", json!({ "QueueUrl": url, "Label": label })).await;
    }
    assert_eq!(queues.attribute(&url, "Policy").await, "");
    let gone = json!({ "QueueUrl": url, "Label": "a" });
    assert_eq!(queues.refused("RemovePermission", gone).await.0, "InvalidParameterValue");
}

#[tokio::test]
async fn tags_are_given_and_taken() {
    let queues = Queues::new();
    let url = queues.queue("jobs", json!({})).await;
    let tags = json!({ "QueueUrl": url, "Tags": { "a": "1", "b": "2" } });
    queues.done("TagQueue", tags).await;
    queues.done("UntagQueue", json!({ "QueueUrl": url, "TagKeys": ["a"] })).await;
    let told = queues.done("ListQueueTags", json!({ "QueueUrl": url })).await;
    assert_eq!(told["Tags"], json!({ "b": "2" }));
    for tags in [json!({ "aws:x": "1" }), json!({}), json!({ "": "1" })] {
        let input = json!({ "QueueUrl": url, "Tags": tags });
        assert!(queues.call("TagQueue", input).await.is_err());
    }
}
