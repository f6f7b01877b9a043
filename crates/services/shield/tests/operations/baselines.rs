//! What is usual is kept over restarts.

use std::sync::Mutex;
use std::time::Duration;

use bartizan_flood::{Baseline, Settings};
use bartizan_service::Platform;
use bartizan_shield::{Baselines, Watch, keep_baselines};

use super::fakes::BALANCER;
use super::world;

const SOME: Baseline = Baseline {
    learnt: Duration::from_hours(1),
    windows: 360,
    mean: 20.5,
    variance: 4.25,
    most: 31.0,
    highest: 40.0,
};
const EVERY: Duration = Duration::from_mins(2);

/// Detectors that have learnt something, and what they began with.
#[derive(Default)]
struct Learnt {
    learnt: Vec<(String, Baseline)>,
    restored: Mutex<Vec<(String, Baseline)>>,
}

impl Baselines for Learnt {
    fn learnt(&self) -> Vec<(String, Baseline)> {
        self.learnt.clone()
    }

    fn restore(&self, resource: &str, baseline: &Baseline) -> bool {
        self.restored.lock().unwrap().push((resource.to_owned(), *baseline));
        true
    }
}

#[tokio::test]
async fn detectors_begin_with_what_those_of_an_earlier_process_have_learnt() {
    let world = world();
    let platform = world.road.platform();
    let (first, next) = (Watch::new(Settings::default()), Watch::new(Settings::default()));
    assert_eq!(carried_over(platform, &first, &next).await, [(BALANCER.to_owned(), SOME)]);
}

/// Lets what is usual be stored by one, until another has begun with it; with what its detectors began.
pub(crate) async fn carried_over(
    platform: &Platform,
    from: &Watch,
    to: &Watch,
) -> Vec<(String, Baseline)> {
    let none = Baseline { windows: 0, ..SOME };
    let learnt = vec![(BALANCER.to_owned(), SOME), ("arn:aws:route53:::hostedzone/Z".into(), none)];
    let first = Learnt { learnt, ..Learnt::default() };
    let next = Learnt::default();
    let restored = async {
        while next.restored.lock().unwrap().is_empty() {
            let some_time = Duration::from_millis(20);
            let kept = keep_baselines(platform, &next, to, EVERY);
            assert!(tokio::time::timeout(some_time, kept).await.is_err());
        }
    };
    tokio::select! {
        () = keep_baselines(platform, &first, from, Duration::from_millis(10)) => unreachable!(),
        () = restored => {}
    }
    assert!(first.restored.lock().unwrap().is_empty());
    next.restored.into_inner().unwrap()
}
