//! Each operation has a denied case and a golden of its activity record; what questions are
//! answered.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/world.rs"]
mod world;

use std::time::Duration;

use bartizan_service::testkit::{Case, World, admin, check_operations};
use bartizan_service::{Caller, SessionToken, TokenPolicy, TokenPrincipal};
use bartizan_types::{AccessKeyId, Principal, UniqueId};
use serde_json::{Value as Json, json};
use world::{CLERK, OTHER, READER, authorize, one, world};

const INVOICE: &str = "arn:aws:myapp:::invoice/7";

/// May the reader read the invoice? With more members, or others.
fn request(more: &Json) -> Json {
    let mut all =
        json!({ "Principal": READER, "Action": "myapp:ReadInvoice", "Resource": INVOICE });
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    all
}

async fn ask(world: &World, more: Json) -> Json {
    one(world, &admin(), request(&more)).await
}

async fn code_of(world: &World, more: Json) -> String {
    let answer = ask(world, more).await;
    assert_eq!(answer["Allowed"], false, "{answer}");
    answer["Error"]["Code"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let batch =
        json!({ "Requests": [request(&json!({})), request(&json!({ "Action": "wrong" }))] });
    let cases = [Case::new("Authorize", json!({ "Batch": batch.to_string() }))];
    check_operations("authorize", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

#[tokio::test]
async fn own_actions_are_decided_by_the_principals_policies_and_tags() {
    let world = world();
    let sales = ask(&world, json!({ "Context": { "myapp:Department": "sales" } })).await;
    assert_eq!(sales["Allowed"], true, "{sales}");
    assert_eq!(sales["Decision"], "Allowed");
    let other = ask(&world, json!({ "Context": { "myapp:Department": "law" } })).await;
    assert_eq!(other["Decision"], "ImplicitlyDenied");
    let said = other["Message"].as_str().unwrap();
    assert!(said.contains("is not authorized to perform: myapp:ReadInvoice"), "{said}");
    let by_role = ask(&world, json!({ "Principal": CLERK, "Action": "myapp:Anything" })).await;
    assert_eq!(by_role["Allowed"], true);
}

#[tokio::test]
async fn what_a_batch_says_stands_for_its_requests() {
    let world = world();
    let batch = json!({
        "Principal": READER,
        "Context": { "myapp:Department": "sales" },
        "Requests": [
            { "Action": "myapp:ReadInvoice", "Resource": INVOICE },
            { "Action": "myapp:ReadInvoice", "Resource": INVOICE,
              "Context": { "myapp:department": "law" } },
            { "Action": "myapp:ReadInvoice", "Resource": INVOICE },
            { "Action": "myapp:PayInvoice", "Resource": INVOICE, "Principal": CLERK },
            { "Action": "myapp:PayInvoice", "Resource": INVOICE, "Principal": "caller" },
        ],
    });
    let answers = authorize(&world, &admin(), &batch).await.unwrap();
    let allowed: Vec<_> = answers.as_array().unwrap().iter().map(|one| &one["Allowed"]).collect();
    assert_eq!(allowed, [&json!(true), &json!(false), &json!(true), &json!(true), &json!(true)]);
}

#[tokio::test]
async fn the_asker_cannot_set_what_bartizan_knows() {
    let world = world();
    for key in ["aws:PrincipalArn", "AWS:PrincipalTag/department", "aws:CurrentTime", "aws:userid"]
    {
        assert_eq!(code_of(&world, json!({ "Context": { key: "x" } })).await, "ReservedContextKey");
    }
    let shared = json!({ "Requests": [request(&json!({}))], "Context": { "aws:userid": "x" } });
    let fault = authorize(&world, &admin(), &shared).await.unwrap_err();
    assert_eq!(fault.code, "ValidationException");
}

#[tokio::test]
async fn other_accounts_are_not_answered_for() {
    let world = world();
    for principal in [
        format!("arn:aws:iam::{OTHER}:user/stranger"),
        format!("arn:aws:iam::{OTHER}:user/none"),
        format!("arn:aws:iam::{OTHER}:root"),
        "arn:aws:iam::123456789012:user/none".to_owned(),
        "arn:aws:iam::123456789012:group/readers".to_owned(),
    ] {
        let code = code_of(&world, json!({ "Principal": principal })).await;
        assert_eq!(code, "UnknownPrincipal", "{principal}");
    }
    for resource in ["arn:aws:s3:::theirs/key".to_owned(), format!("arn:aws:myapp::{OTHER}:x")] {
        assert_eq!(code_of(&world, json!({ "Resource": resource })).await, "OtherAccount");
    }
}

#[tokio::test]
async fn the_policies_of_resources_take_part() {
    let world = world();
    let grant = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": { "AWS": READER }, "Action": "myapp:*",
        "Resource": INVOICE } });
    let direct = ask(&world, json!({ "ResourcePolicy": grant.to_string() })).await;
    assert_eq!(direct["Allowed"], true, "{direct}");
    let across = json!({ "ResourcePolicy": grant.to_string(), "ResourceAccount": "999999999999" });
    let across = ask(&world, across).await;
    assert_eq!(across["Decision"], "ImplicitlyDenied", "both sides must allow");
    let admin_of = |key: &str| {
        json!({ "Principal": "caller", "Action": "s3:GetObject",
            "Resource": format!("arn:aws:s3:::ledger/{key}") })
    };
    assert_eq!(ask(&world, admin_of("open/a")).await["Allowed"], true);
    assert_eq!(ask(&world, admin_of("secret/a")).await["Decision"], "ExplicitlyDenied");
    let mut forged = admin_of("secret/a");
    forged["ResourcePolicy"] = json!(grant.to_string());
    assert_eq!(code_of(&world, forged).await, "InvalidRequest");
    let assume = json!({ "Principal": READER, "Action": "sts:AssumeRole", "Resource": CLERK });
    assert_eq!(ask(&world, assume).await["Allowed"], false, "the role trusts another");
}

#[tokio::test]
async fn malformed_questions_are_refused_and_the_others_answered() {
    let world = world();
    for more in [
        json!({ "Action": "ReadInvoice" }),
        json!({ "Action": "myapp:*" }),
        json!({ "Action": ":" }),
        json!({ "Resource": "invoice/7" }),
        json!({ "Resource": "" }),
        json!({ "ResourceAccount": "12" }),
        json!({ "Resource": "arn:aws:myapp::123456789012:x", "ResourceAccount": "999999999999" }),
        json!({ "ResourcePolicy": "{" }),
        json!({ "Principal": "reader" }),
        json!({ "Context": { "": "x" } }),
    ] {
        assert_eq!(code_of(&world, more.clone()).await, "InvalidRequest", "{more}");
    }
    for batch in [json!({ "Requests": [] }), json!({ "Requests": vec![request(&json!({})); 1001] })]
    {
        let fault = authorize(&world, &admin(), &batch).await.unwrap_err();
        assert_eq!(fault.code, "ValidationException");
    }
    let explained = json!({ "Requests": vec![request(&json!({})); 51], "Explain": true });
    assert!(authorize(&world, &admin(), &explained).await.is_err());
}

#[tokio::test]
async fn a_decision_is_explained_where_that_is_asked() {
    let world = world();
    let batch = json!({ "Requests": [request(&json!({}))], "Explain": true });
    let answer = authorize(&world, &admin(), &batch).await.unwrap()[0].clone();
    let told = &answer["Explanation"];
    assert_eq!(told["principal"]["arn"], READER);
    assert_eq!(told["decision"]["outcome"], answer["Decision"]);
    assert!(!told["remedies"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn credentials_carry_their_session_policies_and_end() {
    let world = world();
    let account = "123456789012".parse().unwrap();
    let platform = world.road.platform();
    let key = AccessKeyId::generate_temporary(account, &*platform.random);
    let only_read = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
        "Action":"myapp:ReadInvoice","Resource":"*"}}"#;
    let id = UniqueId::from_stored("AROACLERKCLERKCLERKC");
    let (now, principal) = (platform.now(), TokenPrincipal::Role(account, id, "till".to_owned()));
    let session = SessionToken {
        secret: "secret".to_owned(),
        policies: Some(vec![TokenPolicy::Inline(only_read.to_owned())]),
        ..SessionToken::plain(principal, now, now.plus(Duration::from_mins(15)))
    };
    let token = platform.tokens.seal(&key, &session, now).await.unwrap();
    let who = json!({ "AccessKeyId": key.as_str(), "SessionToken": token });
    assert_eq!(ask(&world, json!({ "Principal": who })).await["Allowed"], true);
    let pay = json!({ "Principal": who, "Action": "myapp:PayInvoice" });
    assert_eq!(ask(&world, pay).await["Allowed"], false);
    let stolen = json!({ "AccessKeyId": "ASIAOTHER", "SessionToken": token });
    assert_eq!(code_of(&world, json!({ "Principal": stolen })).await, "InvalidCredentials");
    world.clock.advance(Duration::from_secs(901));
    assert_eq!(code_of(&world, json!({ "Principal": who })).await, "InvalidCredentials");
    let unknown = json!({ "AccessKeyId": "AKIANONE" });
    assert_eq!(code_of(&world, json!({ "Principal": unknown })).await, "InvalidCredentials");
}

#[tokio::test]
async fn a_principal_without_the_permission_asks_for_nothing() {
    let world = world();
    let reader = Caller { principal: Principal::Anonymous, ..admin() };
    let batch = json!({ "Requests": [request(&json!({}))] });
    assert!(authorize(&world, &reader, &batch).await.is_err());
}
