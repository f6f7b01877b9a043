//! Each operation has a denied case and a golden of its activity record; and what zones and their record
//! sets are.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/aliases.rs"]
mod aliases;
#[path = "operations/claims.rs"]
mod claims;
#[path = "operations/delegation_sets.rs"]
mod delegation_sets;
#[path = "operations/health.rs"]
mod health;
#[path = "operations/private.rs"]
mod private;
#[path = "operations/sets.rs"]
mod sets;
#[path = "operations/zones.rs"]
mod zones;

use std::sync::Arc;

use bartizan_route53::Route53;
use bartizan_service::Reply;
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

pub(crate) fn world() -> World {
    World::new(vec![given(private::Network)], |_| vec![Arc::new(Route53)])
}

pub(crate) const ZONE: &str = "$CreateHostedZone.HostedZone.Id";

/// A new zone.
pub(crate) fn new_zone(name: &str) -> Json {
    json!({ "Name": name, "CallerReference": name })
}

/// An operation on a new zone.
pub(crate) fn zoned(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateHostedZone", new_zone("shop.test"))
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    let mut cases = zones::cases();
    cases.extend(health::cases());
    cases.extend(delegation_sets::cases());
    cases.extend(private::cases());
    cases.extend(sets::cases());
    check_operations("route53", world, &cases, |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation, as one who may do everything.
pub(crate) async fn ask(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("route53", operation, &input);
    let answer = world.call(&admin(), "route53", operation, input).await;
    answer.map(|Reply { value, .. }| value.to_json())
}

/// The answer of an operation.
pub(crate) async fn done(world: &World, operation: &str, input: Json) -> Json {
    ask(world, operation, input).await.unwrap()
}

/// The code and the message of a refusal.
pub(crate) async fn refused(world: &World, operation: &str, input: Json) -> (String, String) {
    let fault = ask(world, operation, input).await.unwrap_err();
    (fault.code.to_string(), fault.message)
}

/// A new zone's id.
pub(crate) async fn zone(world: &World, name: &str) -> String {
    let made = done(world, "CreateHostedZone", new_zone(name)).await;
    made["HostedZone"]["Id"].as_str().unwrap().to_owned()
}
