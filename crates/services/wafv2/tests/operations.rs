//! Each operation has a denied case and a golden of its activity record; and what web ACLs are.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/associations.rs"]
mod associations;
#[path = "operations/bucket.rs"]
mod bucket;
#[path = "operations/cases.rs"]
mod cases;
#[path = "operations/firewall.rs"]
mod firewall;
#[path = "operations/logs.rs"]
mod logs;
#[path = "operations/managed.rs"]
mod managed;
#[path = "operations/mitigations.rs"]
mod mitigations;
#[path = "operations/proofs.rs"]
mod proofs;
#[path = "operations/quotas.rs"]
mod quotas;
#[path = "operations/robots.rs"]
mod robots;
#[path = "operations/sets.rs"]
mod sets;
#[path = "operations/sharing.rs"]
mod sharing;
#[path = "operations/vendors.rs"]
mod vendors;
#[path = "operations/web_acls.rs"]
mod web_acls;

use std::sync::Arc;

use bartizan_service::testkit::{World, admin, check_operations, given, input_of};
use bartizan_service::types::Fault;
use bartizan_service::{Caller, Projection, Reply};
use bartizan_wafv2::{Firewall, Published, Waf, WafProjection};
use serde_json::{Value as Json, json};

/// A world, and what the edge would see of it.
pub(crate) fn published_world() -> (World, Arc<Published>) {
    let firewall = Arc::new(Firewall::default());
    let published = firewall.published().clone();
    let projection: Arc<dyn Projection> = Arc::new(WafProjection::new(firewall));
    let others = [
        given(associations::Edge),
        given(sharing::Neighbour),
        given(bucket::BUCKET),
        given(logs::Logger),
    ];
    let projections = [projection].into_iter().chain(others).collect();
    let world = World::new(projections, |_| vec![Arc::new(Waf), Arc::new(bucket::BUCKET)]);
    (world, published)
}

pub(crate) fn world() -> World {
    published_world().0
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("wafv2", world, &cases::cases(), |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation.
pub(crate) async fn ask(
    world: &World,
    caller: &Caller,
    operation: &str,
    input: Json,
) -> Result<Json, Fault> {
    let input = input_of("wafv2", operation, &input);
    world.call(caller, "wafv2", operation, input).await.map(|Reply { value, .. }| value.to_json())
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

/// The metric of a name.
pub(crate) fn visible(name: &str) -> Json {
    json!({
        "SampledRequestsEnabled": true, "CloudWatchMetricsEnabled": true, "MetricName": name,
    })
}

/// A rule that blocks.
pub(crate) fn rule(name: &str, priority: i64, statement: &Json) -> Json {
    json!({
        "Name": name, "Priority": priority, "Statement": statement,
        "Action": { "Block": {} }, "VisibilityConfig": visible(name),
    })
}

/// A rule that uses a group.
pub(crate) fn uses(name: &str, group: &str) -> Json {
    json!({
        "Name": name, "Priority": 9, "OverrideAction": { "None": {} },
        "Statement": { "RuleGroupReferenceStatement": { "ARN": group } },
        "VisibilityConfig": visible(name),
    })
}

/// Requests for a path.
pub(crate) fn path(text: &str) -> Json {
    json!({ "ByteMatchStatement": {
        "SearchString": text, "FieldToMatch": { "UriPath": {} },
        "TextTransformations": [{ "Priority": 0, "Type": "LOWERCASE" }],
        "PositionalConstraint": "STARTS_WITH",
    } })
}

/// A web ACL with rules.
pub(crate) fn web_acl(name: &str, rules: &[Json]) -> Json {
    json!({
        "Name": name, "Scope": "REGIONAL", "DefaultAction": { "Allow": {} },
        "Rules": rules, "VisibilityConfig": visible(name),
    })
}

/// The same input with more members.
pub(crate) fn with(mut input: Json, more: &Json) -> Json {
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    input
}

/// What names a thing that was made, as requests give it.
pub(crate) fn named(made: &Json) -> Json {
    let summary = &made["Summary"];
    json!({ "Name": summary["Name"], "Scope": "REGIONAL", "Id": summary["Id"] })
}

/// The same with its lock token.
pub(crate) fn locked(made: &Json) -> Json {
    with(named(made), &json!({ "LockToken": made["Summary"]["LockToken"] }))
}
