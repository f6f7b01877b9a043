//! Attacks: how they are kept, told and answered.

use std::sync::Arc;
use std::time::Duration;

use bartizan_flood::{
    Attack, Change, Contributor, Dimension, Signature, Term, Vector, VectorCount,
};
use bartizan_service::testkit::World;
use bartizan_shield::{AttackLog, Normal};
use serde_json::{Value as Json, json};

use super::fakes::{BALANCER, NEIGHBOUR, WebAcls};
use super::{ask, done, protect, refused, subscribed, world, world_with};

pub(crate) const SILENCE: Duration = Duration::from_mins(5);
pub(crate) const DAY: Duration = Duration::from_hours(24);

/// An attack that has lasted for so many windows of five seconds.
pub(crate) fn attack(began: u64, windows: u64) -> Attack {
    let term = Term { dimension: Dimension::UserAgent, values: vec![b"flood/1".to_vec()] };
    let contributor = |dimension, value: &str, count| Contributor {
        dimension,
        value: value.as_bytes().to_vec(),
        count,
    };
    let flood = |total| VectorCount { vector: Vector::RequestFlood, total, most_a_second: 250.0 };
    Attack {
        began: Duration::from_secs(began),
        lasted_until: Duration::from_secs(began + 5 * windows),
        vectors: vec![flood(1000 * windows)],
        latest: vec![flood(1000)],
        contributors: vec![
            contributor(Dimension::Source, "198.51.100.7", 900),
            contributor(Dimension::UserAgent, "flood/1", 800),
        ],
        signature: Some(Signature { terms: vec![term] }),
    }
}

/// What is normal: nothing of the attack's, but maybe at the neighbour.
struct Usual {
    is_neighbour_spared: bool,
}

impl Normal for Usual {
    fn is_spared(&self, resource: &str, _: &Signature) -> bool {
        resource != NEIGHBOUR || self.is_neighbour_spared
    }
}

/// Stores attacks as a server does, while something is waited for.
pub(crate) async fn kept<T>(world: &World, log: &AttackLog, until: impl Future<Output = T>) -> T {
    kept_where(world, log, Usual { is_neighbour_spared: true }, until).await
}

async fn kept_where<T>(
    world: &World,
    log: &AttackLog,
    usual: Usual,
    until: impl Future<Output = T>,
) -> T {
    let normal: Arc<dyn Normal> = Arc::new(usual);
    tokio::select! {
        () = log.keep(world.road.platform(), &normal, SILENCE) => unreachable!(),
        found = until => found,
    }
}

/// The answer of `ListAttacks`, once it is as wanted.
pub(crate) async fn listed(world: &World, is_wanted: impl Fn(&[Json]) -> bool) -> Vec<Json> {
    loop {
        let answer = done(world, "ListAttacks", json!({})).await;
        let found = answer["AttackSummaries"].as_array().unwrap().clone();
        if is_wanted(&found) {
            return found;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_attack_on_a_protected_resource_is_described_and_answered() {
    let web_acls = Arc::new(WebAcls::default());
    let (world, log) = (world_with(&web_acls), AttackLog::default());
    done(&world, "CreateSubscription", json!({})).await;
    protect(&world).await;
    let block = json!({ "ResourceArn": BALANCER, "Action": { "Block": {} } });
    done(&world, "EnableApplicationLayerAutomaticResponse", block).await;
    let now = world.road.platform().now();
    log.changed(BALANCER, &Change::Began(attack(60, 1)), now);
    let passed = async {
        let begun = listed(&world, |found| found.len() == 1).await;
        assert_eq!(begun[0]["AttackVectors"], json!([{ "VectorType": "REQUEST_FLOOD" }]));
        assert_eq!(begun[0].get("EndTime"), None);
        world.clock.advance(Duration::from_secs(5));
        log.changed(BALANCER, &Change::GoesOn(attack(60, 2)), world.road.platform().now());
        log.changed(BALANCER, &Change::Ended(attack(60, 2)), world.road.platform().now());
        let ended = |found: &[Json]| found.first().is_some_and(|one| one.get("EndTime").is_some());
        listed(&world, ended).await
    };
    let over = kept(&world, &log, passed).await;
    let of = json!({ "AttackId": over[0]["AttackId"] });
    let told = done(&world, "DescribeAttack", of).await;
    insta::assert_json_snapshot!("described attack", told, { ".Attack.AttackId" => "[id]" });
    let rules = web_acls.rules.lock().unwrap();
    let [Some(rule), None] = rules.as_slice() else { panic!("{rules:?}") };
    assert!(rule.blocks);
}

#[tokio::test]
async fn no_rule_is_put_that_hits_what_is_normal_behind_the_same_web_acl() {
    let web_acls = Arc::new(WebAcls::default());
    let (world, log) = (world_with(&web_acls), AttackLog::default());
    done(&world, "CreateSubscription", json!({})).await;
    protect(&world).await;
    let block = json!({ "ResourceArn": BALANCER, "Action": { "Block": {} } });
    done(&world, "EnableApplicationLayerAutomaticResponse", block).await;
    log.changed(BALANCER, &Change::Began(attack(60, 1)), world.road.platform().now());
    let usual = Usual { is_neighbour_spared: false };
    kept_where(&world, &log, usual, listed(&world, |found| found.len() == 1)).await;
    assert_eq!(*web_acls.rules.lock().unwrap(), [None]);
}

#[tokio::test]
async fn an_attack_on_another_resource_is_counted_and_not_told() {
    let (world, log) = (subscribed().await, AttackLog::default());
    log.changed(BALANCER, &Change::Began(attack(60, 1)), world.road.platform().now());
    world.clock.advance(DAY);
    let counted = async {
        loop {
            let answer = done(&world, "DescribeAttackStatistics", json!({})).await;
            if answer["DataItems"][0]["AttackCount"] == 1 {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    let answer = kept(&world, &log, counted).await;
    assert_eq!(
        answer["DataItems"][0]["AttackVolume"],
        json!({ "RequestsPerSecond": { "Max": 250.0 } })
    );
    assert!(listed(&world, |_| true).await.is_empty());
}

#[tokio::test]
async fn attacks_are_listed_by_resource_and_time() {
    let (world, log) = (subscribed().await, AttackLog::default());
    protect(&world).await;
    log.changed(BALANCER, &Change::Began(attack(60, 1)), world.road.platform().now());
    kept(&world, &log, listed(&world, |found| found.len() == 1)).await;
    let early = json!({ "FromInclusive": "2020-01-01T00:00:00Z" });
    let late = json!({ "FromInclusive": "2040-01-01T00:00:00Z" });
    let over = json!({ "ToExclusive": "2040-01-01T00:00:00Z" });
    for (input, count) in [
        (json!({ "ResourceArns": [BALANCER] }), 1),
        (json!({ "ResourceArns": ["arn:aws:cloudfront::123456789012:distribution/E1"] }), 0),
        (json!({ "StartTime": early }), 1),
        (json!({ "StartTime": late }), 0),
        (json!({ "EndTime": over }), 0),
    ] {
        let found = ask(&world, "ListAttacks", input.clone()).await.unwrap();
        assert_eq!(found["AttackSummaries"].as_array().unwrap().len(), count, "{input}");
    }
}

#[tokio::test]
async fn nothing_is_known_of_an_attack_that_was_none() {
    let code = refused(&world(), "DescribeAttack", json!({ "AttackId": "none" })).await;
    assert_eq!(code, "AccessDeniedException");
}
