//! Findings as they are kept.

use bartizan_service::store::{Key, Reader, Record};
use bartizan_service::{NetworkPlace, store::StoreError};
use bartizan_types::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Finds the findings of a resource.
pub(crate) const BY_RESOURCE: &str = "inspector2.finding.resource";

/// A finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct FindingRecord {
    /// What tells it from the others of its resource, as long as it is there.
    pub(crate) identity: String,
    /// The id of its resource.
    pub(crate) resource: String,
    /// All of it as the model's `Finding` has it, but what is below.
    pub(crate) finding: Json,
    /// What `BatchGetFindingDetails` tells besides.
    pub(crate) exploited: Option<Exploited>,
    pub(crate) first_observed: Timestamp,
    pub(crate) last_observed: Timestamp,
    pub(crate) updated: Timestamp,
    pub(crate) closed: Option<Closed>,
}

/// That a vulnerability is known to be exploited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Exploited {
    /// The day on which that became known.
    pub(crate) since: String,
}

/// That a finding is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Closed {
    pub(crate) at: Timestamp,
    /// When it is forgotten.
    pub(crate) forgotten: Timestamp,
}

impl Record for FindingRecord {
    const COLLECTION: &'static str = "inspector2.finding";

    fn index_keys(&self) -> Vec<(&'static str, String)> {
        vec![(BY_RESOURCE, self.resource.clone())]
    }
}

impl FindingRecord {
    /// What of the finding is at a path of members, as texts: those of lists each.
    pub(crate) fn texts(&self, path: &[&str]) -> Vec<&str> {
        let mut found = Vec::new();
        texts(&self.finding, path, &mut found);
        found
    }

    /// The first text at a path; empty where there is none.
    pub(crate) fn text(&self, path: &[&str]) -> &str {
        self.texts(path).first().copied().unwrap_or_default()
    }

    /// The number at a path.
    pub(crate) fn number(&self, path: &[&str]) -> Option<f64> {
        number(&self.finding, path)
    }
}

/// The number at a path of members.
pub(super) fn number(json: &Json, path: &[&str]) -> Option<f64> {
    path.iter().try_fold(json, |json, name| json.get(name))?.as_f64()
}

/// What is at a path of members, as texts: those of lists each.
pub(super) fn texts<'j>(json: &'j Json, path: &[&str], found: &mut Vec<&'j str>) {
    match (json, path) {
        (Json::Array(items), _) => items.iter().for_each(|item| texts(item, path, found)),
        (Json::String(text), []) => found.push(text),
        (Json::Object(members), [name, rest @ ..]) => {
            if let Some(member) = members.get(*name) {
                texts(member, rest, found);
            }
        }
        _ => {}
    }
}

/// The key of a finding, by the last part of its ARN.
pub(crate) fn key(place: &NetworkPlace, id: &str) -> Key {
    Key::new(place.account, place.region.as_str(), id)
}

/// The findings of a resource.
pub(crate) fn of_resource(
    reader: &Reader<'_>,
    place: &NetworkPlace,
    resource: &str,
) -> Result<Vec<(Key, FindingRecord)>, StoreError> {
    let mut found = reader.find::<FindingRecord>(BY_RESOURCE, resource)?;
    let account = place.account.to_string();
    found.retain(|(key, _)| key.account == account && key.region == place.region.as_str());
    Ok(found)
}
