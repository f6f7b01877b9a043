//! Each operation has a denied case and a golden of its activity record; and what keys are and do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/aliases.rs"]
mod aliases;
#[path = "operations/cluster.rs"]
mod cluster;
#[path = "operations/data_keys.rs"]
mod data_keys;
#[path = "operations/decision.rs"]
mod decision;
#[path = "operations/encryption.rs"]
mod encryption;
#[path = "operations/grants.rs"]
mod grants;
#[path = "operations/hsm_key_stores.rs"]
mod hsm_key_stores;
#[path = "operations/hsm_orphans.rs"]
mod hsm_orphans;
#[path = "operations/imports.rs"]
mod imports;
#[path = "operations/key_stores.rs"]
mod key_stores;
#[path = "operations/keys.rs"]
mod keys;
#[path = "operations/last_usage.rs"]
mod last_usage;
#[path = "operations/managed_keys.rs"]
mod managed_keys;
#[path = "operations/multi_region.rs"]
mod multi_region;
#[path = "operations/policies.rs"]
mod policies;
#[path = "operations/replicas.rs"]
mod replicas;
#[path = "operations/rotation.rs"]
mod rotation;
#[path = "operations/secrets.rs"]
mod secrets;
#[path = "operations/signatures.rs"]
mod signatures;
#[path = "operations/unavailable_keys.rs"]
mod unavailable_keys;

use std::sync::Arc;

use bartizan_service::testkit::{ACCOUNT, Case, World, admin, check_operations, input_of};
use bartizan_service::types::Fault;
use bartizan_service::{Caller, Directory, Reply};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};

/// Another account, with a user who may do everything.
pub(crate) const OTHER: &str = "210987654321";

fn world() -> World {
    key_stores::world_of(&Arc::default())
}

/// An operation on a new key.
pub(crate) fn made(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateKey", json!({ "Description": "for tests" }))
}

/// The id of the key that was made first.
pub(crate) const KEY: &str = "$CreateKey.KeyMetadata.KeyId";

fn cases() -> Vec<Case> {
    let mut all = keys::cases();
    all.extend(policies::cases());
    all.extend(aliases::cases());
    all.extend(grants::cases());
    all.extend(rotation::cases());
    all.extend(last_usage::cases());
    all.extend(multi_region::cases());
    all.extend(encryption::cases());
    all.extend(data_keys::cases());
    all.extend(signatures::cases());
    all.extend(secrets::cases());
    all.extend(imports::cases());
    all.extend(key_stores::cases());
    all
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("kms", world, &cases(), |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation of the key service.
pub(crate) async fn ask(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Json, Fault> {
    let input = input_of("kms", operation, &input);
    world.call(caller, "kms", operation, input).await.map(|Reply { value, .. }| value.to_json())
}

/// As [`ask`], of one who may do everything.
pub(crate) async fn done(world: &World, operation: &str, input: Json) -> Json {
    ask(world, &admin(), operation, input).await.unwrap()
}

/// The code and the message of a refusal.
pub(crate) async fn refused(world: &World, operation: &str, input: Json) -> (String, String) {
    let fault = ask(world, &admin(), operation, input).await.unwrap_err();
    (fault.code.to_string(), fault.message)
}

/// Bytes of an answer, as an input takes them.
pub(crate) fn bytes(answer: &Json) -> Json {
    STANDARD.decode(answer.as_str().unwrap()).unwrap().into_iter().collect()
}

/// A new key's id.
pub(crate) async fn key(world: &World, input: Json) -> String {
    let made = done(world, "CreateKey", input).await;
    made["KeyMetadata"]["KeyId"].as_str().unwrap().to_owned()
}

/// The ARN of a key in the world's region.
pub(crate) fn arn(id: &str) -> String {
    format!("arn:aws:kms:us-east-1:{ACCOUNT}:key/{id}")
}

/// The directory as it is now.
pub(crate) fn directory(world: &World) -> Arc<Directory> {
    world.road.platform().directory().unwrap()
}

/// Lets so many days pass, and does what is due.
pub(crate) async fn days_later(world: &World, days: u64) {
    world.clock.advance(std::time::Duration::from_hours(24 * days));
    let cluster = cluster::Cluster::default();
    bartizan_kms::keep_up(world.road.platform(), &cluster).await.unwrap();
}
