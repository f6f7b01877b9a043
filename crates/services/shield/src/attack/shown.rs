//! Attacks as answers show them.

use crate::records::{AttackRecord, VectorRecord};
use crate::shapes::{
    AttackDetail, AttackProperty, AttackSummary, AttackVectorDescription, Contributor, Mitigation,
    SummarizedCounter,
};

/// How many contributors of a kind are told. (AWS Shield Advanced API Reference, `AttackProperty`.)
const TOP: usize = 5;

/// An attack in a list.
pub(super) fn summary(attack: &AttackRecord) -> AttackSummary {
    let vector =
        |vector: &VectorRecord| AttackVectorDescription { vector_type: vector.name.clone() };
    AttackSummary {
        attack_id: Some(attack.id.clone()),
        resource_arn: Some(attack.resource.clone()),
        start_time: Some(attack.began),
        end_time: attack.is_over.then_some(attack.lasted_until),
        attack_vectors: Some(attack.vectors.iter().map(vector).collect()),
    }
}

/// All that is known of an attack.
pub(super) fn detail(attack: &AttackRecord) -> AttackDetail {
    let mitigation = |name: &String| Mitigation { mitigation_name: Some(name.clone()) };
    AttackDetail {
        attack_id: Some(attack.id.clone()),
        resource_arn: Some(attack.resource.clone()),
        sub_resources: Some(Vec::new()),
        start_time: Some(attack.began),
        end_time: attack.is_over.then_some(attack.lasted_until),
        attack_counters: Some(attack.vectors.iter().map(|one| counter(attack, one)).collect()),
        attack_properties: Some(properties(attack)),
        mitigations: Some(attack.mitigations.iter().map(mitigation).collect()),
    }
}

/// The rate of a vector, a second: of requests, or of what clients did beside them.
fn counter(attack: &AttackRecord, vector: &VectorRecord) -> SummarizedCounter {
    let seconds = attack.lasted_until.since(attack.began).as_secs_f64().max(1.0);
    let average = as_float(vector.total) / seconds;
    SummarizedCounter {
        name: Some(format!("{}_RPS", vector.name)),
        max: Some(vector.most_a_second),
        average: Some(average),
        sum: Some(average * f64::from(vector.windows)),
        n: i32::try_from(vector.windows).ok(),
        unit: Some("RPS".to_owned()),
    }
}

fn properties(attack: &AttackRecord) -> Vec<AttackProperty> {
    let mut names: Vec<&str> = Vec::new();
    for one in &attack.contributors {
        if !names.contains(&one.property.as_str()) {
            names.push(&one.property);
        }
    }
    names.into_iter().map(|name| property(attack, name)).collect()
}

fn property(attack: &AttackRecord, name: &str) -> AttackProperty {
    let mut of: Vec<_> = attack.contributors.iter().filter(|one| one.property == name).collect();
    of.sort_by_key(|one| std::cmp::Reverse(one.count));
    let told: u64 = of.iter().map(|one| one.count).sum();
    let all: u64 = attack.vectors.iter().map(|one| one.total).sum();
    let contributors = of.iter().take(TOP).map(|one| Contributor {
        name: Some(one.name.clone()),
        value: i64::try_from(one.count).ok(),
    });
    AttackProperty {
        attack_layer: Some("APPLICATION".to_owned()),
        attack_property_identifier: Some(name.to_owned()),
        top_contributors: Some(contributors.collect()),
        unit: Some("REQUESTS".to_owned()),
        total: i64::try_from(all.max(told)).ok(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "a count of requests is far below 2^52")]
pub(super) fn as_float(count: u64) -> f64 {
    count as f64
}
