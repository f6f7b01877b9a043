//! What was recorded is decided again, page by page.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;

use bartizan_own::OwnApi;
use bartizan_service::store::ActivityRow;
use bartizan_service::testkit::{ACCOUNT, REGION, World, admin, input_of, nobody, root};
use bartizan_types::Fault;
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

const DENY: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Sid":"No","Effect":"Deny","Action":"bartizan:Explain*","Resource":"*"}]}"#;
const ALLOW: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":"bartizan:*","Resource":"*"}]}"#;

fn world() -> World {
    World::new(Vec::new(), |_| vec![Arc::new(OwnApi::default())])
}

/// Somebody asks for something; what comes of it does not matter.
async fn asks(world: &World, caller: &bartizan_service::Caller) {
    let input = input_of("bartizan", "ExplainRequest", &json!({ "RequestId": "none" }));
    world.call(caller, "bartizan", "ExplainRequest", input).await.unwrap_err();
}

async fn plan(world: &World, input: Json) -> Result<Value, Fault> {
    let mut whole = json!({ "PolicyDocument": DENY, "PolicyType": "IDENTITY_POLICY" });
    whole.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
    let input = input_of("bartizan", "PlanPolicy", &whole);
    Ok(world.call(&admin(), "bartizan", "PlanPolicy", input).await?.value)
}

fn total(answer: &Value, name: &str) -> i64 {
    match answer.field("Totals").unwrap().field(name).unwrap() {
        Value::Int(number) => *number,
        other => panic!("{other:?}"),
    }
}

fn changes(answer: &Value) -> Vec<Vec<String>> {
    let text = |value: &Value| match value {
        Value::Int(number) => number.to_string(),
        other => other.text().unwrap_or_default().to_owned(),
    };
    let one = |change: &Value| {
        let names = ["Effect", "Principal", "Action", "Resource", "Count"];
        let mut cells: Vec<String> =
            names.iter().map(|name| text(change.field(name).unwrap())).collect();
        let by = change.field("DecidedBy").unwrap();
        for name in ["Layer", "Policy", "Sid", "Line", "Column"] {
            cells.extend(by.field(name).map(text));
        }
        cells
    };
    answer.field("Changes").unwrap().items().iter().map(one).collect()
}

#[tokio::test]
async fn only_what_the_principal_did_counts() {
    let world = world();
    asks(&world, &admin()).await;
    asks(&world, &admin()).await;
    asks(&world, &root()).await;
    asks(&world, &nobody()).await;
    let answer = plan(&world, json!({ "Principal": "user/admin" })).await.unwrap();
    let admin = format!("arn:aws:iam::{ACCOUNT}:user/admin");
    let expected = [
        "DENIED",
        &admin,
        "bartizan:ExplainRequest",
        "*",
        "2",
        "Identity",
        "candidate",
        "No",
        "2",
        "3",
    ];
    assert_eq!(changes(&answer), [expected.map(str::to_owned)]);
    assert_eq!((total(&answer, "Requests"), total(&answer, "DeniedRequests")), (2, 2));
    assert_eq!(total(&answer, "NotReplayable"), 0);
    assert!(answer.field("NextToken").is_none());
}

#[tokio::test]
async fn what_was_denied_is_allowed_by_what_grants_it() {
    let world = world();
    asks(&world, &nobody()).await;
    let allow = json!({ "Principal": "user/nobody", "PolicyDocument": ALLOW });
    let answer = plan(&world, allow).await.unwrap();
    assert_eq!(
        changes(&answer)[0][..3],
        ["ALLOWED", &format!("arn:aws:iam::{ACCOUNT}:user/nobody"), "bartizan:ExplainRequest"]
    );
    assert_eq!(total(&answer, "AllowedRequests"), 1);
    let replaced =
        json!({ "Principal": "user/admin", "PolicyDocument": ALLOW, "ReplaceAll": true });
    assert_eq!(changes(&plan(&world, replaced).await.unwrap()), Vec::<Vec<String>>::new());
}

#[tokio::test]
async fn use_is_counted_by_what_allowed_it() {
    let world = world();
    asks(&world, &admin()).await;
    asks(&world, &admin()).await;
    asks(&world, &nobody()).await;
    for (principal, expected) in
        [("user/admin", vec![("bartizan:ExplainRequest", "IDENTITY", 2)]), ("user/nobody", vec![])]
    {
        let input = input_of("bartizan", "SummarizeUse", &json!({ "Principal": principal }));
        let answer = world.call(&root(), "bartizan", "SummarizeUse", input).await.unwrap().value;
        let uses = answer.field("Uses").unwrap().items().iter().map(|one| {
            let text = |name: &str| one.field(name).unwrap().text().unwrap().to_owned();
            let Value::Int(count) = one.field("Count").unwrap() else { panic!("a number") };
            (text("Action"), text("Ground"), *count)
        });
        let expected: Vec<(String, String, i64)> = expected
            .into_iter()
            .map(|(action, ground, count)| (action.to_owned(), ground.to_owned(), count))
            .collect();
        assert_eq!(uses.collect::<Vec<_>>(), expected);
        let is_granted = !answer.field("Granted").unwrap().items().is_empty();
        assert_eq!(is_granted, principal == "user/admin");
    }
}

#[tokio::test]
async fn what_does_not_fit_together_is_refused() {
    let world = world();
    for (input, code) in [
        (json!({}), "ValidationException"),
        (json!({ "Principal": "admin" }), "ValidationException"),
        (json!({ "Principal": "user/admin", "TargetId": "r-abcd" }), "ValidationException"),
        (json!({ "Principal": "user/admin", "AccountId": "210987654321" }), "NotImplemented"),
        (
            json!({ "Principal": format!("arn:aws:iam::{ACCOUNT}:user/admin"), "AccountId": "210987654321" }),
            "ValidationException",
        ),
        (json!({ "Principal": "user/none" }), "NoSuchEntityException"),
        (json!({ "Principal": "role/admin" }), "NoSuchEntityException"),
        (json!({ "Principal": "user/admin", "ReplacedPolicy": "none" }), "NoSuchEntityException"),
        (
            json!({ "Principal": "user/admin", "ReplacedPolicy": "everything", "ReplaceAll": true }),
            "ValidationException",
        ),
        (
            json!({ "Principal": "user/admin", "PolicyDocument": "{" }),
            "MalformedPolicyDocumentException",
        ),
        (json!({ "Principal": "user/admin", "NextToken": "what" }), "InvalidNextTokenException"),
        (json!({ "Principal": "user/admin", "NextToken": "1.what" }), "InvalidNextTokenException"),
        (json!({ "PolicyType": "SERVICE_CONTROL_POLICY" }), "ValidationException"),
        (
            json!({ "PolicyType": "RESOURCE_CONTROL_POLICY", "TargetId": "r-abcd", "Principal": "user/admin" }),
            "ValidationException",
        ),
    ] {
        assert_eq!(plan(&world, input.clone()).await.unwrap_err().code, code, "{input}");
    }
}

#[tokio::test]
async fn a_long_record_is_replayed_in_pages() {
    let world = world();
    asks(&world, &admin()).await;
    let activity = world.road.platform().activity();
    let now = world.road.platform().now().millis();
    let row = |number: usize| ActivityRow {
        time_ms: now,
        event_id: format!("event-{number}"),
        request_id: format!("request-{number}"),
        account: ACCOUNT.to_owned(),
        region: REGION.to_owned(),
        body: br#"{"event":{},"decisions":[{}]}"#.to_vec(),
        keys: Vec::new(),
    };
    activity.flush().unwrap();
    activity.append(&(0..10_500).map(row).collect::<Vec<_>>()).await.unwrap();
    activity.flush().unwrap();
    asks(&world, &admin()).await;

    let first = plan(&world, json!({ "Principal": "user/admin" })).await.unwrap();
    assert_eq!(total(&first, "NotReplayable"), 9_999);
    let token = first.field("NextToken").unwrap().text().unwrap().to_owned();
    let next = json!({ "Principal": "user/admin", "NextToken": token });
    let second = plan(&world, next).await.unwrap();
    assert_eq!(total(&second, "NotReplayable"), 501);
    assert!(second.field("NextToken").is_none());
    let denied = total(&first, "DeniedRequests") + total(&second, "DeniedRequests");
    assert_eq!(denied, 2, "each event is of one page");
}
