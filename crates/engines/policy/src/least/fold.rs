//! Resources as patterns, and long lists of them by the prefixes they have in common.

use std::collections::{BTreeMap, BTreeSet};

/// How many colons stand before the part of an ARN that names a resource.
const COLONS: usize = 5;

/// Patterns for exactly these resources; where there are more than `max`, those below the same parent
/// are one pattern, deepest parents first, until there are no more than `max`. What stands at the top,
/// such as a bucket, is never folded with others: there may be more than `max` then.
pub(super) fn folded(resources: &BTreeSet<String>, max: usize) -> BTreeSet<String> {
    let mut patterns: BTreeSet<String> = resources.iter().map(|one| exact(one)).collect();
    let deepest = patterns.iter().map(|one| parents(one).count()).max().unwrap_or(0);
    for depth in (0..deepest).rev() {
        if patterns.len() <= max {
            break;
        }
        for (parent, below) in families(&patterns, depth) {
            if patterns.len() <= max {
                break;
            }
            patterns.retain(|one| !below.contains(one));
            patterns.insert(format!("{parent}*"));
        }
    }
    patterns
}

/// The parents so deep that have several below them, the largest families first.
fn families(patterns: &BTreeSet<String>, depth: usize) -> Vec<(String, BTreeSet<String>)> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for pattern in patterns {
        if let Some(parent) = parents(pattern).nth(depth) {
            found.entry(parent.to_owned()).or_default().insert(pattern.clone());
        }
    }
    let mut found: Vec<_> = found.into_iter().filter(|(_, below)| below.len() > 1).collect();
    found.sort_by(|(one, of_one), (other, of_other)| {
        of_other.len().cmp(&of_one.len()).then_with(|| one.cmp(other))
    });
    found
}

/// The beginnings of a pattern up to each slash or colon of the part that names the resource, the
/// shortest first.
fn parents(pattern: &str) -> impl Iterator<Item = &str> {
    let mut colons = pattern.match_indices(':').skip(COLONS - 1);
    let from = colons.next().map_or(pattern.len(), |(at, _)| at + 1);
    let named = pattern.get(from..).unwrap_or_default();
    named.match_indices(['/', ':']).filter_map(move |(at, _)| pattern.get(..=from + at))
}

/// A pattern that this resource alone matches. (IAM User Guide, "IAM policy elements: Variables and
/// tags", special characters.)
fn exact(resource: &str) -> String {
    if resource == "*" {
        return resource.to_owned();
    }
    let mut pattern = String::with_capacity(resource.len());
    let mut rest = resource.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '*' => pattern.push_str("${*}"),
            '?' => pattern.push_str("${?}"),
            '$' if rest.peek() == Some(&'{') => pattern.push_str("${$}"),
            other => pattern.push(other),
        }
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(texts: &[&str]) -> BTreeSet<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn resources_are_folded_no_more_than_they_must_be() {
        let cases: [(&[&str], usize, &[&str]); 6] = [
            (&["*"], 1, &["*"]),
            (
                &["arn:aws:s3:::a/x", "arn:aws:s3:::a/y"],
                2,
                &["arn:aws:s3:::a/x", "arn:aws:s3:::a/y"],
            ),
            (&["arn:aws:s3:::a/x", "arn:aws:s3:::a/y"], 1, &["arn:aws:s3:::a/*"]),
            (
                &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::c"],
                1,
                &["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::c"],
            ),
            (
                &[
                    "arn:aws:s3:::a/d/1",
                    "arn:aws:s3:::a/d/2",
                    "arn:aws:s3:::a/d/3",
                    "arn:aws:s3:::a/e/1",
                    "arn:aws:s3:::a/e/2",
                ],
                3,
                &["arn:aws:s3:::a/d/*", "arn:aws:s3:::a/e/1", "arn:aws:s3:::a/e/2"],
            ),
            (
                &[
                    "arn:aws:s3:::a/d/1",
                    "arn:aws:s3:::a/d/2",
                    "arn:aws:s3:::a/e/1",
                    "arn:aws:s3:::b/1",
                ],
                2,
                &["arn:aws:s3:::a/*", "arn:aws:s3:::b/1"],
            ),
        ];
        for (resources, max, expected) in cases {
            assert_eq!(folded(&set(resources), max), set(expected), "{resources:?} to {max}");
        }
    }

    #[test]
    fn what_means_more_in_patterns_is_escaped() {
        for (resource, pattern) in [
            ("arn:aws:s3:::b/what?", "arn:aws:s3:::b/what${?}"),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/${*}"),
            ("arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${$}{aws:username}"),
            ("arn:aws:lambda:::f:$LATEST", "arn:aws:lambda:::f:$LATEST"),
        ] {
            assert_eq!(exact(resource), pattern);
        }
    }
}
