//! Protection groups, and what they say to the detectors of their members.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use bartizan_flood::{Circumstances, Settings, Together, Traffic};
use bartizan_service::testkit::World;
use bartizan_shield::{Detectors, Watch};
use serde_json::{Value as Json, json};

use super::baselines::carried_over;
use super::fakes::{ADDRESS, BALANCER, NEIGHBOUR};
use super::{done, subscribed};

const SETTINGS: Settings = Settings {
    learning: Duration::from_secs(20),
    window: Duration::from_secs(5),
    cool_down: Duration::from_secs(10),
    few_a_second: 20.0,
    incidents_a_second: 2.0,
};

/// The detectors of balancers: what came to each, and what each was told last.
#[derive(Default)]
pub(crate) struct Told {
    came: Mutex<HashMap<String, u64>>,
    told: Mutex<HashMap<String, Circumstances>>,
}

impl Told {
    pub(crate) fn of(&self, resource: &str) -> Option<Circumstances> {
        self.told.lock().unwrap().get(resource).copied()
    }

    fn together(&self, resource: &str) -> Together {
        self.of(resource).unwrap_or_default().together
    }
}

impl Detectors for Told {
    fn traffic(&self, resource: &str) -> Option<Traffic> {
        let requests = *self.came.lock().unwrap().get(resource)?;
        Some(Traffic { requests, is_told_apart: false })
    }

    fn tell(&self, resource: &str, circumstances: Circumstances) {
        self.told.lock().unwrap().insert(resource.to_owned(), circumstances);
    }
}

struct Play {
    world: World,
    watch: Watch,
    told: Told,
}

impl Play {
    /// Two balancers and an address, which has no detector, in a group.
    async fn new(group: Json) -> Self {
        let (world, watch) = (subscribed().await, Watch::new(SETTINGS));
        for resource in [BALANCER, NEIGHBOUR, ADDRESS] {
            let input = json!({ "Name": "it", "ResourceArn": resource });
            done(&world, "CreateProtection", input).await;
        }
        done(&world, "CreateProtectionGroup", group).await;
        world.road.platform().store.observe(Box::new(watch.clone())).unwrap();
        tokio::time::pause();
        Self { world, watch, told: Told::default() }
    }

    async fn windows(&self, many: u32, requests: [u64; 2]) {
        for _ in 0..many {
            for (resource, more) in [BALANCER, NEIGHBOUR].into_iter().zip(requests) {
                *self.told.came.lock().unwrap().entry(resource.to_owned()).or_default() += more;
            }
            tokio::time::advance(SETTINGS.window).await;
            self.watch.look(self.world.road.platform(), &self.told);
        }
    }

    fn told(&self) -> [Together; 2] {
        [BALANCER, NEIGHBOUR].map(|resource| self.told.together(resource))
    }
}

fn group(aggregation: &str, pattern: &Json) -> Json {
    let mut input = json!({ "ProtectionGroupId": "web", "Aggregation": aggregation });
    input.as_object_mut().unwrap().extend(pattern.as_object().unwrap().clone());
    input
}

#[tokio::test]
async fn each_pattern_takes_in_its_members() {
    use Together::{Unknown, Unusual};
    let both = [Unusual, Unusual];
    for (pattern, wanted) in [
        (json!({ "Pattern": "ALL" }), both),
        (
            json!({ "Pattern": "BY_RESOURCE_TYPE", "ResourceType": "APPLICATION_LOAD_BALANCER" }),
            both,
        ),
        (
            json!({ "Pattern": "BY_RESOURCE_TYPE", "ResourceType": "CLOUDFRONT_DISTRIBUTION" }),
            [Unknown, Unknown],
        ),
        (json!({ "Pattern": "ARBITRARY", "Members": [BALANCER, NEIGHBOUR] }), both),
        (json!({ "Pattern": "ARBITRARY", "Members": [BALANCER] }), [Unusual, Unknown]),
    ] {
        let play = Play::new(group("SUM", &pattern)).await;
        play.windows(8, [1000, 1000]).await;
        play.windows(1, [2500, 1900]).await;
        assert_eq!(play.told(), wanted, "{pattern}");
        tokio::time::resume();
    }
}

#[tokio::test]
async fn members_are_judged_together_by_the_aggregation() {
    use Together::{Unusual, Usual};
    for (aggregation, requests, wanted) in [
        ("SUM", [0, 2000], Usual),
        ("SUM", [1900, 2300], Unusual),
        ("MEAN", [0, 2000], Usual),
        ("MAX", [1900, 1900], Usual),
        ("MAX", [0, 2100], Unusual),
    ] {
        let play = Play::new(group(aggregation, &json!({ "Pattern": "ALL" }))).await;
        play.windows(8, [1000, 1000]).await;
        assert_eq!(play.told(), [Usual, Usual]);
        play.windows(1, requests).await;
        assert_eq!(play.told(), [wanted, wanted], "{aggregation} {requests:?}");
        tokio::time::resume();
    }
}

#[tokio::test]
async fn who_is_in_no_group_any_more_is_told_so() {
    let play = Play::new(group("SUM", &json!({ "Pattern": "ALL" }))).await;
    play.windows(8, [1000, 1000]).await;
    let (named, only) = (
        json!({ "ProtectionGroupId": "web" }),
        json!({ "Pattern": "ARBITRARY", "Members": [NEIGHBOUR] }),
    );
    done(&play.world, "UpdateProtectionGroup", group("SUM", &only)).await;
    play.windows(1, [1000, 1000]).await;
    assert_eq!(play.told()[0], Together::Unknown);
    done(&play.world, "DeleteProtectionGroup", named).await;
    play.windows(1, [1000, 1000]).await;
    assert_eq!(play.told(), [Together::Unknown, Together::Unknown]);
}

#[tokio::test]
async fn what_is_usual_of_a_group_is_kept_over_restarts() {
    let play = Play::new(group("SUM", &json!({ "Pattern": "ALL" }))).await;
    play.windows(8, [1000, 1000]).await;
    tokio::time::resume();
    let again = Watch::new(SETTINGS);
    carried_over(play.world.road.platform(), &play.watch, &again).await;
    tokio::time::pause();
    let play = Play { watch: again, ..play };
    play.windows(1, [0, 0]).await;
    play.windows(1, [5000, 5000]).await;
    assert_eq!(play.told(), [Together::Unusual, Together::Unusual]);
}
