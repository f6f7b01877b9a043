//! Records of the OSV schema, read: what each says of each package.

use std::borrow::Cow;

use serde::Deserialize;

use super::range::{Event, Interval, intervals};
use super::record::{Advisory, Platform};
use crate::ecosystem::Ecosystem;
use crate::version::Scheme;

/// What a record says of one package, and under which key it is found.
pub(super) struct Entry {
    pub(super) ecosystem: Ecosystem,
    pub(super) name: String,
    pub(super) advisory: Advisory<String>,
}

/// A record, read.
pub(super) enum Outcome {
    /// It was taken back.
    Withdrawn,
    /// What it says, and what of it could not be used.
    Read { entries: Vec<Entry>, problems: Vec<String>, git_ranges: usize },
}

#[derive(Deserialize)]
struct Record<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    summary: Option<String>,
    published: Option<String>,
    modified: Option<String>,
    withdrawn: Option<String>,
    aliases: Option<Vec<String>>,
    severity: Option<Vec<Severity>>,
    affected: Option<Vec<Affected>>,
    references: Option<Vec<Reference>>,
    database_specific: Option<Specific>,
}

#[derive(Deserialize, Clone)]
struct Severity {
    score: String,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: Option<String>,
    url: String,
}

#[derive(Deserialize)]
struct Affected {
    package: Option<Package>,
    severity: Option<Vec<Severity>>,
    ranges: Option<Vec<Range>>,
    versions: Option<Vec<String>>,
    ecosystem_specific: Option<Specific>,
    database_specific: Option<Specific>,
}

#[derive(Deserialize)]
struct Package {
    ecosystem: String,
    name: String,
}

#[derive(Deserialize)]
struct Range {
    #[serde(rename = "type")]
    kind: String,
    events: Vec<RawEvent>,
}

#[derive(Deserialize)]
struct RawEvent {
    introduced: Option<String>,
    fixed: Option<String>,
    last_affected: Option<String>,
    limit: Option<String>,
}

/// What databases add: those of Rust, of Go, and others' words for severity.
#[derive(Deserialize, Default)]
struct Specific {
    #[serde(default, deserialize_with = "lenient")]
    severity: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    informational: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    affects: Option<Affects>,
    #[serde(default, deserialize_with = "lenient")]
    imports: Option<Vec<Import>>,
}

#[derive(Deserialize)]
struct Affects {
    os: Option<Vec<String>>,
    arch: Option<Vec<String>>,
    functions: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Import {
    path: Option<String>,
    symbols: Option<Vec<String>>,
    goos: Option<Vec<String>>,
    goarch: Option<Vec<String>>,
}

/// What a database adds may have any form: one that is not known says nothing.
fn lenient<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::de::DeserializeOwned,
{
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).ok())
}

/// Reads a record.
///
/// # Errors
/// It is no record, told in a few words.
pub(super) fn read(json: &[u8]) -> Result<Outcome, String> {
    let record: Record = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    if record.withdrawn.is_some() {
        return Ok(Outcome::Withdrawn);
    }
    let (mut entries, mut problems, mut git_ranges) = (Vec::new(), Vec::new(), 0);
    for affected in record.affected.iter().flatten() {
        let Some(package) = &affected.package else {
            git_ranges +=
                affected.ranges.iter().flatten().filter(|range| range.kind == "GIT").count();
            continue;
        };
        let Some((ecosystem, release)) = Ecosystem::parse(&package.ecosystem) else {
            problems.push(format!("the ecosystem `{}` is not known", package.ecosystem));
            continue;
        };
        let (ranges, gits) = read_ranges(ecosystem, affected, &mut problems);
        git_ranges += gits;
        let versions = affected.versions.clone().unwrap_or_default();
        if ranges.is_empty() && versions.is_empty() {
            continue;
        }
        let mut advisory = Advisory { ranges, versions, ..about(&record, affected) };
        release.clone_into(&mut advisory.release);
        let name = ecosystem.normalize(&package.name).into_owned();
        entries.push(Entry { ecosystem, name, advisory });
    }
    Ok(Outcome::Read { entries, problems, git_ranges })
}

/// What is said besides versions.
fn about(record: &Record, affected: &Affected) -> Advisory<String> {
    let severities = affected.severity.as_ref().filter(|list| !list.is_empty());
    let severities = severities.or(record.severity.as_ref()).into_iter().flatten();
    let specifics = || {
        [&affected.ecosystem_specific, &affected.database_specific, &record.database_specific]
            .into_iter()
            .flatten()
    };
    let (platforms, functions) = places(affected.ecosystem_specific.as_ref());
    Advisory {
        id: record.id.clone().into_owned(),
        aliases: record.aliases.clone().unwrap_or_default(),
        summary: record.summary.clone().unwrap_or_default(),
        published: record.published.clone().unwrap_or_default(),
        modified: record.modified.clone().unwrap_or_default(),
        url: url(record.references.as_deref().unwrap_or_default()),
        vectors: severities.map(|severity| severity.score.clone()).collect(),
        rating: specifics().find_map(|found| found.severity.clone()).unwrap_or_default(),
        informational: specifics()
            .find_map(|found| found.informational.clone())
            .unwrap_or_default(),
        platforms,
        functions,
        ..Advisory::default()
    }
}

/// The reference that is an advisory, or else the first.
fn url(references: &[Reference]) -> String {
    let is_advisory = |reference: &&Reference| reference.kind.as_deref() == Some("ADVISORY");
    let found = references.iter().find(is_advisory).or(references.first());
    found.map(|reference| reference.url.clone()).unwrap_or_default()
}

fn read_ranges(
    ecosystem: Ecosystem,
    affected: &Affected,
    problems: &mut Vec<String>,
) -> (Vec<(Scheme, Interval<String>)>, usize) {
    let (mut found, mut gits) = (Vec::new(), 0);
    for range in affected.ranges.iter().flatten() {
        let scheme = match range.kind.as_str() {
            "ECOSYSTEM" => ecosystem.scheme(),
            "SEMVER" if ecosystem == Ecosystem::GO => Scheme::Go,
            "SEMVER" => Scheme::Semver,
            "GIT" => {
                gits += 1;
                continue;
            }
            other => {
                problems.push(format!("the range type `{other}` is not known"));
                continue;
            }
        };
        let events = range.events.iter().flat_map(events).collect();
        let (intervals, problem) = intervals(scheme, events);
        found.extend(intervals.into_iter().map(|interval| (scheme, interval)));
        problems.extend(problem.map(str::to_owned));
    }
    (found, gits)
}

fn events(raw: &RawEvent) -> impl Iterator<Item = Event> {
    let fixed = raw.fixed.clone().map(Event::Fixed);
    let last = raw.last_affected.clone().map(Event::LastAffected);
    let limit = raw.limit.clone().filter(|limit| limit != "*").map(Event::Limit);
    raw.introduced.clone().map(Event::Introduced).into_iter().chain(fixed).chain(last).chain(limit)
}

/// Where the fault shows, and in which functions.
fn places(specific: Option<&Specific>) -> (Vec<Platform<String>>, Vec<String>) {
    let (mut platforms, mut functions) = (Vec::new(), Vec::new());
    if let Some(affects) = specific.and_then(|specific| specific.affects.as_ref()) {
        let systems = affects.os.clone().unwrap_or_default();
        let architectures = affects.arch.clone().unwrap_or_default();
        if !systems.is_empty() || !architectures.is_empty() {
            platforms.push(Platform { systems, architectures });
        }
        functions.extend(affects.functions.iter().flatten().cloned());
    }
    let imports = specific.and_then(|specific| specific.imports.as_ref());
    let mut is_everywhere = false;
    for import in imports.into_iter().flatten() {
        let systems = import.goos.clone().unwrap_or_default();
        let architectures = import.goarch.clone().unwrap_or_default();
        is_everywhere |= systems.is_empty() && architectures.is_empty();
        platforms.push(Platform { systems, architectures });
        let path = import.path.as_deref().unwrap_or_default();
        functions.extend(import.symbols.iter().flatten().map(|symbol| format!("{path}.{symbol}")));
    }
    if is_everywhere {
        platforms.clear();
    }
    (platforms, functions)
}
