//! Findings that are counted together.

use std::collections::{BTreeMap, BTreeSet};

use super::view::View;
use crate::shapes::SeverityCounts;

/// What is counted of findings.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    /// By severity, in the order of [`super::severity::ALL`].
    of_severities: BTreeMap<String, i64>,
    pub(super) all: i64,
    pub(super) with_exploit: i64,
    pub(super) with_fix: i64,
    pub(super) of_network: i64,
    pub(super) resources: BTreeSet<String>,
}

impl Count {
    pub(super) fn add(&mut self, view: &View<'_>) {
        let record = view.record;
        let severity = record.text(&["severity"]).to_owned();
        *self.of_severities.entry(severity).or_default() += 1;
        self.all += 1;
        self.with_exploit += i64::from(record.text(&["exploitAvailable"]) == "YES");
        self.with_fix += i64::from(record.text(&["fixAvailable"]) == "YES");
        self.of_network += i64::from(record.text(&["type"]) == "NETWORK_REACHABILITY");
        self.resources.insert(record.resource.clone());
    }

    pub(super) fn of(&self, severity: &str) -> i64 {
        self.of_severities.get(severity).copied().unwrap_or_default()
    }

    pub(super) fn severities(&self) -> SeverityCounts {
        let of = |severity| Some(self.of(severity));
        SeverityCounts {
            all: Some(self.all),
            medium: of("MEDIUM"),
            high: of("HIGH"),
            critical: of("CRITICAL"),
            low: of("LOW"),
            informational: of("INFORMATIONAL"),
            untriaged: of("UNTRIAGED"),
        }
    }
}

/// Findings counted together, by account and name.
pub(super) type Groups = BTreeMap<(String, String), Group>;

/// What is counted, and one of the findings.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) count: Count,
    /// The tags of the instance, and what of it findings tell.
    pub(super) tags: BTreeMap<String, String>,
    pub(super) image: String,
    pub(super) platform: String,
    pub(super) vulnerability: String,
}

/// Adds a finding to the group of a name.
pub(super) fn add(groups: &mut Groups, view: &View<'_>, name: &str) {
    let record = view.record;
    let group = groups.entry((view.key.account.clone(), name.to_owned())).or_default();
    if group.count.all == 0 {
        const INSTANCE: [&str; 3] = ["resources", "details", "awsEc2Instance"];
        let of_instance = |name| record.text(&[&INSTANCE[..], &[name]].concat()).to_owned();
        let resources = record.finding.get("resources").and_then(|resources| resources.get(0));
        let tags = resources.and_then(|resource| resource.get("tags")?.as_object());
        let text = |(key, value): (&String, &serde_json::Value)| {
            Some((key.clone(), value.as_str()?.to_owned()))
        };
        group.tags = tags.into_iter().flatten().filter_map(text).collect();
        group.image = of_instance("imageId");
        group.platform = of_instance("platform");
        let vulnerability = record.text(&["packageVulnerabilityDetails", "vulnerabilityId"]);
        vulnerability.clone_into(&mut group.vulnerability);
    }
    group.count.add(view);
}
