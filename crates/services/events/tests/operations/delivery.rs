//! What becomes of events whose targets fail, and of rules that run by the clock.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bartizan_eventbridge::{EventBridge, EventsProjection, Exchange, deliver_due, run_due};
use bartizan_service::testkit::World;
use bartizan_service::types::Fault;
use bartizan_service::wire::shape;
use bartizan_service::{Authorized, Call, needs_no_permission, operations};
use serde_json::{Value as Json, json};

use crate::call;

shape! { SendMessageRequest {
    queue_url: String = show "QueueUrl",
    message_body: String = show "MessageBody",
    message_attributes: Option<std::collections::BTreeMap<String, Attribute>> = show "MessageAttributes",
} }

shape! { Attribute {
    string_value: Option<String> = show "StringValue",
} }

shape! { SendMessageResult {
    message_id: Option<String> = show "MessageId",
} }

/// Queues that keep what they take, and fail as often as they are told.
#[derive(Debug, Clone, Default)]
struct Queues(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    taken: Vec<(String, String, Json)>,
    failures: u32,
}

operations! {
    Queues = "sqs";
    SendMessage: Write Data Anyone [] needs_no_permission => take;
}

async fn take(
    queues: &Queues,
    _call: &Call,
    request: Authorized<SendMessageRequest>,
) -> Result<SendMessageResult, Fault> {
    let request = request.into_inner();
    let mut kept = queues.kept();
    let is_jobs = request.queue_url.ends_with("/jobs");
    if is_jobs && kept.failures > 0 {
        kept.failures -= 1;
        return Err(Fault::new("InternalError", "not now", 500));
    }
    let told = request.message_attributes.unwrap_or_default().into_iter();
    let told = told.map(|(name, value)| (name, json!(value.string_value))).collect();
    kept.taken.push((request.queue_url, request.message_body, told));
    Ok(SendMessageResult { message_id: None })
}

impl Queues {
    fn kept(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Scene {
    world: World,
    exchange: Exchange,
    queues: Queues,
}

impl Scene {
    async fn new(rule: Json, target: Json) -> Self {
        let (exchange, queues) = (Exchange::default(), Queues::default());
        let projection = Arc::new(EventsProjection::new(exchange.clone()));
        let (service, other) = (EventBridge::new(exchange.clone()), queues.clone());
        let world = World::new(vec![projection], |_| vec![Arc::new(service), Arc::new(other)]);
        call(&world, "PutRule", rule).await.unwrap();
        let mut aim = json!({ "Id": "t", "Arn": "arn:aws:sqs:us-east-1:123456789012:jobs" });
        aim.as_object_mut().unwrap().extend(target.as_object().unwrap().clone());
        call(&world, "PutTargets", json!({ "Rule": "r", "Targets": [aim] })).await.unwrap();
        Self { world, exchange, queues }
    }

    async fn put(&self) {
        let entry = json!({ "Source": "shop", "DetailType": "Order", "Detail": "{}" });
        call(&self.world, "PutEvents", json!({ "Entries": [entry] })).await.unwrap();
    }

    /// What was taken, after a time.
    async fn after(&self, seconds: u64) -> Vec<(String, String, Json)> {
        self.world.clock.advance(Duration::from_secs(seconds));
        let platform = self.world.road.platform();
        run_due(platform, &self.exchange).await.unwrap();
        deliver_due(&Arc::new(self.world.road.clone()), &self.exchange).await;
        std::mem::take(&mut self.queues.kept().taken)
    }
}

fn listening() -> Json {
    json!({ "Name": "r", "EventPattern": r#"{"source":["shop"]}"# })
}

#[tokio::test]
async fn a_target_that_fails_is_tried_again_later() {
    let scene = Scene::new(listening(), json!({})).await;
    scene.queues.kept().failures = 3;
    scene.put().await;
    let mut tries = 0;
    while scene.after(5).await.is_empty() {
        tries += 1;
        assert!(tries < 10);
    }
    assert!(tries >= 2, "{tries}");
    assert!(scene.after(3600).await.is_empty());
}

#[tokio::test]
async fn a_target_that_keeps_failing_loses_the_event_to_the_dead_letters() {
    let dead = "arn:aws:sqs:us-east-1:123456789012:dead";
    for (policy, condition) in [
        (json!({ "MaximumRetryAttempts": 1 }), "MaximumRetryAttempts"),
        (json!({ "MaximumEventAgeInSeconds": 60 }), "MaximumEventAgeInSeconds"),
    ] {
        let target = json!({ "RetryPolicy": policy, "DeadLetterConfig": { "Arn": dead } });
        let scene = Scene::new(listening(), target).await;
        scene.queues.kept().failures = 1000;
        scene.put().await;
        let mut taken = Vec::new();
        for _ in 0..20 {
            taken.extend(scene.after(10).await);
        }
        let [(queue, event, told)] = &taken[..] else { panic!("{taken:?}") };
        assert!(queue.ends_with("/dead") && event.contains("\"source\":\"shop\""));
        assert_eq!(told["EXHAUSTED_RETRY_CONDITION"], condition);
        assert_eq!(told["ERROR_CODE"], "ERROR_FROM_TARGET");
        assert_eq!(told["RULE_ARN"], "arn:aws:events:us-east-1:123456789012:rule/r");
        assert!(told["RETRY_ATTEMPTS"].as_str().unwrap() >= "1");
    }
}

#[tokio::test]
async fn a_rate_runs_without_drift_and_once_for_what_was_missed() {
    let rule = json!({ "Name": "r", "ScheduleExpression": "rate(1 minute)" });
    let scene = Scene::new(rule, json!({ "InputPath": "$.time" })).await;
    let times = |taken: Vec<(String, String, Json)>| -> Vec<String> {
        taken.into_iter().map(|(_, body, _)| body).collect()
    };
    assert!(scene.after(59).await.is_empty());
    assert_eq!(times(scene.after(2).await), [r#""2026-11-24T09:01:00Z""#]);
    assert!(scene.after(58).await.is_empty());
    assert_eq!(times(scene.after(1).await), [r#""2026-11-24T09:02:00Z""#]);
    assert_eq!(times(scene.after(600).await).len(), 1);
    assert_eq!(times(scene.after(60).await), [r#""2026-11-24T09:13:00Z""#]);
    call(&scene.world, "DisableRule", json!({ "Name": "r" })).await.unwrap();
    assert!(scene.after(600).await.is_empty());
}

#[tokio::test]
async fn a_rule_that_is_deleted_takes_what_waits_with_it() {
    let scene = Scene::new(listening(), json!({})).await;
    scene.queues.kept().failures = 1;
    scene.put().await;
    assert!(scene.after(0).await.is_empty());
    call(&scene.world, "RemoveTargets", json!({ "Rule": "r", "Ids": ["t"] })).await.unwrap();
    call(&scene.world, "DeleteRule", json!({ "Name": "r" })).await.unwrap();
    assert!(scene.after(3600).await.is_empty());
}
