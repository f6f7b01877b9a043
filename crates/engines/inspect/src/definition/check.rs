//! Rules of a list that concern it as a whole, and labels.

use std::collections::HashSet;

use super::{Immunity, Invalid, RuleDefinition};

/// Labels must not have these as a part. (The API's page on `Rule`; AWS WAF's guide, "Label syntax and
/// naming requirements".)
const RESERVED: [&str; 8] =
    ["awswaf", "aws", "waf", "managed", "rulegroup", "webacl", "regexpatternset", "ipset"];
/// A label has so many namespaces at most, and its parts so many letters. (The same page.)
const NAMESPACES_MAX: usize = 5;
const PART_LENGTH_MAX: usize = 128;
/// A rule adds so many labels at most. (AWS WAF's guide, "quotas".)
const LABELS_MAX: usize = 100;
/// A solved challenge holds for so long at least. (The API's page on `ImmunityTimeProperty`.)
const CHALLENGE_SECONDS_MIN: u32 = 300;

/// Rules in the order of their priorities, which must differ as their names must.
pub(super) fn ordered(rules: &[RuleDefinition]) -> Result<Vec<&RuleDefinition>, Invalid> {
    let mut ordered: Vec<&RuleDefinition> = rules.iter().collect();
    ordered.sort_by_key(|rule| rule.priority);
    let (mut names, mut metrics) = (HashSet::new(), HashSet::new());
    let mut last = None;
    for rule in &ordered {
        if last == Some(rule.priority) {
            return Err(Invalid::parameter("RULE", "Priority", Invalid::DUPLICATE));
        }
        last = Some(rule.priority);
        if !names.insert(&rule.name) {
            return Err(Invalid::parameter("RULE", &rule.name, Invalid::DUPLICATE));
        }
        let metric = &rule.visibility_config.metric_name;
        if !metrics.insert(metric) {
            return Err(Invalid::parameter("METRIC_NAME", metric, Invalid::DUPLICATE));
        }
        labels(rule)?;
        let challenge = Immunity::seconds(rule.challenge_config.as_ref());
        check_challenge(challenge)?;
    }
    Ok(ordered)
}

/// A challenge must hold long enough.
pub(super) fn check_challenge(seconds: Option<u32>) -> Result<(), Invalid> {
    if seconds.is_some_and(|seconds| seconds < CHALLENGE_SECONDS_MIN) {
        return Err(Invalid::parameter("CHALLENGE_CONFIG", "ImmunityTime", Invalid::MINIMUM));
    }
    Ok(())
}

fn labels(rule: &RuleDefinition) -> Result<(), Invalid> {
    if rule.rule_labels.len() > LABELS_MAX {
        return Err(Invalid::parameter("RULE", "RuleLabels", Invalid::MAXIMUM));
    }
    for label in &rule.rule_labels {
        let parts: Vec<&str> = label.name.split(':').collect();
        let is_sound = |part: &&str| {
            !part.is_empty() && part.len() <= PART_LENGTH_MAX && !RESERVED.contains(part)
        };
        if parts.len() > NAMESPACES_MAX + 1 || !parts.iter().all(is_sound) {
            return Err(Invalid::parameter("RULE", &label.name, Invalid::FORMAT));
        }
    }
    Ok(())
}
