//! Who and what unusual activity came from, by the events of the activity record. (CloudTrail User
//! Guide, "CloudTrail record contents for Insights events for trails", `attributions`.)

use std::collections::HashMap;

use bartizan_rates::Insight;
use bartizan_service::Road;
use bartizan_service::store::ActivityQuery;
use bartizan_types::{Fault, Timestamp};
use serde_json::{Value as Json, json};

use super::{Category, InsightKind, Subject};
use crate::event;
use crate::records::Trail;
use crate::selection::Candidate;

/// How many values of an attribute are told of.
const TOLD: usize = 5;
/// How many events are looked at for each of both times, newest first. Where there are more, their
/// averages are those of the time that was looked at.
const EXAMINED_MAX: usize = 10_000;
const PAGE: usize = 1000;
/// What stands for the absence of an error.
const NO_ERROR: &str = "null";

/// The values behind an insight and before it.
#[derive(Debug, Default)]
pub(super) struct Attributions {
    insight: Counts,
    baseline: Counts,
}

/// How often each value of an attribute was there, in some minutes.
#[derive(Debug, Default)]
struct Counts {
    minutes: f64,
    values: HashMap<(&'static str, String), u32>,
}

/// Counts the values of an insight.
pub(super) fn of(
    road: &Road,
    trail: &Trail,
    insight: &Insight<Subject>,
) -> Result<Attributions, Fault> {
    let baseline_ms = i64::from(insight.baseline.minutes()) * 60_000;
    let from = Timestamp::from_millis(insight.start.millis().saturating_sub(baseline_ms));
    Ok(Attributions {
        insight: counts(road, trail, &insight.kind, (insight.start, insight.end))?,
        baseline: counts(road, trail, &insight.kind, (from, insight.start))?,
    })
}

fn counts(
    road: &Road,
    trail: &Trail,
    subject: &Subject,
    (from, until): (Timestamp, Timestamp),
) -> Result<Counts, Fault> {
    let by_name = ("EventName".to_owned(), subject.name.clone());
    let mut query = ActivityQuery {
        account: trail.account.to_string(),
        region: subject.region.clone(),
        from_ms: from.millis(),
        to_ms: until.millis().saturating_sub(1),
        // Events of the data plane are not indexed.
        attribute: (subject.category == Category::Management).then_some(by_name),
        page: None,
        limit: PAGE,
    };
    let (mut counts, mut examined, mut reached) = (Counts::default(), 0, from);
    loop {
        let page = road.platform().activity().query(&query)?;
        examined += page.rows.len();
        for record in page.rows.iter().filter_map(event::record) {
            if subject.counts(&record) {
                counts.add(subject.kind, Candidate(&record));
            }
        }
        query.page = page.next;
        if query.page.is_none() {
            break;
        }
        if examined >= EXAMINED_MAX {
            reached = page.rows.last().map_or(from, |row| Timestamp::from_millis(row.time_ms));
            break;
        }
    }
    counts.minutes = (until.since(reached).as_secs_f64() / 60.0).max(1.0);
    Ok(counts)
}

impl Counts {
    fn add(&mut self, kind: InsightKind, event: Candidate<'_>) {
        let mut count = |attribute: &'static str, value: Option<&str>| {
            if let Some(value) = value {
                *self.values.entry((attribute, value.to_owned())).or_default() += 1;
            }
        };
        count("userIdentityArn", event.caller().or_else(|| event.service()));
        count("userAgent", event.text("userAgent"));
        if kind == InsightKind::ApiCallRate {
            count("errorCode", Some(event.text("errorCode").unwrap_or(NO_ERROR)));
        }
    }

    /// The most frequent values of an attribute, with their averages a minute.
    fn top(&self, attribute: &str) -> Vec<Json> {
        let of = self.values.iter().filter(|((name, _), _)| *name == attribute);
        let mut found: Vec<(&str, u32)> =
            of.map(|((_, value), count)| (value.as_str(), *count)).collect();
        found.sort_by(|(a, many), (b, more)| more.cmp(many).then_with(|| a.cmp(b)));
        let shown = found.into_iter().take(TOLD).map(
            |(value, count)| json!({ "value": value, "average": f64::from(count) / self.minutes }),
        );
        shown.collect()
    }
}

impl Attributions {
    /// As the event has them.
    pub(super) fn shown(&self, subject: &Subject) -> Vec<Json> {
        let mut attributes = vec!["userIdentityArn", "userAgent"];
        if subject.kind == InsightKind::ApiCallRate {
            attributes.push("errorCode");
        }
        let shown = attributes.into_iter().map(|attribute| {
            json!({
                "attribute": attribute,
                "insight": self.insight.top(attribute),
                "baseline": self.baseline.top(attribute),
            })
        });
        shown.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_five_most_frequent_values_are_told_of() {
        let mut counts = Counts { minutes: 2.0, ..Counts::default() };
        for (number, agent) in ["a", "b", "c", "d", "e", "f"].into_iter().enumerate() {
            for _ in 0..=number {
                let event = json!({ "userAgent": agent, "userIdentity": { "arn": "x" } });
                counts.add(InsightKind::ApiCallRate, Candidate(&event));
            }
        }
        let top = counts.top("userAgent");
        let values: Vec<_> = top.iter().map(|one| one["value"].as_str().unwrap()).collect();
        assert_eq!(values, ["f", "e", "d", "c", "b"]);
        assert_eq!(top[0]["average"], 3.0);
        assert_eq!(counts.top("errorCode"), [json!({ "value": "null", "average": 10.5 })]);
    }
}
