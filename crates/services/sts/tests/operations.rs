//! Each operation has a denied case and a golden of its activity record; and what sessions may do.

#![allow(clippy::unwrap_used, clippy::panic, reason = "test code: a panic is its answer")]

mod central;
mod delegated;
mod issuer;
mod saml;

use std::sync::Arc;

use bartizan_service::testkit::{
    ACCOUNT, Case, World, admin, check_operations, given, input_of, root,
};
use bartizan_service::types::{AccessKeyId, Principal};
use bartizan_service::wire::Value;
use bartizan_service::{Caller, Projection, Reply, encode_authorization_message};
use bartizan_sts::Sts;
use serde_json::{Value as Json, json};

fn world() -> World {
    let trusted: Vec<Arc<dyn Projection>> = vec![
        given(issuer::Trusted),
        given(saml::Trusted),
        given(central::Organized),
        Arc::new(delegated::Keeper),
    ];
    let world = World::new(trusted, |_| vec![Arc::new(sts())]);
    issuer::enable(&world);
    world
}

fn sts() -> Sts {
    Sts::new(issuer::Served::new(), std::collections::HashMap::new())
}

fn guest() -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/guest")
}

async fn call(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Reply, String> {
    let input = input_of("sts", operation, &input);
    world.call(caller, "sts", operation, input).await.map_err(|fault| fault.to_string())
}

/// The caller that the credentials of a reply make.
fn session(world: &World, reply: &Reply) -> Caller {
    let text = |name: &str| {
        reply.value.path(&format!("Credentials.{name}")).and_then(Value::text).unwrap().to_owned()
    };
    let platform = world.road.platform();
    let key = AccessKeyId::from_client(&text("AccessKeyId"));
    let directory = platform.directory().unwrap();
    let opened = platform.tokens.open(&directory, &key, &text("SessionToken"), platform.now());
    let (caller, secret) = opened.unwrap();
    assert_eq!(secret.expose(), text("SecretAccessKey"));
    caller
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let cases = [
        Case::new("AssumeRole", json!({ "RoleArn": guest(), "RoleSessionName": "s" })),
        Case::new("AssumeRoot", central::input(central::DELETE)),
        Case::new("GetAccessKeyInfo", json!({ "AccessKeyId": "AKIAIOSFODNN7EXAMPLE" })),
        Case::new("GetCallerIdentity", json!({})),
        Case::new("GetDelegatedAccessToken", json!({ "TradeInToken": delegated::TOKEN })),
        Case::new("GetFederationToken", json!({ "Name": "bob" })),
        Case::new("GetSessionToken", json!({})),
        Case::new(
            "GetWebIdentityToken",
            json!({ "Audience": ["wall.example"], "SigningAlgorithm": "ES384" }),
        ),
    ];
    let mut all = cases.to_vec();
    // The role trusts no provider, so that everybody is refused alike.
    let token = issuer::token(&issuer::claims());
    let input = json!({ "RoleArn": guest(), "RoleSessionName": "s", "WebIdentityToken": token });
    all.push(Case::new("AssumeRoleWithWebIdentity", input).refused_by("AccessDenied"));
    all.push(Case::new("AssumeRoleWithSAML", saml::input()).refused_by("AccessDenied"));
    all.push(Case::new("DecodeAuthorizationMessage", json!({ "EncodedMessage": encoded() })));
    check_operations("sts", world, &all, |name, event| {
        insta::assert_json_snapshot!(name, event, {
            ".responseElements.credentials.sessionToken" => "…",
        });
    })
    .await;
}

/// A message that every world of the same seed can decode.
fn encoded() -> String {
    let world = world();
    let account = ACCOUNT.parse().unwrap();
    encode_authorization_message(world.road.platform(), account, "{}").unwrap()
}

#[tokio::test]
async fn a_role_session_replaces_the_callers_permissions() {
    let world = world();
    let input = json!({ "RoleArn": guest(), "RoleSessionName": "night" });
    let reply = call(&world, &admin(), "AssumeRole", input.clone()).await.unwrap();
    let caller = session(&world, &reply);
    let Principal::Session(of_role) = &caller.principal else { panic!("a role's session") };
    assert_eq!(of_role.arn.resource(), "assumed-role/guest/night");
    let refused =
        call(&world, &caller, "GetAccessKeyInfo", json!({"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"}))
            .await
            .unwrap_err();
    assert!(refused.contains("sts:GetAccessKeyInfo"), "{refused}");
    let chained = json!({ "RoleArn": guest(), "RoleSessionName": "x", "DurationSeconds": 3601 });
    let refused = call(&world, &caller, "AssumeRole", chained).await.unwrap_err();
    assert!(refused.contains("AccessDenied") || refused.contains("1 hour"), "{refused}");
}

#[tokio::test]
async fn who_may_not_assume_and_for_how_long() {
    let world = world();
    for (caller, input, code) in [
        (root(), json!({}), "Roles may not be assumed by root accounts."),
        (admin(), json!({ "DurationSeconds": 3601 }), "MaxSessionDuration"),
        (admin(), json!({ "DurationSeconds": 10 }), "greater than or equal to 900"),
        (admin(), json!({ "Policy": "{" }), "MalformedPolicyDocument"),
        (admin(), json!({ "PolicyArns": [{ "arn": "arn:aws:iam::aws:policy/None" }] }), "None"),
        (admin(), json!({ "SerialNumber": "arn:aws:iam::1:mfa/x", "TokenCode": "123456" }), "MFA"),
        (
            admin(),
            json!({ "Tags": [{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}] }),
            "Duplicate tag keys",
        ),
    ] {
        let mut whole = json!({ "RoleArn": guest(), "RoleSessionName": "s" });
        whole.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
        let refused = call(&world, &caller, "AssumeRole", whole).await.unwrap_err();
        assert!(refused.contains(code), "{input}: {refused}");
    }
}

#[tokio::test]
async fn a_missing_role_is_denied_like_one_that_does_not_trust() {
    let world = world();
    let arn = format!("arn:aws:iam::{ACCOUNT}:role/none");
    let input = json!({ "RoleArn": arn, "RoleSessionName": "s" });
    let refused = call(&world, &admin(), "AssumeRole", input).await.unwrap_err();
    assert!(refused.contains("is not authorized to perform: sts:AssumeRole"), "{refused}");
}

#[tokio::test]
async fn transitive_tags_and_source_identity_follow_the_chain() {
    let world = world();
    let input = json!({
        "RoleArn": guest(), "RoleSessionName": "s", "SourceIdentity": "ada",
        "Tags": [{ "Key": "Team", "Value": "red" }, { "Key": "Cost", "Value": "7" }],
        "TransitiveTagKeys": ["Team"],
    });
    let reply = call(&world, &admin(), "AssumeRole", input).await.unwrap();
    let facts = session(&world, &reply).session.unwrap();
    assert_eq!(facts.source_identity.as_deref(), Some("ada"));
    assert_eq!(facts.tags.len(), 2);
    assert_eq!(facts.transitive_tag_keys, ["Team"]);
}

#[tokio::test]
async fn session_tokens_are_bound_to_their_key_and_their_time() {
    let world = world();
    let reply =
        call(&world, &admin(), "GetSessionToken", json!({ "DurationSeconds": 900 })).await.unwrap();
    let caller = session(&world, &reply);
    assert!(matches!(caller.principal, Principal::User { .. }));
    let token = reply.value.path("Credentials.SessionToken").and_then(Value::text).unwrap();
    let platform = world.road.platform();
    let directory = platform.directory().unwrap();
    let other = AccessKeyId::from_client("ASIAOTHEROTHEROTHERX");
    assert!(platform.tokens.open(&directory, &other, token, platform.now()).is_err());
    world.clock.advance(std::time::Duration::from_secs(901));
    let key = caller.access_key.unwrap();
    assert!(platform.tokens.open(&directory, &key, token, platform.now()).is_err());
}

/// The day's token key is made by the first caller of the day. Where several come at once, one key
/// is made, and every token opens.
#[tokio::test]
async fn sessions_made_at_once_are_all_good() {
    let world = world();
    let admin = admin();
    let calls = (0..100).map(|_| call(&world, &admin, "GetSessionToken", json!({})));
    for reply in futures_util::future::join_all(calls).await {
        session(&world, &reply.unwrap());
    }
}

#[tokio::test]
async fn a_refusal_does_not_tell_whether_there_is_a_role() {
    let world = world();
    let nobody = bartizan_service::testkit::nobody();
    let mut refusals = Vec::new();
    for name in ["guest", "nowhere"] {
        let arn = format!("arn:aws:iam::{ACCOUNT}:role/{name}");
        let input = json!({ "RoleArn": arn, "RoleSessionName": "night" });
        let refusal = call(&world, &nobody, "AssumeRole", input).await.unwrap_err();
        refusals.push(refusal.replace(name, "…"));
    }
    assert_eq!(refusals[0], refusals[1]);
}

#[tokio::test]
async fn delegated_credentials_do_what_was_delegated_and_tell_by_whom() {
    let world = world();
    let trade_in = json!({ "TradeInToken": delegated::TOKEN });
    let reply = call(&world, &admin(), "GetDelegatedAccessToken", trade_in.clone()).await.unwrap();
    let caller = session(&world, &reply);
    assert!(matches!(&caller.principal, Principal::User { name, .. } if name == "admin"));
    let facts = caller.session.as_ref().unwrap();
    assert_eq!(facts.issued, delegated::APPROVED);
    assert_eq!(facts.expires.since(world.road.platform().now()).as_secs(), delegated::SECONDS);

    call(&world, &caller, "GetCallerIdentity", json!({})).await.unwrap();
    let identity = &world.last_event()["userIdentity"];
    assert_eq!(identity["invokedByDelegate"]["accountId"], ACCOUNT);
    for (operation, input) in [
        ("AssumeRole", json!({ "RoleArn": guest(), "RoleSessionName": "s" })),
        ("GetSessionToken", json!({})),
        ("GetFederationToken", json!({ "Name": "bob" })),
        ("GetDelegatedAccessToken", trade_in),
    ] {
        let refused = call(&world, &caller, operation, input).await.unwrap_err();
        assert!(refused.contains("a delegated session cannot call it"), "{refused}");
    }
    for (token, code) in [("none", "AccessDenied"), ("old", "ExpiredTradeInTokenException")] {
        let input = json!({ "TradeInToken": token });
        let refused = call(&world, &admin(), "GetDelegatedAccessToken", input).await.unwrap_err();
        assert!(refused.contains(code), "{refused}");
    }
}

#[tokio::test]
async fn a_root_session_does_its_task_and_makes_no_other_session() {
    let world = world();
    let reply = call(&world, &admin(), "AssumeRoot", central::input(central::DELETE)).await;
    let caller = session(&world, &reply.unwrap());
    assert!(
        matches!(&caller.principal, Principal::Root { account } if account.to_string() == central::MEMBER)
    );
    call(&world, &caller, "GetCallerIdentity", json!({})).await.unwrap();
    let key = json!({ "AccessKeyId": "AKIAIOSFODNN7EXAMPLE" });
    for (operation, input) in [
        ("AssumeRole", json!({ "RoleArn": guest(), "RoleSessionName": "s" })),
        ("AssumeRoot", central::input(central::DELETE)),
        ("GetSessionToken", json!({})),
        ("GetFederationToken", json!({ "Name": "bob" })),
        ("GetAccessKeyInfo", key),
    ] {
        let refused = call(&world, &caller, operation, input).await.unwrap_err();
        assert!(refused.contains("with session credentials"), "{operation}: {refused}");
    }
}

#[tokio::test]
async fn who_may_not_assume_root() {
    let world = world();
    let stranger =
        |id: &str| json!({ "TargetPrincipal": id, "TaskPolicyArn": { "arn": central::DELETE } });
    let not_allowed = "no resource-based policy allows the sts:AssumeRoot action";
    for (caller, input, said) in [
        (root(), central::input(central::DELETE), "may not be called by root"),
        (admin(), central::input(central::UNLOCK), not_allowed),
        (admin(), stranger(ACCOUNT), "is not authorized to perform: sts:AssumeRoot on resource"),
        (admin(), stranger(central::STRANGER), not_allowed),
        (admin(), stranger("someaccount1"), "The target principal someaccount1 is not valid."),
        (admin(), central::input("arn:aws:iam::aws:policy/AdministratorAccess"), "is not valid"),
    ] {
        let refused = call(&world, &caller, "AssumeRoot", input.clone()).await.unwrap_err();
        assert!(refused.contains(said), "{input}: {refused}");
    }
}
