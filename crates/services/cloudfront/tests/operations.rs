//! Each operation has a denied case and a golden of its activity record; and what distributions are.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/distributions.rs"]
mod distributions;
#[path = "operations/fakes.rs"]
mod fakes;
#[path = "operations/invalidations.rs"]
mod invalidations;
#[path = "operations/origins.rs"]
mod origins;
#[path = "operations/policies.rs"]
mod policies;
#[path = "operations/refusals.rs"]
mod refusals;

use std::sync::Arc;

use bartizan_cloudfront::Cdn;
use bartizan_service::Reply;
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

pub(crate) fn world() -> World {
    World::new(vec![given(fakes::Fakes)], |_| vec![Arc::new(Cdn)])
}

/// The id and the version of the distribution that was made before.
pub(crate) const ID: &str = "$CreateDistribution.Distribution.Id";
pub(crate) const ETAG: &str = "$CreateDistribution.ETag";
pub(crate) const CACHING_OPTIMIZED: &str = "658327ea-f89d-4fab-a63d-7e88639e58f6";

/// The configuration of a distribution.
pub(crate) fn config(reference: &str) -> Json {
    json!({
        "CallerReference": reference,
        "Comment": "",
        "Enabled": true,
        "Origins": { "Quantity": 1, "Items": [origin("app")] },
        "DefaultCacheBehavior": {
            "TargetOriginId": "app",
            "ViewerProtocolPolicy": "allow-all",
            "CachePolicyId": CACHING_OPTIMIZED,
        },
    })
}

/// An origin.
pub(crate) fn origin(id: &str) -> Json {
    json!({
        "Id": id,
        "DomainName": "app.example.test",
        "CustomHeaders": {
            "Quantity": 1,
            "Items": [{ "HeaderName": "X-Secret", "HeaderValue": "open sesame" }],
        },
        "CustomOriginConfig": {
            "HTTPPort": 80,
            "HTTPSPort": 443,
            "OriginProtocolPolicy": "http-only",
        },
    })
}

/// An operation on a new distribution.
pub(crate) fn distributed(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input)
        .after("CreateDistribution", json!({ "DistributionConfig": config("one") }))
}

fn cases() -> Vec<Case> {
    let mut all = distributions::cases();
    all.extend(invalidations::cases());
    all.extend(origins::cases());
    all.extend(policies::cases());
    all
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("cloudfront", world, &cases(), |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation, as one who may do everything.
pub(crate) async fn ask(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("cloudfront", operation, &input);
    let answer = world.call(&admin(), "cloudfront", operation, input).await;
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

/// A new distribution: its id and its version.
pub(crate) async fn made(world: &World, config: Json) -> (String, String) {
    let made = done(world, "CreateDistribution", json!({ "DistributionConfig": config })).await;
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    (text(&made["Distribution"]["Id"]), text(&made["ETag"]))
}
