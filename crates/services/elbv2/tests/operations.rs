//! Each operation has a denied case and a golden of its activity record; and what balancers are and do.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

#[path = "operations/balancers.rs"]
mod balancers;
#[path = "operations/fakes.rs"]
mod fakes;
#[path = "operations/groups.rs"]
mod groups;
#[path = "operations/listeners.rs"]
mod listeners;
#[path = "operations/rules.rs"]
mod rules;

use std::sync::Arc;

use bartizan_elbv2::LoadBalancing;
use bartizan_service::Reply;
use bartizan_service::testkit::{Case, World, admin, check_operations, given, input_of};
use bartizan_service::types::Fault;
use serde_json::{Value as Json, json};

pub(crate) fn world() -> World {
    World::new(vec![given(fakes::Fakes)], |_| vec![Arc::new(LoadBalancing)])
}

pub(crate) const BALANCER: &str = "$CreateLoadBalancer.LoadBalancers.0.LoadBalancerArn";
pub(crate) const GROUP: &str = "$CreateTargetGroup.TargetGroups.0.TargetGroupArn";
pub(crate) const LISTENER: &str = "$CreateListener.Listeners.0.ListenerArn";

/// A new balancer.
pub(crate) fn new_balancer(name: &str) -> Json {
    json!({ "Name": name, "Subnets": ["subnet-a", "subnet-b"] })
}

/// A new target group.
pub(crate) fn new_group(name: &str) -> Json {
    json!({ "Name": name, "Protocol": "HTTP", "Port": 80, "VpcId": "vpc-1", "TargetType": "ip" })
}

/// A new listener that answers for itself.
pub(crate) fn new_listener(balancer: &str, port: u16) -> Json {
    json!({
        "LoadBalancerArn": balancer,
        "Protocol": "HTTP",
        "Port": port,
        "DefaultActions": [
            { "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404" } },
        ],
    })
}

/// An operation on a new balancer.
pub(crate) fn balanced(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateLoadBalancer", new_balancer("web"))
}

/// An operation on a new target group.
pub(crate) fn grouped(operation: &'static str, input: Json) -> Case {
    Case::new(operation, input).after("CreateTargetGroup", new_group("app"))
}

/// An operation on a new listener.
pub(crate) fn listening(operation: &'static str, input: Json) -> Case {
    balanced(operation, input).after("CreateListener", new_listener(BALANCER, 80))
}

fn cases() -> Vec<Case> {
    let mut all = balancers::cases();
    all.extend(groups::cases());
    all.extend(listeners::cases());
    all.extend(rules::cases());
    all
}

#[tokio::test]
async fn every_operation_is_denied_and_recorded() {
    check_operations("elbv2", world, &cases(), |name, event| {
        insta::assert_json_snapshot!(name, event);
    })
    .await;
}

/// Calls an operation, as one who may do everything.
pub(crate) async fn ask(world: &World, operation: &str, input: Json) -> Result<Json, Fault> {
    let input = input_of("elbv2", operation, &input);
    let answer = world.call(&admin(), "elbv2", operation, input).await;
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

/// A new balancer's ARN.
pub(crate) async fn balancer(world: &World, name: &str) -> String {
    let made = done(world, "CreateLoadBalancer", new_balancer(name)).await;
    made["LoadBalancers"][0]["LoadBalancerArn"].as_str().unwrap().to_owned()
}

/// A new target group's ARN.
pub(crate) async fn group(world: &World, name: &str) -> String {
    let made = done(world, "CreateTargetGroup", new_group(name)).await;
    made["TargetGroups"][0]["TargetGroupArn"].as_str().unwrap().to_owned()
}

/// A new listener's ARN.
pub(crate) async fn listener(world: &World, balancer: &str, port: u16) -> String {
    let made = done(world, "CreateListener", new_listener(balancer, port)).await;
    made["Listeners"][0]["ListenerArn"].as_str().unwrap().to_owned()
}
