//! Event data stores.

use std::sync::Arc;
use std::time::Duration;

use bartizan_service::testkit::{Case, World, admin, input_of};
use bartizan_service::types::Fault;
use bartizan_service::wire::Value;
use serde_json::{Value as Json, json};

use crate::bucket::Bucket;
use crate::{world, world_with};

/// The id of the store that was made before.
const MADE: &str = "$CreateEventDataStore.EventDataStoreArn";

/// Its id in a world in which it is made first.
const MADE_ID: &str = "a8574c6f-ae6d-4b6f-bb4a-79a517cec22a";

fn made(operation: &'static str, input: Json) -> Case {
    let create = json!({
        "Name": "events", "TerminationProtectionEnabled": false,
        "TagsList": [{ "Key": "team", "Value": "red" }],
    });
    Case::new(operation, input).after("CreateEventDataStore", create)
}

pub(crate) fn cases() -> Vec<Case> {
    let named = json!({ "EventDataStore": MADE });
    let query = json!({ "QueryId": "$StartQuery.QueryId" });
    let of_policy = json!({ "ResourceArn": MADE });
    let policy = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Resource":"*",
        "Principal":{"AWS":"arn:aws:iam::123456789012:user/admin"},"Action":"cloudtrail:*"}]}"#;
    let put = json!({ "ResourceArn": MADE, "ResourcePolicy": policy });
    vec![
        made("DeleteResourcePolicy", of_policy.clone()).after("PutResourcePolicy", put.clone()),
        made("GetResourcePolicy", of_policy).after("PutResourcePolicy", put.clone()),
        made("PutResourcePolicy", put),
        asked("CancelQuery", query.clone()),
        asked("DescribeQuery", query.clone()),
        asked("GetQueryResults", query),
        asked("ListQueries", named.clone()),
        made("StartQuery", statement()),
        Case::new(
            "CreateEventDataStore",
            json!({
                "Name": "events", "MultiRegionEnabled": false, "RetentionPeriod": 90,
                "TagsList": [{ "Key": "team", "Value": "red" }],
            }),
        ),
        made("DeleteEventDataStore", named.clone()),
        made("GetEventDataStore", named.clone()),
        made("ListEventDataStores", json!({})),
        made("RestoreEventDataStore", named.clone()).after("DeleteEventDataStore", named.clone()),
        made("StartEventDataStoreIngestion", named.clone())
            .after("StopEventDataStoreIngestion", named.clone()),
        made("StopEventDataStoreIngestion", named),
        made(
            "UpdateEventDataStore",
            json!({ "EventDataStore": MADE, "Name": "others", "RetentionPeriod": 7 }),
        ),
    ]
}

fn asked(operation: &'static str, input: Json) -> Case {
    made(operation, input).after("StartQuery", statement())
}

fn statement() -> Json {
    json!({ "QueryStatement": format!("SELECT eventName FROM {MADE_ID}") })
}

/// A world with calls of `admin`.
pub(crate) struct Lake {
    pub(crate) world: World,
}

impl Lake {
    pub(crate) fn new() -> Self {
        Self { world: world() }
    }

    /// A world with this bucket.
    pub(crate) fn beside(bucket: &Arc<Bucket>) -> Self {
        Self { world: world_with(bucket) }
    }

    pub(crate) async fn try_call(&self, operation: &str, input: &Json) -> Result<Value, Fault> {
        let input = input_of("cloudtrail", operation, input);
        let reply = self.world.call(&admin(), "cloudtrail", operation, input).await;
        reply.map(|reply| reply.value)
    }

    pub(crate) async fn call(&self, operation: &str, input: &Json) -> Json {
        self.try_call(operation, input).await.unwrap().to_json()
    }

    /// The code that a call is refused by.
    pub(crate) async fn refusal(&self, operation: &str, input: &Json) -> String {
        self.try_call(operation, input).await.unwrap_err().code.into_owned()
    }

    /// Makes a store; its ARN.
    pub(crate) async fn store(&self, name: &str, more: Json) -> String {
        let mut input = json!({ "Name": name, "TerminationProtectionEnabled": false });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.world.clock.advance(Duration::from_secs(1));
        let made = self.call("CreateEventDataStore", &input).await;
        made["EventDataStoreArn"].as_str().unwrap().to_owned()
    }
}

#[tokio::test]
async fn a_store_has_the_defaults_of_aws() {
    let lake = Lake::new();
    let made = lake.call("CreateEventDataStore", &json!({ "Name": "events" })).await;
    assert_eq!(made["RetentionPeriod"], 366);
    assert_eq!(made["BillingMode"], "EXTENDABLE_RETENTION_PRICING");
    assert_eq!(made["MultiRegionEnabled"], true);
    assert_eq!(made["TerminationProtectionEnabled"], true);
    let category = json!({ "Field": "eventCategory", "Equals": ["Management"] });
    assert_eq!(made["AdvancedEventSelectors"][0]["FieldSelectors"], json!([category]));
    let arn = json!({ "EventDataStore": made["EventDataStoreArn"] });
    assert_eq!(lake.call("GetEventDataStore", &arn).await["Status"], "ENABLED");
    assert_eq!(
        lake.refusal("DeleteEventDataStore", &arn).await,
        "EventDataStoreTerminationProtectedException"
    );
}

#[tokio::test]
async fn a_deleted_store_can_be_restored_for_a_week() {
    let lake = Lake::new();
    let arn = lake.store("events", json!({})).await;
    let id = arn.rsplit('/').next().unwrap();
    let named = json!({ "EventDataStore": id });
    assert_eq!(
        lake.refusal("RestoreEventDataStore", &named).await,
        "InvalidEventDataStoreStatusException"
    );
    lake.call("DeleteEventDataStore", &named).await;
    let shown = lake.call("GetEventDataStore", &named).await;
    assert_eq!(shown["Status"], "PENDING_DELETION");
    for (operation, code) in [
        ("DeleteEventDataStore", "InactiveEventDataStoreException"),
        ("StopEventDataStoreIngestion", "InvalidEventDataStoreStatusException"),
    ] {
        assert_eq!(lake.refusal(operation, &named).await, code, "{operation}");
    }
    let renamed = json!({ "EventDataStore": id, "Name": "other" });
    assert_eq!(
        lake.refusal("UpdateEventDataStore", &renamed).await,
        "InactiveEventDataStoreException"
    );
    assert_eq!(
        lake.refusal("CreateEventDataStore", &json!({ "Name": "events" })).await,
        "EventDataStoreAlreadyExistsException"
    );
    assert_eq!(lake.call("RestoreEventDataStore", &named).await["Status"], "ENABLED");
}

#[tokio::test]
async fn ten_stores_are_enough_for_a_region() {
    let lake = Lake::new();
    let mut arns = Vec::new();
    for number in 0..10 {
        arns.push(lake.store(&format!("events-{number}"), json!({})).await);
    }
    let one_more = json!({ "Name": "one-more" });
    assert_eq!(
        lake.refusal("CreateEventDataStore", &one_more).await,
        "EventDataStoreMaxLimitExceededException"
    );
    lake.call("DeleteEventDataStore", &json!({ "EventDataStore": arns[0] })).await;
    lake.call("CreateEventDataStore", &one_more).await;
    assert_eq!(
        lake.refusal("RestoreEventDataStore", &json!({ "EventDataStore": arns[0] })).await,
        "EventDataStoreMaxLimitExceededException"
    );
    let page = lake.call("ListEventDataStores", &json!({ "MaxResults": 6 })).await;
    assert_eq!(page["EventDataStores"].as_array().unwrap().len(), 6);
    assert_eq!(page["EventDataStores"][1]["EventDataStoreArn"], arns[1].as_str());
    let rest = json!({ "NextToken": page["NextToken"] });
    let rest = lake.call("ListEventDataStores", &rest).await;
    assert_eq!(rest["EventDataStores"].as_array().unwrap().len(), 5);
    assert!(rest["NextToken"].is_null());
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let lake = Lake::new();
    let arn = lake.store("events", json!({ "StartIngestion": false })).await;
    let fixed = "FIXED_RETENTION_PRICING";
    let data = json!([{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }] }]);
    let cases = [
        (
            "CreateEventDataStore",
            json!({ "Name": "a-b", "RetentionPeriod": 3000, "BillingMode": fixed }),
            "InvalidParameterException",
        ),
        ("CreateEventDataStore", json!({ "Name": "a-b", "KmsKeyId": "alias/a" }), "NotImplemented"),
        (
            "CreateEventDataStore",
            json!({ "Name": "a-b", "OrganizationEnabled": true }),
            "NotImplemented",
        ),
        (
            "CreateEventDataStore",
            json!({ "Name": "a-b", "AdvancedEventSelectors": data }),
            "InvalidEventSelectorsException",
        ),
        ("UpdateEventDataStore", json!({ "EventDataStore": arn }), "InvalidParameterException"),
        (
            "UpdateEventDataStore",
            json!({ "EventDataStore": arn, "BillingMode": fixed }),
            "InvalidParameterException",
        ),
        (
            "StopEventDataStoreIngestion",
            json!({ "EventDataStore": arn }),
            "InvalidEventDataStoreStatusException",
        ),
        (
            "GetEventDataStore",
            json!({ "EventDataStore": "events" }),
            "EventDataStoreARNInvalidException",
        ),
        (
            "GetEventDataStore",
            json!({ "EventDataStore": "0f8fad5b-d9cb-469f-a165-70867728950e" }),
            "EventDataStoreNotFoundException",
        ),
    ];
    for (operation, input, code) in cases {
        assert_eq!(lake.refusal(operation, &input).await, code, "{operation} {input}");
    }
}

#[tokio::test]
async fn tags_of_stores_are_changed_and_shown() {
    let lake = Lake::new();
    let arn = lake.store("events", json!({ "TagsList": [{ "Key": "a", "Value": "1" }] })).await;
    let tags = json!([{ "Key": "b", "Value": "2" }]);
    lake.call("AddTags", &json!({ "ResourceId": arn, "TagsList": tags })).await;
    lake.call("RemoveTags", &json!({ "ResourceId": arn, "TagsList": [{ "Key": "a" }] })).await;
    let listed = lake.call("ListTags", &json!({ "ResourceIdList": [arn] })).await;
    assert_eq!(listed["ResourceTagList"][0]["TagsList"], tags);
    let unknown = arn.replace(&arn[arn.len() - 4..], "0000");
    let unknown = json!({ "ResourceIdList": [unknown] });
    assert_eq!(lake.refusal("ListTags", &unknown).await, "ResourceNotFoundException");
}
