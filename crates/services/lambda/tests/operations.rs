//! Each operation has a denied case and a golden of its activity record; and what functions and their events do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/configured.rs"]
mod configured;
#[path = "operations/events.rs"]
mod events;
#[path = "operations/kit.rs"]
mod kit;
#[path = "operations/layers.rs"]
mod layers;
#[path = "operations/logs.rs"]
mod logs;
#[path = "operations/mappings.rs"]
mod mappings;
#[path = "operations/others.rs"]
mod others;
#[path = "operations/sts.rs"]
mod sts;
#[path = "operations/versions.rs"]
mod versions;

use bartizan_service::testkit::{Case, check_operations};
use serde_json::{Value as Json, json};

use crate::kit::{Kit, made};

fn named() -> Json {
    json!({ "FunctionName": "answer" })
}

fn with(more: Json) -> Json {
    let mut input = named();
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

fn permitted() -> Json {
    with(json!({ "StatementId": "s", "Action": "lambda:InvokeFunction",
        "Principal": "events.amazonaws.com" }))
}

#[tokio::test]
async fn each_operation_is_denied_to_strangers_and_recorded() {
    let on = |operation, input| Case::new(operation, input).after("CreateFunction", made());
    let alias = || with(json!({ "Name": "live", "FunctionVersion": "1" }));
    let published = |operation, input| on(operation, input).after("PublishVersion", named());
    let aliased = |operation, input| published(operation, input).after("CreateAlias", alias());
    let retries = || with(json!({ "MaximumRetryAttempts": 1 }));
    let configured =
        |operation, input| on(operation, input).after("PutFunctionEventInvokeConfig", retries());
    let resource = "$CreateFunction.FunctionArn";
    let mut cases = vec![
        on("AddPermission", permitted()),
        published("CreateAlias", alias()),
        Case::new("CreateFunction", made()),
        aliased("DeleteAlias", with(json!({ "Name": "live" }))),
        on("DeleteFunction", named()),
        on("DeleteFunctionConcurrency", named()),
        configured("DeleteFunctionEventInvokeConfig", named()),
        Case::new("GetAccountSettings", json!({})),
        aliased("GetAlias", with(json!({ "Name": "live" }))),
        on("GetFunction", named()),
        on("GetFunctionConcurrency", named()),
        on("GetFunctionConfiguration", named()),
        configured("GetFunctionEventInvokeConfig", named()),
        on("GetPolicy", named()).after("AddPermission", permitted()),
        on("Invoke", with(json!({ "Payload": "{\"a\": \"secret\"}" }))),
        aliased("ListAliases", named()),
        configured("ListFunctionEventInvokeConfigs", named()),
        Case::new("ListFunctions", json!({})),
        on("ListTags", json!({ "Resource": resource })),
        on("ListVersionsByFunction", named()),
        on("PublishVersion", named()),
        on("PutFunctionConcurrency", with(json!({ "ReservedConcurrentExecutions": 5 }))),
        on("PutFunctionEventInvokeConfig", retries()),
        on("RemovePermission", with(json!({ "StatementId": "s" })))
            .after("AddPermission", permitted()),
        on("TagResource", json!({ "Resource": resource, "Tags": { "a": "b" } })),
        on("UntagResource", json!({ "Resource": resource, "TagKeys": ["stage"] })),
        aliased("UpdateAlias", with(json!({ "Name": "live", "Description": "d" }))),
        on("UpdateFunctionCode", with(json!({ "ZipFile": kit::zipped("other") }))),
        on("UpdateFunctionConfiguration", with(json!({ "Timeout": 7 }))),
        configured("UpdateFunctionEventInvokeConfig", retries()),
    ];
    cases.extend(layers::cases());
    cases.extend(mappings::cases());
    check_operations(
        "lambda",
        || Kit::new().world,
        &cases,
        |operation, event| {
            assert!(!event.to_string().contains("secret"), "{event}");
            insta::assert_json_snapshot!(operation, event);
        },
    )
    .await;
}
