//! `GetWebIdentityToken`: keys that change, and public halves that stay as long as they are needed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod issuer;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use bartizan_jose::{Claims, KeySet, Token};
use bartizan_service::issuers;
use bartizan_service::testkit::{ACCOUNT, World, admin, input_of, root};
use bartizan_service::wire::Value;
use bartizan_sts::Sts;
use serde_json::json;

const DAY: Duration = Duration::from_hours(24);

fn world() -> World {
    let sts = Sts::new(issuer::Served::new(), HashMap::new());
    let world = World::new(Vec::new(), |_| vec![Arc::new(sts)]);
    issuer::enable(&world);
    world
}

async fn token(world: &World) -> String {
    let input = json!({ "Audience": ["a", "b"], "SigningAlgorithm": "ES384" });
    let input = input_of("sts", "GetWebIdentityToken", &input);
    let reply = world.call(&admin(), "sts", "GetWebIdentityToken", input).await.unwrap();
    reply.value.path("WebIdentityToken").and_then(Value::text).unwrap().to_owned()
}

fn shown(world: &World) -> KeySet {
    let keys = issuers::document(world.road.platform(), "wall/.well-known/jwks.json");
    KeySet::parse(keys.unwrap().unwrap().to_string().as_bytes()).unwrap()
}

fn read(token: &str, keys: &KeySet) -> Option<Claims> {
    Token::parse(token).unwrap().verify(keys).ok()
}

#[tokio::test]
async fn a_token_says_who_asked() {
    let world = world();
    let claims = read(&token(&world).await, &shown(&world)).unwrap();
    assert_eq!(claims.text("iss"), Some("https://localhost/_bartizan/issuer/wall"));
    assert_eq!(claims.text("sub"), Some(&*format!("arn:aws:iam::{ACCOUNT}:user/admin")));
    assert_eq!(claims.texts("aud"), ["a", "b"]);
    let lasts = claims.seconds("exp").unwrap() - claims.seconds("iat").unwrap();
    assert_eq!(lasts, 300);
    assert_eq!(claims.value("https://sts.amazonaws.com/").unwrap()["aws_account"], ACCOUNT);
}

#[tokio::test]
async fn keys_change_and_old_ones_are_shown_until_their_tokens_have_ended() {
    let world = world();
    let first = token(&world).await;
    world.clock.advance(29 * DAY);
    let last_of_first = token(&world).await;
    assert!(read(&last_of_first, &shown(&world)).is_some());
    world.clock.advance(DAY);
    let second = token(&world).await;
    let both = shown(&world);
    assert!(read(&first, &both).is_some() && read(&second, &both).is_some());
    world.clock.advance(Duration::from_hours(3));
    let left = shown(&world);
    assert!(read(&last_of_first, &left).is_none() && read(&second, &left).is_some());
}

#[tokio::test]
async fn those_who_ask_at_once_are_signed_for_by_one_key() {
    let world = world();
    let tokens = futures_util::future::join_all((0..8).map(|_| token(&world))).await;
    let keys = issuers::document(world.road.platform(), "wall/.well-known/jwks.json");
    assert_eq!(keys.unwrap().unwrap()["keys"].as_array().unwrap().len(), 1);
    assert!(tokens.iter().all(|token| read(token, &shown(&world)).is_some()));
}

#[tokio::test]
async fn documents_of_nobody_are_none() {
    let world = world();
    for path in ["", "wall", "wall/", "moat/.well-known/jwks.json", "wall/.well-known/other"] {
        assert!(issuers::document(world.road.platform(), path).unwrap().is_none(), "{path}");
    }
    let input = json!({ "Audience": ["a"], "SigningAlgorithm": "HS256" });
    let input = input_of("sts", "GetWebIdentityToken", &input);
    let fault = world.call(&root(), "sts", "GetWebIdentityToken", input).await.unwrap_err();
    assert_eq!(fault.code, "ValidationError");
}
