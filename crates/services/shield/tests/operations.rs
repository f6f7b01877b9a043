//! Each operation has a denied case and a golden of its activity record; and what Shield does about
//! attacks.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/attacks.rs"]
mod attacks;
#[path = "operations/baselines.rs"]
mod baselines;
#[path = "operations/cases.rs"]
mod cases;
#[path = "operations/engagement.rs"]
mod engagement;
#[path = "operations/fakes.rs"]
mod fakes;
#[path = "operations/health.rs"]
mod health;
#[path = "operations/lasting.rs"]
mod lasting;
#[path = "operations/protections.rs"]
mod protections;
#[path = "operations/subscriptions.rs"]
mod subscriptions;
#[path = "operations/together.rs"]
mod together;

use std::sync::Arc;

use bartizan_service::Reply;
use bartizan_service::testkit::{World, admin, check_operations, given, input_of};
use bartizan_service::types::Fault;
use bartizan_shield::Shield;
use serde_json::{Value as Json, json};

/// A world, and the web ACLs in it.
pub(crate) fn world_with(web_acls: &Arc<fakes::WebAcls>) -> World {
    world_of(fakes::Fakes { web_acls: Arc::clone(web_acls), ..fakes::Fakes::default() })
}

/// A world with what other services bring.
pub(crate) fn world_of(fakes: fakes::Fakes) -> World {
    World::new(vec![given(fakes)], |_| vec![Arc::new(Shield)])
}

pub(crate) fn world() -> World {
    world_with(&Arc::default())
}

/// A world whose account is subscribed.
pub(crate) async fn subscribed() -> World {
    let world = world();
    done(&world, "CreateSubscription", json!({})).await;
    world
}

/// Protects the balancer; the protection's id.
pub(crate) async fn protect(world: &World) -> String {
    let made = done(world, "CreateProtection", cases::protection()).await;
    made["ProtectionId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("shield", world, &cases::cases(), |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation, as one who may do everything.
pub(crate) async fn ask(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("shield", operation, &input);
    let answer = world.call(&admin(), "shield", operation, input).await;
    answer.map(|Reply { value, .. }| value.to_json())
}

/// The answer of an operation.
pub(crate) async fn done(world: &World, operation: &str, input: Json) -> Json {
    ask(world, operation, input).await.unwrap()
}

/// The code of a refusal.
pub(crate) async fn refused(world: &World, operation: &str, input: Json) -> String {
    ask(world, operation, input).await.unwrap_err().code.to_string()
}
