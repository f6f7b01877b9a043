//! Statements of others about faults (VEX): `OpenVEX` 0.2 and CycloneDX 1.4 to 1.6. What they say does not
//! apply is suppressed, with their reason, until the statement expires.
//! See `docs/adr/0066-statements-about-faults-expire.md`.

use std::collections::BTreeMap;
use std::time::Duration;

use bartizan_types::Timestamp;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::inventory::{Package, purl_pattern};
use crate::matching::Finding;

/// The largest document that is read.
pub const DOCUMENT_BYTES_MAX: usize = 32 << 20;
/// The most statements that one document may have.
const STATEMENTS_MAX: usize = 100_000;
/// A property of CycloneDX that says until when a statement holds (RFC 3339).
const EXPIRES: &str = "bartizan:expires";

/// What a document states.
#[derive(Clone, Debug, Default)]
pub struct Document {
    statements: Vec<Statement>,
    /// Statements that cannot be used, each in a few words.
    pub problems: Vec<String>,
}

#[derive(Clone, Debug)]
struct Statement {
    ids: Vec<String>,
    /// Packages without a version stand for all versions.
    packages: Vec<Package>,
    status: String,
    is_suppressing: bool,
    reason: String,
    stated: Timestamp,
    expires: Timestamp,
}

/// Why a finding does not count, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// As the document has it, as `not_affected`.
    pub status: String,
    /// Why.
    pub reason: String,
    /// Until when (RFC 3339).
    pub expires: String,
    /// The name of the document.
    pub document: String,
}

impl Document {
    /// Reads a document. A statement holds for `life`, if it does not say for how long.
    ///
    /// # Errors
    /// It is no such document, or is damaged, told in a few words.
    pub fn read(bytes: &[u8], life: Duration) -> Result<Self, String> {
        if bytes.len() > DOCUMENT_BYTES_MAX {
            return Err(format!("it is larger than {} MB", DOCUMENT_BYTES_MAX >> 20));
        }
        let json: Json = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        let context = json.get("@context").and_then(Json::as_str).unwrap_or_default();
        let mut read = Reading { life, document: Self::default() };
        if context.starts_with("https://openvex.dev/ns") {
            read.openvex(parsed(json)?)?;
        } else if json.get("bomFormat").and_then(Json::as_str) == Some("CycloneDX") {
            read.cyclonedx(parsed(json)?)?;
        } else {
            return Err("it is no VEX document: OpenVEX and CycloneDX are read".to_owned());
        }
        Ok(read.document)
    }
}

/// The newest statement about a fault of a package decides. Which statement would suppress it, had it not
/// expired, is told by the error.
///
/// # Errors
/// The statement expired.
pub fn suppression(
    documents: &[(String, Document)],
    finding: &Finding,
    package: &Package,
    now: Timestamp,
) -> Result<Option<Suppression>, Suppression> {
    let statements = documents.iter().flat_map(|(name, document)| {
        document.statements.iter().map(move |statement| (name, statement))
    });
    let is_about = |statement: &Statement| {
        let is_fault = |id: &String| finding.ids.contains(id) || *id == finding.id;
        statement.ids.iter().any(is_fault)
            && statement.packages.iter().any(|pattern| pattern.covers(package))
    };
    let newest = statements.filter(|(_, one)| is_about(one)).max_by_key(|(_, one)| one.stated);
    let Some((name, statement)) = newest.filter(|(_, one)| one.is_suppressing) else {
        return Ok(None);
    };
    let suppression = Suppression {
        status: statement.status.clone(),
        reason: statement.reason.clone(),
        expires: statement.expires.iso8601(),
        document: name.clone(),
    };
    if statement.expires > now { Ok(Some(suppression)) } else { Err(suppression) }
}

struct Reading {
    life: Duration,
    document: Document,
}

/// A statement as both formats have it.
struct Stated {
    ids: Vec<String>,
    products: Vec<String>,
    status: String,
    is_suppressing: bool,
    reason: String,
    /// The dates of it, of which the newest counts.
    dates: Vec<Option<String>>,
    expires: Option<String>,
}

impl Reading {
    fn add(&mut self, stated: Stated) -> Result<(), String> {
        let id = stated.ids.first().cloned().unwrap_or_default();
        match self.statement(stated) {
            Ok(statement) => self.document.statements.push(statement),
            Err(problem) => {
                self.document.problems.push(format!("its statement about `{id}` {problem}"));
            }
        }
        if self.document.statements.len() + self.document.problems.len() > STATEMENTS_MAX {
            return Err(format!("it has more than {STATEMENTS_MAX} statements"));
        }
        Ok(())
    }

    fn statement(&self, stated: Stated) -> Result<Statement, &'static str> {
        let date = |text: &String| Timestamp::parse_iso8601(text).ok();
        let newest = stated.dates.iter().flatten().filter_map(date).max();
        let newest = newest.ok_or("has no date, so that it could not expire")?;
        let expires = match &stated.expires {
            Some(text) => date(text).ok_or("expires at what is no time")?,
            None => newest.plus(self.life),
        };
        if stated.ids.iter().all(String::is_empty) {
            return Err("names no vulnerability");
        }
        if stated.is_suppressing && stated.reason.trim().is_empty() {
            return Err("gives no reason");
        }
        let packages: Vec<Package> =
            stated.products.iter().filter_map(|product| purl_pattern(product)).collect();
        if packages.is_empty() {
            return Err("names no package by a package URL that is known");
        }
        Ok(Statement {
            ids: stated.ids,
            packages,
            status: stated.status,
            is_suppressing: stated.is_suppressing,
            reason: stated.reason,
            stated: newest,
            expires,
        })
    }

    fn openvex(&mut self, document: OpenVex) -> Result<(), String> {
        for statement in document.statements {
            let mut ids = match statement.vulnerability {
                Json::String(name) => vec![name],
                named => {
                    let named: Named = parsed(named)?;
                    named.aliases.into_iter().chain([named.name]).collect()
                }
            };
            // The one that is told comes first.
            ids.reverse();
            let reason =
                [statement.justification, statement.impact_statement, statement.status_notes];
            self.add(Stated {
                ids,
                products: statement.products.into_iter().flat_map(Product::urls).collect(),
                is_suppressing: ["not_affected", "fixed"].contains(&statement.status.as_str()),
                reason: match statement.status.as_str() {
                    "fixed" if reason.iter().all(Option::is_none) => "fixed".to_owned(),
                    _ => joined(reason),
                },
                status: statement.status,
                dates: vec![
                    statement.last_updated.or(statement.timestamp),
                    document.last_updated.clone().or_else(|| document.timestamp.clone()),
                ],
                expires: None,
            })?;
        }
        Ok(())
    }

    fn cyclonedx(&mut self, document: CycloneDx) -> Result<(), String> {
        const SUPPRESSING: [&str; 4] =
            ["not_affected", "false_positive", "resolved", "resolved_with_pedigree"];
        let components: BTreeMap<String, String> = document
            .components
            .into_iter()
            .filter_map(|component| component.bom_ref.zip(component.purl))
            .collect();
        for vulnerability in document.vulnerabilities {
            let Some(analysis) = vulnerability.analysis else { continue };
            let product = |affects: Affects| {
                let reference = affects.reference;
                let own = reference.rsplit_once('#').filter(|_| reference.starts_with("urn:cdx:"));
                let reference = own.map_or(reference.as_str(), |(_, own)| own);
                components.get(reference).cloned().unwrap_or_else(|| reference.to_owned())
            };
            let references = vulnerability.references.into_iter().map(|reference| reference.id);
            let expires = vulnerability.properties.into_iter().find(|one| one.name == EXPIRES);
            let is_suppressing = SUPPRESSING.contains(&analysis.state.as_str());
            let is_resolved = analysis.state.starts_with("resolved");
            let reason = joined([analysis.justification, analysis.detail, None]);
            self.add(Stated {
                ids: [vulnerability.id].into_iter().chain(references).collect(),
                products: vulnerability.affects.into_iter().map(product).collect(),
                is_suppressing,
                reason: if is_resolved && reason.is_empty() {
                    "resolved".to_owned()
                } else {
                    reason
                },
                status: analysis.state,
                dates: vec![
                    analysis.last_updated.or(analysis.first_issued),
                    vulnerability.updated.or(vulnerability.published),
                    document.metadata.timestamp.clone(),
                ],
                expires: expires.map(|property| property.value),
            })?;
        }
        Ok(())
    }
}

fn parsed<T: serde::de::DeserializeOwned>(json: Json) -> Result<T, String> {
    serde_json::from_value(json).map_err(|error| error.to_string())
}

fn joined(parts: [Option<String>; 3]) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(": ")
}

#[derive(Deserialize)]
struct OpenVex {
    timestamp: Option<String>,
    last_updated: Option<String>,
    statements: Vec<OpenVexStatement>,
}

#[derive(Deserialize)]
struct OpenVexStatement {
    vulnerability: Json,
    #[serde(default)]
    products: Vec<Product>,
    status: String,
    justification: Option<String>,
    impact_statement: Option<String>,
    status_notes: Option<String>,
    timestamp: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

/// A product, or a part of one; before version 0.2 only its name.
#[derive(Deserialize)]
#[serde(untagged)]
enum Product {
    Name(String),
    Whole {
        #[serde(rename = "@id", default)]
        id: String,
        #[serde(default)]
        identifiers: Identifiers,
        #[serde(default)]
        subcomponents: Vec<Product>,
    },
}

#[derive(Default, Deserialize)]
struct Identifiers {
    #[serde(default)]
    purl: String,
}

impl Product {
    /// Of a product with parts that are named, the parts: that it is about what is scanned says who names
    /// the document.
    fn urls(self) -> Vec<String> {
        match self {
            Self::Name(name) => vec![name],
            Self::Whole { id, identifiers, subcomponents } if subcomponents.is_empty() => {
                vec![id, identifiers.purl]
            }
            Self::Whole { subcomponents, .. } => {
                subcomponents.into_iter().flat_map(Self::urls).collect()
            }
        }
    }
}

#[derive(Deserialize)]
struct CycloneDx {
    #[serde(default)]
    metadata: Metadata,
    #[serde(default)]
    components: Vec<Component>,
    #[serde(default)]
    vulnerabilities: Vec<Vulnerability>,
}

#[derive(Default, Deserialize)]
struct Metadata {
    timestamp: Option<String>,
}

#[derive(Deserialize)]
struct Component {
    #[serde(rename = "bom-ref")]
    bom_ref: Option<String>,
    purl: Option<String>,
}

#[derive(Deserialize)]
struct Vulnerability {
    #[serde(default)]
    id: String,
    #[serde(default)]
    references: Vec<Reference>,
    analysis: Option<Analysis>,
    #[serde(default)]
    affects: Vec<Affects>,
    #[serde(default)]
    properties: Vec<Property>,
    updated: Option<String>,
    published: Option<String>,
}

#[derive(Deserialize)]
struct Reference {
    #[serde(default)]
    id: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Analysis {
    #[serde(default)]
    state: String,
    justification: Option<String>,
    detail: Option<String>,
    first_issued: Option<String>,
    last_updated: Option<String>,
}

#[derive(Deserialize)]
struct Affects {
    #[serde(rename = "ref")]
    reference: String,
}

#[derive(Deserialize)]
struct Property {
    #[serde(default)]
    name: String,
    #[serde(default)]
    value: String,
}
