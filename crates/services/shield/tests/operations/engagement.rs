//! Emergency contacts are told of attacks on what is unhealthy.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bartizan_flood::Change;
use bartizan_service::testkit::World;
use bartizan_service::{BoxFuture, Egress, EgressError, Fetch, Post, Posted};
use bartizan_shield::{AttackLog, engage_due};
use bytes::Bytes;
use serde_json::{Value as Json, json};

use super::attacks::{attack, kept, listed};
use super::cases::contacts;
use super::fakes::{BALANCER, Checks, Fakes, HEALTH_CHECK};
use super::{done, protect, world_of};

const WEBHOOK: &str = "https://pager.example/bartizan";

/// The webhook, which answers with these statuses, one after the other, and with 204 from then on.
#[derive(Default)]
struct Webhook {
    answers: Mutex<Vec<u16>>,
    told: Mutex<Vec<(String, Json)>>,
}

impl Egress for Webhook {
    fn fetch<'a>(&'a self, _: Fetch<'a>) -> BoxFuture<'a, Result<Bytes, EgressError>> {
        unreachable!("nothing is fetched")
    }

    fn post<'a>(&'a self, post: Post<'a>) -> BoxFuture<'a, Result<Posted, EgressError>> {
        assert_eq!(post.url, WEBHOOK);
        let named = post.headers.iter().find(|(name, _)| *name == "x-bartizan-attack-id");
        let body = serde_json::from_slice(post.body).unwrap();
        self.told.lock().unwrap().push((named.unwrap().1.clone(), body));
        let status = self.answers.lock().unwrap().pop().unwrap_or(204);
        Box::pin(async move { Ok(Posted { status, body: Bytes::new() }) })
    }
}

/// A protected balancer with a health check, whose account wants to be engaged.
async fn engaged() -> (World, Arc<Checks>) {
    let checks = Arc::new(Checks::default());
    let world = world_of(Fakes { checks: Arc::clone(&checks), ..Fakes::default() });
    done(&world, "CreateSubscription", json!({})).await;
    let input = json!({ "ProtectionId": protect(&world).await, "HealthCheckArn": HEALTH_CHECK });
    done(&world, "AssociateHealthCheck", input).await;
    let details = json!({ "EmergencyContactList": contacts() });
    done(&world, "AssociateProactiveEngagementDetails", details).await;
    (world, checks)
}

/// An attack that has begun, and is stored.
async fn attacked(world: &World, log: &AttackLog) -> String {
    log.changed(BALANCER, &Change::Began(attack(60, 1)), world.road.platform().now());
    let found = kept(world, log, listed(world, |found| found.len() == 1)).await;
    found[0]["AttackId"].as_str().unwrap().to_owned()
}

/// Lets the attack go on for a window.
async fn goes_on(world: &World, log: &AttackLog) {
    log.changed(BALANCER, &Change::GoesOn(attack(60, 2)), world.road.platform().now());
    let id = |found: &Json| json!({ "AttackId": found["AttackId"] });
    let more = async {
        loop {
            let found = listed(world, |_| true).await;
            let told = done(world, "DescribeAttack", id(&found[0])).await;
            if told["Attack"]["AttackCounters"][0]["N"] == 2 {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    kept(world, log, more).await;
}

/// Tells what is to be told, again and again, while the clock goes on by so much each time.
async fn telling(world: &World, webhook: &Webhook, url: Option<&str>, pause: Duration) {
    for _ in 0..12 {
        engage_due(world.road.platform(), webhook, url).await.unwrap();
        world.clock.advance(pause);
    }
}

#[tokio::test]
async fn contacts_are_told_once_of_an_attack_on_what_is_unhealthy() {
    let ((world, checks), log) = (engaged().await, AttackLog::default());
    let webhook = Webhook::default();
    let id = attacked(&world, &log).await;
    telling(&world, &webhook, Some(WEBHOOK), Duration::ZERO).await;
    assert!(webhook.told.lock().unwrap().is_empty(), "it is healthy");
    *checks.0.lock().unwrap() = Some(false);
    goes_on(&world, &log).await;
    telling(&world, &webhook, Some(WEBHOOK), Duration::ZERO).await;
    let told = webhook.told.lock().unwrap();
    let [(named, message)] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(*named, id);
    insta::assert_json_snapshot!("told contacts", message, {
        ".attack.attackId" => "[id]", ".protection.id" => "[id]",
    });
}

#[tokio::test]
async fn a_webhook_that_fails_is_tried_again_and_not_for_ever() {
    for (failures, wanted) in [(2, 3), (1000, 10)] {
        let ((world, checks), log) = (engaged().await, AttackLog::default());
        *checks.0.lock().unwrap() = Some(false);
        attacked(&world, &log).await;
        let webhook = Webhook { answers: Mutex::new(vec![500; failures]), ..Webhook::default() };
        telling(&world, &webhook, Some(WEBHOOK), Duration::from_mins(5)).await;
        assert_eq!(webhook.told.lock().unwrap().len(), wanted);
    }
}

#[tokio::test]
async fn nobody_is_told_who_does_not_want_it_or_where_there_is_no_webhook() {
    for (is_disabled, url) in [(true, Some(WEBHOOK)), (false, None)] {
        let ((world, checks), log) = (engaged().await, AttackLog::default());
        *checks.0.lock().unwrap() = Some(false);
        attacked(&world, &log).await;
        if is_disabled {
            done(&world, "DisableProactiveEngagement", json!({})).await;
        }
        let webhook = Webhook::default();
        telling(&world, &webhook, url, Duration::ZERO).await;
        // What was let go is not told later.
        if is_disabled {
            done(&world, "EnableProactiveEngagement", json!({})).await;
        }
        telling(&world, &webhook, Some(WEBHOOK), Duration::ZERO).await;
        assert!(webhook.told.lock().unwrap().is_empty());
    }
}
