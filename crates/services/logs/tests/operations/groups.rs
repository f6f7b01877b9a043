//! Groups and streams made, found, changed and deleted.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::{DAY, GROUP_ARN, Kept, group, merged, messages, named, stream};

fn names<'a>(answer: &'a Json, list: &str, name: &str) -> Vec<&'a str> {
    let items = answer[list].as_array().unwrap();
    items.iter().map(|item| item[name].as_str().unwrap()).collect()
}

#[tokio::test]
async fn groups_are_found_by_prefix_pattern_and_page() {
    let kept = Kept::new().await;
    for name in ["/app/db", "/sys", "/app/Queue"] {
        kept.done("CreateLogGroup", json!({ "logGroupName": name })).await;
    }
    for (asked, wanted) in [
        (json!({}), vec!["/app/Queue", "/app/db", "/app/web", "/sys"]),
        (json!({ "logGroupNamePrefix": "/app/" }), vec!["/app/Queue", "/app/db", "/app/web"]),
        (json!({ "logGroupNamePattern": "queue" }), vec!["/app/Queue"]),
        (json!({ "logGroupIdentifiers": [GROUP_ARN] }), vec!["/app/web"]),
        (json!({ "logGroupClass": "INFREQUENT_ACCESS" }), vec![]),
        (json!({ "limit": 2 }), vec!["/app/Queue", "/app/db"]),
    ] {
        let told = kept.done("DescribeLogGroups", asked.clone()).await;
        assert_eq!(names(&told, "logGroups", "logGroupName"), wanted, "{asked}");
    }
    let first = kept.done("DescribeLogGroups", json!({ "limit": 3 })).await;
    let next = json!({ "limit": 3, "nextToken": first["nextToken"] });
    let second = kept.done("DescribeLogGroups", next).await;
    assert_eq!(names(&second, "logGroups", "logGroupName"), ["/sys"]);
    assert!(second.get("nextToken").is_none_or(Json::is_null));
    let shown = &first["logGroups"][2];
    assert_eq!(shown["arn"], format!("{GROUP_ARN}:*"));
    assert_eq!(shown["logGroupArn"], GROUP_ARN);
}

#[tokio::test]
async fn streams_are_ordered_by_name_or_by_their_last_event() {
    let kept = Kept::new().await;
    for (name, at) in [("b", 3), ("a", 2), ("c", 1)] {
        kept.done("CreateLogStream", stream(name)).await;
        kept.put(name, &[(at, "x")]).await;
    }
    for (asked, wanted) in [
        (json!({}), vec!["a", "b", "c", "s"]),
        (json!({ "descending": true }), vec!["s", "c", "b", "a"]),
        (json!({ "orderBy": "LastEventTime" }), vec!["s", "c", "a", "b"]),
        (json!({ "orderBy": "LastEventTime", "descending": true, "limit": 2 }), vec!["b", "a"]),
        (json!({ "logStreamNamePrefix": "b" }), vec!["b"]),
    ] {
        let told = kept.done("DescribeLogStreams", merged(named(), asked.clone())).await;
        assert_eq!(names(&told, "logStreams", "logStreamName"), wanted, "{asked}");
    }
    let by_event = json!({ "orderBy": "LastEventTime", "descending": true, "limit": 3 });
    let first = kept.done("DescribeLogStreams", merged(named(), by_event.clone())).await;
    let next = merged(by_event, json!({ "nextToken": first["nextToken"] }));
    let second = kept.done("DescribeLogStreams", merged(named(), next)).await;
    assert_eq!(names(&second, "logStreams", "logStreamName"), ["s"]);
    let both = json!({ "orderBy": "LastEventTime", "logStreamNamePrefix": "a" });
    let refused = kept.refused("DescribeLogStreams", merged(named(), both)).await;
    assert_eq!(refused.0, "InvalidParameterException");
    let shown = &first["logStreams"][0];
    assert_eq!(shown["firstEventTimestamp"], kept.now() + 3);
    assert_eq!(shown["lastIngestionTime"], kept.now());
}

#[tokio::test]
async fn what_is_not_there_or_there_already_is_refused() {
    let kept = Kept::new().await;
    let other = json!({ "logGroupName": "other" });
    for (operation, input, code) in [
        ("CreateLogGroup", named(), "ResourceAlreadyExistsException"),
        ("CreateLogStream", stream("s"), "ResourceAlreadyExistsException"),
        ("DeleteLogGroup", other.clone(), "ResourceNotFoundException"),
        ("DeleteLogStream", stream("other"), "ResourceNotFoundException"),
        ("DescribeLogStreams", other.clone(), "ResourceNotFoundException"),
        ("DescribeLogStreams", json!({}), "InvalidParameterException"),
        ("FilterLogEvents", other.clone(), "ResourceNotFoundException"),
        ("GetLogEvents", stream("other"), "ResourceNotFoundException"),
        (
            "PutRetentionPolicy",
            json!({ "logGroupName": "other", "retentionInDays": 7 }),
            "ResourceNotFoundException",
        ),
        (
            "PutRetentionPolicy",
            merged(named(), json!({ "retentionInDays": 8 })),
            "InvalidParameterException",
        ),
        (
            "CreateLogGroup",
            json!({ "logGroupName": "a", "kmsKeyId": "k" }),
            "InvalidParameterException",
        ),
        (
            "CreateLogGroup",
            json!({ "logGroupName": "a", "logGroupClass": "DELIVERY" }),
            "InvalidParameterException",
        ),
        ("DeleteResourcePolicy", json!({ "policyName": "p" }), "ResourceNotFoundException"),
        (
            "DeleteSubscriptionFilter",
            merged(named(), json!({ "filterName": "f" })),
            "ResourceNotFoundException",
        ),
        (
            "DescribeLogStreams",
            json!({ "logGroupName": "a", "logGroupIdentifier": "a" }),
            "InvalidParameterException",
        ),
        (
            "TagResource",
            json!({ "resourceArn": "arn:aws:logs:us-east-1:123456789012:destination:d",
            "tags": { "a": "b" } }),
            "ResourceNotFoundException",
        ),
    ] {
        let refused = kept.refused(operation, input.clone()).await;
        assert_eq!(refused.0, code, "{operation} {input}: {}", refused.1);
    }
}

#[tokio::test]
async fn a_group_that_is_protected_stays() {
    let kept = Kept::new().await;
    let input = json!({ "logGroupName": "p", "deletionProtectionEnabled": true });
    kept.done("CreateLogGroup", input).await;
    let refused = kept.refused("DeleteLogGroup", json!({ "logGroupName": "p" })).await;
    assert_eq!(refused.0, "ValidationException");
    let input = json!({ "logGroupIdentifier": "p", "deletionProtectionEnabled": false });
    kept.done("PutLogGroupDeletionProtection", input).await;
    kept.done("DeleteLogGroup", json!({ "logGroupName": "p" })).await;
}

#[tokio::test]
async fn tags_are_one_set_for_old_and_new_operations() {
    let kept = Kept::new().await;
    kept.done("TagLogGroup", merged(named(), json!({ "tags": { "a": "1", "b": "2" } }))).await;
    let arn = json!({ "resourceArn": GROUP_ARN });
    kept.done("TagResource", merged(arn.clone(), json!({ "tags": { "a": "3" } }))).await;
    kept.done("UntagResource", merged(arn.clone(), json!({ "tagKeys": ["stage"] }))).await;
    let told = kept.done("ListTagsLogGroup", named()).await;
    assert_eq!(told, json!({ "tags": { "a": "3", "b": "2" } }));
    kept.done("UntagLogGroup", merged(named(), json!({ "tags": ["b", "none"] }))).await;
    assert_eq!(kept.done("ListTagsForResource", arn).await, json!({ "tags": { "a": "3" } }));
    let many: serde_json::Map<_, _> =
        (0..51).map(|number| (format!("t{number}"), json!("x"))).collect();
    let refused = kept.refused("TagLogGroup", merged(named(), json!({ "tags": many }))).await;
    assert_eq!(refused.0, "TooManyTagsException");
}

#[tokio::test]
async fn what_is_made_anew_has_nothing_of_what_was_deleted() {
    let kept = Kept::new().await;
    kept.done("CreateLogStream", stream("t")).await;
    kept.put("s", &[(0, "old")]).await;
    kept.put("t", &[(0, "other")]).await;
    kept.done("DeleteLogStream", stream("s")).await;
    assert_eq!(messages(&kept.filter(json!({})).await), ["other"]);
    kept.done("CreateLogStream", stream("s")).await;
    assert!(messages(&kept.get(json!({})).await).is_empty());
    kept.put("s", &[(1, "new")]).await;
    bartizan_logs::keep(kept.world.road.platform()).await.unwrap();
    assert_eq!(messages(&kept.filter(json!({})).await), ["other", "new"]);
    kept.done("DeleteLogGroup", named()).await;
    kept.done("CreateLogGroup", group()).await;
    kept.done("CreateLogStream", stream("s")).await;
    for _ in 0..2 {
        assert!(messages(&kept.filter(json!({})).await).is_empty());
        bartizan_logs::keep(kept.world.road.platform()).await.unwrap();
    }
}

#[tokio::test]
async fn events_go_when_their_group_keeps_them_no_longer() {
    let kept = Kept::new().await;
    kept.put("s", &[(-2 * DAY, "old")]).await;
    kept.put("s", &[(0, "new")]).await;
    assert_eq!(messages(&kept.get(json!({})).await), ["old", "new"]);
    kept.done("PutRetentionPolicy", merged(named(), json!({ "retentionInDays": 1 }))).await;
    assert_eq!(messages(&kept.get(json!({})).await), ["new"]);
    assert_eq!(messages(&kept.filter(json!({})).await), ["new"]);
    bartizan_logs::keep(&Arc::clone(kept.world.road.platform())).await.unwrap();
    kept.done("DeleteRetentionPolicy", named()).await;
    assert_eq!(messages(&kept.get(json!({})).await), ["new"]);
}
