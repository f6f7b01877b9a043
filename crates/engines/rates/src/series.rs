//! The calls of one kind, minute by minute. A minute is a number: of minutes since 1970.

use serde::{Deserialize, Serialize};

use crate::{Baseline, DAY_MINUTES};

/// How many whole days before today the baseline has. (CloudTrail User Guide, "CloudTrail record
/// contents for Insights events for trails", `baselineDuration`: at least seven days.)
const DAYS: i64 = 7;
/// How many minutes must have been watched: a day and a half. (CloudTrail User Guide, "Working with
/// CloudTrail Insights": it can take up to 36 hours until the first Insights event.)
const MINUTES_MIN: i64 = 36 * 60;
/// After how many usual minutes in a row unusual activity is over.
const QUIET_MINUTES: i64 = 5;
/// For how long activity can be unusual: after a day it is what is usual now.
const LONGEST_MINUTES: i64 = DAY_MINUTES;
/// How many minutes are kept apart that were not judged yet.
const RECENT_MAX: usize = 1440;

/// The calls of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Series {
    /// The last days, oldest first.
    days: Vec<Day>,
    /// Minutes that are not judged yet, with their calls, oldest first.
    recent: Vec<(i64, u32)>,
    unusual: Option<Unusual>,
}

/// The usual minutes of a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Day {
    /// Since 1970.
    number: i64,
    calls: u64,
    squares: u64,
    most: u32,
}

/// Unusual activity that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Unusual {
    start: i64,
    /// The minute behind the last unusual one.
    end: i64,
    /// What was usual when it began.
    baseline: Baseline,
    /// The calls from its start to its end, and to the last minute judged.
    calls: u64,
    calls_since: u64,
    /// Of the unusual minutes alone, as they are learned if this becomes usual.
    learned: Day,
}

/// That unusual activity began, or was over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) is_start: bool,
    pub(crate) start: i64,
    pub(crate) end: i64,
    pub(crate) baseline: Baseline,
    pub(crate) calls: u64,
}

/// Since when calls are watched, and since when unusual ones are told of.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Since {
    pub(crate) watched: i64,
    pub(crate) told: i64,
}

impl Series {
    /// Counts one call in a minute that will be judged.
    pub(crate) fn count(&mut self, minute: i64) {
        match self.recent.binary_search_by_key(&minute, |(known, _)| *known) {
            Ok(place) => {
                if let Some((_, calls)) = self.recent.get_mut(place) {
                    *calls = calls.saturating_add(1);
                }
            }
            Err(_) if self.recent.len() >= RECENT_MAX => self.learn(minute, 1),
            Err(place) => self.recent.insert(place, (minute, 1)),
        }
    }

    /// Counts calls in a minute that is not judged, or was found usual.
    pub(crate) fn learn(&mut self, minute: i64, calls: u32) {
        let squares = u64::from(calls).saturating_mul(u64::from(calls));
        let number = minute.div_euclid(DAY_MINUTES);
        self.add(Day { number, calls: calls.into(), squares, most: calls });
    }

    fn add(&mut self, more: Day) {
        let newest = self.days.last().map_or(more.number, |last| last.number.max(more.number));
        self.days.retain(|day| day.number >= newest - DAYS);
        match self.days.binary_search_by_key(&more.number, |day| day.number) {
            Ok(place) => {
                if let Some(day) = self.days.get_mut(place) {
                    day.calls = day.calls.saturating_add(more.calls);
                    day.squares = day.squares.saturating_add(more.squares);
                    day.most = day.most.max(more.most);
                }
            }
            Err(_) if more.number < newest - DAYS => {}
            Err(place) => self.days.insert(place, more),
        }
    }

    /// Judges the minutes before `until`.
    pub(crate) fn judge(&mut self, until: i64, since: Since) -> Vec<Turn> {
        let mut turns = Vec::new();
        let count = self.recent.partition_point(|(minute, _)| *minute < until);
        let minutes: Vec<(i64, u32)> = self.recent.drain(..count).collect();
        for (minute, calls) in minutes {
            turns.extend(self.end_before(minute));
            turns.extend(self.judge_one(minute, calls, since));
        }
        turns.extend(self.end_before(until));
        turns
    }

    /// Ends unusual activity that was quiet for long enough before this minute, or that has gone on
    /// for so long that it is usual now.
    fn end_before(&mut self, minute: i64) -> Option<Turn> {
        let unusual = self.unusual?;
        let is_quiet = minute - unusual.end >= QUIET_MINUTES;
        let is_usual_now = minute - unusual.start >= LONGEST_MINUTES;
        if !is_quiet && !is_usual_now {
            return None;
        }
        if !is_quiet {
            self.add(unusual.learned);
        }
        self.unusual = None;
        Some(unusual.turn(false))
    }

    fn judge_one(&mut self, minute: i64, calls: u32, since: Since) -> Option<Turn> {
        if let Some(unusual) = &mut self.unusual {
            unusual.calls_since = unusual.calls_since.saturating_add(calls.into());
            if unusual.baseline.is_unusual(calls) {
                unusual.go_on(minute, calls);
            } else {
                self.learn(minute, calls);
            }
            return None;
        }
        let baseline = self.baseline(minute, since.watched);
        let is_known = i64::from(baseline.minutes) >= MINUTES_MIN;
        if minute < since.told || !is_known || !baseline.is_unusual(calls) {
            self.learn(minute, calls);
            return None;
        }
        let mut unusual = Unusual {
            start: minute,
            end: minute,
            baseline,
            calls: 0,
            calls_since: calls.into(),
            learned: Day { number: minute.div_euclid(DAY_MINUTES), ..Day::default() },
        };
        unusual.go_on(minute, calls);
        self.unusual = Some(unusual);
        Some(unusual.turn(true))
    }

    /// What was usual in the days before this minute.
    fn baseline(&self, minute: i64, watched: i64) -> Baseline {
        let first = minute.div_euclid(DAY_MINUTES) - DAYS;
        let from = watched.max(first * DAY_MINUTES);
        let days = self.days.iter().filter(|day| day.number >= first);
        let none =
            Baseline { minutes: u32::try_from(minute - from).unwrap_or(0), ..Baseline::default() };
        days.fold(none, |sum, day| Baseline {
            minutes: sum.minutes,
            calls: sum.calls.saturating_add(day.calls),
            squares: sum.squares.saturating_add(day.squares),
            most: sum.most.max(day.most),
        })
    }

    /// Whether nothing is known of it that matters at this minute.
    pub(crate) fn is_forgotten(&self, minute: i64) -> bool {
        let first = minute.div_euclid(DAY_MINUTES) - DAYS;
        self.recent.is_empty()
            && self.unusual.is_none()
            && self.days.iter().all(|day| day.number < first)
    }
}

impl Unusual {
    /// One more unusual minute.
    fn go_on(&mut self, minute: i64, calls: u32) {
        let square = u64::from(calls).saturating_mul(u64::from(calls));
        self.end = minute + 1;
        self.calls = self.calls_since;
        self.learned.number = minute.div_euclid(DAY_MINUTES);
        self.learned.calls = self.learned.calls.saturating_add(calls.into());
        self.learned.squares = self.learned.squares.saturating_add(square);
        self.learned.most = self.learned.most.max(calls);
    }

    const fn turn(self, is_start: bool) -> Turn {
        Turn {
            is_start,
            start: self.start,
            end: self.end,
            baseline: self.baseline,
            calls: self.calls,
        }
    }
}
