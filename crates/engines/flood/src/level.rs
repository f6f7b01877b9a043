//! A level of traffic that came as a flood, and may come to be usual.

use std::time::Duration;

use crate::reservoir::Reservoir;
use crate::samples::Samples;
use crate::volume::Volume;

/// How long a half of the time is that a level must hold.
const HALF: Duration = Duration::from_mins(15);
/// How long a level must come that can be told from normal traffic.
const LONGEST: Duration = Duration::from_hours(24);

/// A level since a flood began, in halves of the time that it must hold. It holds while the newer half
/// does not rise far above the older.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    since: Duration,
    older: Option<Half>,
    newer: Half,
}

#[derive(Debug, Clone)]
struct Half {
    since: Duration,
    volume: Volume,
    normal: Reservoir,
    /// How many windows were floods, and of how many the requests could be told from normal ones.
    floods: u32,
    told_apart: u32,
}

impl Level {
    pub(crate) fn new(since: Duration) -> Self {
        Self { since, older: None, newer: Half::new(since) }
    }

    /// Adds a window, by its begin and end. Of a flood it says whether its requests could be told from
    /// normal ones.
    pub(crate) fn add(
        &mut self,
        rate: f64,
        samples: &Samples,
        (from, until): (Duration, Duration),
        is_told_apart: Option<bool>,
    ) {
        let half = &mut self.newer;
        half.volume.learn(rate, 0.0, true);
        half.normal.take(samples, from, until);
        if let Some(is_told_apart) = is_told_apart {
            half.floods += 1;
            half.told_apart += u32::from(is_told_apart);
        }
    }

    /// What is usual from now on, once the level has held: soon where its requests are like normal
    /// ones, and in the end also where they are not.
    pub(crate) fn settled(&mut self, now: Duration) -> Option<(Volume, Reservoir)> {
        if now.saturating_sub(self.newer.since) < HALF {
            return None;
        }
        let newer = std::mem::replace(&mut self.newer, Half::new(now));
        let older = self.older.take();
        let has_held = older.as_ref().is_some_and(|older| {
            let is_like_normal = older.is_like_normal() && newer.is_like_normal();
            let is_old = now.saturating_sub(self.since) >= LONGEST;
            newer.volume.is_within(&older.volume) && (is_like_normal || is_old)
        });
        if has_held {
            return Some((newer.volume, newer.normal));
        }
        self.older = Some(newer);
        None
    }
}

impl Half {
    fn new(since: Duration) -> Self {
        let (volume, normal) = (Volume::default(), Reservoir::default());
        Self { since, volume, normal, floods: 0, told_apart: 0 }
    }

    /// Whether next to none of its windows could be told from normal ones.
    const fn is_like_normal(&self) -> bool {
        self.told_apart.saturating_mul(10) <= self.floods
    }
}
