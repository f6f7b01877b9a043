//! Attacks that outlast what answers them: the process, the signature, the subscription.

use std::sync::Arc;
use std::time::Duration;

use bartizan_flood::{Attack, Change};
use bartizan_service::testkit::World;
use bartizan_shield::AttackLog;
use serde_json::{Value as Json, json};

use super::attacks::{DAY, SILENCE, attack, kept, listed};
use super::fakes::{BALANCER, WebAcls};
use super::{done, protect, world_with};

/// A world whose balancer is protected, and attacks on it are answered.
async fn answering(web_acls: &Arc<WebAcls>) -> World {
    let world = world_with(web_acls);
    done(&world, "CreateSubscription", json!({})).await;
    protect(&world).await;
    let block = json!({ "ResourceArn": BALANCER, "Action": { "Block": {} } });
    done(&world, "EnableApplicationLayerAutomaticResponse", block).await;
    world
}

fn is_begun(found: &[Json]) -> bool {
    found.len() == 1
}

fn is_ended(found: &[Json]) -> bool {
    found.first().is_some_and(|one| one.get("EndTime").is_some())
}

fn tell(world: &World, log: &AttackLog, change: &Change) {
    log.changed(BALANCER, change, world.road.platform().now());
}

/// Whether the rules that were put are as many, and the last of them one.
async fn ruled(web_acls: &WebAcls, many: usize) -> bool {
    loop {
        let rules = web_acls.rules.lock().unwrap().clone();
        if rules.len() >= many {
            return rules.last().unwrap().is_some();
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_attack_of_an_earlier_process_keeps_its_rule_until_its_resource_is_calm() {
    let web_acls = Arc::new(WebAcls::default());
    let (world, log) = (answering(&web_acls).await, AttackLog::default());
    tell(&world, &log, &Change::Began(attack(60, 3)));
    kept(&world, &log, listed(&world, is_begun)).await;
    let next = AttackLog::default();
    let passed = async {
        // The next process does not know what is normal, so it has no signature.
        let again = Attack { signature: None, ..attack(5, 1) };
        tell(&world, &next, &Change::Began(again));
        let of = json!({ "AttackId": listed(&world, is_begun).await[0]["AttackId"] });
        loop {
            let told = done(&world, "DescribeAttack", of.clone()).await;
            if told["Attack"]["AttackCounters"][0]["N"] == 2 {
                break;
            }
            tokio::task::yield_now().await;
        }
        assert!(ruled(&web_acls, 1).await);
        world.clock.advance(SILENCE + Duration::from_secs(1));
        assert_eq!(listed(&world, is_ended).await.len(), 1);
        assert!(!ruled(&web_acls, 2).await);
    };
    kept(&world, &next, passed).await;
}

#[tokio::test]
async fn a_rule_that_nothing_says_is_right_is_taken_away() {
    let web_acls = Arc::new(WebAcls::default());
    let (world, log) = (answering(&web_acls).await, AttackLog::default());
    let unsigned = || Attack { signature: None, ..attack(60, 2) };
    let passed = async {
        tell(&world, &log, &Change::Began(attack(60, 1)));
        assert!(ruled(&web_acls, 1).await);
        world.clock.advance(Duration::from_mins(50));
        tell(&world, &log, &Change::GoesOn(attack(60, 2)));
        assert!(ruled(&web_acls, 2).await);
        world.clock.advance(Duration::from_mins(61));
        tell(&world, &log, &Change::GoesOn(unsigned()));
        assert!(!ruled(&web_acls, 3).await);
        assert!(!is_ended(&listed(&world, |_| true).await));
    };
    kept(&world, &log, passed).await;
}

#[tokio::test]
async fn a_rule_goes_with_the_subscription() {
    let web_acls = Arc::new(WebAcls::default());
    let (world, log) = (answering(&web_acls).await, AttackLog::default());
    world.clock.advance(DAY * 340);
    done(&world, "UpdateSubscription", json!({ "AutoRenew": "DISABLED" })).await;
    let passed = async {
        tell(&world, &log, &Change::Began(attack(60, 1)));
        assert!(ruled(&web_acls, 1).await);
        world.clock.advance(DAY * 26);
        tell(&world, &log, &Change::GoesOn(attack(60, 2)));
        assert!(!ruled(&web_acls, 2).await);
    };
    kept(&world, &log, passed).await;
    // The room in the web ACL is given back, too, whether or not there is an attack.
    let released = async {
        while !web_acls.reserved.lock().unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    kept(&world, &AttackLog::default(), released).await;
    done(&world, "CreateSubscription", json!({})).await;
    let of = json!({ "ResourceArn": BALANCER });
    let protection = done(&world, "DescribeProtection", of).await;
    let automatic = &protection["Protection"]["ApplicationLayerAutomaticResponseConfiguration"];
    assert_eq!(automatic["Status"], "DISABLED");
}
