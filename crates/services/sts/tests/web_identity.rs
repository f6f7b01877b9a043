//! `AssumeRoleWithWebIdentity`: who gets in, who does not, and what is recorded of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod issuer;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bartizan_service::testkit::{ACCOUNT, World, admin, given, input_of};
use bartizan_service::types::{AccessKeyId, Fault};
use bartizan_service::wire::Value;
use bartizan_service::{Caller, EgressError, Reply};
use bartizan_sts::Sts;
use issuer::{NOW, Served, Trusted, claims, key, provider_arn, role, token, token_by};
use serde_json::{Value as Json, json};

fn world(served: &Arc<Served>) -> World {
    let sts = Sts::new(Arc::clone(served) as _, HashMap::new());
    World::new(vec![given(Trusted)], |_| vec![Arc::new(sts)])
}

async fn assume(world: &World, token: &str, more: &Json) -> Result<Reply, Fault> {
    let mut input =
        json!({ "RoleArn": role(), "RoleSessionName": "build", "WebIdentityToken": token });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let operation = "AssumeRoleWithWebIdentity";
    let input = input_of("sts", operation, &input);
    world.call(&Caller::anonymous(), "sts", operation, input).await
}

/// The claims with these in place of others; null takes one out.
fn with(changes: &Json) -> Json {
    let mut all = claims();
    let members = all.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        members.insert(name.clone(), value.clone());
    }
    members.retain(|_, value| !value.is_null());
    all
}

#[tokio::test]
async fn whom_the_provider_proves_gets_a_session_and_is_recorded_by_that_name() {
    let world = world(&Served::new());
    let reply = assume(&world, &token(&claims()), &json!({})).await.unwrap();
    let text = |path: &str| reply.value.path(path).and_then(Value::text).unwrap().to_owned();
    assert_eq!(text("SubjectFromWebIdentityToken"), "repo:tower/wall");
    assert_eq!(text("Audience"), "sts.amazonaws.com");
    assert_eq!(text("Provider"), provider_arn());
    assert!(text("AssumedRoleUser.Arn").ends_with(":assumed-role/pipeline/build"));
    let platform = world.road.platform();
    let key = AccessKeyId::from_client(&text("Credentials.AccessKeyId"));
    let token = text("Credentials.SessionToken");
    let directory = platform.directory().unwrap();
    let (caller, _) = platform.tokens.open(&directory, &key, &token, platform.now()).unwrap();
    let principal = format!("{:?}", caller.principal);
    assert!(principal.contains(&provider_arn()), "{principal}");
    insta::assert_json_snapshot!(world.last_event(), {
        ".responseElements.credentials.sessionToken" => "…",
    });
}

#[tokio::test]
async fn tokens_that_prove_nothing_are_refused() {
    let world = world(&Served::new());
    let other = key("one");
    let invalid = "InvalidIdentityToken";
    let cases = [
        (token(&with(&json!({ "exp": NOW }))), "ExpiredTokenException", "Token expired: current"),
        (token(&with(&json!({ "exp": null }))), invalid, "Missing a required claim: exp"),
        (token(&with(&json!({ "exp": "soon" }))), invalid, "Missing a required claim: exp"),
        (token(&with(&json!({ "iat": null }))), invalid, "Missing a required claim: iat"),
        (token(&with(&json!({ "iat": NOW + 301 }))), invalid, "not valid yet"),
        (token(&with(&json!({ "nbf": NOW + 301 }))), invalid, "not valid yet"),
        (token(&with(&json!({ "sub": null }))), invalid, "Missing a required claim: sub"),
        (token(&with(&json!({ "sub": "s".repeat(256) }))), invalid, "too long"),
        (token(&with(&json!({ "aud": null }))), invalid, "Missing a required claim: aud"),
        (token(&with(&json!({ "aud": "other" }))), invalid, "Incorrect token audience"),
        (token(&with(&json!({ "azp": "other" }))), invalid, "Incorrect token audience"),
        (token(&with(&json!({ "azp": 1 }))), invalid, "Incorrect token audience"),
        (token(&with(&json!({ "iss": null }))), invalid, "Missing a required claim: iss"),
        (
            token(&with(&json!({ "iss": "https://evil.example" }))),
            invalid,
            "No OpenIDConnect provider found in your account for https://evil.example",
        ),
        (token(&with(&json!({ "iss": "id.example/ci" }))), invalid, "No OpenIDConnect provider"),
        (token(&with(&json!({ "iss": "https://id.example/ci/" }))), invalid, "No OpenIDConnect"),
        (token(&with(&json!({ "iss": "accounts.google.com" }))), "NotImplemented", ""),
        (token_by(&other, &claims()), invalid, "signature"),
        (token_by(&key("two"), &claims()), invalid, "Couldn't retrieve verification key"),
        ("gibberish".to_owned(), invalid, "not a valid JWT"),
        (
            token(&with(&json!({ "https://aws.amazon.com/tags": [] }))),
            invalid,
            "session tags of the ID Token are malformed",
        ),
        (
            token(&with(&json!({ "https://aws.amazon.com/source_identity": "a b" }))),
            invalid,
            "source identity",
        ),
        (
            token(&with(&json!({ "sub": "repo:moat/wall" }))),
            "AccessDenied",
            "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        ),
    ];
    for (token, code, message) in cases {
        let fault = assume(&world, &token, &json!({})).await.unwrap_err();
        assert_eq!(fault.code, code, "{fault}");
        assert!(fault.message.contains(message), "{fault}");
        assert!(!fault.message.contains(&token), "{fault}");
    }
}

#[tokio::test]
async fn requests_that_ask_too_much_are_refused() {
    let world = world(&Served::new());
    let elsewhere = format!("arn:aws:iam::{ACCOUNT}:role/nowhere");
    for (more, code) in [
        (json!({ "ProviderId": "www.amazon.com" }), "NotImplemented"),
        (json!({ "MinimumSessionTokenSize": 1 }), "NotImplemented"),
        (json!({ "DurationSeconds": 3601 }), "ValidationError"),
        (json!({ "Policy": "{" }), "MalformedPolicyDocument"),
        (json!({ "RoleArn": elsewhere }), "AccessDenied"),
        (json!({ "RoleArn": "arn:aws:iam::000000000001:role/x" }), "InvalidIdentityToken"),
    ] {
        let fault = assume(&world, &token(&claims()), &more).await.unwrap_err();
        assert_eq!(fault.code, code, "{more}: {fault}");
    }
}

#[tokio::test]
async fn tags_and_source_identity_of_the_token_are_the_sessions() {
    let world = world(&Served::new());
    let nested = json!({
        "https://aws.amazon.com/tags": {
            "principal_tags": { "Team": ["red"], "Cost": ["7"] },
            "transitive_tag_keys": ["Team"],
        },
        "https://aws.amazon.com/source_identity": "ada",
    });
    let flat = json!({
        "https://aws.amazon.com/tags/principal_tags/Team": "red",
        "https://aws.amazon.com/tags/principal_tags/Cost": "7",
        "https://aws.amazon.com/tags/transitive_tag_keys": ["Team"],
        "https://aws.amazon.com/source_identity": "ada",
    });
    for claims in [nested, flat] {
        let reply = assume(&world, &token(&with(&claims)), &json!({})).await.unwrap();
        let text = |path: &str| reply.value.path(path).and_then(Value::text).unwrap().to_owned();
        assert_eq!(text("SourceIdentity"), "ada");
        let key = AccessKeyId::from_client(&text("Credentials.AccessKeyId"));
        let platform = world.road.platform();
        let directory = platform.directory().unwrap();
        let opened = platform.tokens.open(
            &directory,
            &key,
            &text("Credentials.SessionToken"),
            platform.now(),
        );
        let facts = opened.unwrap().0.session.unwrap();
        assert_eq!(facts.tags.len(), 2);
        assert_eq!(facts.transitive_tag_keys, ["Team"]);
        assert_eq!(facts.source_identity.as_deref(), Some("ada"));
    }
}

/// Whoever signs the call gets no more by it, and no less.
#[tokio::test]
async fn a_signature_changes_nothing() {
    let world = world(&Served::new());
    let denied = token(&with(&json!({ "sub": "repo:moat/wall" })));
    let input = json!({ "RoleArn": role(), "RoleSessionName": "s", "WebIdentityToken": denied });
    let input = input_of("sts", "AssumeRoleWithWebIdentity", &input);
    let fault = world.call(&admin(), "sts", "AssumeRoleWithWebIdentity", input).await.unwrap_err();
    assert_eq!(fault.message, "Not authorized to perform sts:AssumeRoleWithWebIdentity");
}

#[tokio::test]
async fn keys_are_kept_and_a_new_one_is_looked_for_but_not_too_often() {
    let served = Served::new();
    let world = world(&served);
    let fetches = || served.fetches.load(Ordering::SeqCst);
    let enter = async |token: &str| assume(&world, token, &json!({})).await.is_ok();
    let now = token(&claims());
    assert!(enter(&now).await && enter(&now).await);
    assert_eq!(fetches(), 1);
    let second = key("two");
    served.keys.lock().unwrap().push(second.public());
    let by_second = token_by(&second, &claims());
    assert!(!enter(&by_second).await, "the issuer was asked a moment ago");
    assert_eq!(fetches(), 1);
    world.clock.advance(Duration::from_secs(10));
    assert!(enter(&by_second).await);
    assert_eq!(fetches(), 2);
    for _ in 0..5 {
        assert!(!enter(&token_by(&key("three"), &claims())).await);
    }
    assert_eq!(fetches(), 2);
    served.keys.lock().unwrap().clear();
    world.clock.advance(Duration::from_secs(200));
    *served.failure.lock().unwrap() = Some(EgressError::Late);
    assert!(enter(&by_second).await, "what is known serves on");
}

#[tokio::test]
async fn who_asks_at_once_waits_for_one_fetch() {
    let served = Served::new();
    let world = world(&served);
    let token = token(&claims());
    let more = json!({});
    let calls = (0..50).map(|_| assume(&world, &token, &more));
    for reply in futures_util::future::join_all(calls).await {
        reply.unwrap();
    }
    assert_eq!(served.fetches.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_failure_on_the_way_tells_nothing_of_the_network() {
    let unreachable = "IDPCommunicationError";
    for (failure, code) in [
        (EgressError::Refused("10.0.0.1".to_owned()), unreachable),
        (EgressError::Unreachable("10.0.0.1: connection refused".to_owned()), unreachable),
        (EgressError::Late, unreachable),
        (EgressError::Status(503), unreachable),
        (EgressError::Status(404), "InvalidIdentityToken"),
        (EgressError::TooLarge, "InvalidIdentityToken"),
        (EgressError::Certificate, "InvalidIdentityToken"),
    ] {
        let served = Served::new();
        *served.failure.lock().unwrap() = Some(failure.clone());
        let fault = assume(&world(&served), &token(&claims()), &json!({})).await.unwrap_err();
        assert_eq!(fault.code, code, "{failure}");
        assert!(!fault.message.contains("10.0.0.1"), "{fault}");
    }
}
