//! Findings that are counted together.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

use serde_json::Value as Json;

use super::severity;
use super::shelf::Fact;
use super::view::View;
use crate::error::InspectorError;
use crate::shapes::SeverityCounts;

/// What is counted of findings.
#[derive(Debug, Clone, Default)]
pub(super) struct Count {
    /// By severity, in the order of [`severity::ALL`].
    of_severities: [i64; severity::ALL.len()],
    pub(super) all: i64,
    pub(super) with_exploit: i64,
    pub(super) with_fix: i64,
    pub(super) of_network: i64,
    /// How many resources they are about, and the last of these: findings of a resource come one after the
    /// other.
    pub(super) resources: i64,
    last: String,
}

impl Count {
    fn add(&mut self, view: &View<'_>) {
        let row = &view.row;
        if let Some(count) = self.of_severities.get_mut(severity::rank(row.text(Fact::Severity))) {
            *count += 1;
        }
        self.all += 1;
        self.with_exploit += i64::from(row.text(Fact::Exploit) == "YES");
        self.with_fix += i64::from(row.text(Fact::Fix) == "YES");
        self.of_network += i64::from(row.text(Fact::Type) == "NETWORK_REACHABILITY");
        if self.last != view.shelf.resource {
            (*view.shelf.resource).clone_into(&mut self.last);
            self.resources += 1;
        }
    }

    pub(super) fn of(&self, severity: &str) -> i64 {
        self.of_severities.get(severity::rank(severity)).copied().unwrap_or_default()
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

/// How many bytes the names of groups have at most: hosts say what their packages are called.
const NAMES_BYTES_MAX: usize = 64 << 20;

/// Findings counted together, by account and name.
#[derive(Debug, Default)]
pub(super) struct Groups {
    all: HashMap<String, HashMap<String, Group>>,
    name_bytes: usize,
}

/// What is counted, and one of the findings.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) count: Count,
    pub(super) vulnerability: String,
    /// The instance as findings tell it, where they are counted by instances.
    instance: Json,
}

impl Group {
    /// What the instance says of itself.
    pub(super) fn of_instance(&self, name: &str) -> &str {
        let details = self.instance.pointer("/details/awsEc2Instance");
        details.and_then(|details| details.get(name)?.as_str()).unwrap_or_default()
    }

    /// A tag of the instance.
    pub(super) fn tag(&self, key: &str) -> Option<&str> {
        self.instance.get("tags")?.get(key)?.as_str()
    }

    /// All of them.
    pub(super) fn tags(&self) -> BTreeMap<String, String> {
        let tags = self.instance.get("tags").and_then(Json::as_object).into_iter().flatten();
        tags.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
    }
}

impl Groups {
    /// Adds a finding to the group of a name.
    pub(super) fn add(&mut self, view: &View<'_>, name: &str) -> Result<(), InspectorError> {
        if let Some(group) = self.known(view, name) {
            group.count.add(view);
        } else {
            self.group(view, name)?.count.add(view);
        }
        Ok(())
    }

    /// The same, of instances, which are told as they are.
    pub(super) fn add_instance(&mut self, view: &View<'_>) -> Result<(), InspectorError> {
        let add = |group: &mut Group| {
            if group.instance.is_null() {
                group.instance = view.resource().cloned().unwrap_or_default();
            }
            group.count.add(view);
        };
        if let Some(group) = self.known(view, &view.shelf.resource) {
            add(group);
        } else {
            add(self.group(view, &view.shelf.resource)?);
        }
        Ok(())
    }

    fn known(&mut self, view: &View<'_>, name: &str) -> Option<&mut Group> {
        self.all.get_mut(view.account)?.get_mut(name)
    }

    fn group(&mut self, view: &View<'_>, name: &str) -> Result<&mut Group, InspectorError> {
        let of_account = self.all.entry(view.account.to_owned()).or_default();
        match of_account.entry(name.to_owned()) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(new) => {
                self.name_bytes = more(self.name_bytes, name)?;
                let vulnerability = view.row.text(Fact::Vulnerability).to_owned();
                Ok(new.insert(Group { vulnerability, ..Group::default() }))
            }
        }
    }

    /// All of them, each with its account and its name.
    pub(super) fn into_groups(self) -> impl Iterator<Item = ((String, String), Group)> {
        self.all.into_iter().flat_map(|(account, groups)| {
            groups.into_iter().map(move |(name, group)| ((account.clone(), name), group))
        })
    }
}

/// How many bytes there are with one name more.
fn more(bytes: usize, name: &str) -> Result<usize, InspectorError> {
    let bytes = bytes.saturating_add(name.len());
    if bytes <= NAMES_BYTES_MAX {
        return Ok(bytes);
    }
    let why = "There are more groups than are counted at once: ask for fewer accounts.";
    Err(InspectorError::Invalid(why.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bounded() {
        assert_eq!(more(NAMES_BYTES_MAX - 3, "one"), Ok(NAMES_BYTES_MAX));
        assert!(more(NAMES_BYTES_MAX - 2, "one").is_err());
        assert!(more(usize::MAX, "one").is_err());
    }
}
