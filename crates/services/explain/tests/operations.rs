//! Each operation has a denied case and a golden of its activity record.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

use std::sync::Arc;

use bartizan_explain::Explain;
use bartizan_service::testkit::{Case, World, admin, check_operations, input_of, nobody};
use bartizan_service::{Caller, decode_authorization_message};
use bartizan_types::{Fault, Principal};
use bartizan_wire::Value;
use serde_json::{Value as Json, json};

fn world() -> World {
    World::new(Vec::new(), |_| vec![Arc::new(Explain)])
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let cases = [
        Case::new("ExplainRequest", json!({ "RequestId": "none" }))
            .refused_by("RequestNotFoundException"),
        Case::new("Authorize", json!({ "Requests": [question(ADMIN), question(NOBODY)] })),
    ];
    check_operations("bartizan", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

const ADMIN: &str = "arn:aws:iam::123456789012:user/admin";
const NOBODY: &str = "arn:aws:iam::123456789012:user/nobody";

fn question(principal: &str) -> Json {
    json!({ "Principal": principal, "Action": "invoices:Read", "Resource": "invoices/7" })
}

async fn authorize(world: &World, caller: &Caller, questions: Json) -> Result<Vec<Json>, Fault> {
    let input = input_of("bartizan", "Authorize", &json!({ "Requests": questions }));
    let answer = world.call(caller, "bartizan", "Authorize", input).await?.value;
    let answers = answer.field("Decisions").unwrap().items();
    let text =
        |answer: &Value, member| answer.field(member).and_then(Value::text).map(str::to_owned);
    Ok(answers.iter().map(|one| json!([text(one, "Decision"), text(one, "Message")])).collect())
}

#[tokio::test]
async fn each_principal_has_its_own_decision() {
    let world = world();
    let mut of_caller = question(ADMIN);
    of_caller.as_object_mut().unwrap().remove("Principal");
    let questions = json!([
        question(ADMIN),
        question(NOBODY),
        of_caller,
        question("arn:aws:iam::123456789012:user/gone"),
        question("arn:aws:sts::123456789012:assumed-role/guest/session"),
        question("arn:aws:sts::123456789012:assumed-role/GUEST/session"),
        question("arn:aws:iam::123456789012:root"),
    ]);
    let answers = authorize(&world, &admin(), questions).await.unwrap();
    let outcomes: Vec<_> = answers.iter().map(|answer| answer[0].as_str().unwrap()).collect();
    let (yes, no) = ("Allowed", "ImplicitlyDenied");
    assert_eq!(outcomes, [yes, no, yes, no, no, no, yes]);
    let message = answers[1][1].as_str().unwrap();
    assert!(
        message.contains("user/nobody is not authorized to perform: invoices:Read"),
        "{message}"
    );
    assert_eq!(answers[3][1], "the principal does not exist");
}

#[tokio::test]
async fn the_resource_and_the_asker_add_what_they_know_and_no_more() {
    let world = world();
    let policy = |condition: Json| {
        json!({
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow",
                "Principal": { "AWS": NOBODY },
                "Action": "invoices:*",
                "Resource": "*",
                "Condition": condition,
            },
        })
        .to_string()
    };
    let by_region = json!({ "StringEquals": { "invoices:region": "north" } });
    let with = |condition: &Json, entries: Json| {
        let mut question = question(NOBODY);
        question["ResourcePolicy"] = json!(policy(condition.clone()));
        question["Context"] = entries;
        question
    };
    let entry = |key: &str, value: &str| json!([{ "Key": key, "Values": [value] }]);
    // The keys of one question say nothing about the next.
    let questions = json!([
        with(&by_region, entry("invoices:region", "north")),
        with(&by_region, json!([])),
        with(&by_region, entry("Invoices:Region", "south")),
    ]);
    let answers = authorize(&world, &admin(), questions).await.unwrap();
    let outcomes: Vec<_> = answers.iter().map(|answer| answer[0].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["Allowed", "ImplicitlyDenied", "ImplicitlyDenied"]);

    for key in ["aws:PrincipalArn", "aws:principaltag/team", "aws:UserName", "aws:currenttime"] {
        let questions = json!([with(&by_region, entry(key, "x"))]);
        let fault = authorize(&world, &admin(), questions).await.unwrap_err();
        assert_eq!(fault.code, "ValidationException", "{key}");
    }
    let mut broken = question(NOBODY);
    broken["ResourcePolicy"] = json!("{");
    let fault = authorize(&world, &admin(), json!([question(ADMIN), broken])).await.unwrap_err();
    assert!(fault.message.starts_with("Requests[1]: "), "{}", fault.message);
}

#[tokio::test]
async fn principals_of_other_accounts_are_not_to_be_asked_about() {
    let world = world();
    for (arn, code) in [
        ("arn:aws:iam::210987654321:user/admin", "AccessDeniedException"),
        ("arn:aws:iam::123456789012:group/all", "ValidationException"),
        ("arn:aws:sts::123456789012:assumed-role/guest", "ValidationException"),
        ("arn:aws:s3:::a-bucket-of-someone", "ValidationException"),
    ] {
        let fault = authorize(&world, &admin(), json!([question(arn)])).await.unwrap_err();
        assert_eq!(fault.code, code, "{arn}");
    }
}

async fn explain(world: &World, caller: &Caller, id: &str) -> Result<Value, Fault> {
    let input = input_of("bartizan", "ExplainRequest", &json!({ "RequestId": id }));
    Ok(world.call(caller, "bartizan", "ExplainRequest", input).await?.value)
}

fn json_of(text: &Value) -> Json {
    serde_json::from_str(text.text().unwrap()).unwrap()
}

#[tokio::test]
async fn a_denial_is_explained_from_who_to_why() {
    let world = world();
    explain(&world, &nobody(), "none").await.unwrap_err();
    let id = world.last_event()["requestID"].as_str().unwrap().to_owned();

    let answer = explain(&world, &admin(), &id).await.unwrap();
    assert_eq!(json_of(answer.field("Event").unwrap())["errorCode"], "AccessDeniedException");
    let decisions = answer.field("Decisions").unwrap().items();
    let told = json_of(&decisions[0]);
    assert_eq!(told["principal"]["arn"], "arn:aws:iam::123456789012:user/nobody");
    assert_eq!(told["action"], "bartizan:ExplainRequest");
    assert_eq!(told["resource"], "*");
    assert_eq!(told["decision"]["outcome"], "ImplicitlyDenied");
    assert!(told["message"].as_str().unwrap().contains("no identity-based policy allows"));
    assert!(!told["remedies"].as_array().unwrap().is_empty());

    let encoded = answer.field("EncodedAuthorizationMessage").unwrap().text().unwrap().to_owned();
    let account = "123456789012".parse().unwrap();
    let document = decode_authorization_message(world.road.platform(), account, &encoded).unwrap();
    let document: Json = serde_json::from_str(&document).unwrap();
    assert_eq!(document["allowed"], false);
    assert_eq!(document["context"]["action"], "bartizan:ExplainRequest");
}

#[tokio::test]
async fn what_was_allowed_is_explained_too() {
    let world = world();
    explain(&world, &admin(), "none").await.unwrap_err();
    let id = world.last_event()["requestID"].as_str().unwrap().to_owned();
    let answer = explain(&world, &admin(), &id).await.unwrap();
    let told = json_of(&answer.field("Decisions").unwrap().items()[0]);
    assert_eq!(told["decision"]["outcome"], "Allowed");
    assert_eq!(told["layers"][0]["policies"][0]["source"]["name"], "everything");
    assert!(answer.field("EncodedAuthorizationMessage").is_none());
}

#[tokio::test]
async fn an_account_explains_its_own_requests_only() {
    let world = world();
    explain(&world, &nobody(), "none").await.unwrap_err();
    let id = world.last_event()["requestID"].as_str().unwrap().to_owned();
    let account = "210987654321".parse().unwrap();
    let other = Caller { principal: Principal::Root { account }, ..admin() };
    let fault = explain(&world, &other, &id).await.unwrap_err();
    assert_eq!(fault.code, "RequestNotFoundException");
}
