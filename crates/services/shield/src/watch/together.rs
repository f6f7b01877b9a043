//! The traffic of protection groups, and what it says of their members.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use bartizan_flood::{
    Aggregation, Baseline, Circumstances, Group, Health, Member, Settings, Together, Traffic,
};

use super::accounts::Grouped;

/// The groups by their ARNs.
#[derive(Default)]
pub(super) struct Groups {
    known: HashMap<String, Group>,
    /// What earlier ones have learnt, until they are there again.
    waiting: HashMap<String, Baseline>,
}

impl Groups {
    /// Looks at all groups. Who is in several is flooded with any of them. A group that is gone, or puts
    /// together otherwise, is forgotten.
    pub(super) fn look<'a>(
        &mut self,
        groups: impl Iterator<Item = Grouped<'a>>,
        (settings, passed): (Settings, Duration),
        found: &mut HashMap<&'a str, Circumstances>,
        traffic: &dyn Fn(&str) -> Option<Traffic>,
    ) {
        let mut there = BTreeSet::new();
        for one in groups {
            let group = self.group(&one, settings, passed);
            let member = |name: &&'a str| {
                let health = found.get(name).map_or(Health::Unknown, |one| one.health);
                Some(Member { name, traffic: traffic(name)?, health })
            };
            let members: Vec<_> = one.members.iter().filter_map(member).collect();
            let together = group.look(passed, &members);
            for name in &one.members {
                if let Some(circumstances) = found.get_mut(name) {
                    circumstances.together = both(circumstances.together, together);
                }
            }
            there.insert(one.arn);
        }
        self.known.retain(|arn, _| there.contains(arn));
    }

    fn group(&mut self, one: &Grouped<'_>, settings: Settings, passed: Duration) -> &mut Group {
        let aggregation = aggregation(one.aggregation);
        let kept = self.waiting.remove(&one.arn);
        let group = self.known.entry(one.arn.clone());
        let group = group.or_insert_with(|| {
            let mut group = Group::new(settings, aggregation, passed);
            if let Some(baseline) = &kept {
                group.restore(baseline);
            }
            group
        });
        if group.aggregation() != aggregation {
            *group = Group::new(settings, aggregation, passed);
        }
        group
    }

    /// What was learnt, by the ARNs of groups.
    pub(super) fn learnt(&self, passed: Duration) -> Vec<(String, Baseline)> {
        self.known.iter().map(|(arn, group)| (arn.clone(), group.baseline(passed))).collect()
    }

    /// Lets a group begin with what an earlier one has learnt.
    pub(super) fn restore(&mut self, arn: &str, baseline: &Baseline) {
        match self.known.get_mut(arn) {
            Some(group) => group.restore(baseline),
            None => {
                self.waiting.insert(arn.to_owned(), *baseline);
            }
        }
    }
}

const fn both(one: Together, other: Together) -> Together {
    match (one, other) {
        (Together::Unusual, _) | (_, Together::Unusual) => Together::Unusual,
        (Together::Usual, _) | (_, Together::Usual) => Together::Usual,
        (Together::Unknown, Together::Unknown) => Together::Unknown,
    }
}

fn aggregation(name: &str) -> Aggregation {
    match name {
        "MEAN" => Aggregation::Mean,
        "MAX" => Aggregation::Max,
        _ => Aggregation::Sum,
    }
}
