//! What a scan found, for programs: written as it is gone through, so that it is not held twice.

use bartizan_assess::matching::Finding;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use super::found::{Assessed, Found};

/// All of it; `advisories` tells of these.
#[derive(Serialize)]
pub(super) struct Report<'a> {
    advisories: &'a Json,
    scanned: Scanned,
    #[serde(serialize_with = "findings")]
    findings: &'a Found,
    problems: Vec<Problem<'a>>,
    notes: Vec<Note<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Scanned {
    files: usize,
    packages: usize,
    links_not_followed: usize,
}

#[derive(Serialize)]
struct Problem<'a> {
    path: &'a str,
    problem: &'a str,
}

#[derive(Serialize)]
struct Note<'a> {
    path: &'a str,
    note: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    id: &'a str,
    ids: &'a [String],
    package: Package<'a>,
    places: &'a [String],
    fixed_in: Option<&'a str>,
    severity: &'a str,
    score: Option<f64>,
    vector: &'a str,
    adjustments: Vec<Adjustment<'a>>,
    informational: &'a str,
    exploited_since: &'a str,
    epss: Option<f64>,
    functions: &'a [String],
    suppressed: Option<Suppressed<'a>>,
    summary: &'a str,
    url: &'a str,
}

#[derive(Serialize)]
struct Package<'a> {
    ecosystem: &'a str,
    release: &'a str,
    name: &'a str,
    version: &'a str,
    purl: String,
    source: Option<Source<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    name: &'a str,
    version: &'a str,
}

#[derive(Serialize)]
struct Adjustment<'a> {
    from: &'a str,
    to: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Suppressed<'a> {
    status: &'a str,
    reason: &'a str,
    expires: &'a str,
    document: &'a str,
}

impl<'a> Report<'a> {
    pub(super) fn new(found: &'a Found, advisories: &'a Json) -> Self {
        let problem = |(path, problem): &'a (String, String)| Problem { path, problem };
        let note = |(path, note): &'a (String, String)| Note { path, note };
        Self {
            advisories,
            scanned: Scanned {
                files: found.files_count,
                packages: found.counts().0,
                links_not_followed: found.links_count,
            },
            findings: found,
            problems: found.problems.iter().map(problem).collect(),
            notes: found.notes.iter().map(note).collect(),
        }
    }
}

fn findings<S: Serializer>(found: &Found, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(found.findings().map(|(assessed, finding)| entry(assessed, finding)))
}

fn entry<'a>(assessed: &'a Assessed, finding: &'a Finding) -> Entry<'a> {
    let package = &assessed.package;
    let adjustments = finding.adjustments.iter().map(|change| Adjustment {
        from: change.from.name(),
        to: change.to.name(),
        reason: &change.reason,
    });
    Entry {
        id: &finding.id,
        ids: &finding.ids,
        package: Package {
            ecosystem: package.ecosystem.name(),
            release: &package.release,
            name: &package.name,
            version: &package.version,
            purl: package.purl(),
            source: package.source.as_ref().map(|(name, version)| Source { name, version }),
        },
        places: &assessed.places,
        fixed_in: finding.fixed_in.as_deref(),
        severity: finding.severity.name(),
        score: finding.score.map(|tenths| f64::from(tenths) / 10.0),
        vector: &finding.vector,
        adjustments: adjustments.collect(),
        informational: &finding.informational,
        exploited_since: &finding.exploited_since,
        epss: finding.epss_millionths.map(|millionths| f64::from(millionths) / 1e6),
        functions: &finding.functions,
        suppressed: finding.suppression.as_ref().map(|why| Suppressed {
            status: &why.status,
            reason: &why.reason,
            expires: &why.expires,
            document: &why.document,
        }),
        summary: &finding.summary,
        url: &finding.url,
    }
}
