//! Asks for what checks look at.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use bartizan_posture::{Answer, Facts, Topic, Unknown};
use bartizan_types::Timestamp;
use serde_json::Value as Json;

use super::api::{Api, Refusal, form};
use super::{identity, regional, storage};

/// How many calls are under way at a time.
const AT_ONCE: usize = 8;

/// Answers by topic.
pub(super) type Answers = Vec<(Topic, Vec<Answer>)>;

/// Asks for the topics; tells in which regions.
pub(super) fn collect(
    api: &Api,
    account: &str,
    now: Timestamp,
    topics: &BTreeSet<Topic>,
    wanted: &[String],
) -> (Facts, Vec<String>) {
    let mut facts = Facts::new(account, now);
    let root = format!("arn:aws:iam::{account}:root");
    let is_wanted = |topic: &&Topic| !topic.is_regional();
    let of_account: BTreeSet<Topic> = topics.iter().filter(is_wanted).copied().collect();
    let of_regions: BTreeSet<Topic> = topics.difference(&of_account).copied().collect();
    for (topic, answers) in identity::ask(api, &root, &of_account) {
        facts.add(topic, answers);
    }
    for (topic, answers) in storage::ask(api, account, &root, &of_account) {
        facts.add(topic, answers);
    }
    if of_regions.is_empty() {
        return (facts, Vec::new());
    }
    let regions = match regions(api, wanted) {
        Ok(regions) => regions,
        Err(unknown) => {
            for topic in &of_regions {
                facts.add(*topic, [answer("", &root, Err(unknown.clone()))]);
            }
            vec![api.region().to_owned()]
        }
    };
    let asked = spread(&regions, |region| regional::ask(api, region, &regions, &root, &of_regions));
    for (topic, answers) in asked.into_iter().flatten() {
        facts.add(topic, answers);
    }
    (facts, regions)
}

/// The regions to ask: those wanted, or all that are enabled.
fn regions(api: &Api, wanted: &[String]) -> Result<Vec<String>, Unknown> {
    if !wanted.is_empty() {
        let wanted: BTreeSet<&String> = wanted.iter().collect();
        return Ok(wanted.into_iter().cloned().collect());
    }
    let answer = api.call("ec2", "DescribeRegions", api.region(), &form(&[]));
    let answer = answer.map_err(|refusal| refusal.unknown("ec2", "DescribeRegions"))?;
    let regions = answer.get("Regions").and_then(Json::as_array).into_iter().flatten();
    Ok(regions.map(|region| text(region, "RegionName").to_owned()).collect())
}

/// A member's text.
pub(super) fn text<'j>(json: &'j Json, name: &str) -> &'j str {
    json.get(name).and_then(Json::as_str).unwrap_or_default()
}

pub(super) fn answer(region: &str, resource: &str, got: Result<Json, Unknown>) -> Answer {
    Answer { region: region.to_owned(), resource: resource.to_owned(), got }
}

/// A member of an answer; null where the server says by one of these codes that there is none.
pub(super) fn member(
    asked: Result<Json, Refusal>,
    name: &str,
    (service, operation): (&str, &str),
    none: &[&str],
) -> Result<Json, Unknown> {
    match asked {
        Ok(mut answer) => Ok(answer.get_mut(name).map(Json::take).unwrap_or_default()),
        Err(refusal) if refusal.is(none) => Ok(Json::Null),
        Err(refusal) => Err(refusal.unknown(service, operation)),
    }
}

/// The answers about the items of a listing, each named by a member; one answer where there is no listing.
pub(super) fn each(
    listed: Result<Vec<Json>, Refusal>,
    (service, operation): (&str, &str),
    (region, root): (&str, &str),
    name: impl Fn(&Json) -> String,
) -> Vec<Answer> {
    match listed {
        Ok(items) => items.into_iter().map(|item| answer(region, &name(&item), Ok(item))).collect(),
        Err(refusal) => vec![answer(region, root, Err(refusal.unknown(service, operation)))],
    }
}

/// Does the work for each item, several at a time; the results are in the items' order.
pub(super) fn spread<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE.min(items.len()) {
            scope.spawn(|| {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(place) else { return };
                    let result = work(item);
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_what_they_are_about() {
        let items: Vec<usize> = (0..100).collect();
        assert_eq!(spread(&items, |item| item * 2), (0..200).step_by(2).collect::<Vec<_>>());
        assert!(spread(&[] as &[u8], |item| *item).is_empty());
    }
}
