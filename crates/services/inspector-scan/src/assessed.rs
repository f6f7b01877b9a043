//! What is known of a bill's components.

use std::collections::BTreeMap;

use bartizan_assess::advisory::{Advisories, Advisory, FileError, source_of, url_of};
use bartizan_assess::inventory::Package;
use bartizan_assess::matching::{Adjustment, Finding, Target, findings};
use bartizan_assess::{Severity, score};

use crate::bill::{self, Component};

/// What came of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It has vulnerabilities.
    Vulnerable,
    /// None is known.
    Clean,
    /// It has no package URL.
    Unnamed,
    /// Its package URL is of no kind that is known, or has no version.
    Unknown,
}

/// A score that somebody gave a vulnerability.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rating {
    pub(crate) source: String,
    pub(crate) url: String,
    pub(crate) vector: String,
    pub(crate) tenths: u8,
}

/// A component that a vulnerability affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Affected {
    /// Its place among the components.
    pub(crate) component: usize,
    pub(crate) fixed_in: Option<String>,
}

/// A vulnerability, and all that it affects.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vulnerability {
    pub(crate) id: String,
    /// Its other ids.
    pub(crate) related: Vec<String>,
    pub(crate) severity: Severity,
    pub(crate) adjustments: Vec<Adjustment>,
    pub(crate) summary: String,
    pub(crate) urls: Vec<String>,
    pub(crate) ratings: Vec<Rating>,
    pub(crate) epss_millionths: Option<u32>,
    pub(crate) exploited_since: String,
    /// Whether there is a way to exploit it; none where nobody has said.
    pub(crate) is_exploitable: Option<bool>,
    pub(crate) created: String,
    pub(crate) updated: String,
    pub(crate) affected: Vec<Affected>,
}

/// What a scan found.
#[derive(Debug)]
pub(crate) struct Assessed {
    pub(crate) components: Vec<Component>,
    /// What came of each component.
    pub(crate) outcomes: Vec<Outcome>,
    /// By their ids.
    pub(crate) vulnerabilities: Vec<Vulnerability>,
}

impl Assessed {
    /// How many vulnerabilities are of these severities.
    pub(crate) fn count(&self, severities: &[Severity]) -> usize {
        self.vulnerabilities.iter().filter(|one| severities.contains(&one.severity)).count()
    }
}

/// Asks the advisories about each component.
///
/// # Errors
/// The file of advisories is damaged.
pub(crate) fn assess(
    advisories: &Advisories<'_>,
    components: Vec<Component>,
) -> Result<Assessed, FileError> {
    let system = bill::system(&components);
    let mut found: BTreeMap<String, Vulnerability> = BTreeMap::new();
    let mut outcomes = Vec::with_capacity(components.len());
    for (at, component) in components.iter().enumerate() {
        outcomes.push(match (&component.purl, component.package(system.as_ref())) {
            (None, _) => Outcome::Unnamed,
            (Some(_), None) => Outcome::Unknown,
            (Some(_), Some(package)) => add(&mut found, advisories, &package, at)?,
        });
    }
    let mut vulnerabilities: Vec<Vulnerability> = found.into_values().collect();
    for one in &mut vulnerabilities {
        one.settle(advisories)?;
    }
    Ok(Assessed { components, outcomes, vulnerabilities })
}

/// Adds what is known of the package of a component.
fn add(
    found: &mut BTreeMap<String, Vulnerability>,
    advisories: &Advisories<'_>,
    package: &Package,
    component: usize,
) -> Result<Outcome, FileError> {
    let known = findings(advisories, package, &Target::default())?;
    if known.is_empty() {
        return Ok(Outcome::Clean);
    }
    let block = advisories.about(package.ecosystem, package.advised().0)?;
    let about = block.as_ref().map_or(Ok(Vec::new()), |block| block.advisories())?;
    for finding in known {
        let one = found.entry(finding.id.clone()).or_default();
        for advisory in about.iter().filter(|known| finding.ids.iter().any(|id| id == known.id)) {
            one.take(advisory);
        }
        one.add(finding, component);
    }
    Ok(Outcome::Vulnerable)
}

impl Vulnerability {
    fn add(&mut self, finding: Finding, component: usize) {
        if self.affected.is_empty() || finding.severity > self.severity {
            self.severity = finding.severity;
            self.adjustments = finding.adjustments;
            self.summary = finding.summary;
        }
        self.related.extend(finding.ids.into_iter().filter(|id| *id != finding.id));
        self.id = finding.id;
        self.epss_millionths = self.epss_millionths.max(finding.epss_millionths);
        self.exploited_since = finding.exploited_since;
        self.affected.push(Affected { component, fixed_in: finding.fixed_in });
    }

    /// Takes what an advisory about it says besides.
    fn take(&mut self, advisory: &Advisory<&str>) {
        let url = match advisory.url {
            "" => url_of(advisory.id),
            told => told.to_owned(),
        };
        for vector in &advisory.vectors {
            self.rate(source_of(advisory.id), &url, vector);
        }
        if !url.is_empty() {
            self.urls.push(url);
        }
        let published = advisory.published;
        if !published.is_empty() && (self.created.is_empty() || published < self.created.as_str()) {
            published.clone_into(&mut self.created);
        }
        if advisory.modified > self.updated.as_str() {
            advisory.modified.clone_into(&mut self.updated);
        }
    }

    fn rate(&mut self, source: &str, url: &str, vector: &str) {
        let Some(tenths) = score(vector) else { return };
        let [source, url, vector] = [source, url, vector].map(str::to_owned);
        self.ratings.push(Rating { source, url, vector, tenths });
    }

    /// Takes what is known of its CVEs, and tells everything once.
    fn settle(&mut self, advisories: &Advisories<'_>) -> Result<(), FileError> {
        let ids = self.related.iter().chain([&self.id]);
        let cves: Vec<String> = ids.filter(|id| id.starts_with("CVE-")).cloned().collect();
        for cve in cves {
            let Some(signals) = advisories.signals(&cve)? else { continue };
            self.rate("CISA-ADP", &url_of(&cve), &signals.vector);
            let is_exploited = !signals.exploited_since.is_empty();
            let said = match signals.exploitation.as_str() {
                "active" | "poc" => Some(true),
                "none" => Some(is_exploited),
                _ => is_exploited.then_some(true),
            };
            self.is_exploitable = self.is_exploitable.max(said);
        }
        for list in [&mut self.related, &mut self.urls] {
            list.sort();
            list.dedup();
        }
        self.ratings.sort();
        self.ratings.dedup();
        Ok(())
    }
}
