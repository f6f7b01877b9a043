//! Packages against advisories: what affects which, what fixes it, and how grave it is.

use std::collections::BTreeSet;

use crate::advisory::{Advisories, Advisory, End, FileError, Platform, Signals};
use crate::cvss::{self, Severity};
use crate::inventory::Package;
use crate::version::Scheme;
use crate::vex::Suppression;

/// Where packages run, by Go's and Rust's names; what is not known excludes nothing.
#[derive(Clone, Debug, Default)]
pub struct Target {
    /// The operating system, as `linux`.
    pub system: Option<String>,
    /// Names of the architecture, as `amd64` and `x86_64`.
    pub architectures: Vec<String>,
}

/// A fault of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its CVE, or else the id of an advisory.
    pub id: String,
    /// All ids of it, those of advisories first.
    pub ids: Vec<String>,
    /// What it is about.
    pub summary: String,
    /// Where more is told.
    pub url: String,
    /// The version to go to, which all advisories about it hold for fixed; none if one knows no fix.
    pub fixed_in: Option<String>,
    /// The score of the vector, in tenths.
    pub score: Option<u8>,
    /// The vector that the score is of.
    pub vector: String,
    /// How grave it is, after the adjustments.
    pub severity: Severity,
    /// What changed the severity.
    pub adjustments: Vec<Adjustment>,
    /// What it tells instead of a vulnerability, as `unmaintained`.
    pub informational: String,
    /// The day on which its exploitation became known (CISA's KEV).
    pub exploited_since: String,
    /// The probability of its exploitation within 30 days, in millionths (EPSS).
    pub epss_millionths: Option<u32>,
    /// The functions that have the fault, where that is told.
    pub functions: Vec<String>,
    /// Why it does not count, where somebody said so.
    pub suppression: Option<Suppression>,
}

/// A change of a severity, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adjustment {
    /// What it was before.
    pub from: Severity,
    /// What it is now.
    pub to: Severity,
    /// Why.
    pub reason: String,
}

/// The faults of a package that are known.
///
/// # Errors
/// The file of advisories is damaged.
pub fn findings(
    advisories: &Advisories<'_>,
    package: &Package,
    target: &Target,
) -> Result<Vec<Finding>, FileError> {
    let (name, version) = package.advised();
    let Some(block) = advisories.about(package.ecosystem, name)? else { return Ok(Vec::new()) };
    let mut affecting: Vec<Advisory<&str>> = block
        .advisories()?
        .into_iter()
        .filter(|advisory| affects(advisory, package, version, target))
        .collect();
    let mut findings = Vec::new();
    while let Some(first) = affecting.pop() {
        let fault = same_fault(first, &mut affecting);
        findings.push(finding(advisories, package.ecosystem.scheme(), version, &fault)?);
    }
    findings.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(findings)
}

fn affects(advisory: &Advisory<&str>, package: &Package, version: &str, target: &Target) -> bool {
    let scheme = package.ecosystem.scheme();
    let is_release = package.ecosystem.is_release(advisory.release, &package.release);
    let is_version = |known: &&str| scheme.compare(known.as_bytes(), version.as_bytes()).is_eq();
    is_release
        && runs_on(&advisory.platforms, target)
        && (advisory.ranges.iter().any(|(scheme, range)| range.contains(*scheme, version))
            || advisory.versions.iter().any(is_version))
}

fn runs_on(platforms: &[Platform<&str>], target: &Target) -> bool {
    let has = |names: &[&str], wanted: &str| names.is_empty() || names.contains(&wanted);
    platforms.is_empty()
        || platforms.iter().any(|platform| {
            target.system.as_deref().is_none_or(|system| has(&platform.systems, system))
                && (target.architectures.is_empty()
                    || target.architectures.iter().any(|name| has(&platform.architectures, name)))
        })
}

/// All advisories that share an id with the first, or with one that does.
fn same_fault<'a>(
    first: Advisory<&'a str>,
    rest: &mut Vec<Advisory<&'a str>>,
) -> Vec<Advisory<&'a str>> {
    let mut ids: BTreeSet<&str> = first.aliases.iter().copied().chain([first.id]).collect();
    let mut fault = vec![first];
    loop {
        let is_same = |advisory: &mut Advisory<&str>| {
            ids.contains(advisory.id) || advisory.aliases.iter().any(|alias| ids.contains(alias))
        };
        let found: Vec<_> = rest.extract_if(.., is_same).collect();
        if found.is_empty() {
            fault.sort_by(|a, b| a.id.cmp(b.id));
            return fault;
        }
        ids.extend(found.iter().flat_map(|advisory| &advisory.aliases).copied());
        ids.extend(found.iter().map(|advisory| advisory.id));
        fault.extend(found);
    }
}

fn finding(
    advisories: &Advisories<'_>,
    scheme: Scheme,
    version: &str,
    fault: &[Advisory<&str>],
) -> Result<Finding, FileError> {
    let mut ids: Vec<&str> = fault.iter().map(|advisory| advisory.id).collect();
    let aliases: BTreeSet<&str> = fault.iter().flat_map(|found| found.aliases.clone()).collect();
    ids.extend(aliases.into_iter().filter(|alias| !fault.iter().any(|found| found.id == *alias)));
    let cves = || ids.iter().copied().filter(|id| id.starts_with("CVE-"));
    let mut signals = Vec::new();
    for cve in cves() {
        signals.extend(advisories.signals(cve)?);
    }
    let text = |pick: fn(&Advisory<&str>) -> String| {
        fault.iter().map(pick).find(|text| !text.is_empty()).unwrap_or_default()
    };
    let (vector, score) = scored(fault, &signals);
    let informational = text(|found| found.informational.to_owned());
    let rating = fault.iter().map(|found| Severity::of_word(found.rating)).max();
    let severity = match (score, informational.as_str()) {
        (Some(score), _) => Severity::of_score(score),
        (None, "" | "unsound") => rating.unwrap_or_default(),
        (None, _) => Severity::None,
    };
    let (severity, adjustments) = adjusted(severity, &signals);
    let exploited = signals.iter().map(|known| known.exploited_since.as_str());
    Ok(Finding {
        id: cves().min().or(ids.first().copied()).unwrap_or_default().to_owned(),
        summary: text(|found| found.summary.to_owned()),
        url: text(|found| found.url.to_owned()),
        fixed_in: fixed_in(scheme, version, fault),
        score,
        vector,
        severity,
        adjustments,
        informational,
        exploited_since: exploited
            .filter(|day| !day.is_empty())
            .min()
            .unwrap_or_default()
            .to_owned(),
        epss_millionths: signals.iter().filter_map(|known| known.epss_millionths).max(),
        functions: fault
            .iter()
            .flat_map(|found| &found.functions)
            .map(|f| (*f).to_owned())
            .collect(),
        ids: ids.into_iter().map(str::to_owned).collect(),
        suppression: None,
    })
}

/// The vector that counts, and its score: the newest version of CVSS, and of it the highest score. What
/// advisories say comes before what CISA added.
fn scored(fault: &[Advisory<&str>], signals: &[Signals<String>]) -> (String, Option<u8>) {
    let rank =
        |vector: &&str| (vector.get(..8).unwrap_or_default().to_owned(), cvss::score(vector));
    let is_scored = |vector: &&str| cvss::score(vector).is_some();
    let advised = fault.iter().flat_map(|found| found.vectors.iter().copied());
    let added = signals.iter().map(|known| known.vector.as_str());
    let best = advised.filter(is_scored).max_by_key(rank);
    let best = best.or_else(|| added.filter(is_scored).max_by_key(rank)).unwrap_or_default();
    (best.to_owned(), cvss::score(best))
}

/// What is known to be exploited is at least of high severity.
fn adjusted(severity: Severity, signals: &[Signals<String>]) -> (Severity, Vec<Adjustment>) {
    let exploited = signals.iter().find(|known| !known.exploited_since.is_empty());
    let active = signals.iter().find(|known| known.exploitation == "active");
    let reason = match (exploited, active) {
        (Some(known), _) if known.is_ransomware => {
            format!("exploited since {}, for ransomware too (KEV)", known.exploited_since)
        }
        (Some(known), _) => format!("exploited since {} (KEV)", known.exploited_since),
        (None, Some(_)) => "exploited (SSVC)".to_owned(),
        (None, None) => return (severity, Vec::new()),
    };
    if severity >= Severity::High {
        return (severity, Vec::new());
    }
    (Severity::High, vec![Adjustment { from: severity, to: Severity::High, reason }])
}

/// The smallest version that no advisory of the fault holds for affected any more, of the fixes that
/// they tell.
fn fixed_in(scheme: Scheme, version: &str, fault: &[Advisory<&str>]) -> Option<String> {
    let compare = |a: &&str, b: &&str| scheme.compare(a.as_bytes(), b.as_bytes());
    let ranges = || fault.iter().flat_map(|found| &found.ranges);
    let fixes = ranges().filter_map(|(_, range)| match range.end {
        End::Fixed(fix) => Some(fix),
        _ => None,
    });
    let is_affected = |fix: &str| ranges().any(|(scheme, range)| range.contains(*scheme, fix));
    fixes
        .filter(|fix| compare(fix, &version).is_gt() && !is_affected(fix))
        .min_by(compare)
        .map(str::to_owned)
}
