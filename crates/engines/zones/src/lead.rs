//! Where names lead by their records.

use std::collections::HashSet;

use crate::set::{Choice, Content, Set};
use crate::value::Kind;
use crate::zone::{FOLLOWED_MAX, Zone, Zones};

impl Zones {
    /// The given names that a name's records lead to, the likeliest first.
    pub fn leads_to(&self, name: &[u8]) -> Vec<Vec<u8>> {
        let mut led = Vec::new();
        if let Some(zone) = self.claim(name) {
            self.follow(zone, name, FOLLOWED_MAX, (&mut led, &mut HashSet::new()));
        }
        led
    }

    /// Follows each name once: there are too many ways through sets that lead to one another.
    fn follow(
        &self,
        zone: &Zone,
        name: &[u8],
        left: usize,
        (led, seen): (&mut Vec<Vec<u8>>, &mut HashSet<Vec<u8>>),
    ) {
        if left == 0 || led.len() >= FOLLOWED_MAX || !seen.insert(name.to_vec()) {
            return;
        }
        let mut sets: Vec<&Set> = zone.sets(name).unwrap_or_default().iter().collect();
        sets.sort_by_key(|set| match set.choice {
            Choice::Weight(weight) => u8::MAX - weight,
            Choice::Secondary => u8::MAX,
            Choice::Only | Choice::Primary | Choice::Several => 0,
        });
        for set in sets {
            let target = match &set.content {
                Content::Alias(target) => target,
                Content::Records(data) if set.kind == Kind::CNAME => match data.first() {
                    Some(target) => target,
                    None => continue,
                },
                Content::Records(_) => continue,
            };
            if self.is_given(target) {
                if !led.contains(target) {
                    led.push(target.clone());
                }
            } else if zone.covers(target) {
                self.follow(zone, target, left - 1, (led, seen));
            }
        }
    }
}
