//! A case for each operation of delegation requests.

use bartizan_service::store::{Key, Record};
use bartizan_service::testkit::{ACCOUNT, Case, World};
use bartizan_service::types::{AccountId, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

/// A template as it is stored: another service has the operation that registers one.
#[derive(Serialize, Deserialize)]
struct Template {
    account: AccountId,
    name: String,
    document: String,
    requestor_name: String,
    created: Timestamp,
}

impl Record for Template {
    const COLLECTION: &'static str = "iam.delegation_template";
}

/// Stores the template that the cases ask by.
pub(crate) fn register(world: &World) {
    let template = Template {
        account: ACCOUNT.parse().unwrap(),
        name: "reader".to_owned(),
        document: r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
            "Action":"s3:GetObject","Resource":"arn:aws:s3:::@{bucket}/*"}}"#
            .to_owned(),
        requestor_name: "Partner".to_owned(),
        created: Timestamp::from_seconds(0),
    };
    let store = &world.road.platform().store;
    let key = Key::global(template.account, template.name.as_str());
    store.write_blocking(move |tx| tx.put(&key, &template)).unwrap();
}

fn request() -> Json {
    json!({
        "Description": "Reads a bucket.",
        "Permissions": {
            "PolicyTemplateArn": format!("arn:aws:iam::{ACCOUNT}:delegation-template/reader"),
            "Parameters": [{ "Name": "bucket", "Values": ["tower"], "Type": "string" }],
        },
        "RequestorWorkflowId": "work-1",
        "NotificationChannel": format!("arn:aws:sns:us-east-1:{ACCOUNT}:news"),
        "SessionDuration": 3600,
    })
}

pub(crate) fn cases() -> Vec<Case> {
    let id = || json!({ "DelegationRequestId": "$CreateDelegationRequest.DelegationRequestId" });
    let noted = || {
        let mut noted = id();
        noted["Notes"] = json!("For the night watch.");
        noted
    };
    let made =
        |operation, input| Case::new(operation, input).after("CreateDelegationRequest", request());
    let owned = |operation, input| made(operation, input).after("AssociateDelegationRequest", id());
    vec![
        Case::new("CreateDelegationRequest", request()),
        made("AssociateDelegationRequest", id()),
        owned("AcceptDelegationRequest", id()),
        owned("GetDelegationRequest", id()),
        Case::new(
            "GetHumanReadableSummary",
            json!({ "EntityArn": format!("arn:aws:iam::{ACCOUNT}:delegation-request/dr-1") }),
        )
        .refused_by("NoSuchEntity"),
        owned("ListDelegationRequests", json!({})),
        owned("RejectDelegationRequest", noted()),
        owned("SendDelegationToken", id()).after("AcceptDelegationRequest", id()),
        owned("UpdateDelegationRequest", noted()),
    ]
}
